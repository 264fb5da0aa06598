"""What an administration sees of its devices: last contact, protection, streams, orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from sync import cbor
from sync.central import schema
from sync.central.checks import Code
from sync.central.database import upsert
from sync.central.errors import CentralError
from sync.certificates import TERMINAL_PATTERN
from sync.events import SlotAct, SlotKind, StreamOpened
from sync.ids import DeviceId
from sync.revocations import Reported

CONTACT_EVERY_MS = 600_000
"""A contact is written down at most this often where nothing else is written."""

_HEARD = upsert(schema.contact)
_NOTE_CONTACT = _HEARD.on_conflict_do_update(
    index_elements=["device_id"], set_={"last_at_ms": _HEARD.excluded.last_at_ms}
)
_LAST_CONTACT = select(schema.contact.c.last_at_ms).where(
    schema.contact.c.device_id == bindparam("device_id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """How far one stream of a device is stored."""

    stream: bytes
    seq: int
    durable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """One device as this central knows it."""

    device_id: DeviceId
    terminal: str
    protection: int  # as it said last, at enrolment or at the opening of a stream
    app_version: str
    last_contact_ms: int | None
    streams: tuple[Stream, ...]
    revoked: Reported | None
    waiting: int  # events after the cut that nobody has decided about
    wipe_number: int | None
    slots: Mapping[SlotKind, int]  # open key slots by kind, as the journal tells


def note_contact(connection: Connection, device_id: DeviceId, now_ms: int) -> None:
    """Write down that a device was heard."""
    connection.execute(_NOTE_CONTACT, {"device_id": device_id, "last_at_ms": now_ms})


def is_contact_old(connection: Connection, device_id: DeviceId, now_ms: int) -> bool:
    """Say whether it is time to write a contact down again."""
    last = connection.execute(_LAST_CONTACT, {"device_id": device_id}).scalar_one_or_none()
    return last is None or now_ms - last >= CONTACT_EVERY_MS


def list_devices(connection: Connection) -> list[DeviceState]:
    """Return every enrolled device, by terminal and day of enrolment."""
    table = schema.device
    rows = connection.execute(select(table).order_by(table.c.terminal, table.c.enrolled_at_ms))
    return [_state(connection, row) for row in rows.all()]


def find_device(connection: Connection, *, device: str | None, terminal: str | None) -> DeviceId:
    """Return the device that somebody means by its id in hex, or by its terminal.

    Raises CentralError: `device.unknown`, or `device.which` where a terminal has had several.
    """
    table = schema.device
    if device is not None:
        try:
            device_id = bytes.fromhex(device)
        except ValueError as error:
            raise CentralError("device.unknown", device) from error
        wanted = table.c.device_id == device_id
    else:
        if terminal is None or not TERMINAL_PATTERN.fullmatch(terminal):
            raise CentralError("device.unknown", terminal or "")
        wanted = table.c.terminal == terminal
    found = list(connection.execute(select(table.c.device_id).where(wanted)).scalars())
    if not found:
        raise CentralError("device.unknown", device or terminal or "")
    if len(found) > 1:
        raise CentralError("device.which", ", ".join(one.hex() for one in found))
    return DeviceId(found[0])


def _state(connection: Connection, row: Any) -> DeviceState:
    device_id = DeviceId(row.device_id)
    hwm, contact, revoked = schema.hwm, schema.contact, schema.revoked_device
    streams = connection.execute(
        select(hwm).where(hwm.c.device_id == device_id).order_by(hwm.c.stream)
    )
    last = connection.execute(
        select(contact.c.last_at_ms).where(contact.c.device_id == device_id)
    ).scalar_one_or_none()
    why = connection.execute(
        select(revoked.c.why).where(revoked.c.device_id == device_id)
    ).scalar_one_or_none()
    orders = schema.wipe_order
    return DeviceState(
        device_id=device_id,
        terminal=row.terminal,
        protection=_protection(connection, device_id, row.protection),
        app_version=row.app_version,
        last_contact_ms=last,
        streams=tuple(
            Stream(stream=one.stream, seq=one.seq, durable=one.durable) for one in streams
        ),
        revoked=None if why is None else Reported(why),
        waiting=_waiting(connection, device_id),
        wipe_number=connection.execute(
            select(func.max(orders.c.number)).where(orders.c.device_id == device_id)
        ).scalar_one(),
        slots=open_slots(connection, device_id),
    )


def open_slots(connection: Connection, device_id: DeviceId) -> dict[SlotKind, int]:
    """Return how many key slots of each kind a device has open, as its journal tells."""
    table = schema.key_slot
    rows = connection.execute(
        select(table)
        .where(table.c.device_id == device_id)
        .order_by(table.c.device_time_seconds, table.c.seq)
    )
    kinds: dict[int, SlotKind] = {}
    for row in rows:
        act, kind = SlotAct(row.act), SlotKind(row.slot_kind)
        spent = act is SlotAct.USED and kind is SlotKind.RECOVERY
        if act is SlotAct.ADDED:
            kinds[row.slot] = kind
        elif act is SlotAct.REMOVED or spent:
            kinds.pop(row.slot, None)
    held = list(kinds.values())
    return {kind: held.count(kind) for kind in SlotKind if kind in held}


def _protection(connection: Connection, device_id: DeviceId, at_enrolment: int) -> int:
    table = schema.device_care
    body = connection.execute(
        select(table.c.body)
        .where(table.c.device_id == device_id, table.c.kind == StreamOpened.kind)
        .order_by(table.c.device_time_seconds.desc())
        .limit(1)
    ).scalar_one_or_none()
    return at_enrolment if body is None else int(cbor.decode(body)[5])


def _waiting(connection: Connection, device_id: DeviceId) -> int:
    quarantine, verdict = schema.quarantine, schema.verdict
    return connection.execute(
        select(func.count())
        .select_from(
            quarantine.outerjoin(
                verdict,
                (verdict.c.device_id == quarantine.c.device_id)
                & (verdict.c.stream == quarantine.c.stream)
                & (verdict.c.seq == quarantine.c.seq),
            )
        )
        .where(
            quarantine.c.device_id == device_id,
            quarantine.c.code == int(Code.DEVICE_REVOKED),
            verdict.c.seq.is_(None),
        )
    ).scalar_one()
