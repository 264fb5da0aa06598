"""Pages of an encrypted file, read one by one without SQLite (SQLCipher 4's own layout).

A page is AES-256-CBC over all but its last 80 bytes: IV (16) and HMAC-SHA512 (64) over ciphertext,
IV and page number. The first page keeps 16 bytes of salt in front, from which the key of the HMACs
follows. Where one page is damaged, all others can still be opened: that is what rescue lives on.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kiosk.vault.aside import logs_aside
from kiosk.vault.log_file import read_log

PAGE_BYTES = 4096
SALT_BYTES, IV_BYTES, HMAC_BYTES = 16, 16, 64
RESERVED_BYTES = IV_BYTES + HMAC_BYTES
USABLE_BYTES = PAGE_BYTES - RESERVED_BYTES
_MASK = 0x3A
_ROUNDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page in the clear; *number* counts from 1. *sound*: its HMAC fits."""

    number: int
    content: bytes  # USABLE_BYTES; the first page with zeros for the salt
    sound: bool


class PageReader:
    """Opens pages with the file's raw key."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._key = key
        masked = bytes(byte ^ _MASK for byte in salt)
        self._hmac_key = hashlib.pbkdf2_hmac("sha512", key, masked, _ROUNDS, 32)

    def open(self, raw: bytes, number: int) -> Page:
        """Return a page; a damaged one too, as far as it can be decrypted."""
        offset = SALT_BYTES if number == 1 else 0
        body, iv, stated = (
            raw[offset:USABLE_BYTES],
            raw[USABLE_BYTES : USABLE_BYTES + IV_BYTES],
            raw[USABLE_BYTES + IV_BYTES :],
        )
        own = hmac.new(self._hmac_key, body + iv + number.to_bytes(4, "little"), hashlib.sha512)
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor()
        return Page(
            number=number,
            content=bytes(offset) + decryptor.update(body) + decryptor.finalize(),
            sound=hmac.compare_digest(own.digest(), stated),
        )


def all_pages(database: Path, key: bytes) -> Iterator[Page]:
    """Yield every page in the file, then of its logs, also kept ones and behind a broken frame.

    Raises OSError.
    """
    with database.open("rb") as file:
        first = file.read(PAGE_BYTES)
        reader = PageReader(key, first[:SALT_BYTES])
        number, raw = 1, first
        while len(raw) == PAGE_BYTES:
            yield reader.open(raw, number)
            number, raw = number + 1, file.read(PAGE_BYTES)
    for path in (*logs_aside(database), database.with_name(database.name + "-wal")):
        yield from _logged(path, reader)


def _logged(path: Path, reader: PageReader) -> Iterator[Page]:
    """Yield the pages of one log."""
    log = read_log(path)
    if not log.frames:
        return
    with path.open("rb") as file:
        for frame in log.frames:
            file.seek(frame.at)
            raw = file.read(PAGE_BYTES)
            if len(raw) == PAGE_BYTES and frame.page:
                yield reader.open(raw, frame.page)
