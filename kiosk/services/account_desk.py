"""What the counter does about accounts, benefits and people entered twice, in one frozen bundle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.services.access_log import AccessLog
from kiosk.services.account_cards import AccountCards
from kiosk.services.accounts import Accounts
from kiosk.services.benefits import Benefits
from kiosk.services.citizens import Citizens
from kiosk.services.desk import Desk
from kiosk.services.duplicates import Duplicates
from kiosk.services.issuing import Issuing
from kiosk.services.open_shift import cash_shift, require_in_drawer
from kiosk.texts import Texts
from sync.ids import ShiftId
from sync.journal import Transaction
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountServices:
    """Cards, balances, benefits, duplicates."""

    cards: AccountCards
    accounts: Accounts
    benefits: Benefits
    duplicates: Duplicates


def build_accounts(
    desk: Desk,
    issuing: Issuing,
    citizens: Citizens,
    texts: Callable[[], Texts],
) -> AccountServices:
    """Build the services of accounts; a card that was replaced shows nothing any more."""
    accounts = Accounts(desk, issuing, AccessLog(desk))

    def shift(tx: Transaction) -> ShiftId:
        return cash_shift(tx, desk).shift

    def in_drawer(tx: Transaction, amount_centavos: Centavos) -> None:
        require_in_drawer(tx, cash_shift(tx, desk).shift, amount_centavos)

    return AccountServices(
        cards=AccountCards(desk, issuing, accounts.forget),
        accounts=accounts,
        benefits=Benefits(desk, issuing, texts, shift, in_drawer),
        duplicates=Duplicates(desk, citizens),
    )
