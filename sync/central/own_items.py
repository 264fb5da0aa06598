"""Datasets that are not the same for everybody: what a device is told of itself (PROTOCOL §14)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, bindparam, select

from sync import cbor
from sync.central import schema
from sync.central.editions import Dataset, Item
from sync.central.erasures import erasure_items
from sync.central.revocation import signed_list
from sync.central.wipes import wipe_items
from sync.ids import DeviceId
from sync.revocations import REVOCATIONS_KEY

_CODE = schema.later_code
_CODES_OF = (
    select(_CODE.c.number, _CODE.c.stream, _CODE.c.seq, _CODE.c.code)
    .where(_CODE.c.device_id == bindparam("device_id"))
    .order_by(_CODE.c.number)
)


def _later_codes(connection: Connection, device_id: DeviceId) -> list[Item]:
    """Return what became of a device's events after their ack, the latest word on each."""
    rows = connection.execute(_CODES_OF, {"device_id": device_id})
    latest = {
        (row.stream, row.seq): Item(
            key=f"code:{row.stream.hex()}:{row.seq}",
            version=row.number,
            value=cbor.encode([row.stream, row.seq, row.code]),
        )
        for row in rows
    }
    return sorted(latest.values(), key=lambda item: item.version)


def _orders(connection: Connection, device_id: DeviceId) -> list[Item]:
    """Return the revocation list and the wipe order of a device, each as its own signed bytes."""
    listed = signed_list(connection)
    items = wipe_items(connection, device_id)
    if listed is not None:
        number, signed = listed
        items.insert(0, Item(key=REVOCATIONS_KEY, version=number, value=signed))
    return items


OWN_TO_A_DEVICE: Mapping[Dataset, Callable[[Connection, DeviceId], list[Item]]] = {
    Dataset.KEYS: _orders,
    Dataset.LATER_CODES: _later_codes,
    Dataset.ERASURES: erasure_items,
}
"""Datasets that are not the same for everybody: computed when a device asks."""
