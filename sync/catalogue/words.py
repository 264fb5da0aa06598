"""What every published value is written with: languages, codes, versions."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from sync.shape import Text, Whole

T = TypeVar("T")
InLanguages: TypeAlias = tuple[tuple[str, T], ...]
"""Pairs of a language code (`es`, `en`) and what stands in that language."""

LANGUAGE = Text(2, 12, "language")
CODE = Whole(0, 65_535)
VERSION = Whole(0, 2**32)


def in_language(texts: InLanguages[T], language: str, fallback: str = "es") -> T | None:
    """Return what stands in *language*, else in *fallback*, else the first; None for no text."""
    held = dict(texts)
    return held.get(language, held.get(fallback, texts[0][1] if texts else None))
