"""What can stand in the way at an account or a benefit; in every case nothing was written.

KnownError
├── CardForeign       account.card_foreign     no card that a central of ours made
├── CardTaken         account.card_taken       another person has it
├── CardUnknown       account.card_unknown     nobody's card, as far as is known here
├── CardOut           account.card_out         replaced by another card
├── TriesOver         account.tries_over       the number was missed five times today
├── AccountBlocked    account.blocked          the office settles something first
├── AccountExists     account.exists           the person has an account
├── AccountUnknown    account.unknown
├── NumberRefused     account.number_refused   too easy, or not the same twice
├── NotShown          account.not_shown        card and number were not given
├── BalanceShort      account.short            less on the balance than asked
├── BalanceLimit      account.limit            more than may be paid without a word of the central
├── BenefitUnknown    benefit.unknown          no such entitlement of this person
├── BenefitOver       benefit.over             delivered as often as it is owed
├── BenefitNotNow     benefit.not_now          before or after its days
├── BenefitMeansWrong benefit.means            not to be delivered in this way
└── BenefitUnsigned   benefit.unsigned         nobody signed for it
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kiosk.errors import KnownError
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """Which check of a card failed first."""

    reason: str


class CardForeign(KnownError):
    """What was scanned is no card that a central of this institution made."""

    code: ClassVar[str] = "account.card_foreign"

    def __init__(self, reason: str) -> None:
        super().__init__(CardFacts(reason=reason))


class CardTaken(KnownError):
    """The card belongs to somebody, or did; a card is given once."""

    code: ClassVar[str] = "account.card_taken"


class CardUnknown(KnownError):
    """No account that is known here has this card."""

    code: ClassVar[str] = "account.card_unknown"


class CardOut(KnownError):
    """Another card took the place of this one."""

    code: ClassVar[str] = "account.card_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriesFacts:
    """When the number may be tried again, as a clock time; measured with the monotonic clock."""

    until: datetime


class TriesOver(KnownError):
    """The number of a card was missed five times today; nothing was tried this time."""

    code: ClassVar[str] = "account.tries_over"

    def __init__(self, until: datetime) -> None:
        super().__init__(TriesFacts(until=until))


class AccountBlocked(KnownError):
    """The office blocked the account until something is settled."""

    code: ClassVar[str] = "account.blocked"


class AccountExists(KnownError):
    """The person has an account; a new card replaces the old one instead."""

    code: ClassVar[str] = "account.exists"


class AccountUnknown(KnownError):
    """There is no such account on this device."""

    code: ClassVar[str] = "account.unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFacts:
    """Why the six digits are refused: the value of `NumberFault`, or `differs`."""

    fault: str


class NumberRefused(KnownError):
    """The six digits cannot be the number of the card."""

    code: ClassVar[str] = "account.number_refused"

    def __init__(self, fault: str) -> None:
        super().__init__(NumberFacts(fault=fault))
        self.fault = fault


class NotShown(KnownError):
    """Card and number of this account were not given, or somebody else was served since."""

    code: ClassVar[str] = "account.not_shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortFacts:
    """What is on the balance as known here, and what was asked of it."""

    balance_centavos: Centavos
    asked_centavos: Centavos


class BalanceShort(KnownError):
    """The balance as known here is smaller than what was to be paid from it."""

    code: ClassVar[str] = "account.short"

    def __init__(self, balance_centavos: Centavos, asked_centavos: Centavos) -> None:
        super().__init__(
            ShortFacts(balance_centavos=balance_centavos, asked_centavos=asked_centavos)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFacts:
    """The most that may be paid from a balance here today, and what is left of it."""

    limit_centavos: Centavos
    left_centavos: Centavos


class BalanceLimit(KnownError):
    """More was to be paid from a balance than the office allows before the central knows of it."""

    code: ClassVar[str] = "account.limit"

    def __init__(self, limit_centavos: Centavos, left_centavos: Centavos) -> None:
        super().__init__(LimitFacts(limit_centavos=limit_centavos, left_centavos=left_centavos))


class BenefitUnknown(KnownError):
    """No programme owes this person such a thing, as far as is known here."""

    code: ClassVar[str] = "benefit.unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesFacts:
    """How often it is owed."""

    times: int


class BenefitOver(KnownError):
    """The benefit was delivered as often as it is owed."""

    code: ClassVar[str] = "benefit.over"

    def __init__(self, times: int) -> None:
        super().__init__(TimesFacts(times=times))


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysFacts:
    """Between which days it may be delivered."""

    first: date
    last: date | None


class BenefitNotNow(KnownError):
    """The benefit is not owed on this day."""

    code: ClassVar[str] = "benefit.not_now"

    def __init__(self, first: date, last: date | None) -> None:
        super().__init__(DaysFacts(first=first, last=last))


class BenefitMeansWrong(KnownError):
    """The programme does not allow this way of delivering it."""

    code: ClassVar[str] = "benefit.means"


class BenefitUnsigned(KnownError):
    """Nobody signed for the benefit."""

    code: ClassVar[str] = "benefit.unsigned"
