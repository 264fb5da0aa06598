"""Numbers as they are typed and as they are stored (FORMS §4); no screen in here."""

from __future__ import annotations

import re

WHOLE_DIGITS, DECIMAL_DIGITS = 10, 15
"""As many digits as an answer of 32 bits, or a decimal one, can have."""
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f")
_GROUPED = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+")


def kept_letters(text: str, *, whole: bool, group: str = "") -> str:
    """Return what of *text* a number field lets pass: digits, a sign first, a point or comma."""
    signs = group if whole else f".,{group}"
    most = WHOLE_DIGITS if whole else DECIMAL_DIGITS
    kept: list[str] = []
    digits = 0
    for letter in text:
        if letter in "0123456789":
            digits += 1
            if digits > most:
                continue
        elif not ((letter == "-" and not kept) or (letter in signs and digits)) and not (
            letter in ".," and not whole
        ):
            continue
        kept.append(letter)
    return "".join(kept)


def stored_number(typed: str, *, whole: bool, group: str) -> str:
    """Return a number with a point and no signs between thousands; else what was typed.

    group: the sign between thousands where the person lives. `1,234` is a thousand where it is the
    comma; any other single comma begins the decimals. It is shown again as understood.
    """
    text = typed.translate(_SPACES)
    points, commas = text.count("."), text.count(",")
    if points and commas:
        decimal = max(".,", key=text.rfind)
        text = text.replace("," if decimal == "." else ".", "")
        text = text.replace(decimal, ".")
    elif points + commas:
        sign = "." if points else ","
        grouped = _GROUPED.fullmatch(text) is not None
        if grouped and (points + commas > 1 or sign == group or whole):
            text = text.replace(sign, "")
        elif points + commas == 1:
            text = text.replace(sign, ".")
    if re.fullmatch(r"-?\.\d+", text):
        text = text.replace(".", "0.")
    return text.removesuffix(".") if re.fullmatch(r"-?\d+\.", text) else text


def grouped(stored: str, *, decimal: str, group: str) -> str:
    """Return a stored number with signs between thousands; anything else as it is."""
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", stored):
        return stored
    head, _, tail = stored.partition(".")
    sign = "-" if head.startswith("-") else ""
    whole = f"{int(head.removeprefix('-')):,}".replace(",", group)
    return f"{sign}{whole}{decimal}{tail}" if tail else f"{sign}{whole}"
