"""Counts wrong claves and codes, and says how long to wait; kept beside the key slots.

The file is read at each use: a second copy of the program at the same door counts along.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.vault import slots, try_count
from kiosk.vault.tries import Tried, TriesFile, TryKey, tries_path
from kiosk.vault.try_count import UNTRIED, TryCount
from sync.clock import Clock
from sync.ids import OperatorNumber

_log = logging.getLogger("ventanilla.tries")
_EVERYBODY = slots.NOBODY_YET


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """What was typed wrong since the last event that told of it, by name."""

    claves: Mapping[OperatorNumber, int]
    codes: Mapping[OperatorNumber, int]
    counts_lost: bool


class Tries:
    """The wrong tries of one profile, by what was tried and on whose name."""

    def __init__(self, database: Path, clock: Clock) -> None:
        self._slots = slots.slots_path(database)
        self._file = TriesFile(tries_path(self._slots))
        self._clock = clock
        self._unsaved: dict[TryKey, TryCount] | None = None

    def wait_seconds(self, key: TryKey) -> int:
        """Return how long nothing may be tried on this name, 0 when something may."""
        return try_count.wait_seconds(_of(self._read(), key), self._now())

    def tries_left(self, key: TryKey) -> int:
        """Return how many free tries are left on this name."""
        return try_count.tries_left(_of(self._read(), key))

    def begin(self, key: TryKey) -> None:
        """Count a try as wrong before it is known: ending the program now wins nothing."""
        self._change(key, lambda count: try_count.begun(count, self._now()))

    def fitted(self, key: TryKey) -> None:
        """The try that began was right: forget the wrong ones, keep how many are yet to be told."""
        self._change(key, try_count.fitted)

    def forgive(self, key: TryKey) -> None:
        """A second person ended the wait."""
        self._change(key, try_count.forgiven)

    def put_back(self, key: TryKey, count: TryCount) -> None:
        """Set a count as it was before a try that came to nothing by no fault of the person."""
        self._change(key, lambda _begun: count)

    def count(self, key: TryKey) -> TryCount:
        """Return the count of one name."""
        return _of(self._read(), key)

    def untold(self) -> Untold:
        """Return what no event tells of yet."""
        counts = self._read()
        held = {key: count.unrecorded for key, count in counts.items() if count.unrecorded}
        lost = [key for key in held if key.operator == _EVERYBODY]
        return Untold(
            claves={key.operator: held[key] for key in held if _is(key, Tried.CLAVE)},
            codes={key.operator: held[key] for key in held if _is(key, Tried.CODE)},
            counts_lost=bool(lost),
        )

    def told(self) -> None:
        """An event told of everything up to now; that the counts were lost is over with it."""
        counts = self._read()
        if any(count.unrecorded for count in counts.values()):
            own = {key: count for key, count in counts.items() if key.operator != _EVERYBODY}
            self._write({key: try_count.recorded(count) for key, count in own.items()})

    def _read(self) -> dict[TryKey, TryCount]:
        if self._unsaved is not None:
            return self._unsaved
        counts = self._file.read()
        if counts is not None:
            return counts
        if not (self._slots.exists() or slots.copy_path(self._slots).exists()):
            return {}
        _log.warning("the wrong tries are gone from beside the key slots: nobody has a free try")
        lost = try_count.lost(self._now())
        counts = {TryKey(tried, _EVERYBODY): lost for tried in Tried}
        self._write(counts)
        return counts

    def _change(self, key: TryKey, change: Callable[[TryCount], TryCount]) -> None:
        counts = self._read()
        counts[key] = change(_of(counts, key))
        self._write(counts)

    def _write(self, counts: dict[TryKey, TryCount]) -> None:
        """Keep the counts; in memory alone, as long as the disk refuses."""
        try:
            self._file.write(counts)
        except KnownError as error:
            _log.warning("the wrong tries are kept in memory alone: %s", error.code)
            self._unsaved = counts
        else:
            self._unsaved = None

    def _now(self) -> float:
        return self._clock.monotonic_seconds()


def key_of_clave(operator: OperatorNumber) -> TryKey:
    """Return the key of claves tried on a name."""
    return TryKey(Tried.CLAVE, operator)


def key_of_code(approver: OperatorNumber) -> TryKey:
    """Return the key of one-time codes tried on a name."""
    return TryKey(Tried.CODE, approver)


def _is(key: TryKey, tried: Tried) -> bool:
    return key.tried is tried and key.operator != _EVERYBODY


def _of(counts: Mapping[TryKey, TryCount], key: TryKey) -> TryCount:
    """Return a name's count, or what counts for everybody without one of their own."""
    own = counts.get(key)
    if own is not None:
        return own
    return try_count.recorded(counts.get(TryKey(key.tried, _EVERYBODY), UNTRIED))
