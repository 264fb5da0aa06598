"""What the law erases is gone from the central too; what it keeps is blocked, out of every view."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import chain
from sync.catalogue import ErasureAct, ErasureEntry, decode_entry
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.erasure_log import LOG_NAME, ErasureLog
from sync.central.erasures import (
    MONEY_KEPT_MS,
    Erasures,
    Wanted,
    about_subject,
    erasure_items,
)
from sync.central.errors import CentralError
from sync.central.report import make_report
from sync.events import CardOpened, CardReason, DataBlocked, Erased, ErasureReason
from sync.ids import DeviceId, EventId
from tests.delivery.central_support import (
    Central,
    Device,
    a_consent,
    a_payment,
    a_person,
    a_registration,
    a_shift,
    everything_stored,
    read_tables_of,
    stream_opened,
)
from tests.support.logs import ExpectedLogs

CANARY = "PRUEBA CANARIO"
PERSON, CONSENT, MADE, PAID = 3, 4, 5, 6  # seq


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    """A device with one person who registered and paid."""
    enrolled = central.enrol()
    enrolled.record(stream_opened(), operator=0)
    shift = enrolled.record(a_shift(enrolled))
    subject = enrolled.record(a_person(CANARY))
    enrolled.record(a_consent(), subject=subject)
    salt = enrolled.random(16)
    answers = (CANARY, "dos")
    made = enrolled.record(a_registration(enrolled, salt, answers), salt=salt, subject=subject)
    enrolled.record(a_payment(enrolled, shift), subject=subject, refs=(made,))
    return enrolled


def push(central: Central, device: Device, first: int = 1) -> None:
    """Deliver over the whole road and let the background follow."""
    answer = central.platform.pushes.answer(
        device.envelope(central.platform, first, len(device.items))
    )
    assert answer.fits
    central.platform.catch_up()


def ids_of(device: Device, *places: int) -> tuple[EventId, ...]:
    return tuple(EventId(device.items[place - 1].event_id) for place in places)


def erased_by_person(device: Device, *places: int) -> None:
    device.record(Erased(event_ids=ids_of(device, *places), reason=ErasureReason.PERSON_ASKED))


def order(central: Central, act: ErasureAct, device: Device, *places: int) -> None:
    erasures = central.platform.consequences.erasures
    with central.database.write() as connection:
        erasures.order(
            connection,
            [
                Wanted(device_id=device.device_id, event_id=one, act=act, legal_basis="art. 26")
                for one in ids_of(device, *places)
            ],
            central.now_ms(),
        )
    erasures.settle(central.database)


def test_what_a_device_erased_is_gone_here_and_every_hash_still_verifies(
    central: Central, device: Device
) -> None:
    """No byte of the name in file or write-ahead log; header, digest and head stay."""
    push(central, device)
    assert CANARY.encode() in everything_stored(central)
    erased_by_person(device, PERSON, CONSENT, MADE)

    push(central, device, len(device.items))

    assert CANARY.encode() not in everything_stored(central)
    rows = central.rows(schema.event)
    assert [row["seq"] for row in rows if row["body"] is None] == [PERSON, CONSENT, MADE]
    assert all((row["salt"] is None) == (row["body"] is None) for row in rows)
    head = chain.first_head(device.device_id, device.stream)
    for row in rows:
        head = chain.next_head(device.stream, row["seq"], head, row["header"], row["digest"])
        assert head == row["h"]
    shown = read_tables_of(central)
    for name in ("person", "consent", "registration"):
        assert shown[name] == []
    assert [row["seq"] for row in shown["about"]] == [PAID]


def test_a_rebuild_does_not_bring_an_erased_person_back(central: Central, device: Device) -> None:
    """Read tables filled anew are the same as before."""
    push(central, device)
    erased_by_person(device, PERSON, MADE)
    push(central, device, len(device.items))
    before = read_tables_of(central)

    central.platform.projections.rebuild()

    assert read_tables_of(central) == before


def test_a_run_that_was_read_before_the_erasure_shows_nothing_after_it(
    central: Central, device: Device
) -> None:
    """The background computes without a lock: what it stores is looked at again."""
    push(central, device)
    projections = central.platform.projections
    with central.database.write() as connection:
        connection.execute(schema.projected.delete())
    for table in schema.READ_TABLES:
        with central.database.write() as connection:
            connection.execute(table.delete())
    run = projections._next_run(device.device_id, device.stream)
    assert run is not None
    order(central, ErasureAct.ERASE, device, PERSON)

    projections._project(run)

    assert read_tables_of(central)["person"] == []
    assert len(read_tables_of(central)["registration"]) == 1


def test_an_erased_body_is_not_stored_again(central: Central, device: Device) -> None:
    """A clone sends the same events in a stream of its own: the body stays away."""
    push(central, device)
    erased_by_person(device, PERSON)
    push(central, device, len(device.items))
    clone = Device(signer=device.signer, seal=device.seal)
    clone.record(stream_opened(), operator=0)
    clone.items.append(device.items[PERSON - 1])

    push(central, clone)

    assert CANARY.encode() not in b"".join(
        row["body"] or b"" for row in central.rows(schema.event) if row["seq"] != MADE
    )


def test_what_is_erased_before_it_comes_gets_code_12(central: Central, device: Device) -> None:
    """A restored central is told what it must not keep before the events are sent again."""
    order(central, ErasureAct.ERASE, device, PERSON)

    push(central, device)

    row = central.rows(schema.event)[PERSON - 1]
    assert (row["body"], row["salt"], row["code"], row["applied"]) == (None, None, 12, False)


def test_money_is_blocked_while_the_law_keeps_it(central: Central, device: Device) -> None:
    """Kinds 30–39 and 60–69 stay, out of every view; after the term they go."""
    push(central, device)
    erased_by_person(device, PERSON, PAID)
    push(central, device, len(device.items))

    kept = central.rows(schema.event)[PAID - 1]
    acts = {row["event_id"]: row["act"] for row in central.rows(schema.erasure)}
    report = make_report(central.database)
    central.clock.pass_seconds(MONEY_KEPT_MS // 1000 + 1)
    order(central, ErasureAct.ERASE, device, PAID)

    assert kept["body"] is not None
    assert [acts[one] for one in ids_of(device, PERSON, PAID)] == [1, 2]
    assert (report["payments"], report["totals"]["payments_centavos"]) == ([], 0)
    assert report["erasures"] == {"erase": 1, "block": 1, "unblock": 0}
    assert central.rows(schema.event)[PAID - 1]["body"] is None


def test_blocked_data_leave_the_report_and_come_back_unblocked(
    central: Central, device: Device
) -> None:
    """A device's block counts here, and can be lifted by the office."""
    push(central, device)
    device.record(DataBlocked(event_ids=ids_of(device, PERSON, MADE), legal_basis="art. 17"))
    push(central, device, len(device.items))

    blocked = make_report(central.database)
    order(central, ErasureAct.UNBLOCK, device, PERSON)
    freed = make_report(central.database)

    assert CANARY not in json.dumps(blocked, ensure_ascii=False)
    assert (len(blocked["people"]), len(freed["people"])) == (0, 1)
    assert freed["registrations"] == []


@pytest.mark.on_a_file
def test_what_a_crash_left_in_the_write_ahead_log_goes_at_the_next_start(
    central: Central, device: Device
) -> None:
    """Erased and committed, then a power cut before the log was folded: the start does it."""
    push(central, device)
    with central.database.write() as connection:
        central.platform.consequences.erasures.order(
            connection,
            [
                Wanted(device_id=device.device_id, event_id=one, act=ErasureAct.ERASE)
                for one in ids_of(device, PERSON, MADE)
            ],
            central.now_ms(),
        )
    assert CANARY.encode() in everything_stored(central)

    again = Erasures(ErasureLog(central.folder / LOG_NAME))

    assert again.settle(central.database)
    assert CANARY.encode() not in everything_stored(central)
    assert again.settle(central.database)


def test_who_looked_and_what_was_answered_outlives_the_person(
    central: Central, device: Device
) -> None:
    """All of a person is what says something of them; the access log is about those who looked."""
    subject = ids_of(device, PERSON)[0]
    device.record(CardOpened(reason=CardReason.NAME_SEARCH), subject=subject)
    push(central, device)

    with central.database.read() as connection:
        found = [event_id for _, event_id in about_subject(connection, subject)]

    assert found == list(ids_of(device, PERSON, CONSENT, MADE, PAID))


def test_erased_stays_erased(central: Central, device: Device) -> None:
    """Neither a block nor its end turns an erasure back, and a repeat is no new order."""
    push(central, device)
    order(central, ErasureAct.ERASE, device, PERSON)
    for act in ErasureAct:
        order(central, act, device, PERSON)

    rows = central.rows(schema.erasure)
    assert [(row["act"], row["number"]) for row in rows] == [(1, 1)]


@pytest.mark.on_a_file
def test_a_restored_backup_forgets_again_before_the_first_push(
    central: Central, device: Device, expected_logs: ExpectedLogs
) -> None:
    """The log outside the database is applied when the central opens (PROTOCOL §10)."""
    expected_logs.expect("sync.central.witness", "the database went back")
    push(central, device)
    central.platform.close()
    path = central.database.path
    backup = path.read_bytes()
    central.platform = central._open()
    erased_by_person(device, PERSON, MADE)
    push(central, device, len(device.items))
    central.platform.close()
    for leftover in path.parent.glob("central.db-*"):
        leftover.unlink()
    path.write_bytes(backup)
    assert CANARY.encode() in path.read_bytes()

    central.platform = central._open()

    assert CANARY.encode() not in everything_stored(central)
    assert read_tables_of(central)["person"] == []
    push(central, device, len(device.items))
    assert len(central.rows(schema.erasure)) == 2


def test_a_log_cut_short_is_mended_and_a_damaged_one_is_refused(
    central: Central, device: Device
) -> None:
    """A crash in the middle of a line loses nothing that was done; other damage stops the start."""
    push(central, device)
    order(central, ErasureAct.ERASE, device, PERSON)
    path = central.folder / LOG_NAME
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:20])
    order(central, ErasureAct.ERASE, device, MADE)

    assert [one.event_id for one in ErasureLog(path).read()] == list(ids_of(device, PERSON, MADE))
    assert CANARY not in path.read_text(encoding="utf-8")
    path.write_bytes(whole[:20] + b"\n" + whole)
    with pytest.raises(CentralError, match=r"central\.erasures"):
        central.restart()


def test_the_log_is_on_the_disk_before_the_database_forgets(
    central: Central, device: Device
) -> None:
    """Where the log cannot be written nothing is erased: the order can be given again."""
    push(central, device)
    (central.folder / LOG_NAME).mkdir()

    with pytest.raises(CentralError, match=r"central\.erasures"):
        order(central, ErasureAct.ERASE, device, PERSON)

    assert central.rows(schema.event)[PERSON - 1]["body"] is not None
    assert central.rows(schema.erasure) == []


def test_other_devices_learn_of_their_own_events_only(central: Central, device: Device) -> None:
    """Dataset 10 goes to the device, its clones and what replaces it, with a growing version."""
    push(central, device)
    stranger = central.enrol()
    order(central, ErasureAct.BLOCK, device, PERSON)
    order(central, ErasureAct.UNBLOCK, device, PERSON)
    with central.database.write() as connection:
        heir = schema.device.update().where(schema.device.c.device_id == stranger.device_id)
        before = erasure_items(connection, stranger.device_id)
        connection.execute(heir.values(replaces=device.device_id))
        after = erasure_items(connection, stranger.device_id)
        own = erasure_items(connection, DeviceId(device.device_id))

    assert before == []
    assert after == own
    entry = decode_entry(ErasureEntry.dataset, own[0].key, own[0].value)
    assert isinstance(entry, ErasureEntry)
    assert (entry.act, entry.legal_basis, own[0].version) == (ErasureAct.UNBLOCK, "art. 26", 2)


def test_an_office_erases_all_of_a_person_by_command(
    central: Central, device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """By subject: money stays blocked, the rest is gone; an unknown person changes nothing."""
    push(central, device)
    subject = ids_of(device, PERSON)[0].hex()
    folder = ("--dir", str(central.folder), "--basis", "oficio 12/2026")

    status = main(["erase", *folder, "--subject", subject])
    unknown = main(["erase", *folder, "--subject", "00" * 16])

    said = capsys.readouterr()
    assert (status, unknown) == (0, REFUSED)
    assert "erased 3, blocked 1, unblocked 0" in said.out
    assert "erase.unknown" in said.err
    assert CANARY.encode() not in everything_stored(central)
