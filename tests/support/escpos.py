"""A thermal printer in a test: a real TCP server that reads ESC/POS and draws what would be paper.

It answers `DLE EOT` at once, `GS r` and `GS g 2` in their turn, cuts, and opens a drawer. A test
says how it stands, and when it stops: out of paper after so many rows, silent, or unplugged.
"""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType

from PIL import Image

_DLE, _ESC, _GS, _LF = 0x10, 0x1B, 0x1D, 0x0A


@dataclass(slots=True)
class Stand:
    """How the printer stands, as a test wants it."""

    paper: str = "ok"  # ok, low, out
    cover_open: bool = False
    offline: bool = False
    silent: bool = False  # takes everything, answers nothing
    rows_left: int | None = None  # of paper; then it is out, in the middle of a job
    unplugged_after_bytes: int | None = None
    cuts: int = 10_481


@dataclass(slots=True)
class Roll:
    """What came out: finished papers, the rows of an unfinished one, pulses to the drawer."""

    papers: list[Image.Image] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    width_bytes: int = 0
    pulses: int = 0
    unknown: list[bytes] = field(default_factory=list)

    def cut(self) -> None:
        """End the paper."""
        if self.rows:
            size = (self.width_bytes * 8, len(self.rows))
            packed = bytes(byte ^ 0xFF for byte in b"".join(self.rows))
            self.papers.append(Image.frombytes("1", size, packed))
        self.rows = []


class Interpreter:
    """Reads a stream of ESC/POS byte by byte, as a printer does."""

    def __init__(self, stand: Stand, roll: Roll) -> None:
        self.stand, self.roll = stand, roll
        self._held = bytearray()

    def feed(self, data: bytes) -> bytes:
        """Take more of the stream; return what the printer answers."""
        answer = bytearray()
        self._held += data
        while self._held:
            taken, said = self._one()
            if not taken:
                break
            del self._held[:taken]
            answer += said
        return b"" if self.stand.silent else bytes(answer)

    def _one(self) -> tuple[int, bytes]:
        """Return how many bytes one command has, and its answer; 0 where it is not whole."""
        held = self._held
        if held[0] == _DLE:
            return (3, self._status(held[2])) if len(held) >= 3 else (0, b"")
        if self._stopped:
            asked = held.find(_DLE)  # what waits stays in the buffer, but a status is answered
            while asked >= 0:
                if bytes(held[asked : asked + 2]) == b"\x10\x04" and len(held) >= asked + 3:
                    said = self._status(held[asked + 2])
                    del held[asked : asked + 3]
                    return (0, b"") if self.stand.silent else self._say(said)
                asked = held.find(_DLE, asked + 1)
            return 0, b""
        if held[0] == _LF:
            return 1, b""
        if held[0] == _ESC:
            return self._escape()
        if held[0] == _GS:
            return self._group()
        self.roll.unknown.append(bytes(held[:1]))
        return 1, b""

    def _say(self, said: bytes) -> tuple[int, bytes]:
        self._late += said
        return 0, b""

    _late = b""

    def late(self) -> bytes:
        """Return what a printer that stands still answered at once."""
        said, self._late = self._late, b""
        return said

    @property
    def _stopped(self) -> bool:
        stand = self.stand
        return stand.paper == "out" or stand.cover_open or stand.offline

    def _escape(self) -> tuple[int, bytes]:
        held = self._held
        if len(held) < 2:
            return 0, b""
        match held[1]:
            case 0x40:  # reset
                return 2, b""
            case 0x70:  # drawer
                if len(held) < 5:
                    return 0, b""
                self.roll.pulses += 1
                return 5, b""
            case 0x64:  # feed
                return (3, b"") if len(held) >= 3 else (0, b"")
            case _:
                pass
        self.roll.unknown.append(bytes(held[:2]))
        return 2, b""

    def _group(self) -> tuple[int, bytes]:
        held = self._held
        if len(held) < 4:
            return (
                (3, self._queue_status())
                if bytes(held[:2]) == b"\x1dr" and len(held) == 3
                else (0, b"")
            )
        if bytes(held[:2]) == b"\x1dr":
            return 3, self._queue_status()
        if bytes(held[:2]) == b"\x1dV":
            self.roll.cut()
            self.stand.cuts += 1
            return 4, b""
        if bytes(held[:3]) == b"\x1dg2":
            if len(held) < 6:
                return 0, b""
            return 6, b"\x5f" + str(self.stand.cuts).encode() + b"\x00"
        if bytes(held[:3]) == b"\x1dv0":
            return self._raster()
        self.roll.unknown.append(bytes(held[:3]))
        return 3, b""

    def _raster(self) -> tuple[int, bytes]:
        held = self._held
        if len(held) < 8:
            return 0, b""
        width = held[4] | held[5] << 8
        height = held[6] | held[7] << 8
        if len(held) < 8 + width * height:
            return 0, b""
        self.roll.width_bytes = width
        for row in range(height):
            if self.stand.rows_left == 0:
                self.stand.paper = "out"
                break
            start = 8 + row * width
            self.roll.rows.append(bytes(held[start : start + width]))
            if self.stand.rows_left is not None:
                self.stand.rows_left -= 1
        return 8 + width * height, b""

    def _status(self, asked: int) -> bytes:
        stand = self.stand
        answer = 0x12
        match asked:
            case 1:
                answer |= 0x08 if self._stopped else 0
            case 2:
                answer |= (0x04 if stand.cover_open else 0) | (0x20 if stand.paper == "out" else 0)
            case 4:
                answer |= {"ok": 0, "low": 0x0C, "out": 0x6C}[stand.paper]
            case _:
                pass
        return bytes([answer])

    def _queue_status(self) -> bytes:
        return bytes([0x03 if self.stand.paper == "low" else 0x00])


class FakeThermalPrinter:
    """The server: one job at a time on a port of the loopback. Use it in a `with`."""

    def __init__(self) -> None:
        self.stand, self.roll = Stand(), Roll()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        """Where it is reached."""
        host, port = self._server.getsockname()[:2]
        return f"{host}:{port}"

    def __enter__(self) -> FakeThermalPrinter:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unplug()

    def unplug(self) -> None:
        """Take it off the line: nothing answers any more."""
        if self._over.is_set():
            return
        self._over.set()
        with socket.create_connection(self._server.getsockname()[:2]):
            pass  # wakes whoever waits for the next job
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            line, _ = self._server.accept()
            with line:
                self._job(line)

    def _job(self, line: socket.socket) -> None:
        read = Interpreter(self.stand, self.roll)
        got = 0
        while not self._over.is_set():
            try:
                data = line.recv(65_536)
            except OSError:
                return
            if not data:
                return
            got += len(data)
            limit = self.stand.unplugged_after_bytes
            if limit is not None and got > limit:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                return
            answer = read.feed(data) + (b"" if self.stand.silent else read.late())
            if answer:
                line.sendall(answer)
