"""The clave: what a person types to open the file, and the four words the program proposes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sync.clock import RandomBytes

WORDS = 4


def normalised(typed: str) -> str:
    """Return what counts of a clave: composed letters, single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def propose(random: RandomBytes, words: Sequence[str]) -> str:
    """Return four different words of a list, to be shown once, as they may be typed.

    With 4,096 words that is 48 bits, behind Argon2id with 64 MiB per guess.
    """
    drawn: list[str] = []
    while len(drawn) < WORDS:
        word = words[_below(random, len(words))]
        if word not in drawn:
            drawn.append(word)
    return " ".join(drawn)


def _below(random: RandomBytes, count: int) -> int:
    """Return one of *count* numbers, each as likely as the others."""
    if not 0 < count <= 65_536:
        raise ValueError("a list has between one and 65,536 words")
    while (number := int.from_bytes(random(2), "big")) >= 65_536 // count * count:
        pass
    return number % count
