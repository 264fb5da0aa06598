"""Dataclasses in messages: their annotations say how each field is written and read back.

An event or reference value is a frozen dataclass whose fields are `Annotated[type, Key(n, shape)]`
(a CBOR map with integer keys) or `Annotated[type, Place(n, shape)]` (a CBOR array by position).
The same annotations write, read, check and document it, so the four cannot drift apart.
Reading raises `MessageInvalid("shape")`; writing what does not fit raises it too.
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sync.errors import MessageInvalid
from sync.shape import Shape, refuse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key:
    """Where a field stands in a CBOR map; a field whose default is None or False is optional."""

    number: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in a CBOR array; an optional field stands at the end."""

    number: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a class with its shape and what stands for 'left out'."""

    name: str
    number: int
    shape: Shape
    optional: bool
    absent: Any


_Reader = tuple[str, int, Callable[[Any], Any], bool]


def entries_of(owner: type[Any]) -> tuple[Entry, ...]:
    """Return the fields of a dataclass whose annotations carry a Key or a Place, by number."""
    hashable: Any = owner  # mypy 2.4 does not see that type[Any] is hashable
    return _entries_of(hashable)


@functools.cache
def _entries_of(owner: type[Any]) -> tuple[Entry, ...]:
    hints = typing.get_type_hints(owner, include_extras=True)
    found = []
    for field in dataclasses.fields(owner):
        for mark in getattr(hints[field.name], "__metadata__", ()):
            if isinstance(mark, Key | Place):
                optional = field.default is not dataclasses.MISSING
                absent = field.default if optional else None
                found.append(Entry(field.name, mark.number, mark.shape, optional, absent))
    return tuple(sorted(found, key=lambda entry: entry.number))


def write_map(value: Any) -> dict[int, Any]:
    """Return a dataclass as a CBOR map; what equals its default is left out."""
    written: dict[int, Any] = {}
    for entry in entries_of(type(value)):
        content = getattr(value, entry.name)
        if entry.optional and content == entry.absent:
            continue
        written[entry.number] = entry.shape.write(content)
    return written


def read_map(owner: type[T], value: Any) -> T:
    """Return the dataclass that a CBOR map holds; unknown keys are ignored (PROTOCOL §21).

    Raises MessageInvalid("shape") when a needed key is missing or one does not fit.
    """
    if type(value) is not dict:
        raise refuse("a map expected")
    return owner(**_contents(owner, value))


def _contents(owner: type[Any], held: Mapping[int, Any]) -> dict[str, Any]:
    contents: dict[str, Any] = {}
    for name, number, read, optional in _readers_of(owner):
        if number in held:
            try:
                contents[name] = read(held[number])
            except MessageInvalid as error:
                raise refuse(f"{owner.__name__}.{name}: {error.detail}") from error
        elif not optional:
            raise refuse(f"{owner.__name__}.{name} is missing")
    return contents


def _readers_of(owner: type[Any]) -> tuple[_Reader, ...]:
    hashable: Any = owner  # as in entries_of
    return _cached_readers_of(hashable)


@functools.cache
def _cached_readers_of(owner: type[Any]) -> tuple[_Reader, ...]:
    """Return name, number, reading and optionality of each field: what every event asks for."""
    return tuple((one.name, one.number, one.shape.read, one.optional) for one in entries_of(owner))


@dataclass(frozen=True, slots=True)
class InMap:
    """A dataclass that stands as a map."""

    owner: type[Any]

    @property
    def words(self) -> str:
        """Return the class's fields by key."""
        return describe(self.owner)

    def write(self, value: Any) -> Any:
        """Return the map."""
        if type(value) is not self.owner:
            raise refuse(f"{self.owner.__name__} expected")
        return write_map(value)

    def read(self, value: Any) -> Any:
        """Return the dataclass."""
        return read_map(self.owner, value)


@dataclass(frozen=True, slots=True)
class InArray:
    """A dataclass that stands as an array, fields by position."""

    owner: type[Any]

    @property
    def words(self) -> str:
        """Return the shapes in order."""
        return "[" + ", ".join(f"{e.shape.words} {e.name}" for e in entries_of(self.owner)) + "]"

    def write(self, value: Any) -> Any:
        """Return the array."""
        if type(value) is not self.owner:
            raise refuse(f"{self.owner.__name__} expected")
        return [entry.shape.write(getattr(value, entry.name)) for entry in entries_of(self.owner)]

    def read(self, value: Any) -> Any:
        """Return the dataclass."""
        readers = _readers_of(self.owner)
        if type(value) is not list or len(value) != len(readers):
            raise refuse(f"{self.owner.__name__}: an array of {len(readers)} expected")
        return self.owner(**_contents(self.owner, dict(enumerate(value))))


def describe(owner: type[Any]) -> str:
    """Return the map of a dataclass in the notation of PROTOCOL §6a."""
    entries = (
        f"{'? ' if entry.optional else ''}{entry.number}: {entry.shape.words} {entry.name}"
        for entry in entries_of(owner)
    )
    return "{ " + ", ".join(entries) + " }"
