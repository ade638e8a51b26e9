# SPDX-License-Identifier: Apache-2.0
"""A drawing as PNG, by a program that draws SVG: rsvg-convert, or a browser without a window."""

import math
import pathlib
import shutil
import subprocess
import tempfile
from xml.etree import ElementTree

from peninsula.errors import InputError

ZOOM = 2
"""Pixels of the picture to one of the drawing: sharp on paper, too."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def png_of(drawing: str) -> bytes:
    """The drawing, twice as large as it says.

    Raises:
        InputError: there is no program that could do it, or it failed.
    """
    converter = shutil.which("rsvg-convert")
    browser = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if converter is None and browser is None:
        raise InputError(
            "a picture as PNG needs rsvg-convert (Debian: librsvg2-bin) or chromium; one as SVG needs none"
        )
    with tempfile.TemporaryDirectory() as folder:
        source, target = (pathlib.Path(folder) / f"figure.{kind}" for kind in ("svg", "png"))
        source.write_text(drawing, encoding="utf-8")
        command = (
            [converter, f"--zoom={ZOOM}", f"--output={target}", str(source)]
            if converter
            else [str(browser), *_flags(drawing, pathlib.Path(folder)), f"--screenshot={target}", source.as_uri()]
        )
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode != 0 or not target.is_file():
            raise InputError(f"{pathlib.Path(command[0]).name} made no PNG: {done.stderr.strip()[-200:]}")
        return target.read_bytes()


def _flags(drawing: str, folder: pathlib.Path) -> list[str]:
    """Of the browser: a window as large as the drawing, and no traces elsewhere."""
    root = ElementTree.fromstring(drawing)
    width, height = (math.ceil(float(root.get(side, ""))) for side in ("width", "height"))
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'browser'}",
    ]
    return [*flags, f"--window-size={width},{height}", f"--force-device-scale-factor={ZOOM}"]
