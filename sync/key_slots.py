"""What device and central must agree on about key slots: recovery codes and escrow (DESIGN §5).

A recovery code R is 80 random bits. It travels in the journal sealed to the central and to the
institution's recovery key (PROTOCOL §18, kind 112); read out by a person it opens one slot of one
device. An escrow slot is the database key sealed to the recovery key.

    key file = "VTK2" ‖ SHA-256(content) ‖ content      content: a CBOR map, kiosk/vault/slots
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync import fields
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import CROCKFORD, crockford, kid_of
from sync.sealed import seal, seal_public_of, unseal

RECOVERY_BYTES = 10
RECOVERY_CHARACTERS = 16
CHECK_CHARACTERS = 4
DATABASE_KEY_BYTES = 32
MAGIC = b"VTK2"
_CHECKSUM_BYTES = 32
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def recovery_text(code: bytes) -> str:
    """Return a recovery code as it is read out: four groups of four Crockford characters."""
    if len(code) != RECOVERY_BYTES:
        raise ValueError("a recovery code has 10 bytes")
    characters = crockford(code, RECOVERY_CHARACTERS)
    return "-".join(characters[at : at + 4] for at in range(0, RECOVERY_CHARACTERS, 4))


def typed_recovery(text: str) -> bytes | None:
    """Return the code that somebody typed, or None where it has no 16 Crockford characters.

    Case, hyphens and spaces do not matter; I and L count as 1, O as 0.
    """
    characters = text.strip().upper().translate(_LOOKS_LIKE)
    if len(characters) != RECOVERY_CHARACTERS or set(characters) - set(CROCKFORD):
        return None
    number = 0
    for character in characters:
        number = number << 5 | CROCKFORD.index(character)
    return number.to_bytes(RECOVERY_BYTES, "big")


def recovery_private(device_id: bytes, slot: int, code: bytes) -> bytes:
    """Return the X25519 key that a recovery code opens its slot with.

    HKDF-SHA256(R, "vt1/recovery" ‖ device_id ‖ slot). It is a key pair, so that the database key
    can be changed on a device that no longer knows R, and the codes at the office stay good.
    """
    if len(code) != RECOVERY_BYTES:
        raise ValueError("a recovery code has 10 bytes")
    info = b"vt1/recovery" + device_id + slot.to_bytes(2, "big")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(code)


def recovery_check(device_id: bytes, slot: int, code: bytes) -> str:
    """Return the four characters by which device and central notice that they mean another code."""
    return recovery_check_of(
        device_id, slot, seal_public_of(recovery_private(device_id, slot, code))
    )


def recovery_check_of(device_id: bytes, slot: int, public: bytes) -> str:
    """Return the same four characters from what the device keeps: the slot's public key.

    They are 20 bits of a hash over a public value, so they make no guess at the code cheaper.
    """
    text = b"vt1/recovery-check" + device_id + slot.to_bytes(2, "big") + public
    return crockford(hashlib.sha256(text).digest(), CHECK_CHARACTERS)


def seal_recovery(public: bytes, device_id: bytes, slot: int, code: bytes) -> bytes:
    """Return a recovery code that only the holder of *public*'s other half can read."""
    info = ["vt1/recovery", device_id, slot, kid_of(public)]
    return seal(public, info, {1: slot, 2: code})


def open_recovery(private: bytes, kid: bytes, device_id: bytes, slot: int, sealed: bytes) -> bytes:
    """Return the code of one device's slot.

    Raises MessageInvalid: `seal` where it was sealed to another key, device or slot, `shape` for
    a content that is not that slot's code.
    """
    content = Fields.of(unseal(private, ["vt1/recovery", device_id, slot, kid], sealed), (1, 2))
    if content.uint(1) != slot:
        raise MessageInvalid("shape", "the code of another slot")
    return content.octets(2, RECOVERY_BYTES)


def seal_escrow(public: bytes, profile_id: bytes, slot: int, key: bytes) -> bytes:
    """Return a database key that only the institution's recovery key can read.

    *profile_id* is the slot file's own, so that an escrow opens for that file alone.
    """
    fields.octets(key, DATABASE_KEY_BYTES)
    return seal(public, ["vt1/escrow", profile_id, slot, kid_of(public)], {1: key})


def open_escrow(private: bytes, kid: bytes, profile_id: bytes, slot: int, sealed: bytes) -> bytes:
    """Return the database key of an escrow slot; raises MessageInvalid as `open_recovery`."""
    content = unseal(private, ["vt1/escrow", profile_id, slot, kid], sealed)
    return Fields.of(content, (1,)).octets(1, DATABASE_KEY_BYTES)


def framed(content: bytes) -> bytes:
    """Return the bytes of a key file: its mark, the checksum, the content."""
    return MAGIC + hashlib.sha256(content).digest() + content


def unframed(data: bytes) -> bytes:
    """Return the content of a key file.

    Raises MessageInvalid: `header` for another kind of file, `shape` where a byte has changed.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise MessageInvalid("header", "not a key file of format 2")
    content = data[len(MAGIC) + _CHECKSUM_BYTES :]
    if data != framed(content):
        raise MessageInvalid("shape", "the checksum does not fit")
    return content
