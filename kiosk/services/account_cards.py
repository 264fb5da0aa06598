"""Cards and their numbers: giving one to a person, replacing it, and what V06 says of it.

A card is printed before anybody owns it. Linked, it opens one account; replaced, it opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.domain import account_numbers
from kiosk.domain.account_numbers import fault_of_number
from kiosk.services.account_errors import (
    AccountExists,
    AccountUnknown,
    CardForeign,
    CardTaken,
    NumberRefused,
)
from kiosk.services.desk import Desk, local_day
from kiosk.services.issuing import Issuing
from kiosk.services.permissions import Permissions
from kiosk.services.views.accounts import AccountState, CardView
from kiosk.store import accounts, card_tries, queries
from sync.cards import AccountCard, looks_like_card, number_check, read_card
from sync.catalogue import Capability
from sync.certificates import signers_of
from sync.device.memory import LinkMemory
from sync.errors import MessageInvalid
from sync.events import AccountOpened, CardReplaced, CardReplacement, IdentityProof
from sync.ids import EventId, Salt, SubjectId, event_id_of
from sync.journal import Transaction

_TAIL = 4


class AccountCards:
    """Gives and replaces cards. *replaced* is called when one stopped to count."""

    def __init__(
        self, desk: Desk, issuing: Issuing, replaced: Callable[[], None] = lambda: None
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._replaced = replaced
        self._permissions = Permissions(desk)

    def scan(self, text: str) -> CardView:
        """Return the card in a scanned text; it names nobody.

        Raises KnownError `account.card_foreign`, `access.not_allowed`.
        """

        def work(tx: Transaction) -> CardView:
            self._permissions.require(Capability.ACCOUNTS, Capability.CHARGE, tx=tx)
            card = read_here(tx, self._desk, text)
            return CardView(
                number=card.number,
                issue=card.issue,
                words=card.words,
                taken=accounts.account_of_card(tx, card.number) is not None,
                text=text,
            )

        return self._desk.read(work)

    def state(self, subject: SubjectId) -> AccountState:
        """Return what V06 says of a person's account; nothing of its balance."""

        def work(tx: Transaction) -> AccountState:
            may_use = self._permissions.may(Capability.ACCOUNTS, tx)
            today = local_day(self._issuing.time(tx).seconds)
            owed = sum(
                entry.valid_from <= today <= (entry.valid_to or date.max)
                and accounts.delivered_times(tx, entry) < entry.times
                for entry in accounts.entitlements_of(tx, subject)
            )
            held = accounts.accounts_of(tx, subject)
            if not held:
                return AccountState(account_id=None, benefits=owed, may_use=may_use)
            tail = AccountCard(number=held[0].card_number, issue=held[0].card_issue).words[-_TAIL:]
            return AccountState(
                account_id=held[0].account_id,
                card_tail=tail,
                blocked=held[0].blocked,
                benefits=owed,
                may_use=may_use,
            )

        return self._desk.read(work)

    def begin(self) -> Salt:
        """Return the salt of a card that is about to be given; drawn when V53 opens."""
        return self._desk.new_salt()

    def fault_of(self, subject: SubjectId, digits: str, again: str) -> str:
        """Return why a number cannot be chosen: `form easy born own differs`, or empty."""
        return self._desk.read(lambda tx: self._fault(tx, subject, digits, again))

    def open(
        self, salt: Salt, subject: SubjectId, text: str, digits: str, again: str
    ) -> AccountState:
        """Give a person an account and a card (kind 100); the same salt again changes nothing.

        Raises KnownError `account.card_foreign`, `account.card_taken`, `account.exists`,
        `account.number_refused`, `person.unknown`, `access.not_allowed`; nothing was written.
        """
        check = self._checked_number(subject, digits, again)

        def work(tx: Transaction) -> None:
            if self._desk.journal.find(tx, event_id_of(salt)) is not None:
                return
            shown = accounts.shown_as(tx, subject)
            if accounts.accounts_of(tx, shown):
                raise AccountExists
            card = self._free_card(tx, text, event_id_of(salt))
            event = AccountOpened(
                card_number=card.number, card_issue=card.issue, number_check=check
            )
            self._desk.append(tx, event, salt=salt, subject=shown)

        self._desk.write(work)
        return self.state(subject)

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
        """Give another card, or with *text* None another number (kind 101); the old one is out.

        *proof* is how the person showed who they are. The misses of the day are forgotten with it.
        Raises KnownError `account.card_foreign`, `account.card_taken`, `account.unknown`,
        `account.number_refused`, `access.not_allowed`; nothing was written.
        """
        check = self._checked_number(subject, digits, again)

        def work(tx: Transaction) -> None:
            if self._desk.journal.find(tx, event_id_of(salt)) is not None:
                return
            held = accounts.accounts_of(tx, subject)
            if not held:
                raise AccountUnknown
            old = held[0]
            card = AccountCard(number=old.card_number, issue=old.card_issue)
            if text is not None:
                card = self._free_card(tx, text, event_id_of(salt))
            event = CardReplaced(
                card_number=card.number,
                card_issue=card.issue,
                number_check=check,
                reason=reason,
                proof=proof,
            )
            refs = (old.account_id, old.card_event)
            owner = old.subject or subject
            self._desk.append(tx, event, salt=salt, subject=owner, refs=refs)
            card_tries.put_tries(tx, card.number, account_numbers.UNTRIED)
            self._replaced()

        self._desk.write(work)
        return self.state(subject)

    def _checked_number(self, subject: SubjectId, digits: str, again: str) -> bytes:
        """Return the check of a number, made outside of any transaction: it takes 0.2 s."""
        fault = self.fault_of(subject, digits, again)
        if fault:
            raise NumberRefused(fault)
        return number_check(digits, self._desk.random)

    def _fault(self, tx: Transaction, subject: SubjectId, digits: str, again: str) -> str:
        person = queries.person(tx, accounts.shown_as(tx, subject))
        born = None if person is None or person.born is None else date.fromisoformat(person.born)
        known = () if person is None else tuple(filter(None, (person.curp, person.phone)))
        fault = fault_of_number(digits, born, known)
        if fault is not None:
            return fault.value
        return "" if digits == again else "differs"

    def _free_card(self, tx: Transaction, text: str, event_id: EventId) -> AccountCard:
        card = read_here(tx, self._desk, text)
        holder = accounts.account_of_card(tx, card.number)
        if holder is not None and holder.card_event != event_id:
            raise CardTaken
        return card


def is_card(text: str) -> bool:
    """Say whether a scanned text is meant as an account card, so that nobody is searched by it."""
    return looks_like_card(text)


def read_here(tx: Transaction, desk: Desk, text: str) -> AccountCard:
    """Return the card in a scanned text, signed by any central this device was told to believe.

    Raises CardForeign.
    """
    institution = desk.identity.institution
    centrals = (*LinkMemory().centrals(tx, institution.roots), *institution.centrals())
    try:
        return read_card(text, institution.receipt_prefix, signers_of(centrals))
    except MessageInvalid as error:
        raise CardForeign(error.code) from error
