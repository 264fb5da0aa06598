"""Charges and payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.tariffs import FactQuestion
from kiosk.domain.tender import ByPieces
from kiosk.errors import KnownError
from kiosk.services.cash_limits import CashLimit, Mend
from kiosk.services.views.paper import ReceiptView
from sync.catalogue import FactKind
from sync.events import PaymentMeans, Pieces, ReversalReason
from sync.ids import EventId, Salt, event_id_of
from sync.money import Centavos

__all__ = (
    "CASH",
    "BalancePart",
    "ByPieces",
    "CashLimit",
    "Charge",
    "ChargeChange",
    "ChargeLine",
    "ChargeQuestion",
    "Enough",
    "FactKind",
    "FactQuestion",
    "Mend",
    "OrderView",
    "Paying",
    "PaymentDone",
    "PaymentMeans",
    "PendingCharge",
    "Pieces",
    "ReversalDone",
    "ReversalPlan",
    "ReversalReason",
    "Short",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeChange:
    """A surcharge, update, discount or exemption of one line, in words."""

    label: str
    change_centavos: int
    legal_reference: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """One concept of V13, what changed it, and how it was worked out in words."""

    label: str
    quantity: int
    unit_centavos: Centavos
    net_centavos: Centavos
    legal_reference: str
    changes: tuple[ChargeChange, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeQuestion:
    """Something the tariff asks, and what is known of it; None: it must be asked."""

    question: FactQuestion
    value: str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePart:
    """How much of a payment is taken from a citizen's balance."""

    account_id: EventId
    amount_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """How a person pays what their balance does not: in cash, or digitally by its reference.

    A digital payment is what the person declares until the central confirms it.
    """

    means: PaymentMeans = PaymentMeans.CASH
    reference: str | None = None
    from_balance: BalancePart | None = None


CASH = Paying()
"""All of it in cash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """V13: what is due; the id stays the same until it is paid.

    *registration_id* is None for an order of another device and for money added to a balance.
    *drawer* is what pieces the drawer holds, None where nobody counted them; *limits* are those of
    the cash desk that the payment would pass in cash and that nobody approved.
    """

    charge_id: Salt
    service_name: str
    person_name: str
    registration_id: EventId | None
    lines: tuple[ChargeLine, ...]
    rounding_centavos: Centavos
    total_centavos: Centavos
    quick_tenders: tuple[Centavos, ...]
    price_list_date: date | None
    order_made_at: str = ""  # the device whose order this is
    drawer: tuple[Pieces, ...] | None = None
    denominations: tuple[Pieces, ...] = ()
    limits: tuple[CashLimit, ...] = ()
    questions: tuple[ChargeQuestion, ...] = ()
    may_balance: bool = True  # money added to a balance does not come from one

    @property
    def payment_id(self) -> EventId:
        """Return the id that the payment will have: what an approval of it is about."""
        return event_id_of(self.charge_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """Not enough was received."""

    missing_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class Enough:
    """The payment can be taken; *by_pieces* is what to hand back, not exact where it cannot be."""

    change_centavos: Centavos
    by_pieces: ByPieces | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDone:
    """A payment is durable; pressing again gives the same."""

    event_id: EventId
    change_centavos: Centavos
    receipt: ReceiptView
    change_pieces: tuple[Pieces, ...] = ()  # as noted; the clerk may have given others
    other_pieces: tuple[Pieces, ...] = ()  # one of each that is in use and not above the change
    declared: bool = False  # paid digitally: counts once the central confirms it


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCharge:
    """A registration whose fee is not paid yet; without a total where *problem* says why.

    Neither total nor problem: the tariff asks something first.
    """

    registration_id: EventId
    service_name: str
    person_name: str
    total_centavos: Centavos | None
    registered_at: datetime
    problem: KnownError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """V54 and K11: a payment order as it is handed over; no amount, no name."""

    order_id: EventId
    number: str  # to be said aloud, `A-27`; it identifies nothing
    qr_text: str
    service_name: str  # "" for a discreet service
    concepts: tuple[str, ...]
    made_at: datetime
    good_until: datetime
    office: str
    expected_centavos: Centavos | None = None  # what it would cost today, at this device
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalPlan:
    """V57: what would be given back, and whether the paper may be missing."""

    payment_id: EventId
    folio: str
    service_name: str
    person_name: str
    taken_at: datetime
    total_centavos: Centavos
    cash_centavos: Centavos
    balance_centavos: Centavos
    means: PaymentMeans
    pieces: ByPieces | None
    may_miss_paper: bool
    without_paper_limit_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalDone:
    """A payment was given back; pressing again gives the same."""

    event_id: EventId
    cash_centavos: Centavos
    balance_centavos: Centavos
    pieces: tuple[Pieces, ...]
    receipt: ReceiptView
