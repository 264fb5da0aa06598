"""A counter that takes money in every way: orders, reversals, limits, a second person's code."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from kiosk.services.approvals import Approvals
from kiosk.services.change import PaymentPorts
from kiosk.services.counting import Denominations
from kiosk.services.payment_orders import PaymentOrders
from kiosk.services.payments import Payments
from kiosk.services.reversing import Reversing
from kiosk.services.views import Charge, PaymentDone
from kiosk.services.views.approvals import Given
from kiosk.vault import slots, tries
from sync.catalogue import ApprovalCodesEntry, SettingsEntry
from sync.events import ApprovalMatter, CoinOrNote, Pieces
from sync.ids import EventId
from sync.money import Centavos
from tests.support.counters import a_registration_at, open_a_shift
from tests.support.offices import ACTA, Counter, a_counter, publish
from tests.support.staff import SUPERVISOR, publish_staff
from tests.support.vaults import CLERK


def fits(listed: ApprovalCodesEntry, code: str) -> bool:
    """Look a code up without stretching it: the supervisor has all that begin with four zeros."""
    return listed.operator == SUPERVISOR and code.startswith("0000")


@dataclass(slots=True)
class MoneyCounter:
    """A counter with its services of money."""

    counter: Counter
    ports: PaymentPorts
    payments: Payments
    orders: PaymentOrders
    reversing: Reversing
    approvals: Approvals
    codes: count[int] = field(default_factory=count)

    def set(self, **settings: int) -> None:
        """Publish the institution's settings, all others at their defaults."""
        self.counter.database.write(lambda tx: publish(tx, SettingsEntry(**settings)))  # type: ignore[arg-type]  # numbers, as settings are

    def approve(
        self, matter: ApprovalMatter, about: EventId, amount_centavos: Centavos | None = None
    ) -> EventId:
        """Have the supervisor give a one-time code; return the question."""
        question = self.approvals.ask(matter, about=(about,), amount_centavos=amount_centavos)
        code = f"0000{next(self.codes):04d}"
        given = self.approvals.give(question.question_id, SUPERVISOR, code)
        assert isinstance(given, Given)
        return question.question_id

    def charge(self, code: int = ACTA) -> Charge:
        """Begin the charge of a new registration."""
        return self.payments.begin(a_registration_at(self.counter, code))

    def pay(self, tendered: int = 20_000, code: int = ACTA) -> PaymentDone:
        """Take the fee of a new registration in cash."""
        return self.payments.take(self.charge(code).charge_id, Centavos(tendered))

    def count_events(self) -> int:
        """Return how many events there are."""
        return self.counter.count("event")


def money_over(counter: Counter, **ports: object) -> MoneyCounter:
    """Return the services of money over an open counter."""
    made = PaymentPorts(coins=Denominations(counter.desk), **ports)  # type: ignore[arg-type]  # as the test says
    approvals = Approvals(counter.desk, fits)
    return MoneyCounter(
        counter=counter,
        ports=made,
        payments=Payments(counter.desk, counter.catalogue, counter.issuing, counter.receipts, made),
        orders=PaymentOrders(counter.desk, counter.catalogue),
        reversing=Reversing(
            counter.desk,
            counter.catalogue,
            counter.issuing,
            counter.receipts,
            approvals,
            made,
        ),
        approvals=approvals,
    )


def a_money_counter(folder: Path, *, shift: bool = True) -> MoneyCounter:
    """Return a new counter with its staff, a shift open unless said otherwise."""
    counter = a_counter(folder)
    tries.TriesFile(tries.tries_path(slots.slots_path(counter.database.path))).create({})
    publish_staff(counter)
    counter.desk.seat(CLERK)
    if shift:
        open_a_shift(counter)
    return money_over(counter)


def coins(each_centavos: int, how_many: int) -> Pieces:
    """Return some coins."""
    return Pieces(each_centavos=Centavos(each_centavos), count=how_many, form=CoinOrNote.COIN)


def notes(each_centavos: int, how_many: int) -> Pieces:
    """Return some notes."""
    return Pieces(each_centavos=Centavos(each_centavos), count=how_many, form=CoinOrNote.NOTE)
