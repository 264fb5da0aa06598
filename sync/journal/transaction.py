"""What the journal needs of a database: an open transaction, and errors that refuse an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from sync.errors import JournalError
from sync.ids import EventId, StreamId


class Rows(Protocol):
    """What a statement gives back: plain tuples."""

    @property
    def rowcount(self) -> int:
        """Return how many rows a change touched."""
        ...

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Transaction(Protocol):
    """An open transaction on the one writer thread; the vault begins, commits and rolls back."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Rows:
        """Run one statement for each set of values."""
        ...


Migration: TypeAlias = tuple[str, Callable[[Transaction], None]]
"""A telling name and what it does; run once, by the vault, in a transaction of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Which event was refused."""

    event_id: EventId
    event_name: str


class OtherContent(JournalError):
    """This event_id was recorded with another content; nothing was written."""

    code = "journal.other_content"


class EventMalformed(JournalError):
    """The event does not fit its own type or is too large; nothing was written."""

    code = "journal.malformed"


class NoStream(JournalError):
    """No stream was opened yet: the device is not enrolled; nothing was written."""

    code = "journal.no_stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Where a stream was to be left."""

    stream: StreamId
    base: int
    last: int


class NoSuchPlace(JournalError):
    """A stream cannot be left there: it holds no such events; nothing was written."""

    code = "journal.no_such_place"


class Erased(JournalError):
    """The event's content was erased or pruned; its place in the chain remains."""

    code = "journal.erased"
