"""Proposes a clave and judges one that somebody chose; the lists are in resources/words."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path

from kiosk.domain.passphrase import FINGERPRINT_BYTES, PassphraseCommon, check, fingerprint
from kiosk.settings import resources_folder
from kiosk.vault import passphrase
from sync.clock import RandomBytes


def accept(chosen: str) -> str:
    """Return a chosen clave with single spaces; raise PassphraseShort or PassphraseCommon."""
    return check(chosen, is_common)


def propose(random: RandomBytes) -> str:
    """Return a clave to be shown once: four words of the list."""
    while True:
        words = passphrase.propose(random, proposed_words())
        try:
            return accept(words)
        except PassphraseCommon:  # one in thirty thousand has the fingerprint of a common one
            continue


def is_common(folded: str) -> bool:
    """Return whether a folded text is among the commonest passwords."""
    prints, looked_for = _common(), fingerprint(folded)
    count = len(prints) // FINGERPRINT_BYTES
    place = bisect_left(range(count), looked_for, key=lambda at: _print(prints, at))
    return place < count and _print(prints, place) == looked_for


@cache
def proposed_words() -> tuple[str, ...]:
    """Return the list of words."""
    return tuple((_folder() / "es.txt").read_text(encoding="utf-8").split())


@cache
def _common() -> bytes:
    return (_folder() / "common.bin").read_bytes()


def _print(prints: bytes, place: int) -> bytes:
    return prints[place * FINGERPRINT_BYTES : (place + 1) * FINGERPRINT_BYTES]


def _folder() -> Path:
    return resources_folder() / "words"
