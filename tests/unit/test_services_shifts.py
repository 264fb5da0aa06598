"""Shifts on a real encrypted file: one drawer, one shift, its day, its slip (UX §3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.domain.shifts import DayNotLater, DayTooFar, ShiftAlreadyOpen
from kiosk.store.queries import ledger_centavos
from sync.catalogue import SettingsEntry
from sync.money import Centavos
from sync.receipt_check import Answer
from sync.receipts import ReceiptKind
from tests.support.counters import open_a_shift
from tests.support.offices import (
    DAY_SECONDS,
    Counter,
    a_contact,
    publish,
)

DAY = date(2026, 11, 20)


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
    """Not the day before, not nine days later."""
    open_a_shift(counter)
    counter.database.write(lambda tx: tx.execute("UPDATE shift SET closed_seconds = 1"))

    begun = counter.shifts.begin()
    with pytest.raises(DayNotLater):
        counter.shifts.open(begun.salt, Centavos(50_000), DAY - timedelta(days=1))
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


def test_a_receipt_of_a_clock_that_ran_ahead_does_not_hold_the_floor_up(counter: Counter) -> None:
    """RECEIPTS §4: a server time resets the floor, downwards too, past receipts already given."""
    counter.clock.pass_seconds(20 * DAY_SECONDS)
    begun = counter.shifts.begin()
    _, slip = counter.shifts.open(begun.salt, Centavos(0), begun.business_day)
    counter.clock.pass_seconds(60)
    ahead = counter.desk.now_seconds()
    counter.database.write(lambda tx: a_contact(tx, ahead - 15 * DAY_SECONDS, ahead))
    counter.clock.pass_seconds(-15 * DAY_SECONDS + 30)

    assert slip.time_verified
    assert not counter.desk.read(counter.issuing.clock_wrong)
