"""What the journal says about one receipt: the state that an acuse carries (RECEIPTS §5, §9).

A receipt finds its event by (device, anchor); the anchor pins the event and all that came before
it. What the event says on paper is computed again, R(event, h), and compared label by label.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from sync import cbor
from sync.acuse import AcuseState
from sync.central import schema
from sync.central.checks import Code
from sync.central.keys import CentralKeys
from sync.central.moved import ANCHOR_BYTES, left_streams
from sync.errors import MessageInvalid
from sync.events import PaymentReversed, PaymentTaken
from sync.ids import DeviceId, StreamId, series_of
from sync.receipts import ReceiptFields, payload_of, read_payload

FOLIO_KEY, ORIGINAL_KEY = 1, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The receipt that somebody asks about; what it says only where they sent it whole."""

    device_id: DeviceId
    series: int
    number: int
    anchor: bytes
    says: ReceiptFields | None = None

    @classmethod
    def of(cls, device_id: bytes, says: ReceiptFields) -> Asked:
        """Return the question about a receipt that is here whole."""
        return cls(
            device_id=DeviceId(device_id),
            series=says.series,
            number=says.number,
            anchor=says.anchor,
            says=says,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What this central knows of one receipt."""

    state: AcuseState
    arrived_at_seconds: int | None = None
    reversed_by: tuple[int, int] | None = None
    durable: bool | None = None
    recorded: ReceiptFields | None = None  # what the journal says should be on the paper


def standing_of_receipt(connection: Connection, keys: CentralKeys, asked: Asked) -> Standing:
    """Return the state of a receipt whose signature was checked, or whose anchor was named."""
    row = event_of(connection, asked.device_id, asked.anchor)
    if row is None:
        return Standing(state=_without_event(connection, asked))
    recorded = recorded_receipt(keys, row, asked.anchor, _stream_of(connection, row, asked))
    found = Standing(
        state=AcuseState.RECEIVED,
        arrived_at_seconds=row.received_at_ms // 1000,
        durable=row.seq <= row.durable,
        recorded=recorded,
    )
    if row.body is not None and not _agrees(asked, recorded):
        return replace(found, state=AcuseState.DIFFERS)
    if row.code == Code.DEVICE_REVOKED:
        return replace(found, state=_decided(connection, row))
    reversed_by = _reversal(connection, asked) if row.kind == PaymentTaken.kind else None
    if reversed_by is not None:
        return replace(found, state=AcuseState.REVERSED, reversed_by=reversed_by)
    return found


def event_of(connection: Connection, device_id: DeviceId, anchor: bytes) -> Row[Any] | None:
    """Return the event that an anchor names, with its stream's durable mark; None if not here."""
    table = schema.anchor
    place = connection.execute(
        select(table.c.stream, table.c.seq).where(
            table.c.device_id == device_id, table.c.anchor16 == anchor
        )
    ).one_or_none()
    return None if place is None else event_at(connection, device_id, place.stream, place.seq)


def event_at(
    connection: Connection, device_id: DeviceId, stream: bytes, seq: int
) -> Row[Any] | None:
    """Return one stored event with its stream's durable mark."""
    event, hwm = schema.event, schema.hwm
    return connection.execute(
        select(event, hwm.c.durable)
        .join(hwm, (hwm.c.device_id == event.c.device_id) & (hwm.c.stream == event.c.stream))
        .where(event.c.device_id == device_id, event.c.stream == stream, event.c.seq == seq)
    ).one_or_none()


def _stream_of(connection: Connection, row: Row[Any], asked: Asked) -> StreamId:
    """Return the stream in which an event stood when its receipt was issued."""
    if row.h[:ANCHOR_BYTES] != asked.anchor:
        for old in left_streams(connection, asked.device_id):
            if series_of(old) == asked.series:
                return old
    return StreamId(row.stream)


def recorded_receipt(
    keys: CentralKeys, row: Row[Any], anchor: bytes, stream: StreamId
) -> ReceiptFields | None:
    """Return what an event says on paper, computed again; None where it gives no receipt.

    *stream* is the one it was issued in: a start receipt takes its series from it.

    Also None for an event whose body the law erased: the comparison ends there.
    """
    if row.body is None:
        return None
    try:
        payload = payload_of(
            cbor.decode(row.header),
            cbor.decode(row.body),
            head=anchor,
            stream=stream,
            account_key=keys.account_key(DeviceId(row.device_id)),
        )
        return read_payload(payload)
    except MessageInvalid:
        return None


def _agrees(asked: Asked, recorded: ReceiptFields | None) -> bool:
    if recorded is None:
        return False
    if asked.says is None:
        return (recorded.series, recorded.number) == (asked.series, asked.number)
    if asked.says.initials is None:  # dropped where the receipt would have been too long (§6)
        recorded = replace(recorded, initials=None)
    return recorded == asked.says


def _without_event(connection: Connection, asked: Asked) -> AcuseState:
    """Say what a receipt is whose event is not here: noted, or held back with its device.

    Where its number is here with another history, a clone may still bring this one (RECEIPTS §4):
    the person hears *noted*, the office reads it in `receipts seen`.
    """
    revoked = schema.revoked_device
    last_good = connection.execute(
        select(revoked.c.last_good).where(revoked.c.device_id == asked.device_id)
    ).scalar_one_or_none()
    if last_good is None or asked.number <= cbor.decode(last_good).get(asked.series, 0):
        return AcuseState.NOTED
    return AcuseState.WAITS


def _decided(connection: Connection, row: Row[Any]) -> AcuseState:
    table = schema.verdict
    refused = connection.execute(
        select(table.c.released).where(
            table.c.device_id == row.device_id,
            table.c.stream == row.stream,
            table.c.seq == row.seq,
            table.c.released.is_(False),
        )
    ).first()
    return AcuseState.WAITS if refused is None else AcuseState.VOID


def _reversal(connection: Connection, asked: Asked) -> tuple[int, int] | None:
    """Return the folio of the reversal of a payment, None where it stands."""
    event = schema.event
    bodies = connection.execute(
        select(event.c.body).where(
            event.c.device_id == asked.device_id,
            event.c.kind == PaymentReversed.kind,
            event.c.applied.is_(True),
            event.c.body.is_not(None),
        )
    ).scalars()
    for body in bodies:
        says = cbor.decode(body)
        if says.get(ORIGINAL_KEY) == [asked.series, asked.number]:
            series, number = says[FOLIO_KEY]
            return series, number
    return None
