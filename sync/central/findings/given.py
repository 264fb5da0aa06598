"""What was put on a balance or handed over without being paid for: only what the office published.

A device credits incentives and delivers benefits by what was published to it, and gives a payment
back with its part of a balance. A changed program could say any amount: it is worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from sync.catalogue import EntitlementEntry, decode_entry
from sync.central import schema
from sync.central.findings.book import CashBook, by_event
from sync.central.findings.finding import Finding, at
from sync.central.findings.prices import events_of
from sync.central.seen import day_of
from sync.events import BenefitMeans, IncentiveCredited, PaymentTaken
from sync.ledger import DECLARED, received_in
from sync.tariffs import TariffBook, incentives_of

_DATASET = 6


def given_findings(
    connection: Connection, book: CashBook, prices: TariffBook | None
) -> Iterator[Finding]:
    """Yield credits, benefits and returned balances that nothing published or paid stands for."""
    yield from _incentives(connection, book, prices)
    yield from _benefits(connection)
    yield from _returned(connection, book)


def _incentives(
    connection: Connection, book: CashBook, prices: TariffBook | None
) -> Iterator[Finding]:
    """An incentive is what the rules of the business day give for its payment, once."""
    days = {(row.device_id, row.shift): day_of(row.business_day) for row in book.shifts}
    ids = {(row.device_id, row.stream, row.seq): row.event_id for row in book.payments}
    due: dict[tuple[bytes, bytes], dict[tuple[str, int], int]] = {}
    for place, _header, event in events_of(connection, PaymentTaken.kind):
        day = days.get((place[0], event.shift))
        declared = received_in(event.settlement.means) == DECLARED  # gives nothing yet
        if day is not None and prices is not None and place in ids and not declared:
            due[place[0], ids[place]] = {
                (rule.rule_id, rule.version): amount
                for rule, amount in incentives_of(prices, event.lines, day, dict(event.facts or ()))
            }
    credited: set[tuple[Any, ...]] = set()
    rows = _movements(connection)
    for place, header, event in events_of(connection, IncentiveCredited.kind):
        payment = header.refs[0] if header.refs else b""
        rule = (event.rule.rule_id, event.rule.version)
        owed = due.get((place[0], payment), {}).get(rule, 0)
        key = (place[0], payment, rule, event.taken_back)
        # taken back is at most what was credited: less where the rest was spent
        fits = event.amount_centavos <= owed if event.taken_back else event.amount_centavos == owed
        if key in credited or not fits:
            row = rows.get(place)
            if row is not None:
                yield at(
                    "incentive.differs",
                    row,
                    rule=event.rule.rule_id,
                    credited_centavos=event.amount_centavos,
                    due_centavos=0 if key in credited else owed,
                    operator=row.operator,
                )
        credited.add(key)


def _benefits(connection: Connection) -> Iterator[Finding]:
    """A benefit has the amount and one of the means that were published for it.

    Of an entitlement only the newest version is kept; a delivery by an older one says nothing.
    """
    table, given = schema.entitlement, schema.benefit
    published = {}
    for row in connection.execute(select(table.c.entitlement_id, table.c.value)):
        entry = decode_entry(_DATASET, f"entitlement:{row.entitlement_id}", row.value)
        if isinstance(entry, EntitlementEntry):
            published[entry.entitlement_id, entry.version] = entry
    for row in connection.execute(
        select(given).order_by(given.c.device_id, given.c.stream, given.c.seq)
    ):
        owed = published.get((row.entitlement_id, row.entitlement_version))
        if owed is None:
            continue
        amount = 0 if row.means == BenefitMeans.IN_KIND else owed.amount_centavos
        if row.amount_centavos != amount or row.means not in owed.means:
            yield at(
                "benefit.differs",
                row,
                entitlement=row.entitlement_id,
                given_centavos=row.amount_centavos,
                due_centavos=amount,
                operator=row.operator,
            )


def _returned(connection: Connection, book: CashBook) -> Iterator[Finding]:
    """A reversal does to a balance the opposite of its payment, to the same one."""
    rows, details = _movements(connection), by_event(book.details)
    for row in book.reversals:
        paid = details.get((row.device_id, row.payment))
        if paid is None:
            continue
        moved = rows.get((row.device_id, row.stream, row.seq))
        said = (None, 0) if moved is None else (moved.account_id, moved.change_centavos)
        if said != (paid.balance_account, -paid.balance_change_centavos):
            yield at(
                "reversal.other_balance",
                row,
                paid_centavos=paid.balance_change_centavos,
                returned_centavos=said[1],
                operator=row.operator,
            )


def _movements(connection: Connection) -> dict[tuple[bytes, bytes, int], Any]:
    table = schema.movement
    return {(row.device_id, row.stream, row.seq): row for row in connection.execute(select(table))}
