"""Argon2id in tests: the product's own function at its own cost, once for the same clave and salt.

Tests open copies of one file with one clave many times over. The answer is a pure function of
clave, salt and cost, so a process keeps it under a hash of them; nothing cheaper is put in its
place, and a new slot, with its own salt, is stretched in full. Processes that a test starts keep
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.vault.slots import sealing
from kiosk.vault.slots.records import Cost


@contextmanager
def stretched_once() -> Iterator[None]:
    """Keep what was stretched until the end of the block."""
    real = sealing.stretched
    kept: dict[bytes, bytes] = {}

    def once(passphrase: str, salt: bytes, cost: Cost) -> bytes:
        seen = hashlib.sha256(repr((passphrase, salt, cost)).encode()).digest()
        if seen not in kept:
            kept[seen] = real(passphrase, salt, cost)
        return kept[seen]

    sealing.stretched = once
    try:
        yield
    finally:
        sealing.stretched = real
