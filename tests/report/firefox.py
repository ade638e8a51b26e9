# SPDX-License-Identifier: Apache-2.0
"""Firefox without a window, driven over WebDriver BiDi."""

import json
import pathlib
import shutil
import subprocess
import tempfile
from typing import Any


def program() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """One page of one browser."""

    def __init__(self) -> None:
        import websocket  # noqa: PLC0415  # where there is no browser it is not needed

        self._profile = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        command = [program(), "--headless", "--no-remote", "--profile", self._profile.name, "--remote-debugging-port=0"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        address = next(line.split(" on ")[1].strip() for line in self._process.stderr if "BiDi listening on" in line)
        self._socket = websocket.create_connection(f"{address}/session", timeout=120, suppress_origin=True)
        self._count = 0
        self.call("session.new", capabilities={})
        self._context = self.call("browsingContext.getTree")["contexts"][0]["context"]

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
                assert told["type"] == "success", (method, told)
                return told["result"]

    def open(self, path: pathlib.Path, width: int = 1280) -> None:
        """Loads a page and waits until it is loaded."""
        self.call("browsingContext.setViewport", context=self._context, viewport={"width": width, "height": 900})
        self.call("browsingContext.navigate", context=self._context, url=path.absolute().as_uri(), wait="complete")

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page, a number or a text; promises are waited for."""
        told = self.call("script.evaluate", expression=expression, target={"context": self._context}, awaitPromise=True)
        assert told["type"] == "success", told
        return told["result"].get("value")

    def press(self, key: str) -> None:
        """A key, by its code point in WebDriver or its letter."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.call(
            "input.performActions", context=self._context, actions=[{"type": "key", "id": "keys", "actions": actions}]
        )
