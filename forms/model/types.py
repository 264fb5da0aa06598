"""What a typed answer becomes before it is stored (FORMS §4): a bad value is blank, no error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal

from forms.xform.definition import DataType, NodeDefinition, Question, QuestionKind
from forms.xpath import dates

_INTEGER = re.compile(r"-?\d{1,400}")
_DECIMAL = re.compile(r"-?(?:\d{1,400}(?:\.\d*)?|\.\d{1,400})")
_LEAST, _MOST = -(2**31), 2**31 - 1
MAX_DECIMAL_DIGITS = 15
"""What a person may answer."""
_COMPUTED_DIGITS = 17
"""What a computed number may have: a binary64 prints as many (10 div 3)."""
_KEPT_CONTROLS = frozenset("\t\n\r")


def clean_text(text: str) -> str:
    """Return *text* in NFC without control characters and what XML 1.0 cannot carry."""
    if text.isascii() and text.isprintable():
        return text
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
        case DataType.TIME:
            return trimmed if is_time(trimmed) else ""
        case DataType.DATETIME:
            return trimmed if _is_moment(trimmed) else ""
        case DataType.BOOLEAN:
            return _BOOLEANS.get(trimmed, "")
        case DataType.GEOPOINT:
            return trimmed if is_point(trimmed) else ""
        case DataType.GEOTRACE | DataType.GEOSHAPE:
            return _stored_points(trimmed)
        case _:
            return clean_text(text)


def _stored_integer(text: str) -> str:
    if len(text) < 10 and text.isdigit() and text.isascii():
        return str(int(text))
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
    return text if _digits(text) <= _COMPUTED_DIGITS else ""


def answered_decimal(text: str) -> str:
    """Return a person's answer to a decimal question, blank where it has more digits than fit."""
    trimmed = text.strip()
    fits = _stored_decimal(trimmed) != "" and _digits(trimmed) <= MAX_DECIMAL_DIGITS
    return trimmed if fits else ""


def _digits(text: str) -> int:
    """Return how many significant digits a decimal has."""
    if len(text) <= MAX_DECIMAL_DIGITS:
        return len(text)  # no more than that, and nearly every answer ends here
    return len(Decimal(text).normalize().as_tuple().digits)


def _stored_date(text: str) -> str:
    day = dates.parse_date(text.partition("T")[0])
    return "" if day is None else day.isoformat()


_BOOLEANS = {"true": "true", "false": "false", "1": "true", "0": "false"}
_NUMBER = re.compile(r"-?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})")
_TIME = re.compile(r"\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)?")


def is_time(text: str) -> bool:
    """Tell whether *text* is `HH:MM:SS[.fff][Z|±hh:mm]`."""
    return _TIME.fullmatch(text) is not None and dates.parse_time(text) is not None


def _is_moment(text: str) -> bool:
    return dates.parse_date(text) is not None or dates.parse_date_time(text, UTC) is not None


def is_point(text: str) -> bool:
    """Tell whether *text* is `lat lon [alt [acc]]` within the degrees there are."""
    parts = text.split()
    if not 2 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(one) for one in parts):
        return False
    return abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180


def _points(text: str) -> list[str]:
    return [one.strip() for one in text.split(";") if one.strip()]


def _stored_points(text: str) -> str:
    points = _points(text)
    return "; ".join(points) if all(is_point(one) for one in points) else ""


def _is_shape(text: str) -> bool:
    points = _points(_stored_points(text))
    return len(points) >= 4 and points[0].split()[:2] == points[-1].split()[:2]


def type_problem(
    node: NodeDefinition,
    question: Question | None,
    text: str,
    offered: Callable[[], frozenset[str]],
) -> str | None:
    """Return why *text* is no answer of its type, by the codes of `FormInstance.type_problem`.

    None where it is one, and for blank. Nothing is changed. offered: the names a select offers.
    """
    trimmed = text.strip()
    if trimmed == "":
        return None
    kind = question.kind if question is not None else None
    if kind is QuestionKind.SELECT_ONE:
        return None if trimmed in offered() else "choice"
    if kind in (QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK):
        return None if offered().issuperset(trimmed.split()) else "choice"
    match node.datatype:
        case DataType.INT:
            if not _INTEGER.fullmatch(trimmed):
                return "integer"
            return None if _stored_integer(trimmed) else "integer-range"
        case DataType.DECIMAL:
            return None if answered_decimal(trimmed) else "decimal"
        case DataType.GEOSHAPE:
            return None if _is_shape(trimmed) else "geoshape"
        case DataType.GEOTRACE:
            return None if len(_points(_stored_points(trimmed))) >= 2 else "geotrace"
        case DataType.STRING | DataType.BINARY | DataType.BARCODE:
            return None
        case other:
            return None if stored(other, trimmed) else other.value.lower()
