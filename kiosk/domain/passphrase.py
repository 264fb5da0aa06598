"""A clave that somebody chooses instead of the proposed one must be worth something (UX §3.1).

Refused is what a guesser tries first: a common password, also with digits around it, one piece
repeated, a walk over the keyboard or the alphabet, few different characters. Case, accents and
spaces do not make a clave another one here.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.errors import KnownError

SHORTEST_CHARACTERS = 12
FINGERPRINT_BYTES = 4
_FEWEST_DIFFERENT = 5
_SHORTEST_WALK = 3
_ROWS = (
    *("qwertyuiop", "asdfghjklñ", "asdfghjkln", "zxcvbnm", "1234567890", "01234567890"),
    *(
        "abcdefghijklmnopqrstuvwxyz",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujm",
    ),
)
_WALKS = (*_ROWS, *(row[::-1] for row in _ROWS))


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseFacts:
    """How long a clave must be at least."""

    shortest: int


class PassphraseShort(KnownError):
    """The chosen clave is too short to guard the file; nothing was written."""

    code: ClassVar[str] = "enrol.passphrase_short"

    def __init__(self) -> None:
        super().__init__(PassphraseFacts(shortest=SHORTEST_CHARACTERS))


class PassphraseCommon(KnownError):
    """The chosen clave is among those that are guessed first; nothing was written."""

    code: ClassVar[str] = "passphrase.too_common"


def check(passphrase: str, is_common: Callable[[str], bool]) -> str:
    """Return a chosen clave with single spaces.

    *is_common* knows the commonest, folded. Raises PassphraseShort below twelve characters,
    PassphraseCommon for what is guessed first.
    """
    tidy = " ".join(passphrase.split())
    if len(tidy) < SHORTEST_CHARACTERS:
        raise PassphraseShort
    text = folded(tidy)
    if is_obvious(text) or is_common(text) or is_common(core_of(text)):
        raise PassphraseCommon
    return tidy


def folded(text: str) -> str:
    """Return what counts when claves are compared with common ones: no case, accents or spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one) and not one.isspace())


def fingerprint(text: str) -> bytes:
    """Return the four bytes by which a folded text stands in the list of the commonest."""
    return hashlib.sha256(b"vt1/common" + text.encode()).digest()[:FINGERPRINT_BYTES]


def core_of(text: str) -> str:
    """Return a folded text without the digits and signs at both ends."""
    letters = [place for place, one in enumerate(text) if one.isalpha()]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def is_obvious(text: str) -> bool:
    """Return whether a folded text is a repetition, a walk, or has few different characters."""
    repeated = text in (text + text)[1:-1]
    return repeated or len(set(text)) < _FEWEST_DIFFERENT or _is_walk(text)


def _is_walk(text: str) -> bool:
    """Return whether a text is nothing but pieces of rows of keys, each of three or more."""
    at = 0
    while at < len(text):
        length = 0
        while at + length < len(text) and any(text[at : at + length + 1] in row for row in _WALKS):
            length += 1
        if length < min(_SHORTEST_WALK, len(text) - at) or length == 0:
            return False
        at += length
    return True
