"""The hash chain that makes a journal's past unchangeable (PROTOCOL §6)."""

from __future__ import annotations

import hashlib

HEAD_BYTES = 32


def digest_of(salt: bytes, body: bytes) -> bytes:
    """Return what stands for salt and body in the chain, even after both are erased."""
    return hashlib.sha256(salt + body).digest()


def first_head(device_id: bytes, stream: bytes) -> bytes:
    """Return h(0) of a stream, before its first event."""
    return hashlib.sha256(b"ev0" + device_id + stream).digest()


def next_head(stream: bytes, seq: int, previous: bytes, header: bytes, digest: bytes) -> bytes:
    """Return h(seq), which pins this event and every one before it."""
    position = seq.to_bytes(8, "big")
    return hashlib.sha256(b"ev1" + stream + position + previous + header + digest).digest()
