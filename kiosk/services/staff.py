"""The people of the office as screens name them."""

from __future__ import annotations

from kiosk.services.views import OperatorName
from kiosk.store import pulled
from sync.ids import OperatorNumber
from sync.journal import Transaction


def named(tx: Transaction, number: OperatorNumber, otherwise: str = "") -> OperatorName:
    """Return a person as last published, else with *otherwise* or the bare number for a name."""
    entry = pulled.operator(tx, number)
    name = entry.name if entry is not None else otherwise or str(number)
    return OperatorName(number=number, name=name, initials=initials_of(name))


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    if not words:
        return "?"
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
