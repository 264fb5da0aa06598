"""Shifts, registrations and the time of a receipt (PROTOCOL §17, RECEIPTS §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.receipt_time import (
    DAY_SECONDS,
    ReceiptTime,
    TimeEvidence,
    clock_wrong,
    floor_of,
    receipt_time,
)
from kiosk.domain.registrations import Registration, Step, StepNotAllowed
from kiosk.domain.registrations import after as registration_after
from kiosk.domain.shifts import (
    Act,
    DayBeforeFloor,
    DayNotLater,
    DayNotToday,
    DayTooFar,
    NoOpenShift,
    NotAllowed,
    Shift,
    ShiftAlreadyOpen,
    after,
    check_business_day,
    propose_business_day,
)

DAY = date(2026, 11, 20)
T = 1_800_000_000
EVIDENCE = TimeEvidence(
    build_seconds=T - 90 * DAY_SECONDS,
    server_seconds=T,
    compared_at_seconds=T,
    verified_receipt_seconds=None,
    confirmed_at_seconds=None,
    not_before_seconds=T - 30 * DAY_SECONDS,
    not_after_seconds=T + 1000 * DAY_SECONDS,
)


@given(state=st.sampled_from(Shift), act=st.sampled_from(Act))
def test_a_shift_answers_every_act(state: Shift, act: Act) -> None:
    """Every pair leads to a state or is refused with an error of the tree."""
    try:
        reached = after(state, act)
    except NotAllowed:
        assert (state, act) not in {(Shift.CLOSED, Act.OPEN), (Shift.OPEN, Act.TAKE_CASH)}
    else:
        assert reached in Shift


@given(acts=st.lists(st.sampled_from(Act), max_size=12))
def test_cash_is_taken_only_in_an_open_shift(acts: list[Act]) -> None:
    """On any walk, cash enters exactly between an opening and the next count."""
    state, open_now = Shift.CLOSED, False
    for act in acts:
        try:
            state = after(state, act)
        except NotAllowed:
            assert not (act is Act.TAKE_CASH and open_now)
            continue
        if act is Act.TAKE_CASH:
            assert open_now
        if act in (Act.OPEN, Act.STOP_COUNT, Act.END_CHECK):
            open_now = True
        elif act is not Act.TAKE_CASH:
            open_now = False


def test_the_two_refusals_people_meet_have_their_own_sentence() -> None:
    """Cash without a shift, and a second opening, are told apart."""
    with pytest.raises(NoOpenShift):
        after(Shift.CLOSED, Act.TAKE_CASH)
    with pytest.raises(ShiftAlreadyOpen):
        after(Shift.OPEN, Act.OPEN)


@given(state=st.sampled_from(Registration), step=st.sampled_from(Step))
def test_a_registration_answers_every_step(state: Registration, step: Step) -> None:
    """Saving and discarding are repeatable; a saved one is never discarded."""
    try:
        reached = registration_after(state, step)
    except StepNotAllowed:
        assert state is not Registration.DRAFT
    else:
        assert registration_after(reached, step) is reached
        assert not (state is Registration.SAVED and reached is not Registration.SAVED)


@pytest.mark.parametrize(
    ("day", "last", "floor", "today", "error"),
    [
        (DAY, DAY + timedelta(days=1), DAY, DAY, DayNotLater),
        (DAY, None, DAY + timedelta(days=1), None, DayBeforeFloor),
        (DAY, DAY - timedelta(days=9), DAY, DAY, DayTooFar),
        (DAY + timedelta(days=9), None, DAY, None, DayTooFar),
        (DAY + timedelta(days=1), DAY - timedelta(days=1), DAY, DAY, DayNotToday),
    ],
)
def test_a_business_day_nobody_may_open_alone(
    day: date, last: date | None, floor: date, today: date | None, error: type[Exception]
) -> None:
    """Not later, before the floor, too far, or not today: each is refused by its own name."""
    with pytest.raises(error):
        check_business_day(day, last=last, floor=floor, today=today)


def test_a_second_person_opens_what_one_may_not() -> None:
    """Too far and not today are approved; a day gone by, or before the floor, never is."""
    far, later = DAY + timedelta(days=30), DAY + timedelta(days=1)

    check_business_day(far, last=DAY, floor=DAY, today=far, approved=True)
    check_business_day(later, last=DAY, floor=DAY, today=DAY, approved=True)
    with pytest.raises(DayNotLater):
        check_business_day(DAY, last=later, floor=DAY, today=DAY, approved=True)
    with pytest.raises(DayBeforeFloor):
        check_business_day(DAY, last=None, floor=later, today=DAY, approved=True)


def test_the_same_day_opens_again() -> None:
    """Several cashiers share a drawer on one day."""
    check_business_day(DAY, last=DAY, floor=DAY, today=DAY)


def test_a_weekly_office_opens() -> None:
    """Eight days after the last one are allowed, and any distance before the first."""
    check_business_day(DAY, last=DAY - timedelta(days=8), floor=DAY, today=DAY)
    check_business_day(DAY, last=None, floor=DAY - timedelta(days=200), today=DAY)


@given(
    last=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    floor=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_with_a_wrong_clock_a_day_is_proposed_that_opens(last: date | None, floor: date) -> None:
    """In 1970 work goes on: the proposal holds unless too many days lie between."""
    day = propose_business_day(last=last, floor=floor, today=None)

    if last is None or (day - last).days <= 8:
        check_business_day(day, last=last, floor=floor, today=None)


def test_a_good_clock_is_stated() -> None:
    """Compared lately and near the floor: the clock's own time, verified."""
    assert receipt_time(T + 60, EVIDENCE) == ReceiptTime(seconds=T + 60, verified=True)


def test_a_clock_in_1970_states_the_floor() -> None:
    """Work goes on, the receipt says the floor and is marked."""
    assert receipt_time(60, EVIDENCE) == ReceiptTime(seconds=T, verified=False)
    assert clock_wrong(60, EVIDENCE)


def test_a_clock_far_ahead_does_not_lift_anything() -> None:
    """More than 400 days above the floor the floor is stated."""
    far = T + 401 * DAY_SECONDS

    assert receipt_time(far, EVIDENCE) == ReceiptTime(seconds=T, verified=False)
    assert not clock_wrong(T + 400 * DAY_SECONDS, EVIDENCE)


def test_outside_the_certificate_the_floor_is_kept_inside() -> None:
    """The stated time always lies in the certificate's validity."""
    ended = replace(EVIDENCE, not_after_seconds=T - DAY_SECONDS)

    assert receipt_time(T, ended) == ReceiptTime(seconds=T - DAY_SECONDS, verified=False)


def test_after_thirty_days_without_the_platform_the_time_is_marked() -> None:
    """The clock's time is stated but not called verified."""
    late = T + 31 * DAY_SECONDS
    confirmed = replace(EVIDENCE, confirmed_at_seconds=late)

    assert receipt_time(late, confirmed) == ReceiptTime(seconds=late, verified=False)


def test_opening_the_business_day_confirms_the_date() -> None:
    """Three days above the floor need somebody's eyes; a shift opened today is that."""
    later = T + 3 * DAY_SECONDS
    confirmed = replace(EVIDENCE, confirmed_at_seconds=later - 600)

    assert not receipt_time(later, EVIDENCE).verified
    assert receipt_time(later, confirmed).verified
    assert not receipt_time(later + 3 * DAY_SECONDS, confirmed).verified


def test_a_server_time_resets_the_floor_downwards() -> None:
    """Below the build date too: the platform's time is believed."""
    lowered = replace(EVIDENCE, server_seconds=T - 100 * DAY_SECONDS)

    assert floor_of(lowered) == T - 100 * DAY_SECONDS
    assert floor_of(replace(EVIDENCE, server_seconds=None)) == EVIDENCE.build_seconds
    assert floor_of(replace(EVIDENCE, verified_receipt_seconds=T + 5)) == T + 5


@given(
    device=st.integers(0, 2**32 - 1),
    server=st.none() | st.integers(0, 2**32 - 1),
    receipt=st.none() | st.integers(0, 2**32 - 1),
    confirmed=st.none() | st.integers(0, 2**32 - 1),
)
def test_no_clock_makes_a_receipt_fail(
    device: int, server: int | None, receipt: int | None, confirmed: int | None
) -> None:
    """Whatever the clock says, the stated time lies in the certificate; verified = the clock's."""
    evidence = replace(
        EVIDENCE,
        server_seconds=server,
        compared_at_seconds=server,
        verified_receipt_seconds=receipt,
        confirmed_at_seconds=confirmed,
    )

    stated = receipt_time(device, evidence)

    assert evidence.not_before_seconds <= stated.seconds <= evidence.not_after_seconds
    if stated.verified:
        assert stated.seconds == device >= floor_of(evidence)
