"""What Linux says of the processes that a test started: children, memory, who listens."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

_PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.02
_LISTENING = "0A"


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something that another process does holds; fail, saying what never did."""
    pause = threading.Event()
    for _ in range(int(_PATIENCE_SECONDS / _LOOK_SECONDS)):
        if holds():
            return
        pause.wait(_LOOK_SECONDS)
    raise AssertionError(f"never: {what}")


def children_of(pid: int) -> list[int]:
    """Return the living children of a process."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def are_gone(pids: Iterable[int]) -> bool:
    """Say whether none of these processes is left."""
    return not any(Path(f"/proc/{pid}/stat").exists() and not _is_dead(pid) for pid in pids)


def memory_bytes(pid: int | None = None) -> int:
    """Return the resident memory of a process, this one by default."""
    pages = Path(f"/proc/{pid or os.getpid()}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def listens(pid: int, port: int) -> bool:
    """Say whether a process holds the socket that listens on a port of 127.0.0.1."""
    address = f"{int.from_bytes(socket.inet_aton('127.0.0.1'), 'little'):08X}:{port:04X}"
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {f"socket:[{row[9]}]" for row in rows if row[1] == address and row[3] == _LISTENING}
    held = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            held.add(str(descriptor.readlink()))
        except OSError:  # closed meanwhile
            continue
    return bool(inodes & held)


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True
