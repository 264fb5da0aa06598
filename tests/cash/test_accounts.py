"""docs/accounts.md: card and number, balances, limits, benefits, on a real encrypted file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.services.account_errors import (
    AccountBlocked,
    AccountExists,
    BalanceLimit,
    BalanceShort,
    BenefitOver,
    BenefitUnsigned,
    CardForeign,
    CardOut,
    CardTaken,
    CardUnknown,
    NotShown,
    NumberRefused,
    TriesOver,
)
from kiosk.services.benefits import Receiver
from kiosk.services.open_shift import NotInDrawer
from kiosk.services.views import Paying, PaymentMeans
from kiosk.services.views.accounts import MovementKind
from kiosk.store import pulled
from kiosk.store.projections import rebuild
from sync.catalogue import AccountEntry, EntitlementEntry, RuleEntry, RuleKind
from sync.events import (
    BenefitMeans,
    CardReplacement,
    Concept,
    IdentityProof,
    IncentiveCredited,
    ReversalReason,
    RuleVersion,
)
from sync.events.values import ApprovalMatter
from sync.ids import EventId, SubjectId
from sync.journal import history
from sync.money import Centavos
from tests.cash.tills import a_till, till_again
from tests.support.account_desk import BETO, DIGITS, AccountTill, a_card
from tests.support.counters import a_registration_at
from tests.support.offices import FEE_CENTAVOS

SIGNED = Receiver(signature=b"\x89PNG drawn")
PUNCTUAL = RuleVersion(rule_id="puntual", version=1)


@pytest.fixture
def at(template: Path, tmp_path: Path) -> Iterator[AccountTill]:
    """A till with an open shift."""
    till = a_till(template, tmp_path / "till")
    till.open()
    made = AccountTill(till=till)
    yield made
    made.till.counter.opening.close()


def an_entitlement(subject: SubjectId, **changes: object) -> EntitlementEntry:
    values: dict[str, object] = {
        "entitlement_id": "despensa-1",
        "version": 1,
        "subject": subject,
        "programmes": (("es", "Despensa"),),
        "what": (("es", "Una despensa"),),
        "means": (BenefitMeans.IN_KIND, BenefitMeans.CASH, BenefitMeans.BALANCE),
        "amount_centavos": Centavos(30_000),
        "quantity": 1,
        "times": 1,
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "legal_reference": "Reglas de PRUEBA",
    }
    return EntitlementEntry(**{**values, **changes})  # type: ignore[arg-type]


def published(at: AccountTill, account_id: EventId, **changes: object) -> AccountEntry:
    """Return the account as a central that knows everything would publish it."""
    with_card = at.till.counter.rows(
        "SELECT card_number, card_issue, number_check, event_id, subject FROM account_card"
        " WHERE account_id = ? ORDER BY number DESC",
        account_id,
    )[0]
    number, issue, check, event_id, subject = with_card
    last = at.till.counter.rows(
        "SELECT event_id FROM movement WHERE account_id = ? ORDER BY number DESC LIMIT 1",
        account_id,
    )
    values: dict[str, object] = {
        "account_id": account_id,
        "subject": subject,
        "name": "BETO PECH",
        "birth_year": 1961,
        "curp_masked": "",
        "card_event": event_id,
        "card_number": number,
        "card_issue": issue,
        "number_check": check,
        "balance_centavos": at.balance(account_id),
        "included": tuple(row[0] for row in last),
    }
    return AccountEntry(**{**values, **changes})  # type: ignore[arg-type]


def test_a_balance_is_shown_to_card_and_number_only_and_that_is_recorded(at: AccountTill) -> None:
    """Top-up and payment stand in it, the ledger agrees, and the looking leaves a line."""
    subject = at.person()
    account_id = at.account(subject)
    at.top_up(account_id, 50_000)
    with pytest.raises(NotShown):
        at.pay(account_id, 5_000)

    statement = at.show()
    at.pay(account_id, 5_000)
    again = at.desk.accounts.again()

    assert statement.balance_centavos == 50_000
    assert again.balance_centavos == at.ledger(account_id) == 45_000
    assert [one.kind for one in again.movements] == [MovementKind.PAYMENT, MovementKind.TOP_UP]
    kinds = at.till.counter.rows("SELECT kind, detail FROM trace WHERE subject = ?", subject)
    assert (97, 5) in kinds
    at.till.counter.desk.seat(None)
    assert at.desk.accounts.opened() is None


def test_five_misses_close_a_card_for_a_day_even_after_a_restart(at: AccountTill) -> None:
    """No restart, no change of the clock gives a try back; a day on the monotonic clock does."""
    at.account(at.person())
    left = [at.miss().tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(TriesOver):
        at.show()

    at.till = till_again(at.till)
    clock = at.till.counter.clock
    clock.wall_seconds += 90_000
    with pytest.raises(TriesOver):
        at.show()
    clock.steady_seconds += 86_000
    with pytest.raises(TriesOver):
        at.show()
    clock.steady_seconds += 500

    assert at.show().balance_centavos == 0


def test_a_right_number_forgets_the_misses(at: AccountTill) -> None:
    """Four misses, then the right number: five tries again."""
    at.account(at.person())
    for _ in range(4):
        at.miss()

    at.show()

    assert at.miss().tries_left == 4


def test_easy_numbers_and_other_peoples_cards_are_refused(at: AccountTill) -> None:
    """Rows, birth dates, unequal repeats; a card of nobody, of another institution, taken."""
    subject, cards = at.person(), at.desk.cards
    for digits, again in (
        ("123456", "123456"),
        ("140361", "140361"),
        ("111111", "111111"),
        ("48093", "48093"),
        (DIGITS, "480938"),
    ):
        with pytest.raises(NumberRefused):
            cards.open(cards.begin(), subject, a_card(), digits, again)
    with pytest.raises(CardUnknown):
        at.show()
    forged = a_card()[:-1] + str((int(a_card()[-1]) + 1) % 10)
    for text in (forged, a_card().replace("demo", "otro"), "hola"):
        with pytest.raises(CardForeign):
            cards.scan(text)
    salt = cards.begin()
    cards.open(salt, subject, a_card(), DIGITS, DIGITS)
    cards.open(salt, subject, a_card(), DIGITS, DIGITS)  # pressed twice: one account
    with pytest.raises(AccountExists):
        at.account(subject, card=2)
    other = at.person(replace(BETO, given="OTRA"))
    with pytest.raises(CardTaken):
        at.account(other)
    assert at.till.counter.kinds().count(100) == 1


def test_a_replaced_card_opens_nothing_and_the_balance_stays(at: AccountTill) -> None:
    """Lost, then the number forgotten: each time the last card with the last number counts."""
    subject = at.person()
    account_id = at.account(subject)
    at.top_up(account_id, 1_000)
    cards = at.desk.cards

    cards.replace(
        cards.begin(), subject, a_card(2), "907311", "907311",
        reason=CardReplacement.LOST, proof=IdentityProof.OFFICIAL_DOCUMENT,
    )  # fmt: skip
    with pytest.raises(CardOut):
        at.show()
    assert at.show(2, "907311").balance_centavos == 1_000
    for _ in range(5):
        at.miss(2)
    cards.replace(
        cards.begin(), subject, None, "552718", "552718",
        reason=CardReplacement.NUMBER_FORGOTTEN, proof=IdentityProof.KNOWN_IN_PERSON,
    )  # fmt: skip

    assert at.show(2, "552718").balance_centavos == 1_000
    assert at.desk.accounts.opened() == account_id


def test_what_is_published_and_what_is_newer_add_up(at: AccountTill) -> None:
    """The central's word replaces what it includes; a lost card of its own knowledge counts."""
    subject = at.person()
    account_id = at.account(subject)
    at.top_up(account_id, 40_000)
    entry = published(at, account_id, balance_centavos=90_000)  # another device added $500
    at.top_up(account_id, 7_000)

    at.publish(entry)

    assert at.balance(account_id) == 97_000
    statement = at.show()
    assert (statement.balance_centavos, statement.newer_count) == (97_000, 1)
    newer = published(at, account_id, balance_centavos=97_000, blocked=True)
    at.publish(newer)
    blocked = at.show()
    assert (blocked.balance_centavos, blocked.blocked) == (97_000, True)
    with pytest.raises(AccountBlocked):
        at.pay(account_id, 1_000)
    at.top_up(account_id, 500)  # money in is always taken
    assert at.balance(account_id) == 97_500


def test_paying_is_bounded_by_the_balance_and_by_the_day(at: AccountTill) -> None:
    """Never below zero as known here; a day's limit counts what the central does not know yet."""
    account_id = at.account(at.person())
    at.top_up(account_id, 10_000)
    at.show()
    with pytest.raises(BalanceShort):
        at.pay(account_id, FEE_CENTAVOS)
    at.top_up(account_id, 90_000)
    settings = at.till.counter.database.read(pulled.settings)
    at.publish(replace(settings, balance_without_contact_limit_centavos=Centavos(20_000)))

    at.pay(account_id, 15_000)
    with pytest.raises(BalanceLimit):
        at.pay(account_id, 5_001)
    assert at.show().can_pay_centavos == 5_000
    at.publish(published(at, account_id))

    assert at.show().can_pay_centavos == 20_000
    at.till.counter.clock.wall_seconds -= 86_400  # yesterday by the clock: no new day
    at.pay(account_id, 18_000)
    with pytest.raises(BalanceLimit):
        at.pay(account_id, 2_001)


def test_a_benefit_is_delivered_as_often_as_owed_and_leaves_its_mark(at: AccountTill) -> None:
    """In kind, in cash from the drawer, on the balance; signed; twice pressed is once."""
    subject = at.person()
    account_id = at.account(subject)
    benefits = at.desk.benefits
    at.publish(
        an_entitlement(subject, times=3),
        an_entitlement(subject, entitlement_id="despensa-2", valid_to=date(2020, 2, 1)),
    )
    assert [one.entitlement_id for one in benefits.open_for(subject)] == ["despensa-1"]
    with pytest.raises(BenefitUnsigned):
        benefits.deliver(benefits.begin(), subject, "despensa-1", BenefitMeans.IN_KIND, Receiver())

    for means in BenefitMeans:
        salt = benefits.begin()
        for _ in range(2):
            done = benefits.deliver(salt, subject, "despensa-1", means, SIGNED)
        assert done.means is means
        assert done.slip

    assert at.balance(account_id) == at.ledger(account_id) == 30_000
    drawer = at.till.counter.rows(
        "SELECT sum(amount_centavos) FROM ledger WHERE account = 'drawer'"
    )
    assert drawer == [(50_000 - 30_000,)]
    with pytest.raises(BenefitOver):
        benefits.deliver(benefits.begin(), subject, "despensa-1", BenefitMeans.CASH, SIGNED)
    assert benefits.open_for(subject) == ()
    at.publish(an_entitlement(subject, entitlement_id="grande", amount_centavos=Centavos(900_000)))
    with pytest.raises(NotInDrawer):
        benefits.deliver(benefits.begin(), subject, "grande", BenefitMeans.CASH, SIGNED)


def an_incentive() -> RuleEntry:
    """Return a rule that gives $9.00 for a certified copy."""
    return RuleEntry(
        rule_id="puntual",
        version=1,
        valid_from=date(2020, 1, 1),
        valid_to=None,
        legal_reference="Ley de PRUEBA, art. 9",
        kind=RuleKind.INCENTIVE,
        names=(("es", "Pago puntual"),),
        concepts=(Concept(1001),),
        order=1,
        amount_centavos=Centavos(900),
    )


def test_an_incentive_comes_with_its_payment_and_goes_with_its_reversal(at: AccountTill) -> None:
    """One event per payment and rule, however often it is tried; taken back when given back."""
    subject = at.person()
    account_id = at.account(subject)

    at.publish(an_incentive())
    charge = at.till.counter.payments.begin(a_registration_at(at.till.counter, subject=subject))
    payment_id = at.till.counter.payments.take(charge.charge_id, Centavos(20_000)).event_id
    assert at.balance(account_id) == at.ledger(account_id) == 900

    counter = at.till.counter
    question = at.till.approve(ApprovalMatter.REVERSAL, [payment_id])
    counter.reversing.reverse(
        counter.reversing.new_salt(),
        payment_id,
        question_id=question,
        reason=ReversalReason.PAID_TWICE,
        scanned=None,
    )

    credited = [
        one.event
        for one in counter.database.read(lambda tx: list(history(tx)))
        if isinstance(one.event, IncentiveCredited)
    ]
    assert [one.taken_back for one in credited] == [False, True]
    assert at.balance(account_id) == at.ledger(account_id) == 0


def test_a_payment_that_is_only_declared_gives_no_incentive(at: AccountTill) -> None:
    """The bank has not said yet that there is money: nothing is credited for it."""
    subject = at.person()
    account_id = at.account(subject)
    at.publish(an_incentive())

    charge = at.till.counter.payments.begin(a_registration_at(at.till.counter, subject=subject))
    by_transfer = Paying(means=PaymentMeans.TRANSFER, reference="SPEI 0042")
    at.till.counter.payments.take(charge.charge_id, Centavos(0), by_transfer)

    assert at.balance(account_id) == at.ledger(account_id) == 0


def test_rebuilding_gives_the_same_accounts(at: AccountTill) -> None:
    """The read tables of accounts follow from the journal alone."""
    account_id = at.account(at.person())
    at.top_up(account_id, 4_000)
    at.show()
    at.pay(account_id, 1_000)
    tables = ("account_card", "movement", "benefit", "compared")
    before = [at.till.counter.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608

    at.till.counter.database.write(rebuild)

    after = [at.till.counter.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608
    assert after == before
