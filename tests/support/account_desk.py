"""An account at a real counter: a person, a card of the office's central, its six digits."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.services.account_desk import AccountServices
from kiosk.services.views import BalancePart, NewPerson, Paying, PaymentMeans
from kiosk.services.views.accounts import NumberWrong, Statement
from kiosk.store import accounts
from sync.cards import AccountCard, card_text, sign_card
from sync.catalogue import Entry
from sync.ids import EventId, SubjectId
from sync.money import Centavos
from tests.cash.tills import Till
from tests.support.counters import a_registration_at
from tests.support.offices import an_institution, publish, the_profile

DIGITS = "480937"
BETO = NewPerson(
    given="BETO", first_surname="PECH", second_surname="CANUL", born="1961-03-14", sex="H"
)


def a_card(number: int = 1, issue: int = 1) -> str:
    """Return the code of a card that the central of the tests made."""
    card = AccountCard(number=number.to_bytes(8, "big"), issue=issue)
    return card_text(the_profile().receipt_prefix, sign_card(an_institution().central, card))


@dataclass(slots=True)
class AccountTill:
    """A till, with the shortest way to each act of an account."""

    till: Till

    @property
    def desk(self) -> AccountServices:
        """The services of accounts."""
        return self.till.counter.accounts

    def person(self, person: NewPerson = BETO) -> SubjectId:
        """Enter a person."""
        citizens = self.till.counter.citizens
        return citizens.create(citizens.begin(), person).subject

    def account(self, subject: SubjectId, card: int = 1, digits: str = DIGITS) -> EventId:
        """Give a person an account with a card."""
        salt = self.desk.cards.begin()
        state = self.desk.cards.open(salt, subject, a_card(card), digits, digits)
        assert state.account_id is not None
        return state.account_id

    def show(self, card: int = 1, digits: str = DIGITS) -> Statement:
        """Give card and number."""
        shown = self.desk.accounts.show(a_card(card), digits)
        assert isinstance(shown, Statement), shown
        return shown

    def miss(self, card: int = 1, digits: str = "000001") -> NumberWrong:
        """Give a number that is not the card's."""
        missed = self.desk.accounts.show(a_card(card), digits)
        assert isinstance(missed, NumberWrong)
        return missed

    def top_up(self, account_id: EventId, amount_centavos: int) -> EventId:
        """Put cash on a balance."""
        payments = self.till.counter.payments
        charge = payments.begin_top_up(account_id, Centavos(amount_centavos))
        return payments.take(charge.charge_id, Centavos(amount_centavos)).event_id

    def pay(self, account_id: EventId, amount_centavos: int) -> EventId:
        """Pay a registration's fee, so much of it from a balance and the rest in cash."""
        counter = self.till.counter
        charge = counter.payments.begin(a_registration_at(counter))
        part = BalancePart(account_id=account_id, amount_centavos=Centavos(amount_centavos))
        rest = Centavos(charge.total_centavos - amount_centavos)
        means = PaymentMeans.CASH if rest else PaymentMeans.BALANCE
        paying = Paying(means=means, from_balance=part)
        return counter.payments.take(charge.charge_id, rest, paying).event_id

    def balance(self, account_id: EventId) -> int:
        """Return what the account holds as known here."""
        return self.till.counter.database.read(lambda tx: accounts.balance(tx, account_id).centavos)

    def ledger(self, account_id: EventId) -> int:
        """Return what the ledger says the office owes."""
        rows = self.till.counter.rows(
            "SELECT coalesce(sum(amount_centavos), 0) FROM ledger"
            " WHERE account = 'balance' AND account_id = ?",
            account_id,
        )
        return -int(str(rows[0][0]))

    def publish(self, *entries: Entry) -> None:
        """Let reference data arrive, as a pull brings them."""
        self.till.counter.database.write(lambda tx: publish(tx, *entries))
