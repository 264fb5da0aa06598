"""Acts that needed somebody else: a second person, a witness, the citizen's own paper.

The device asks for them before it records the act; a changed program does not. Limits are those
that are published now: an act from before a limit was lowered may stand here, and says its amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sync.central import account_acts, schema
from sync.central.findings.book import CashBook, Place, by_event, place_of
from sync.central.findings.finding import Finding, at
from sync.central.standing import settings_of
from sync.errors import MessageInvalid
from sync.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalMatter,
    CashMoved,
    CashPurpose,
    Header,
    decode_event,
    decode_header,
)
from sync.ids import EventId

_ALL_OF_IT = 2**53


@dataclass(frozen=True, slots=True)
class _Approved:
    """What a second person was asked, and said yes to."""

    matter: int
    amount_centavos: int | None
    about: tuple[EventId, ...]


class _Approvals:
    """The approvals that an event names in its refs."""

    def __init__(self, connection: Connection, book: CashBook) -> None:
        about = {
            (row.device_id, row.event_id): header.refs
            for row, header, _event in _events(connection, ApprovalAsked.kind)
        }
        rows = by_event(book.approvals)
        self._given: dict[tuple[bytes, bytes], _Approved] = {}
        for key, row in rows.items():
            if row.kind != ApprovalGiven.kind:
                continue
            question = (row.device_id, row.question)
            asked = rows.get(question)
            amount = None if asked is None else asked.amount_centavos
            self._given[key] = _Approved(row.matter, amount, about.get(question, ()))
        self._refs = {place_of(one): one.header.refs for one in book.resting}

    def of(self, place: Place, matter: ApprovalMatter) -> list[_Approved]:
        """Return what an event rests on of one matter."""
        named = [self._given.get((place[0], ref)) for ref in self._refs.get(place, ())]
        return [one for one in named if one is not None and one.matter == matter]

    def fits(
        self, place: Place, matter: ApprovalMatter, about: bytes, amount_centavos: int
    ) -> bool:
        """Say whether an event rests on an approval of this amount about this."""
        return any(
            about in one.about and one.amount_centavos == amount_centavos
            for one in self.of(place, matter)
        )


def unwitnessed_findings(connection: Connection, book: CashBook) -> Iterator[Finding]:
    """Yield what was done without whoever should have been there, and balances spent twice."""
    approvals = _Approvals(connection, book)
    limits = settings_of(connection)
    difference_limit = limits.difference_limit_centavos or _ALL_OF_IT
    drawer_limit = limits.drawer_limit_centavos or _ALL_OF_IT
    yield from _reversals(book, approvals)
    for row, _header, event in _events(connection, CashMoved.kind):
        if isinstance(event, CashMoved) and event.change_centavos:
            own = event.purpose is CashPurpose.OTHER
            limit = min(difference_limit, drawer_limit) if own else drawer_limit
            yield from _move(row, event, approvals, limit)
    for closing in book.closings:
        amount = abs(closing.difference_centavos)
        if amount > difference_limit and not approvals.fits(
            place_of(closing), ApprovalMatter.AMOUNT, closing.shift, amount
        ):
            yield at(
                "shift.difference_not_approved",
                closing,
                difference_centavos=closing.difference_centavos,
                operator=closing.operator,
            )
    yield from _overspent(connection)


def _reversals(book: CashBook, approvals: _Approvals) -> Iterator[Finding]:
    without_paper: set[tuple[bytes, bytes]] = set()
    for row in book.reversals:
        given = approvals.of(place_of(row), ApprovalMatter.REVERSAL)
        if given and not any(row.payment in one.about for one in given):
            yield at("reversal.other_approval", row, payment=row.payment, operator=row.operator)
        if row.scanned:
            continue
        shift = (row.device_id, row.shift)
        again = "_again" if shift in without_paper else ""
        without_paper.add(shift)
        yield at(
            f"reversal.without_paper{again}",
            row,
            operator=row.operator,
            total_centavos=row.total_centavos,
        )


def _move(row: Any, event: CashMoved, approvals: _Approvals, limit: int) -> Iterator[Finding]:
    amount = abs(event.change_centavos)
    if not event.witness:
        yield at("move.no_witness", row, change_centavos=event.change_centavos)
    if amount > limit and not approvals.fits(
        place_of(row), ApprovalMatter.CASH, event.shift, amount
    ):
        yield at(
            "move.not_approved", row, change_centavos=event.change_centavos, reason=event.reason
        )


def _overspent(connection: Connection) -> Iterator[Finding]:
    """Yield each account that several devices spent below zero, at its last such movement."""
    event = schema.event
    for one in account_acts.findings(connection):
        if one.kind != "overspent" or not one.events:
            continue
        row = connection.execute(
            select(event)
            .where(event.c.event_id == bytes.fromhex(one.events[-1]))
            .order_by(event.c.device_id)
        ).first()
        if row is not None:
            yield at(
                "account.overspent",
                row,
                account=one.about,
                balance_centavos=one.amount_centavos,
                payments=len(one.events),
            )


def _events(connection: Connection, kind: int) -> Iterator[tuple[Any, Header, Any]]:
    """Yield the applied events of a kind with what they say."""
    event = schema.event
    rows = connection.execute(
        select(event)
        .where(event.c.kind == kind, event.c.applied.is_(True), event.c.body.is_not(None))
        .order_by(event.c.device_id, event.c.stream, event.c.seq)
    )
    for row in rows:
        try:
            header = decode_header(row.header)
            decoded = decode_event(header.kind, header.kind_version, row.body)
        except MessageInvalid:
            continue
        yield row, header, decoded
