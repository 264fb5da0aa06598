"""The words of V27: one answer, its reason, what to do; each answer differs by word and shape."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.services.paper import moment, title_of_kind
from kiosk.services.verification import age
from kiosk.services.views.verifying import Checked, Held, PaperFacts, SlipNote
from kiosk.texts import Texts
from kiosk.ui.widgets.answer_mark import Mark
from sync.receipt_check import Answer
from sync.receipts import ReceiptKind

_REASONS = {
    "prefix": "verify-why-prefix",
    "total": "verify-why-total",
    "training": "verify-why-training",
    "cert-time": "verify-why-time",
    "revoked-forged": "verify-why-forged",
    "typed": "verify-why-typed",
    "sig": "verify-why-signature",
    "cert-sig": "verify-why-signature",
}
_OPEN_REASONS = {
    "after-cut": "verify-open-reported",
    "newer": "verify-open-newer",
    "not-here": "verify-open-not-here",
    "unsigned": "verify-open-unsigned",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The answer as it is shown and said."""

    mark: Mark
    tone: str  # of the card
    ink: str
    word: str
    why: str
    age: str = ""

    @property
    def spoken(self) -> str:
        """Age first, then the answer and its reason."""
        return " ".join(part for part in (self.age, f"{self.word}.", self.why) if part)


def headline(checked: Checked, texts: Texts) -> Headline:
    """Return the answer in words."""
    paper = checked.paper
    old = "" if paper is None else age(paper.age_seconds, texts)
    if checked.answer is Answer.NOT_AUTHENTIC:
        return Headline(
            mark=Mark.CROSS,
            tone="refused",
            ink="error",
            word=texts.text("verify-word-not"),
            why=texts.text(_REASONS.get(checked.code, "verify-why-changed")),
        )
    if checked.answer is Answer.CANNOT_BE_KNOWN:
        reason = _OPEN_REASONS.get(checked.code, "verify-open-root")
        where = texts.text("verify-ask-at", office=checked.office_words)
        return Headline(
            mark=Mark.ASK,
            tone="neutral",
            ink="ink",
            word=texts.text("verify-word-open"),
            why=f"{texts.text(reason)} {where}",
            age=old,
        )
    if checked.is_practice:
        return Headline(
            mark=Mark.STRIPES,
            tone="neutral",
            ink="ink",
            word=texts.text("verify-word-practice"),
            why=texts.text("verify-why-practice"),
            age=old,
        )
    if checked.cancelled is not None:
        day = texts.day_with_year(checked.cancelled.at.date())
        return Headline(
            mark=Mark.CANCELLED,
            tone="problem",
            ink="ink",
            word=texts.text("verify-word-cancelled", day=day),
            why=texts.text("verify-why-cancelled", folio=checked.cancelled.folio),
            age=old,
        )
    if checked.held is Held.CONTRADICTED:  # signed with this device's key, and not in its journal
        return Headline(
            mark=Mark.TICK,
            tone="problem",
            ink="ink",
            word=texts.text("verify-word-authentic"),
            why=texts.text("verify-note-contradicted"),
            age=old,
        )
    why = texts.text("verify-why-own" if checked.held is Held.HERE else "verify-why-authentic")
    return Headline(
        mark=Mark.TICK,
        tone="success",
        ink="success",
        word=texts.text("verify-word-authentic"),
        why=why,
        age=old,
    )


def facts(checked: Checked, texts: Texts) -> list[tuple[str, str, str]]:
    """Return (label, value, role of the value) of what the paper says."""
    paper = checked.paper
    if paper is None:
        return []
    when = moment(paper.issued_at)
    if not paper.time_verified:
        when = f"{when} · {texts.text('paper-time-unverified')}"
    rows = [("verify-label-kind", title_of_kind(paper.kind, texts), "label")]
    if paper.total_centavos is not None:
        rows.append(("verify-label-amount", texts.money(paper.total_centavos), "h2"))
    rows += [
        ("verify-label-when", when, "label"),
        ("verify-label-office", paper.office, "label"),
        ("verify-label-folio", paper.folio, "label"),
    ]
    if paper.lines:
        rows.append(("verify-label-concepts", _lines(paper, texts), "body"))
    for name, value in (
        ("verify-label-original", paper.original_folio),
        ("verify-label-holder", checked.holder or paper.initials),
        ("verify-label-cashier", str(paper.cashier)),
        ("verify-label-code", paper.typed_code),
    ):
        if value:
            rows.append((name, value, "label"))
    return [(texts.text(name), value, role) for name, value, role in rows]


def notes(checked: Checked, texts: Texts) -> list[str]:
    """Return what was not checked, what was noted, and that nothing was sent."""
    found = []
    if checked.slip is SlipNote.NOTED:
        found.append(texts.text("verify-note-slip"))
    if checked.slip is SlipNote.KNOWN:
        found.append(texts.text("verify-note-slip-known"))
    if checked.paper is not None:
        found.append(
            texts.text("verify-revocations-none")
            if checked.list_day is None
            else texts.text("verify-note-list", day=texts.day_with_year(checked.list_day))
        )
    found.append(texts.text("verify-note-nothing-sent"))
    return found


def to_do(checked: Checked, texts: Texts) -> list[str]:
    """Return what to do about a paper that is not authentic."""
    if checked.answer is not Answer.NOT_AUTHENTIC:
        return []
    return [texts.text(f"verify-do-{number}") for number in (1, 2, 3)]


def _lines(paper: PaperFacts, texts: Texts) -> str:
    if paper.kind == ReceiptKind.REGISTRATION:
        return "\n".join(line.label for line in paper.lines)
    return "\n".join(f"{line.label} {texts.money(line.amount_centavos)}" for line in paper.lines)
