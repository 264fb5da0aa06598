"""What each role may do, and what an event of the journal asks for."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.domain.permissions import capabilities_of, needed_for
from sync.catalogue import Capability, Role
from sync.events import (
    AppStarted,
    Event,
    Folio,
    PersonCorrected,
    PersonName,
    PersonRight,
    RightsRequested,
)
from sync.events.values import IdentityProof
from sync.ids import ShiftId
from tests.support.vaults import a_payment, a_person, a_registration, a_shift

FOLIO = Folio(series=1, number=2)


def test_a_supervisor_may_all_that_a_clerk_may() -> None:
    """And approve, read the access log, see what is blocked, keep keys and device, try forms."""
    more = capabilities_of(Role.SUPERVISOR) - capabilities_of(Role.CLERK)

    assert capabilities_of(Role.CLERK) < capabilities_of(Role.SUPERVISOR)
    assert capabilities_of(Role.SUPERVISOR) == frozenset(Capability)
    assert Capability.APPROVE in more
    assert Capability.KEYS in more


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.AUDITOR])
def test_whoever_serves_nobody_touches_no_record(role: Role) -> None:
    """A technician and an auditor neither register nor charge nor correct nor approve."""
    serving = {
        Capability.REGISTER,
        Capability.CHARGE,
        Capability.CORRECT,
        Capability.RIGHTS,
        Capability.APPROVE,
        Capability.BLOCKED_DATA,
    }

    assert not capabilities_of(role) & serving


def test_what_is_published_for_a_person_takes_the_place_of_the_role() -> None:
    """Less, more or nothing at all: the institution says it."""
    assert capabilities_of(Role.CLERK, (Capability.CHARGE,)) == {Capability.CHARGE}
    assert Capability.APPROVE in capabilities_of(Role.CLERK, (Capability.APPROVE,))
    assert capabilities_of(Role.SUPERVISOR, ()) == frozenset()


@pytest.mark.parametrize(
    ("event", "roles"),
    [
        (a_person(), {Role.CLERK, Role.SUPERVISOR}),
        (a_registration(FOLIO), {Role.CLERK, Role.SUPERVISOR}),
        (a_shift(FOLIO), {Role.CLERK, Role.SUPERVISOR}),
        (a_payment(FOLIO, ShiftId(b"s" * 16)), {Role.CLERK, Role.SUPERVISOR}),
        (
            PersonCorrected(
                names=PersonName(given="A", first_surname="B", second_surname=""), reason="x"
            ),
            {Role.CLERK, Role.SUPERVISOR},
        ),
        (
            RightsRequested(
                right=PersonRight.ACCESS,
                received_on=date(2026, 11, 20),
                proof=IdentityProof.OFFICIAL_DOCUMENT,
            ),
            {Role.CLERK, Role.SUPERVISOR},
        ),
        (AppStarted(started_seconds=1, monotonic_milliseconds=1, app_version="1"), set(Role)),
    ],
)
def test_an_event_is_recorded_by_who_may(event: Event, roles: set[Role]) -> None:
    """What a person does at the counter asks for a capability; what the program does, for none."""
    needed = needed_for(event)

    may = {role for role in Role if not needed or needed & capabilities_of(role)}

    assert may == roles
