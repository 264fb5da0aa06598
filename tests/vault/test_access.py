"""Several people at one device: entering, changing, leaving the list, waits across restarts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import KnownError
from kiosk.services.permissions import Permissions
from kiosk.services.sessions import Sessions
from kiosk.services.tries import Tries, key_of_clave
from kiosk.services.views import MustWait, NewPerson, Unlocked, WrongPassphrase
from kiosk.services.views.approvals import Given
from kiosk.store import kept
from kiosk.vault import slots
from kiosk.vault.try_count import FREE_TRIES
from sync.catalogue import Capability, Role
from sync.events import ApprovalMatter, KeySlotChanged, OperatorUnlocked, SlotAct, SlotKind
from sync.ids import EventId, OperatorNumber
from sync.journal import history
from tests.support.offices import PASSPHRASE, Counter, a_counter, give_slot, publish
from tests.support.staff import (
    AUDITOR,
    CODES,
    OTHER_CLERK,
    SUPERVISOR,
    TECHNICIAN,
    a_member,
    publish_staff,
)
from tests.support.vaults import CLERK

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

PEOPLE = (CLERK, OTHER_CLERK, SUPERVISOR, TECHNICIAN)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """A device with four key slots, its file open and locked."""
    folder = tmp_path_factory.mktemp("office")
    for number in PEOPLE:
        give_slot(folder, number, a_member(number).name)
    made = a_counter(folder)
    publish_staff(made)
    yield made
    made.sessions.close()


@pytest.fixture
def counter(office: Counter) -> Counter:
    """The same device with everybody on the list, locked, nobody waiting."""
    tries = Tries(office.database.path, office.clock)
    for number in PEOPLE:
        tries.forgive(key_of_clave(number))
    tries.told()
    publish_staff(office)
    standing = {one.operator for one in slots.list_slots(slots.slots_path(office.database.path))}
    for number in set(PEOPLE) - standing:  # a test before this one let somebody leave
        give_slot(office.folder, number, a_member(number).name)
    office.desk.seat(None)
    return office


def last(counter: Counter, kind: type[OperatorUnlocked] | type[KeySlotChanged]) -> object:
    """Return the newest event of a kind."""
    events = counter.database.read(lambda tx: [one.event for one in history(tx)])
    return [event for event in events if isinstance(event, kind)][-1]


def wrong(counter: Counter, number: OperatorNumber, times: int) -> list[object]:
    """Type wrong claves."""
    return [counter.sessions.unlock(number, f"wrong {one}") for one in range(times)]


def test_another_person_enters_without_closing_the_file(counter: Counter) -> None:
    """Cambiar de persona: lock, another name, that person's clave; delivery never stopped."""
    counter.sessions.unlock(CLERK, PASSPHRASE)
    ended = counter.courier.ended
    counter.sessions.lock()

    answer = counter.sessions.unlock(SUPERVISOR, PASSPHRASE)

    assert isinstance(answer, Unlocked)
    assert answer.session.operator.name == "Ernesto Vidal"
    assert answer.session.role is Role.SUPERVISOR
    assert Capability.APPROVE in answer.session.capabilities
    assert counter.courier.ended == ended
    assert counter.sessions.operators()[0].number == SUPERVISOR


def test_what_was_typed_wrong_is_told_with_the_next_entry(counter: Counter) -> None:
    """Event 20: on this name, on other names; and told once."""
    wrong(counter, CLERK, 2)
    wrong(counter, OTHER_CLERK, 1)

    counter.sessions.unlock(CLERK, PASSPHRASE)
    first = last(counter, OperatorUnlocked)
    counter.sessions.lock()
    counter.sessions.unlock(CLERK, PASSPHRASE)

    assert isinstance(first, OperatorUnlocked)
    assert first.wrong_tries == 2
    assert [(one.operator, one.tries) for one in first.on_other_names or ()] == [(OTHER_CLERK, 1)]
    second = last(counter, OperatorUnlocked)
    assert isinstance(second, OperatorUnlocked)
    assert (second.wrong_tries, second.on_other_names) == (0, None)


def test_a_wait_is_one_persons_and_outlasts_the_program(counter: Counter) -> None:
    """Ten wrong claves: five free, then waits; another start still waits; others enter."""
    lefts = [
        answer.tries_left
        for answer in wrong(counter, CLERK, 10)
        if isinstance(answer, WrongPassphrase)
    ]
    again = Sessions(
        counter.desk, counter.opening, counter.issuing, counter.clock, counter.database.path
    )
    counter.clock.wall_seconds += 10 * 365 * 86_400

    waits = again.unlock(CLERK, PASSPHRASE)
    other = counter.sessions.unlock(OTHER_CLERK, PASSPHRASE)

    counter.clock.wall_seconds -= 10 * 365 * 86_400
    assert lefts == [4, 3, 2, 1]
    assert isinstance(waits, MustWait)
    assert again.wait_of(CLERK) is not None
    assert again.wait_of(OTHER_CLERK) is None
    assert isinstance(other, Unlocked)


def test_ending_the_program_in_the_middle_of_a_try_counts(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The try is counted before the clave is stretched."""

    def killed(*_arguments: object, **_named: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(slots, "unlock", killed)
    with pytest.raises(KeyboardInterrupt):
        counter.sessions.unlock(CLERK, PASSPHRASE)

    left = Tries(counter.database.path, counter.clock).tries_left(key_of_clave(CLERK))

    assert left == FREE_TRIES - 1


def test_a_supervisors_code_ends_a_wait(counter: Counter) -> None:
    """At the locked screen, with the file open: kinds 80 and 81; all tries are free again."""
    wrong(counter, CLERK, FREE_TRIES)

    helpers = counter.sessions.helpers(CLERK)
    answer = counter.sessions.end_wait(CLERK, SUPERVISOR, CODES[3])
    entered = counter.sessions.unlock(CLERK, PASSPHRASE)

    assert [one.number for one in helpers] == [SUPERVISOR]
    assert isinstance(answer, Given)
    assert isinstance(entered, Unlocked)
    kinds = counter.kinds()
    assert kinds[kinds.index(80) : kinds.index(80) + 2] == [80, 81]
    told = last(counter, OperatorUnlocked)
    assert isinstance(told, OperatorUnlocked)
    assert told.wrong_tries == FREE_TRIES


def test_a_clave_just_restored_enters_during_a_wait(counter: Counter) -> None:
    """Whoever forgot it has used up their tries; how many there were is told all the same."""
    wrong(counter, CLERK, FREE_TRIES)

    answer = counter.sessions.unlock_restored(CLERK, PASSPHRASE)

    told = last(counter, OperatorUnlocked)
    assert isinstance(answer, Unlocked)
    assert isinstance(told, OperatorUnlocked)
    assert told.wrong_tries == FREE_TRIES


# What one may do


@pytest.mark.parametrize("number", [TECHNICIAN, AUDITOR])
def test_services_refuse_what_a_person_may_not_do(counter: Counter, number: OperatorNumber) -> None:
    """A technician and an auditor make no card and open no shift; nothing is written."""
    counter.desk.seat(number)
    before = counter.kinds()

    with pytest.raises(KnownError) as card:
        counter.citizens.create(
            counter.citizens.begin(), NewPerson(given="UNO", first_surname="PRUEBA")
        )
    with pytest.raises(KnownError) as shift:
        counter.shifts.begin()
    with pytest.raises(KnownError) as charge:
        counter.payments.begin(EventId(b"r" * 16))

    assert counter.payments.pending() == ()
    assert card.value.code == shift.value.code == charge.value.code == "access.not_allowed"
    assert counter.kinds() == before


def test_an_office_may_take_one_capability_from_one_person(counter: Counter) -> None:
    """The published capabilities count, not the role; a new list counts at once."""
    counter.desk.seat(CLERK)
    permissions = Permissions(counter.desk)
    before = permissions.may(Capability.CHARGE)

    counter.database.write(lambda tx: publish(tx, a_member(CLERK, (Capability.REGISTER,))))

    assert before
    assert not permissions.may(Capability.CHARGE)
    permissions.require(Capability.CHARGE, Capability.REGISTER)
    with pytest.raises(KnownError):
        counter.shifts.begin()


def test_a_technician_adds_people_only_with_a_supervisors_code(counter: Counter) -> None:
    """KEYS is not enough for another person's slot; one approval serves once, of its matter."""
    permissions = Permissions(counter.desk)
    counter.desk.seat(CLERK)
    with pytest.raises(KnownError) as clerk:
        counter.desk.read(lambda tx: permissions.for_people(tx, None))
    counter.desk.seat(TECHNICIAN)
    with pytest.raises(KnownError) as alone:
        counter.desk.read(lambda tx: permissions.for_people(tx, None))
    question = counter.approvals.ask(ApprovalMatter.ACCESS)
    given = counter.approvals.give(question.question_id, SUPERVISOR, CODES[1])
    assert isinstance(given, Given)

    refs = counter.desk.read(lambda tx: permissions.for_people(tx, question.question_id))

    assert clerk.value.code == "access.not_allowed"
    assert alone.value.code == "approval.missing"
    assert refs == (given.approval_id,)
    counter.desk.seat(SUPERVISOR)
    assert counter.desk.read(lambda tx: permissions.for_people(tx, None)) == ()


# Leaving the list


def test_whoever_left_the_list_does_not_enter(counter: Counter) -> None:
    """The right clave of a person who left opens nothing, open file or closed; no try is lost."""
    publish_staff(counter, CLERK, SUPERVISOR, TECHNICIAN)
    before = counter.kinds()

    with pytest.raises(KnownError) as with_open_file:
        counter.sessions.unlock(OTHER_CLERK, PASSPHRASE)

    assert with_open_file.value.code == "access.not_listed"
    assert not counter.desk.is_seated
    assert counter.kinds() == before
    assert OTHER_CLERK not in [one.number for one in counter.sessions.operators()]
    counter.sessions.close()
    with pytest.raises(KnownError) as with_closed_file:
        counter.sessions.unlock(OTHER_CLERK, PASSPHRASE)
    assert with_closed_file.value.code == "access.not_listed"
    assert not counter.sessions.file_open
    assert isinstance(counter.sessions.unlock(CLERK, PASSPHRASE), Unlocked)


def test_the_next_to_enter_takes_the_slot_of_who_left(tmp_path: Path) -> None:
    """Slot gone, event 112 there; also when the program ended between the two."""
    for number in (CLERK, OTHER_CLERK):
        give_slot(tmp_path, number, a_member(number).name)
    counter = a_counter(tmp_path)
    path = slots.slots_path(counter.database.path)
    numbers = {slot.operator: slot.number for slot in slots.list_slots(path)}

    def listed(number: OperatorNumber, slot: int) -> None:
        counter.database.write(
            lambda tx: kept.add_key_slot(
                tx, slot=slot, kind=SlotKind.OPERATOR, operator=number, now_seconds=1
            )
        )

    for number, slot in numbers.items():
        listed(number, slot)
    listed(OperatorNumber(99), 50)  # removed from the key file, and the program ended there
    publish_staff(counter, CLERK, SUPERVISOR)
    counter.desk.seat(None)

    counter.sessions.unlock(CLERK, PASSPHRASE)

    assert [slot.operator for slot in slots.list_slots(path)] == [CLERK]
    events = counter.database.read(lambda tx: [one.event for one in history(tx)])
    gone = [event for event in events if isinstance(event, KeySlotChanged)]
    assert [(one.act, one.slot) for one in gone] == [
        (SlotAct.REMOVED, numbers[OTHER_CLERK]),
        (SlotAct.REMOVED, 50),
    ]
    counter.sessions.lock()
    counter.sessions.unlock(CLERK, PASSPHRASE)
    assert counter.kinds().count(112) == 2
    counter.sessions.close()
