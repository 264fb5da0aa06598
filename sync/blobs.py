"""Attachments on a disk and on their way: one key per file, named by their hash (PROTOCOL §13).

The key follows from the salt of the event that names the file, so no key travels and erasing the
salt erases the file, wherever copies lie.
"""

from __future__ import annotations

import hashlib
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import MessageInvalid

BLOB_LIMIT_BYTES = 16 * 2**20
TAG_BYTES = 16
ANSWERS_INDEX = 0
"""The attachment that holds a registration's answers where they are too large for the body."""

ANSWERS_MEDIA_TYPE = "application/cbor"
_NONCE = bytes(12)  # a key seals one file and no other: a replaced file takes a new index


def blob_key(salt: bytes, index: int) -> bytes:
    """Return the key of one file of an event; the same salt and index must never seal two files."""
    info = b"vt1/blob" + index.to_bytes(4, "big")
    return HKDF(algorithm=SHA256(), length=32, salt=b"", info=info).derive(salt)


def seal_blob(salt: bytes, index: int, content: bytes) -> bytes:
    """Return the bytes to keep and to send: as long as *content* and a tag of 16."""
    return ChaCha20Poly1305(blob_key(salt, index)).encrypt(_NONCE, content, b"")


def open_blob(salt: bytes, index: int, sealed: bytes) -> bytes:
    """Return the content of a sealed file; raises MessageInvalid("blob-open") for another's."""
    try:
        return ChaCha20Poly1305(blob_key(salt, index)).decrypt(_NONCE, sealed, b"")
    except InvalidTag:
        raise MessageInvalid("blob-open", str(index)) from None


def blob_id_of(sealed: bytes) -> bytes:
    """Return the 16 bytes that name a sealed file: they begin the SHA-256 of its bytes."""
    return hashlib.sha256(sealed).digest()[:16]


def uuid_of_blob(blob_id: bytes) -> str:
    """Return the UUID v4 in the name of an answer's file: its blob_id with version and variant.

    So whoever has the answers and the list of attachments knows which file is which.
    """
    return str(uuid.UUID(bytes=blob_id, version=4))
