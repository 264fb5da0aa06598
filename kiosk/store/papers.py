"""What came out on paper, and what did not: the read table `printed` and its questions."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.store.where import STANDS_FIRST
from sync.events import PrintResult, ProvisionalPrinted, ReceiptPrinted, ReceiptReprinted, Recorded
from sync.ids import EventId, ShiftId
from sync.journal import Transaction

FIRST, AGAIN, PROVISIONAL = ReceiptPrinted.kind, ReceiptReprinted.kind, ProvisionalPrinted.kind
_PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One print: of which kind of event (70, 71, 72), which copy, on what, with what result."""

    event_id: EventId  # of the print
    kind: int
    copy: int
    printer: str
    result: PrintResult
    printed_seconds: int


def printed(
    tx: Transaction,
    recorded: Recorded,
    event: ReceiptPrinted | ReceiptReprinted | ProvisionalPrinted,
) -> None:
    """Note a print with the first thing that it refers to: what was printed."""
    for of_event in recorded.header.refs[:1] if event.kind == AGAIN else recorded.header.refs:
        tx.execute(
            "INSERT INTO printed VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                recorded.event_id,
                of_event,
                event.copy,
                event.printer,
                int(event.result),
                recorded.header.time_seconds,
                event.kind,
            ),
        )


def papers_of(tx: Transaction, event_id: EventId) -> tuple[PaperRow, ...]:
    """Return every print of a receipt in the order of recording; pictures are not among them."""
    rows = tx.execute(
        "SELECT printed.event_id, printed.kind, copy, printer, result, printed_seconds FROM printed"  # noqa: S608 -- own words
        " JOIN event AS e ON e.event_id = printed.event_id JOIN stream AS s ON s.stream = e.stream"
        f" WHERE of_event = ? AND printer <> ? AND {STANDS_FIRST} ORDER BY s.number, e.seq",
        (event_id, _PICTURE),
    )
    return tuple(
        PaperRow(
            event_id=EventId(print_id),
            kind=int(kind),
            copy=int(copy),
            printer=str(printer),
            result=PrintResult(result),
            printed_seconds=int(seconds),
        )
        for print_id, kind, copy, printer, result, seconds in rows
    )


def unprinted_of(tx: Transaction, shift: ShiftId) -> tuple[EventId, ...]:
    """Return the payments of a shift whose paper or picture is not known to be out, in order."""
    rows = tx.execute(
        "SELECT event_id FROM payment WHERE shift = ? AND NOT EXISTS (SELECT 1 FROM printed"
        " WHERE of_event = payment.event_id AND result = 0 AND printed.kind = ?)"
        " ORDER BY payment.rowid",
        (shift, FIRST),
    )
    return tuple(EventId(row[0]) for row in rows)
