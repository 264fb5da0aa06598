"""Papers, numbers and streams against the journal: what only paper or a witness contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sync.central.checks import Code
from sync.central.findings.book import CashBook, by_event, place_of
from sync.central.findings.finding import Finding, at
from sync.central.receipt_report import FolioGap, Paper, PaperRow
from sync.errors import MessageInvalid
from sync.events import (
    ReceiptReprinted,
    StreamOpened,
    StreamReason,
    decode_event,
)

PAPER_NAMES = {
    Paper.LATE: "paper.without_journal",
    Paper.UNKNOWN_HEAD: "paper.head_unknown",
    Paper.DIFFERS: "paper.differs",
    Paper.NOT_AUTHENTIC: "paper.not_authentic",
}
SLIP_NAMES = {**PAPER_NAMES, Paper.UNKNOWN_HEAD: "slip.head_unknown", Paper.LATE: "slip.late"}
STREAM_NAMES = {
    StreamReason.WENT_BACK: "device.went_back",
    StreamReason.FORK: "device.forked",
    StreamReason.SLOT_RESTORED: "device.slot_restored",
}


def paper_findings(papers: Iterable[PaperRow]) -> Iterator[Finding]:
    """Yield receipts that citizens hold and slips that were scanned, where the journal differs."""
    for one in papers:
        name = (PAPER_NAMES if one.seen_at is None else SLIP_NAMES).get(one.standing)
        if name is None:
            continue
        anchor = bytes(16) if one.says is None else one.says.anchor
        number = 0 if one.says is None else one.says.number
        stream, seq = (anchor, number) if one.seen_at is None else one.seen_at
        total = 0 if one.says is None else one.says.total_centavos
        yield Finding(
            name=name,
            device_id=one.device_id if one.seen_by is None else one.seen_by,
            stream=stream,
            seq=seq,
            facts={"folio": one.folio, "total_centavos": total, "code": one.code},
        )


def number_findings(book: CashBook, gaps: Iterable[FolioGap]) -> Iterator[Finding]:
    """Yield numbers that stand twice and numbers that stand nowhere."""
    for row in book.coded:
        if row.code == Code.FOLIO_USED:
            yield at("folio.twice", row, event=row.event_id)
        elif row.code == Code.MONEY_DOES_NOT_BALANCE:
            yield at("money.unbalanced", row, kind=row.kind, event=row.event_id)
    for gap in gaps:
        yield Finding(
            name="folio.missing",
            device_id=gap.device_id,
            stream=gap.series.to_bytes(2, "big") + bytes(14),
            seq=gap.first,
            facts={
                "terminal": gap.terminal or "",
                "series": gap.series,
                "first": gap.first,
                "last": gap.last,
                "known_from_paper": gap.next_is_paper,
            },
        )


def order_findings(book: CashBook, first_of: Mapping[bytes, bytes]) -> Iterator[Finding]:
    """Yield second payments of one order (notice 37); *first_of*: what paid each order first.

    What was given back is no payment any more: its order was due again.
    """
    payments = by_event(book.payments)
    given_back = {row.payment for row in book.reversals if (row.device_id, row.payment) in payments}
    told = {place_of(row) for row in book.coded if row.code == Code.ORDER_PAID}
    standing = sorted(
        (row for row in book.details if row.event_id not in given_back),
        key=lambda row: (place_of(row) in told, book.received_at_ms[place_of(row)]),
    )
    paid: dict[bytes, bytes] = {}
    for row in standing:
        paid.setdefault(row.order_id, row.event_id)
    for row in book.details:
        if row.order_id is None or row.event_id in given_back:
            continue
        first = first_of.get(row.order_id)
        if first in given_back:
            first = paid[row.order_id]
        if first is not None and first != row.event_id:
            payment = payments[row.device_id, row.event_id]
            yield at(
                "order.paid_twice",
                row,
                order=row.order_id,
                first_payment=first,
                total_centavos=payment.total_centavos,
            )


def print_findings(book: CashBook) -> Iterator[Finding]:
    """Yield duplicates, and papers that the printer's cutter counted and no event tells of."""
    last: dict[bytes, int] = {}
    since: dict[bytes, int] = {}
    for row in book.prints:
        if row.kind == ReceiptReprinted.kind:
            yield at(
                "receipt.reprinted", row, about=row.about, copy=row.copy, operator=row.operator
            )
        since[row.device_id] = since.get(row.device_id, 0) + 1
        if row.paper_counter is None:
            continue
        before = last.get(row.device_id)
        told = since[row.device_id]
        if before is not None and row.paper_counter - before > told:
            more = row.paper_counter - before - told
            yield at(
                "paper.counter_moves", row, before=before, counter=row.paper_counter, more=more
            )
        last[row.device_id], since[row.device_id] = row.paper_counter, 0


def stream_findings(book: CashBook) -> Iterator[Finding]:
    """Yield streams that began because a file went back, was cloned, or was opened by a slot.

    Also what a device says of a stream it left and the stored events contradict (notice 35).
    """
    for row in book.coded:
        if row.code == Code.FORK_PROOF_WRONG:
            yield at("device.fork_unproven", row, event=row.event_id)
    for row in book.cares:
        if row.kind != StreamOpened.kind:
            continue
        try:
            event = decode_event(StreamOpened.kind, StreamOpened.kind_version, row.body)
        except MessageInvalid:
            continue
        if isinstance(event, StreamOpened) and event.reason in STREAM_NAMES:
            left = event.old
            yield at(
                STREAM_NAMES[event.reason],
                row,
                left_stream=None if left is None else left.stream,
                left_at=None if left is None else left.base,
                last=None if left is None else left.last,
            )
