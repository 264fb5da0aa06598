"""A stored receipt put into words for paper: RECEIPTS §8 and nothing else."""

from __future__ import annotations

from datetime import datetime

from kiosk.devices.ports import Comprobante, PaperLine, PaperStyle
from kiosk.services.views import ReceiptView
from kiosk.texts import Texts
from sync.money import Centavos

_TITLES = {
    1: "paper-title-payment",
    2: "paper-title-reversal",
    3: "paper-title-registration",
    4: "paper-title-shift",
    5: "paper-title-start",
    6: "paper-title-practice",
}
_MONEY_KINDS = (1, 2)
_SHIFT, _REGISTRATION = 4, 3


def comprobante_of(view: ReceiptView, texts: Texts) -> Comprobante:
    """Return the words of a receipt in the order of the paper; the folio is its name."""
    above = (*_head(view, texts), *_content(view, texts))
    below = _foot(view, texts)
    if view.practice:  # three times: wherever the paper is torn, it is still said
        stamp = _line(PaperStyle.BIG_CENTRED, texts.text("paper-practice"))
        above, below = (stamp, *above, stamp), (*below, stamp)
    return Comprobante(name=view.folio, above=above, qr_text=view.qr_text, below=below)


def title_of(kind: int, texts: Texts) -> str:
    """Return what a receipt of this kind is called."""
    return texts.text(_TITLES.get(kind, "paper-title-other"))


def moment(when: datetime) -> str:
    """Return an instant as paper shows it, `26/11/2026 10:44`."""
    return f"{when:%d/%m/%Y} {when.hour}:{when.minute:02d}"


def _head(view: ReceiptView, texts: Texts) -> tuple[PaperLine, ...]:
    when = moment(view.issued_at)
    if not view.time_verified:
        when = f"{when} · {texts.text('paper-time-unverified')}"
    lines = [
        _line(PaperStyle.HEAD, view.institution),
        _line(PaperStyle.CENTRED, view.office),
        _line(PaperStyle.RULE),
        _line(PaperStyle.TITLE, title_of(view.kind, texts)),
    ]
    if not view.qr_text:
        lines.append(_line(PaperStyle.HEAD, texts.text("paper-provisional")))
    lines += [
        _line(PaperStyle.CENTRED, when),
        _line(PaperStyle.PLAIN, texts.text("paper-folio")),
        _line(PaperStyle.BIG, view.folio),
        _line(PaperStyle.RULE),
    ]
    return tuple(lines)


def _content(view: ReceiptView, texts: Texts) -> tuple[PaperLine, ...]:
    lines: list[PaperLine] = []
    if view.kind == _REGISTRATION:
        lines.append(_line(PaperStyle.HEAD, view.service_name))
        if view.bring:
            lines.append(_line(PaperStyle.PLAIN, texts.text("paper-bring")))
            lines += [_line(PaperStyle.PLAIN, f"· {paper}") for paper in view.bring]
        lines.append(_line(PaperStyle.PLAIN, texts.text("paper-come-back")))
    if view.kind in _MONEY_KINDS:
        lines += [
            _line(PaperStyle.PAIR, line.label, texts.money(line.amount_centavos))
            for line in view.lines
        ]
        lines.append(_line(PaperStyle.RULE))
        lines += _total(view, texts, "paper-total")
    if view.kind == _SHIFT:
        lines += _total(view, texts, "paper-float")
        if view.previous_folio:
            lines.append(_pair(texts, "paper-last-folio", view.previous_folio))
    lines += _cash(view, texts)
    return tuple(lines)


def _total(view: ReceiptView, texts: Texts, label: str) -> list[PaperLine]:
    return [
        _line(PaperStyle.BIG_PAIR, texts.text(label), texts.money(view.total_centavos)),
        _line(PaperStyle.PLAIN, f"({view.total_words})"),
    ]


def _cash(view: ReceiptView, texts: Texts) -> list[PaperLine]:
    lines = []
    if view.tendered_centavos is not None:
        lines.append(_pair(texts, "paper-cash", texts.money(view.tendered_centavos)))
        change = view.change_centavos or Centavos(0)
        lines.append(_pair(texts, "paper-change", texts.money(change)))
    if view.account_masked:
        lines.append(_pair(texts, "paper-account", view.account_masked))
    if view.initials:
        lines.append(_pair(texts, "paper-payer", view.initials))
    lines.append(_pair(texts, "paper-cashier", str(view.cashier)))
    return lines


def _foot(view: ReceiptView, texts: Texts) -> tuple[PaperLine, ...]:
    lines = [
        _line(PaperStyle.CENTRED, texts.text("paper-code")),
        _line(PaperStyle.BIG_CENTRED, view.typed_code),
    ]
    if view.qr_text:
        scan = texts.text("paper-scan", domain=view.domain_words)
        lines.append(_line(PaperStyle.CENTRED, scan))
    lines.append(_line(PaperStyle.RULE))
    if not view.practice:  # nothing of a practice ever arrives anywhere
        lines += [
            _line(PaperStyle.HEAD, texts.text("paper-saved")),
            _line(PaperStyle.CENTRED, texts.text("paper-on-its-way")),
        ]
    if view.legal_line:
        lines.append(_line(PaperStyle.CENTRED, view.legal_line))
    asks = texts.text("paper-questions", phone=texts.phone(view.phone), place=view.place)
    lines.append(_line(PaperStyle.CENTRED, asks))
    return tuple(lines)


def _pair(texts: Texts, label: str, value: str) -> PaperLine:
    return _line(PaperStyle.PAIR, texts.text(label), value)


def _line(style: PaperStyle, text: str = "", right: str = "") -> PaperLine:
    return PaperLine(style=style, text=text, right=right)
