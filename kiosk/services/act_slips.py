"""The paper of an act that gives no comprobante, made of its event: cash, hand-over, deposit."""

from __future__ import annotations

from kiosk.services.desk import Desk, local
from kiosk.services.reading import recorded_of
from kiosk.services.receipts import ReceiptUnknown
from kiosk.services.staff import named
from kiosk.services.views.slips import AnySlip, BenefitSlip, CashSlip, DepositSlip, HandoverSlip
from kiosk.store import queries
from sync.events import (
    BenefitDelivered,
    BenefitMeans,
    CashMoved,
    DepositMade,
    DrawerHandedOver,
    DrawerTakenOver,
    Recorded,
)
from sync.ids import EventId
from sync.journal import Transaction


def slip_of_act(tx: Transaction, desk: Desk, event_id: EventId) -> AnySlip:
    """Return what the paper of an act says; raises ReceiptUnknown where the act has none."""
    recorded = recorded_of(tx, desk.journal, event_id)
    header = recorded.header
    at = local(header.time_seconds)
    match recorded.event:
        case CashMoved() as moved:
            return CashSlip(
                change_centavos=moved.change_centavos,
                purpose=moved.purpose,
                reason=moved.reason or "",
                witness=moved.witness or "",
                cashier=header.operator,
                at=at,
                slip=moved.slip or "",
            )
        case DepositMade() as deposit:
            return DepositSlip(
                amount_centavos=deposit.amount_centavos,
                bank=deposit.bank,
                slip=deposit.slip,
                day=deposit.day,
                cashier=header.operator,
                at=at,
                pieces=deposit.pieces or (),
            )
        case DrawerHandedOver() as handed:
            return _handover(tx, recorded, handed)
        case DrawerTakenOver():
            return slip_of_act(tx, desk, header.refs[0])
        case BenefitDelivered() as benefit:
            return BenefitSlip(
                what=benefit.what,
                quantity=benefit.quantity,
                amount_centavos=benefit.amount_centavos,
                in_kind=benefit.means is BenefitMeans.IN_KIND,
                cashier=header.operator,
                at=at,
            )
        case _:
            raise ReceiptUnknown


def _handover(tx: Transaction, recorded: Recorded, handed: DrawerHandedOver) -> HandoverSlip:
    shift = queries.shift(tx, handed.shift)
    return HandoverSlip(
        counted_centavos=handed.counted_centavos,
        pieces=handed.pieces,
        from_name=named(tx, recorded.header.operator).name,
        to_name=named(tx, handed.to_operator).name,
        shift_number=0 if shift is None else shift.number,
        at=local(recorded.header.time_seconds),
    )
