"""The clave: what a person types to open the file, and the four words the program proposes.

Words are made, not listed: two syllables of one clear consonant and one vowel each, so that they
can be read aloud in Spanish in one way only. Four words of 12 × 5 × 12 × 5 possibilities are
11.8 bits each less the words left out: 47 bits, behind Argon2id with 64 MiB per guess.
"""

from __future__ import annotations

import unicodedata

from sync.clock import RandomBytes

WORDS = 4
_CONSONANTS = ("b", "ch", "d", "f", "j", "l", "m", "n", "p", "r", "s", "t")
_VOWELS = "aeiou"
_SYLLABLES = tuple(consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS)
_UNFIT = frozenset(
    (
        *("bobo", "boba", "chichi", "chocho", "chucha", "chupa", "chupe", "chupo", "feto"),
        *("joda", "jode", "jodo", "joto", "joti", "mame", "mamo", "memo"),
        *("pedo", "peda", "pede", "pene", "pipi", "pito", "popo", "puja", "puta", "puto"),
        *("puti", "sida", "teta", "tete", "dede", "mude", "muda"),
    )
)


def normalised(typed: str) -> str:
    """Return what counts of a clave: composed letters, single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def propose(random: RandomBytes) -> str:
    """Return four words to be shown once, as they may be typed."""
    words: list[str] = []
    while len(words) < WORDS:
        word = _syllable(random) + _syllable(random)
        if word not in _UNFIT and word not in words:
            words.append(word)
    return " ".join(words)


def _syllable(random: RandomBytes) -> str:
    """Return one of 60 syllables, each as likely as the others."""
    while (number := random(1)[0]) >= 4 * len(_SYLLABLES):
        pass
    return _SYLLABLES[number % len(_SYLLABLES)]
