"""What was stored but not applied, and why: for the person who decides (PROTOCOL §8, §9).

The bytes of such an event are kept as they came. Some codes are looked at again by themselves when
the missing thing appears; the others by hand, when somebody has put right what they name.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from sync.central import schema
from sync.central.checks import REPLAYED_BY_ITSELF, Code
from sync.central.errors import CentralError
from sync.errors import MessageInvalid
from sync.events import Header, decode_header
from sync.ids import DeviceId

WORDS: dict[Code, str] = {
    Code.UNKNOWN_KIND: "needs a newer central: a kind of event it does not know",
    Code.UNKNOWN_KIND_VERSION: "needs a newer central: a newer version of this kind of event",
    Code.NOT_DECODABLE: "header or body cannot be read",
    Code.RULE_OF_A_FIELD: "a field breaks its rule",
    Code.OTHER_CONTENT: "the same event was stored before with another content",
    Code.UNKNOWN_REFERENCE: "refers to something that has not arrived",
    Code.UNKNOWN_FORM_OR_TARIFF: "made with a form or tariff that was never published",
    Code.OPERATOR_NOT_ALLOWED: "an operator who is not published, or a one-time code that fits not",
    Code.DEVICE_REVOKED: "from a reported device, after its cut: release or refuse it",
    Code.MONEY_DOES_NOT_BALANCE: "the money does not balance",
    Code.ERASED_BEFORE_ARRIVAL: "its body was erased before it arrived",
    Code.ATTACHMENT_REFUSED: "an attachment of it was refused",
    Code.PRUNED_AND_UNKNOWN: "its body was pruned on the device and is not here",
}
NEVER_REPLAYED = frozenset(
    {
        Code.OTHER_CONTENT,
        Code.DEVICE_REVOKED,
        Code.ERASED_BEFORE_ARRIVAL,
        Code.PRUNED_AND_UNKNOWN,
        Code.ATTACHMENT_REFUSED,
    }
)
"""Looking again cannot change these: `release` and `refuse` decide about code 9."""
REPLAYABLE = frozenset(int(code) for code in WORDS if code not in NEVER_REPLAYED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One event that waits."""

    device_id: DeviceId
    terminal: str
    stream: bytes
    seq: int
    code: int
    since_ms: int
    kind: int | None  # as the header says; None where it cannot be read
    kind_version: int | None

    @property
    def words(self) -> str:
        """Return what its code means."""
        return WORDS.get(Code(self.code), "") if self.code in set(Code) else ""

    @property
    def by_itself(self) -> bool:
        """Say whether it is looked at again without anybody asking."""
        return self.code in REPLAYED_BY_ITSELF


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One event that waits, with all that is known of it and the bytes as they came."""

    entry: Quarantined
    event_id: bytes
    received_at_ms: int
    header: Header | None
    raw_header: bytes
    raw_body: bytes | None


def list_quarantine(
    connection: Connection,
    *,
    device_id: DeviceId | None = None,
    codes: Collection[int] | None = None,
) -> list[Quarantined]:
    """Return what waits, by device and place."""
    rows = connection.execute(_waiting(device_id, codes)).all()
    return [_entry(row) for row in rows]


def show_quarantined(connection: Connection, device_id: DeviceId, stream: bytes, seq: int) -> Whole:
    """Return one event that waits; CentralError("quarantine.unknown") where none does."""
    table = schema.quarantine
    row = connection.execute(
        _waiting(device_id, None).where(table.c.stream == stream, table.c.seq == seq)
    ).one_or_none()
    if row is None:
        raise CentralError("quarantine.unknown", f"{device_id.hex()} {stream.hex()} {seq}")
    return Whole(
        entry=_entry(row),
        event_id=row.event_id,
        received_at_ms=row.received_at_ms,
        header=_header(row.header),
        raw_header=row.header,
        raw_body=row.body,
    )


def _waiting(device_id: DeviceId | None, codes: Collection[int] | None) -> Select[tuple[Any, ...]]:
    table, event, device = schema.quarantine, schema.event, schema.device
    here = (
        (event.c.device_id == table.c.device_id)
        & (event.c.stream == table.c.stream)
        & (event.c.seq == table.c.seq)
    )
    statement = (
        select(
            table, device.c.terminal, event.c.event_id, event.c.received_at_ms, event.c.header,
            event.c.body,
        )
        .join(event, here)
        .join(device, device.c.device_id == table.c.device_id)
        .order_by(table.c.device_id, table.c.stream, table.c.seq)
    )  # fmt: skip
    if device_id is not None:
        statement = statement.where(table.c.device_id == device_id)
    if codes is not None:
        statement = statement.where(table.c.code.in_(sorted(codes)))
    return statement


def _entry(row: Any) -> Quarantined:
    header = _header(row.header)
    return Quarantined(
        device_id=DeviceId(row.device_id),
        terminal=row.terminal,
        stream=row.stream,
        seq=row.seq,
        code=row.code,
        since_ms=row.since_ms,
        kind=None if header is None else header.kind,
        kind_version=None if header is None else header.kind_version,
    )


def _header(raw: bytes) -> Header | None:
    try:
        return decode_header(raw)
    except MessageInvalid:
        return None
