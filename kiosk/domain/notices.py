"""What of a privacy notice counts: the hash of exactly what was shown (PROTOCOL §6a, kinds 51, 54).

Each part is one line of the hashed text, in the order in which it stands on the screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def hash_of_notice(short: str, full: str = "") -> bytes:
    """Return key 4 of a notice shown: of the short one, and of the full one if it was open."""
    return _hash((short, full) if full else (short,))


def hash_of_shown(lines: tuple[str, ...], sentence: str, optional: tuple[str, ...] = ()) -> bytes:
    """Return key 4 of a consent: of its lines, its sentence and the purposes to tick one by one."""
    return _hash((*lines, sentence, *optional))


def hash_of_sentences(sentences: tuple[str, ...]) -> bytes:
    """Return key 4 of a consent to sensitive purposes: of their sentences."""
    return _hash(sentences)


def _hash(parts: Iterable[str]) -> bytes:
    return hashlib.sha256("\n".join(parts).encode()).digest()[:16]
