"""Argon2id (RFC 9106), one derivation at a time in a process.

OpenSSL 3 shares its threads among all derivations: two with several lanes at once wait for each
other for ever, or one of them says that there is no memory.
"""

from __future__ import annotations

from threading import Lock

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_one_at_a_time = Lock()


def argon2id(
    secret: bytes, *, salt: bytes, length: int, passes: int, lanes: int, memory_kib: int
) -> bytes:
    """Return *length* bytes made of a secret, slowly on purpose; may be called on any thread."""
    with _one_at_a_time:
        derivation = Argon2id(
            salt=salt, length=length, iterations=passes, lanes=lanes, memory_cost=memory_kib
        )
        return derivation.derive(secret)
