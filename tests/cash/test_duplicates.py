"""UX §3.3: who is like whom on a real file, merges from the central, and what erasing does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.services.erasing import erase_events
from kiosk.services.views.rights import HeldKind
from kiosk.store import accounts, rights
from sync.catalogue import MergeEntry
from sync.events import CardReplacement, ErasureReason, IdentityProof, SamePerson
from sync.ids import EventId
from tests.cash.tills import a_till
from tests.support.account_desk import BETO, AccountTill, a_card
from tests.support.counters import a_registration_at
from tests.support.vaults import CLERK


@pytest.fixture
def at(template: Path, tmp_path: Path) -> Iterator[AccountTill]:
    """A till with an open shift."""
    till = a_till(template, tmp_path / "till")
    till.open()
    made = AccountTill(till=till)
    yield made
    made.till.counter.opening.close()


def test_somebody_like_a_typed_card_is_found_and_asked_about_once(at: AccountTill) -> None:
    """Misspelt and without accents; decided, the pair is not asked about again."""
    first = at.person()
    typed = replace(BETO, given="VETO", first_surname="Pech", second_surname="")
    duplicates = at.desk.duplicates
    (found,) = duplicates.like(typed)
    assert found.person.subject == first
    assert duplicates.like(replace(BETO, given="ROSA", sex="M")) == ()

    second = at.person(typed)
    assert [one.person.subject for one in duplicates.of(second)] == [first]
    salt = duplicates.begin()
    for _ in range(2):
        duplicates.decide(salt, second, first, SamePerson.OTHER)

    assert duplicates.of(first) == duplicates.of(second) == ()
    assert at.till.counter.kinds().count(53) == 1


def test_a_merge_shows_one_person_with_everything_of_both(at: AccountTill) -> None:
    """Search, card, records, account and copy are one; old ids lead there; nothing is lost."""
    counter = at.till.counter
    first, second = at.person(), at.person(replace(BETO, given="BETITO"))
    account_id = at.account(first)
    made = a_registration_at(counter, subject=first)
    events = len(counter.kinds())

    at.publish(MergeEntry(merged=first, into=second))

    found = counter.citizens.search("pech canul").rows
    assert [one.subject for one in found] == [second]
    assert counter.citizens.card(first).subject == second
    sheet = counter.privacy.sheet(first)
    assert [one.event_id for one in sheet.records] == [made]
    assert at.desk.cards.state(second).account_id == account_id
    held = counter.privacy.held(second)
    kinds = {group.kind for group in held.groups}
    assert {HeldKind.CARD, HeldKind.ACCOUNT, HeldKind.REGISTRATION} <= kinds
    assert counter.database.read(lambda tx: accounts.ids_of(tx, first)) == (second, first)
    assert len(counter.kinds()) == events + 2  # the card was opened, what is held was looked at


def test_erasing_takes_card_and_number_and_leaves_the_amounts(at: AccountTill) -> None:
    """The link is gone and the card opens nothing; ledger and movements stay as they were."""
    counter = at.till.counter
    subject = at.person()
    account_id = at.account(subject)
    at.top_up(account_id, 4_000)
    cards = at.desk.cards
    cards.replace(
        cards.begin(), subject, a_card(2), "907311", "907311",
        reason=CardReplacement.LOST, proof=IdentityProof.OFFICIAL_DOCUMENT,
    )  # fmt: skip
    ledger = at.ledger(account_id)
    personal = [
        EventId(row.event_id)
        for row in counter.database.read(lambda tx: rights.events_of(tx, subject))
        if row.kind in (50, 100, 101)
    ]

    counter.database.write(
        lambda tx: erase_events(tx, counter.desk, personal, ErasureReason.PERSON_ASKED, CLERK)
    )

    assert counter.count("account_card") == 0
    assert at.ledger(account_id) == ledger == at.balance(account_id) == 4_000
    assert at.desk.cards.state(subject).account_id is None
    assert counter.erasing.finish()
