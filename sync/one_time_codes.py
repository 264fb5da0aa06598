"""One-time codes by which a second person approves (PROTOCOL §6a): how they are read and compared.

Device and central must agree on this. A code is eight Crockford characters, 40 random bits, and
stands on a printed list; devices hold only the hashes of `sync.catalogue.ApprovalCodesEntry`.
"""

from __future__ import annotations

import hmac

from sync.argon import argon2id
from sync.catalogue import ApprovalCodesEntry
from sync.clock import RandomBytes
from sync.ids import CROCKFORD, crockford

CODE_CHARACTERS = 8
HASH_BYTES = 16
_MEMORY_KIB, _PASSES, _LANES = 65_536, 3, 4
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def draw_code(random: RandomBytes) -> str:
    """Return a new code of 40 random bits."""
    return crockford(random(5), CODE_CHARACTERS)


def shown_code(code: str) -> str:
    """Return a code as it is printed: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed, or None where it has no eight Crockford characters.

    Case, hyphens and spaces do not matter; I and L count as 1, O as 0.
    """
    code = "".join(typed.split()).upper().translate(_LOOKS_LIKE)
    if len(code) != CODE_CHARACTERS or set(code) - set(CROCKFORD):
        return None
    return code


def stretched(code: str, salt: bytes) -> bytes:
    """Return what stands in a list for a code; about a fifth of a second, on purpose.

    40 bits would be guessed quickly from a plain hash; 64 MiB per guess make it a matter of years.
    """
    return argon2id(
        code.encode(),
        salt=salt,
        length=HASH_BYTES,
        passes=_PASSES,
        lanes=_LANES,
        memory_kib=_MEMORY_KIB,
    )


def is_on(listed: ApprovalCodesEntry, code: str) -> bool:
    """Say whether a code that `read_code` returned stands on a person's list."""
    found = stretched(code, listed.salt)
    return any(hmac.compare_digest(found, one) for one in listed.hashes)
