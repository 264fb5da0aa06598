"""Erasing by law: with the key in hand nothing of the person is found, and the chain holds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kiosk.services.erasing import (
    ERASABLE_KINDS,
    CarriedOut,
    carry_out,
    erase_events,
    forget_drafts,
    is_money,
)
from kiosk.services.reading import RecordErased
from kiosk.services.records import RecordUnknown
from kiosk.store import erasure, rights
from kiosk.store.projections import rebuild
from kiosk.store.queries import ledger_centavos
from kiosk.vault import engine
from kiosk.vault.database import Database
from sync.catalogue import ErasureAct, ErasureEntry
from sync.events import ErasureReason
from sync.ids import EventId
from sync.journal import Transaction, streams, verify
from sync.receipt_check import Answer
from tests.support.a_life import CANARIES, Life, a_life
from tests.support.offices import Counter, a_counter
from tests.support.raw_pages import PageUnreadable, hits, raw_pages
from tests.support.vaults import CLERK, KEY

READ_TABLES = (
    "person", "person_word", "person_identity", "registration", "correction", "consent",
    "consent_purpose", "registration_file", "payment", "payment_line", "ledger", "printed",
    "shift", "trace", "trace_ref", "blocked", "opposed", "rights_request", "rights_answer",
)  # fmt: skip


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A counter on a real encrypted file."""
    made = a_counter(tmp_path)
    yield made
    made.opening.close()


def erase(counter: Counter, life: Life) -> int:
    """Erase everything of a person but money, without the desk around it."""

    def work(tx: Transaction) -> int:
        ids = erasable(tx, life)
        forget_drafts(tx, erasure.drafts_about(tx, life.subject), counter.desk.now_seconds())
        return erase_events(tx, counter.desk, ids, ErasureReason.PERSON_ASKED, CLERK)

    return counter.desk.write(work)


def erasable(tx: Transaction, life: Life) -> tuple[EventId, ...]:
    """Return the person's events that may be erased."""
    rows = rights.events_of(tx, life.subject)
    return tuple(row.event_id for row in rows if row.kind in ERASABLE_KINDS)


def found(counter: Counter) -> dict[bytes, int]:
    """Return which canaries stand in file and log, as one finds them who has the key."""
    every = hits(counter.database.path, KEY, CANARIES)
    return {canary: count for canary, count in every.items() if count}


def read_tables(counter: Counter) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the read tables, in no order."""
    return {
        name: sorted(counter.rows(f"SELECT * FROM {name}"), key=repr)  # noqa: S608 -- our names
        for name in READ_TABLES
    }


def test_every_canary_is_in_the_file_before(counter: Counter) -> None:
    """The search finds what is there: name, CURP, answers, reasons, also of a draft."""
    a_life(counter)

    assert set(found(counter)) == set(CANARIES)


def test_another_key_reads_no_page(counter: Counter) -> None:
    """The reader of raw pages verifies what it decrypts."""
    with pytest.raises(PageUnreadable):
        next(raw_pages(counter.database.path, bytes(32)))


def test_nothing_of_an_erased_person_is_left_in_file_or_log(counter: Counter) -> None:
    """0 hits in live pages, free pages, gaps inside pages and the log; blobs are gone."""
    life = a_life(counter)
    listed = counter.rows("SELECT blob_id FROM registration_file")

    erase(counter, life)
    assert counter.erasing.finish()

    assert found(counter) == {}
    assert listed
    for (blob_id,) in listed:
        assert not counter.files.has(blob_id)  # type: ignore[arg-type]  # a blob
    assert counter.desk.read(erasure.unfinished) is None


def test_a_log_kept_aside_goes_with_the_person(counter: Counter) -> None:
    """A damaged log that waits for a rescue may hold what was erased: it does not outlive it."""
    life = a_life(counter)
    path = counter.database.path
    kept = path.with_name(f"{path.name}.aside-1-wal")
    kept.write_bytes(path.with_name(path.name + "-wal").read_bytes())

    erase(counter, life)
    assert counter.erasing.finish()

    assert not kept.exists()


def test_the_file_alone_is_clear_once_its_log_is_folded_in(tmp_path: Path) -> None:
    """`secure_delete` clears what is deleted, without writing the file anew."""
    counter = a_counter(tmp_path)
    life = a_life(counter)

    erase(counter, life)
    counter.opening.close()

    assert found(counter) == {}


def test_without_secure_delete_the_search_finds_what_was_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant is caught: with the pragma off, deleted words stand in free pages."""
    off = tuple(one.replace("secure_delete = ON", "secure_delete = OFF") for one in pragmas())
    assert off != pragmas()
    monkeypatch.setattr(engine, "_PRAGMAS", off)
    counter = a_counter(tmp_path)
    life = a_life(counter)

    erase(counter, life)
    counter.opening.close()

    assert found(counter)


def pragmas() -> tuple[str, ...]:
    """Return what a connection is set to."""
    return engine._PRAGMAS


def test_writing_anew_clears_what_sqlite_left_in_gaps(tmp_path: Path) -> None:
    """Dividing a page leaves copies that no DELETE clears; writing the file anew does."""
    database = Database(tmp_path / "x.db")
    database.create(KEY)
    canary, draw = b"CANARIOXYZ", random.Random(29)

    def fill(tx: Transaction) -> None:
        for _ in range(30):
            key = draw.randrange(400)
            word = canary if key % 5 == 0 else b"otra"
            tx.execute(
                "INSERT OR REPLACE INTO e VALUES (?, ?)",
                (key.to_bytes(2, "big"), word * draw.randrange(1, 120)),
            )

    database.write(
        lambda tx: tx.execute("CREATE TABLE e (a BLOB PRIMARY KEY, b BLOB) WITHOUT ROWID")
    )
    for _ in range(60):
        database.write(fill)
    database.write(lambda tx: tx.execute("DELETE FROM e WHERE instr(b, ?)", (canary,)))
    database.close()
    before = hits(database.path, KEY, (canary,))[canary]
    database.open(KEY)

    assert database.write_anew()

    after = hits(database.path, KEY, (canary,))[canary]
    database.close()
    assert before > 0
    assert after == 0


def test_the_chain_holds_and_money_adds_up(counter: Counter) -> None:
    """Headers, digests and hashes stay; the payment and its ledger are not touched."""
    life = a_life(counter)
    ledger = counter.rows("SELECT * FROM ledger ORDER BY event_id, position")

    erase(counter, life)
    counter.erasing.finish()

    for stream in counter.database.read(streams):
        assert counter.database.read(partial(verify, stream=stream)).holds
    assert counter.rows("SELECT * FROM ledger ORDER BY event_id, position") == ledger
    assert counter.database.read(ledger_centavos) == 0


def test_what_is_left_is_what_the_journal_still_says(counter: Counter) -> None:
    """Read tables after erasing are those that building them again gives."""
    life = a_life(counter)
    other = a_life(counter, publish=False)

    erase(counter, life)
    left = read_tables(counter)
    counter.database.write(rebuild)

    assert read_tables(counter) == left
    assert [row[0] for row in counter.rows("SELECT subject FROM person")] == [other.subject]


def test_a_paper_receipt_still_verifies(counter: Counter) -> None:
    """What the person holds is checked as before; bytes with initials are gone from the file."""
    life = a_life(counter)
    paper = counter.receipts.show(life.registration).qr_text
    paid = counter.receipts.show(life.payment)

    erase(counter, life)

    assert paid.initials
    assert counter.receipts.verify(paper).answer is Answer.AUTHENTIC
    assert counter.receipts.verify(paid.qr_text).answer is Answer.AUTHENTIC
    with pytest.raises(RecordErased):
        counter.receipts.show(life.registration)
    with pytest.raises(RecordUnknown):
        counter.records.detail(life.registration)


def test_a_batch_on_its_way_is_cut_again(counter: Counter) -> None:
    """The kept bytes of a batch that holds an erased event go; the next one carries stubs."""
    life = a_life(counter)
    stream, seq = counter.rows(
        "SELECT stream, seq FROM event WHERE event_id = ?", life.registration
    )[0]
    for first, last in ((1, 2), (seq, seq)):
        row = (stream, first, last, int(str(first)).to_bytes(16, "big"), b"sealed")
        counter.database.write(partial(a_batch, row))

    erase(counter, life)

    assert counter.rows("SELECT envelope FROM batch ORDER BY first") == [(b"sealed",), (None,)]


def test_an_erasure_cut_off_is_finished_at_the_next_opening(tmp_path: Path) -> None:
    """What the transaction noted is done when the file is opened again."""
    counter = a_counter(tmp_path)
    life = a_life(counter)
    blobs = [row[0] for row in counter.rows("SELECT blob_id FROM registration_file")]
    erase(counter, life)
    counter.opening.close()

    again = a_counter(tmp_path, create=False)

    assert not any(again.files.has(one) for one in blobs)  # type: ignore[arg-type]  # blobs
    assert again.desk.read(erasure.unfinished) is None
    again.opening.close()


def test_the_centrals_order_erases_here_and_money_is_blocked(counter: Counter) -> None:
    """Dataset 10: what is erased there is erased here; the law's money is only blocked."""
    life = a_life(counter)
    orders = [order(life.registration), order(life.payment), order(b"z" * 16)]

    done = counter.desk.write(lambda tx: carry_out(tx, counter.desk, orders))
    twice = counter.desk.write(lambda tx: carry_out(tx, counter.desk, orders))

    assert done == CarriedOut(erased=1, blocked=1, lifted=0)
    assert twice.erased == 0
    assert counter.rows("SELECT gone FROM event WHERE event_id = ?", life.registration) == [(1,)]
    assert counter.rows("SELECT subject, payer FROM payment") == [(None, None)]
    assert counter.desk.read(lambda tx: rights.is_blocked(tx, life.payment))


def test_a_block_is_lifted_by_order_and_all_is_in_view_again(counter: Counter) -> None:
    """Blocking takes a person out of every list; lifting it gives back exactly what was there."""
    life = a_life(counter)
    before = read_tables(counter)
    ids = [
        row.event_id
        for row in counter.desk.read(lambda tx: rights.events_of(tx, life.subject))
        if row.kind in ERASABLE_KINDS or is_money(row.kind)
    ]

    block = [order(one, ErasureAct.BLOCK) for one in ids]
    counter.desk.write(lambda tx: carry_out(tx, counter.desk, block))
    hidden = counter.citizens.search("CANARIOAPELLIDO").rows, counter.records.rows()
    built = read_tables(counter)
    counter.database.write(rebuild)
    again = read_tables(counter)
    lift = [order(one, ErasureAct.UNBLOCK) for one in ids]
    counter.desk.write(lambda tx: carry_out(tx, counter.desk, lift))

    assert hidden == ((), ())
    assert built == again
    after = read_tables(counter)
    del before["trace"], after["trace"]
    assert after == before


def a_batch(row: tuple[object, ...], tx: Transaction) -> None:
    """Keep a batch as delivery does."""
    tx.execute(
        "INSERT INTO batch (stream, first, last, sha256_16, envelope, state, created)"
        " VALUES (?, ?, ?, ?, ?, 'sent', 0)",
        row,
    )


def order(event_id: bytes, act: ErasureAct = ErasureAct.ERASE) -> ErasureEntry:
    """Return an order of the central."""
    return ErasureEntry(event_id=event_id, act=act, legal_basis="Art. 3")


def test_what_the_central_ordered_is_finished_when_nobody_works(counter: Counter) -> None:
    """At the next lock: nothing of it is left in the file, though nobody asked for it here."""
    life = a_life(counter)
    ids = counter.desk.read(lambda tx: erasable(tx, life))
    counter.desk.when_left(counter.erasing.finish_while_nobody_works)
    for draft in counter.registrations.drafts():
        counter.registrations.discard(draft.draft_id)
    counter.desk.write(lambda tx: carry_out(tx, counter.desk, [order(one) for one in ids]))
    waiting = counter.desk.read(erasure.unfinished)

    counter.sessions.lock()

    assert waiting is not None
    assert counter.database.read(erasure.unfinished) is None
    assert found(counter) == {}
