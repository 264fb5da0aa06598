"""Text of an expression -> tokens (XPath 1.0 §3.7, FORMS §5).

An operator name (`and or mod div`) and `*` are told from names by their position: after an operand
they are operators. That is why `1div1` and `1 and1` are legal.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from forms.errors import ExpressionInvalid

MAX_EXPRESSION_BYTES = 64 * 1024
"""The longest expression we read (FORMS §14)."""

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_PATTERN = f"[{_START}][{_START}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
"""An XML name without a colon."""

_NAME = re.compile(NAME_PATTERN)
_OPERATOR_NAME = r"(and|or|mod|div)"
_OTHERS = (
    r"(\d+(?:\.\d*)?|\.\d+)"
    r"|(\"[^\"]*\"|'[^']*')"
    # a colon belongs to a name only before another name: `child::x` is an axis
    f"|({NAME_PATTERN}(?::(?:{NAME_PATTERN}|\\*))?)"
    r"|(::|\.\.|//|!=|<=|>=|[()\[\]@,./|+\-=<>*$])"
)
# never an operator by name where an operand is due: there it is a name
_AFTER_OPERAND = re.compile(rf"[ \t\r\n]*(?:{_OPERATOR_NAME}|{_OTHERS}|\Z)")
_BEFORE_AN_OPERAND = re.compile(rf"[ \t\r\n]*(?:((?!))|{_OTHERS}|\Z)")


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    LITERAL = "literal"
    NAME = "name"
    SYMBOL = "symbol"
    OPERATOR = "operator"
    END = "end"


class Token(NamedTuple):
    """One token: its kind, its text (literals without their quotes) and its 0-based position."""

    kind: Kind
    text: str
    position: int


_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "|"})
_BEFORE_OPERAND = frozenset({"(", "[", ",", "@", "::", "/", "//", "$"})
_CURLY = frozenset("\u201c\u201d\u2018\u2019")
_GROUPS = (Kind.END, Kind.OPERATOR, Kind.NUMBER, Kind.LITERAL, Kind.NAME, Kind.SYMBOL)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of *text*, the last one of kind END.

    Raises ExpressionInvalid at the first character that begins no token, or when the text is
    longer than 64 KiB; nothing is returned then.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_EXPRESSION_BYTES:
        raise ExpressionInvalid("longer than 64 KiB", text[:80])
    tokens: list[Token] = []
    position = 0
    after_operand = False
    while True:
        found = (_AFTER_OPERAND if after_operand else _BEFORE_AN_OPERAND).match(text, position)
        if found is None:
            raise _unexpected(text, position)
        group = found.lastindex or 0
        if group == 0:
            tokens.append(Token(Kind.END, "", len(text)))
            return tuple(tokens)
        kind = _GROUPS[group]
        start, position = found.span(group)
        word = text[start:position]
        if kind is Kind.LITERAL:
            word = word[1:-1]
        elif kind is Kind.SYMBOL and (word in _OPERATORS or (word == "*" and after_operand)):
            kind = Kind.OPERATOR
        tokens.append(Token(kind, word, start))
        after_operand = kind is not Kind.OPERATOR and not (
            kind is Kind.SYMBOL and word in _BEFORE_OPERAND
        )


def _unexpected(text: str, position: int) -> ExpressionInvalid:
    while text[position] in " \t\r\n":
        position += 1
    character = text[position]
    if character in "\"'":
        return ExpressionInvalid("a quotation mark is not closed", text, position)
    if character in _CURLY:
        return ExpressionInvalid(f"typographic quotation mark {character}", text, position)
    return ExpressionInvalid(f"unexpected character {character!r}", text, position)


def is_name(text: str) -> bool:
    """Tell whether *text* is a legal XML name without a colon."""
    return _NAME.fullmatch(text) is not None
