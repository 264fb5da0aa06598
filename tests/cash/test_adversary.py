"""What a thief or an unlucky day tries with balances and orders, and what stops it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import KnownError
from kiosk.services.account_errors import CardOut
from kiosk.services.approvals import OwnAct
from kiosk.services.charging import AlreadyPaid
from kiosk.services.closing import about_closing
from kiosk.services.payment_orders import PaymentOrders
from kiosk.services.views import Paying, PaymentMeans, ReversalReason
from kiosk.services.views.cash import ClosingView
from kiosk.store import accounts
from kiosk.store.queries import drawer_centavos
from sync.events import ApprovalMatter, CardReplacement, DataBlocked, IdentityProof
from sync.ids import Concept, EventId
from sync.money import Centavos
from tests.cash.tills import SIGNATURE, Till, a_till
from tests.support.account_desk import AccountTill, a_card
from tests.support.counters import a_registration_at
from tests.support.offices import (
    ACTA,
    FEE_CENTAVOS,
    a_service,
    a_tariff,
    publish,
)
from tests.support.staff import OTHER_SUPERVISOR, SUPERVISOR


@pytest.fixture(scope="module")
def shared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    """One till with an open shift."""
    made = a_till(template, tmp_path_factory.mktemp("adversary") / "till")
    made.open()
    yield made
    made.counter.opening.close()


def test_a_top_up_that_was_spent_is_not_given_back(shared: Till) -> None:
    """Cash that a balance already paid with stays: no account goes below nothing by a reversal."""
    at = AccountTill(till=shared)
    account = at.account(at.person(), 31)
    top_up = at.top_up(account, FEE_CENTAVOS)
    at.show(31)
    at.pay(account, FEE_CENTAVOS)
    shift = shared.counter.shifts.current()
    assert shift is not None
    before = shared.counter.database.read(lambda tx: drawer_centavos(tx, shift.shift_id))

    reversing = shared.counter.reversing
    with pytest.raises(KnownError) as refused:
        reversing.reverse(
            reversing.new_salt(),
            top_up,
            question_id=shared.approve(ApprovalMatter.REVERSAL, [top_up]),
            reason=ReversalReason.OTHER,
            scanned=None,
        )

    assert refused.value.code == "reversal.balance_spent"
    after = shared.counter.database.read(lambda tx: drawer_centavos(tx, shift.shift_id))
    balance = shared.counter.database.read(lambda tx: at.desk.accounts.balance(tx, account))
    assert (after, balance) == (before, 0)


def test_a_balance_is_topped_up_in_cash_alone(shared: Till) -> None:
    """Money that somebody only says was sent is not on a balance, where it could be spent."""
    at = AccountTill(till=shared)
    account = at.account(at.person(), 32)
    payments = shared.counter.payments
    charge = payments.begin_top_up(account, Centavos(FEE_CENTAVOS))

    for means in (PaymentMeans.TRANSFER, PaymentMeans.BANK):
        with pytest.raises(KnownError) as refused:
            payments.take(
                charge.charge_id, Centavos(0), Paying(means=means, reference="SPEI 123456")
            )
        assert refused.value.code == "payment.top_up_cash"

    assert shared.counter.database.read(lambda tx: at.desk.accounts.balance(tx, account)) == 0


def test_both_orders_of_one_registration_are_paid(till: Till) -> None:
    """Four concepts make two orders: the second is due after the first, and each once."""
    till.open()
    counter = till.counter
    orders = PaymentOrders(counter.desk, counter.catalogue)
    concepts = (1001, 1002, 1003, 1004)
    tariffs = [replace(a_tariff(), tariff_id=f"t{one}", concept=Concept(one)) for one in concepts]
    service = replace(a_service(ACTA), concepts=tuple(Concept(one) for one in concepts))
    counter.database.write(lambda tx: publish(tx, service, *tariffs))
    registration = a_registration_at(counter)
    first, second = orders.make(registration)

    charged = [counter.payments.begin_order(first.qr_text)]
    counter.payments.take(charged[0].charge_id, charged[0].total_centavos)
    charged.append(counter.payments.begin_order(second.qr_text))
    counter.payments.take(charged[1].charge_id, charged[1].total_centavos)

    assert sum(one.total_centavos for one in charged) == 4 * FEE_CENTAVOS
    for text in (first.qr_text, second.qr_text):
        with pytest.raises(KnownError):
            counter.payments.begin_order(text)
    with pytest.raises(AlreadyPaid):
        counter.payments.begin(registration)


def test_a_lost_card_stays_out_when_what_was_blocked_is_shown_again(till: Till) -> None:
    """Blocked, then lifted in the order of their ids: the last card counts, as before."""
    till.open()
    at = AccountTill(till=till)
    subject = at.person()
    account = at.account(subject, 41)
    for number in (42, 43):
        at.desk.cards.replace(
            at.desk.cards.begin(), subject, a_card(number), "907311", "907311",
            reason=CardReplacement.LOST, proof=IdentityProof.OFFICIAL_DOCUMENT,
        )  # fmt: skip
    database, desk = till.counter.database, till.counter.desk
    ids = database.read(
        lambda tx: [
            EventId(row[0])
            for row in tx.execute("SELECT event_id FROM account_card ORDER BY number").fetchall()
        ]
    )

    def block(event_id: EventId, *, lifted: bool) -> None:
        event = DataBlocked(event_ids=(event_id,), legal_basis="Art. 25", lifted=lifted)
        database.write(lambda tx: desk.append(tx, event, salt=desk.new_salt(), subject=subject))

    for event_id in ids:
        block(event_id, lifted=False)
    for event_id in (ids[0], ids[2], ids[1]):
        block(event_id, lifted=True)

    found = database.read(lambda tx: accounts.account(tx, account))
    assert found is not None
    assert found.card_event == ids[2]
    with pytest.raises(CardOut):
        at.desk.accounts.show(a_card(42), "907311")


def test_nobody_approves_what_is_missing_from_their_own_drawer(till: Till) -> None:
    """A supervisor who charged is short, a second one closes: the first one's code does not do."""
    till.sit(SUPERVISOR)
    till.open()
    till.sit(OTHER_SUPERVISOR)
    closing = till.counter.cash.closing
    closing.begin()
    till.count(20_000)
    view = till.count(20_000)
    assert isinstance(view, ClosingView)
    assert view.approval_centavos == 30_000

    with pytest.raises(OwnAct):
        closing.close(
            reason="Falta",
            signature=SIGNATURE,
            approval=till.approve(ApprovalMatter.AMOUNT, about_closing(view), 30_000),
        )

    assert till.counter.shifts.current() is not None
