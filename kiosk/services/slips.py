"""Papers that are no comprobante, put into words: they never say that they are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from kiosk.devices.slip import PaperLine, PaperStyle, Slip
from kiosk.services.paper import letterhead, line, moment, pair, questions
from kiosk.services.views.slips import (
    AnySlip,
    BenefitSlip,
    CardText,
    CashSlip,
    DepositSlip,
    HandoverSlip,
    OrderSlip,
    Reading,
    TestPage,
)
from kiosk.texts import Texts
from sync.events import CoinOrNote, Pieces
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who issues, and where to ask."""

    institution: str
    office: str
    phone: str
    place: str
    domain_words: str
    practice: bool = False


def slip_of(value: AnySlip, head: Letterhead, texts: Texts) -> Slip:
    """Return the words of any paper that is no comprobante."""
    made = _made(value, head, texts)
    if not head.practice:
        return made
    words = texts.text("paper-practice")
    stamp = line(PaperStyle.BOXED, words)
    return Slip(
        name=made.name,
        above=(stamp, *made.above, stamp),
        qr_text=made.qr_text,
        beside=made.beside,
        below=(*made.below, stamp),
        across=words,
    )


def _made(value: AnySlip, head: Letterhead, texts: Texts) -> Slip:
    match value:
        case OrderSlip():
            return _order(value, head, texts)
        case CardText():
            return _card(value, head, texts)
        case DepositSlip():
            return _deposit(value, head, texts)
        case HandoverSlip():
            return _handover(value, head, texts)
        case CashSlip():
            return _cash(value, head, texts)
        case BenefitSlip():
            return _benefit(value, head, texts)
        case Reading():
            return _reading(value, head, texts)
        case TestPage():
            return _test(value, head, texts)
        case _:
            assert_never(value)


def _titled(head: Letterhead, texts: Texts, title_id: str) -> list[PaperLine]:
    return [
        *letterhead(head.institution, head.office),
        line(PaperStyle.TITLE, texts.text(title_id)),
    ]


def _order(order: OrderSlip, head: Letterhead, texts: Texts) -> Slip:
    above = [
        *_titled(head, texts, "slip-order-title"),
        line(PaperStyle.BIG_CENTRED, order.number),
        line(PaperStyle.HEAD, order.service_name or texts.text("paper-discreet")),
    ]
    if order.service_name:
        for one in order.lines:
            words = one.label if one.quantity == 1 else f"{one.quantity} × {one.label}"
            above.append(line(PaperStyle.PLAIN, f"{words} · {one.base}" if one.base else words))
    if order.total_centavos is not None:
        above.append(line(PaperStyle.RULE))
        total = texts.money(order.total_centavos)
        above.append(line(PaperStyle.BIG_PAIR, texts.text("slip-order-total"), total))
    until = texts.text("slip-order-until", when=moment(order.good_until))
    return Slip(
        name=f"orden-{order.number}",
        above=tuple(above),
        qr_text=order.qr_text,
        beside=(line(PaperStyle.HEAD, until),),
        below=(
            line(PaperStyle.CENTRED, texts.text("slip-order-how")),
            line(PaperStyle.RULE),
            line(PaperStyle.HEAD, texts.text("slip-no-receipt")),
            line(PaperStyle.CENTRED, moment(order.made_at)),
            questions(texts, head.phone, head.place),
        ),
    )


def _card(card: CardText, head: Letterhead, texts: Texts) -> Slip:
    return Slip(
        name=f"tarjeta-{card.issue}",
        above=tuple(_titled(head, texts, "slip-card-title")),
        qr_text=card.qr_text,
        beside=(
            line(PaperStyle.CENTRED, texts.text("slip-card-number")),
            line(PaperStyle.BIG_CENTRED, card.number),
            line(PaperStyle.CENTRED, texts.text("slip-card-issue", n=str(card.issue))),
        ),
        below=(
            line(PaperStyle.RULE),
            line(PaperStyle.CENTRED, texts.text("slip-card-use")),
            line(PaperStyle.CENTRED, texts.text("slip-card-lost")),
            line(PaperStyle.CENTRED, f"{card.made_on:%d/%m/%Y}"),
            questions(texts, head.phone, head.place),
        ),
    )


def _deposit(deposit: DepositSlip, head: Letterhead, texts: Texts) -> Slip:
    amount = texts.money(deposit.amount_centavos)
    return Slip(
        name="deposito",
        above=(
            *_titled(head, texts, "slip-deposit-title"),
            line(PaperStyle.CENTRED, moment(deposit.at)),
            line(PaperStyle.RULE),
            line(PaperStyle.BIG_PAIR, texts.text("slip-amount"), amount),
            *_pieces(deposit.pieces, texts),
            pair(texts, "slip-bank", deposit.bank),
            pair(texts, "slip-bank-slip", deposit.slip),
            pair(texts, "slip-day", f"{deposit.day:%d/%m/%Y}"),
            pair(texts, "paper-cashier", str(deposit.cashier)),
        ),
        below=(*_signed(texts, "slip-carries"), *_no_receipt(texts)),
    )


def _handover(handed: HandoverSlip, head: Letterhead, texts: Texts) -> Slip:
    counted = texts.money(handed.counted_centavos)
    return Slip(
        name=f"entrega-{handed.shift_number}",
        above=(
            *_titled(head, texts, "slip-handover-title"),
            line(PaperStyle.CENTRED, moment(handed.at)),
            pair(texts, "paper-shift-number", str(handed.shift_number)),
            line(PaperStyle.RULE),
            line(PaperStyle.BIG_PAIR, texts.text("paper-counted"), counted),
            *_pieces(handed.pieces, texts),
        ),
        below=(
            *_signed(texts, "slip-hands-over", handed.from_name),
            *_signed(texts, "slip-takes-over", handed.to_name),
            *_no_receipt(texts),
        ),
    )


def _cash(moved: CashSlip, head: Letterhead, texts: Texts) -> Slip:
    entered = moved.change_centavos > 0
    amount = texts.money(Centavos(abs(moved.change_centavos)))
    lines = [
        *_titled(head, texts, "slip-cash-in-title" if entered else "slip-cash-out-title"),
        line(PaperStyle.CENTRED, moment(moved.at)),
        line(PaperStyle.RULE),
        line(PaperStyle.BIG_PAIR, texts.text("slip-amount"), amount),
        line(PaperStyle.PLAIN, texts.text(f"slip-cash-{moved.purpose.name.lower()}")),
    ]
    if moved.reason:
        lines.append(line(PaperStyle.PLAIN, moved.reason))
    if moved.slip:
        lines.append(pair(texts, "slip-own-paper", moved.slip))
    lines.append(pair(texts, "paper-cashier", str(moved.cashier)))
    return Slip(
        name="efectivo",
        above=tuple(lines),
        below=(*_signed(texts, "slip-witness", moved.witness), *_no_receipt(texts)),
    )


def _benefit(benefit: BenefitSlip, head: Letterhead, texts: Texts) -> Slip:
    words = benefit.what if benefit.quantity == 1 else f"{benefit.quantity} × {benefit.what}"
    lines = [
        *_titled(head, texts, "slip-benefit-title"),
        line(PaperStyle.CENTRED, moment(benefit.at)),
        line(PaperStyle.RULE),
        line(PaperStyle.HEAD, words),
    ]
    if not benefit.in_kind:
        amount = texts.money(benefit.amount_centavos)
        lines.append(line(PaperStyle.BIG_PAIR, texts.text("slip-amount"), amount))
    lines.append(pair(texts, "slip-handed-by", str(benefit.cashier)))
    return Slip(
        name="apoyo",
        above=tuple(lines),
        below=(*_signed(texts, "slip-receives"), *_no_receipt(texts)),
    )


def _reading(reading: Reading, head: Letterhead, texts: Texts) -> Slip:
    lines = [
        *_titled(head, texts, "slip-reading-title"),
        line(PaperStyle.CENTRED, moment(reading.at)),
        pair(texts, "paper-shift-number", str(reading.shift_number)),
        pair(texts, "slip-business-day", f"{reading.business_day:%d/%m/%Y}"),
        pair(texts, "slip-opened", moment(reading.opened_at)),
        pair(texts, "paper-cashier", str(reading.cashier)),
        pair(texts, "slip-payments", str(reading.payments_count)),
        pair(texts, "slip-reversals", str(reading.reversals_count)),
    ]
    for title, amounts in reading.sections:
        lines += [line(PaperStyle.RULE), line(PaperStyle.HEAD, title)]
        lines += [
            line(PaperStyle.PAIR, one.label, texts.money(Centavos(one.amount_centavos)))
            for one in amounts
        ]
    return Slip(
        name=f"lectura-{reading.shift_number}", above=tuple(lines), below=tuple(_no_receipt(texts))
    )


def _test(page: TestPage, head: Letterhead, texts: Texts) -> Slip:
    return Slip(
        name="prueba",
        above=(
            *_titled(head, texts, "slip-test-title"),
            line(PaperStyle.CENTRED, moment(page.at)),
            line(PaperStyle.RULE),
            line(PaperStyle.PLAIN, texts.text("slip-test-letters")),
            line(PaperStyle.PAIR, texts.text("slip-amount"), texts.money(Centavos(123_456))),
            line(PaperStyle.BIG, "20067-007-1PGE-342"),
            line(PaperStyle.RULE),
            line(PaperStyle.PLAIN, texts.text("slip-test-codes")),
        ),
        below=tuple(_no_receipt(texts)),
    )


def _pieces(pieces: Sequence[Pieces], texts: Texts) -> list[PaperLine]:
    """Return what the money consists of: a $20 coin and a $20 note are two lines."""
    lines = []
    for one in pieces:
        if one.count:
            form = "slip-coin" if one.form is CoinOrNote.COIN else "slip-note"
            each = texts.text(form, each=texts.money_short(one.each_centavos), n=str(one.count))
            lines.append(
                line(PaperStyle.PAIR, each, texts.money(Centavos(one.each_centavos * one.count)))
            )
    return lines


def _signed(texts: Texts, word_id: str, name: str = "") -> list[PaperLine]:
    """Return room for a signature, and whose it is."""
    return [
        line(PaperStyle.PLAIN, texts.text(word_id)),
        line(PaperStyle.BIG, " "),
        line(PaperStyle.RULE),
        line(PaperStyle.CENTRED, name or texts.text("slip-name-signature")),
    ]


def _no_receipt(texts: Texts) -> list[PaperLine]:
    return [line(PaperStyle.RULE), line(PaperStyle.HEAD, texts.text("slip-no-receipt"))]
