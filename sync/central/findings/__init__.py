"""What an auditor must look at: worked out from the read tables, the raw events and the papers.

`refresh` writes the table `finding` anew: the same journal and papers give the same rows, whatever
order they arrived in. Nothing here refuses or changes an event; codes below 32 did that at ingest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from sync import cbor
from sync.central import schema
from sync.central.findings.book import read_book
from sync.central.findings.finding import Facts, Finding
from sync.central.findings.given import given_findings
from sync.central.findings.papers import (
    number_findings,
    order_findings,
    paper_findings,
    print_findings,
    stream_findings,
)
from sync.central.findings.prices import day_findings, price_findings, read_times
from sync.central.findings.reversals import approval_findings, reversal_findings
from sync.central.findings.shifts import deposit_findings, shift_findings
from sync.central.findings.unwitnessed import unwitnessed_findings
from sync.central.findings.words import WORDS, said
from sync.central.platform import Platform
from sync.central.price_history import every_price
from sync.central.receipt_report import ALARMING, PaperRow, folio_gaps, seen_rows, slip_rows
from sync.clock import now_milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A finding as it is listed: where, since when, and its facts."""

    name: str
    device_id: bytes
    terminal: str
    stream: bytes
    seq: int
    since_ms: int
    facts: Facts


def refresh(platform: Platform) -> int:
    """Bring everything up to date and write all findings anew; return how many there are."""
    platform.catch_up()
    now_ms = now_milliseconds(platform.clock)
    with platform.database.read() as connection:
        papers = papers_of(connection, platform, now_ms)
        found = list(_all(connection, papers))
        since = _received(connection)
        known = _known(connection)
    rows: dict[tuple[bytes, bytes, int, str], dict[str, Any]] = {}
    for one in found:
        key = (one.device_id, one.stream, one.seq, one.name)
        when = since.get(key[:3]) or known.get(key) or now_ms
        rows.setdefault(
            key,
            {
                "device_id": one.device_id,
                "stream": one.stream,
                "seq": one.seq,
                "name": one.name,
                "since_ms": when,
                "facts": cbor.encode(dict(one.facts)),
            },
        )
    with platform.database.write() as connection:
        connection.execute(delete(schema.finding))
        if rows:
            connection.execute(insert(schema.finding), [rows[key] for key in sorted(rows)])
    return len(rows)


def listed(connection: Connection, *, since_ms: int = 0) -> list[Listed]:
    """Return the findings as they were last written, the oldest first."""
    table, device = schema.finding, schema.device
    rows = connection.execute(
        select(table, device.c.terminal)
        .outerjoin(device, device.c.device_id == table.c.device_id)
        .where(table.c.since_ms >= since_ms)
        .order_by(table.c.since_ms, table.c.device_id, table.c.stream, table.c.seq, table.c.name)
    )
    return [
        Listed(
            name=row.name,
            device_id=row.device_id,
            terminal=row.terminal or "",
            stream=row.stream,
            seq=row.seq,
            since_ms=row.since_ms,
            facts=cbor.decode(row.facts),
        )
        for row in rows
    ]


def papers_of(connection: Connection, platform: Platform, now_ms: int) -> list[PaperRow]:
    """Return every paper that somebody showed: reported receipts and scanned slips."""
    return [
        *seen_rows(connection, platform.keys, now_ms),
        *slip_rows(connection, platform.keys, platform.profile.roots),
    ]


def _all(connection: Connection, papers: list[PaperRow]) -> Iterator[Finding]:
    book = read_book(connection)
    times = read_times(connection)
    yield from shift_findings(book)
    yield from deposit_findings(book)
    yield from reversal_findings(book)
    yield from approval_findings(book)
    yield from unwitnessed_findings(connection, book)
    yield from day_findings(connection, book, times)
    prices = every_price(connection)
    yield from price_findings(connection, book, prices, times)
    yield from given_findings(connection, book, prices)
    # a paper whose journal is only under way proves no gap: it may have come ahead of its device
    contradicting = [one for one in papers if one.says is not None and one.standing in ALARMING]
    yield from number_findings(book, folio_gaps(connection, contradicting))
    yield from order_findings(book, _first_payments(connection))
    yield from print_findings(book)
    yield from stream_findings(book)
    yield from paper_findings(papers)


def _first_payments(connection: Connection) -> dict[bytes, bytes]:
    table = schema.order_paid
    return {row.order_id: row.event_id for row in connection.execute(select(table))}


def _received(connection: Connection) -> dict[tuple[bytes, bytes, int], int]:
    table = schema.event
    return {
        (row.device_id, row.stream, row.seq): row.received_at_ms
        for row in connection.execute(
            select(table.c.device_id, table.c.stream, table.c.seq, table.c.received_at_ms)
        )
    }


def _known(connection: Connection) -> dict[tuple[bytes, bytes, int, str], int]:
    """Return since when a finding without an event of its own has been known."""
    table = schema.finding
    return {
        (row.device_id, row.stream, row.seq, row.name): row.since_ms
        for row in connection.execute(select(table))
    }


__all__ = ["WORDS", "Facts", "Finding", "Listed", "listed", "papers_of", "refresh", "said"]
