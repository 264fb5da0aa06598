"""Counting what a save asks of the disk: commits read from the WAL, syncs counted below Python."""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
from pathlib import Path

_WAL_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24


def commits_in_wal(wal: Path) -> int:
    """Return how many transactions the WAL holds since it was last begun anew.

    A frame that ends a transaction states the size of the database after it; frame headers are
    plain even where pages are encrypted. Frames of an earlier round carry another salt.
    """
    data = wal.read_bytes() if wal.exists() else b""
    if len(data) < _WAL_HEADER_BYTES:
        return 0
    page_bytes = struct.unpack(">I", data[8:12])[0]
    salt = data[16:24]
    commits = 0
    step = _FRAME_HEADER_BYTES + page_bytes
    for start in range(_WAL_HEADER_BYTES, len(data) - step + 1, step):
        if data[start + 8 : start + 16] != salt:
            break
        commits += struct.unpack(">I", data[start + 4 : start + 8])[0] != 0
    return commits


def build_counter(folder: Path) -> Path:
    """Compile the counter into *folder*; raises RuntimeError where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise RuntimeError("counting syncs needs a C compiler: apt-get install gcc libc6-dev")
    library = folder / "syncs.so"
    source = Path(__file__).with_name("syncs.c")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library


class SyncCounter:
    """Reads the preloaded counter; raises RuntimeError when it was not loaded."""

    def __init__(self) -> None:
        if "syncs.so" not in os.environ.get("LD_PRELOAD", ""):
            raise RuntimeError("start this process with LD_PRELOAD=…/syncs.so")
        self._read = ctypes.CDLL(None).ventanilla_syncs
        self._read.restype = ctypes.c_long

    def count(self) -> int:
        """Return how many fsync and fdatasync calls the process has made."""
        return int(self._read())
