"""Whether the amounts of one event contradict each other: code 11 of PROTOCOL §8, pure."""

from __future__ import annotations

from sync.events import (
    DrawerCounted,
    Event,
    PaymentMeans,
    PaymentReversed,
    PaymentTaken,
    ShiftClosed,
    ShiftOpened,
)
from sync.ledger import CONCEPT_TOP_UP


def adds_up(event: Event | None) -> bool:
    """Say whether an event's amounts fit each other; a kind kept raw has none that are known."""
    match event:
        case PaymentTaken() as payment:
            return _payment_adds_up(payment)
        case ShiftOpened(pieces=tuple() as pieces) as opened:
            counted = sum(piece.each_centavos * piece.count for piece in pieces)
            return bool(counted == opened.float_centavos)
        case ShiftClosed() as closed:
            return closed.difference_centavos == closed.counted_centavos - closed.expected_centavos
        case PaymentReversed() as reversed_payment:
            nets = sum(concept.net_centavos for concept in reversed_payment.concepts)
            return nets == reversed_payment.total_centavos
        case DrawerCounted() as counted_drawer:
            found = sum(one.each_centavos * one.count for one in counted_drawer.pieces)
            return bool(found == counted_drawer.counted_centavos)
        case _:
            return True


def _payment_adds_up(payment: PaymentTaken) -> bool:
    lines = all(
        line.net_centavos
        == line.quantity * line.unit_centavos
        + sum(change.change_centavos for change in line.changes)
        for line in payment.lines
    )
    net_centavos = sum(line.net_centavos for line in payment.lines)
    total = payment.total_centavos == net_centavos + payment.rounding_centavos
    paid = payment.settlement.tendered_centavos - payment.settlement.change_centavos
    if payment.balance is not None and payment.balance.change_centavos < 0:
        paid -= payment.balance.change_centavos
    cash = payment.settlement.means is PaymentMeans.CASH
    change = cash or payment.settlement.change_centavos == 0
    return (
        lines
        and total
        and paid == payment.total_centavos
        and change
        and _topped_up(payment) == max(0, _balance_change(payment))
    )


def _balance_change(payment: PaymentTaken) -> int:
    return 0 if payment.balance is None else payment.balance.change_centavos


def _topped_up(payment: PaymentTaken) -> int:
    """Return what the lines put on a balance: exactly that, and no centavo more, is on it."""
    return sum(line.net_centavos for line in payment.lines if line.concept == CONCEPT_TOP_UP)
