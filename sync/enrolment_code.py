"""The enrolment code `VTE1:`: where to enrol, with which one-time code, at which institution.

    VTE1: + base45 (RFC 9285) of CBOR {1: base URL, 2: one-time code, 3: SHA-256(profile file)[:16]}

RECEIPTS §2a. Whoever scans it need not compare a fingerprint: the hash says which institution file
is meant. It carries no profile, so that it fits into a code a cheap scanner reads; the file comes
from the stick or from the person.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from sync import cbor
from sync.errors import MessageInvalid
from sync.fields import Fields

PREFIX = "VTE1:"
HASH_BYTES = 16
LONGEST_TEXT = 1_000
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_REQUIRED = frozenset({1, 2, 3})


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentCode:
    """What the office's enrolment code says."""

    base_url: str
    code: str = field(repr=False)  # 12 characters, one use
    profile_hash: bytes  # SHA-256(file `institution.vtp`)[:16]


def profile_hash(file: bytes) -> bytes:
    """Return the sixteen bytes by which the code names an institution file."""
    return hashlib.sha256(file).digest()[:HASH_BYTES]


def encode(code: EnrolmentCode) -> str:
    """Return the text of the QR code."""
    return PREFIX + base45(cbor.encode({1: code.base_url, 2: code.code, 3: code.profile_hash}))


def decode(text: str) -> EnrolmentCode:
    """Return what a scanned or pasted text says; blanks around it do not matter.

    Raises MessageInvalid: `prefix` for another text, `size`, `base45`, `cbor`, `shape`.
    """
    stripped = text.strip("\r\n\t ")
    if not stripped.startswith(PREFIX):
        raise MessageInvalid("prefix", "no enrolment code")
    if len(stripped) > LONGEST_TEXT:
        raise MessageInvalid("size", f"{len(stripped)} characters")
    read = Fields.of(cbor.decode(bytes_of_base45(stripped[len(PREFIX) :])), _REQUIRED, frozenset())
    return EnrolmentCode(
        base_url=read.text(1), code=read.text(2), profile_hash=read.octets(3, HASH_BYTES)
    )


def base45(data: bytes) -> str:
    """Return bytes in the alphabet of alphanumeric QR codes, two bytes in three characters."""
    written: list[str] = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, 45)
            written.append(_ALPHABET[digit])
    return "".join(written)


def bytes_of_base45(text: str) -> bytes:
    """Return the bytes that *text* stands for.

    Raises MessageInvalid("base45") for another character, a lonely last one, or a group above its
    largest value.
    """
    found = bytearray()
    for at in range(0, len(text), 3):
        group = text[at : at + 3]
        size = len(group) - 1
        if size == 0 or not set(group) <= set(_ALPHABET):
            raise MessageInvalid("base45", "not in groups of its alphabet")
        value = sum(_VALUES[one] * 45**place for place, one in enumerate(group))
        if value >= 256**size:
            raise MessageInvalid("base45", "a group above its largest value")
        found += value.to_bytes(size, "big")
    return bytes(found)
