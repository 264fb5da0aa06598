"""What an applied event does beyond being stored, in the transaction that stores it.

A device that erased or blocked events makes the central do the same; a recovery code is kept for
the tool that reads it out. Events that wait in quarantine do nothing until they are applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.catalogue import ErasureAct
from sync.central.erasures import Erasures, Wanted
from sync.central.event_rows import whole_day
from sync.central.recovery import RecoveryStore
from sync.events import DataBlocked, Erased, Event, KeySlotChanged
from sync.ids import DeviceId

Follow = Callable[[Connection, DeviceId, Iterable[Event], int], None]
"""Given the connection, the device, its newly applied events in order, and the time in ms."""


def nothing_follows(
    _connection: Connection, _device_id: DeviceId, _events: Iterable[Event], _now_ms: int
) -> None:
    """Follow no event: for a database without the folder around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Follows erasures, blocks and key slots."""

    erasures: Erasures
    recovery: RecoveryStore

    def __call__(
        self, connection: Connection, device_id: DeviceId, events: Iterable[Event], now_ms: int
    ) -> None:
        """Do what newly applied events ask for."""
        wanted: list[Wanted] = []
        for event in events:
            if isinstance(event, KeySlotChanged):
                self.recovery.follow(connection, device_id, event, now_ms)
            elif isinstance(event, Erased | DataBlocked):
                wanted.extend(_wanted(device_id, event))
        if wanted:
            self.erasures.order(connection, wanted, now_ms)


def _wanted(device_id: DeviceId, event: Erased | DataBlocked) -> Iterator[Wanted]:
    blocked = isinstance(event, DataBlocked)
    for event_id in event.event_ids:
        yield Wanted(
            device_id=device_id,
            event_id=event_id,
            act=ErasureAct.BLOCK if blocked else ErasureAct.ERASE,
            legal_basis=event.legal_basis if isinstance(event, DataBlocked) else "",
            until=whole_day(event.until) if isinstance(event, DataBlocked) else None,
        )
