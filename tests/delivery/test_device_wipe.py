"""A wipe is followed step by step, never too soon, never by half, and goes on after any crash."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.limits import CaptureStopped
from kiosk.services.views import NewPerson
from kiosk.services.views.orders import WipeStep
from kiosk.vault import wiped
from kiosk.vault.errors import DeviceWiped
from sync.catalogue import SettingsEntry
from sync.device.wiping import WAIT_SECONDS, WipeFacts, WipeStage, after, stops_capture
from sync.events import AccountOpened, BenefitDelivered, BenefitMeans, RuleVersion
from sync.events import WipeStep as Recorded
from sync.money import Centavos
from sync.revocations import Reported
from tests.delivery.device_office import NOON_SECONDS, Office, an_office
from tests.support.logs import ExpectedLogs
from tests.support.vaults import KEY

HOURS = 60


@pytest.fixture(autouse=True)
def _said(expected_logs: ExpectedLogs) -> None:
    """A wipe is worth a warning in the log."""
    expected_logs.expect("ventanilla.orders", "wipe order")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give an office whose journal the central has not confirmed."""
    return an_office(tmp_path, with_slot=True)


def order(office: Office, why: Reported = Reported.RETIRED, number: int = 3) -> None:
    office.take(office.administrator.orders(office.device_id, number, why=why))


def step_of(office: Office) -> WipeStep:
    notice = office.following.status().wipe
    assert notice is not None
    return notice.step


def a_person() -> NewPerson:
    return NewPerson(
        given="ANA", first_surname="PRUEBA", second_surname="", born="1990-05-12", sex="M",
        curp="", entity="YN", phone="",
    )  # fmt: skip


def test_it_waits_72_hours_of_running_time_across_starts(tmp_path: Path) -> None:
    """Nights switched off and a clock turned ahead count for nothing; work goes on meanwhile."""
    office = an_office(tmp_path, with_slot=True)
    order(office)
    office.minutes(1)
    notice = office.following.status().wipe
    assert notice is not None
    assert (notice.hours_left, notice.administrator) == (72, "PRUEBA administradora")
    office.minutes(40 * HOURS)
    office.duties.end()
    office.counter.opening.close()

    again = an_office(tmp_path, start=2)
    again.counter.clock.wall_seconds += 365 * 86_400
    again.minutes(31 * HOURS)
    assert step_of(again) is WipeStep.ANNOUNCED
    citizens = again.counter.citizens
    citizens.create(citizens.begin(), a_person())
    again.minutes(1.1 * HOURS)

    assert step_of(again) is WipeStep.DELIVERING
    assert again.steps() == [Recorded.SHOWN, Recorded.CAPTURE_STOPPED]
    with pytest.raises(CaptureStopped):
        citizens.create(citizens.begin(), a_person())
    again.counter.opening.close()


def test_a_lost_device_stops_at_once(office: Office) -> None:
    """For a lost device the two steps follow one another without a wait; no card, no benefit."""
    order(office, Reported.LOST)
    office.chores()
    office.chores()

    assert step_of(office) is WipeStep.DELIVERING
    desk = office.counter.desk
    for event in (
        AccountOpened(card_number=bytes(8), card_issue=1, number_check=bytes(48)),
        BenefitDelivered(
            entitlement=RuleVersion(rule_id="beca", version=1),
            means=BenefitMeans.IN_KIND,
            amount_centavos=Centavos(0),
            what="Beca",
        ),
    ):
        with pytest.raises(CaptureStopped):
            desk.write(partial(desk.append, event=event, salt=desk.new_salt()))
    office.counter.opening.close()


def test_keys_go_only_after_the_last_event_was_confirmed(office: Office) -> None:
    """Days without a link destroy nothing; after the confirmation nothing opens the file."""
    order(office, Reported.LOST)
    for _ in range(5):
        office.minutes(24 * HOURS)
    assert office.slots.exists()
    office.confirm()
    office.chores()
    assert step_of(office) is WipeStep.ENDING
    assert office.slots.exists()  # that all has arrived is on its way itself

    office.confirm()
    office.chores()

    assert not office.slots.exists()
    assert not office.counter.desk.is_open
    assert office.following.followed() == 3
    assert office.left == [1]
    with pytest.raises(DeviceWiped):
        office.counter.database.open(KEY)


def test_keys_wait_for_photos(office: Office) -> None:
    """All events are confirmed and a photo is not: the keys stay until it is."""
    order(office, Reported.LOST)
    office.chores()
    database = office.counter.database
    database.write(
        lambda tx: tx.execute(
            "INSERT INTO blob (blob_id, number, length, rank) VALUES (zeroblob(16), 1, 9, 2)"
        )
    )
    database.write(
        lambda tx: tx.execute(
            "INSERT INTO blob_event (event_id, blob_id)"
            " SELECT event_id, zeroblob(16) FROM event WHERE body IS NOT NULL LIMIT 1"
        )
    )
    office.confirm()
    office.chores()
    assert step_of(office) is WipeStep.DELIVERING

    database.write(
        lambda tx: tx.execute(
            "UPDATE blob SET confirmation = x'00', incarnation = (SELECT coalesce(incarnation,"
            " zeroblob(16)) FROM link)"
        )
    )
    office.confirm()
    office.chores()
    assert step_of(office) is WipeStep.ENDING
    office.counter.opening.close()


def test_the_last_word_does_not_wait_for_ever(office: Office) -> None:
    """When all that was captured is confirmed, ten minutes are enough for saying so."""
    order(office, Reported.LOST)
    office.minutes(1)
    office.minutes(1)
    office.confirm()
    office.minutes(1)
    office.minutes(9)
    assert office.slots.exists()

    office.minutes(2)

    assert not office.slots.exists()


def test_an_order_for_later_waits_for_the_centrals_time(office: Office) -> None:
    """`Not before` is compared with what the central signed, not with the device's clock."""
    raw = office.administrator.orders(
        office.device_id, why=Reported.LOST, not_before_seconds=NOON_SECONDS + 86_400
    )
    office.take(raw)
    office.minutes(1)
    office.counter.clock.wall_seconds += 400 * 86_400
    office.minutes(60)

    assert step_of(office) is WipeStep.ANNOUNCED
    office.counter.opening.close()


@pytest.mark.parametrize(("allowed", "gone"), [(0, False), (2, True)])
def test_without_a_link_only_the_institutions_choice_destroys(
    tmp_path: Path, allowed: int, gone: bool
) -> None:
    """Off by default; with two starts allowed the third minute of the second start ends it."""
    office = an_office(tmp_path, with_slot=True)
    office.settings(SettingsEntry(wipe_after_starts=allowed))
    order(office, Reported.LOST)
    office.minutes(1)
    office.minutes(1)
    for start in (2, 3):
        office.counter.opening.close()
        office = an_office(tmp_path, start=start)
    office.minutes(1)

    assert office.slots.exists() is not gone
    if not gone:
        office.counter.opening.close()


def test_a_kill_after_the_mark_leaves_nothing_that_opens(tmp_path: Path) -> None:
    """Whatever was left of the keys goes before anything is opened, and the order is named."""
    office = an_office(tmp_path, with_slot=True)
    path = office.counter.database.path
    office.counter.opening.close()
    wiped.begin(path, 9)

    with pytest.raises(DeviceWiped) as refused:
        office.counter.database.open(KEY)

    assert refused.value.facts is not None
    assert not office.slots.exists()
    assert wiped.done_path(path).exists()
    assert office.following.followed() == 9
    wiped.finish(path)
    assert wiped.order_followed(path) == 9


def test_a_mark_that_cannot_be_read_still_counts(tmp_path: Path) -> None:
    """A torn mark is there because a wipe began: nothing opens."""
    path = tmp_path / "ventanilla.db"
    wiped.begun_path(path).write_bytes(b"\xff")

    with pytest.raises(DeviceWiped):
        wiped.refuse(path)

    assert wiped.order_followed(path) == 0


FACTS = st.builds(
    WipeFacts,
    why=st.sampled_from(Reported),
    not_before_seconds=st.integers(0, 10),
    server_seconds=st.integers(0, 10),
    waited_seconds=st.integers(0, 2 * WAIT_SECONDS),
    starts=st.integers(0, 40),
    starts_allowed=st.integers(0, 40),
    all_delivered=st.booleans(),
)


@given(st.lists(FACTS, max_size=30))
def test_no_walk_destroys_what_was_not_delivered(walk: list[WipeFacts]) -> None:
    """Stages only rise; keys go after a full delivery, or by the institution's own choice."""
    stage, delivered, allowed = WipeStage.TAKEN, False, False
    for facts in walk:
        following = after(stage, facts)
        assert following in (stage, stage + 1) or (
            stage is WipeStage.DELIVERING and following is WipeStage.DESTROYING
        )
        if stage is WipeStage.WAITING and following is WipeStage.DELIVERING:
            assert facts.why is Reported.LOST or facts.waited_seconds >= WAIT_SECONDS
            assert facts.server_seconds >= facts.not_before_seconds
        if stops_capture(stage):
            delivered = delivered or facts.all_delivered
            allowed = allowed or 0 < facts.starts_allowed <= facts.starts
        stage = following
    if stage is WipeStage.DESTROYING:
        assert delivered or allowed
