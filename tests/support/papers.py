"""Every paper there is, with invented content: for pictures of them and for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kiosk.devices.slip import Slip
from kiosk.services.paper import comprobante_of
from kiosk.services.slips import Letterhead, slip_of
from kiosk.services.views import DeliveryWord, ReceiptLine, ReceiptView
from kiosk.services.views.paper import Duplicate, ShiftResult
from kiosk.services.views.slips import (
    AnySlip,
    BenefitSlip,
    CardText,
    CashSlip,
    DepositSlip,
    HandoverSlip,
    OrderLine,
    OrderSlip,
    Reading,
    SlipAmount,
    TestPage,
)
from kiosk.texts import Texts
from sync.events import CashPurpose, CoinOrNote, PaymentMeans, Pieces
from sync.ids import EventId
from sync.money import Centavos
from sync.receipts import digits_of, qr_text

AT = datetime(2026, 11, 26, 10, 44, tzinfo=UTC)
PREFIX = "https://demo.invalid/v#"


def some_bytes(count: int, name: str = "receipt") -> bytes:
    """Return bytes that look like a signed receipt of that length, the same in every run."""
    return hashlib.shake_256(name.encode()).digest(count)


def a_code(count: int, name: str = "receipt") -> str:
    """Return the text of a code over so many bytes."""
    return qr_text(PREFIX, some_bytes(count, name))


PAYMENT = ReceiptView(
    event_id=EventId(bytes(16)),
    kind=1,
    folio="20067-007-1PGE-342",
    typed_code="HB12Y-SHVTX",
    qr_text=a_code(311),
    issued_at=AT,
    time_verified=True,
    institution="Ayuntamiento de Los Encinos",
    office="Tesorería · Caja 007",
    terminal="20067-007",
    lines=(
        ReceiptLine(
            label="Acta de nacimiento", amount_centavos=Centavos(9_250), detail="2 × $46.25"
        ),
        ReceiptLine(label="Búsqueda en el archivo", amount_centavos=Centavos(9_300)),
        ReceiptLine(label="Redondeo", amount_centavos=Centavos(0)),
    )[:2],
    total_centavos=Centavos(18_550),
    total_words="ciento ochenta y cinco pesos 50/100 M.N.",
    tendered_centavos=Centavos(20_000),
    change_centavos=Centavos(1_450),
    cashier=42,
    initials="M. E. P. C.",
    service_name="Acta de nacimiento",
    account_masked="***4411",
    domain_words="r punto example punto mx",
    phone="9991234567",
    place="Palacio municipal",
    legal_line="Comprobante de pago. No es CFDI.",
    delivery=DeliveryWord.SAVED,
)
HEAD = Letterhead(
    institution=PAYMENT.institution,
    office=PAYMENT.office,
    phone=PAYMENT.phone,
    place=PAYMENT.place,
    domain_words=PAYMENT.domain_words,
)
PIECES = tuple(
    Pieces(each_centavos=Centavos(each), count=count, form=form)
    for each, count, form in (
        (50_000, 3, CoinOrNote.NOTE),
        (2_000, 7, CoinOrNote.NOTE),
        (2_000, 4, CoinOrNote.COIN),
        (50, 11, CoinOrNote.COIN),
    )
)
_NOTHING = Centavos(0)
_PLAIN = replace(
    PAYMENT, lines=(), tendered_centavos=None, change_centavos=None, account_masked=None,
    initials=None, qr_text=a_code(285),
)  # fmt: skip


def receipts() -> dict[str, ReceiptView]:
    """Return each kind of receipt with what is special to it."""
    opening = replace(
        _PLAIN, kind=4, total_centavos=Centavos(50_000), previous_folio="20067-007-1PGE-341",
        total_words="quinientos pesos 00/100 M.N.",
    )  # fmt: skip
    result = ShiftResult(
        shift_number=12, expected_centavos=438_250, difference_centavos=-50,
        first_number=301, last_number=342, paper_counter=10_482,
    )  # fmt: skip
    return {
        "payment": PAYMENT,
        "payment-largest": replace(
            PAYMENT,
            qr_text=a_code(332, "largest"),
            total_centavos=Centavos(2**32 - 1),
            total_words="cuarenta y dos millones novecientos cuarenta y nueve mil seiscientos "
            "setenta y dos pesos 95/100 M.N.",
            lines=(
                ReceiptLine(
                    label="Impuesto predial del ejercicio 2026, zona urbana con construcción",
                    amount_centavos=Centavos(2**32 - 1),
                ),
            ),
            tendered_centavos=Centavos(2**32 + 4),
            change_centavos=Centavos(5),
        ),
        "payment-balance": replace(PAYMENT, balance_centavos=-10_000),
        "payment-topup": replace(PAYMENT, balance_centavos=18_550),
        "payment-transfer": replace(
            PAYMENT, means=PaymentMeans.TRANSFER, reference="SPEI 2026112640012 0034",
            tendered_centavos=Centavos(18_550), change_centavos=_NOTHING,
        ),
        "payment-discreet": replace(
            PAYMENT, service_name="Trámite",
            lines=(ReceiptLine(label="Trámite", amount_centavos=Centavos(18_550)),),
        ),
        "payment-time": replace(PAYMENT, time_verified=False),
        "provisional": replace(PAYMENT, qr_text=""),
        "reversal": replace(
            PAYMENT, kind=2, original_folio="20067-007-1PGE-341", qr_text=a_code(319),
            tendered_centavos=Centavos(18_550), change_centavos=_NOTHING,
        ),
        "registration": replace(
            _PLAIN, kind=3, total_centavos=_NOTHING, initials="M. E. P. C.",
            bring=("Identificación oficial", "Comprobante de domicilio reciente"),
        ),
        "opening": opening,
        "closing": replace(
            opening, total_centavos=Centavos(438_200), closing=result,
            total_words="cuatro mil trescientos ochenta y dos pesos 00/100 M.N.",
        ),
        "start": replace(_PLAIN, kind=5, total_centavos=_NOTHING),
        "practice": replace(PAYMENT, practice=True),
    }  # fmt: skip


def other_papers() -> dict[str, AnySlip]:
    """Return each paper that is no comprobante."""
    lines = (
        SlipAmount(label="Copia certificada de acta", amount_centavos=185_500),
        SlipAmount(label="Impuesto predial", amount_centavos=1_284_500),
    )
    means = (
        SlipAmount(label="Efectivo", amount_centavos=1_370_000),
        SlipAmount(label="Transferencia", amount_centavos=100_000),
    )
    return {
        "order": OrderSlip(
            number="A-27",
            service_name="Acta de nacimiento",
            lines=(OrderLine(label="Copia certificada", quantity=2, base="zona 1"),),
            qr_text=a_code(250, "order").replace("/v#", "/o#"),
            made_at=AT,
            good_until=AT + timedelta(hours=4, minutes=16),
            total_centavos=Centavos(18_550),
        ),
        "card": CardText(
            number="1PGE-HB12-YSHV",
            issue=2,
            qr_text=f"https://demo.invalid/c#{digits_of(some_bytes(96, 'card'))}",
            made_on=AT.date(),
        ),
        "deposit": DepositSlip(
            amount_centavos=Centavos(172_550), bank="Banco del Bienestar 0123", slip="884421",
            day=date(2026, 11, 26), cashier=42, at=AT, pieces=PIECES,
        ),
        "handover": HandoverSlip(
            counted_centavos=Centavos(172_550), pieces=PIECES, from_name="Marisol Canul",
            to_name="Rogelio Ek", shift_number=12, at=AT,
        ),
        "cash": CashSlip(
            change_centavos=-100_000, purpose=CashPurpose.SAFE, reason="Retiro parcial",
            witness="Rogelio Ek", cashier=42, at=AT, slip="R-18",
        ),
        "benefit": BenefitSlip(
            what="Despensa básica", quantity=2, amount_centavos=_NOTHING, in_kind=True, cashier=42,
            at=AT,
        ),
        "reading": Reading(
            shift_number=12, business_day=AT.date(), opened_at=AT.replace(hour=8, minute=5), at=AT,
            cashier=42, payments_count=41, reversals_count=1,
            sections=(("Por concepto", lines), ("Por forma de pago", means)),
        ),
        "test": TestPage(printer="192.168.1.50:9100", at=AT),
    }  # fmt: skip


def every_slip(texts: Texts) -> Iterator[tuple[str, Slip]]:
    """Yield the words of every paper, a duplicate and a paper of practice among them."""
    for name, view in receipts().items():
        yield name, comprobante_of(view, texts)
    again = Duplicate(copy=1, at=AT + timedelta(days=3))
    yield "duplicate", comprobante_of(PAYMENT, texts, again)
    for name, value in other_papers().items():
        yield name, slip_of(value, HEAD, texts)
    yield "order-practice", slip_of(other_papers()["order"], replace(HEAD, practice=True), texts)
