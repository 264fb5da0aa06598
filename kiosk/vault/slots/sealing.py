"""From a clave, a code or a keystore's secret to a private key, and from there to the database key.

clave     Argon2id(clave, salt)              ┐
keystore  its secret of 32 bytes             ├ HKDF-SHA256 ─ X25519 ─ HPKE ─ database key
recovery  R of 80 bits (sync.key_slots)      ┘
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.vault.passphrase import normalised
from kiosk.vault.slots.records import KEY_BYTES, TAG_BYTES, Cost, SlotRecord
from sync import cbor
from sync.argon import argon2id
from sync.errors import MessageInvalid
from sync.events import SlotKind
from sync.ids import OperatorNumber
from sync.key_slots import recovery_private, seal_escrow
from sync.sealed import seal, seal_public_of, unseal

_CONTENT_KEY = 1


def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return what a clave becomes after Argon2id (RFC 9106)."""
    return argon2id(
        normalised(passphrase).encode(),
        salt=salt,
        length=KEY_BYTES,
        passes=cost.passes,
        lanes=cost.lanes,
        memory_kib=cost.memory_kib,
    )


def operator_private(
    passphrase: str, salt: bytes, cost: Cost, *, secret: bytes = b"", bound: bytes
) -> bytes:
    """Return an operator's private key; *secret* is the keystore's half, empty where none is."""
    return _hkdf(stretched(passphrase, salt, cost) + secret, b"vt1/slot-clave" + bound)


def device_private(secret: bytes, bound: bytes) -> bytes:
    """Return the private key of a computer that opens its file by itself."""
    return _hkdf(secret, b"vt1/slot-device" + bound)


def bound_to(profile_id: bytes, number: int, kind: SlotKind, operator: OperatorNumber) -> bytes:
    """Return what a slot is bound to: this file, this number, this kind, this person."""
    return cbor.encode(_info(profile_id, number, kind, operator))


def sealed_slot(profile_id: bytes, slot: SlotRecord, key: bytes) -> SlotRecord:
    """Return a slot with the database key sealed to its public key, and tagged."""
    sealed = _sealed(profile_id, slot, key)
    return replace(slot, sealed=sealed, tag=tag_of(profile_id, slot, key))


def with_next(profile_id: bytes, slot: SlotRecord, key: bytes) -> SlotRecord:
    """Return a slot that also holds the next database key."""
    sealed = _sealed(profile_id, slot, key)
    return replace(slot, next_sealed=sealed, next_tag=tag_of(profile_id, slot, key))


def opened(profile_id: bytes, slot: SlotRecord, private: bytes) -> tuple[bytes, ...]:
    """Return every database key that a slot gives to this private key, the present one first.

    Nothing where the private key is another one; two while a change of the key is not finished.
    """
    if slot.public is None or not hmac.compare_digest(seal_public_of(private), slot.public):
        return ()
    found = []
    for sealed in (slot.sealed, slot.next_sealed):
        key = None if sealed is None else _unsealed(profile_id, slot, private, sealed)
        if key is not None:
            found.append(key)
    return tuple(found)


def unwrapped(profile_id: bytes, slot: SlotRecord, passphrase: str) -> bytes | None:
    """Return the database key of a slot of format 1, or None for a clave that does not fit."""
    salt, cost, nonce, wrapped = slot.salt, slot.cost, slot.nonce, slot.wrapped
    if salt is None or cost is None or nonce is None or wrapped is None:
        return None
    bound = bound_to(profile_id, slot.number, slot.kind, slot.operator)
    try:
        return AESGCM(stretched(passphrase, salt, cost)).decrypt(nonce, wrapped, bound)
    except InvalidTag:
        return None


def recovery_key(slot: SlotRecord, code: bytes) -> bytes:
    """Return the private key of a recovery slot for a code."""
    return recovery_private(slot.device_id or b"", slot.number, code)


def tag_of(profile_id: bytes, slot: SlotRecord, key: bytes) -> bytes:
    """Return what only the holder of the database key can say about a slot."""
    content = cbor.encode(
        [
            *_info(profile_id, slot.number, slot.kind, slot.operator),
            slot.name,
            slot.salt or b"",
            slot.public or b"",
            slot.keystore,
            slot.device_id or b"",
        ]
    )
    return hmac.digest(_hkdf(key, b"vt1/slot-tag"), content, sha256)[:TAG_BYTES]


def is_ours(profile_id: bytes, slot: SlotRecord, key: bytes) -> bool:
    """Return whether a slot is as it was when somebody who held the database key made it."""
    return slot.tag is not None and hmac.compare_digest(slot.tag, tag_of(profile_id, slot, key))


def _info(profile_id: bytes, number: int, kind: SlotKind, operator: OperatorNumber) -> list[object]:
    return ["vt1/slot", profile_id, number, int(kind), operator]


def _sealed(profile_id: bytes, slot: SlotRecord, key: bytes) -> bytes:
    public = slot.public or b""
    if slot.kind is SlotKind.ESCROW:
        return seal_escrow(public, profile_id, slot.number, key)
    info = _info(profile_id, slot.number, slot.kind, slot.operator)
    return seal(public, info, {_CONTENT_KEY: key})


def _unsealed(profile_id: bytes, slot: SlotRecord, private: bytes, sealed: bytes) -> bytes | None:
    info = _info(profile_id, slot.number, slot.kind, slot.operator)
    try:
        content = unseal(private, info, sealed)
    except MessageInvalid:
        return None
    key = content.get(_CONTENT_KEY) if type(content) is dict else None
    return key if type(key) is bytes and len(key) == KEY_BYTES else None


def _hkdf(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)
