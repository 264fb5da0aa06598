"""Just enough IPv4 and TCP: whose packet it is, and the reset that a box in the middle sends."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_TCP, _FIN, _SYN, _RST, _ACK = 6, 1, 2, 4, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What stands in the head of a TCP packet; `length` counts its data only."""

    source: bytes
    target: bytes
    source_port: int
    target_port: int
    seq: int
    ack: int
    flags: int
    length: int

    @property
    def opens(self) -> bool:
        """Return whether it asks for a new connection."""
        return bool(self.flags & _SYN) and not self.flags & _ACK

    @property
    def flow(self) -> tuple[int, int]:
        """Return what tells one connection of the two ends from another."""
        return self.source_port, self.target_port


def segment_of(packet: bytes) -> Segment | None:
    """Return the segment in an IPv4 packet, None where it is something else."""
    if len(packet) < 40 or packet[0] >> 4 != 4 or packet[9] != _TCP:
        return None
    start = (packet[0] & 15) * 4
    source_port, target_port, seq, ack = struct.unpack_from(">HHII", packet, start)
    head = (packet[start + 12] >> 4) * 4
    return Segment(
        source=packet[12:16],
        target=packet[16:20],
        source_port=source_port,
        target_port=target_port,
        seq=seq,
        ack=ack,
        flags=packet[start + 13],
        length=len(packet) - start - head,
    )


def resets_of(segment: Segment) -> tuple[bytes, bytes]:
    """Return the resets that end a connection for who sent this segment, and for whom it was."""
    after = (segment.seq + segment.length) % 2**32
    to_sender = _reset(
        segment.target, segment.source, segment.target_port, segment.source_port, segment.ack, after
    )
    to_target = _reset(
        segment.source, segment.target, segment.source_port, segment.target_port, after, segment.ack
    )
    return to_sender, to_target


def _reset(
    source: bytes, target: bytes, source_port: int, target_port: int, seq: int, ack: int
) -> bytes:
    head = struct.pack(
        ">HHIIBBHHH", source_port, target_port, seq, ack, 5 << 4, _RST | _ACK, 0, 0, 0
    )
    pseudo = source + target + struct.pack(">BBH", 0, _TCP, len(head))
    head = head[:16] + struct.pack(">H", _checksum(pseudo + head)) + head[18:]
    outer = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(head), 0, 0, 64, _TCP, 0) + source + target
    return outer[:10] + struct.pack(">H", _checksum(outer)) + outer[12:] + head


def _checksum(data: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
