"""Wipe orders at the central: it checks and carries them, it can give none (PROTOCOL §19)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, insert, select

from sync.central import schema
from sync.central.administrators import Administrator
from sync.central.editions import Item
from sync.central.errors import CentralError
from sync.errors import MessageInvalid
from sync.ids import DeviceId
from sync.revocations import Reported
from sync.wipe import SignedWipe, WipeOrder, read_wipe, sign_wipe, wipe_key


def next_number(connection: Connection, device_id: DeviceId) -> int:
    """Return the number that a device's next order must have at least."""
    table = schema.wipe_order
    last = connection.execute(
        select(func.max(table.c.number)).where(table.c.device_id == device_id)
    ).scalar_one()
    return (last or 0) + 1


def sign_order(
    administrator: Administrator,
    device_id: DeviceId,
    *,
    why: Reported,
    number: int,
    not_before_seconds: int,
) -> bytes:
    """Return an administrator's order as signed bytes; nothing is published by that."""
    order = WipeOrder(
        device_id=device_id, number=number, not_before_seconds=not_before_seconds, why=why
    )
    return sign_wipe(administrator.signer, administrator.certificate.encoded, order)


def publish_order(
    connection: Connection, signed: bytes, roots: Collection[bytes], now_ms: int
) -> SignedWipe:
    """Give an order to its device with its next pull, and return what it says.

    Raises CentralError: `wipe.order` for bytes that no device would follow, `wipe.old` for a number
    that is not above the last one, `device.unknown`; nothing is published then.
    """
    try:
        read = read_wipe(signed, roots)
    except MessageInvalid as error:
        raise CentralError("wipe.order", str(error)) from error
    device_id = DeviceId(read.order.device_id)
    device, table = schema.device, schema.wipe_order
    known = connection.execute(
        select(device.c.device_id).where(device.c.device_id == device_id)
    ).first()
    if known is None:
        raise CentralError("device.unknown", device_id.hex())
    if read.order.number < next_number(connection, device_id):
        raise CentralError("wipe.old", str(read.order.number))
    connection.execute(
        insert(table).values(
            device_id=device_id,
            number=read.order.number,
            signed=signed,
            administrator=read.administrator.name,
            ordered_at_ms=now_ms,
        )
    )
    return read


_NEWEST_TO = (
    select(schema.wipe_order.c.number, schema.wipe_order.c.signed)
    .where(schema.wipe_order.c.device_id == bindparam("device_id"))
    .order_by(schema.wipe_order.c.number.desc())
    .limit(1)
)


def wipe_items(connection: Connection, device_id: DeviceId) -> list[Item]:
    """Return the newest order to a device, as it travels in dataset 1; none where there is none."""
    row = connection.execute(_NEWEST_TO, {"device_id": device_id}).one_or_none()
    if row is None:
        return []
    return [Item(key=wipe_key(device_id), version=row.number, value=row.signed)]
