"""A person's card: which fields hold, how a name is shown, searched and shortened (UX §3.3).

`check_card` names problems, which block saving, and warnings, which never do (RECEIPTS §11).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.domain.identity import (
    ENTITIES,
    SEXES,
    Curp,
    CurpDifference,
    CurpRefused,
    differences,
    fold,
    parse_curp,
)

_PARTICLES = frozenset(("DE", "DEL", "LA", "LAS", "LOS", "Y", "VON", "VAN", "DA", "DI"))
_OLDEST_YEARS = 130
_NAME_LIMIT = 80
_INITIALS_LIMIT_BYTES = 12  # RECEIPTS §2, label 10
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Verdict(Enum):
    """How an identifier stood when it was saved; PROTOCOL §6a kind 50 key 5."""

    HOLDS = 0
    WARNED = 1
    UNCHECKED = 2


class CardFault(Enum):
    """What keeps a card from being saved; the value is the last part of the Fluent id."""

    EMPTY = "empty"
    TOO_LONG = "long"
    DATE = "date"
    DATE_FUTURE = "date-future"
    DATE_OLD = "date-old"
    SEX = "sex"
    ENTITY = "entity"
    PHONE = "phone"
    CURP = "curp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Identity as on the document, as typed."""

    given: str
    first_surname: str
    second_surname: str
    born: str  # YYYY-MM-DD or whatever was typed
    sex: str
    curp: str
    entity: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardProblem:
    """One field that cannot be saved as it is."""

    field: str
    fault: CardFault
    curp: CurpRefused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardVerdict:
    """The judgement on a card."""

    problems: tuple[CardProblem, ...]
    differences: tuple[CurpDifference, ...]
    curp: Curp | None
    born: date | None  # typed, or else what the CURP says
    sex: str  # typed, or else what the CURP says


def check_card(card: Card, today: date) -> CardVerdict:
    """Judge a card; *today* is the latest day of birth that is believed."""
    problems: list[CardProblem] = []
    for name in ("given", "first_surname"):
        if not getattr(card, name).strip():
            problems.append(CardProblem(field=name, fault=CardFault.EMPTY))
    for name in ("given", "first_surname", "second_surname"):
        if len(getattr(card, name).strip()) > _NAME_LIMIT:
            problems.append(CardProblem(field=name, fault=CardFault.TOO_LONG))
    born, born_fault = _read_born(card.born.strip(), today)
    if born_fault is not None:
        problems.append(CardProblem(field="born", fault=born_fault))
    if card.sex and card.sex not in SEXES:
        problems.append(CardProblem(field="sex", fault=CardFault.SEX))
    if card.entity and card.entity not in ENTITIES:
        problems.append(CardProblem(field="entity", fault=CardFault.ENTITY))
    if card.phone.strip() and phone_digits(card.phone) is None:
        problems.append(CardProblem(field="phone", fault=CardFault.PHONE))
    curp: Curp | None = None
    differing: tuple[CurpDifference, ...] = ()
    if card.curp.strip():
        read = parse_curp(card.curp, today)
        if isinstance(read, CurpRefused):
            problems.append(CardProblem(field="curp", fault=CardFault.CURP, curp=read))
        else:
            curp = read
            differing = differences(
                read,
                given=card.given,
                first_surname=card.first_surname,
                second_surname=card.second_surname,
                born=born,
                sex=card.sex,
                entity=card.entity,
            )
    return CardVerdict(
        problems=tuple(problems),
        differences=differing,
        curp=curp,
        born=born if born is not None or curp is None else curp.born,
        sex=card.sex or (curp.sex if curp else ""),
    )


def phone_digits(text: str) -> str | None:
    """Return the ten digits of a Mexican number, without +52; None where there are not ten."""
    digits = "".join(character for character in text if character in "0123456789")
    rest = "".join(character for character in text if character not in "0123456789 +()-.\u00a0")
    if rest:
        return None
    if len(digits) in (12, 13) and digits.startswith("52"):
        digits = digits[-10:]
    return digits if len(digits) == 10 else None


def tidy_name(text: str) -> str:
    """Return a name as it is stored: one space between words, no space around."""
    return " ".join(text.split())


def display_name(given: str, first_surname: str, second_surname: str) -> str:
    """Return the name in the order people say it."""
    return " ".join(part for part in (given, first_surname, second_surname) if part)


def badge_initials(given: str, first_surname: str) -> str:
    """Return the two letters of the round badge beside a name."""
    return (_first_letter(given) + _first_letter(first_surname)) or "?"


def receipt_initials(given: str, first_surname: str, second_surname: str) -> str:
    """Return a payer's initials for label 10, like `P. U. D.`, at most 12 bytes of UTF-8.

    Two given names at most, particles left out; what does not fit is dropped at the end.
    """
    words = [*_telling(given)[:2], *_telling(first_surname)[:1], *_telling(second_surname)[:1]]
    letters = [word[0] for word in words]
    while letters:
        text = " ".join(f"{letter}." for letter in letters)
        if len(text.encode()) <= _INITIALS_LIMIT_BYTES:
            return text
        letters.pop()
    return ""


def _telling(name: str) -> list[str]:
    words = fold(name).replace("'", "").split()
    return [word for word in words if word not in _PARTICLES and word[0].isalpha()]


def _first_letter(name: str) -> str:
    words = _telling(name)
    return words[0][0] if words else ""


def _read_born(text: str, today: date) -> tuple[date | None, CardFault | None]:
    if not text:
        return None, None
    if not _DATE.fullmatch(text):
        return None, CardFault.DATE
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return None, CardFault.DATE
    if born > today:
        return None, CardFault.DATE_FUTURE
    if today.year - born.year > _OLDEST_YEARS:
        return None, CardFault.DATE_OLD
    return born, None
