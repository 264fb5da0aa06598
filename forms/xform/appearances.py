"""The appearance of a question or group as words (FORMS §4)."""

from __future__ import annotations

_ALSO = {"search": "autocomplete"}
"""Older words and what they mean today; a form may use either."""


def appearances_of(text: str) -> tuple[str, ...]:
    """Return the words of an `appearance` in order, the present word before an older one of it.

    `search` gives `autocomplete` and `search`; `search('file', …)` keeps its arguments in one word.
    """
    words: list[str] = []
    for word in _words(text):
        for one in (_ALSO.get(word.partition("(")[0], ""), word):
            if one and one not in words:
                words.append(one)
    return tuple(words)


def _words(text: str) -> list[str]:
    """Split at blanks outside parentheses."""
    words: list[str] = []
    made = ""
    depth = 0
    for character in text:
        if character.isspace() and depth == 0:
            if made:
                words.append(made)
            made = ""
            continue
        depth = max(0, depth + {"(": 1, ")": -1}.get(character, 0))
        made += character
    return [*words, made] if made else words
