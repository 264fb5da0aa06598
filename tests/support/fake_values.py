"""What the fake services show: a clock, a clave, synthetic people, receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.services.views import (
    DeliveryWord,
    PersonRow,
    ReceiptLine,
    ReceiptView,
)
from sync.ids import EventId, SubjectId
from sync.money import Centavos
from sync.receipts import ReceiptKind

CLAVE = "nopal ñandú pingüino ámbar"
CODE = "7KQM3D9A"
FEE = Centavos(18_550)
QR_TEXT = "https://demo.invalid/v#" + "".join(str(n % 10) for n in range(700))


class FakeClock:
    """A clock that stands where the test puts it."""

    def __init__(self, now: datetime) -> None:
        self.time = now
        self.seconds = 0.0

    def now(self) -> datetime:
        """Return the instant the test set."""
        return self.time

    def monotonic_seconds(self) -> float:
        """Return the seconds the test set."""
        return self.seconds


def a_clock() -> FakeClock:
    """Return a clock on a Monday morning."""
    return FakeClock(datetime(2026, 11, 16, 10, 44, tzinfo=UTC))


def a_person(number: int = 1, **changes: object) -> PersonRow:
    """Return a synthetic person."""
    given, first, second = _NAMES[number % len(_NAMES)]
    row = PersonRow(
        subject=SubjectId(bytes([number]) * 16),
        display_name=f"{given} {first} {second}",
        given=given,
        first_surname=first,
        second_surname=second,
        born=date(1961 + number, 3, 14),
        sex="M" if number % 2 else "H",
        curp_masked="•••• NL02",
        initials=f"{given[0]}{first[0]}",
        last_service="Acta de nacimiento, copia certificada" if number % 2 else None,
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # a factory takes any field


_NAMES = (
    ("Gael", "PRUEBA", "Canul"),
    ("María Elena", "PRUEBA", "Pech"),
    ("Raúl", "PRUEBA", "Canché"),
    ("Lorenza", "PRUEBA", "Canto"),
    ("José Ángel", "PRUEBA", "Ñandú"),
)


def a_receipt(kind: int = 60, **changes: object) -> ReceiptView:
    """Return a receipt of a payment, or of a registration with kind 40."""
    paid = kind == 60
    view = ReceiptView(
        event_id=EventId(bytes([kind]) * 16),
        kind={
            60: ReceiptKind.PAYMENT,
            40: ReceiptKind.REGISTRATION,
            30: ReceiptKind.SHIFT_SLIP,
            61: ReceiptKind.REVERSAL,
        }[kind],
        folio="20067-007-1PGE-342",
        typed_code="HB12Y-SHVTX",
        qr_text=QR_TEXT,
        issued_at=datetime(2026, 11, 16, 10, 44, tzinfo=UTC),
        time_verified=True,
        institution="Ayuntamiento de Los Encinos",
        office="Tesorería, caja 007",
        terminal="20067-007",
        lines=(ReceiptLine(label="Copia certificada de acta", amount_centavos=FEE),)
        if paid
        else (),
        total_centavos=FEE if paid else Centavos(0),
        total_words="ciento ochenta y cinco pesos 50/100 M.N." if paid else "",
        tendered_centavos=Centavos(20_000) if paid else None,
        change_centavos=Centavos(1_450) if paid else None,
        cashier=42,
        initials=None,
        service_name="Acta de nacimiento, copia certificada",
        account_masked=None,
        domain_words="demo punto invalid",
        phone="9991234567",
        place="Palacio municipal",
        legal_line="No es CFDI.",
        delivery=DeliveryWord.SAVED,
    )
    return replace(view, **changes)  # type: ignore[arg-type]  # a factory takes any field
