"""How alike two people are on paper: CURP, name, birth date, place (UX §3.3).

The score is symmetric, 0 to 1000, and says only that somebody should look: `ASK_FROM` and above is
shown side by side. Names are compared by words, so that accents, particles, the order of surnames,
abbreviations and small misspellings do not hide anybody; a misspelling as people hear it (b/v,
s/z/c, a mute h) counts less than another letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kiosk.domain.identity import fold

ASK_FROM = 780
"""From this score on somebody is asked to compare."""
_NAME_ALONE = 800
"""The most that a name can give where nothing else can be compared."""
_NAME, _BORN, _PLACE, _SEX = 55, 30, 8, 4
_SAME_CURP, _NEAR_CURP, _OTHER_CURP = 1000, 940, 700
_WHOLE_NAME_FROM = 0.9
_MOST_WORDS = 6
_PARTICLES = frozenset(
    ("DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "E", "VON", "VAN", "DA", "DI", "SAN", "STA")
)
_SHORT = {
    "MA": "MARIA",
    "MRIA": "MARIA",
    "JO": "JOSE",
    "FCO": "FRANCISCO",
    "FCA": "FRANCISCA",
    "GPE": "GUADALUPE",
    "LUPE": "GUADALUPE",
    "ANT": "ANTONIO",
    "GLZ": "GONZALEZ",
    "GZZ": "GONZALEZ",
    "HDZ": "HERNANDEZ",
    "RGZ": "RODRIGUEZ",
    "RDZ": "RODRIGUEZ",
    "FDZ": "FERNANDEZ",
    "MTZ": "MARTINEZ",
    "SCHZ": "SANCHEZ",
    "LPZ": "LOPEZ",
    "PRZ": "PEREZ",
    "GMZ": "GOMEZ",
    "JMZ": "JIMENEZ",
    "RMZ": "RAMIREZ",
}
_SOUNDS = (
    ("QU", "K"),
    ("CE", "SE"),
    ("CI", "SI"),
    ("GE", "JE"),
    ("GI", "JI"),
    ("X", "J"),
    ("LL", "Y"),
    ("Z", "S"),
    ("V", "B"),
    ("C", "K"),
    ("H", ""),
    ("W", "U"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of a person is compared; empty or None where it is not known."""

    given: str
    first_surname: str
    second_surname: str = ""
    born: date | None = None
    curp: str = ""
    place: str = ""  # the two letters of a CURP's entity
    sex: str = ""


def score_permille(one: Traits, other: Traits) -> int:
    """Return how alike two people are: 1000 for the same CURP, the same either way round."""
    if one.curp and other.curp:
        missed = _distance(one.curp, other.curp)
        if missed == 0:
            return _SAME_CURP
    names = _name_likeness(one, other)
    parts: list[tuple[int, float]] = [(_NAME, names)]
    if one.born and other.born:
        parts.append((_BORN, _born_likeness(one.born, other.born)))
    for weight, left, right in (
        (_PLACE, one.place, other.place),
        (_SEX, one.sex, other.sex),
    ):
        if left and right:
            parts.append((weight, float(left == right)))
    total = sum(weight for weight, _ in parts)
    score = round(1000 * sum(weight * part for weight, part in parts) / total)
    if one.curp and other.curp:
        # Two documents with other numbers: most likely two people, unless one was mistyped.
        near = _distance(one.curp, other.curp) <= 2 or one.curp[:16] == other.curp[:16]
        return min(score, _NEAR_CURP if near else _OTHER_CURP)
    if not (one.born and other.born):
        return min(score, _NAME_ALONE)
    return min(score, _SAME_CURP - 1)


def _name_likeness(one: Traits, other: Traits) -> float:
    """Return 0 to 1: given names and surnames by words; or the whole, if typed in other boxes."""
    given = _words_likeness(words_of(one.given), words_of(other.given))
    surnames = _words_likeness(_surnames(one), _surnames(other))
    whole = _words_likeness(
        (*words_of(one.given), *_surnames(one)), (*words_of(other.given), *_surnames(other))
    )
    apart = (given + surnames) / 2
    return max(apart, whole) if whole >= _WHOLE_NAME_FROM else apart


def _surnames(person: Traits) -> tuple[str, ...]:
    return words_of(f"{person.first_surname} {person.second_surname}")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: plain capitals, whole, without particles."""
    plain = "".join(c if c.isalpha() else " " for c in fold(name).replace("Ñ", "N"))
    words = [_SHORT.get(word, word) for word in plain.split()]
    telling = [word for word in words if word not in _PARTICLES]
    return tuple(telling or words)


def _words_likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """Return twice what the best pairing of words gives, over the number of words."""
    if not left or not right:
        return 0.0
    short, long = sorted((tuple(left[:_MOST_WORDS]), tuple(right[:_MOST_WORDS])), key=len)
    best = _best_pairing(short, long)
    return 2 * best / (len(short) + len(long))


def _best_pairing(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    found = {0: 0.0}  # which of the long ones are taken -> the most so far
    for word in short:
        later: dict[int, float] = {}
        for taken, so_far in found.items():
            for place, candidate in enumerate(long):
                if not taken >> place & 1:
                    now = taken | 1 << place
                    value = so_far + word_likeness(word, candidate)
                    later[now] = max(later.get(now, 0.0), value)
        found = later
    return round(max(found.values()), 6)


@lru_cache(maxsize=4096)
def word_likeness(one: str, other: str) -> float:
    """Return 0 to 1 for two words of names; symmetric."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) == 1:
        return 0.8 if one[0] == other[0] else 0.0
    if _sound(one) == _sound(other):
        return 0.95
    likeness = 1 - _distance(one, other) / max(len(one), len(other))
    return likeness if likeness >= 0.6 else 0.0


def _sound(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return word


def _born_likeness(one: date, other: date) -> float:
    """Return 1 for the same day, most of it for a slip of the pen, a little for the same year."""
    if one == other:
        return 1.0
    left, right = one.isoformat(), other.isoformat()
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    if swapped or sum(a != b for a, b in zip(left, right, strict=True)) == 1:
        return 0.7
    return 0.3 if one.year == other.year else 0.0


def _distance(one: str, other: str) -> int:
    """Return how many letters to change, add, drop or swap with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
