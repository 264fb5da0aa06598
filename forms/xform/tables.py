"""The texts of one language; the plain ones, nearly all, are made when they are first shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from forms.xform.definition import Text

_SPACE = re.compile(r"[ \t\r]*\n[ \t\r\n]*|[ \t]{2,}")
_EMPTY = Text(parts=())


class TextTable(Mapping[str, Mapping[str, Text]]):
    """Texts by id, each by form."""

    def __init__(self) -> None:
        self._entries: dict[str, str | Mapping[str, Text]] = {}

    def put(self, name: str, forms: Mapping[str, Text]) -> None:
        """Enter a text in all its forms."""
        self._entries[name] = forms

    def write(self, name: str, text: str) -> None:
        """Enter a text that has one form and inserts nothing, as it stands in the XML."""
        self._entries[name] = text

    def __getitem__(self, name: str) -> Mapping[str, Text]:
        entry = self._entries[name]
        if isinstance(entry, str):
            entry = self._entries[name] = {"": plain_text(entry)}
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def plain_text(written: str) -> Text:
    """Return a text that inserts nothing, without the space around it."""
    text = spaced(written).strip()
    return Text(parts=(text,)) if text else _EMPTY


def spaced(text: str) -> str:
    """Return *text* with line breaks and indentation of the XML as one break or space."""
    return _SPACE.sub(_one_space, text)


def _one_space(found: re.Match[str]) -> str:
    return "\n" if "\n" in found.group() else " "
