"""V28 reads one whole answer, and deciding on the protection is recorded once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.backstage import Backstage, World, build_backstage
from kiosk.services.courier import Lines
from kiosk.services.permissions import NotAllowed
from kiosk.services.views import DeviceAct, Unlocked
from kiosk.services.views.device_status import PaidLink
from kiosk.settings import APP_VERSION, read_settings, resources_folder
from kiosk.texts import Texts
from sync.catalogue import OperatorEntry, Role, SettingsEntry
from sync.device.metered import MeteredChoice, metered_choice
from sync.device.transport import Failure, NoAnswer, Request
from sync.events import SettingsApplied
from sync.ids import OperatorNumber
from sync.journal import history
from sync.profile import fingerprint
from tests.support.offices import (
    PASSPHRASE,
    a_counter,
    an_institution,
    give_slot,
    publish,
    the_profile,
)
from tests.support.vaults import Draws, HandClock

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

CLERK, BOSS = OperatorNumber(42), OperatorNumber(7)


class DeadLine:
    """A line on which nobody answers."""

    def send(self, request: Request) -> NoAnswer:
        """Find no way."""
        del request
        return NoAnswer(failure=Failure.NO_ROUTE)

    def abort(self) -> None:
        """End nothing."""

    def close(self) -> None:
        """Close nothing."""


class NoWayOut:
    """A computer without a network."""

    def source(self) -> str | None:
        """Return that there is none."""
        return None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backstage]:
    """A device of two people, whose institution asks for the system's keystore."""
    folder = tmp_path_factory.mktemp("office") / "profile"
    folder.mkdir()
    give_slot(folder)
    give_slot(folder, BOSS, "Ernesto Vidal")
    counter = a_counter(folder)
    counter.desk.write(
        lambda tx: publish(
            tx,
            SettingsEntry(minimum_protection=1),
            OperatorEntry(number=CLERK, name="Marisol Canul", role=Role.CLERK),
            OperatorEntry(number=BOSS, name="Ernesto Vidal", role=Role.SUPERVISOR),
            OperatorEntry(number=OperatorNumber(9), name="Josefina Tamay", role=Role.CLERK),
        )
    )
    counter.opening.close()
    settings = read_settings(folder, {})
    settings.institution.write_bytes(an_institution().profile)
    clock = HandClock()
    lines = Lines(transport=lambda _: DeadLine(), route=lambda _: NoWayOut())
    texts = Texts(resources_folder() / "translations", "es", clock)
    world = World(clock=clock, random=Draws(b"status"), lines=lines)
    made = build_backstage(settings, world, texts, lambda: None)
    yield made
    made.services.sessions.close()


UNTIL_DECIDED = {DeviceAct.PROTECTION}
"""Offered until somebody decides; a test below does, whichever comes first."""


def come_in(office: Backstage, number: OperatorNumber) -> None:
    """Put somebody at work."""
    office.services.sessions.lock()
    assert isinstance(office.services.sessions.unlock(number, PASSPHRASE), Unlocked)


def test_a_clerk_may_look_and_change_the_own_clave(office: Backstage) -> None:
    """One answer holds what V28 shows; acts that are not allowed are absent."""
    come_in(office, CLERK)

    view = office.services.device.view()

    assert view.acts - UNTIL_DECIDED == {DeviceAct.CLAVE, DeviceAct.PRINTER}
    assert (view.version, view.terminal) == (APP_VERSION, "20067-007")
    assert view.fingerprint == fingerprint(the_profile().roots)
    assert [slot.name for slot in view.people] == ["Marisol Canul", "Ernesto Vidal"]
    assert view.orders.lease.left_days > 0
    assert view.disk.free_bytes > 0
    assert view.backups.folder is None


def test_a_supervisor_may_do_everything(office: Backstage) -> None:
    """Also give a clave to whom the institution has published."""
    come_in(office, BOSS)

    acts = office.services.device.view().acts
    people = office.services.device.people()

    assert acts | UNTIL_DECIDED == frozenset(DeviceAct)
    assert [one.name for one in people.others] == ["Josefina Tamay"]
    assert len(office.services.device.propose().split()) == 4


def test_that_the_connection_is_paid_is_said_on_record_by_who_may(office: Backstage) -> None:
    """Event 113, and delivery counts by it; a clerk cannot say it (PROTOCOL §16)."""
    device = office.services.device
    come_in(office, CLERK)
    assert not device.view().link.may_choose
    with pytest.raises(NotAllowed):
        device.say_paid_link(PaidLink.YES)
    come_in(office, BOSS)

    device.say_paid_link(PaidLink.YES)

    assert device.view().link.paid is PaidLink.YES
    assert office.database.read(metered_choice) is MeteredChoice.YES
    said = [one.event for one in office.database.read(lambda tx: list(history(tx)))]
    assert SettingsApplied(setting="link.metered", value="yes") in said


def test_a_decision_on_the_protection_is_recorded_once(office: Backstage) -> None:
    """Below what is asked it is said until somebody decides; then it stands in the journal."""
    come_in(office, BOSS)
    before = office.services.device.view().protection

    office.services.device.decide_protection()
    office.services.device.decide_protection()

    after = office.services.device.view()
    kinds = office.database.read(lambda tx: [one.header.kind for one in history(tx)])
    assert (before.below, before.decided) == (True, False)
    assert (after.protection.below, after.protection.decided) == (True, True)
    assert DeviceAct.PROTECTION not in after.acts
    assert kinds.count(115) == 1


def test_the_check_is_remembered(office: Backstage) -> None:
    """Its moment stands in the file, what it found until the program ends."""
    come_in(office, BOSS)

    office.services.care.check()

    view = office.services.device.view()
    assert view.checked_at is not None
    assert view.finding == ""
