"""Shapes of CBOR values: how a typed Python value is written into a message and read back.

Reading raises `MessageInvalid("shape")`; writing what does not fit raises it too. How whole
dataclasses are made of them stands in `sync.annotated`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sync.errors import MessageInvalid

LARGEST = 2**63 - 1


def refuse(detail: str) -> MessageInvalid:
    """Return the error for a value whose shape is not the one agreed."""
    return MessageInvalid("shape", detail)


class Shape(Protocol):
    """One kind of CBOR value; `words` names it in the generated pages."""

    @property
    def words(self) -> str:
        """Return the shape in the notation of PROTOCOL §6a."""
        ...

    def write(self, value: Any) -> Any:
        """Return the CBOR value; raise MessageInvalid("shape") when *value* does not fit."""
        ...

    def read(self, value: Any) -> Any:
        """Return the Python value; raise MessageInvalid("shape") when the bytes say otherwise."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two limits, both included."""

    low: int = 0
    high: int = LARGEST
    meaning: str = ""

    @property
    def words(self) -> str:
        """Return `uint` or `int`, with its meaning."""
        return ("uint" if self.low >= 0 else "int") + (f" ({self.meaning})" if self.meaning else "")

    def read(self, value: Any) -> Any:
        """Return the number, refuse anything else (also true and false)."""
        if type(value) is not int or not self.low <= value <= self.high:
            raise refuse(f"{self.words} {self.low}..{self.high} expected")
        return value

    write = read


@dataclass(frozen=True, slots=True)
class Text:
    """UTF-8 text of a number of characters between two limits."""

    low: int = 0
    high: int = 65_536
    meaning: str = ""

    @property
    def words(self) -> str:
        """Return `tstr` with its meaning."""
        return "tstr" + (f" {self.meaning}" if self.meaning else "")

    def read(self, value: Any) -> Any:
        """Return the text as it is."""
        if type(value) is not str or not self.low <= len(value) <= self.high:
            raise refuse(f"{self.words} of {self.low}..{self.high} characters expected")
        return value

    write = read


@dataclass(frozen=True, slots=True)
class Octets:
    """A byte string of an exact size, or of at most a size when *at_most* is set."""

    size: int
    meaning: str = ""
    at_most: bool = False

    @property
    def words(self) -> str:
        """Return `bstr .size n` with its meaning."""
        size = f"0..{self.size}" if self.at_most else str(self.size)
        return f"bstr .size {size}" + (f" ({self.meaning})" if self.meaning else "")

    def read(self, value: Any) -> Any:
        """Return the bytes as they are."""
        fits = type(value) is bytes and (
            len(value) <= self.size if self.at_most else len(value) == self.size
        )
        if not fits:
            raise refuse(f"{self.words} expected")
        return value

    write = read


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false; with *only_true* the key is left out instead of false."""

    meaning: str = ""
    only_true: bool = False

    @property
    def words(self) -> str:
        """Return `bool` or `true` with its meaning."""
        word = "true" if self.only_true else "bool"
        return word + (f" ({self.meaning})" if self.meaning else "")

    def read(self, value: Any) -> Any:
        """Return the truth value."""
        if type(value) is not bool or (self.only_true and not value):
            raise refuse(f"{self.words} expected")
        return value

    write = read


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day; yyyymmdd as a whole number in the message, a date in Python."""

    meaning: str = "yyyymmdd"

    @property
    def words(self) -> str:
        """Return `uint` with its meaning."""
        return f"uint ({self.meaning})"

    def write(self, value: Any) -> Any:
        """Return yyyymmdd."""
        if type(value) is not date:
            raise refuse("a date expected")
        return value.year * 10_000 + value.month * 100 + value.day

    def read(self, value: Any) -> Any:
        """Return the date; refuse days that no calendar has."""
        if type(value) is not int:
            raise refuse(f"{self.words} expected")
        try:
            return date(value // 10_000, value // 100 % 100, value % 100)
        except (ValueError, OverflowError) as error:
            raise refuse(f"{self.words} expected") from error


@dataclass(frozen=True, slots=True)
class Choice:
    """One of an IntEnum's members, as its number."""

    members: type[Any]

    @property
    def words(self) -> str:
        """Return every number with its name."""
        return " / ".join(f"{m.value} {m.name.lower().replace('_', ' ')}" for m in self.members)

    def write(self, value: Any) -> Any:
        """Return the member's number."""
        if type(value) is not self.members:
            raise refuse(f"one of {self.words} expected")
        return int(value)

    def read(self, value: Any) -> Any:
        """Return the member."""
        member = self.members._value2member_map_.get(value) if type(value) is int else None
        if member is None:
            raise refuse(f"one of {self.words} expected")
        return member


@dataclass(frozen=True, slots=True)
class Many:
    """An array of values of one shape; a tuple in Python."""

    item: Shape
    low: int = 0
    high: int = 65_536

    @property
    def words(self) -> str:
        """Return `[* shape]`, or with its limits."""
        limits = "*" if (self.low, self.high) == (0, 65_536) else f"{self.low}*{self.high}"
        return f"[{limits.replace('*65536', '*')} {self.item.words}]"

    def _each(self, value: Any, kind: type[Any], change: Callable[[Any], Any]) -> list[Any]:
        if not isinstance(value, list | tuple) or type(value) is not kind:
            raise refuse(f"{self.words} expected")
        if not self.low <= len(value) <= self.high:
            raise refuse(f"{self.words} expected")
        return [change(item) for item in value]

    def write(self, value: Any) -> Any:
        """Return the array."""
        return self._each(value, tuple, self.item.write)

    def read(self, value: Any) -> Any:
        """Return the tuple."""
        return tuple(self._each(value, list, self.item.read))


@dataclass(frozen=True, slots=True)
class Table:
    """A map from one shape to another; in Python a tuple of pairs in the order of their keys."""

    key: Shape
    value: Shape

    @property
    def words(self) -> str:
        """Return `{* key => value}`."""
        return f"{{* {self.key.words} => {self.value.words}}}"

    def write(self, value: Any) -> Any:
        """Return the map; the encoder puts its keys in order."""
        if type(value) is not tuple:
            raise refuse(f"{self.words} expected")
        written = {self.key.write(key): self.value.write(entry) for key, entry in value}
        if len(written) != len(value):
            raise refuse(f"{self.words}: a key twice")
        return written

    def read(self, value: Any) -> Any:
        """Return the pairs as the canonical bytes order them."""
        if type(value) is not dict:
            raise refuse(f"{self.words} expected")
        return tuple((self.key.read(key), self.value.read(entry)) for key, entry in value.items())


@dataclass(frozen=True, slots=True)
class Either:
    """The first of several shapes that fits."""

    shapes: tuple[Shape, ...]

    @property
    def words(self) -> str:
        """Return the shapes with a slash between them."""
        return " / ".join(shape.words for shape in self.shapes)

    def _first(self, value: Any, name: str) -> Any:
        for shape in self.shapes:
            try:
                return getattr(shape, name)(value)
            except MessageInvalid:
                continue
        raise refuse(f"{self.words} expected")

    def write(self, value: Any) -> Any:
        """Return what the first fitting shape writes."""
        return self._first(value, "write")

    def read(self, value: Any) -> Any:
        """Return what the first fitting shape reads."""
        return self._first(value, "read")


@dataclass(frozen=True, slots=True)
class OrNull:
    """A shape, or null (None in Python): written only where a schema says so (PROTOCOL §3)."""

    shape: Shape

    @property
    def words(self) -> str:
        """Return `shape / null`."""
        return f"{self.shape.words} / null"

    def write(self, value: Any) -> Any:
        """Return null for None."""
        return None if value is None else self.shape.write(value)

    def read(self, value: Any) -> Any:
        """Return None for null."""
        return None if value is None else self.shape.read(value)


@dataclass(frozen=True, slots=True)
class Nested:
    """Answers of a form: text, whole numbers, null, and arrays of them (PROTOCOL §6a)."""

    @property
    def words(self) -> str:
        """Return what stands in PROTOCOL §6a."""
        return "answers"

    def write(self, value: Any) -> Any:
        """Return tuples as arrays."""
        if type(value) is tuple:
            return [self.write(item) for item in value]
        return self._leaf(value)

    def read(self, value: Any) -> Any:
        """Return arrays as tuples."""
        if type(value) is list:
            return tuple(self.read(item) for item in value)
        return self._leaf(value)

    def _leaf(self, value: Any) -> Any:
        if value is None or type(value) in (str, int):
            return value
        raise refuse("an answer is text, a whole number, null or a list of them")
