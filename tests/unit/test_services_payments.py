"""Charge and payment on a real encrypted file (UX §3, RECEIPTS §5)."""

from __future__ import annotations

import pytest

from kiosk.domain.cash import TenderShort
from kiosk.domain.shifts import NoOpenShift
from kiosk.domain.tariffs import NoTariff
from kiosk.services.payments import AlreadyPaid, ChargeUnknown, NothingDue, PriceChanged
from kiosk.services.views import DeliveryWord, Enough, Short
from kiosk.store.queries import drawer_centavos, ledger_centavos
from sync.ids import Salt
from sync.money import Centavos
from sync.receipt_check import Answer, ReceiptTrust, verify
from tests.support.counters import a_registration_at, open_a_shift
from tests.support.offices import (
    APOYO,
    DISCREET,
    FEE_CENTAVOS,
    Counter,
    a_counter,
    a_tariff,
    publish,
    the_profile,
)


def test_without_a_shift_no_cash(counter: Counter) -> None:
    """Charging needs an open shift; nothing is written."""
    registration = a_registration_at(counter)
    before = counter.count("event")

    with pytest.raises(NoOpenShift):
        counter.payments.begin(registration)

    assert counter.count("event") == before
    assert counter.count("draft") == 0


def test_a_payment_is_one_transaction_with_everything(counter: Counter) -> None:
    """Event, ledger, receipt, read tables: totals agree and the receipt verifies."""
    registration = a_registration_at(counter)
    open_a_shift(counter)

    charge = counter.payments.begin(registration)
    done = counter.payments.take(charge.charge_id, Centavos(20_000))

    verdict = verify(done.receipt.qr_text, ReceiptTrust.of(the_profile()))
    assert charge.total_centavos == FEE_CENTAVOS
    assert charge.quick_tenders == (18_550, 19_000, 20_000, 50_000)
    assert done.change_centavos == 1_450
    assert done.receipt.total_words == "ciento ochenta y cinco pesos 50/100 M.N."
    assert done.receipt.initials == "U. P. D."
    assert done.receipt.delivery is DeliveryWord.SAVED
    assert verdict.answer is Answer.AUTHENTIC
    assert verdict.receipt is not None
    assert verdict.receipt.total_centavos == FEE_CENTAVOS
    assert verdict.receipt.initials == "U. P. D."
    assert verdict.folio == done.receipt.folio
    assert counter.count("payment") == 1
    assert counter.count("draft") == 0
    shift = counter.shifts.current()
    assert shift is not None
    assert shift.payments_count == 1
    drawer = counter.database.read(lambda tx: drawer_centavos(tx, shift.shift_id))
    assert drawer == 50_000 + FEE_CENTAVOS
    assert counter.database.read(ledger_centavos) == 0


def test_a_second_press_repeats_the_payment(counter: Counter) -> None:
    """Same charge, same event, same receipt, no new row, whatever was typed the second time."""
    registration = a_registration_at(counter)
    open_a_shift(counter)
    charge = counter.payments.begin(registration)

    first = counter.payments.take(charge.charge_id, Centavos(20_000))
    rows = counter.count("event")
    again = counter.payments.take(charge.charge_id, Centavos(50_000))

    assert again == first
    assert counter.count("event") == rows
    assert counter.count("receipt") == 4  # start, registration, shift, payment


def test_the_charge_keeps_its_id_until_it_is_paid(counter: Counter) -> None:
    """Leaving and coming back, also after a crash, is the same payment."""
    registration = a_registration_at(counter)
    open_a_shift(counter)

    first = counter.payments.begin(registration)
    second = counter.payments.begin(registration)
    counter.opening.close()
    again = a_counter(counter.folder, clock=counter.clock, seed=b"after crash", create=False)
    third = again.payments.begin(registration)
    done = again.payments.take(third.charge_id, third.total_centavos)
    repeated = again.payments.take(first.charge_id, first.total_centavos)
    again.opening.close()

    assert first.charge_id == second.charge_id == third.charge_id
    assert repeated == done


def test_a_crash_before_the_commit_leaves_nothing(counter: Counter) -> None:
    """A payment that was rolled back took no number, and the retry takes that same number."""
    registration = a_registration_at(counter)
    open_a_shift(counter)
    charge = counter.payments.begin(registration)
    counter.database.write(
        lambda tx: tx.execute(
            "CREATE TEMP TRIGGER crash BEFORE INSERT ON receipt"
            " BEGIN SELECT RAISE(ABORT, 'power cut'); END"
        )
    )

    with pytest.raises(Exception, match="power cut"):
        counter.payments.take(charge.charge_id, Centavos(20_000))
    left = (counter.count("payment"), counter.count("ledger"), counter.kinds().count(60))
    counter.database.write(lambda tx: tx.execute("DROP TRIGGER crash"))
    done = counter.payments.take(charge.charge_id, Centavos(20_000))

    assert left == (0, 2, 0)
    assert done.receipt.folio.endswith("-4")


def test_too_little_is_refused_and_nothing_lost(counter: Counter) -> None:
    """The missing amount is said, nothing is written, the charge stands."""
    registration = a_registration_at(counter)
    open_a_shift(counter)
    charge = counter.payments.begin(registration)
    before = counter.count("event")

    short = counter.payments.tender(charge, Centavos(18_000))
    with pytest.raises(TenderShort):
        counter.payments.take(charge.charge_id, Centavos(18_000))

    assert short == Short(missing_centavos=Centavos(550))
    assert counter.payments.tender(charge, Centavos(20_000)) == Enough(
        change_centavos=Centavos(1_450)
    )
    assert counter.count("event") == before
    assert counter.payments.begin(registration).charge_id == charge.charge_id


def test_a_paid_registration_is_not_charged_again(counter: Counter) -> None:
    """It leaves the list and cannot be begun again."""
    registration = a_registration_at(counter)
    open_a_shift(counter)
    assert [row.registration_id for row in counter.payments.pending()] == [registration]
    charge = counter.payments.begin(registration)
    counter.payments.take(charge.charge_id, charge.total_centavos)

    with pytest.raises(AlreadyPaid):
        counter.payments.begin(registration)

    assert counter.payments.pending() == ()


def test_a_service_without_fee_has_no_charge(counter: Counter) -> None:
    """Nothing is due and nothing is listed."""
    registration = a_registration_at(counter, APOYO)
    open_a_shift(counter)

    with pytest.raises(NothingDue):
        counter.payments.begin(registration)

    assert counter.payments.pending() == ()


def test_a_price_that_changed_is_shown_again(counter: Counter) -> None:
    """A tariff pulled between V13 and the press does not charge what nobody saw."""
    registration = a_registration_at(counter)
    open_a_shift(counter)
    charge = counter.payments.begin(registration)
    counter.database.write(lambda tx: publish(tx, a_tariff(19_000, version=2)))

    with pytest.raises(PriceChanged):
        counter.payments.take(charge.charge_id, Centavos(20_000))

    again = counter.payments.begin(registration)
    assert again.total_centavos == 19_000
    assert again.charge_id == charge.charge_id
    assert counter.payments.take(again.charge_id, Centavos(19_000)).change_centavos == 0


def test_rounding_is_a_line_of_its_own(counter: Counter) -> None:
    """$185.60 is charged as $185.50 and the paper says why."""
    counter.database.write(lambda tx: publish(tx, a_tariff(18_560, version=2)))
    registration = a_registration_at(counter)
    open_a_shift(counter)

    charge = counter.payments.begin(registration)
    done = counter.payments.take(charge.charge_id, charge.total_centavos)

    assert (charge.total_centavos, charge.rounding_centavos) == (18_550, -10)
    assert [line.amount_centavos for line in done.receipt.lines] == [18_560, -10]
    assert counter.database.read(ledger_centavos) == 0


def test_a_charge_nobody_began_is_refused(counter: Counter) -> None:
    """An unknown id takes no money."""
    open_a_shift(counter)

    with pytest.raises(ChargeUnknown):
        counter.payments.take(Salt(bytes(16)), Centavos(100))


def test_no_tariff_on_that_day(counter: Counter) -> None:
    """Without a fee for the business day nothing can be charged, and V13 says so."""
    counter.database.write(lambda tx: tx.execute("DELETE FROM reference WHERE key LIKE 'tariff%'"))
    registration = a_registration_at(counter)
    open_a_shift(counter)

    with pytest.raises(NoTariff):
        counter.payments.begin(registration)


def test_a_discreet_service_says_nothing(counter: Counter) -> None:
    """Paper, code and list of a discreet service name neither service nor concept."""
    registration = a_registration_at(counter, DISCREET)
    open_a_shift(counter)
    charge = counter.payments.begin(registration)

    done = counter.payments.take(charge.charge_id, charge.total_centavos)

    verdict = counter.receipts.verify(done.receipt.qr_text)
    assert done.receipt.service_name == "Trámite"
    assert [line.label for line in done.receipt.lines] == ["Trámite"]
    assert verdict.receipt is not None
    assert [one.code for one in verdict.receipt.concepts] == [0]
    assert counter.receipts.show(registration).service_name == "Trámite"
    assert {row.title for row in counter.deliveries.rows().saved} == {""}
