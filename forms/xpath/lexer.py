"""Text of an expression -> tokens (XPath 1.0 §3.7, FORMS §5).

An operator name (`and or mod div`) and `*` are told from names by their position: after an operand
they are operators. That is why `1div1` and `1 and1` are legal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from forms.errors import ExpressionInvalid

MAX_EXPRESSION_BYTES = 64 * 1024
"""The longest expression we read (FORMS §14)."""

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_PATTERN = f"[{_START}][{_START}\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
"""An XML name without a colon."""

_SPACE = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_LITERAL = re.compile(r'"[^"]*"|\'[^\']*\'')
_NAME = re.compile(NAME_PATTERN)
_QUALIFIED = re.compile(f"({NAME_PATTERN})(?::({NAME_PATTERN}|\\*))?")
_OPERATOR_NAME = re.compile(r"and|or|mod|div")
_SYMBOL = re.compile(r"::|\.\.|//|!=|<=|>=|[()\[\]@,./|+\-=<>*$]")


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    LITERAL = "literal"
    NAME = "name"
    SYMBOL = "symbol"
    OPERATOR = "operator"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text (literals without their quotes) and its 0-based position."""

    kind: Kind
    text: str
    position: int


_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "|", "*"})
_BEFORE_OPERAND = frozenset({"(", "[", ",", "@", "::", "/", "//", "$"})
_CURLY = frozenset("\u201c\u201d\u2018\u2019")


def _after_operand(tokens: list[Token]) -> bool:
    if not tokens:
        return False
    last = tokens[-1]
    if last.kind is Kind.OPERATOR:
        return False
    return not (last.kind is Kind.SYMBOL and last.text in _BEFORE_OPERAND)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of *text*, the last one of kind END.

    Raises ExpressionInvalid at the first character that begins no token, or when the text is
    longer than 64 KiB; nothing is returned then.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_EXPRESSION_BYTES:
        raise ExpressionInvalid("longer than 64 KiB", text[:80])
    tokens: list[Token] = []
    position = 0
    length = len(text)
    while position < length:
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
            continue
        token, position = _next(text, position, tokens)
        tokens.append(token)
    tokens.append(Token(Kind.END, "", length))
    return tuple(tokens)


def _next(text: str, position: int, before: list[Token]) -> tuple[Token, int]:
    character = text[position]
    if character in "\"'":
        literal = _LITERAL.match(text, position)
        if literal is None:
            raise ExpressionInvalid("a quotation mark is not closed", text, position)
        return Token(Kind.LITERAL, literal.group()[1:-1], position), literal.end()
    operand_before = _after_operand(before)
    number = _NUMBER.match(text, position)
    if number:
        return Token(Kind.NUMBER, number.group(), position), number.end()
    if operand_before:
        word = _OPERATOR_NAME.match(text, position)
        if word:
            return Token(Kind.OPERATOR, word.group(), position), word.end()
    name = _QUALIFIED.match(text, position)
    if name:
        return _name(text, position, name)
    symbol = _SYMBOL.match(text, position)
    if symbol is None:
        if character in _CURLY:
            raise ExpressionInvalid(f"typographic quotation mark {character}", text, position)
        raise ExpressionInvalid(f"unexpected character {character!r}", text, position)
    word_text = symbol.group()
    is_operator = word_text in _OPERATORS and (word_text != "*" or operand_before)
    return Token(Kind.OPERATOR if is_operator else Kind.SYMBOL, word_text, position), symbol.end()


def _name(text: str, position: int, found: re.Match[str]) -> tuple[Token, int]:
    prefix, local = found.groups()
    if local is None or text.startswith("::", position + len(prefix)):
        return Token(Kind.NAME, prefix, position), position + len(prefix)
    return Token(Kind.NAME, f"{prefix}:{local}", position), found.end()


def is_name(text: str) -> bool:
    """Tell whether *text* is a legal XML name without a colon."""
    return _NAME.fullmatch(text) is not None
