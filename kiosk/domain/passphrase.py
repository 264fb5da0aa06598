"""The clave of an operator: four words that the app proposes, or a phrase of one's own (UX §3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kiosk.errors import KnownError
from sync.clock import RandomBytes

PROPOSED_WORDS = 4
SHORTEST_CHARACTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseFacts:
    """How long a clave must be at least."""

    shortest: int


class PassphraseShort(KnownError):
    """The chosen clave is too short to guard the file; nothing was written."""

    code: ClassVar[str] = "enrol.passphrase_short"

    def __init__(self) -> None:
        super().__init__(PassphraseFacts(shortest=SHORTEST_CHARACTERS))


def propose(words: Sequence[str], random: RandomBytes) -> str:
    """Return four words drawn evenly, joined by spaces; 1,200 words give 41 bits."""
    return " ".join(words[_below(len(words), random)] for _ in range(PROPOSED_WORDS))


def accept(passphrase: str) -> str:
    """Return a chosen clave as it is kept; raise PassphraseShort below twelve characters."""
    tidy = tidy_passphrase(passphrase)
    if len(tidy) < SHORTEST_CHARACTERS:
        raise PassphraseShort
    return tidy


def tidy_passphrase(passphrase: str) -> str:
    """Return what was typed with single spaces; capitals and accents count as typed."""
    return " ".join(passphrase.split())


def _below(limit: int, random: RandomBytes) -> int:
    """Return an even draw from 0 to limit - 1: what would favour the small ones is thrown away."""
    fair = 2**32 - 2**32 % limit
    while True:
        drawn = int.from_bytes(random(4), "big")
        if drawn < fair:
            return drawn % limit
