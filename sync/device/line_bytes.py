"""What an exchange has cost on the wire, as a provider would count it (PROTOCOL §16).

Linux tells it for each connection (`TCP_INFO`): bytes sent, those sent again included, bytes
received, and how many packets carried them. Elsewhere it is estimated from what HTTP has said.
"""

from __future__ import annotations

import os
import socket
import struct
import sys

PACKET_HEADER_BYTES = 52  # IPv4 and TCP with timestamps, without the link's own frame
HANDSHAKE_BYTES = 5_000  # TLS with two certificates, and the packets around it
HEADERS_BYTES = 400  # of a request and its answer, beside their bodies

_INFO_BYTES = 216
# struct tcp_info since Linux 4.19; the shortest round trip stands in microseconds
_RECEIVED, _SEGMENTS, _SHORTEST, _SENT = 128, 136, 148, 200
_NEVER = 0xFFFFFFFF


class LineBytes:
    """Counts one connection at a time; `watch` begins with each new one."""

    def __init__(self) -> None:
        self._line: socket.socket | None = None
        self._counted = 0
        self._is_new = False

    def watch(self, line: socket.socket) -> None:
        """Count this connection from its beginning; a duplicate outlives its owner's `close`."""
        self.forget()
        self._is_new = True
        if sys.platform == "linux":
            self._line = socket.socket(fileno=os.dup(line.fileno()))

    def taken(self, request_bytes: int, answer_bytes: int) -> int:
        """Return what has gone over the line since the last call.

        The bodies' lengths are for systems that do not count.
        """
        total = None if self._line is None else _counted_by_system(self._line)
        is_new, self._is_new = self._is_new, False
        if total is None:
            bodies = request_bytes + answer_bytes + HEADERS_BYTES
            return bodies + bodies // 20 + (HANDSHAKE_BYTES if is_new else 0)
        taken, self._counted = total - self._counted, total
        return taken

    def round_trip_seconds(self) -> float:
        """Return the shortest round trip of this connection so far; 0 where nobody measures."""
        facts = b"" if self._line is None else _facts_of(self._line)
        if len(facts) < _SENT + 8:
            return 0.0
        (shortest,) = struct.unpack_from("=I", facts, _SHORTEST)
        return 0.0 if shortest == _NEVER else float(shortest) / 1e6

    def forget(self) -> None:
        """Let the connection go."""
        line, self._line = self._line, None
        self._counted, self._is_new = 0, False
        if line is not None:
            line.close()


def _counted_by_system(line: socket.socket) -> int | None:
    """Return all bytes of a connection, packet headers included; None where nobody counts."""
    facts = _facts_of(line)
    if len(facts) < _SENT + 8:
        return None
    (received,) = struct.unpack_from("=Q", facts, _RECEIVED)
    out, back = struct.unpack_from("=II", facts, _SEGMENTS)
    (sent,) = struct.unpack_from("=Q", facts, _SENT)
    return int(sent + received + PACKET_HEADER_BYTES * (out + back))


def _facts_of(line: socket.socket) -> bytes:
    try:
        return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    except OSError:
        return b""
