"""Published values too large for a page: sealed once, fetched apart, continued at the byte (§14).

A page then holds `[blob_id, length, key]` in the value's place. The key follows from the value and
a secret of this central, so the same value is the same file for every device and every edition, and
nobody who sees the file can tell whether it is a form that he knows.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, select

from sync.blobs import blob_id_of
from sync.central import schema
from sync.central.database import setting_of, store_setting, upsert
from sync.clock import RandomBytes, system_random
from sync.messages import LARGE_VALUE_BYTES, LargeValue

_KEYS_FROM = "value_keys"
_NONCE = bytes(12)  # a key seals one value and no other


def seal_large(
    connection: Connection, value: bytes, random: RandomBytes = system_random
) -> LargeValue | None:
    """Keep a published value sealed where it is too large for a page; None where it is not."""
    if len(value) <= LARGE_VALUE_BYTES:
        return None
    secret = setting_of(connection, _KEYS_FROM)
    if secret is None:
        secret = random(32)
        store_setting(connection, _KEYS_FROM, secret)
    large, sealed = _sealed(secret, value)
    connection.execute(
        upsert(schema.value_blob)
        .values(blob_id=large.blob_id, key=large.key, content=sealed)
        .on_conflict_do_nothing()
    )
    return large


def large_of(connection: Connection, value: bytes) -> LargeValue | None:
    """Return how a published value stands in a page, None where it stands there itself."""
    if len(value) <= LARGE_VALUE_BYTES:
        return None
    secret = setting_of(connection, _KEYS_FROM)
    return None if secret is None else _sealed(secret, value)[0]


def value_of(connection: Connection, blob_id: bytes) -> bytes | None:
    """Return a sealed value, None where there is none of that name."""
    table = schema.value_blob
    return connection.execute(
        select(table.c.content).where(table.c.blob_id == blob_id)
    ).scalar_one_or_none()


def _sealed(secret: bytes, value: bytes) -> tuple[LargeValue, bytes]:
    info = b"vt1/value" + hashlib.sha256(value).digest()
    key = HKDF(algorithm=SHA256(), length=32, salt=b"", info=info).derive(secret)
    sealed = ChaCha20Poly1305(key).encrypt(_NONCE, value, b"")
    return LargeValue(blob_id=blob_id_of(sealed), length_bytes=len(sealed), key=key), sealed
