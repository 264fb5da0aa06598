"""What a tariff asks, as a screen shows it, and what a form's answer says to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kiosk.domain.tariffs.charges import said
from sync.catalogue import FactEntry, FactKind, FactSource
from sync.tariffs import FactValue

_YES, _NO = frozenset({"yes", "si", "sí", "true", "1"}), frozenset({"no", "false", "0"})
_WHOLE = re.compile(r"[0-9]{1,16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactOption:
    """One value a choice may have, in words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuestion:
    """One fact that a tariff needs.

    `least` and `most` bound whole numbers and money (centavos); `options` are those of a choice.
    `path` names the question of the registration that answers it, where there is one.
    """

    key: str
    label: str
    hint: str
    kind: FactKind
    unit: str  # in words, such as "m³"; "" for none
    least: int
    most: int
    options: tuple[FactOption, ...]
    default: FactValue | None
    source: FactSource
    path: str | None


def question_of(entry: FactEntry, language: str) -> FactQuestion:
    """Return a fact's question with its words in *language*."""
    return FactQuestion(
        key=entry.fact_id,
        label=said(entry.names, language) or entry.fact_id,
        hint=said(entry.hints, language),
        kind=entry.kind,
        unit=said(entry.units, language),
        least=entry.low,
        most=entry.high,
        options=tuple(
            FactOption(code=choice.code, label=said(choice.names, language) or choice.code)
            for choice in entry.choices
        ),
        default=entry.default,
        source=entry.source,
        path=entry.path,
    )


def fact_of_answer(kind: FactKind, answer: object) -> FactValue | None:
    """Return what a form's answer (text or whole number) says to a fact, or None.

    Money is read as pesos with up to two decimals; what must be whole is refused with decimals.
    """
    text = "" if answer is None else str(answer).strip()
    if not text:
        return None
    match kind:
        case FactKind.CHOICE:
            return text
        case FactKind.YES_NO:
            lowered = text.lower()
            return 1 if lowered in _YES else 0 if lowered in _NO else None
        case FactKind.WHOLE:
            return int(text) if _WHOLE.fullmatch(text) else _scaled(text, 1)
        case FactKind.MONEY:
            return _scaled(text, 100)


def _scaled(text: str, scale: int) -> int | None:
    """Return a decimal text times *scale* as a whole number; None where that is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0 or value.adjusted() > 16:
        return None
    scaled = value * scale
    return int(scaled) if scaled == scaled.to_integral_value() else None
