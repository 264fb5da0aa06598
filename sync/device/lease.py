"""The lease: how long a device may take cash without hearing from the central (PROTOCOL §19).

Counted in business days opened plus monotonic running time since the last valid answer, never by
the clock alone. Whoever holds the shifts counts the days; here stand the zero points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.device.running import running_seconds
from sync.journal import Transaction, tip

_DAYS, _STOPS = 1, 2
_MOST_DAYS = 36_600


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRow:
    """What is held of the lease.

    `days` and `stops` are None where the central never spoke of them. At the last contact the
    device had run `running_seconds` and the journal's last event was `seq` of `stream`.
    """

    days: int | None
    stops: int | None
    running_seconds: int
    stream: bytes | None
    seq: int


def lease_row(tx: Transaction) -> LeaseRow:
    """Return the lease as it is held."""
    row = tx.execute("SELECT days, stops, running_seconds, stream, seq FROM lease").fetchone()
    days, stops, seconds, stream, seq = row
    return LeaseRow(days=days, stops=stops, running_seconds=seconds, stream=stream, seq=seq)


def renew(tx: Transaction, lease: Mapping[int, Any] | None) -> None:
    """Begin to count anew, because a valid answer with the newest server time came.

    A lease in the answer replaces the one held; one that cannot be read is passed over.
    """
    newest = tip(tx)
    tx.execute(
        "UPDATE lease SET running_seconds = ?, stream = ?, seq = ?",
        (
            running_seconds(tx),
            None if newest is None else newest.stream,
            0 if newest is None else newest.seq,
        ),
    )
    if lease is None:
        return
    days, stops = lease.get(_DAYS), lease.get(_STOPS)
    if isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= _MOST_DAYS:
        known = stops if isinstance(stops, int) and not isinstance(stops, bool) else None
        tx.execute("UPDATE lease SET days = ?, stops = ?", (days, known))
