"""Shift, people, charge, payment, receipt on a real encrypted file (UX §3, RECEIPTS §5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.picture import read_code
from kiosk.domain.cash import TenderShort
from kiosk.domain.shifts import DayNotLater, DayTooFar, NoOpenShift, ShiftAlreadyOpen
from kiosk.domain.tariffs import NoTariff
from kiosk.errors import KnownError
from kiosk.services.payments import AlreadyPaid, ChargeUnknown, NothingDue, PriceChanged
from kiosk.services.views import DeliveryWord, Enough, NewPerson, SearchedBy, Short
from kiosk.store.projections import rebuild
from kiosk.store.queries import drawer_centavos, ledger_centavos
from sync.catalogue import SettingsEntry
from sync.events import CardOpened, CardReason, RegistrationMade
from sync.ids import EventId, Salt, SubjectId
from sync.journal import Transaction, history
from sync.money import Centavos
from sync.receipt_check import Answer, ReceiptTrust, verify
from sync.receipts import ReceiptKind
from tests.support.factories import a_curp
from tests.support.offices import (
    ACTA,
    APOYO,
    DAY_SECONDS,
    DISCREET,
    FEE_CENTAVOS,
    Counter,
    a_contact,
    a_counter,
    a_tariff,
    publish,
    the_profile,
)

DAY = date(2026, 11, 20)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A counter ready to work, without an open shift."""
    made = a_counter(tmp_path)
    yield made
    made.opening.close()


def open_a_shift(counter: Counter) -> None:
    """Open a shift with $500."""
    begun = counter.shifts.begin()
    counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day)


def a_person_at(counter: Counter, given: str = "UNO") -> SubjectId:
    """Write a card."""
    person = NewPerson(given=given, first_surname="PRUEBA", second_surname="DOS")
    return counter.citizens.create(counter.citizens.begin(), person).subject


def a_registration_at(counter: Counter, code: int = ACTA) -> EventId:
    """Record a registration of a new person, with its receipt."""
    subject = a_person_at(counter)
    salt = counter.desk.new_salt()

    def work(tx: Transaction) -> EventId:
        event = RegistrationMade(
            folio=counter.issuing.next_folio(tx),
            form_id="acta",
            form_version="1",
            definition_hash=bytes(16),
            answers=("PRUEBA",),
            submission_hash=bytes(4),
            service_code=code,
            discreet=code == DISCREET,
        )
        recorded = counter.desk.append(tx, event, salt=salt, subject=subject)
        counter.issuing.seal(tx, recorded)
        return recorded.event_id

    return counter.desk.write(work)


# ------------------------------------------------------------------------------- shifts


def test_opening_a_shift_gives_its_slip(counter: Counter) -> None:
    """One event, a float in the ledger, a signed slip that verifies."""
    begun = counter.shifts.begin()

    opened, slip = counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day)

    verdict = counter.receipts.verify(slip.qr_text)
    assert (opened.number, opened.business_day, opened.float_centavos) == (1, DAY, 50_000)
    assert counter.shifts.current() == opened
    assert (slip.kind, slip.total_centavos) == (ReceiptKind.SHIFT_SLIP, 50_000)
    assert slip.previous_folio.endswith("-1")
    assert verdict.answer is Answer.AUTHENTIC
    assert counter.database.read(ledger_centavos) == 0


def test_pressing_twice_opens_one_shift(counter: Counter) -> None:
    """The same salt is the same shift."""
    begun = counter.shifts.begin()

    first = counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day)
    second = counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day)

    assert first == second
    assert counter.kinds().count(30) == 1


def test_a_second_shift_is_refused(counter: Counter) -> None:
    """One drawer has one shift; nothing is written."""
    open_a_shift(counter)
    before = counter.count("event")

    with pytest.raises(ShiftAlreadyOpen):
        open_a_shift(counter)

    assert counter.count("event") == before


def test_a_business_day_follows_the_last(counter: Counter) -> None:
    """Not the same day again, not nine days later."""
    open_a_shift(counter)
    counter.database.write(lambda tx: tx.execute("UPDATE shift SET closed_seconds = 1"))

    with pytest.raises(DayNotLater):
        open_a_shift(counter)
    counter.clock.pass_seconds(9 * DAY_SECONDS)
    with pytest.raises(DayTooFar):
        open_a_shift(counter)

    assert counter.kinds().count(30) == 1


def test_the_institution_says_how_long_an_office_may_close(counter: Counter) -> None:
    """A policy of twenty days lets it open after nine."""
    open_a_shift(counter)
    counter.database.write(lambda tx: tx.execute("UPDATE shift SET closed_seconds = 1"))
    settings = SettingsEntry(business_day_gap_days=20)
    counter.database.write(lambda tx: publish(tx, settings))
    counter.clock.pass_seconds(9 * DAY_SECONDS)

    open_a_shift(counter)

    assert counter.kinds().count(30) == 2


def test_in_1970_a_shift_opens_and_its_slip_is_marked(counter: Counter) -> None:
    """Work goes on: the day is the floor's, the stated time is the floor, label 12 is set."""
    counter.clock.wall_seconds = 3_600.0

    begun = counter.shifts.begin()
    opened, slip = counter.shifts.open(begun.salt, Centavos(0), begun.business_day)

    verdict = counter.receipts.verify(slip.qr_text)
    assert begun.clock_warning
    assert opened.business_day == DAY
    assert not slip.time_verified
    assert verdict.answer is Answer.AUTHENTIC
    assert verdict.receipt is not None
    assert not verdict.receipt.time_verified


def test_opening_the_day_confirms_the_date(counter: Counter) -> None:
    """Three days without a link: unmarked again once the business day was opened."""
    counter.clock.pass_seconds(3 * DAY_SECONDS)
    before = counter.desk.read(counter.issuing.time)

    begun = counter.shifts.begin()
    _, slip = counter.shifts.open(begun.salt, Centavos(0), begun.business_day)

    after = counter.desk.read(counter.issuing.time)
    assert (before.verified, slip.time_verified, after.verified) == (False, True, True)


def test_a_newer_server_time_resets_the_floor_downwards(counter: Counter) -> None:
    """A clock that ran ahead, corrected by the platform, is believed again."""
    counter.clock.pass_seconds(100 * DAY_SECONDS)
    ahead = counter.desk.now_seconds()
    real = ahead - 90 * DAY_SECONDS
    counter.database.write(lambda tx: a_contact(tx, real, ahead))
    counter.clock.pass_seconds(-90 * DAY_SECONDS + 30)

    assert not counter.desk.read(counter.issuing.clock_wrong)


# ------------------------------------------------------------------------------- people


def test_a_person_is_found_by_curp_and_by_name(counter: Counter) -> None:
    """Exact CURP, or the beginnings of words without accents."""
    curp = a_curp("MARÍA", "NÚÑEZ", "DOS")
    person = NewPerson(given="María", first_surname="Núñez", second_surname="Dos", curp=curp)
    made = counter.citizens.create(counter.citizens.begin(), person)

    by_curp = counter.citizens.search(curp.lower())
    by_name = counter.citizens.search("nun mar")

    assert (by_curp.by, by_curp.rows) == (SearchedBy.CURP, (made,))
    assert (by_name.by, by_name.rows) == (SearchedBy.NAME, (made,))
    assert made.born == date(1990, 5, 12)
    assert made.curp_masked == f"•••• {curp[-4:]}"
    assert counter.citizens.search("nadie").rows == ()


def test_a_wrong_digit_blocks_and_saves_nothing(counter: Counter) -> None:
    """The problem stands at its field; creating raises."""
    curp = a_curp("UNO", "PRUEBA", "DOS")
    wrong = curp[:17] + str((int(curp[17]) + 1) % 10)
    person = NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS", curp=wrong)

    check = counter.citizens.check(person)
    with pytest.raises(KnownError) as caught:
        counter.citizens.create(counter.citizens.begin(), person)

    assert [(one.field, one.message_id) for one in check.problems] == [("curp", "field-curp-digit")]
    assert caught.value.code == "person.problems"
    assert 50 not in counter.kinds()


def test_another_name_warns_and_is_saved_with_its_verdict(counter: Counter) -> None:
    """Registries differ: the person is saved, the identifier marked as warned."""
    curp = a_curp("OTRA", "PERSONA", "MAS")
    person = NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS", curp=curp)

    check = counter.citizens.check(person)
    counter.citizens.create(counter.citizens.begin(), person)

    assert check.problems == ()
    assert [one.message_id for one in check.warnings] == ["warn-curp-name"]
    assert check.curp_says is not None
    assert counter.rows("SELECT verdict FROM person_identity WHERE type = 'curp'") == [(1,)]


def test_a_known_curp_is_pointed_out(counter: Counter) -> None:
    """A second card with the same CURP is a warning, not a wall."""
    person = NewPerson(given="UNO", first_surname="PRUEBA", curp=a_curp("UNO", "PRUEBA", ""))
    counter.citizens.create(counter.citizens.begin(), person)

    assert "warn-curp-known" in [one.message_id for one in counter.citizens.check(person).warnings]


def test_saving_a_card_twice_makes_one_person(counter: Counter) -> None:
    """The same salt is the same person."""
    salt = counter.citizens.begin()
    person = NewPerson(given="UNO", first_surname="PRUEBA")

    first = counter.citizens.create(salt, person)
    again = counter.citizens.create(salt, replace(person, given="OTRO"))

    assert first == again
    assert counter.kinds().count(50) == 1


def test_opening_a_card_is_recorded(counter: Counter) -> None:
    """Who looked at whom stands in the journal."""
    subject = a_person_at(counter)
    counter.citizens.search(a_curp())

    counter.citizens.card(subject)

    last = counter.database.read(lambda tx: list(history(tx))[-1])
    assert last.event == CardOpened(reason=CardReason.CURP_SEARCH)
    assert last.header.subject == subject


# ------------------------------------------------------------------------------ payments


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


# ------------------------------------------------------------------------------ receipts


def test_the_picture_reads_back_and_is_recorded(counter: Counter) -> None:
    """The file is named by folio, its code verifies, and the print is an event."""
    registration = a_registration_at(counter)

    path = counter.receipts.save_picture(registration)

    shown = counter.receipts.show(registration)
    with Image.open(path) as picture:
        text = read_code(picture)
    assert path.name == f"{shown.folio}.png"
    assert text == shown.qr_text
    assert counter.receipts.verify(text or "").answer is Answer.AUTHENTIC
    assert counter.kinds()[-1] == 70
    assert counter.receipts.save_picture(registration) == path
    assert counter.kinds().count(70) == 1
    path.unlink()
    assert counter.receipts.save_picture(registration) == path
    assert counter.rows("SELECT copy FROM printed ORDER BY copy") == [(0,), (1,)]
    assert path.stat().st_mode & 0o077 == 0


def test_every_receipt_number_is_used_once(counter: Counter) -> None:
    """1 is the start receipt, then no gap; each anchors its own event."""
    for _ in range(3):
        a_registration_at(counter)
    open_a_shift(counter)

    numbers = [row[0] for row in counter.rows("SELECT number FROM receipt ORDER BY number")]

    assert numbers == [1, 2, 3, 4, 5]


def test_read_tables_can_be_built_again(counter: Counter) -> None:
    """After rebuild the same payment, charge list and shift are there."""
    registration = a_registration_at(counter)
    open_a_shift(counter)
    charge = counter.payments.begin(registration)
    done = counter.payments.take(charge.charge_id, charge.total_centavos)
    before = counter.shifts.current()

    counter.database.write(rebuild)

    assert counter.shifts.current() == before
    assert counter.receipts.show(done.event_id) == done.receipt


def test_deliveries_list_records_and_not_technical_events(counter: Counter) -> None:
    """Person, registration, shift: three records, all saved here."""
    a_registration_at(counter)
    open_a_shift(counter)

    summary = counter.deliveries.summary()
    lists = counter.deliveries.rows()

    assert (summary.saved, summary.on_the_way, summary.delivered, summary.attention) == (3, 0, 0, 0)
    assert sorted(row.kind for row in lists.saved) == [30, 40, 50]
    assert not summary.stale
    assert summary.bytes_waiting > 0


def test_waiting_records_become_stale(counter: Counter) -> None:
    """After the policy's three days the strip turns amber."""
    a_registration_at(counter)
    counter.clock.pass_seconds(timedelta(days=3, seconds=1).total_seconds())

    assert counter.deliveries.summary().stale


def test_delivery_hears_of_every_saved_action(counter: Counter) -> None:
    """Saving wakes delivery; hurrying is passed on."""
    heard = len(counter.saved)

    a_person_at(counter)
    counter.deliveries.deliver_now()

    assert len(counter.saved) == heard + 1
    assert counter.courier.hurried == 1


def test_services_are_shown_with_fee_and_papers(counter: Counter) -> None:
    """V08 shows what was published, in the language asked for."""
    cards = {card.code: card for card in counter.catalogue.services("en")}

    assert cards[ACTA].fee_centavos == FEE_CENTAVOS
    assert cards[APOYO].fee_centavos is None
    assert cards[ACTA].name == "Service 201"
    assert cards[ACTA].papers == ("Identificación",)
    assert cards[ACTA].privacy_short == "Short."
