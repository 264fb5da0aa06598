"""One-time codes: a second person's approval counts once, only theirs, and nobody's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.catalogue import ApprovalCodesEntry, Capability, OperatorEntry, Role, decode_entry
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.code_lists import (
    PrintedList,
    Stretcher,
    draw_list,
    publish_people,
    withdraw_lists,
)
from sync.central.editions import Dataset, current_items
from sync.central.errors import CentralError
from sync.central.fresh import codes_asked
from sync.central.ingest import Outcome, ingest
from sync.clock import system_random
from sync.events import ApprovalAsked, ApprovalGiven, ApprovalMatter, CardOpened, CardReason
from sync.ids import OperatorNumber
from tests.delivery.central_support import (
    CLERK,
    SUPERVISOR,
    Central,
    Device,
    everything_stored,
    stream_opened,
)

OTHER_SUPERVISOR = 8


def quick(code: str, salt: bytes) -> bytes:
    """Stand in for Argon2id where only who, where and how often matters."""
    return hashlib.sha256(salt + code.encode()).digest()[:16]


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    enrolled = central.enrol()
    enrolled.record(stream_opened(), operator=0)
    return enrolled


def drawn(central: Central, operator: int = SUPERVISOR, count: int = 3) -> PrintedList:
    return draw_list(central.database, operator, count, system_random, central.now_ms(), quick)


def a_question(device: Device, operator: int = CLERK) -> bytes:
    return device.record(ApprovalAsked(matter=ApprovalMatter.ACCESS), operator=operator)


def given(code: str, approver: int = SUPERVISOR) -> ApprovalGiven:
    return ApprovalGiven(
        matter=ApprovalMatter.ACCESS, approver=OperatorNumber(approver), one_time_code=code
    )


def an_approval(device: Device, code: str, approver: int = SUPERVISOR, **changes: int) -> bytes:
    return device.record(given(code, approver), refs=(a_question(device, **changes),))


def push(central: Central, device: Device, first: int = 1) -> Outcome:
    return ingest(central.database, device.batch(first, len(device.items)), central.now_ms(), quick)


def test_a_code_counts_once_and_is_then_marked_used(central: Central, device: Device) -> None:
    """The first event that brings a code is applied; the same code again is code 8."""
    code = drawn(central).codes[1]
    first = an_approval(device, code)
    an_approval(device, code)

    outcome = push(central, device)

    assert outcome.codes == ((5, 8),)
    used = [row for row in central.rows(schema.approval_code) if row["used_by_event"]]
    assert [(row["position"], row["used_by_event"]) for row in used] == [(2, first)]
    assert used[0]["used_by_device"] == device.device_id
    assert used[0]["used_at_ms"] == central.now_ms()


def test_two_devices_cannot_use_one_code(central: Central, device: Device) -> None:
    """Offline neither knows of the other: what comes second does not hold."""
    code = drawn(central).codes[0]
    other = central.enrol()
    other.record(stream_opened(), operator=0)
    an_approval(device, code)
    an_approval(other, code)

    first, second = push(central, device), push(central, other)

    assert (first.codes, second.codes) == ((), ((3, 8),))


def test_what_rests_on_a_refused_approval_is_refused_too(central: Central, device: Device) -> None:
    """In the same batch and in a later one; what rests on nothing refused is applied."""
    drawn(central)
    refused = an_approval(device, "ZZZZ0000")
    act = CardOpened(reason=CardReason.NAME_SEARCH)
    device.record(act, subject=bytes(16), refs=(refused,))
    device.record(act, subject=bytes(16))

    first = push(central, device)
    device.record(act, subject=bytes(16), refs=(refused,))
    later = push(central, device, len(device.items))

    assert first.codes == ((3, 8), (4, 8))
    assert later.codes == ((6, 8),)


@pytest.mark.parametrize("at_work", [SUPERVISOR, CLERK])
def test_nobody_approves_their_own_act(central: Central, device: Device, at_work: int) -> None:
    """Not who asked, whoever is at work when the code is typed."""
    code = drawn(central).codes[0]
    question = a_question(device, SUPERVISOR)
    device.record(given(code), refs=(question,), operator=at_work)

    assert push(central, device).codes == ((3, 8),)
    assert all(row["used_by_event"] is None for row in central.rows(schema.approval_code))


def test_a_kept_question_is_approved_at_the_approvers_own_desk(
    central: Central, device: Device
) -> None:
    """The clerk's question waited; the supervisor is at work and types the own code."""
    code = drawn(central).codes[0]
    question = a_question(device, CLERK)
    device.record(given(code), refs=(question,), operator=SUPERVISOR)

    assert push(central, device).codes == ()


def test_who_is_at_work_counts_where_nobody_knows_who_asked(
    central: Central, device: Device
) -> None:
    """An approval without its question is judged by who recorded it."""
    code = drawn(central).codes[0]
    device.record(given(code), refs=(bytes(16),), operator=SUPERVISOR)

    assert push(central, device).codes == ((2, 8),)


def test_who_asked_is_known_across_batches(central: Central, device: Device) -> None:
    """The question came yesterday; it is read again from what is stored."""
    code = drawn(central).codes[0]
    question = a_question(device, SUPERVISOR)
    push(central, device)
    device.record(given(code), refs=(question,))

    assert push(central, device, len(device.items)).codes == ((3, 8),)


def test_a_code_belongs_to_its_person(central: Central, device: Device) -> None:
    """A clerk has no list; another person's code under a name is no approval of theirs."""
    code = drawn(central).codes[0]
    an_approval(device, code, approver=OTHER_SUPERVISOR)
    an_approval(device, code, approver=43)

    assert push(central, device).codes == ((3, 8), (5, 8))


def test_an_older_list_counts_until_it_is_withdrawn(central: Central, device: Device) -> None:
    """A device that has not pulled goes on with the old list; a lost list counts nowhere."""
    old, new = drawn(central).codes, drawn(central).codes
    an_approval(device, old[0])
    an_approval(device, new[0])
    before = push(central, device)
    with central.database.write() as connection:
        unused = withdraw_lists(connection, SUPERVISOR, central.now_ms())
    an_approval(device, old[1])
    an_approval(device, new[1])

    after = push(central, device, len(device.items) - 3)

    assert before.codes == ()
    assert unused == 4
    assert [code for _, code in after.codes] == [8, 8]


def test_devices_get_the_hashes_of_the_newest_list_only(central: Central) -> None:
    """Dataset 3 holds one list a person, no code in clear, and survives a publication."""
    central.publish()
    drawn(central)
    second = drawn(central)
    central.publish()

    with central.database.read() as connection:
        items = current_items(connection, Dataset.OPERATORS)
    lists = [item for item in items if item.key.startswith("codes:")]

    assert [item.key for item in lists] == [f"codes:{SUPERVISOR}"]
    entry = decode_entry(Dataset.OPERATORS, lists[0].key, lists[0].value)
    assert isinstance(entry, ApprovalCodesEntry)
    assert entry.list_number == second.list_number == 2
    assert entry.hashes == tuple(quick(code, entry.salt) for code in second.codes)
    content = everything_stored(central)
    assert not any(code.encode() in content for code in second.codes)


def test_only_somebody_who_may_approve_has_a_list(central: Central) -> None:
    """A clerk may, where the catalogue says so; a supervisor may not, where it says that."""

    def entry(number: int, role: Role, *capabilities: Capability) -> OperatorEntry:
        return OperatorEntry(
            number=OperatorNumber(number), name="PRUEBA", role=role, capabilities=capabilities
        )

    with central.database.write() as connection:
        people = (
            entry(CLERK, Role.CLERK, Capability.APPROVE, Capability.REGISTER),
            entry(SUPERVISOR, Role.SUPERVISOR, Capability.REGISTER),
        )
        publish_people(connection, people, central.now_ms())

    assert drawn(central, CLERK).list_number == 1
    for number in (SUPERVISOR, 999):
        with pytest.raises(CentralError, match=r"codes\.operator"):
            drawn(central, number)


def test_codes_are_stretched_before_the_lock_and_once(central: Central, device: Device) -> None:
    """Within the transaction nothing is computed: the writer's lock never waits for Argon2id."""
    codes = drawn(central, count=2).codes
    an_approval(device, codes[0])
    an_approval(device, "00000000")
    computed: list[str] = []

    def counted(code: str, salt: bytes) -> bytes:
        computed.append(code)
        return quick(code, salt)

    stretcher = Stretcher(counted)
    batch = device.batch(1, len(device.items))

    stretcher.warm(central.database, codes_asked(batch))
    before = sorted(computed)
    outcome = ingest(central.database, batch, central.now_ms(), stretcher)

    assert before == sorted([codes[0], "00000000"])
    assert sorted(computed) == before
    assert outcome.codes == ((5, 8),)


@pytest.mark.slow
def test_a_printed_list_works_from_paper_to_ack(
    central: Central, device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints the page once; a code typed from it carelessly is accepted in a push."""
    folder = ("--dir", str(central.folder))

    status = main(["codes", *folder, "--operator", str(SUPERVISOR), "--count", "2"])

    page = capsys.readouterr().out
    printed = re.findall(r"\d\.  (\w{4}-\w{4})", page)
    assert (status, len(printed)) == (0, 2)
    assert "PRUEBA JEFA" in page
    an_approval(device, printed[0].replace("-", "").lower().replace("0", "o"))
    answer = central.platform.pushes.answer(device.envelope(central.platform, 1, len(device.items)))
    assert answer.fits
    with central.database.read() as connection:
        codes = connection.execute(select(schema.event.c.code)).scalars().all()
    assert codes == [None, None, None]
    assert main(["codes", *folder, "--operator", str(CLERK)]) == REFUSED
    assert main(["codes", *folder, "--operator", str(SUPERVISOR), "--withdraw"]) == 0
    assert "withdrawn: 1 unused" in capsys.readouterr().out
