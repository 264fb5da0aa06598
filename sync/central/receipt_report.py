"""What an auditor asks of the papers: receipts seen without a journal, gaps, slips contradicted.

A number that is missing, a paper whose event never came, a slip whose head the journal does not
hold: each of them contradicts a journal that was cut or put back (PROTOCOL §10, RECEIPTS §9).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import Connection, select

from sync import cbor, cose
from sync.acuse import AcuseState
from sync.central import schema
from sync.central.keys import CentralKeys
from sync.central.receipt_states import Asked, event_of, standing_of_receipt
from sync.central.revocation import held_numbers
from sync.central.seen import day_of, fields_of
from sync.central.standing import settings_of
from sync.certificates import read_device_certificate
from sync.errors import MessageInvalid
from sync.events import SlipSeen, decode_header
from sync.ids import DeviceId, folio_text, series_of
from sync.receipt_check import LARGEST_BYTES
from sync.receipts import DOMAIN, ReceiptFields, ReceiptKind, read_payload, typed_code

_RECEIPT_KEY = 2


class Paper(Enum):
    """What a paper says against the journal."""

    AGREES = "agrees"  # received, reversed, or decided about
    UNDER_WAY = "under way"  # its event may still come
    LATE = "without journal"  # seen for longer than the institution waits
    UNKNOWN_HEAD = "head unknown"  # its number is here, its head is not: code 39
    DIFFERS = "differs"  # the journal says something else
    NOT_AUTHENTIC = "not authentic"  # a slip that no root vouches for


ALARMING = frozenset({Paper.LATE, Paper.UNKNOWN_HEAD, Paper.DIFFERS, Paper.NOT_AUTHENTIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One paper that somebody showed, and how it stands."""

    device_id: bytes  # whose paper it is
    terminal: str | None
    says: ReceiptFields | None
    standing: Paper
    state: AcuseState | None
    first_day: int | None = None  # of a receipt that citizens reported: yyyymmdd
    days: int | None = None
    seen_by: bytes | None = None  # of a slip: whose journal says that it was scanned
    seen_at: tuple[bytes, int] | None = None  # of a slip: stream and seq of its event 114

    @property
    def folio(self) -> str:
        """The printed folio, as far as it is known."""
        if self.says is None:
            return "?"
        return folio_text(self.terminal or "?????-???", self.says.series, self.says.number)

    @property
    def code(self) -> str:
        """The typed code beside the QR code."""
        return "?" if self.says is None else typed_code(self.says.anchor)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolioGap:
    """Numbers of one series that no event carries, though higher ones are known."""

    device_id: bytes
    terminal: str | None
    series: int
    first: int
    last: int
    next_is_paper: bool  # the higher number is known from a paper alone

    @property
    def count(self) -> int:
        """How many numbers are missing."""
        return self.last - self.first + 1


def seen_rows(connection: Connection, keys: CentralKeys, now_ms: int) -> list[PaperRow]:
    """Return every receipt that citizens reported, in the order of its first day."""
    table = schema.seen_receipt
    today = datetime.fromtimestamp(now_ms / 1000, UTC).date()
    patience_days = settings_of(connection).receipts_seen_after_days
    terminals, found = _terminals(connection), []
    for row in connection.execute(select(table).order_by(table.c.first_day, table.c.anchor16)):
        says = fields_of(row.receipt)
        if says is None:
            continue
        state, standing = _standing(connection, keys, row.device_id, says)
        waited_days = (today - day_of(row.first_day)).days
        if standing is Paper.UNDER_WAY and waited_days >= patience_days:
            standing = Paper.LATE
        found.append(
            PaperRow(
                device_id=row.device_id,
                terminal=terminals.get(row.device_id),
                says=says,
                standing=standing,
                state=state,
                first_day=row.first_day,
                days=row.days,
            )
        )
    return found


def slip_rows(
    connection: Connection, keys: CentralKeys, roots: Collection[bytes]
) -> list[PaperRow]:
    """Return every shift slip that a supervisor's device scanned (kind 114).

    A slip whose number has not arrived is late as soon as its device tells of later events: what a
    stream records, it delivers in order. So a day put back and closed with fewer payments is told.
    """
    event = schema.event
    terminals, found = _terminals(connection), []
    rows = connection.execute(
        select(event.c.device_id, event.c.stream, event.c.seq, event.c.body)
        .where(event.c.kind == SlipSeen.kind, event.c.body.is_not(None))
        .order_by(event.c.device_id, event.c.stream, event.c.seq)
    ).all()
    for row in rows:
        owner, says = _slip(row.body, roots)
        if says is None:
            state, standing = None, Paper.NOT_AUTHENTIC
        else:
            state, standing = _standing(connection, keys, owner, says)
            if standing is Paper.UNDER_WAY and _spoke_since(connection, owner, says):
                standing = Paper.LATE
        found.append(
            PaperRow(
                device_id=owner,
                terminal=terminals.get(owner),
                says=says,
                standing=standing,
                state=state,
                seen_by=row.device_id,
                seen_at=(row.stream, row.seq),
            )
        )
    return found


def folio_gaps(connection: Connection, papers: Collection[PaperRow] = ()) -> list[FolioGap]:
    """Return what is missing per (device, series), also up to the highest number on *papers*."""
    terminals, gaps = _terminals(connection), []
    on_paper: dict[tuple[bytes, int], int] = {}
    for one in papers:
        if one.says is not None:
            key = (one.device_id, one.says.series)
            on_paper[key] = max(on_paper.get(key, 0), one.says.number)
    series_known = dict.fromkeys(on_paper, 1)
    for device_id in terminals:
        for series in held_numbers(connection, DeviceId(device_id)):
            series_known.setdefault((device_id, series), 1)
    for device_id, series in sorted(series_known):
        for first, last, next_is_paper in _missing(
            connection, device_id, series, on_paper.get((device_id, series), 0)
        ):
            gaps.append(
                FolioGap(
                    device_id=device_id,
                    terminal=terminals.get(device_id),
                    series=series,
                    first=first,
                    last=last,
                    next_is_paper=next_is_paper,
                )
            )
    return gaps


def _missing(
    connection: Connection, device_id: bytes, series: int, highest_on_paper: int
) -> Iterator[tuple[int, int, bool]]:
    """Yield the runs of missing numbers; number 1 is the start receipt, which has no folio row."""
    table = schema.folio
    numbers = connection.execute(
        select(table.c.number)
        .where(table.c.device_id == device_id, table.c.series == series)
        .order_by(table.c.number)
    ).scalars()
    last = 1
    for number in numbers:
        if number > last + 1:
            yield last + 1, number - 1, False
        last = max(last, number)
    if highest_on_paper > last:
        yield last + 1, highest_on_paper, True


def _standing(
    connection: Connection, keys: CentralKeys, device_id: bytes, says: ReceiptFields
) -> tuple[AcuseState, Paper]:
    state = standing_of_receipt(connection, keys, Asked.of(device_id, says)).state
    if state is AcuseState.DIFFERS:
        return state, Paper.DIFFERS
    if event_of(connection, DeviceId(device_id), says.anchor) is not None:
        return state, Paper.AGREES
    held = held_numbers(connection, DeviceId(device_id)).get(says.series, 0)
    return state, Paper.UNKNOWN_HEAD if says.number <= held else Paper.UNDER_WAY


def _spoke_since(connection: Connection, device_id: bytes, says: ReceiptFields) -> bool:
    """Say whether the last event of a paper's own stream is later than the paper.

    Both times are the device's. Where its clock went back before the paper was issued, this may
    speak too early, until the paper's event is here.
    """
    event, hwm = schema.event, schema.hwm
    last = connection.execute(
        select(event.c.stream, event.c.header)
        .join(
            hwm,
            (hwm.c.device_id == event.c.device_id)
            & (hwm.c.stream == event.c.stream)
            & (hwm.c.seq == event.c.seq),
        )
        .where(event.c.device_id == device_id)
    ).all()
    try:
        return any(
            decode_header(row.header).time_seconds > says.time_seconds
            for row in last
            if series_of(row.stream) == says.series
        )
    except MessageInvalid:
        return False


def _slip(body: bytes, roots: Collection[bytes]) -> tuple[bytes, ReceiptFields | None]:
    """Return whose slip an event 114 carries and what it says, None where nothing vouches for it.

    Its certificate need not be of this central; what counts is that a root vouches for the key.
    """
    owner = bytes(8)
    try:
        message = cose.open_shape(
            cbor.decode(body).get(_RECEIPT_KEY, b""),
            DOMAIN,
            LARGEST_BYTES,
            {cose.CERTIFICATE_LABEL},
        )
        certificate = read_device_certificate(message.certificate_bytes(), roots)
        owner = certificate.device_id
        message.verify(certificate.point)
        says = read_payload(message.payload)
    except MessageInvalid:
        return owner, None
    return owner, says if says.kind is ReceiptKind.SHIFT_SLIP else None


def _terminals(connection: Connection) -> dict[bytes, str]:
    table = schema.device
    return {row.device_id: row.terminal for row in connection.execute(select(table))}
