"""Charges and payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.services.views.paper import ReceiptView
from sync.ids import EventId, Salt
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """One concept of V13."""

    label: str
    quantity: int
    unit_centavos: Centavos
    net_centavos: Centavos
    legal_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """V13: what is due; the id stays the same until it is paid."""

    charge_id: Salt
    service_name: str
    person_name: str
    registration_id: EventId
    lines: tuple[ChargeLine, ...]
    rounding_centavos: Centavos
    total_centavos: Centavos
    quick_tenders: tuple[Centavos, ...]
    price_list_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """Not enough was received."""

    missing_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class Enough:
    """The payment can be taken."""

    change_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDone:
    """A payment is durable; pressing again gives the same."""

    event_id: EventId
    change_centavos: Centavos
    receipt: ReceiptView


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCharge:
    """A registration whose fee is not paid yet."""

    registration_id: EventId
    service_name: str
    person_name: str
    total_centavos: Centavos
    registered_at: datetime
