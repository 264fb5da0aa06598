"""The lines of a pull and how far each brings a device; and dataset 6, which is sent by changes.

Other datasets are whole editions. Accounts change with every payment, so a device is sent what has
a higher number than the last line it got: at first everything of its municipality and then op 2,
later only changes, with op 1 for what was taken back. A number is a place in this database, kept
in the state of the device's own cursor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from sync.central import schema
from sync.ids import DeviceId
from sync.messages import PageEntry, PageOperation

ACCOUNTS_DATASET = 6
_AT_A_TIME = 200
_NUMBER_BYTES = 16
_ITEM = schema.account_item
_TERMINAL = select(schema.device.c.terminal).where(
    schema.device.c.device_id == bindparam("device_id")
)
_ACCOUNTS = (
    select(_ITEM)
    .where(
        _ITEM.c.municipality.in_(bindparam("homes", expanding=True)),
        _ITEM.c.number > bindparam("number"),
    )
    .order_by(_ITEM.c.number)
    .limit(_AT_A_TIME)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a device is in one dataset: so many items sent, None once op 2 was sent too."""

    edition: bytes
    position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line that could go into the page, and the progress once it has."""

    entry: PageEntry
    progress: Progress


def account_steps(
    connection: Connection, device_id: DeviceId, progress: Progress | None
) -> Iterator[Step]:
    """Yield what a device still needs of its municipality's accounts, the oldest change first."""
    first_time = progress is None or progress.position is not None
    number = 0 if progress is None else int.from_bytes(progress.edition, "big")
    municipality = connection.execute(_TERMINAL, {"device_id": device_id}).scalar_one_or_none()
    homes = ("", "" if municipality is None else str(municipality)[:5])
    while True:
        rows = connection.execute(_ACCOUNTS, {"homes": homes, "number": number}).all()
        for row in rows:
            number = row.number
            if row.value is None and first_time:
                continue
            yield Step(
                entry=PageEntry(
                    dataset=ACCOUNTS_DATASET,
                    key=row.key,
                    version=row.version,
                    operation=PageOperation.DELETE if row.value is None else PageOperation.PUT,
                    value=row.value,
                ),
                progress=_at(number, first_time),
            )
        if len(rows) < _AT_A_TIME:
            break
    if first_time and (number or progress is not None):
        yield Step(
            entry=PageEntry(
                dataset=ACCOUNTS_DATASET,
                key="",
                version=0,
                operation=PageOperation.SNAPSHOT_COMPLETE,
                value=None,
            ),
            progress=_at(number, False),
        )


def _at(number: int, first_time: bool) -> Progress:
    edition = number.to_bytes(_NUMBER_BYTES, "big")
    return Progress(edition=edition, position=0 if first_time else None)
