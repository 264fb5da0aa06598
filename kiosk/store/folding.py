"""Names as they are searched: without accents, case or marks, so that `nuñez` finds `NÚÑEZ`."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return a text in small letters without accents; ñ becomes n, as people type it."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, each once, in order."""
    return tuple(dict.fromkeys(_WORDS.findall(folded(text))))


def identity_value(typed: str) -> str:
    """Return an identifier as it is compared: capitals without spaces or hyphens."""
    return re.sub(r"[\s-]", "", typed).upper()
