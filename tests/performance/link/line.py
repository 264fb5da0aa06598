"""The shaped link as its users see it: start, enter an end, count, close."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

from tests.demo.processes import ROOT
from tests.performance.link.shape import Counts, Shape
from tests.performance.link.tunnel import CENTRAL_ADDRESS

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_END_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What has crossed the link since `begin`, in whole IP packets."""

    up: Counts
    down: Counts
    connections: int

    @property
    def bytes(self) -> int:
        """Return both directions together, what was lost and sent again included."""
        return self.up.bytes + self.down.bytes


class ShapedLink:
    """A link between two ends on this computer; use it in a `with`."""

    central_address = CENTRAL_ADDRESS

    def __init__(self, shape: Shape, *, seed: int = 1) -> None:
        self._arguments = [sys.executable, "-m", "tests.performance.link.tunnel"]
        self._arguments += [shape.encode(), str(seed)]
        self.device_pid = self.central_pid = 0

    def __enter__(self) -> ShapedLink:
        """Make both ends and connect them."""
        self.process = subprocess.Popen(
            self._arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        ends = json.loads(self._heard())
        self.device_pid, self.central_pid = ends["device"], ends["central"]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the link away; what still runs at its ends has no network any more."""
        process = self.process
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def begin(self) -> None:
        """Count from nothing; a link with a schedule comes up now."""
        self._say("begin")
        self._heard()

    def traffic(self) -> Traffic:
        """Return what has crossed since then."""
        self._say("stats")
        told = json.loads(self._heard())
        return Traffic(
            up=Counts(**told["up"]), down=Counts(**told["down"]), connections=told["connections"]
        )

    def at_device(self, arguments: Sequence[str]) -> list[str]:
        """Return the command line that runs a program at the device's end."""
        return _inside(self.device_pid, arguments)

    def at_central(self, arguments: Sequence[str]) -> list[str]:
        """Return the command line that runs a program at the central's end."""
        return _inside(self.central_pid, arguments)

    def _say(self, word: str) -> None:
        if self.process.stdin is not None:
            self.process.stdin.write(f"{word}\n")
            self.process.stdin.flush()

    def _heard(self) -> str:
        line = "" if self.process.stdout is None else self.process.stdout.readline()
        if not line:
            raise RuntimeError("the shaped link ended")
        return line


def enter(pid: int) -> None:
    """Move this thread to an end of the link; the sockets it opens from now on are there."""
    library = ctypes.CDLL(None, use_errno=True)
    place = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        if library.setns(place, _NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "setns")
    finally:
        os.close(place)


def _inside(pid: int, arguments: Sequence[str]) -> list[str]:
    """Return the command that enters a namespace, and dies with whoever started it."""
    enter_it = ["nsenter", f"--net=/proc/{pid}/ns/net", "--"]
    return [*enter_it, "setpriv", "--pdeathsig", "KILL", "--", *arguments]
