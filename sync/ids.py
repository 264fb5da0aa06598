"""Identifiers of PROTOCOL §2, each its own type, and the short forms people read."""

from __future__ import annotations

import hashlib
from typing import NewType

DeviceId = NewType("DeviceId", bytes)  # 8 bytes: kid of the device's signing key
StreamId = NewType("StreamId", bytes)  # 16 random bytes, drawn at enrolment and at every fork
Salt = NewType("Salt", bytes)  # 16 random bytes, drawn when an operation starts
EventId = NewType("EventId", bytes)  # 16 bytes: SHA-256(salt)[:16]
SubjectId = NewType("SubjectId", bytes)  # 16 bytes: the event_id that created the person
ShiftId = NewType("ShiftId", bytes)  # 16 bytes: the event_id of the shift's opening (kind 30)
Incarnation = NewType("Incarnation", bytes)  # 16 random bytes of the central's database
BootId = NewType("BootId", bytes)  # 8 random bytes, once per program start
OperatorNumber = NewType("OperatorNumber", int)  # 1..65535, institution-wide; 0 = nobody
Concept = NewType("Concept", int)  # a fee's number in the institution's list (profile key 12)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def event_id_of(salt: Salt) -> EventId:
    """Return the event id that follows from a salt (PROTOCOL §2)."""
    return EventId(hashlib.sha256(salt).digest()[:16])


def kid_of(public_key: bytes) -> bytes:
    """Return the 8-byte look-up hint of a compressed P-256 point or a raw X25519 key."""
    return hashlib.sha256(public_key).digest()[:8]


def series_of(stream: StreamId) -> int:
    """Return the receipt series of a stream: its first two bytes, big-endian (RECEIPTS §4)."""
    return int.from_bytes(stream[:2], "big")


def crockford(data: bytes, characters: int) -> str:
    """Return the first `5 x characters` bits of *data* in Crockford's base 32.

    Raises ValueError when *data* is too short.
    """
    bits = characters * 5
    if len(data) * 8 < bits:
        raise ValueError("not enough bytes for that many characters")
    number = int.from_bytes(data, "big") >> (len(data) * 8 - bits)
    return "".join(CROCKFORD[(number >> shift) & 31] for shift in range(bits - 5, -1, -5))


def crockford_number(number: int, width: int) -> str:
    """Return a whole number in Crockford's base 32, padded with 0 to *width*."""
    digits = ""
    while number or not digits:
        digits = CROCKFORD[number & 31] + digits
        number >>= 5
    return digits.rjust(width, "0")


def folio_text(terminal: str, series: int, number: int) -> str:
    """Return the printed folio `NNNNN-XXX-SSSS-n` (RECEIPTS §4)."""
    return f"{terminal}-{crockford_number(series, 4)}-{number}"
