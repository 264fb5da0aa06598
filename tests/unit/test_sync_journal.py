"""The journal: it only grows, every link holds, and the same event twice is one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sync.chain import digest_of, first_head, next_head
from sync.events import (
    ClockJumped,
    Folio,
    LockReason,
    OperatorLocked,
    OperatorUnlocked,
    StreamOpened,
    StreamReason,
    UnlockMeans,
    decode_header,
)
from sync.ids import (
    BootId,
    DeviceId,
    EventId,
    OperatorNumber,
    StreamId,
    SubjectId,
    event_id_of,
    series_of,
)
from sync.journal import (
    Erased,
    EventMalformed,
    Gone,
    NoStream,
    NoSuchPlace,
    OtherContent,
    by_id,
    device_of,
    erase,
    head,
    history,
    last_seq,
    newest_stream,
    read,
    streams,
    tip,
    verify,
)
from tests.support.journals import Desk
from tests.support.shared import shared_file
from tests.support.vaults import (
    CLERK,
    DEVICE,
    a_journal,
    a_person,
    a_registration,
    salt_of,
)

UNLOCKED = OperatorUnlocked(means=UnlockMeans.PASSPHRASE)
LOCKED = OperatorLocked(reason=LockReason.IDLE)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Return an empty journal; close its database."""
    made = Desk()
    yield made
    made.tx.close()


def test_the_chain_is_the_formula_of_the_protocol(desk: Desk) -> None:
    """Heads, digests and ids are those that anybody computes from the raw bytes."""
    opened = desk.begin()
    desk.append(UNLOCKED, 1)

    stored = read(desk.tx, opened.stream, 1, 2)

    previous = first_head(DEVICE, opened.stream)
    for event in stored:
        assert event.salt is not None
        assert event.body is not None
        assert event.event_id == event_id_of(event.salt)
        assert event.digest == digest_of(event.salt, event.body)
        previous = next_head(opened.stream, event.seq, previous, event.header, event.digest)
        assert event.head == previous
        assert event.item == [event.header, event.salt, event.body]
    assert head(desk.tx, opened.stream, 0) == first_head(DEVICE, opened.stream)
    assert head(desk.tx, opened.stream, 3) is None
    assert desk.journal.read(desk.tx, opened.stream, 2, 9) == stored[1:]
    assert desk.journal.head(desk.tx, opened.stream, 2) == stored[1].head
    assert head(desk.tx, StreamId(bytes(16)), 0) is None
    assert device_of(desk.tx, opened.stream) == DEVICE
    assert device_of(desk.tx, StreamId(bytes(16))) is None


def test_the_published_chain_is_accepted(desk: Desk) -> None:
    """The events of the vectors, stored as they are, verify; with one bit changed they do not."""
    vectors = json.loads(shared_file("vectors/protocol-vectors.json").read_text())["chain"]
    stream = StreamId(bytes.fromhex(vectors["stream"]))
    desk.tx.execute(
        "INSERT INTO stream (stream, device_id) VALUES (?, ?)",
        (stream, DeviceId(bytes.fromhex(vectors["device"]))),
    )
    for event in vectors["events"]:
        fields = ("event_id", "h", "header", "digest", "salt", "body")
        values = [bytes.fromhex(event[name]) for name in fields]
        desk.tx.execute(
            "INSERT INTO event (stream, seq, event_id, head, header, digest, salt, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (stream, event["seq"], *values),
        )

    assert head(desk.tx, stream, 0) == bytes.fromhex(vectors["h0"])
    assert verify(desk.tx, stream).holds
    erase(desk.tx, [EventId(bytes.fromhex(vectors["events"][3]["event_id"]))])
    assert verify(desk.tx, stream).holds
    stub = read(desk.tx, stream, 4, 4)[0].item
    published = json.loads(shared_file("vectors/protocol-vectors.json").read_text())["redaction"]
    assert [stub[0].hex(), stub[1].hex(), stub[2].hex(), stub[3]] == published["item"]


def test_headers_carry_what_the_journal_knows(desk: Desk) -> None:
    """Time, boot, operator, subject and refs stand in the header; drift only when there is one."""
    opened = desk.begin()
    desk.clock.pass_seconds(10)
    subject, ref = SubjectId(b"s" * 16), EventId(b"r" * 16)

    recorded = desk.journal.append(
        desk.tx, LOCKED, salt=salt_of(1), operator=CLERK, subject=subject, refs=(ref,)
    )

    header = recorded.header
    assert header.time_seconds == opened.header.time_seconds + 10
    assert (header.boot, header.operator) == (BootId(b"boot0001"), CLERK)
    assert (header.subject, header.refs, header.drift_seconds) == (subject, (ref,), 0)
    assert decode_header(read(desk.tx, recorded.stream, 2, 2)[0].header) == header
    assert desk.journal.next_seq(desk.tx) == 3


def test_a_clock_that_jumps_is_an_event_of_its_own(desk: Desk) -> None:
    """A jump above 2 s is recorded once, before the event it was noticed at; less is only drift."""
    desk.begin()
    desk.clock.wall_seconds += 2
    small = desk.append(UNLOCKED, 1)
    desk.clock.wall_seconds -= 3600

    desk.append(LOCKED, 2)
    desk.append(UNLOCKED, 3)

    assert small.header.drift_seconds == 2
    assert [one.event.name for one in desk.projected] == [
        "stream.opened",
        "operator.unlocked",
        "clock.jumped",
        "operator.locked",
        "operator.unlocked",
    ]
    jump = desk.projected[2].event
    assert isinstance(jump, ClockJumped)
    assert jump.jump_seconds == -3600
    assert [one.header.drift_seconds for one in desk.projected[2:]] == [-3598] * 3


def test_a_new_start_counts_its_drift_from_itself(desk: Desk) -> None:
    """Between two starts the clock may be set: that is no jump, and the start says its zero."""
    desk.begin()
    desk.clock.wall_seconds += 3_600
    desk.append(UNLOCKED, 1)
    desk.clock.wall_seconds += 86_400
    desk.restarted(b"boot0002")

    started = desk.journal.record_start(desk.tx, app_version="0.2.0")

    assert started.seq == 4
    assert sum(isinstance(one.event, ClockJumped) for one in desk.projected) == 1
    assert started.header.drift_seconds == 0
    assert started.event.name == "app.started"


def test_a_clock_in_1970_or_before_is_written_as_it_can_be(desk: Desk) -> None:
    """A device without a battery still records; a time before 1970 is written as 0."""
    desk.clock.wall_seconds = -5.0
    desk.restarted(b"boot0003")

    assert desk.begin().header.time_seconds == 0


def test_the_same_event_again_changes_nothing(desk: Desk) -> None:
    """A double press returns the event as first recorded, even later and under another boot."""
    desk.begin()
    first = desk.append(a_person(), 1)
    desk.clock.pass_seconds(60)
    desk.restarted(b"boot0002")

    again = desk.append(a_person(), 1)

    assert again == first
    assert len(desk.projected) == 2
    assert desk.journal.find(desk.tx, first.event_id) == first


def test_another_content_under_a_known_id_is_refused(desk: Desk) -> None:
    """Another body, kind, subject or reference under the same salt is an error; no row comes."""
    desk.begin()
    desk.append(a_person(), 1)
    before = desk.tx.total_changes

    for event, subject, refs in (
        (a_person(given="DOS"), None, ()),
        (UNLOCKED, None, ()),
        (a_person(), SubjectId(bytes(16)), ()),
        (a_person(), None, (EventId(bytes(16)),)),
    ):
        with pytest.raises(OtherContent) as raised:
            desk.journal.append(
                desk.tx, event, salt=salt_of(1), operator=CLERK, subject=subject, refs=refs
            )
        assert raised.value.code == "journal.other_content"
    assert desk.tx.total_changes == before


def test_a_malformed_event_is_refused(desk: Desk) -> None:
    """Too large, or not what its type says: refused when appended, nothing written."""
    opened = desk.begin()
    registration = a_registration(Folio(series=series_of(opened.stream), number=2))

    for event in (
        replace(registration, answers=("x" * 70_000,)),
        replace(registration, service_code=70_000),
        replace(registration, definition_hash=b"short"),
    ):
        with pytest.raises(EventMalformed):
            desk.append(event, 1)
    with pytest.raises(EventMalformed):
        desk.journal.append(desk.tx, UNLOCKED, salt=salt_of(2), operator=OperatorNumber(70_000))
    with pytest.raises(EventMalformed):
        desk.journal.append(
            desk.tx,
            UNLOCKED,
            salt=salt_of(2),
            operator=CLERK,
            refs=tuple(EventId(bytes([n] * 16)) for n in range(9)),
        )
    assert tip(desk.tx) is not None
    assert last_seq(desk.tx, opened.stream) == 1


def test_nothing_is_recorded_before_enrolment(desk: Desk) -> None:
    """Without a stream there is no event, and the journal says why."""
    with pytest.raises(NoStream):
        desk.append(UNLOCKED, 1)

    assert tip(desk.tx) is None
    assert newest_stream(desk.tx) is None
    assert desk.journal.current_stream(desk.tx) is None


def test_a_new_stream_names_the_old_one(desk: Desk) -> None:
    """The opening says where the old stream was left; later events go to the new one."""
    first = desk.begin()
    last = desk.append(UNLOCKED, 1)

    second = desk.begin(StreamReason.FORK)
    after = desk.append(LOCKED, 2)

    assert isinstance(first.event, StreamOpened)
    assert first.event.old is None
    assert isinstance(second.event, StreamOpened)
    old = second.event.old
    assert old is not None
    assert (old.stream, old.base, old.last) == (first.stream, 2, 2)
    assert old.base_head == old.last_head == last.head
    assert (second.seq, after.seq, after.stream) == (1, 2, second.stream)
    assert streams(desk.tx) == (first.stream, second.stream)


def test_two_streams_never_share_a_series(desk: Desk) -> None:
    """A stream is drawn again while its first two bytes are those of an earlier one."""
    first, other = b"\x01\x02" + bytes(14), b"\x01\x03" * 8
    drawn = iter([first, b"a" * 16, b"\x01\x02" + b"x" * 14, first, other, b"b" * 16])
    desk.journal = a_journal(desk.clock, lambda _count: next(drawn), desk.keep)

    streams_drawn = [desk.begin().stream, desk.begin(StreamReason.FORK).stream]

    assert streams_drawn == [first, other]


def test_an_event_moved_to_a_newer_stream_is_one_event(desk: Desk) -> None:
    """The same event may stand in two streams: it is found in the newer and told of once."""
    desk.begin()
    person = desk.append(a_person(), 1)
    opened = desk.begin(StreamReason.FORK)
    raw = read(desk.tx, person.stream, 2, 2)[0]
    moved_head = next_head(opened.stream, 2, opened.head, raw.header, raw.digest)
    desk.tx.execute(
        "INSERT INTO event (stream, seq, event_id, head, header, digest, salt, body)"
        " VALUES (?, 2, ?, ?, ?, ?, ?, ?)",
        (opened.stream, raw.event_id, moved_head, raw.header, raw.digest, raw.salt, raw.body),
    )

    found = desk.journal.find(desk.tx, person.event_id)

    assert found is not None
    assert (found.stream, found.seq) == (opened.stream, 2)
    assert verify(desk.tx, opened.stream).holds
    told = [one for one in history(desk.tx) if one.event_id == person.event_id]
    assert [(one.stream, one.seq) for one in told] == [(person.stream, 2)]
    assert erase(desk.tx, [person.event_id]) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM event",
        "DELETE FROM stream",
        "UPDATE stream SET device_id = x'0000000000000000'",
        "UPDATE event SET stream = zeroblob(16)",
        "UPDATE event SET seq = seq + 10",
        "UPDATE event SET event_id = zeroblob(16)",
        "UPDATE event SET head = zeroblob(32)",
        "UPDATE event SET header = x'a0'",
        "UPDATE event SET digest = zeroblob(32)",
        "UPDATE event SET body = x'a0'",
        "UPDATE event SET salt = zeroblob(16), body = x'a0'",
        "UPDATE event SET body = NULL",
        "UPDATE event SET salt = NULL, gone = 1",
        "UPDATE event SET salt = NULL, body = NULL",
        "UPDATE event SET gone = 1",
        "INSERT OR REPLACE INTO event SELECT stream, seq, zeroblob(16), head, header, digest, salt,"
        " body, gone FROM event WHERE seq = 1",
        "INSERT OR REPLACE INTO event SELECT stream, 3, event_id, head, header, digest, salt,"
        " body, gone FROM event WHERE seq = 1",
        "INSERT INTO event SELECT stream, 4, zeroblob(16), head, header, digest, salt, body, gone"
        " FROM event WHERE seq = 1",
    ],
)
def test_the_past_cannot_be_changed(desk: Desk, statement: str) -> None:
    """No statement deletes, replaces, renumbers or alters what was recorded, or leaves a gap."""
    desk.begin()
    desk.append(UNLOCKED, 1)
    before = desk.tx.execute("SELECT * FROM event").fetchall()

    with pytest.raises(sqlite3.IntegrityError):
        desk.tx.execute(statement)

    assert desk.tx.execute("SELECT * FROM event").fetchall() == before


def test_an_erased_body_does_not_come_back(desk: Desk) -> None:
    """After erasure the stub is all there is, and no statement fills it again."""
    desk.begin()
    person = desk.append(a_person(), 1)
    assert desk.journal.erase(desk.tx, [person.event_id]) == 1
    assert erase(desk.tx, [person.event_id]) == 0

    with pytest.raises(sqlite3.IntegrityError):
        desk.tx.execute(
            "UPDATE event SET salt = zeroblob(16), body = x'a0', gone = NULL WHERE seq = 2"
        )

    stored = by_id(desk.tx, person.event_id)
    assert stored is not None
    assert (stored.salt, stored.body, stored.gone) == (None, None, Gone.REDACTED)
    assert stored.item[3] == 1
    with pytest.raises(Erased):
        desk.journal.find(desk.tx, person.event_id)
    assert desk.append(a_person(), 1) == person


def test_verification_says_how_far_it_holds(desk: Desk) -> None:
    """A changed header, body or salt is found at its place, in the whole check and the partial."""
    opened = desk.begin()
    for number in range(1, 9):
        desk.append(replace(UNLOCKED, wrong_tries=number), number)
    for trigger in ("event_header_stays", "event_body_only_goes"):
        desk.tx.execute(f"DROP TRIGGER {trigger}")

    for change in (
        "UPDATE event SET header = x'a0' WHERE seq = 5",
        "UPDATE event SET body = x'a0' WHERE seq = 5",
        "UPDATE event SET salt = zeroblob(16) WHERE seq = 5",
        "UPDATE event SET head = zeroblob(32) WHERE seq = 5",
    ):
        desk.tx.execute("BEGIN")
        desk.tx.execute(change)
        whole = verify(desk.tx, opened.stream)
        partial = desk.journal.verify(desk.tx, opened.stream, 6)
        after = desk.journal.verify(desk.tx, opened.stream, 3)
        desk.tx.execute("ROLLBACK")
        assert (whole.intact_to, whole.last, whole.holds) == (4, 9, False)
        assert partial.intact_to == 4
        assert after.holds
    assert desk.journal.verify(desk.tx, opened.stream).holds


@pytest.mark.parametrize(("base", "last"), [(4, 3), (0, 9), (9, 9)])
def test_a_stream_ends_only_where_it_has_events(desk: Desk, base: int, last: int) -> None:
    """Nothing is left at a place that is not there."""
    first = desk.begin()
    desk.append(UNLOCKED, 1)
    desk.begin(StreamReason.FORK)

    with pytest.raises(NoSuchPlace):
        desk.journal.shorten(desk.tx, first.stream, base, last)

    assert desk.journal.next_seq(desk.tx) == 2


def test_a_double_press_after_a_fork_is_the_same_event(desk: Desk) -> None:
    """What was moved is known by its salt: saved again it is found, not recorded a second time."""
    desk.begin()
    before = desk.append(UNLOCKED, 1)
    opened = desk.begin(StreamReason.FORK, base=1)

    again = desk.append(UNLOCKED, 1)

    assert (again.event_id, again.header) == (before.event_id, before.header)
    assert (again.stream, again.seq) == (opened.stream, 2)
    assert len(desk.projected) == 3
