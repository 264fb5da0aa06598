"""A citizen's account: its card and number, its balance, what moves it (docs/accounts.md).

A balance and its movements are shown to whoever gives card *and* number (UX §8.5), and that is
recorded. A number is tried five times a card and day; a try counts as missed before it is known.
Offline a balance is what the central last said, and what was recorded here since; paying from it is
bounded per day, and what two devices overspend is found and settled by the central.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta

from kiosk.domain import account_numbers
from kiosk.domain.citizens import display_name
from kiosk.services.access_log import AccessLog
from kiosk.services.account_cards import read_here
from kiosk.services.account_errors import (
    AccountBlocked,
    AccountUnknown,
    BalanceLimit,
    BalanceShort,
    CardOut,
    CardUnknown,
    NotShown,
    TriesOver,
)
from kiosk.services.desk import Desk, local
from kiosk.services.issuing import Issuing
from kiosk.services.permissions import Permissions
from kiosk.services.views.accounts import (
    Movement,
    MovementKind,
    NumberWrong,
    Statement,
)
from kiosk.store import accounts, card_tries, pulled, queries
from sync.cards import AccountCard, number_fits
from sync.catalogue import Capability, DeclaredEntry
from sync.events import (
    IncentiveCredited,
    PaymentReversed,
    PaymentTaken,
    Recorded,
    RuleVersion,
    ViewedPart,
)
from sync.ids import EventId, Salt, SubjectId, event_id_of, folio_text
from sync.journal import Transaction
from sync.ledger import DECLARED, received_in
from sync.money import Centavos
from sync.tariffs import incentives_of

MOVEMENTS_SHOWN = 100
_TAIL = 4
_KINDS = {
    61: MovementKind.REVERSAL,
    102: MovementKind.BENEFIT,
    103: MovementKind.INCENTIVE,
}

Incentives = Callable[[Transaction, PaymentTaken], tuple[tuple[RuleVersion, Centavos], ...]]
"""From a payment to what the dated rules of the institution credit for it."""


def published_incentives(
    tx: Transaction, payment: PaymentTaken
) -> tuple[tuple[RuleVersion, Centavos], ...]:
    """Return what the institution's dated rules credit for a payment on its business day."""
    shift = queries.shift(tx, payment.shift)
    if shift is None:
        return ()
    facts = dict(payment.facts or ())
    return incentives_of(pulled.tariff_book(tx), payment.lines, shift.business_day, facts)


class Accounts:
    """Cards, numbers, balances."""

    def __init__(
        self,
        desk: Desk,
        issuing: Issuing,
        log: AccessLog,
        incentives: Incentives = published_incentives,
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._log = log
        self._incentives = incentives
        self._permissions = Permissions(desk)
        self._shown: EventId | None = None  # whose card and number were given last
        desk.when_left(self.forget)

    # ------------------------------------------------------------------ card and number

    def show(self, text: str, digits: str) -> Statement | NumberWrong:
        """Return balance and movements to whoever gives card and number; recorded (kind 97).

        Raises KnownError `account.card_foreign`, `account.card_unknown`, `account.card_out`,
        `account.tries_over`, `access.not_allowed`; nothing is shown then.
        """
        self.forget()

        def begin(tx: Transaction) -> accounts.AccountRow:
            self._permissions.require(Capability.ACCOUNTS, Capability.CHARGE, tx=tx)
            row = self._account_of(tx, text)
            tries = card_tries.tries(tx, row.card_number)
            now = self._desk.clock.monotonic_seconds()
            wait = account_numbers.wait_seconds(tries, now)
            if wait:
                raise TriesOver(self._desk.clock.now().astimezone() + timedelta(seconds=wait))
            card_tries.put_tries(tx, row.card_number, account_numbers.begun(tries, now))
            return row

        row = self._desk.keep(begin)
        if not number_fits(digits, row.number_check):
            left = self._desk.read(lambda tx: self._tries_left(tx, row.card_number))
            return NumberWrong(tries_left=left)

        def fitted(tx: Transaction) -> Statement:
            card_tries.put_tries(tx, row.card_number, account_numbers.UNTRIED)
            self._log.viewed(tx, ViewedPart.BALANCE, row.subject, (row.account_id,))
            return self._statement(tx, row)

        statement = self._desk.write(fitted)
        self._shown = row.account_id
        return statement

    def again(self) -> Statement:
        """Return the account that is shown, as it stands now; raises `account.not_shown`."""
        shown = self._shown
        if shown is None:
            raise NotShown

        def work(tx: Transaction) -> Statement:
            row = accounts.account(tx, shown)
            if row is None:
                raise AccountUnknown
            return self._statement(tx, row)

        return self._desk.read(work)

    def opened(self) -> EventId | None:
        """Return the account whose card and number were given, None where nobody's were."""
        return self._shown

    def forget(self) -> None:
        """Forget whose card and number were given: at the counter stands somebody else."""
        self._shown = None

    def _account_of(self, tx: Transaction, text: str) -> accounts.AccountRow:
        card = read_here(tx, self._desk, text)
        row = accounts.account_of_card(tx, card.number)
        if row is None:
            raise CardUnknown
        if row.card_number != card.number:
            raise CardOut
        return row

    def _tries_left(self, tx: Transaction, card_number: bytes) -> int:
        now = self._desk.clock.monotonic_seconds()
        return account_numbers.tries_left(card_tries.tries(tx, card_number), now)

    def _statement(self, tx: Transaction, row: accounts.AccountRow) -> Statement:
        held = accounts.balance(tx, row.account_id)
        lines = accounts.movements(tx, row.account_id)[-MOVEMENTS_SHOWN:]
        return Statement(
            account_id=row.account_id,
            subject=row.subject or SubjectId(row.account_id),
            holder=self._holder(tx, row),
            card_words=AccountCard(number=row.card_number, issue=row.card_issue).words,
            balance_centavos=held.centavos,
            newer_count=len(held.newer),
            can_pay_centavos=Centavos(0) if row.blocked else self._can_pay(tx, row.account_id),
            blocked=row.blocked,
            movements=tuple(self._movement(one) for one in reversed(lines)),
        )

    def _holder(self, tx: Transaction, row: accounts.AccountRow) -> str:
        person = None
        if row.subject is not None:
            person = queries.person(tx, accounts.shown_as(tx, row.subject))
        if person is not None:
            return display_name(person.given, person.first_surname, person.second_surname)
        entry = accounts.entry_of(tx, row.account_id)
        return "" if entry is None else entry.name

    def _movement(self, row: accounts.MovementRow) -> Movement:
        identity = self._desk.identity
        kind = _KINDS.get(row.kind)
        if kind is None:
            kind = MovementKind.TOP_UP if row.change_centavos > 0 else MovementKind.PAYMENT
        folio = ""
        if row.series is not None and row.receipt_number is not None:
            folio = folio_text(identity.terminal, row.series, row.receipt_number)
        return Movement(
            kind=kind,
            moved_at=local(row.moved_seconds),
            office=identity.office,
            folio=folio,
            change_centavos=row.change_centavos,
            what=row.what,
        )

    # ------------------------------------------------------------------------ paying

    def balance(self, tx: Transaction, account_id: EventId) -> int:
        """Return what an account holds as known here, in the caller's transaction."""
        return accounts.balance(tx, account_id).centavos

    def may_pay(self, tx: Transaction, account_id: EventId, amount_centavos: Centavos) -> None:
        """Return if so much may be paid from a balance now, in the caller's transaction.

        Raises KnownError `account.not_shown`, `account.unknown`, `account.blocked`,
        `account.short`, `account.limit`.
        """
        if self._shown != account_id:
            raise NotShown
        row = accounts.account(tx, account_id)
        if row is None:
            raise AccountUnknown
        if row.blocked:
            raise AccountBlocked
        held = accounts.balance(tx, account_id).centavos
        if held < amount_centavos:
            raise BalanceShort(Centavos(max(0, held)), amount_centavos)
        left = self._left_today(tx, account_id)
        if left is not None and amount_centavos > left:
            limit = pulled.settings(tx).balance_without_contact_limit_centavos
            raise BalanceLimit(limit, left)

    def may_receive(self, tx: Transaction, account_id: EventId) -> None:
        """Return if an account is known here, so that money may be put on it.

        Raises KnownError `account.unknown`. A blocked account takes money: that may settle it.
        """
        if accounts.account(tx, account_id) is None:
            raise AccountUnknown

    def _can_pay(self, tx: Transaction, account_id: EventId) -> Centavos:
        held = max(0, accounts.balance(tx, account_id).centavos)
        left = self._left_today(tx, account_id)
        return Centavos(held if left is None else min(held, left))

    def _left_today(self, tx: Transaction, account_id: EventId) -> Centavos | None:
        """Return what the day's limit still allows, None without a limit.

        The day is the shift's business day, which no setting of the clock changes.
        """
        limit = pulled.settings(tx).balance_without_contact_limit_centavos
        if not limit:
            return None
        shift = queries.open_shift(tx)
        day = queries.last_business_day(tx) if shift is None else shift.business_day
        spent = 0 if day is None else accounts.spent_centavos(tx, account_id, day)
        return Centavos(max(0, limit - spent))

    def after_payment(self, tx: Transaction, recorded: Recorded, salt: Salt) -> None:
        """Credit what the dated rules give for a payment of somebody with an account (kind 103).

        In the payment's own transaction. The event's salt follows from the payment's and the rule,
        so that the same payment credits once, however often this runs. What is only declared
        credits nothing: the bank has not said yet that there is money.
        """
        payment, subject = recorded.event, recorded.header.subject
        if not isinstance(payment, PaymentTaken) or subject is None:
            return
        if received_in(payment.settlement.means) == DECLARED:
            return
        credited = self._incentives(tx, payment)
        held = accounts.accounts_of(tx, subject) if credited else ()  # 0.1 s among 50,000
        if not held or held[0].blocked:
            return
        for rule, amount_centavos in credited:
            own = _incentive_salt(salt, rule)
            if amount_centavos <= 0 or self._desk.journal.find(tx, event_id_of(own)) is not None:
                continue
            event = IncentiveCredited(
                rule=rule, amount_centavos=amount_centavos, account_id=held[0].account_id
            )
            refs = (recorded.event_id,)
            self._desk.append(tx, event, salt=own, subject=subject, refs=refs)

    def after_reversal(self, tx: Transaction, recorded: Recorded, salt: Salt) -> None:
        """Take back what was credited for a payment that is reversed, in the same transaction.

        At most what the balance holds: what was spent meanwhile the central lists.
        """
        if not isinstance(recorded.event, PaymentReversed):
            return
        for ref in recorded.header.refs:
            for credited in accounts.incentives_for(tx, ref):
                self._take_back(tx, recorded, ref, credited, salt)

    def _take_back(
        self,
        tx: Transaction,
        recorded: Recorded,
        payment_id: EventId,
        credited: IncentiveCredited,
        salt: Salt,
    ) -> None:
        own = _incentive_salt(salt, credited.rule)
        held = max(0, accounts.balance(tx, credited.account_id).centavos)
        amount = min(held, credited.amount_centavos)
        if not amount or self._desk.journal.find(tx, event_id_of(own)) is not None:
            return
        event = IncentiveCredited(
            rule=credited.rule,
            amount_centavos=Centavos(amount),
            account_id=credited.account_id,
            taken_back=True,
        )
        refs = (payment_id, recorded.event_id)
        self._desk.append(tx, event, salt=own, subject=recorded.header.subject, refs=refs)

    def declared(self, payment_id: EventId) -> DeclaredEntry | None:
        """Return what the office found about a payment by reference; None: still declared."""
        return self._desk.read(lambda tx: accounts.declared(tx, payment_id))


def _incentive_salt(salt: Salt, rule: RuleVersion) -> Salt:
    words = f"vt1/incentive {rule.rule_id} {rule.version}".encode()
    return Salt(hmac.digest(salt, words, hashlib.sha256)[:16])
