"""Reversals and approvals: only a payment of the same shift, once, whole, by a second person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.central.checks import Code
from sync.central.findings.book import CashBook, by_event
from sync.central.findings.finding import Finding, at
from sync.events import ApprovalGiven, ApprovalMatter, PaymentMeans


def reversal_findings(book: CashBook) -> Iterator[Finding]:
    """Yield every reversal that breaks a rule of RECEIPTS §10."""
    payments, details = by_event(book.payments), by_event(book.details)
    approvals = by_event(row for row in book.approvals if row.kind == ApprovalGiven.kind)
    given_back: set[tuple[bytes, bytes]] = set()
    for row in book.reversals:
        key = (row.device_id, row.payment)
        payment = None if row.payment is None else payments.get(key)
        if payment is None:
            yield at("reversal.no_payment", row, about=row.payment)
            continue
        if key in given_back:
            yield at("reversal.twice", row, payment=row.payment)
        given_back.add(key)
        if payment.shift != row.shift:
            yield at("reversal.other_shift", row, shift=row.shift, payment_shift=payment.shift)
        yield from _amounts(row, payment, details[key])
        yield from _approved(row, payment, approvals)


def _amounts(row: Any, payment: Any, detail: Any) -> Iterator[Finding]:
    received = payment.tendered_centavos - payment.change_centavos
    cash = payment.means == PaymentMeans.CASH or row.means == PaymentMeans.CASH
    back = row.given_centavos
    if row.total_centavos != payment.total_centavos or (cash and back != received):
        yield at(
            "reversal.other_amount",
            row,
            paid_centavos=payment.total_centavos,
            reversed_centavos=row.total_centavos,
            received_centavos=received,
            given_centavos=back,
            from_balance_centavos=-detail.balance_change_centavos,
        )
    if (row.original_series, row.original_number) != (payment.folio_series, payment.folio_number):
        yield at(
            "reversal.other_folio",
            row,
            named_number=row.original_number,
            payment_number=payment.folio_number,
        )


def _approved(row: Any, payment: Any, approvals: dict[Any, Any]) -> Iterator[Finding]:
    refs = [row.refs[place : place + 16] for place in range(0, len(row.refs), 16)]
    given = [approvals[row.device_id, ref] for ref in refs if (row.device_id, ref) in approvals]
    fitting = [one for one in given if one.matter == ApprovalMatter.REVERSAL]
    if not fitting:
        yield at("reversal.not_approved", row, operator=row.operator)
    for approval in fitting:
        if approval.approver in (payment.operator, row.operator):
            yield at("reversal.same_person", row, operator=approval.approver)


def approval_findings(book: CashBook) -> Iterator[Finding]:
    """Yield approvals that did not hold, what rests on them, and approvals used more than once."""
    refused = {
        (row.device_id, row.event_id)
        for row in book.coded
        if row.code == Code.OPERATOR_NOT_ALLOWED and row.kind == ApprovalGiven.kind
    }
    for row in book.coded:
        if (row.device_id, row.event_id) in refused:
            yield at("approval.forged", row, event=row.event_id)
    given = by_event(row for row in book.approvals if row.kind == ApprovalGiven.kind)
    used: set[tuple[bytes, bytes]] = set()
    for resting in book.resting:
        keys = [(resting.device_id, ref) for ref in resting.header.refs]
        forged = next((key for key in keys if key in refused), None)
        if forged is not None and not resting.applied:
            yield at("approval.rests_on_forged", resting, kind=resting.kind, approval=forged[1])
        for key in keys:
            if key not in given or not resting.applied:
                continue
            if key in used:
                yield at("approval.used_twice", resting, kind=resting.kind, approval=key[1])
            used.add(key)
