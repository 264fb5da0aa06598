"""A citizen's balance, spent twice where neither window hears of the other."""

from __future__ import annotations

from kiosk.services.views import NewPerson, Paying, PaymentMeans
from kiosk.services.views.accounts import Statement
from kiosk.services.views.money import BalancePart
from kiosk.store import accounts
from sync.cards import AccountCard, card_text, sign_card
from sync.ids import EventId
from sync.money import Centavos
from tests.delivery.joint_support import until
from tests.fraud.kind import Kind
from tests.fraud.office import Day, Paper, Post

NUMBER = "482913"


def a_card(day: Day) -> str:
    """Return the text of a card that the central signed."""
    platform = day.office.central.platform
    card = AccountCard(number=bytes(day.number(0, 255) for _ in range(8)), issue=1)
    return card_text(platform.profile.receipt_prefix, sign_card(platform.keys.signer, card))


def shown(post: Post, card: str) -> EventId:
    """Have card and number shown; return the account."""
    statement = post.services.accounts.accounts.show(card, NUMBER)
    assert isinstance(statement, Statement), statement
    return statement.account_id


def pay_from_balance(day: Day, post: Post, card: str) -> Paper:
    """Have a request paid wholly from the balance."""
    given = day.name()
    registration = post.register(given)
    account = shown(post, card)
    charge = post.services.payments.begin(registration)
    part = BalancePart(account_id=account, amount_centavos=charge.total_centavos)
    return post.take(
        given,
        charge,
        registration,
        Paying(means=PaymentMeans.BALANCE, from_balance=part),
        Centavos(0),
    )


def open_account(post: Post, card: str, centavos: Centavos) -> EventId:
    """Give somebody an account with a card, and put cash on it; return the account."""
    services = post.services
    person = NewPerson(given="SALDO", first_surname="PRUEBA", born="1990-05-12")
    subject = services.citizens.create(services.citizens.begin(), person).subject
    services.accounts.cards.open(services.accounts.cards.begin(), subject, card, NUMBER, NUMBER)
    account = shown(post, card)
    top_up = services.payments.begin_top_up(account, centavos, subject)
    services.payments.take(top_up.charge_id, centavos)
    return account


def _spent_twice(day: Day) -> None:
    """Who holds the card and a clerk agree: the whole balance at two windows without a link."""
    card, fee = a_card(day), day.post.papers[-1].total_centavos
    account = open_account(day.post, card, fee)
    day.post.deliver()
    day.office.central.platform.catch_up()
    other = day.office.other_post()
    shift = other.open()
    other.services.deliveries.deliver_now()
    until(lambda: other.read(lambda tx: accounts.balance(tx, account).centavos) == fee, "balance")
    for post in (day.post, other):
        post.way.open = False
        pay_from_balance(day, post, card)
    other.close_shift(other.expected(shift))
    day.end()


KINDS = (
    Kind(
        name="balance-spent-twice",
        says="a balance was spent at two windows without a link",
        found_by=("finding:account.overspent",),
        plant=_spent_twice,
    ),
)
