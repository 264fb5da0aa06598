"""Orders and reversals in one bundle, beside the payments."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.services.approvals import Approvals
from kiosk.services.catalogue import Catalogue
from kiosk.services.change import PaymentPorts
from kiosk.services.charging import KnownFacts
from kiosk.services.desk import Desk
from kiosk.services.issuing import Issuing
from kiosk.services.payment_orders import PaymentOrders
from kiosk.services.receipts import Receipts
from kiosk.services.reversing import Reversing


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDesk:
    """What V54, V57 and K11 call."""

    orders: PaymentOrders
    reversing: Reversing


def payment_desk(
    desk: Desk,
    catalogue: Catalogue,
    issuing: Issuing,
    receipts: Receipts,
    approvals: Approvals,
    ports: PaymentPorts,
    known: KnownFacts | None = None,
) -> PaymentDesk:
    """Build both; opens nothing."""
    return PaymentDesk(
        orders=PaymentOrders(desk, catalogue, known),
        reversing=Reversing(desk, catalogue, issuing, receipts, approvals, ports),
    )
