"""Reads what `recorder.c` wrote: the calls of a real process on one folder, in order."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_HEAD = struct.Struct("<cHQQ")
ACKS = "acks"
"""The file into which a recorded process writes one byte for each save it has confirmed."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that succeeded: C create, W write, T truncate, S sync, U unlink, R rename."""

    what: str
    name: str  # below the folder; "" is the folder itself
    offset: int = 0
    data: bytes = b""
    to: str = ""


def compile_recorder(folder: Path) -> Path:
    """Compile the recorder into *folder*; raises RuntimeError where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise RuntimeError("recording needs a C compiler: apt-get install gcc libc6-dev")
    source = Path(__file__).with_name("recorder.c")
    library = folder / "recorder.so"
    options = ("-shared", "-fPIC", "-O2", "-ldl", "-lpthread")
    subprocess.run([compiler, str(source), "-o", str(library), *options], check=True)
    return library


def record(
    library: Path, folder: Path, module: str, arguments: Sequence[str], log: Path
) -> tuple[Call, ...]:
    """Run a module of ours in a process of its own and return its calls on *folder*."""
    environment: Mapping[str, str] = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "RECORD_FOLDER": str(folder),
        "RECORD_LOG": str(log),
    }
    command = [sys.executable, "-m", module, str(folder), *arguments]
    subprocess.run(command, env=environment, check=True, timeout=120)
    return tuple(read_calls(log.read_bytes(), folder.resolve()))


def read_calls(raw: bytes, folder: Path) -> Iterator[Call]:
    """Yield the calls of a log."""
    at = 0
    while at < len(raw):
        what, length, offset, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        name = _below(folder, raw[at : at + length])
        at += length
        kind = what.decode()
        data = b""
        if kind in "WR":
            data = raw[at : at + size]
            at += size
        if kind == "R":
            yield Call(kind, name, to=_below(folder, data))
        else:
            yield Call(kind, name, offset, data)


def _below(folder: Path, path: bytes) -> str:
    relative = Path(os.fsdecode(path)).relative_to(folder)
    return "" if relative == Path(".") else str(relative)
