# SPDX-License-Identifier: Apache-2.0
"""The last line of every file that the program stores: a digest of all bytes before it.

    # peninsula-seal sha256:<64 digits> bytes:<20 digits>

HDF5 readers ignore what follows the end that an HDF5 file states of itself. Anybody can check the line:
`head -c BYTES FILE | sha256sum`.
"""

import hashlib
import pathlib
from typing import BinaryIO

from peninsula.errors import ResultError

SIGNATURE = b"\x89HDF\r\n\x1a\n"
MARK = b"# peninsula-seal sha256:"
SIZE = len(MARK) + 64 + len(" bytes:") + 20 + 1
PIECE = 2**18  # bytes read at once

STATED_END = {0: 40, 1: 44, 2: 28, 3: 28}
"""By the version of its "superblock", the place where an HDF5 file says how long it is."""


def is_sealed(path: pathlib.Path) -> bool:
    """Whether the file ends with a seal that matches its bytes.

    False if it has none and, as an HDF5 file, is complete without one: another tool saved it.

    Raises:
        ResultError: it is damaged: its bytes disagree with the seal, or the seal is damaged, or it is truncated.
    """
    with path.open("rb") as file:
        before = max(path.stat().st_size - SIZE, 0)
        file.seek(before)
        end = file.read()
        if end.startswith(MARK):
            if end != _seal_of(file, before):
                raise ResultError(f"{path}: is damaged: its bytes are no longer those that were written")
            return True
        # One place of damage cannot hide a seal: the beginning of the file tells that something should follow.
        if _stated_end(file) != before + len(end):
            raise ResultError(f"{path}: is damaged or truncated: it does not end where it should")
        return False


def _seal_of(file: BinaryIO, size: int) -> bytes:
    digest = hashlib.sha256()
    file.seek(0)
    for first in range(0, size, PIECE):
        digest.update(file.read(min(PIECE, size - first)))
    return b"%s%s bytes:%020d\n" % (MARK, digest.hexdigest().encode(), size)


def _stated_end(file: BinaryIO) -> int | None:
    file.seek(0)
    start = file.read(56)
    place = STATED_END.get(start[8]) if len(start) == 56 and start.startswith(SIGNATURE) else None
    return None if place is None else int.from_bytes(start[place : place + 8], "little")
