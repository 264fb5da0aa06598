"""A stored receipt put into words for paper: RECEIPTS §8 and nothing else."""

from __future__ import annotations

from datetime import datetime

from kiosk.devices.slip import PaperLine, PaperStyle, Slip
from kiosk.services.views import ReceiptView
from kiosk.services.views.paper import Duplicate
from kiosk.texts import Texts
from sync.events import PaymentMeans
from sync.money import Centavos
from sync.receipts import ReceiptKind

_TITLES: dict[int, str] = {
    ReceiptKind.PAYMENT: "paper-title-payment",
    ReceiptKind.REVERSAL: "paper-title-reversal",
    ReceiptKind.REGISTRATION: "paper-title-registration",
    ReceiptKind.SHIFT_SLIP: "paper-title-shift",
    ReceiptKind.START_OF_SERIES: "paper-title-start",
    ReceiptKind.TRAINING: "paper-title-practice",
}
_MONEY_KINDS = (ReceiptKind.PAYMENT, ReceiptKind.REVERSAL)
_DECLARED = {
    PaymentMeans.TERMINAL: "paper-terminal",
    PaymentMeans.BANK: "paper-bank",
    PaymentMeans.TRANSFER: "paper-transfer",
}


def comprobante_of(view: ReceiptView, texts: Texts, duplicate: Duplicate | None = None) -> Slip:
    """Return the words of a receipt in the order of the paper; the folio is its name.

    *duplicate*: the same receipt once more, marked above and below (RECEIPTS §8).
    """
    above = (*_head(view, texts), *_content(view, texts))
    beside, below = _beside(view, texts), _foot(view, texts)
    across = ""
    if view.practice:  # three times: wherever the paper is torn, it is still said
        across = texts.text("paper-practice")
        stamp = line(PaperStyle.BOXED, across)
        above, below = (stamp, *above, stamp), (*below, stamp)
    if duplicate is not None:
        marked = line(
            PaperStyle.BOXED,
            texts.text("paper-duplicate", n=duplicate.copy, when=f"{duplicate.at:%d/%m/%Y}"),
        )
        above, below = (marked, *above), (*below, marked)
    return Slip(
        name=view.folio,
        above=above,
        qr_text=view.qr_text,
        beside=beside,
        below=below,
        across=across,
    )


def title_of(view: ReceiptView, texts: Texts) -> str:
    """Return what a receipt is called: a closed shift's slip is another than an opened one's."""
    if view.closing is not None:
        return texts.text("paper-title-closing")
    return title_of_kind(view.kind, texts)


def title_of_kind(kind: int, texts: Texts) -> str:
    """Return what a receipt of this kind is called; a shift slip is called by what it opens."""
    return texts.text(_TITLES.get(kind, "paper-title-other"))


def moment(when: datetime) -> str:
    """Return an instant as paper shows it, `26/11/2026 10:44`."""
    return f"{when:%d/%m/%Y} {when.hour}:{when.minute:02d}"


def line(style: PaperStyle, text: str = "", right: str = "") -> PaperLine:
    """Return one line of a slip."""
    return PaperLine(style=style, text=text, right=right)


def pair(texts: Texts, label: str, value: str) -> PaperLine:
    """Return a word and its value, on one line where there is room."""
    return line(PaperStyle.PAIR, texts.text(label), value)


def letterhead(institution: str, office: str) -> tuple[PaperLine, ...]:
    """Return who issues."""
    return (
        line(PaperStyle.MARK),
        line(PaperStyle.HEAD, institution),
        line(PaperStyle.CENTRED, office),
        line(PaperStyle.FRET),
    )


def questions(texts: Texts, phone: str, place: str) -> PaperLine:
    """Return where to ask."""
    return line(
        PaperStyle.CENTRED, texts.text("paper-questions", phone=texts.phone(phone), place=place)
    )


def _head(view: ReceiptView, texts: Texts) -> tuple[PaperLine, ...]:
    when = moment(view.issued_at)
    if not view.time_verified:
        when = f"{when} · {texts.text('paper-time-unverified')}"
    lines = [
        *letterhead(view.institution, view.office),
        line(PaperStyle.TITLE, title_of(view, texts)),
    ]
    if not view.qr_text:
        lines.append(line(PaperStyle.BOXED, texts.text("paper-provisional")))
    lines += [
        line(PaperStyle.CENTRED, when),
        line(PaperStyle.PLAIN, texts.text("paper-folio")),
        line(PaperStyle.BIG, view.folio),
    ]
    if view.original_folio:
        words = texts.text("paper-reverses", folio=view.original_folio)
        lines.append(line(PaperStyle.BOXED, words))
    lines.append(line(PaperStyle.RULE))
    return tuple(lines)


def _content(view: ReceiptView, texts: Texts) -> tuple[PaperLine, ...]:
    match view.kind:
        case ReceiptKind.REGISTRATION:
            lines = _request(view, texts)
        case ReceiptKind.PAYMENT | ReceiptKind.REVERSAL:
            lines = _charged(view, texts)
        case ReceiptKind.SHIFT_SLIP:
            lines = _shift(view, texts)
        case _:
            lines = [line(PaperStyle.PLAIN, texts.text("paper-start-file"))]
    if view.account_masked:
        lines.append(pair(texts, "paper-account", view.account_masked))
    if view.initials:
        lines.append(pair(texts, "paper-payer", view.initials))
    lines.append(pair(texts, "paper-cashier", str(view.cashier)))
    return tuple(lines)


def _request(view: ReceiptView, texts: Texts) -> list[PaperLine]:
    lines = [line(PaperStyle.HEAD, view.service_name)]
    if view.bring:
        lines.append(line(PaperStyle.PLAIN, texts.text("paper-bring")))
        lines += [line(PaperStyle.PLAIN, f"· {paper}") for paper in view.bring]
    lines.append(line(PaperStyle.PLAIN, texts.text("paper-come-back")))
    return lines


def _charged(view: ReceiptView, texts: Texts) -> list[PaperLine]:
    lines: list[PaperLine] = []
    for one in view.lines:
        money = texts.money(one.amount_centavos)
        if one.detail:
            lines.append(line(PaperStyle.PLAIN, one.label))
            lines.append(line(PaperStyle.PAIR, one.detail, money))
        else:
            lines.append(line(PaperStyle.PAIR, one.label, money))
    lines.append(line(PaperStyle.RULE))
    returned = view.kind == ReceiptKind.REVERSAL
    lines += _total(view, texts, "paper-returned" if returned else "paper-total")
    return lines + (_given_back(view, texts) if returned else _paid(view, texts))


def _paid(view: ReceiptView, texts: Texts) -> list[PaperLine]:
    """Return how it was paid: from the balance, in cash with its change, or as declared."""
    lines = []
    if view.balance_centavos < 0:
        lines.append(pair(texts, "paper-from-balance", _money(texts, -view.balance_centavos)))
    if view.means in _DECLARED:
        tendered = view.tendered_centavos or Centavos(0)
        lines.append(pair(texts, _DECLARED[view.means], texts.money(tendered)))
        if view.reference:
            lines.append(pair(texts, "paper-reference", view.reference))
        lines.append(line(PaperStyle.PLAIN, texts.text("paper-declared")))
    elif view.means is PaymentMeans.CASH and view.tendered_centavos is not None:
        lines.append(pair(texts, "paper-cash", texts.money(view.tendered_centavos)))
        change = view.change_centavos or Centavos(0)
        lines.append(pair(texts, "paper-change", texts.money(change)))
    if view.balance_centavos > 0:
        lines.append(pair(texts, "paper-to-balance", _money(texts, view.balance_centavos)))
    return lines


def _given_back(view: ReceiptView, texts: Texts) -> list[PaperLine]:
    lines = []
    if view.tendered_centavos and view.means is PaymentMeans.CASH:
        lines.append(pair(texts, "paper-cash-back", texts.money(view.tendered_centavos)))
    elif view.tendered_centavos and view.means in _DECLARED:
        lines.append(pair(texts, _DECLARED[view.means], texts.money(view.tendered_centavos)))
    if view.balance_centavos:
        moved = _money(texts, abs(view.balance_centavos))
        word = "paper-back-to-balance" if view.balance_centavos > 0 else "paper-off-balance"
        lines.append(pair(texts, word, moved))
    return lines


def _shift(view: ReceiptView, texts: Texts) -> list[PaperLine]:
    closing = view.closing
    if closing is None:
        lines = _total(view, texts, "paper-float")
        if view.previous_folio:
            lines.append(pair(texts, "paper-last-folio", view.previous_folio))
        return lines
    folios = texts.text(
        "paper-folios-range", first=str(closing.first_number), last=str(closing.last_number)
    )
    lines = [
        pair(texts, "paper-shift-number", str(closing.shift_number)),
        *_total(view, texts, "paper-counted"),
        pair(texts, "paper-expected", _money(texts, closing.expected_centavos)),
        pair(texts, "paper-difference", _money(texts, closing.difference_centavos)),
        pair(texts, "paper-folios", folios),
    ]
    if view.previous_folio:
        lines.append(pair(texts, "paper-last-folio", view.previous_folio))
    if closing.paper_counter is not None:
        lines.append(pair(texts, "paper-counter", str(closing.paper_counter)))
    return lines


def _total(view: ReceiptView, texts: Texts, label: str) -> list[PaperLine]:
    return [
        line(PaperStyle.BIG_PAIR, texts.text(label), texts.money(view.total_centavos)),
        line(PaperStyle.PLAIN, f"({view.total_words})"),
    ]


def _beside(view: ReceiptView, texts: Texts) -> tuple[PaperLine, ...]:
    return (
        line(PaperStyle.CENTRED, texts.text("paper-code")),
        line(PaperStyle.BIG_CENTRED, view.typed_code),
    )


def _foot(view: ReceiptView, texts: Texts) -> tuple[PaperLine, ...]:
    lines = []
    if view.qr_text:
        scan = texts.text("paper-scan", domain=view.domain_words)
        lines.append(line(PaperStyle.CENTRED, scan))
    else:
        lines.append(line(PaperStyle.CENTRED, texts.text("paper-provisional-why")))
    lines.append(line(PaperStyle.RULE))
    if not view.practice:  # nothing of a practice ever arrives anywhere
        lines += [
            line(PaperStyle.HEAD, texts.text("paper-saved")),
            line(PaperStyle.CENTRED, texts.text("paper-on-its-way")),
        ]
    if view.legal_line:
        lines.append(line(PaperStyle.CENTRED, view.legal_line))
    lines.append(questions(texts, view.phone, view.place))
    return tuple(lines)


def _money(texts: Texts, amount_centavos: int) -> str:
    return texts.money(Centavos(amount_centavos))
