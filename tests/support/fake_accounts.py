"""Accounts, benefits and duplicates in memory; a test says who has what and who is like whom."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kiosk.errors import KnownError
from kiosk.services import account_cards, accounts, benefits, duplicates
from kiosk.services.account_desk import AccountServices
from kiosk.services.account_errors import CardForeign, NotShown, NumberRefused
from kiosk.services.benefits import Receiver
from kiosk.services.views import NewPerson, PersonRow
from kiosk.services.views.accounts import (
    AccountState,
    Benefit,
    BenefitDone,
    Candidate,
    ComparedField,
    Likeness,
    Movement,
    MovementKind,
    NumberWrong,
    Statement,
)
from sync.events import BenefitMeans, CardReplacement, IdentityProof, SamePerson
from sync.ids import EventId, Salt, SubjectId
from sync.money import Centavos
from tests.support.fake_forms import FakeCitizens

ACCOUNT = EventId(b"account-of-tests")
CARD_TEXT = "https://demo.invalid/c#12345"
DIGITS = "480937"
_WHEN = datetime(2026, 11, 16, 16, 30, tzinfo=UTC)


def a_statement(holder: str = "Beto Pech Canul", *, blocked: bool = False) -> Statement:
    """Return an account with four movements."""
    kinds = (
        (MovementKind.PAYMENT, -18_550, "20067-007-1PGE-344", ""),
        (MovementKind.INCENTIVE, 900, "", ""),
        (MovementKind.BENEFIT, 30_000, "", "Apoyo de invierno"),
        (MovementKind.TOP_UP, 50_000, "20067-007-1PGE-342", ""),
    )
    return Statement(
        account_id=ACCOUNT,
        subject=SubjectId(b"s" * 16),
        holder=holder,
        card_words="1A93 8B41 39F2 B4A5",
        balance_centavos=62_350,
        newer_count=2,
        can_pay_centavos=Centavos(31_450),
        blocked=blocked,
        movements=tuple(
            Movement(
                kind=kind,
                moved_at=_WHEN,
                office="Tesorería, caja 007",
                folio=folio,
                change_centavos=change,
                what=what,
            )
            for kind, change, folio, what in kinds
        ),
    )


def a_benefit(entitlement_id: str = "despensa-1", **changes: object) -> Benefit:
    """Return a benefit that is owed twice more."""
    values: dict[str, object] = {
        "entitlement_id": entitlement_id,
        "version": 1,
        "programme": "Despensa rural",
        "what": "Una despensa",
        "means": (BenefitMeans.IN_KIND, BenefitMeans.CASH, BenefitMeans.BALANCE),
        "amount_centavos": Centavos(30_000),
        "quantity": 1,
        "times": 3,
        "delivered": 1,
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "legal_reference": "Reglas de operación, art. 7",
        **changes,
    }
    return Benefit(**values)  # type: ignore[arg-type]


def a_candidate(person: PersonRow) -> Candidate:
    """Return somebody who is much alike: one row the same, two that differ, one missing."""
    fields = (
        ("name", "María Elena Pech Canul", person.display_name, Likeness.DIFFERENT),
        ("born", "1961-03-14", "1961-03-14", Likeness.SAME),
        ("curp", "NL02", "", Likeness.MISSING),
        ("sex", "M", "M", Likeness.SAME),
        ("phone", "9991234567", "9997654321", Likeness.DIFFERENT),
    )
    return Candidate(
        person=person,
        since=date(2019, 5, 6),
        score_permille=930,
        fields=tuple(
            ComparedField(name=name, left=left, right=right, likeness=likeness)
            for name, left, right, likeness in fields
        ),
    )


class FakeAccountCards(account_cards.AccountCards):
    """Nobody has a card until one is given."""

    def __init__(self) -> None:
        self.states: dict[SubjectId, AccountState] = {}
        self.everybody = AccountState(account_id=None, may_use=True)
        self.given: list[tuple[str | None, str]] = []
        self.reasons: list[CardReplacement] = []

    def state(self, subject: SubjectId) -> AccountState:
        return self.states.get(subject, self.everybody)

    def begin(self) -> Salt:
        return Salt(b"salt-of-a-card-1")

    def open(
        self, salt: Salt, subject: SubjectId, text: str, digits: str, again: str
    ) -> AccountState:
        del salt
        return self._give(subject, text, digits, again)

    def replace(
        self,
        salt: Salt,
        subject: SubjectId,
        text: str | None,
        digits: str,
        again: str,
        *,
        reason: CardReplacement,
        proof: IdentityProof,
    ) -> AccountState:
        del salt, proof
        self.reasons.append(reason)
        return self._give(subject, text, digits, again)

    def _give(self, subject: SubjectId, text: str | None, digits: str, again: str) -> AccountState:
        if text is not None and text != CARD_TEXT:
            raise CardForeign("prefix")
        if digits != again:
            raise NumberRefused("differs")
        if digits == "123456":
            raise NumberRefused("easy")
        self.given.append((text, digits))
        state = AccountState(account_id=ACCOUNT, card_tail="B4A5", may_use=True)
        self.states[subject] = state
        return state


class FakeAccounts(accounts.Accounts):
    """One account, opened by one card and one number."""

    def __init__(self) -> None:
        self.statement = a_statement()
        self.left = 5
        self.problem: KnownError | None = None
        self.is_shown = False

    def show(self, text: str, digits: str) -> Statement | NumberWrong:
        if self.problem is not None:
            raise self.problem
        if text != CARD_TEXT:
            raise CardForeign("prefix")
        if digits != DIGITS:
            self.left -= 1
            return NumberWrong(tries_left=self.left)
        self.is_shown = True
        return self.statement

    def again(self) -> Statement:
        if not self.is_shown:
            raise NotShown
        return self.statement

    def opened(self) -> EventId | None:
        return ACCOUNT if self.is_shown else None

    def forget(self) -> None:
        self.is_shown = False


class FakeBenefits(benefits.Benefits):
    """What a test says is owed."""

    def __init__(self) -> None:
        self.owed: tuple[Benefit, ...] = ()
        self.delivered: list[tuple[str, BenefitMeans, Receiver]] = []

    def open_for(self, subject: SubjectId) -> tuple[Benefit, ...]:
        del subject
        return self.owed

    def begin(self) -> Salt:
        return Salt(b"salt-of-benefit1")

    def deliver(
        self,
        salt: Salt,
        subject: SubjectId,
        entitlement_id: str,
        means: BenefitMeans,
        receiver: Receiver,
    ) -> BenefitDone:
        del salt, subject
        self.delivered.append((entitlement_id, means, receiver))
        return BenefitDone(
            event_id=EventId(b"benefit-of-tests"),
            programme="Despensa rural",
            what="Una despensa",
            means=means,
            amount_centavos=Centavos(0),
            delivered_at=_WHEN,
            slip=("Entrega de apoyo",),
        )


class FakeDuplicates(duplicates.Duplicates):
    """Nobody is like anybody, unless a test says so."""

    def __init__(self, people: FakeCitizens) -> None:
        self.people = people
        self.alike: tuple[Candidate, ...] = ()
        self.decided: list[tuple[SubjectId, SubjectId, SamePerson]] = []

    def like(self, person: NewPerson) -> tuple[Candidate, ...]:
        del person
        return self.alike

    def of(self, subject: SubjectId) -> tuple[Candidate, ...]:
        return tuple(one for one in self.alike if one.person.subject != subject)

    def begin(self) -> Salt:
        return Salt(b"salt-of-compared")

    def decide(
        self, salt: Salt, subject: SubjectId, other: SubjectId, decision: SamePerson
    ) -> PersonRow:
        del salt
        self.decided.append((subject, other, decision))
        self.alike = tuple(one for one in self.alike if one.person.subject != other)
        return next(
            (one for one in self.people.people if one.subject == subject), self.people.people[0]
        )


class FakeAccountDesk:
    """The four of them."""

    def __init__(self, people: FakeCitizens) -> None:
        self.cards = FakeAccountCards()
        self.accounts = FakeAccounts()
        self.benefits = FakeBenefits()
        self.duplicates = FakeDuplicates(people)

    def services(self) -> AccountServices:
        """Return them as the screens get them."""
        return AccountServices(
            cards=self.cards,
            accounts=self.accounts,
            benefits=self.benefits,
            duplicates=self.duplicates,
        )
