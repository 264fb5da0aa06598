"""The four types of a value and how one becomes another (FORMS §5.1–5.4)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import tzinfo
from decimal import Decimal

from forms.xpath import dates
from forms.xpath.nodes import Node


class Moment(str):
    """A date or date-time that a function made: compared as a point in time, not as text."""

    __slots__ = ()


Value = bool | float | str | list[Node]
"""A boolean, a number, a text or a node-set."""

NAN = math.nan
TOLERANCE = 1e-12
"""Two numbers this near are equal, as in JavaRosa."""

_NUMBER = re.compile(r"[ \t\r\n]*-?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*")


def to_text(value: Value) -> str:
    """Return *value* as text: the first node of a node-set, numbers without exponent."""
    if type(value) is str:
        return value
    if type(value) is list:
        return value[0].text() if value else ""
    if type(value) is bool:
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    return number_text(value)  # type: ignore[arg-type]  # only a number is left


def number_text(number: float) -> str:
    """Return a number as it prints: no exponent, no `.0`, `-0` as `0`, NaN and Infinity named."""
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e21:
        return str(int(number))
    text = repr(number)
    return text if "e" not in text else format(Decimal(text), "f")


def text_number(text: str, zone: tzinfo) -> float:
    """Return the number a text stands for: digits, a date, or NaN."""
    if text == "":
        return NAN
    if text.isdecimal() and text.isascii():
        return float(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    days = dates.number_of_text(text, zone)
    return NAN if days is None else days


def to_number(value: Value, zone: tzinfo) -> float:
    """Return *value* as a number; dates count in days; NaN where there is none."""
    if type(value) is float:
        return value
    if type(value) is str:
        return text_number(value, zone)
    if type(value) is list:
        return text_number(value[0].text(), zone) if value else NAN
    if isinstance(value, str):
        return text_number(value, zone)
    return 1.0 if value else 0.0


def to_boolean(value: Value) -> bool:
    """Return *value* as a boolean, W3C: a node-set is true when it has a node."""
    if type(value) is float:
        return value == value and abs(value) > TOLERANCE
    return bool(value)


def holds(value: Value) -> bool:
    """Return a bind's condition: as JavaRosa, a lone path holds when its node is not blank."""
    if type(value) is list:
        return bool(value) and value[0].text() != ""
    return to_boolean(value)


def equal_numbers(left: float, right: float) -> bool:
    """Tell whether two numbers are the same within the tolerance; NaN equals nothing."""
    return left == right or abs(left - right) <= TOLERANCE


def _scalar_equal(left: Value, right: Value, zone: tzinfo) -> bool:
    if type(left) is bool or type(right) is bool:
        return to_boolean(left) == to_boolean(right)
    if type(left) is float or type(right) is float:
        return equal_numbers(to_number(left, zone), to_number(right, zone))
    if left != right and (type(left) is Moment or type(right) is Moment):
        return equal_numbers(*numbers_of_pair(left, right, zone))
    return left == right


def equal(left: Value, right: Value, zone: tzinfo, *, negated: bool = False) -> bool:
    """Compare with `=`, or `!=` when *negated*; node-sets existentially."""
    if type(left) is list and type(right) is list:
        others = [node.text() for node in right]
        return any((node.text() == other) != negated for node in left for other in others)
    if type(right) is list:
        left, right = right, left
    if type(left) is list:
        if type(right) is bool:
            return (bool(left) == right) != negated
        if len(left) == 1:
            return _scalar_equal(left[0].text(), right, zone) != negated
        return any(_scalar_equal(node.text(), right, zone) != negated for node in left)
    return _scalar_equal(left, right, zone) != negated


def _less(left: float, right: float) -> bool:
    return left < right and right - left > TOLERANCE


def _at_most(left: float, right: float) -> bool:
    return left <= right or abs(left - right) <= TOLERANCE


ORDERED: Mapping[str, Callable[[float, float], bool]] = {
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": _at_most,
    ">=": lambda left, right: _at_most(right, left),
}
"""How two numbers compare, by operator."""


def compare(left: Value, right: Value, operator: str, zone: tzinfo) -> bool:
    """Compare with `< <= > >=`: always numbers, node-sets existentially, dates as FORMS §5.5."""
    ordered = ORDERED[operator]
    if type(left) is float and type(right) is float:
        return ordered(left, right)
    if (type(left) is list and type(right) is bool) or (type(left) is bool and type(right) is list):
        return ordered(float(to_boolean(left)), float(to_boolean(right)))
    lefts = [node.text() for node in left] if type(left) is list else [left]
    rights = [node.text() for node in right] if type(right) is list else [right]
    for one in lefts:
        for other in rights:
            if ordered(*numbers_of_pair(one, other, zone)):
                return True
    return False


def numbers_of_pair(left: Value, right: Value, zone: tzinfo) -> tuple[float, float]:
    """Return both as numbers; a plain date beside a date-time stands for its local midnight."""
    if type(left) is list:
        left = left[0].text() if left else ""
    if type(right) is list:
        right = right[0].text() if right else ""
    one, other = to_number(left, zone), to_number(right, zone)
    if not (isinstance(left, str) and isinstance(right, str)):
        return one, other
    if not (dates.looks_temporal(left) and dates.looks_temporal(right)):
        return one, other
    left_plain, right_plain = "T" not in left, "T" not in right
    if left_plain != right_plain:
        if left_plain:
            one = _midnight(left, one, zone)
        else:
            other = _midnight(right, other, zone)
    return one, other


def _midnight(text: str, otherwise: float, zone: tzinfo) -> float:
    days = dates.local_midnight(text, zone)
    return otherwise if days is None else days


def modulo(left: float, right: float) -> float:
    """Return the remainder with the sign of the dividend; NaN where there is none."""
    if right == 0 or left != left or right != right or math.isinf(left):
        return NAN
    return math.fmod(left, right)


def divide(left: float, right: float) -> float:
    """Return the quotient by IEEE 754: division by zero gives infinity or NaN."""
    if right != 0:
        return left / right
    if left == 0 or left != left:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)
