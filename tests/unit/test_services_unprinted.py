"""The receipts that a power cut kept from coming out are found again (UX §3.7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.services.receipts import ReceiptUnknown
from kiosk.services.views import PaymentDone
from sync.ids import EventId
from sync.money import Centavos
from sync.receipts import ReceiptKind
from tests.support.counters import a_registration_at, open_a_shift
from tests.support.offices import Counter, a_counter


def _pay(counter: Counter, registration: EventId) -> PaymentDone:
    charge = counter.payments.begin(registration)
    return counter.payments.take(charge.charge_id, Centavos(20_000))


@pytest.mark.slow
def test_after_a_cut_the_last_payment_is_offered(tmp_path: Path) -> None:
    """Saved but never drawn: the next start offers it, until its picture was made."""
    before = a_counter(tmp_path, seed=b"before")
    open_a_shift(before)
    taken = _pay(before, a_registration_at(before))
    before.opening.close()

    after = a_counter(tmp_path, seed=b"after", create=False)
    try:
        offered = after.receipts.last_unprinted()
        after.receipts.save_picture(taken.event_id)
        left = after.receipts.last_unprinted()
    finally:
        after.opening.close()

    assert offered is not None
    assert (offered.event_id, offered.folio) == (taken.event_id, taken.receipt.folio)
    assert left is None


def test_without_payments_nothing_is_offered(tmp_path: Path) -> None:
    """A fresh counter has no receipt that was not printed."""
    counter = a_counter(tmp_path)
    try:
        offered = counter.receipts.last_unprinted()
    finally:
        counter.opening.close()

    assert offered is None


@pytest.mark.slow
def test_a_payment_leads_to_the_receipt_of_its_request(tmp_path: Path) -> None:
    """Both papers of one visit can be handed out; what was no payment leads nowhere."""
    counter = a_counter(tmp_path)
    try:
        open_a_shift(counter)
        registration = a_registration_at(counter)
        taken = _pay(counter, registration)
        request = counter.receipts.request_of(taken.event_id)
        with pytest.raises(ReceiptUnknown):
            counter.receipts.request_of(registration)
    finally:
        counter.opening.close()

    assert request.event_id == registration
    assert request.kind == ReceiptKind.REGISTRATION
