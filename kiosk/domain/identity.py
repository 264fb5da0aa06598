"""The CURP: what it says, whether it holds, and whether it fits the person (RECEIPTS §11).

The check digit is weak: one single error in five passes it, and every error in the tens digit of
the day of birth does. So a CURP is also compared with the name, date, sex and place that were
typed, and its date is shown back in words. A registry may differ from the rule, therefore a
difference warns and never blocks; only what cannot be a CURP at all does.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"  # Ñ has a value of its own: 24
_LETTERS = frozenset("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")
_SPECIAL = frozenset("Ñ/-.")  # each becomes X where a key needs it
_VOWELS = frozenset("AEIOU")

ENTITIES = {
    "AS": "01",
    "BC": "02",
    "BS": "03",
    "CC": "04",
    "CL": "05",
    "CM": "06",
    "CS": "07",
    "CH": "08",
    "DF": "09",  # Mexico City is still DF in a CURP
    "DG": "10",
    "GT": "11",
    "GR": "12",
    "HG": "13",
    "JC": "14",
    "MC": "15",
    "MN": "16",
    "MS": "17",
    "NT": "18",
    "NL": "19",
    "OC": "20",
    "PL": "21",
    "QT": "22",
    "QR": "23",
    "SP": "24",
    "SL": "25",
    "SR": "26",
    "TC": "27",
    "TS": "28",
    "TL": "29",
    "VZ": "30",
    "YN": "31",
    "ZS": "32",
    "NE": "",  # born abroad
}
"""Two letters of a CURP -> the number INEGI gives the entity; "" for born abroad."""

SEXES = frozenset("HMX")

_COMMON_FIRST = frozenset(("JOSE", "J", "J.", "MARIA", "MA", "MA."))
_PARTICLES = frozenset(
    "DA DAS DE DEL DER DI DIE DD EL LA LOS LAS LE LES MAC MC VAN VON Y".split()  # noqa: SIM905
)
UNFIT_WORDS = frozenset(
    """
    BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO
    FALO FETO GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI
    KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA
    MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO
    TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY
    """.split()  # noqa: SIM905
)
"""First four letters that get an X as their second: the registry's own list of 81."""


class CurpFault(Enum):
    """Why a text cannot be a CURP."""

    LENGTH = "length"
    CHARACTER = "character"
    DATE = "date"
    FUTURE = "future"
    SEX = "sex"
    ENTITY = "entity"
    DIGIT = "digit"


@dataclass(frozen=True, slots=True, kw_only=True)
class CurpRefused:
    """The text is no CURP; it is kept as typed all the same."""

    fault: CurpFault
    length: int
    position: int | None = None  # 1-based, of the first character that cannot stand there


@dataclass(frozen=True, slots=True, kw_only=True)
class Curp:
    """A CURP that holds, and what it reveals."""

    text: str
    initials: str  # first four letters, from the name
    born: date
    sex: str
    entity: str
    consonants: str  # three, from the name
    homoclave: str


class CurpDifference(Enum):
    """Where a CURP and what was typed beside it do not agree."""

    NAME = "name"
    BORN = "born"
    SEX = "sex"
    ENTITY = "entity"


def tidy_curp(text: str) -> str:
    """Return what was typed without spaces and hyphens, in capitals, accents removed."""
    kept = "".join(character for character in text if character not in " \t-\u00a0")
    return fold(kept)


def fold(text: str) -> str:
    """Return *text* in capitals without accents; Ñ stays a letter of its own."""
    composed = unicodedata.normalize("NFC", text).upper()
    folded = []
    for character in composed:
        if character == "Ñ":
            folded.append(character)
            continue
        decomposed = unicodedata.normalize("NFD", character)
        folded.append("".join(c for c in decomposed if not unicodedata.combining(c)))
    return "".join(folded)


def check_digit(first_seventeen: str) -> str:
    """Return the 18th character that belongs to the first seventeen.

    Raises ValueError where a character is outside the CURP's alphabet (a defect of the caller).
    """
    total = sum(
        _ALPHABET.index(character) * (LENGTH - place)
        for place, character in enumerate(first_seventeen[:17])
    )
    return str((10 - total % 10) % 10)


def parse_curp(text: str, today: date) -> Curp | CurpRefused:
    """Read a CURP as typed; *today* is the latest day of birth that is believed.

    The order of the checks is that of a person's eye: length, characters, date, sex, entity, and
    the check digit last. A digit as homoclave means born until 1999, a letter from 2000 on.
    """
    curp = tidy_curp(text)
    length = len(curp)
    if length != LENGTH:
        return CurpRefused(fault=CurpFault.LENGTH, length=length)
    for place, character in enumerate(curp):
        if not _may_stand(character, place):
            return CurpRefused(fault=CurpFault.CHARACTER, length=length, position=place + 1)
    century = 1900 if curp[16] in _DIGITS else 2000
    try:
        born = date(century + int(curp[4:6]), int(curp[6:8]), int(curp[8:10]))
    except ValueError:
        return CurpRefused(fault=CurpFault.DATE, length=length)
    if born > today:
        return CurpRefused(fault=CurpFault.FUTURE, length=length)
    if curp[10] not in SEXES:
        return CurpRefused(fault=CurpFault.SEX, length=length)
    if curp[11:13] not in ENTITIES:
        return CurpRefused(fault=CurpFault.ENTITY, length=length)
    if check_digit(curp) != curp[17]:
        return CurpRefused(fault=CurpFault.DIGIT, length=length)
    return Curp(
        text=curp,
        initials=curp[:4],
        born=born,
        sex=curp[10],
        entity=curp[11:13],
        consonants=curp[13:16],
        homoclave=curp[16],
    )


def derive_letters(given: str, first_surname: str, second_surname: str) -> tuple[str, str]:
    """Return the four letters and the three consonants that the rule makes of a name."""
    first = _main_word(first_surname)
    second = _main_word(second_surname)
    name = _main_word(given, skip_common=True)
    letters = _initial(first) + _inner(first, _VOWELS) + _initial(second) + _initial(name)
    if letters in UNFIT_WORDS:
        letters = letters[0] + "X" + letters[2:]
    consonants = _LETTERS - _VOWELS
    return letters, "".join(_inner(word, consonants) for word in (first, second, name))


def differences(
    curp: Curp,
    *,
    given: str,
    first_surname: str,
    second_surname: str,
    born: date | None,
    sex: str,
    entity: str,
) -> tuple[CurpDifference, ...]:
    """Say where *curp* and what was typed differ; what was left empty differs from nothing."""
    found = []
    letters, consonants = derive_letters(given, first_surname, second_surname)
    if (letters, consonants) != (curp.initials, curp.consonants):
        found.append(CurpDifference.NAME)
    if born is not None and born != curp.born:
        found.append(CurpDifference.BORN)
    if sex and sex != curp.sex:
        found.append(CurpDifference.SEX)
    if entity and entity != curp.entity:
        found.append(CurpDifference.ENTITY)
    return tuple(found)


def masked_curp(text: str) -> str:
    """Return a CURP as lists show it: dots, then the last four characters (UX §8.5)."""
    return f"•••• {text[-4:]}" if text else ""


def _may_stand(character: str, place: int) -> bool:
    match place:
        case 4 | 5 | 6 | 7 | 8 | 9 | 17:
            return character in _DIGITS
        case 16:
            return character in _DIGITS or character in _LETTERS
        case _:
            return character in _LETTERS


def _main_word(text: str, *, skip_common: bool = False) -> str:
    """Return the word a key is made of: particles skipped, of JOSE and MARIA the next one."""
    cleaned = fold(text).replace("'", "").replace("’", "")
    words = cleaned.split()
    if skip_common and len(words) > 1 and words[0] in _COMMON_FIRST:
        words = words[1:]
    while len(words) > 1 and words[0] in _PARTICLES:
        words = words[1:]
    return words[0] if words else ""


def _initial(word: str) -> str:
    if not word or word[0] in _SPECIAL or word[0] not in _LETTERS:
        return "X"
    return word[0]


def _inner(word: str, wanted: frozenset[str]) -> str:
    """Return the first wanted letter after the first; X for a special sign met on the way."""
    for character in word[1:]:
        if character in "/-.":
            return "X"
        if character in wanted:
            return "X" if character in _SPECIAL else character
    return "X"
