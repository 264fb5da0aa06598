"""One device alone never overspends a balance, whatever is done in whatever order."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import KnownError
from kiosk.services.benefits import Receiver
from kiosk.store.queries import ledger_centavos
from sync.catalogue import AccountEntry
from sync.events import ApprovalMatter, BenefitMeans, ReversalReason
from tests.cash.test_accounts import an_entitlement, published
from tests.cash.tills import a_till
from tests.support.account_desk import BETO, AccountTill
from tests.support.offices import FEE_CENTAVOS

EXAMPLES = 200 if os.environ.get("VENTANILLA_SOAK") == "1" else 4
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("top-up", "pay", "pay", "benefit", "reverse", "publish", "spend-there")),
        st.integers(1, FEE_CENTAVOS),
    ),
    max_size=12,
)
CARDS = itertools.count(100)


@pytest.fixture(scope="module")
def opened(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccountTill]:
    """One till for every example; each has a person and an account of its own."""
    till = a_till(template, tmp_path_factory.mktemp("balances") / "till")
    till.open()
    yield AccountTill(till=till)
    till.counter.opening.close()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_a_balance_is_never_negative_and_the_ledger_agrees(
    opened: AccountTill, steps: list[tuple[str, int]]
) -> None:
    """After every step: at least 0, what the ledger owes, and the ledger itself sums to 0."""
    at, card = opened, next(CARDS)
    subject = at.person(replace(BETO, given=f"BETO {card}"))
    account_id = at.account(subject, card)
    at.desk.accounts._shown = account_id
    counter, elsewhere, paid = at.till.counter, 0, []
    for number, (step, amount) in enumerate(steps):
        try:
            match step:
                case "top-up":
                    at.top_up(account_id, amount)
                case "pay":
                    paid.append(at.pay(account_id, amount))
                case "benefit":
                    name = f"apoyo-{card}-{number}"
                    at.publish(an_entitlement(subject, entitlement_id=name))
                    at.desk.benefits.deliver(
                        at.desk.benefits.begin(),
                        subject,
                        name,
                        BenefitMeans.BALANCE,
                        Receiver(signature=b"drawn"),
                    )
                case "reverse" if paid:
                    payment_id = paid.pop()
                    counter.reversing.reverse(
                        counter.reversing.new_salt(),
                        payment_id,
                        question_id=at.till.approve(ApprovalMatter.REVERSAL, [payment_id]),
                        reason=ReversalReason.OTHER,
                        scanned=None,
                    )
                case "publish":
                    at.publish(published(at, account_id))
                case "spend-there":
                    entry = published(at, account_id)
                    spent = min(amount, entry.balance_centavos)
                    elsewhere -= spent
                    at.publish(_less(entry, spent))
                case _:
                    pass
        except KnownError:
            pass  # refused: nothing was written, and the sums below say so
        assert at.balance(account_id) >= 0
        assert at.balance(account_id) == at.ledger(account_id) + elsewhere
    assert counter.database.read(ledger_centavos) == 0


def _less(entry: AccountEntry, spent_centavos: int) -> AccountEntry:
    return replace(entry, balance_centavos=entry.balance_centavos - spent_centavos)
