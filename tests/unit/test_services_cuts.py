"""One action, one transaction: cut at every single statement, and nothing or everything is there.

The file is closed without a farewell after each cut and opened anew, as after a kill.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from kiosk.services.views import NewPerson
from kiosk.store.queries import ledger_centavos
from sync.ids import EventId, Salt
from sync.journal import Transaction, streams, verify
from sync.money import Centavos
from tests.support.cuts import PowerCut, cut_after
from tests.support.offices import ACTA, Counter, a_counter, begin

T = TypeVar("T")


def every_cut(counter: Counter, act: Callable[[], object], untouched: Callable[[], object]) -> int:
    """Cut *act* at each statement in turn; return how many there were once it went through."""
    before = untouched()
    for statements in range(1_000):
        mend = cut_after(counter, statements)
        try:
            act()
        except PowerCut:
            mend()
            assert untouched() == before, f"something was left by the cut at {statements}"
            continue
        mend()
        return statements
    raise AssertionError("it never went through")


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Counter, Salt]:
    """A counter with a complete draft, its notice shown, and an open shift."""
    counter = a_counter(tmp_path)
    begun = counter.shifts.begin()
    counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day)
    person = NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS")
    subject = counter.citizens.create(counter.citizens.begin(), person).subject
    draft = begin(counter, subject, ACTA, "es").draft_id
    counter.registrations.answer(draft, "/data/a/n", "PRUEBA")
    counter.registrations.answer(draft, "/data/a/who", "me")
    counter.registrations.consent(draft)
    return counter, draft


def everything(counter: Counter) -> list[int]:
    """Return how many rows of each kind there are."""
    tables = ("event", "receipt", "draft", "registration", "consent", "payment", "ledger")
    return [counter.count(table) for table in tables]


def test_a_registration_is_whole_or_not_there(saved: tuple[Counter, Salt]) -> None:
    """Cut anywhere, consent, registration, receipt, number and draft stand as before."""
    counter, draft = saved

    statements = every_cut(
        counter, lambda: counter.registrations.save(draft, True), lambda: everything(counter)
    )

    assert statements > 10
    assert [counter.count(one) for one in ("registration", "consent", "draft")] == [1, 1, 0]
    assert counter.registrations.save(draft, True).receipt.folio.endswith("-3")
    counter.opening.close()


def test_a_payment_is_whole_or_not_there(saved: tuple[Counter, Salt]) -> None:
    """Cut anywhere, no money, no number, no receipt; the retry makes one payment."""
    counter, draft = saved
    registration = counter.registrations.save(draft, True).event_id
    charge = counter.payments.begin(registration)

    statements = every_cut(
        counter,
        lambda: counter.payments.take(charge.charge_id, Centavos(20_000)),
        lambda: everything(counter),
    )

    assert statements > 10
    assert counter.count("payment") == 1
    assert counter.payments.take(charge.charge_id, Centavos(20_000)).receipt.folio.endswith("-4")
    assert counter.count("payment") == 1
    assert counter.database.read(ledger_centavos) == 0
    assert counter.database.read(_chain_holds)
    counter.opening.close()


def test_a_shift_is_whole_or_not_there(tmp_path: Path) -> None:
    """Cut anywhere, no shift and no float."""
    counter = a_counter(tmp_path)
    begun = counter.shifts.begin()

    statements = every_cut(
        counter,
        lambda: counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day),
        lambda: everything(counter),
    )

    assert statements > 5
    assert counter.kinds().count(30) == 1
    counter.opening.close()


def test_a_cut_answer_is_not_half_kept(saved: tuple[Counter, Salt]) -> None:
    """What the screen was not told is not in the draft, and the retry keeps it."""
    counter, draft = saved

    def name() -> str:
        counter.registrations._shelf.let_go()
        return counter.registrations.resume(draft).questions[0].value

    every_cut(counter, lambda: counter.registrations.answer(draft, "/data/a/n", "OTRA"), name)

    assert name() == "OTRA"
    counter.opening.close()


def test_the_same_payment_after_a_lost_word(saved: tuple[Counter, Salt]) -> None:
    """Killed after the commit, before anybody was told: asking again gives that payment."""
    counter, draft = saved
    registration = counter.registrations.save(draft, True).event_id
    charge = counter.payments.begin(registration)
    counter.payments.take(charge.charge_id, Centavos(20_000))
    counter.opening.close()

    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    done = again.payments.take(charge.charge_id, Centavos(50_000))
    pending = again.payments.pending()
    count = again.count("payment")
    again.opening.close()

    assert (done.change_centavos, count, pending) == (1_450, 1, ())
    assert isinstance(done.event_id, bytes)
    assert EventId(done.event_id) == done.receipt.event_id


def _chain_holds(tx: Transaction) -> bool:
    return all(verify(tx, stream).holds for stream in streams(tx))
