"""Recovery codes at the central: kept sealed, read out once, by two administrators (PROTOCOL §18).

A device seals each of its codes to the central's sealing key, which rotates; here it is opened once
and sealed again to a key of its own. The running central holds the public half of that key alone:
what it keeps it cannot read. The private half is read by `recovery grant`, which asks for a second
administrator, shows the code once and writes down who and when.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from sync import key_slots
from sync.central import schema
from sync.central.administrators import Administrator
from sync.central.database import upsert
from sync.central.errors import CentralError
from sync.central.keys import CentralKeys, read_seal_private, write_private
from sync.errors import MessageInvalid
from sync.events import KeySlotChanged, SlotAct, SlotKind
from sync.ids import DeviceId
from sync.sealed import generate_seal_key, seal, unseal

log = logging.getLogger("sync.central.recovery")

STORE_KEY = Path("keys") / "recovery-store.key"
STORE_PUBLIC = Path("keys") / "recovery-store.pub"
REQUEST_LIFE_MS = 86_400_000
_ENDED = frozenset({SlotAct.USED, SlotAct.REMOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that waits for another administrator."""

    device_id: DeviceId
    slot: int
    number: int


def store_public(folder: Path) -> bytes:
    """Return the key to which codes are sealed here; a central without one gets one."""
    path = folder / STORE_PUBLIC
    if not path.is_file():
        private, public = generate_seal_key()
        write_private(folder / STORE_KEY, private)
        write_private(path, public)
    content = path.read_bytes()
    if len(content) != key_slots.DATABASE_KEY_BYTES:
        raise CentralError("central.key", str(path))
    return content


class RecoveryStore:
    """Keeps what devices send; it cannot read what it keeps."""

    def __init__(self, keys: CentralKeys, public: bytes) -> None:
        self._keys = keys
        self._public = public

    def follow(
        self, connection: Connection, device_id: DeviceId, event: KeySlotChanged, now_ms: int
    ) -> None:
        """Keep the code of a new recovery slot, or note that a slot is no more."""
        if event.slot_kind is not SlotKind.RECOVERY:
            return
        table = schema.recovery_code
        here = (table.c.device_id == device_id) & (table.c.slot == event.slot)
        if event.act in _ENDED:
            connection.execute(update(table).where(here).values(ended_at_ms=now_ms))
            return
        code = self._code_of(device_id, event)
        if code is None:
            return
        sealed = seal(self._public, _store_info(device_id, event.slot), {1: code})
        values = {"sealed": sealed, "drawn_at_ms": now_ms, "ended_at_ms": None}
        connection.execute(
            upsert(table)
            .values(device_id=device_id, slot=event.slot, **values)
            .on_conflict_do_update(index_elements=["device_id", "slot"], set_=values)
        )

    def _code_of(self, device_id: DeviceId, event: KeySlotChanged) -> bytes | None:
        private_of = self._keys.seal_keys()
        for part in event.recovery or ():
            private = private_of.get(part.sealing_kid)
            if private is None:
                continue
            try:
                return key_slots.open_recovery(
                    private, part.sealing_kid, device_id, event.slot, part.sealed
                )
            except MessageInvalid as error:
                log.warning("recovery code of %s %d: %s", device_id.hex(), event.slot, error.code)
        return None


def ask(
    connection: Connection,
    folder: Path,
    *,
    terminal: str,
    slot: int,
    check: str,
    administrator: Administrator,
    now_ms: int,
) -> Asked:
    """Note that an administrator asks for a slot's code; another one must grant it within a day.

    Raises CentralError: `recovery.slot` where no device of that terminal has such a slot open,
    `recovery.check` where the four characters on its screen do not belong to it.
    """
    held = _open_slots(connection, terminal, slot)
    if not held:
        raise CentralError("recovery.slot", f"{terminal}, slot {slot}")
    said = check.strip().upper().replace("-", "")
    fitting = [
        row
        for row in held
        if key_slots.recovery_check(row.device_id, slot, _code(folder, row)) == said
    ]
    if not fitting:
        raise CentralError("recovery.check", f"{terminal}, slot {slot}: {check}")
    table, device_id = schema.recovery_request, DeviceId(fitting[0].device_id)
    last = connection.execute(
        select(func.max(table.c.number)).where(table.c.device_id == device_id)
    ).scalar_one()
    number = (last or 0) + 1
    connection.execute(
        insert(table).values(
            device_id=device_id,
            number=number,
            slot=slot,
            asked_by=administrator.kid,
            asked_by_name=administrator.name,
            asked_at_ms=now_ms,
        )
    )
    return Asked(device_id=device_id, slot=slot, number=number)


def grant(
    connection: Connection,
    folder: Path,
    *,
    terminal: str,
    slot: int,
    administrator: Administrator,
    now_ms: int,
) -> str:
    """Return the code of a slot that another administrator asked for, to be read out, once.

    Raises CentralError: `recovery.request` where nobody asked within a day or it was granted,
    `recovery.same` for the administrator who asked.
    """
    table, device = schema.recovery_request, schema.device
    asked = connection.execute(
        select(table)
        .join(device, device.c.device_id == table.c.device_id)
        .where(
            device.c.terminal == terminal,
            table.c.slot == slot,
            table.c.granted_at_ms.is_(None),
            table.c.asked_at_ms > now_ms - REQUEST_LIFE_MS,
        )
        .order_by(table.c.asked_at_ms.desc(), table.c.number.desc())
        .limit(1)
    ).one_or_none()
    if asked is None:
        raise CentralError("recovery.request", f"{terminal}, slot {slot}")
    if asked.asked_by == administrator.kid:
        raise CentralError("recovery.same", administrator.name)
    row = next(
        (
            one
            for one in _open_slots(connection, terminal, slot)
            if one.device_id == asked.device_id
        ),
        None,
    )
    if row is None:
        raise CentralError("recovery.slot", f"{terminal}, slot {slot}")
    code = _code(folder, row)
    connection.execute(
        update(table)
        .where(table.c.device_id == asked.device_id, table.c.number == asked.number)
        .values(
            granted_by=administrator.kid,
            granted_by_name=administrator.name,
            granted_at_ms=now_ms,
        )
    )
    return key_slots.recovery_text(code)


def _open_slots(connection: Connection, terminal: str, slot: int) -> list[Any]:
    table, device = schema.recovery_code, schema.device
    return list(
        connection.execute(
            select(table)
            .join(device, device.c.device_id == table.c.device_id)
            .where(
                device.c.terminal == terminal,
                table.c.slot == slot,
                table.c.ended_at_ms.is_(None),
            )
            .order_by(device.c.enrolled_at_ms.desc())
        )
    )


def _code(folder: Path, row: Any) -> bytes:
    private = read_seal_private(folder / STORE_KEY)
    try:
        content = unseal(private, _store_info(row.device_id, row.slot), row.sealed)
    except MessageInvalid as error:
        raise CentralError("central.key", str(folder / STORE_KEY)) from error
    code: bytes = content[1]
    return code


def _store_info(device_id: bytes, slot: int) -> list[object]:
    return ["vt1/recovery-store", device_id, slot]
