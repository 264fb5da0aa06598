"""Rows of a TOML file that say where they stand when something is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sync.catalogue import InLanguages
from sync.central.errors import CentralError

T = TypeVar("T")


class Row:
    """One table row that says where it stands when something is wrong with it."""

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self.place = place
        self._values = values
        self._read: set[str] = set()

    def refuse(self, name: str, why: str) -> CentralError:
        """Return the error that names table, row and field."""
        return CentralError("publish.catalogue", f"{self.place}.{name}: {why}")

    def optional(self, name: str) -> Any:
        """Return a field's value, None where it is left out."""
        self._read.add(name)
        return self._values.get(name)

    def needed(self, name: str) -> Any:
        """Return a field's value; raise where it is left out."""
        value = self.optional(name)
        if value is None:
            raise self.refuse(name, "is missing")
        return value

    def text(self, name: str) -> str:
        """Return a text that says something."""
        value = self.needed(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(name, "must be a text")
        return value

    def number(self, name: str, low: int = 0, high: int = 2**32 - 1) -> int:
        """Return a whole number within its bounds."""
        value = self.needed(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.refuse(name, f"must be a whole number from {low} to {high}")
        return value

    def optional_number(self, name: str, low: int = 0, high: int = 2**53) -> int | None:
        """Return a whole number within its bounds, None where it is left out."""
        return None if self.optional(name) is None else self.number(name, low, high)

    def optional_text(self, name: str) -> str | None:
        """Return a text that says something, None where it is left out."""
        return None if self.optional(name) is None else self.text(name)

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, [] where it is left out."""
        value = self.optional(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self.refuse(name, "must be a list of texts")
        return value

    def day(self, name: str) -> date:
        """Return a date, written as one or as text."""
        value = self.needed(name)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError as error:
                raise self.refuse(name, "must be a date YYYY-MM-DD") from error
        if type(value) is not date:
            raise self.refuse(name, "must be a date YYYY-MM-DD")
        return value

    def optional_day(self, name: str) -> date | None:
        """Return a date, None where it is left out."""
        return None if self.optional(name) is None else self.day(name)

    def languages(self, name: str) -> InLanguages[str]:
        """Return a text per language."""
        value = self.needed(name)
        if (
            not isinstance(value, dict)
            or not value
            or not all(isinstance(text, str) and text for text in value.values())
        ):
            raise self.refuse(name, "must hold a text per language")
        return in_order(value)

    def optional_languages(self, name: str) -> InLanguages[str]:
        """Return a text per language, () where it is left out."""
        return () if self.optional(name) is None else self.languages(name)

    def lists(self, name: str) -> InLanguages[tuple[str, ...]]:
        """Return a list of texts per language, () where it is left out."""
        value = self.optional(name)
        if value is None:
            return ()
        if not isinstance(value, dict) or not all(
            isinstance(lines, list) and all(isinstance(line, str) for line in lines)
            for lines in value.values()
        ):
            raise self.refuse(name, "must hold a list of texts per language")
        return in_order({language: tuple(lines) for language, lines in value.items()})

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.optional(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.refuse(name, "must be true or false")
        return value

    def rows(self, name: str) -> list[Row]:
        """Return the tables inside this row."""
        values = self.optional(name) or []
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise self.refuse(name, "must be a list of tables")
        return [
            Row(f"{self.place}.{name}[{number}]", one) for number, one in enumerate(values, start=1)
        ]

    def end(self) -> None:
        """Refuse what nobody asked for: a misspelt field is not silently lost."""
        unknown = sorted(set(self._values) - self._read)
        if unknown:
            raise self.refuse(unknown[0], "is not known here")


def in_order(texts: Mapping[str, T]) -> InLanguages[T]:
    """Return the pairs in the order of canonical CBOR, so that equal content is equal."""
    return tuple(sorted(texts.items(), key=lambda pair: (len(pair[0]), pair[0])))


def rows_of(document: Mapping[str, Any], name: str) -> list[Row]:
    """Return the tables of that name; none is no fault."""
    values = document.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise CentralError("publish.catalogue", f"[[{name}]] must be a list of tables")
    return [Row(f"{name}[{number}]", value) for number, value in enumerate(values, start=1)]
