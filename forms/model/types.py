"""What a typed answer becomes before it is stored (FORMS §4): a bad value is blank, no error."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from forms.xform.definition import DataType, NodeDefinition, Question, QuestionKind
from forms.xpath import dates

_INTEGER = re.compile(r"-?\d{1,400}")
_DECIMAL = re.compile(r"-?(?:\d{1,400}(?:\.\d*)?|\.\d{1,400})")
_LEAST, _MOST = -(2**31), 2**31 - 1
MAX_DECIMAL_DIGITS = 15
_KEPT_CONTROLS = frozenset("\t\n\r")


def clean_text(text: str) -> str:
    """Return *text* in NFC without control characters and what XML 1.0 cannot carry."""
    normal = unicodedata.normalize("NFC", text)
    if normal.isprintable():
        return normal
    return "".join(
        character
        for character in normal
        if character in _KEPT_CONTROLS
        or not (unicodedata.category(character) in ("Cc", "Cs") or character in "\ufffe\uffff")
    )


def stored(datatype: DataType, text: str) -> str:
    """Return the stored form of *text*; blank where it is no value of that type."""
    if datatype is DataType.STRING:
        return clean_text(text)
    trimmed = text.strip()
    match datatype:
        case DataType.INT:
            return _stored_integer(trimmed)
        case DataType.DECIMAL:
            return _stored_decimal(trimmed)
        case DataType.DATE:
            return _stored_date(trimmed)
        case _:
            return clean_text(text)


def _stored_integer(text: str) -> str:
    whole = text
    if not _INTEGER.fullmatch(text):
        if not _DECIMAL.fullmatch(text):
            return ""
        whole = text.partition(".")[0]
        if whole in ("", "-"):
            whole = "0"
    number = int(whole) if len(whole) <= 12 else _MOST + 1
    return str(number) if _LEAST <= number <= _MOST else ""


def _stored_decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        return ""
    digits = Decimal(text).normalize().as_tuple().digits
    return text if len(digits) <= MAX_DECIMAL_DIGITS else ""


def _stored_date(text: str) -> str:
    day = dates.parse_date(text.partition("T")[0])
    return "" if day is None else day.isoformat()


def type_problem(node: NodeDefinition, question: Question | None, text: str) -> str | None:
    """Return why *text* is no answer of its type: `integer integer-range decimal date choice`.

    None where it is one, and for blank. Nothing is changed.
    """
    trimmed = text.strip()
    if trimmed == "":
        return None
    if question is not None and question.kind is QuestionKind.SELECT_ONE:
        return None if trimmed in question.choice_names else "choice"
    match node.datatype:
        case DataType.INT:
            if not _INTEGER.fullmatch(trimmed):
                return "integer"
            return None if _stored_integer(trimmed) else "integer-range"
        case DataType.DECIMAL:
            return None if _stored_decimal(trimmed) else "decimal"
        case DataType.DATE:
            return None if dates.parse_date(trimmed) else "date"
        case _:
            return None
