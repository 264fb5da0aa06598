"""Events of a citizen's account: card, balance, benefits; and whether two people are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sync.annotated import InArray, Key
from sync.events.values import (
    AMOUNT,
    ID16,
    SIGNATURE,
    BenefitMeans,
    CardReplacement,
    IdentityProof,
    OnBehalf,
    RuleVersion,
    SamePerson,
)
from sync.ids import EventId, ShiftId, SubjectId
from sync.money import Centavos
from sync.shape import Choice, Flag, Octets, Text, Whole

CARD_NUMBER = Octets(8, "number of the card")
NUMBER_CHECK = Octets(48, "Argon2id salt (16) and hash (32) of the six digits")
ISSUE = Whole(0, 2**32 - 1, "issue of the card")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsCompared:
    """A clerk decided whether two people are one; the subject is one of them. Nothing is merged.

    Merges come from the central, which sees both.
    """

    kind: ClassVar[int] = 53
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "persons.compared"

    other: Annotated[SubjectId, Key(2, ID16)]
    decision: Annotated[SamePerson, Key(3, Choice(SamePerson))]
    score_permille: Annotated[int, Key(4, Whole(0, 1000, "how alike they are"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened:
    """A person got an account and a card; its event_id is the account's id."""

    kind: ClassVar[int] = 100
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "account.opened"

    card_number: Annotated[bytes, Key(2, CARD_NUMBER)]
    card_issue: Annotated[int, Key(3, ISSUE)]
    number_check: Annotated[bytes, Key(4, NUMBER_CHECK)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReplaced:
    """A new card, or a new six-digit number, took the place of the old one.

    Refs: the account, and the event (100 or 101) whose card it replaces.
    """

    kind: ClassVar[int] = 101
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "card.replaced"

    card_number: Annotated[bytes, Key(2, CARD_NUMBER)]
    card_issue: Annotated[int, Key(3, ISSUE)]
    number_check: Annotated[bytes, Key(4, NUMBER_CHECK)]
    reason: Annotated[CardReplacement, Key(5, Choice(CardReplacement))]
    proof: Annotated[IdentityProof | None, Key(6, Choice(IdentityProof))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitDelivered:
    """A person received what a programme owes them, in kind, in cash or on the balance."""

    kind: ClassVar[int] = 102
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "benefit.delivered"

    entitlement: Annotated[RuleVersion, Key(2, InArray(RuleVersion))]
    means: Annotated[BenefitMeans, Key(3, Choice(BenefitMeans))]
    amount_centavos: Annotated[Centavos, Key(4, AMOUNT)]  # 0 in kind
    what: Annotated[str, Key(5, Text(1, 300, "what was handed over"))]
    quantity: Annotated[int, Key(6, Whole(1, 2**32))] = 1
    signature: Annotated[bytes | None, Key(7, SIGNATURE)] = None
    on_behalf: Annotated[OnBehalf | None, Key(8, InArray(OnBehalf))] = None
    account_id: Annotated[EventId | None, Key(9, ID16)] = None
    shift: Annotated[ShiftId | None, Key(19, ID16)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncentiveCredited:
    """A dated rule credited an account for a payment; refs name the payment.

    Taken back: the payment was reversed, and so much goes off the balance again; refs then name the
    payment and its reversal (kind 61).
    """

    kind: ClassVar[int] = 103
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "incentive.credited"

    rule: Annotated[RuleVersion, Key(2, InArray(RuleVersion))]
    amount_centavos: Annotated[Centavos, Key(3, AMOUNT)]
    account_id: Annotated[EventId, Key(4, ID16)]
    taken_back: Annotated[bool, Key(5, Flag("taken back", only_true=True))] = False
