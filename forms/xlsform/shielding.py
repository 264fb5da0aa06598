"""Text that the converter would change by itself, hidden from it and brought back in the XML.

Typographic quotes of labels, defaults it takes for expressions: each character is moved to a
private plane, where the converter leaves it alone, and moved back afterwards.
"""

from __future__ import annotations

import re

_PLANE = 0xF0000
_SHIELDED = re.compile("[\U000f0000-\U000fffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}

_STRAIGHT = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})


def straightened(text: str) -> str:
    """Return *text* with typographic quotation marks made straight."""
    return text.translate(_STRAIGHT)


def shield(text: str) -> str:
    """Return *text* so that the converter sees nothing in it that it would change."""
    return "".join(chr(_PLANE + ord(one)) if ord(one) < 0x10000 else one for one in text)


def unshield(xml: str) -> str:
    """Return *xml* with shielded characters back in place, escaped."""
    return _SHIELDED.sub(_escaped, xml)


def revealed(text: str) -> str:
    """Return plain *text* with shielded characters back in place."""
    return _SHIELDED.sub(lambda found: chr(ord(found.group()) - _PLANE), text)


def _escaped(found: re.Match[str]) -> str:
    character = chr(ord(found.group()) - _PLANE)
    return _ESCAPES.get(character, character)
