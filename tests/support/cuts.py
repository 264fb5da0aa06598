"""The power goes between two statements of a transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sync.journal import Transaction
from tests.support.offices import Counter

T = TypeVar("T")


class PowerCut(Exception):
    """The power went between two statements."""


class CutTransaction:
    """A transaction that fails before its n-th statement."""

    def __init__(self, tx: Transaction, left: int) -> None:
        self._tx = tx
        self._left = left

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise PowerCut

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """Run a statement, unless the power is gone."""
        self._count()
        return self._tx.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Any:
        """Run a statement many times, unless the power is gone."""
        self._count()
        return self._tx.executemany(sql, parameters)


def cut_after(counter: Counter, statements: int) -> Callable[[], None]:
    """Let the next writes fail before statement number *statements*; return how to mend it."""
    database = counter.database
    real = database.write

    def failing(work: Callable[[Transaction], T], *, last_room: bool = False) -> T:
        del last_room
        return real(lambda tx: work(CutTransaction(tx, statements)))

    database.write = failing  # type: ignore[method-assign]

    def mend() -> None:
        database.write = real  # type: ignore[method-assign]

    return mend
