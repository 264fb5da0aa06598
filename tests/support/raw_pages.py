"""Reads an encrypted file as somebody does who has its key and no respect for SQL.

SQLCipher 4 pages: AES-256-CBC under the raw key, the page's IV and its HMAC in the 80 bytes at the
end; the first page begins with the file's salt in clear. Free pages, the gaps inside pages and
every frame of the log are decrypted too, whether or not a table still names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

PAGE_BYTES = 4_096
_RESERVED, _IV, _MAC, _SALT = 80, 16, 64, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


class PageUnreadable(Exception):
    """A page's HMAC does not fit: the key is another one, or the format is not what we think."""


def raw_pages(database: Path, key: bytes) -> Iterator[bytes]:
    """Yield every page of the file and of its log, decrypted and verified."""
    content = database.read_bytes()
    mac_key = _mac_key(key, content[:_SALT])
    for at in range(0, len(content), PAGE_BYTES):
        number = at // PAGE_BYTES + 1
        page = content[at : at + PAGE_BYTES]
        if any(page):
            yield _decrypted(page, number, key, mac_key)
    log = database.with_name(database.name + "-wal")
    frames = log.read_bytes() if log.exists() else b""
    size = _FRAME_HEADER + PAGE_BYTES
    for at in range(_LOG_HEADER, len(frames) - size + 1, size):
        number = int.from_bytes(frames[at : at + 4], "big")
        page = frames[at + _FRAME_HEADER : at + size]
        if number and any(page):
            yield _decrypted(page, number, key, mac_key)


def hits(database: Path, key: bytes, canaries: tuple[bytes, ...]) -> dict[bytes, int]:
    """Return how often each canary stands in the file or its log, wherever that is."""
    found = dict.fromkeys(canaries, 0)
    for page in raw_pages(database, key):
        for canary in canaries:
            found[canary] += page.count(canary)
    return found


def _mac_key(key: bytes, salt: bytes) -> bytes:
    masked = bytes(byte ^ 0x3A for byte in salt)
    return PBKDF2HMAC(hashes.SHA512(), length=32, salt=masked, iterations=2).derive(key)


def _decrypted(page: bytes, number: int, key: bytes, mac_key: bytes) -> bytes:
    start = _SALT if number == 1 else 0
    end = PAGE_BYTES - _RESERVED
    mac = hmac.HMAC(mac_key, hashes.SHA512())
    mac.update(page[start : end + _IV] + number.to_bytes(4, "little"))
    if mac.finalize() != page[end + _IV : end + _IV + _MAC]:
        raise PageUnreadable(number)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(page[end : end + _IV])).decryptor()
    return decryptor.update(page[start:end]) + decryptor.finalize()
