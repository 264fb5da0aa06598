"""From the safe to the bank: deposits, and the bank's word on them (V46, RECEIPTS §10)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from kiosk.domain.cash import TENDER_LIMIT_CENTAVOS
from kiosk.errors import KnownError
from kiosk.services.cash_rules import ReasonMissing, tidy
from kiosk.services.desk import Desk, local_day
from kiosk.services.drawer import AmountRefused, SlipMissing
from kiosk.services.permissions import Permissions
from kiosk.services.staff import named
from kiosk.services.views.cash import DepositsView, DepositView
from kiosk.store import drawer
from sync.catalogue import Capability
from sync.events import DepositConfirmed, DepositMade
from sync.ids import EventId, Salt, event_id_of
from sync.journal import Transaction
from sync.money import Centavos


class BankMissing(KnownError):
    """It is not said to which bank the money went; nothing was written."""

    code: ClassVar[str] = "deposit.no_bank"


class DepositUnknown(KnownError):
    """There is no such deposit on this device; nothing was written."""

    code: ClassVar[str] = "deposit.unknown"


class DepositAnswered(KnownError):
    """The bank's word on this deposit is recorded already; nothing was written."""

    code: ClassVar[str] = "deposit.answered"


class DayAhead(KnownError):
    """The day lies ahead of today; nothing was written."""

    code: ClassVar[str] = "deposit.day_ahead"


class Deposits:
    """Money on its way to the bank; needs DEPOSITS."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._permissions = Permissions(desk)

    def list(self) -> DepositsView:
        """Return every deposit, the unconfirmed first; raises `access.not_allowed`."""
        self._permissions.require(Capability.DEPOSITS, Capability.REPORTS)

        def work(tx: Transaction) -> DepositsView:
            return DepositsView(
                deposits=tuple(_view(tx, row) for row in drawer.deposits(tx)),
                in_transit_centavos=drawer.in_transit_centavos(tx),
                salt=self._desk.new_salt(),
                today=local_day(self._desk.now_seconds()),
            )

        return self._desk.read(work)

    def make(
        self, salt: Salt, *, amount_centavos: Centavos, bank: str, slip: str, day: date
    ) -> DepositView:
        """Record that money of the safe was taken to the bank (kind 36).

        The same salt again is the same deposit. Raises AmountRefused, BankMissing, SlipMissing,
        DayAhead, `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.DEPOSITS)
        self._check(amount_centavos, day)
        named_bank, number = tidy(bank)[:100], tidy(slip)[:100]
        if not named_bank:
            raise BankMissing
        if not number:
            raise SlipMissing

        def work(tx: Transaction) -> DepositView:
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                event = DepositMade(
                    amount_centavos=amount_centavos, bank=named_bank, slip=number, day=day
                )
                self._desk.append(tx, event, salt=salt)
            return self._found(tx, event_id_of(salt))

        return self._desk.write(work)

    def confirm(
        self,
        salt: Salt,
        deposit: EventId,
        *,
        amount_centavos: Centavos,
        reference: str,
        day: date,
        reason: str = "",
    ) -> DepositView:
        """Record what the bank's statement shows (kind 37); a difference needs a reason.

        Raises DepositUnknown, DepositAnswered, AmountRefused, SlipMissing, DayAhead,
        ReasonMissing, `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.DEPOSITS)
        self._check(amount_centavos, day)
        number, words = tidy(reference)[:100], tidy(reason)
        if not number:
            raise SlipMissing

        def work(tx: Transaction) -> DepositView:
            row = drawer.deposit(tx, deposit)
            if row is None:
                raise DepositUnknown
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                if row.confirmed_centavos is not None:
                    raise DepositAnswered
                if row.amount_centavos != amount_centavos and not words:
                    raise ReasonMissing
                event = DepositConfirmed(
                    amount_centavos=amount_centavos,
                    bank_reference=number,
                    day=day,
                    reason=words or None,
                )
                self._desk.append(tx, event, salt=salt, refs=(deposit,))
            return self._found(tx, deposit)

        return self._desk.write(work)

    def _check(self, amount_centavos: Centavos, day: date) -> None:
        if not 0 < amount_centavos <= TENDER_LIMIT_CENTAVOS:
            raise AmountRefused
        if day > local_day(self._desk.now_seconds()):
            raise DayAhead

    def _found(self, tx: Transaction, event_id: EventId) -> DepositView:
        row = drawer.deposit(tx, event_id)
        if row is None:
            raise DepositUnknown
        return _view(tx, row)


def _view(tx: Transaction, row: drawer.DepositRow) -> DepositView:
    return DepositView(
        event_id=row.event_id,
        amount_centavos=row.amount_centavos,
        bank=row.bank,
        slip=row.slip,
        day=row.day,
        who=named(tx, row.operator),
        confirmed_centavos=row.confirmed_centavos,
        confirmed_day=row.confirmed_day,
        bank_reference=row.bank_reference,
        reason=row.reason,
    )
