"""A supervisor's printed code, from the central's printer over a device without a link and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kiosk.services.desk import local_day
from kiosk.services.views import NewPerson
from kiosk.services.views.approvals import CodeDoesNotFit, Given
from kiosk.services.views.rights import NewRequest
from kiosk.store import pulled
from sync.central import schema
from sync.clock import SystemClock, now_milliseconds
from sync.events import (
    ApprovalGiven,
    ApprovalMatter,
    DataCancelled,
    IdentityProof,
    KeySlotChanged,
    PersonRight,
    Recorded,
    SlotKind,
)
from sync.ids import OperatorNumber
from tests.delivery.joint_support import (
    CLERK,
    OTHER_TERMINAL,
    SUPERVISOR,
    TECHNICIAN,
    TERMINAL,
    JointCentral,
    JointDevice,
    until,
)

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

CLERKS_CLAVE = "obsidiana vereda palmar"
BOSS = OperatorNumber(SUPERVISOR)
NOT_APPROVED = 8  # PROTOCOL §8


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JointCentral]:
    made = JointCentral(tmp_path_factory.mktemp("joint"))
    yield made
    made.close()


def a_device(central: JointCentral, name: str, terminal: str) -> JointDevice:
    """Return a device that a technician enrolled."""
    return JointDevice(central, central.folder.parent / name).enrol(TECHNICIAN, terminal)


def printed_codes(central: JointCentral, count: int) -> list[str]:
    """Return the codes of the list that the central prints for the supervisor."""
    words = ("--operator", str(SUPERVISOR), "--count", str(count))
    status, page, err = central.command("codes", "--dir", str(central.folder), *words)
    assert status == 0, err
    codes = re.findall(r"\d\.\s+(\S{4}-\S{4})", page)
    assert len(codes) == count
    return codes


def pull_codes(device: JointDevice) -> None:
    """Wait until the supervisor's list is on the device."""
    device.services.deliveries.deliver_now()
    until(lambda: device.read(lambda tx: pulled.approval_codes(tx, BOSS)) is not None, "dataset 3")


def add_clerk(device: JointDevice, code: str) -> None:
    """Let a clerk open the device too: a technician asks, the supervisor's code approves."""
    approvals = device.services.approvals
    question = approvals.ask(ApprovalMatter.ACCESS)
    given = approvals.give(question.question_id, BOSS, code)
    assert isinstance(given, Given), given
    device.services.keys.add_operator(CLERK, CLERKS_CLAVE, approval=question.question_id)


def erase_somebody(device: JointDevice, code: str) -> None:
    """Have a person registered, delivered and cancelled, approved with the supervisor's code."""
    citizens, rights = device.services.citizens, device.services.rights
    person = citizens.create(
        citizens.begin(), NewPerson(given="UNO", first_surname="PRUEBA", born="1990-05-12")
    )
    request = rights.privacy.register(
        rights.privacy.begin(),
        person.subject,
        NewRequest(
            right=PersonRight.CANCELLATION,
            received_on=local_day(now_milliseconds(SystemClock()) // 1000),
            proof=IdentityProof.OFFICIAL_DOCUMENT,
        ),
    )
    device.way.open = True
    device.deliver()
    device.way.open = False
    approvals = device.services.approvals
    question = approvals.ask(ApprovalMatter.ERASURE, about=(request.event_id,))
    assert isinstance(approvals.give(question.question_id, BOSS, code), Given)
    done = rights.cancelling.cancel(person.subject, request.event_id, question.question_id)
    assert done.erased > 0


def approvals_of(recorded: list[Recorded]) -> list[Recorded]:
    """Return the given approvals in the order in which they were recorded."""
    return [one for one in recorded if isinstance(one.event, ApprovalGiven)]


def test_a_printed_code_approves_once_wherever_it_is_typed_first(central: JointCentral) -> None:
    """Both devices take it without a link; the second to deliver learns that it does not hold."""
    first = a_device(central, "first", TERMINAL)
    second = a_device(central, "second", OTHER_TERMINAL)
    codes = printed_codes(central, 2)

    with first.at_work():
        pull_codes(first)
        first.way.open = False
        add_clerk(first, codes[0].lower())
        used_again = first.services.approvals.ask(ApprovalMatter.ACCESS)
        refused = first.services.approvals.give(used_again.question_id, BOSS, codes[0])
    with first.at_work(CLERK, CLERKS_CLAVE):
        erase_somebody(first, codes[1])
        first.way.open = True
        first.deliver()
        on_first, first_id, first_attention = first.events(), first.device_id, first.attention()
    with second.at_work():
        pull_codes(second)
        second.way.open = False
        add_clerk(second, codes[0])
        second.way.open = True
        second.deliver()
        on_second, second_attention = second.events(), second.attention()

    assert isinstance(refused, CodeDoesNotFit)
    assert refused.used_before
    assert first_attention == {}
    approvals = approvals_of(on_first)
    used = {
        row["used_by_event"]: row["used_by_device"]
        for row in central.rows(schema.approval_code)
        if row["used_by_event"] is not None
    }
    assert used == {one.event_id: first_id for one in approvals}
    assert len(used) == len(codes)
    (cancelled,) = [one for one in on_first if isinstance(one.event, DataCancelled)]
    assert approvals[1].event_id in cancelled.header.refs

    (twice,) = approvals_of(on_second)
    (rests,) = [
        one
        for one in on_second
        if isinstance(one.event, KeySlotChanged)
        and one.event.slot_kind is SlotKind.OPERATOR
        and twice.event_id in one.header.refs
    ]
    assert second_attention == {twice.seq: NOT_APPROVED, rests.seq: NOT_APPROVED}
    first.services.sessions.close()
    second.services.sessions.close()
