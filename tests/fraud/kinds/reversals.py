"""Money given back that should not be: the citizen gone, another shift, twice, too much."""

from __future__ import annotations

from dataclasses import replace

from kiosk.errors import KnownError
from sync.events import (
    PaymentReversed,
    ReceiptConcept,
    Recorded,
    ReversalReason,
    Settlement,
)
from sync.ids import EventId, ShiftId
from sync.journal import Transaction
from sync.money import Centavos
from tests.fraud import finders
from tests.fraud.kind import Kind
from tests.fraud.office import Day
from tests.fraud.thief import Thief


def reverse(
    thief: Thief,
    payment_id: EventId,
    *approvals: EventId,
    shift: ShiftId | None = None,
    given_centavos: int | None = None,
    hidden: bool = False,
) -> Recorded:
    """Record a reversal past every check; *hidden*: the device's own tables are not told."""
    paid = thief.payment(payment_id)

    def event(tx: Transaction) -> PaymentReversed:
        return PaymentReversed(
            folio=thief.next_folio(tx),
            total_centavos=paid.total_centavos,
            concepts=(
                ReceiptConcept(code=int(paid.lines[0].concept), net_centavos=paid.total_centavos),
            ),
            settlement=Settlement(
                means=paid.settlement.means,
                tendered_centavos=Centavos(
                    paid.total_centavos if given_centavos is None else given_centavos
                ),
                change_centavos=Centavos(0),
            ),
            original=paid.folio,
            reason=ReversalReason.PERSON_DESISTED,
            original_scanned=True,
            shift=shift or paid.shift,
            initials=paid.initials,
        )

    return thief.append(event, refs=(payment_id, *approvals), hidden=hidden)


def _citizen_gone(day: Day) -> None:
    """The supervisor is told that the citizen came back; the paper is in the citizen's hand."""
    day.get_codes(1)
    paper = day.serve()
    day.post.reverse(paper, day.office.code(), scanned=False)
    day.end()


def _after_the_closing(day: Day) -> None:
    """A payment of the morning's shift is given back out of the afternoon's."""
    day.get_codes(1)
    paper = day.serve()
    day.end()
    day.shift = day.post.open()
    code = day.office.code()
    try:
        day.post.reverse(paper, code)
    except KnownError as error:
        day.said.append(finders.refusal(error))
    reverse(Thief(day.post), paper.payment, shift=day.shift)
    day.end()


def _twice(day: Day) -> None:
    """A payment is given back twice, the second time past the device's own tables."""
    day.get_codes(1)
    paper = day.serve()
    day.serve(2)
    day.post.reverse(paper, day.office.code())
    day.post.papers.remove(paper)
    reverse(Thief(day.post), paper.payment, hidden=True)
    day.end()


def _more_than_paid(day: Day) -> None:
    """More is given back than was paid."""
    paper = day.serve()
    day.serve(2)
    thief = Thief(day.post)
    paid = thief.payment(paper.payment)
    reverse(thief, paper.payment, given_centavos=paid.total_centavos + day.number(1, 20) * 100)
    day.end()


def _invented(day: Day) -> None:
    """A payment that never was is given back."""
    thief = Thief(day.post)
    paper = day.serve()
    reversal = reverse(thief, paper.payment).event
    assert isinstance(reversal, PaymentReversed)
    request = paper.registration
    thief.append(
        lambda tx: replace(reversal, folio=thief.next_folio(tx)), refs=(request,), hidden=True
    )
    day.end()


KINDS = (
    Kind(
        name="citizen-gone",
        says="a payment was given back after the citizen left, without the paper",
        found_by=("acuse:reversed", "finding:reversal.without_paper"),
        plant=_citizen_gone,
    ),
    Kind(
        name="reversed-next-shift",
        says="a payment of a closed shift was given back",
        found_by=("finding:reversal.other_shift",),
        plant=_after_the_closing,
    ),
    Kind(
        name="reversed-twice",
        says="a payment was given back twice",
        found_by=("finding:reversal.twice",),
        plant=_twice,
    ),
    Kind(
        name="more-given-back",
        says="more was given back than was paid",
        found_by=("finding:reversal.other_amount", "code:11"),
        plant=_more_than_paid,
    ),
    Kind(
        name="reversal-of-nothing",
        says="a reversal names no payment",
        found_by=("finding:reversal.no_payment",),
        plant=_invented,
    ),
)
