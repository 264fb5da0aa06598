"""UX §3.3, §8.5: the card and its number, a balance, a benefit, and who is the same person."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.services.views.accounts import AccountGate, AccountState
from kiosk.ui.field.account_card import CardEntry
from kiosk.ui.field.benefit import BenefitEntry
from kiosk.ui.widgets.canvas import Canvas
from sync.events import BenefitMeans, CardReplacement, SamePerson
from sync.ids import EventId
from sync.money import Centavos
from tests.support.desk import Desk
from tests.support.fake_accounts import ACCOUNT, CARD_TEXT, DIGITS, a_benefit, a_candidate
from tests.support.qt import Role

HAS_ONE = AccountState(account_id=ACCOUNT, card_tail="B4A5", may_use=True)


def fill_new_person(desk: Desk) -> None:
    """Come to V07 and write a name as the documents say it."""
    desk.press("F2")
    desk.window.navigator.go("V07", "María Pech Canul")
    desk.settle()


def test_somebody_like_an_old_card_is_compared_before_anything_is_saved(desk: Desk) -> None:
    """Enter decides nothing; 1 goes on with the old card, and no new one is made."""
    people, accounts = desk.office.citizens, desk.office.accounts
    accounts.duplicates.alike = (a_candidate(people.people[1]),)
    desk.unlock()
    fill_new_person(desk)

    desk.press("Ctrl+Enter")
    assert desk.at == "V05"
    desk.press("1")

    assert desk.at == "V06"
    assert people.created == {}
    assert people.opened[-1] == people.people[1].subject


def test_another_person_is_saved_and_the_decision_with_them(desk: Desk) -> None:
    """Two who are alike, both somebody else: one card, two decisions, nobody asked again."""
    people, accounts = desk.office.citizens, desk.office.accounts
    accounts.duplicates.alike = tuple(a_candidate(one) for one in people.people[1:3])
    desk.unlock()
    fill_new_person(desk)

    desk.press("Ctrl+Enter")
    desk.press("2")
    assert desk.at == "V05"
    desk.press("2")

    assert desk.at == "V06"
    assert len(people.created) == 1
    assert [one[2] for one in accounts.duplicates.decided] == [SamePerson.OTHER] * 2


def test_two_cards_of_one_person_are_compared_from_the_card(desk: Desk) -> None:
    """V06 says that somebody is much like them; what is decided is kept."""
    people, accounts = desk.office.citizens, desk.office.accounts
    accounts.duplicates.alike = (a_candidate(people.people[1]),)
    desk.unlock()
    desk.window.navigator.restart("V02", "V06", people.people[0])
    desk.settle()

    desk.find(Role.Button, "sheet-compare").setFocus()
    desk.press("Enter", "1")

    expected = (people.people[0].subject, people.people[1].subject, SamePerson.SAME)
    assert accounts.duplicates.decided == [expected]
    assert desk.at == "V06"


def test_a_card_is_given_with_a_number_typed_twice(desk: Desk) -> None:
    """What is wrong is said at its field; digits leave the screen with every refusal."""
    accounts, person = desk.office.accounts, desk.office.citizens.people[0]
    desk.unlock()
    desk.window.navigator.restart(
        "V02", "V53", CardEntry(person=person, state=AccountState(account_id=None, may_use=True))
    )
    desk.settle()
    screen = desk.window.accounts.card

    desk.type(CARD_TEXT)
    desk.press("Enter")
    desk.type(DIGITS)
    desk.press("Enter")
    desk.type("480938")
    desk.press("Ctrl+Enter")
    assert screen.digits.message() == desk.texts.text("card-digits-differs")
    assert (screen.digits.value(), screen.again.value()) == ("", "")
    for field in (screen.digits, screen.again):
        field.take_focus()
        desk.type(DIGITS)
    desk.press("Ctrl+Enter")

    assert accounts.cards.given == [(CARD_TEXT, DIGITS)]
    assert desk.at == "V06"


def test_a_forgotten_number_needs_a_proof_and_no_card(desk: Desk) -> None:
    """The card stays; only the number is typed anew."""
    accounts, person = desk.office.accounts, desk.office.citizens.people[0]
    desk.unlock()
    desk.window.navigator.restart("V02", "V53", CardEntry(person=person, state=HAS_ONE))
    desk.settle()
    screen = desk.window.accounts.card

    desk.press("3")
    assert not screen.card.isVisible()
    screen.proof.take_focus()
    desk.press("1")
    for field in (screen.digits, screen.again):
        field.take_focus()
        desk.type(DIGITS)
    desk.press("Ctrl+Enter")

    assert accounts.cards.given == [(None, DIGITS)]
    assert accounts.cards.reasons == [CardReplacement.NUMBER_FORGOTTEN]


def test_the_balance_needs_card_and_number_and_is_gone_on_leaving(desk: Desk) -> None:
    """A wrong number says how many tries are left; a right one shows; Atrás shows nobody."""
    accounts = desk.office.accounts
    desk.unlock()
    desk.window.navigator.restart("V02", "V47", None)
    desk.settle()
    screen = desk.window.accounts.account

    desk.type(CARD_TEXT)
    desk.press("Enter")
    desk.type("000001")
    desk.press("Enter")
    assert screen.digits.message() == desk.texts.text("account-wrong", tries=4)
    assert not screen.sum.isVisible()
    desk.type(DIGITS)
    desk.press("Enter")
    assert screen.balance.words() == "$623.50"

    desk.press("Esc")
    assert screen.balance.words() == ""
    assert accounts.accounts.is_shown is False


def test_paying_from_a_balance_goes_through_the_same_door(desk: Desk) -> None:
    """After card and number the payment is told which account pays."""
    paid: list[EventId] = []
    desk.unlock()
    gate = AccountGate(amount_centavos=Centavos(18_550), paid_with=paid.append)
    desk.window.navigator.restart("V02", "V47", gate)
    desk.settle()

    desk.type(CARD_TEXT)
    desk.press("Enter")
    desk.type(DIGITS)
    desk.press("Enter", "Enter")

    assert paid == [ACCOUNT]


def test_a_benefit_is_signed_for_by_somebody_else(desk: Desk) -> None:
    """Which, how, who and what they are to the person; without a signature nothing is recorded."""
    accounts, person = desk.office.accounts, desk.office.citizens.people[0]
    accounts.benefits.owed = (a_benefit(),)
    desk.unlock()
    desk.window.navigator.restart("V02", "V49", BenefitEntry(person=person))
    desk.settle()
    screen = desk.window.accounts.benefit

    screen.way.take_focus()
    desk.press("1")
    screen.who.take_focus()
    desk.press("2")
    screen.name.take_focus()
    desk.type("Rosa Chi")
    screen.relation.take_focus()
    desk.type("hija")
    desk.press("Ctrl+Enter")
    assert screen.ink.message() == desk.texts.text("benefit-sign-empty")
    assert accounts.benefits.delivered == []
    _draw(screen.ink.canvas)
    desk.press("Ctrl+Enter")

    ((entitlement, means, receiver),) = accounts.benefits.delivered
    assert (entitlement, means) == ("despensa-1", BenefitMeans.IN_KIND)
    assert (receiver.on_behalf, receiver.relation) == ("Rosa Chi", "hija")


def _draw(canvas: Canvas) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseMove(canvas, QPoint(120, 40))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(160, 70))
