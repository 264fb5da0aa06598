"""Papers that are no comprobante: what an order, a card, a reading or the drawer's slips say.

Each is a value that its service fills in; `kiosk.services.slips` puts it into words. None of them
names a citizen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sync.events import CashPurpose, Pieces
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One thing that is to be paid. *base*: what the tariff asks, in words; "" = nothing."""

    label: str
    quantity: int
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSlip:
    """A payment order for the counter (RECEIPTS §2a). A discreet service is named "" here."""

    number: str  # short and to be said, `A-27`, or the first characters of the order id
    service_name: str
    lines: tuple[OrderLine, ...]
    qr_text: str
    made_at: datetime
    good_until: datetime
    total_centavos: Centavos | None = None  # what it would cost today; the counter's tariff decides


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What stands on a person's account card: a pointer, no name and no balance."""

    number: str  # as it is read out, in groups
    issue: int
    qr_text: str
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositSlip:
    """Money that leaves for the bank, for whoever carries it and for the office's file."""

    amount_centavos: Centavos
    bank: str
    slip: str
    day: date
    cashier: int
    at: datetime
    pieces: tuple[Pieces, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSlip:
    """A drawer handed from one cashier to the next, with room for both signatures."""

    counted_centavos: Centavos
    pieces: tuple[Pieces, ...]
    from_name: str
    to_name: str
    shift_number: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CashSlip:
    """Cash that entered the drawer (> 0) or left it (< 0), with room for the witness."""

    change_centavos: int
    purpose: CashPurpose
    reason: str
    witness: str
    cashier: int
    at: datetime
    slip: str = ""  # number of the safe's or the bank's own paper


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitSlip:
    """A benefit that was handed over: what, how much; it does not say to whom."""

    what: str
    quantity: int
    amount_centavos: Centavos  # 0 in kind
    in_kind: bool
    cashier: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipAmount:
    """One line of a reading: a word of ours or a concept, and an amount."""

    label: str
    amount_centavos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An X reading: how the shift stands, any time, without closing it and without a folio.

    *sections*: a title in words and its lines; no expected sum of the drawer before a blind count.
    """

    shift_number: int
    business_day: date
    opened_at: datetime
    at: datetime
    cashier: int
    payments_count: int
    reversals_count: int
    sections: tuple[tuple[str, tuple[SlipAmount, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPage:
    """What V59 prints to see whether the printer prints."""

    printer: str
    at: datetime


AnySlip = (
    OrderSlip | CardText | DepositSlip | HandoverSlip | CashSlip | BenefitSlip | Reading | TestPage
)
