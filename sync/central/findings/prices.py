"""Every payment priced again, at the day the cashier said and at the day it really was (code 38).

A device's clock is not believed (PROTOCOL §17). What bounds the real time of an event: it was made
after the last contact that its stream tells of before it, and before it arrived here. Within that,
its own time is shifted by what the nearest contact said about the clock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from sync.central import schema
from sync.central.checks import Code
from sync.central.findings.book import CashBook, Place, place_of
from sync.central.findings.finding import Finding, at
from sync.central.seen import day_of
from sync.errors import MessageInvalid
from sync.events import (
    ClockSample,
    Header,
    PaymentTaken,
    ShiftOpened,
    decode_event,
    decode_header,
)
from sync.tariffs import Difference, TariffBook, reprice

MEXICO_HOURS_FROM_UTC = (-8, -7, -6, -5)
"""The country's clocks; the central's own is asked too. A day that fits one of them fits."""
SLACK_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contact:
    """What one contact said about the clock of a stream."""

    seq: int  # of the event that tells of it
    boot: bytes
    device_seconds: int
    drift_seconds: int
    server_seconds: int


class TrueTimes:
    """Tells on which days an event may really have been made."""

    def __init__(self, contacts: dict[tuple[bytes, bytes], list[_Contact]]) -> None:
        self._contacts = contacts

    def seconds_of(self, place: Place, header: Header, received_seconds: int) -> int:
        """Return the corrected time of an event, in seconds."""
        contacts = self._contacts.get((place[0], place[1]), [])
        after = bisect_left([one.seq for one in contacts], place[2])
        corrected = header.time_seconds
        near = _nearest(contacts, after, header.boot)
        if near is not None and near.boot == header.boot:
            steady = near.device_seconds - near.drift_seconds
            own = header.time_seconds - (header.drift_seconds or 0)
            corrected = own + near.server_seconds - steady
        elif near is not None:
            corrected += near.server_seconds - near.device_seconds
        if after:
            corrected = max(corrected, contacts[after - 1].server_seconds - SLACK_SECONDS)
        return min(corrected, received_seconds)


def _nearest(contacts: list[_Contact], after: int, boot: bytes) -> _Contact | None:
    same = [one for one in contacts if one.boot == boot]
    if same:
        return same[0]
    return contacts[min(after, len(contacts) - 1)] if contacts else None


def read_times(connection: Connection) -> TrueTimes:
    """Return what all contacts said about the clocks."""
    event = schema.event
    contacts: dict[tuple[bytes, bytes], list[_Contact]] = {}
    rows = connection.execute(
        select(event)
        .where(event.c.kind == ClockSample.kind, event.c.body.is_not(None))
        .order_by(event.c.device_id, event.c.stream, event.c.seq)
    )
    for row in rows:
        try:
            header = decode_header(row.header)
            told = decode_event(header.kind, header.kind_version, row.body)
        except MessageInvalid:
            continue
        if isinstance(told, ClockSample):
            contacts.setdefault((row.device_id, row.stream), []).extend(
                _Contact(
                    seq=row.seq,
                    boot=header.boot,
                    device_seconds=one.device_time_milliseconds // 1000,
                    drift_seconds=one.drift_seconds,
                    server_seconds=one.server_time_milliseconds // 1000,
                )
                for one in told.samples
            )
    return TrueTimes(contacts)


def days_of(seconds: int) -> frozenset[date]:
    """Return the days that a moment may have been at an office."""
    moment = datetime.fromtimestamp(seconds, UTC)
    days = {(moment + timedelta(hours=hours)).date() for hours in MEXICO_HOURS_FROM_UTC}
    return frozenset(days | {moment.astimezone().date()})


def day_findings(connection: Connection, book: CashBook, times: TrueTimes) -> Iterator[Finding]:
    """Yield shifts whose business day was chosen against the clock (PROTOCOL §17)."""
    approvals = {(row.device_id, row.event_id) for row in book.approvals}
    refs = {place_of(one): one.header.refs for one in book.resting}
    for place, header, _event in events_of(connection, ShiftOpened.kind):
        shift = next((row for row in book.shifts if place_of(row) == place), None)
        if shift is None:
            continue
        real = days_of(times.seconds_of(place, header, book.received_at_ms[place] // 1000))
        stated = day_of(shift.business_day)
        if stated not in real:
            asked = any((place[0], ref) in approvals for ref in refs.get(place, ()))
            yield at(
                "shift.day_against_clock",
                shift,
                business_day=shift.business_day,
                real_day=min(real, key=lambda day: abs(day - stated)).isoformat(),
                approved=asked,
                operator=shift.operator,
            )


def price_findings(
    connection: Connection, book: CashBook, prices: TariffBook | None, times: TrueTimes
) -> Iterator[Finding]:
    """Yield payments whose price differs; those of code 38, then those of another real day."""
    coded = {place_of(row) for row in book.coded if row.code == Code.PRICE_DIFFERS}
    days = {(row.device_id, row.shift): day_of(row.business_day) for row in book.shifts}
    rows = {place_of(row): row for row in book.payments}
    for place, header, event in events_of(connection, PaymentTaken.kind):
        row = rows.get(place)
        if row is None or not isinstance(event, PaymentTaken):
            continue
        day = days.get((place[0], event.shift))
        differs = None if day is None or prices is None else reprice(event, prices, day)
        if differs is not None or place in coded:
            yield at("price.differs", row, operator=row.operator, **_said(differs))
            continue
        if day is None or prices is None:
            continue
        real = days_of(times.seconds_of(place, header, book.received_at_ms[place] // 1000))
        found = [(one, reprice(event, prices, one)) for one in sorted(real)]
        if day not in real and all(one is not None for _, one in found):
            real_day, difference = found[0]
            yield at(
                "price.day_chosen",
                row,
                operator=row.operator,
                business_day=day.isoformat(),
                real_day=real_day.isoformat(),
                **_said(difference),
            )


def _said(difference: Difference | None) -> dict[str, Any]:
    if difference is None:
        return {}
    return {
        "differs": difference.differs.value,
        "stated_centavos": difference.stated_centavos,
        "due_centavos": difference.due_centavos,
        "why": difference.why or None,
    }


def events_of(connection: Connection, kind: int) -> Iterator[tuple[Place, Header, Any]]:
    """Yield the applied events of a kind that still have a body: place, header, what they say."""
    event = schema.event
    rows = connection.execute(
        select(event)
        .where(event.c.kind == kind, event.c.applied.is_(True), event.c.body.is_not(None))
        .order_by(event.c.device_id, event.c.stream, event.c.seq)
    )
    for row in rows:
        try:
            header = decode_header(row.header)
            decoded = decode_event(header.kind, header.kind_version, row.body)
        except MessageInvalid:
            continue
        yield (row.device_id, row.stream, row.seq), header, decoded
