"""Where the program is."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("PENINSULA", ROOT / "build/release/peninsula"))
