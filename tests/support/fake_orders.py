"""Fakes of what the office orders of a device, and of removing it."""

from __future__ import annotations

from kiosk.services.orders import Orders
from kiosk.services.permissions import NotAllowed
from kiosk.services.removal import Removal, StillUndelivered
from kiosk.services.views.orders import DeviceOrders, LeaseState, OrderedErasure, OrderOutcome
from kiosk.services.views.removal import RemovalLook, WithoutKey
from sync.catalogue import Capability, ErasureAct
from sync.ids import EventId


class FakeOrders(Orders):
    """Says what a test says; by default nothing was ordered and the lease is fresh."""

    def __init__(self) -> None:
        self.said = DeviceOrders(lease=LeaseState(days=180, used_days=3))
        self.gone: int | None = None
        self.listed: tuple[OrderedErasure, ...] | None = tuple(
            OrderedErasure(
                reference=f"{number:08x}",
                act=ErasureAct.ERASE,
                outcome=outcome,
                folio=folio,
                legal_basis="LGPDPPSO, art. 46",
            )
            for number, (outcome, folio) in enumerate(
                ((OrderOutcome.WAITING, "20067-007-1PGE-330"), (OrderOutcome.CARRIED_OUT, ""))
            )
        )
        """None: whoever is at work is no supervisor."""

    def status(self) -> DeviceOrders:
        return self.said

    def erasures(self) -> tuple[OrderedErasure, ...]:
        if self.listed is None:
            raise NotAllowed(Capability.APPROVE)
        return self.listed

    def followed(self) -> int | None:
        return self.gone


class FakeRemoval(Removal):
    """Holds what a test says; remembers with which approval it removed."""

    def __init__(self) -> None:
        self.looked = RemovalLook(held=())
        self.closed = WithoutKey.DELIVERED
        self.removed: EventId | None = None

    def look(self) -> RemovalLook:
        return self.looked

    def without_key(self) -> WithoutKey:
        return self.closed

    def remove(self, question_id: EventId) -> None:
        if not self.looked.may_go:
            raise StillUndelivered(self.looked.undelivered)
        self.removed = question_id
