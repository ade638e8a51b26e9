# SPDX-License-Identifier: Apache-2.0
"""Chromium without a window, driven over its DevTools protocol."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.request
from typing import Any

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
]


def program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One page of one browser. `events` are what the browser told since the last `open`."""

    def __init__(self) -> None:
        import websocket  # noqa: PLC0415  # where there is no browser it is not needed

        self._profile = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        command = [program(), *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        address = next(
            line.split(" on ")[1].strip() for line in self._process.stderr if "DevTools listening on" in line
        )
        targets = json.load(urllib.request.urlopen(f"http://{address.split('/')[2]}/json", timeout=30))
        page = next(each for each in targets if each["type"] == "page")
        self._socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=120)
        self._count = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(30)
        self._profile.cleanup()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._socket.recv())
            if told.get("id") == self._count:
                assert "error" not in told, (method, told)
                return told["result"]
            self.events.append(told)

    def open(
        self, path: pathlib.Path, width: int = 1280, dark: bool = False, scripts: bool = True, media: str = ""
    ) -> None:
        """Loads a page and waits until it is loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events.clear()
        self.call("Page.navigate", url=path.absolute().as_uri())
        deadline = time.monotonic() + 60
        while not any(each.get("method") == "Page.loadEventFired" for each in self.events):
            assert time.monotonic() < deadline, "the page does not load"
            self.events.append(json.loads(self._socket.recv()))

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def complaints(self) -> list[str]:
        """Errors and warnings of the console, and exceptions that nobody caught."""
        found = []
        for each in self.events:
            if each.get("method") == "Runtime.exceptionThrown":
                found.append(str(each["params"]["exceptionDetails"]))
            if each.get("method") == "Log.entryAdded" and each["params"]["entry"]["level"] in ("error", "warning"):
                found.append(each["params"]["entry"]["text"])
            if each.get("method") == "Runtime.consoleAPICalled" and each["params"]["type"] in (
                "error",
                "warning",
                "assert",
            ):
                found.append(str(each["params"]["args"]))
        return found

    def requests(self) -> list[str]:
        """Addresses that were asked for, but for those of data inside the page."""
        asked = [
            each["params"]["request"]["url"]
            for each in self.events
            if each.get("method") == "Network.requestWillBeSent"
        ]
        return [address for address in asked if not address.startswith("data:")]
