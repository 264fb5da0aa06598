"""A walk over the screens of accounts, benefits and people entered twice, in the fake office."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.services.views import NewPerson
from kiosk.services.views.accounts import AccountGate, AccountState
from kiosk.ui.field.account_card import CardEntry
from kiosk.ui.field.benefit import BenefitEntry
from kiosk.ui.field.duplicates import Comparing
from kiosk.ui.field.top_up import TopUpEntry
from sync.money import Centavos
from tests.support.desk import Desk
from tests.support.fake_accounts import (
    ACCOUNT,
    CARD_TEXT,
    DIGITS,
    a_benefit,
    a_candidate,
)


def walk_accounts(desk: Desk) -> Iterator[str]:
    """Show V06 with its account, then V05, V53, V49, V56, V47; yield a name for each state."""
    office, window = desk.office, desk.window
    person = office.citizens.people[0]
    accounts = office.accounts
    has_one = AccountState(account_id=ACCOUNT, card_tail="B4A5", benefits=2, may_use=True)
    accounts.cards.states[person.subject] = has_one
    accounts.benefits.owed = (a_benefit(), a_benefit("beca-1", programme="Beca rural"))
    accounts.duplicates.alike = (a_candidate(office.citizens.people[1]),)
    desk.unlock()

    def go(screen_id: str, argument: object = None) -> None:
        window.navigator.restart("V02", screen_id, argument)
        desk.settle()

    go("V06", person)
    yield "V06 account"
    typed = NewPerson(given="María Elena", first_surname="Pech", second_surname="Canul")
    go("V05", Comparing(candidates=accounts.duplicates.alike, typed=typed))
    yield "V05"
    go("V53", CardEntry(person=person, state=AccountState(account_id=None, may_use=True)))
    yield "V53 give"
    go("V53", CardEntry(person=person, state=has_one))
    window.accounts.card._save()
    desk.settle()
    yield "V53 replace"
    go("V49", BenefitEntry(person=person))
    yield "V49"
    window.accounts.benefit.which.set_value("despensa-1")
    window.accounts.benefit._show_ways()
    window.accounts.benefit.who.set_value("other")
    window.accounts.benefit._show_other()
    window.accounts.benefit._deliver()
    desk.settle()
    yield "V49 missing"
    accounts.benefits.owed = ()
    go("V49", BenefitEntry(person=person))
    yield "V49 none"
    go("V56", TopUpEntry(account_id=ACCOUNT, subject=person.subject, holder=person.display_name))
    yield "V56"
    go("V47")
    yield "V47 door"
    account = window.accounts.account
    account.card.set_value(CARD_TEXT)
    account.digits.set_value("111111")
    account._primary()
    desk.settle()
    yield "V47 wrong"
    account.digits.set_value(DIGITS)
    account._primary()
    desk.settle()
    yield "V47 shown"
    go("V47", AccountGate(amount_centavos=Centavos(18_550), paid_with=lambda _account: None))
    account.card.set_value(CARD_TEXT)
    account.digits.set_value(DIGITS)
    account._primary()
    desk.settle()
    yield "V47 paying"
