"""What screens show of accounts, cards and benefits; frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kiosk.services.views.people import PersonRow
from sync.events import BenefitMeans
from sync.ids import EventId, SubjectId
from sync.money import Centavos


class MovementKind(Enum):
    """What moved a balance."""

    TOP_UP = "top-up"
    PAYMENT = "payment"
    REVERSAL = "reversal"
    BENEFIT = "benefit"
    INCENTIVE = "incentive"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A card as it was scanned: it names nobody."""

    number: bytes
    issue: int
    words: str  # the number as printed, in groups of four
    taken: bool  # somebody has it
    text: str  # the code as scanned


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """What V06 says of a person's account; no balance, which asks for card and number."""

    account_id: EventId | None  # None: no account yet
    card_tail: str = ""  # last four of the card's number
    blocked: bool = False
    benefits: int = 0  # open entitlements
    may_use: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWrong:
    """The six digits are not those of the card; so many tries are left today."""

    tries_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One line of the movements."""

    kind: MovementKind
    moved_at: datetime
    office: str
    folio: str  # empty where the act has none
    change_centavos: int
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An account shown to its holder, who gave card and number."""

    account_id: EventId
    subject: SubjectId
    holder: str
    card_words: str
    balance_centavos: int
    newer_count: int  # movements of this device that the central does not know yet
    can_pay_centavos: Centavos  # here and now, within the limit without contact
    blocked: bool
    movements: tuple[Movement, ...]  # the latest first


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGate:
    """V47 as a door: after card and number *paid_with* is called with the account."""

    amount_centavos: Centavos
    paid_with: Callable[[EventId], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What a programme owes a person now."""

    entitlement_id: str
    version: int
    programme: str
    what: str
    means: tuple[BenefitMeans, ...]
    amount_centavos: Centavos
    quantity: int
    times: int
    delivered: int
    valid_from: date
    valid_to: date | None
    legal_reference: str

    @property
    def left(self) -> int:
        """Return how often it may still be delivered."""
        return max(0, self.times - self.delivered)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitDone:
    """A benefit was handed over."""

    event_id: EventId
    programme: str
    what: str
    means: BenefitMeans
    amount_centavos: Centavos
    delivered_at: datetime
    slip: tuple[str, ...]  # the lines of its slip


class Likeness(Enum):
    """How one field of two people compares (V05)."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedField:
    """One line of V05: what stands on each side."""

    name: str  # name, born, curp, sex, entity, phone
    left: str
    right: str
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be the same person."""

    person: PersonRow
    since: date
    score_permille: int
    fields: tuple[ComparedField, ...]
