"""What ingest must know before it can judge a batch: one statement per question, whole sets at a
time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, exists, func, select

from sync import cbor
from sync.central import schema
from sync.central.approvals import KnownApprovals
from sync.central.checks import Code, Known, Needs
from sync.central.code_lists import load_lists
from sync.central.cuts import START_RECEIPT_NUMBER, Revocation
from sync.central.price_history import every_price
from sync.errors import MessageInvalid
from sync.events import ApprovalAsked, ApprovalGiven, ShiftOpened, decode_event, decode_header
from sync.ids import DeviceId, OperatorNumber, StreamId, series_of

# Built once: building these for every push costs more than running them.
_IDS, _EVENT, _FOLIO = schema.event_id, schema.event, schema.folio
_OF_DEVICE = _IDS.c.device_id == bindparam("device_id")
_AMONG = _IDS.c.event_id.in_(bindparam("event_ids", expanding=True))
_LAST_GOOD = select(schema.revoked_device.c.last_good).where(
    schema.revoked_device.c.device_id == bindparam("device_id")
)
_KNOWN_IDS = select(_IDS.c.event_id).where(_OF_DEVICE, _AMONG)
_SHIFTS = (
    select(_IDS.c.event_id, _EVENT.c.body)
    .join(
        _EVENT,
        (_EVENT.c.device_id == _IDS.c.device_id)
        & (_EVENT.c.stream == _IDS.c.stream)
        & (_EVENT.c.seq == _IDS.c.seq),
    )
    .where(_OF_DEVICE, _AMONG, _EVENT.c.kind == ShiftOpened.kind, _EVENT.c.body.is_not(None))
)
_FOLIOS = select(_FOLIO.c.number, _FOLIO.c.event_id).where(
    _FOLIO.c.device_id == bindparam("device_id"),
    _FOLIO.c.series == bindparam("series"),
    _FOLIO.c.number.in_(bindparam("numbers", expanding=True)),
)
_LAST = (
    select(_FOLIO.c.series, func.max(_FOLIO.c.number))
    .where(
        _FOLIO.c.device_id == bindparam("device_id"),
        _FOLIO.c.series.in_(bindparam("all_series", expanding=True)),
    )
    .group_by(_FOLIO.c.series)
)
_DEFINITION = select(schema.form_definition.c.definition_hash16).where(
    schema.form_definition.c.form == bindparam("form"),
    schema.form_definition.c.version == bindparam("version"),
)
_OPERATORS = select(schema.operator_seen.c.operator).where(
    schema.operator_seen.c.operator.in_(bindparam("operators", expanding=True))
)
_REFUSED = (
    select(_EVENT.c.event_id)
    .join(
        schema.quarantine,
        (schema.quarantine.c.device_id == _EVENT.c.device_id)
        & (schema.quarantine.c.stream == _EVENT.c.stream)
        & (schema.quarantine.c.seq == _EVENT.c.seq),
    )
    .where(
        schema.quarantine.c.device_id == bindparam("device_id"),
        schema.quarantine.c.code == int(Code.OPERATOR_NOT_ALLOWED),
        _EVENT.c.kind == ApprovalGiven.kind,
    )
)


def load_known(
    connection: Connection, device_id: DeviceId, needs: Needs, new: frozenset[bytes], now_ms: int
) -> Known:
    """Return what is held of *needs*; the batch's own *new* event ids do not count as held yet."""
    return Known(
        event_ids=_event_ids(connection, device_id, needs) - new,
        business_days=_business_days(connection, device_id, needs),
        folios=_folios(connection, device_id, needs),
        last_numbers=_last_numbers(connection, device_id, needs),
        forms=_forms(connection, needs),
        prices=every_price(connection) if needs.rules else None,
        operators=_operators(connection, needs),
        approvals=KnownApprovals(
            lists=load_lists(connection, needs.approvers, to_spend=True),
            askers=_askers(connection, device_id, needs),
            refused=_refused(connection, device_id),
        ),
        orders_paid=_orders_paid(connection, needs),
        revocation=load_revocation(connection, device_id),
        now_seconds=now_ms // 1000,
    )


def load_revocation(connection: Connection, device_id: DeviceId) -> Revocation | None:
    """Return what the revocation list says of a device; None for one that was not reported."""
    verdict = schema.verdict
    stored = connection.execute(_LAST_GOOD, {"device_id": device_id}).scalar_one_or_none()
    if stored is None:
        return None
    last_good = cbor.decode(stored)
    released = connection.execute(
        select(verdict.c.stream, verdict.c.seq).where(
            verdict.c.device_id == device_id, verdict.c.released.is_(True)
        )
    )
    return Revocation(
        last_good=last_good,
        cut_seq=_cut_positions(connection, device_id, last_good),
        released=frozenset((stream, seq) for stream, seq in released),
    )


def _cut_positions(
    connection: Connection, device_id: DeviceId, last_good: Mapping[int, int]
) -> Mapping[bytes, int]:
    """Return how far each stream is good, where the receipt that says so is stored."""
    folio, ids, hwm = schema.folio, schema.event_id, schema.hwm
    found = {}
    streams = connection.execute(select(hwm.c.stream).where(hwm.c.device_id == device_id)).scalars()
    for stream in streams:
        series = series_of(StreamId(stream))
        good = last_good.get(series, 0)
        row = connection.execute(
            select(folio.c.number, ids.c.seq)
            .join(
                ids,
                (ids.c.device_id == folio.c.device_id) & (ids.c.event_id == folio.c.event_id),
            )
            .where(
                folio.c.device_id == device_id,
                folio.c.series == series,
                folio.c.number >= good,
                ids.c.stream == stream,
            )
            .order_by(folio.c.number)
            .limit(1)
        ).one_or_none()
        if row is not None and good > START_RECEIPT_NUMBER:
            found[stream] = row.seq if row.number == good else row.seq - 1
    return found


def _event_ids(connection: Connection, device_id: DeviceId, needs: Needs) -> frozenset[bytes]:
    if not needs.event_ids:
        return frozenset()
    asked = {"device_id": device_id, "event_ids": sorted(needs.event_ids)}
    return frozenset(connection.execute(_KNOWN_IDS, asked).scalars())


def _business_days(
    connection: Connection, device_id: DeviceId, needs: Needs
) -> Mapping[bytes, date]:
    if not needs.event_ids:
        return {}
    asked = {"device_id": device_id, "event_ids": sorted(needs.event_ids)}
    rows = connection.execute(_SHIFTS, asked)
    days = {}
    for event_id, body in rows:
        try:
            opened = decode_event(ShiftOpened.kind, ShiftOpened.kind_version, body)
        except MessageInvalid:
            continue  # a shift in quarantine has no day; its payments are judged without one
        if isinstance(opened, ShiftOpened):
            days[event_id] = opened.business_day
    return days


def _folios(
    connection: Connection, device_id: DeviceId, needs: Needs
) -> Mapping[tuple[int, int], bytes]:
    found: dict[tuple[int, int], bytes] = {}
    for series in sorted(needs.series):
        numbers = sorted(number for of_series, number in needs.folios if of_series == series)
        asked = {"device_id": device_id, "series": series, "numbers": numbers}
        rows = connection.execute(_FOLIOS, asked)
        found.update({(series, row.number): row.event_id for row in rows})
    return found


def _last_numbers(connection: Connection, device_id: DeviceId, needs: Needs) -> Mapping[int, int]:
    if not needs.series:
        return {}
    rows = connection.execute(_LAST, {"device_id": device_id, "all_series": sorted(needs.series)})
    return {row[0]: row[1] for row in rows}


def _forms(connection: Connection, needs: Needs) -> Mapping[tuple[str, str], bytes] | None:
    table = schema.form_definition
    if not needs.forms or _is_empty(connection, table.c.form):
        return None
    found = {}
    for form, version in sorted(needs.forms):
        if "\x00" in form + version:
            continue  # PostgreSQL has no such text, and nothing is published under it
        asked = {"form": form, "version": version}
        definition = connection.execute(_DEFINITION, asked).scalar_one_or_none()
        if definition is not None:
            found[form, version] = definition
    return found


def _operators(connection: Connection, needs: Needs) -> frozenset[int] | None:
    table = schema.operator_seen
    if not needs.operators or _is_empty(connection, table.c.operator):
        return None
    asked = {"operators": sorted(needs.operators)}
    return frozenset(connection.execute(_OPERATORS, asked).scalars())


def _askers(
    connection: Connection, device_id: DeviceId, needs: Needs
) -> Mapping[bytes, OperatorNumber]:
    """Return who asked each question, read from its header."""
    ids, event = schema.event_id, schema.event
    if not needs.questions:
        return {}
    rows = connection.execute(
        select(ids.c.event_id, event.c.header)
        .join(
            event,
            (event.c.device_id == ids.c.device_id)
            & (event.c.stream == ids.c.stream)
            & (event.c.seq == ids.c.seq),
        )
        .where(
            ids.c.device_id == device_id,
            ids.c.event_id.in_(sorted(needs.questions)),
            event.c.kind == ApprovalAsked.kind,
        )
    )
    return {event_id: decode_header(header).operator for event_id, header in rows}


def _refused(connection: Connection, device_id: DeviceId) -> frozenset[bytes]:
    """Return the approvals of a device that did not hold; quarantine is short."""
    return frozenset(connection.execute(_REFUSED, {"device_id": device_id}).scalars())


def _orders_paid(connection: Connection, needs: Needs) -> Mapping[bytes, bytes]:
    """Return what paid each order first and was not given back, on whichever device.

    A payment that was given back leaves its place to the next one that stands.
    """
    first, detail, back = schema.order_paid, schema.payment_detail, schema.reversal
    if not needs.orders:
        return {}
    found: dict[bytes, bytes] = {}
    for table in (first, detail):
        rows = connection.execute(
            select(table.c.order_id, table.c.event_id).where(
                table.c.order_id.in_(sorted(needs.orders)),
                ~exists().where(back.c.payment == table.c.event_id),
            )
        )
        for row in rows:
            found.setdefault(row.order_id, row.event_id)
    return found


def _is_empty(connection: Connection, column: Column[Any]) -> bool:
    return connection.execute(_any_of(column)).first() is None


@cache
def _any_of(column: Column[Any]) -> Select[Any]:
    return select(column).limit(1)
