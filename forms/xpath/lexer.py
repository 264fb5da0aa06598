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
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"""|(?P<literal>"[^"]*"|'[^']*')"""
    r"|(?P<number>\d+(?:\.\d*)?|\.\d+)"
    f"|(?P<name>(?P<prefix>{NAME_PATTERN})(?::(?:{NAME_PATTERN}|\\*))?)"
    r"|(?P<symbol>::|\.\.|//|!=|<=|>=|[()\[\]@,./|+\-=<>*$])"
)
"""One token, or blanks between two. One pattern for all of them: forms have many thousands."""
_OPERATOR_NAME = re.compile(r"and|or|mod|div")
_PLAIN_PATH = re.compile(rf"(?:/{NAME_PATTERN})++(?!\s*[:(/\[])")
"""An absolute path of plain names to its end: most of what stands in the expressions of a form."""


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    LITERAL = "literal"
    NAME = "name"
    PATH = "path"
    """`/data/group/name`: an absolute path of nothing but names."""
    SYMBOL = "symbol"
    OPERATOR = "operator"
    END = "end"


class Token(NamedTuple):
    """One token: its kind, its text (literals without their quotes) and its 0-based position."""

    kind: Kind
    text: str
    position: int


_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "|", "*"})
_BEFORE_OPERAND = frozenset({"(", "[", ",", "@", "::", "/", "//", "$"})
_CURLY = frozenset("\u201c\u201d\u2018\u2019")


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
    after_operand = False
    while position < length:
        if not after_operand and text[position] == "/":
            path = _PLAIN_PATH.match(text, position)
            if path is not None:
                tokens.append(Token(Kind.PATH, path.group(), position))
                after_operand = True
                position = path.end()
                continue
        found = _TOKEN.match(text, position)
        if found is None:
            raise _unknown(text, position)
        end = found.end()
        match found.lastgroup:
            case "space":
                position = end
                continue
            case "literal":
                token = Token(Kind.LITERAL, found.group()[1:-1], position)
            case "number":
                token = Token(Kind.NUMBER, found.group(), position)
            case "name":
                word = _OPERATOR_NAME.match(text, position) if after_operand else None
                if word is not None:
                    end = word.end()
                    token = Token(Kind.OPERATOR, word.group(), position)
                else:
                    token, end = _name(text, position, found)
            case _:
                symbol = found.group()
                operator = symbol in _OPERATORS and (symbol != "*" or after_operand)
                token = Token(Kind.OPERATOR if operator else Kind.SYMBOL, symbol, position)
        tokens.append(token)
        after_operand = token.kind is not Kind.OPERATOR and not (
            token.kind is Kind.SYMBOL and token.text in _BEFORE_OPERAND
        )
        position = end
    tokens.append(Token(Kind.END, "", length))
    return tuple(tokens)


def _name(text: str, position: int, found: re.Match[str]) -> tuple[Token, int]:
    """Return a name with its prefix, or what stands before `::`, which is an axis."""
    axis = found.end("prefix")
    if text.startswith("::", axis):
        return Token(Kind.NAME, text[position:axis], position), axis
    return Token(Kind.NAME, found.group("name"), position), found.end()


def _unknown(text: str, position: int) -> ExpressionInvalid:
    character = text[position]
    if character in "\"'":
        return ExpressionInvalid("a quotation mark is not closed", text, position)
    if character in _CURLY:
        return ExpressionInvalid(f"typographic quotation mark {character}", text, position)
    return ExpressionInvalid(f"unexpected character {character!r}", text, position)


def is_name(text: str) -> bool:
    """Tell whether *text* is a legal XML name without a colon."""
    return _NAME.fullmatch(text) is not None
