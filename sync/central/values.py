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


def large_of(
    connection: Connection, value: bytes, random: RandomBytes = system_random
) -> LargeValue | None:
    """Return how a value stands in a page, sealed and kept the first time; None if it fits itself.

    Works in the caller's writing transaction.
    """
    if len(value) <= LARGE_VALUE_BYTES:
        return None
    table, value_hash = schema.value_blob, hashlib.sha256(value).digest()
    known = connection.execute(
        select(table.c.blob_id, table.c.length_bytes, table.c.key).where(
            table.c.value_hash == value_hash
        )
    ).first()
    if known is not None:
        return LargeValue(blob_id=known.blob_id, length_bytes=known.length_bytes, key=known.key)
    secret = setting_of(connection, _KEYS_FROM)
    if secret is None:
        secret = random(32)
        store_setting(connection, _KEYS_FROM, secret)
    info = b"vt1/value" + value_hash
    key = HKDF(algorithm=SHA256(), length=32, salt=b"", info=info).derive(secret)
    sealed = ChaCha20Poly1305(key).encrypt(_NONCE, value, b"")
    large = LargeValue(blob_id=blob_id_of(sealed), length_bytes=len(sealed), key=key)
    connection.execute(
        upsert(table)
        .values(
            blob_id=large.blob_id,
            value_hash=value_hash,
            length_bytes=large.length_bytes,
            key=key,
            content=sealed,
        )
        .on_conflict_do_nothing()
    )
    return large


def value_of(connection: Connection, blob_id: bytes) -> bytes | None:
    """Return a sealed value, None where there is none of that name."""
    table = schema.value_blob
    return connection.execute(
        select(table.c.content).where(table.c.blob_id == blob_id)
    ).scalar_one_or_none()
