"""Whether the amounts of one event contradict each other: code 11 of PROTOCOL §8, pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.catalogue import RoundingEntry
from sync.events import Event, PaymentMeans, PaymentTaken, ShiftOpened


def adds_up(event: Event | None, kind: int, raw: Mapping[int, Any]) -> bool:
    """Say whether an event's amounts fit each other; *raw* is the body of a kind kept raw."""
    match event:
        case PaymentTaken() as payment:
            return _payment_adds_up(payment)
        case ShiftOpened(pieces=tuple() as pieces) as opened:
            counted = sum(piece.each_centavos * piece.count for piece in pieces)
            return bool(counted == opened.float_centavos)
        case None:
            return _raw_adds_up(kind, raw)
        case _:
            return True


def rounding_centavos(policy: RoundingEntry, net_centavos: int) -> int:
    """Return what the policy adds to a sum: up from its threshold within one unit, else down."""
    beyond = net_centavos % policy.unit_centavos
    if beyond == 0:
        return 0
    return policy.unit_centavos - beyond if beyond >= policy.up_from_centavos else -beyond


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
    cash = payment.settlement.means is PaymentMeans.CASH
    change = cash or payment.settlement.change_centavos == 0
    return lines and total and paid == payment.total_centavos and change


def _raw_adds_up(kind: int, raw: Mapping[int, Any]) -> bool:
    match kind, dict(raw):
        case 33, {2: int() as counted, 3: int() as expected, 4: int() as difference}:
            return difference == counted - expected
        case 61, {2: int() as total, 3: list() as concepts}:
            pairs = [one for one in concepts if isinstance(one, list) and len(one) == 2]
            amounts = [one[1] for one in pairs if isinstance(one[1], int)]
            return len(amounts) == len(concepts) and total == sum(amounts)
        case _:
            return True
