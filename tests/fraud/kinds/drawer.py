"""The drawer: skimmed, emptied without a witness, used after its end, lent; orders, deposits."""

from __future__ import annotations

from dataclasses import replace

from sync.events import CashMoved, CashPurpose
from sync.ids import OperatorNumber
from sync.money import Centavos
from tests.fraud.kind import Kind
from tests.fraud.office import BOSS, OTHER_CLERK, Day
from tests.fraud.thief import Thief


def _skimmed(day: Day) -> None:
    """Something is taken out before the count, less than would need a second person."""
    taken = day.number(1, 40) * 100
    day.post.close_shift(day.post.expected(day.shift) - taken)


def _taken_out(day: Day) -> None:
    """Cash leaves over the limit: no witness, no second person."""
    amount = day.number(201, 400) * 100
    out = CashMoved(
        change_centavos=-amount, purpose=CashPurpose.OTHER, reason="Gasto", shift=day.shift
    )
    Thief(day.post).append(out)
    day.end()


def _after_the_end(day: Day) -> None:
    """A payment is written into a shift that was closed."""
    thief = Thief(day.post)
    day.end()
    registration = day.post.register(day.name())
    model = thief.payment(day.post.papers[-1].payment)
    thief.append(
        lambda tx: replace(
            model, folio=thief.next_folio(tx), tendered_pieces=None, change_pieces=None
        ),
        refs=(registration,),
        hidden=True,
    )


def _somebody_elses(day: Day) -> None:
    """Another clerk takes money into a drawer that is not theirs."""
    thief = Thief(day.post)
    registration = day.post.register(day.name())
    model = thief.payment(day.post.papers[-1].payment)
    thief.append(
        lambda tx: replace(
            model, folio=thief.next_folio(tx), tendered_pieces=None, change_pieces=None
        ),
        refs=(registration,),
        operator=OperatorNumber(OTHER_CLERK),
    )
    day.end()


def _order_paid_twice(day: Day) -> None:
    """One order is paid at two windows without a link; one payment goes into a pocket."""
    other = day.office.other_post()
    shift = other.open()
    given = day.name()
    registration = day.post.register(given)
    (order,) = day.post.services.paying.orders.make(registration)
    for post in (day.post, other):
        post.way.open = False
        post.take(given, post.services.payments.begin_order(order.qr_text), registration)
    other.close_shift(other.expected(shift))
    day.end()


def _deposit_short(day: Day) -> None:
    """Less reaches the bank than left the safe."""
    boss = day.office.other_post(int(BOSS))
    deposits = boss.services.cash.deposits
    day.serve()
    day.end()
    listed = deposits.list()
    amount = Centavos(day.number(300, 600) * 100)
    made = deposits.make(
        listed.salt, amount_centavos=amount, bank="Banco", slip="77", day=listed.today
    )
    again = deposits.list()
    deposits.confirm(
        again.salt,
        made.event_id,
        amount_centavos=Centavos(amount - day.number(1, 90) * 100),
        reference="9001",
        day=again.today,
        reason="Así lo dice el banco",
    )


KINDS = (
    Kind(
        name="skimmed",
        says="money was taken out of the drawer before the count",
        found_by=("finding:shift.difference",),
        plant=_skimmed,
    ),
    Kind(
        name="cash-out",
        says="cash left the drawer over the limit without a witness or a second person",
        found_by=("finding:move.not_approved", "finding:move.no_witness"),
        plant=_taken_out,
    ),
    Kind(
        name="after-closing",
        says="a payment was written into a closed shift",
        found_by=("finding:shift.entry_after_closing",),
        plant=_after_the_end,
    ),
    Kind(
        name="drawer-of-another",
        says="another clerk took money into a drawer that was not theirs",
        found_by=("finding:shift.other_clerk",),
        plant=_somebody_elses,
    ),
    Kind(
        name="order-paid-twice",
        says="one payment order was paid at two windows",
        found_by=("finding:order.paid_twice",),
        plant=_order_paid_twice,
    ),
    Kind(
        name="deposit-short",
        says="less reached the bank than was deposited",
        found_by=("finding:deposit.differs",),
        plant=_deposit_short,
    ),
)
