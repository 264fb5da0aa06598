"""Answers inside texts of a form: they are words, never marks (FORMS §9, §14)."""

from __future__ import annotations

import re

_SIGN = re.compile("([" + re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") + "])")


def escaped(text: str) -> str:
    """Return text that reads the same in the Markdown subset of labels and means nothing."""
    return _SIGN.sub(r"\\\1", text)
