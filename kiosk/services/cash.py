"""The services of the cash desk beside shifts and payments, in one frozen bundle."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.services.approvals import Approvals
from kiosk.services.catalogue import Catalogue
from kiosk.services.closing import Closing
from kiosk.services.counting import Denominations
from kiosk.services.deposits import Deposits
from kiosk.services.desk import Desk
from kiosk.services.drawer import Drawer
from kiosk.services.handover import HandOver
from kiosk.services.issuing import Issuing
from kiosk.services.views.cash import Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class CashServices:
    """What the screens of the cash desk may call."""

    denominations: Denominations
    closing: Closing
    drawer: Drawer
    handover: HandOver
    deposits: Deposits

    def x_cut(self) -> Cut:
        """Return a reading of the open shift; raises ShiftUnknown where none is open."""
        return self.drawer.x_cut()


def build_cash(
    desk: Desk, catalogue: Catalogue, issuing: Issuing, approvals: Approvals
) -> CashServices:
    """Return the services of the cash desk on a desk."""
    denominations = Denominations(desk)
    return CashServices(
        denominations=denominations,
        closing=Closing(desk, issuing, approvals, denominations),
        drawer=Drawer(desk, catalogue, approvals),
        handover=HandOver(desk),
        deposits=Deposits(desk),
    )
