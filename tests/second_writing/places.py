# SPDX-License-Identifier: Apache-2.0
"""Where things are."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("PENINSULA", ROOT / "build/release/peninsula"))
TWIN = PROGRAM.with_name("twin")  # the same agents in double precision
