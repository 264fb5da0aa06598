"""A line on loopback that breaks once, after exactly so many bytes in one direction."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from enum import Enum
from types import TracebackType
from urllib.parse import urlsplit

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER of zero: the other side sees a reset, not an end


class Way(Enum):
    """Which way bytes go."""

    UP = "up"
    DOWN = "down"


class CuttingLine:
    """Passes bytes to a central and back; `cut` breaks the line once."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._central = (parts.hostname or "", parts.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._left: dict[Way, int] = {}
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._closing = False
        self.cuts = 0

    @property
    def url(self) -> str:
        """Return where a device connects to."""
        host, port = self._listener.getsockname()[:2]
        return f"http://{host}:{port}"

    def cut(self, way: Way, after_bytes: int) -> None:
        """Break the line once, after that many more bytes that way."""
        with self._lock:
            self._left = {way: after_bytes}

    def heal(self) -> bool:
        """Break no more; say whether the line had broken as it was asked."""
        with self._lock:
            had_broken, self._left = not self._left, {}
        return had_broken

    def __enter__(self) -> CuttingLine:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for one in self._sockets:
            one.close()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closing:
            try:
                device, _ = self._listener.accept()
                central = socket.create_connection(self._central)
            except OSError:
                return
            for one in (device, central):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets.append(one)
            self._start(self._pass, device, central, Way.UP)
            self._start(self._pass, central, device, Way.DOWN)

    def _pass(self, source: socket.socket, target: socket.socket, way: Way) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65_536):
                allowed = self._allowed(way, len(piece))
                target.sendall(piece[:allowed])
                if allowed < len(piece):
                    source.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    break
            for one in (source, target):
                one.shutdown(socket.SHUT_RDWR)

    def _allowed(self, way: Way, size: int) -> int:
        with self._lock:
            left = self._left.get(way)
            if left is None:
                return size
            if size <= left:
                self._left[way] = left - size
                return size
            self._left = {}
            self.cuts += 1
            return left
