"""A stretched secret is RFC 9106's, and two threads stretch at the same time without an end."""

from __future__ import annotations

import threading

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sync.argon import argon2id

SALT = bytes(16)


def stretched() -> bytes:
    """Return one short derivation with several lanes."""
    return argon2id(b"secret", salt=SALT, length=16, passes=1, lanes=4, memory_kib=1024)


def test_it_is_argon2id() -> None:
    """The same bytes as the library alone gives."""
    alone = Argon2id(salt=SALT, length=16, iterations=1, lanes=4, memory_cost=1024)

    assert stretched() == alone.derive(b"secret")


def test_threads_do_not_wait_for_each_other_for_ever() -> None:
    """The central may check a code while a device, in the same process, opens a file."""
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.extend(stretched() for _ in range(20)), daemon=True)
        for _ in range(3)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert not any(thread.is_alive() for thread in threads)
    assert set(made) == {stretched()}
