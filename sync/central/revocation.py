"""Reported devices: the signed list, what lies after a cut, and who decides about it (§19).

What a reported device sends is stored like before. What lies after its cut waits with code 9 until
an administrator releases or refuses it; nothing is dropped, and a refusal is only a note beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sync import cbor
from sync.central import schema
from sync.central.administrators import Administrator
from sync.central.checks import Code, is_quarantine
from sync.central.consequences import Follow
from sync.central.cuts import Cut
from sync.central.database import setting_of, store_setting, upsert
from sync.central.errors import CentralError
from sync.central.keys import CentralKeys
from sync.central.lookups import load_revocation
from sync.central.replay import candidate_of, judge_again, set_code
from sync.central.standing import REVOCATIONS_NUMBER
from sync.central.views import remove_from_views
from sync.errors import MessageInvalid
from sync.ids import DeviceId, StreamId
from sync.revocations import (
    Reported,
    RevocationList,
    RevokedDevice,
    read_statement,
    sign_revocations,
)

REVOCATIONS = "revocations"
WAITING = int(Code.DEVICE_REVOKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an administration says about a device that is lost, misused or retired."""

    device_id: DeviceId
    why: Reported
    last_good: Mapping[int, int] | None = None  # None: what this central holds now is good
    statement: bytes | None = None  # a root's, for a key that was misused


def revoke(
    connection: Connection,
    report: Report,
    keys: CentralKeys,
    roots: Collection[bytes],
    now_ms: int,
) -> int:
    """Put a device on the list, sign the list anew, hold back what lies after the cut.

    Returns how many stored events are held back. Raises CentralError: `device.unknown`, or
    `revoke.statement` for a statement that is not a root's, of this device, for a misused key.
    """
    _known_device(connection, report.device_id)
    last_good = dict(
        held_numbers(connection, report.device_id) if report.last_good is None else report.last_good
    )
    if report.statement is not None:
        last_good = dict(_statement(report, roots))
    table = schema.revoked_device
    values = {
        "why": int(report.why),
        "last_good": cbor.encode(last_good),
        "statement": report.statement,
        "revoked_at_ms": now_ms,
    }
    connection.execute(
        upsert(table)
        .values(device_id=report.device_id, **values)
        .on_conflict_do_update(index_elements=["device_id"], set_=values)
    )
    _sign_list(connection, keys, now_ms)
    return _hold_back(connection, report.device_id, now_ms)


def held_numbers(connection: Connection, device_id: DeviceId) -> dict[int, int]:
    """Return the highest number that is stored of each series of a device, start receipts too."""
    folio, hwm = schema.folio, schema.hwm
    streams = connection.execute(
        select(hwm.c.stream).where(hwm.c.device_id == device_id, hwm.c.seq > 0)
    ).scalars()
    numbers = {int.from_bytes(stream[:2], "big"): 1 for stream in streams}
    rows = connection.execute(
        select(folio.c.series, folio.c.number).where(folio.c.device_id == device_id)
    )
    for series, number in rows:
        numbers[series] = max(number, numbers.get(series, 0))
    return numbers


def signed_list(connection: Connection) -> tuple[int, bytes] | None:
    """Return number and bytes of the newest list, None where no device was ever reported."""
    signed = setting_of(connection, REVOCATIONS)
    number = setting_of(connection, REVOCATIONS_NUMBER)
    if signed is None or number is None:
        return None
    return int.from_bytes(number, "big"), signed


def decide(
    connection: Connection,
    device_id: DeviceId,
    *,
    released: bool,
    administrator: Administrator,
    now_ms: int,
    follow: Follow,
    only: Collection[tuple[bytes, int]] | None = None,
) -> int:
    """Release or refuse what waits with code 9, all of a device or *only* some (stream, seq).

    Returns how many events that were. What is released is judged as if the device had never been
    reported; what is refused stays where it is, with the administrator's name beside it.
    """
    event, quarantine = schema.event, schema.quarantine
    rows = connection.execute(
        select(event)
        .join(
            quarantine,
            (quarantine.c.device_id == event.c.device_id)
            & (quarantine.c.stream == event.c.stream)
            & (quarantine.c.seq == event.c.seq),
        )
        .where(event.c.device_id == device_id, quarantine.c.code == WAITING)
        .order_by(event.c.stream, event.c.seq)
    ).all()
    chosen = [row for row in rows if only is None or (row.stream, row.seq) in only]
    table = schema.verdict
    for row in chosen:
        values = {
            "released": released,
            "administrator": administrator.name,
            "decided_at_ms": now_ms,
        }
        connection.execute(
            upsert(table)
            .values(device_id=device_id, stream=row.stream, seq=row.seq, **values)
            .on_conflict_do_update(index_elements=["device_id", "stream", "seq"], set_=values)
        )
    if released:
        judge_again(connection, device_id, chosen, now_ms, follow)
    return len(chosen)


def _known_device(connection: Connection, device_id: DeviceId) -> None:
    table = schema.device
    known = connection.execute(select(table.c.device_id).where(table.c.device_id == device_id))
    if known.first() is None:
        raise CentralError("device.unknown", device_id.hex())


def _statement(report: Report, roots: Collection[bytes]) -> Mapping[int, int]:
    """Return the last good numbers of a root's statement."""
    try:
        statement = read_statement(report.statement or b"", roots)
    except MessageInvalid as error:
        raise CentralError("revoke.statement", str(error)) from error
    if statement.device_id != report.device_id or report.why is not Reported.KEY_MISUSED:
        raise CentralError("revoke.statement", "of another device, or for another reason")
    return statement.last_good


def _sign_list(connection: Connection, keys: CentralKeys, now_ms: int) -> None:
    held = setting_of(connection, REVOCATIONS_NUMBER)
    number = int.from_bytes(held or b"", "big") + 1
    rows = connection.execute(
        select(schema.revoked_device).order_by(schema.revoked_device.c.device_id)
    )
    listed = RevocationList(
        number=number,
        issued_at_seconds=now_ms // 1000,
        devices=tuple(
            RevokedDevice(
                device_id=row.device_id,
                why=Reported(row.why),
                last_good=cbor.decode(row.last_good),
                statement=row.statement,
            )
            for row in rows
        ),
    )
    store_setting(connection, REVOCATIONS, sign_revocations(keys.signer, keys.certificate, listed))
    store_setting(connection, REVOCATIONS_NUMBER, number.to_bytes(8, "big"))


def _hold_back(connection: Connection, device_id: DeviceId, now_ms: int) -> int:
    """Give code 9 to what was applied and lies after the cut; take it out of the read tables."""
    revocation = load_revocation(connection, device_id)
    if revocation is None:
        return 0
    cut, event = Cut(revocation), schema.event
    rows = connection.execute(
        select(event).where(event.c.device_id == device_id).order_by(event.c.stream, event.c.seq)
    ).all()
    held_back = []
    for row in rows:
        candidate = candidate_of(row)
        after = cut.is_after(StreamId(row.stream), row.seq, row.kind or 0, candidate.folio)
        if after and row.applied and not is_quarantine(row.code):
            set_code(connection, device_id, row.stream, row.seq, WAITING, now_ms)
            held_back.append((row.stream, row.seq))
    remove_from_views(connection, device_id, held_back)
    return len(held_back)
