"""Orders and reversals in memory, for the screens that show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from kiosk.errors import KnownError
from kiosk.services import payment_orders, reversing
from kiosk.services.views import (
    OrderView,
    PaymentMeans,
    ReversalDone,
    ReversalPlan,
    ReversalReason,
)
from kiosk.services.views.money import ByPieces
from sync.events import CoinOrNote, Pieces
from sync.ids import EventId, Salt
from sync.money import Centavos
from tests.support.fake_values import FEE, QR_TEXT, FakeClock, a_receipt

ORDER_TEXT = QR_TEXT.replace("/v#", "/o#")
CHANGE = (
    Pieces(each_centavos=Centavos(1_000), count=1, form=CoinOrNote.COIN),
    Pieces(each_centavos=Centavos(200), count=2, form=CoinOrNote.COIN),
    Pieces(each_centavos=Centavos(50), count=1, form=CoinOrNote.COIN),
)
DRAWER = tuple(
    Pieces(
        each_centavos=Centavos(each),
        count=20,
        form=CoinOrNote.COIN if each <= 1_000 else CoinOrNote.NOTE,
    )
    for each in (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50)
)
"""What lies in the drawer of the screens' tests: twenty of each."""


class FakePaymentOrders(payment_orders.PaymentOrders):
    """One order for whatever is asked."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.problem: KnownError | None = None
        self.made: list[EventId] = []

    def make(
        self, registration_id: EventId, facts: Mapping[str, str | int] | None = None
    ) -> tuple[OrderView, ...]:
        del facts
        if self.problem is not None:
            raise self.problem
        self.made.append(registration_id)
        return (an_order(self._clock),)

    def show(self, order_id: EventId) -> OrderView:
        del order_id
        return an_order(self._clock)


class FakeReversing(reversing.Reversing):
    """A payment of the fee that may be given back; its paper says `QR_TEXT`."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.problem: KnownError | None = None
        self.may_miss_paper = True
        self.reversed: dict[EventId, ReversalDone] = {}
        self.asked: list[tuple[ReversalReason, str | None]] = []

    def plan(self, payment_id: EventId) -> ReversalPlan:
        if self.problem is not None:
            raise self.problem
        return ReversalPlan(
            payment_id=payment_id,
            folio="20067-007-1PGE-342",
            service_name="Acta de nacimiento",
            person_name="María Elena PRUEBA Pech",
            taken_at=self._clock.time,
            total_centavos=FEE,
            cash_centavos=FEE,
            balance_centavos=Centavos(0),
            means=PaymentMeans.CASH,
            pieces=ByPieces(pieces=CHANGE, missing_centavos=Centavos(0)),
            may_miss_paper=self.may_miss_paper,
            without_paper_limit_centavos=Centavos(20_000),
        )

    def matches(self, payment_id: EventId, text: str) -> bool:
        del payment_id
        return text.strip() == QR_TEXT

    def new_salt(self) -> Salt:
        return Salt(bytes(16))

    def reverse(
        self,
        salt: Salt,
        payment_id: EventId,
        *,
        question_id: EventId,
        reason: ReversalReason,
        scanned: str | None,
    ) -> ReversalDone:
        del salt, question_id
        if self.problem is not None:
            raise self.problem
        self.asked.append((reason, scanned))
        done = ReversalDone(
            event_id=EventId(b"reversal" * 2),
            cash_centavos=FEE,
            balance_centavos=Centavos(0),
            pieces=CHANGE,
            receipt=a_receipt(61),
        )
        self.reversed[payment_id] = done
        return done


def an_order(clock: FakeClock) -> OrderView:
    """Return an order as V54 and K11 show it."""
    return OrderView(
        order_id=EventId(b"o" * 16),
        number="A-27",
        qr_text=ORDER_TEXT,
        service_name="Acta de nacimiento",
        concepts=("Copia certificada de acta",),
        made_at=clock.time,
        good_until=clock.time + timedelta(days=15),
        office="Tesorería, caja 007",
        expected_centavos=FEE,
    )
