"""The list of records holds payments too, and a scanned comprobante says which one it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.services.views import ReversalReason
from sync.events import ApprovalMatter
from sync.ids import SubjectId
from tests.support.offices import FEE_CENTAVOS
from tests.support.paying import MoneyCounter, a_money_counter


@pytest.fixture(scope="module")
def money(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MoneyCounter]:
    """One open file with a clerk at work and an open shift."""
    made = a_money_counter(tmp_path_factory.mktemp("listed"))
    yield made
    made.counter.opening.close()


def test_a_payment_stands_in_the_list_and_beside_its_registration(money: MoneyCounter) -> None:
    """The latest first, by folio or amount; once it was given back it stays and says so."""
    paid = money.pay()
    records = money.counter.records

    latest = records.rows()
    by_folio = records.rows(paid.receipt.folio)
    by_amount = records.rows("185.50")
    beside = money.counter.database.read(
        lambda tx: records._payments.of_registration(tx, latest[1].event_id)
    )
    money.reversing.reverse(
        money.reversing.new_salt(),
        paid.event_id,
        question_id=money.approve(ApprovalMatter.REVERSAL, paid.event_id),
        reason=ReversalReason.WRONG_PERSON,
        scanned=paid.receipt.qr_text,
    )
    after = records.rows(paid.receipt.folio)

    assert latest[0].event_id == paid.event_id
    assert latest[0].paid_centavos == FEE_CENTAVOS
    assert latest[0].person_name == latest[1].person_name != ""
    assert latest[1].paid_centavos is None
    assert by_folio == latest[:1]
    assert paid.event_id in [one.event_id for one in by_amount]
    assert beside == latest[:1]
    assert after[0].reversed_at is not None
    assert latest[0].reversed_at is None


def test_the_card_of_the_person_says_that_it_was_given_back(money: MoneyCounter) -> None:
    """V06 has the same payments."""
    paid = money.pay()
    subject = money.counter.database.read(
        lambda tx: tx.execute(
            "SELECT subject FROM payment WHERE event_id = ?", (paid.event_id,)
        ).fetchone()[0]
    )
    money.reversing.reverse(
        money.reversing.new_salt(),
        paid.event_id,
        question_id=money.approve(ApprovalMatter.REVERSAL, paid.event_id),
        reason=ReversalReason.WRONG_PERSON,
        scanned=paid.receipt.qr_text,
    )

    listed = money.counter.privacy.sheet(SubjectId(subject)).payments

    assert next(one for one in listed if one.event_id == paid.event_id).reversed_at is not None
