"""A verdict on a receipt put into words: the three answers, age first (RECEIPTS §9)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.desk import local
from kiosk.services.paper import moment, title_of_kind
from kiosk.texts import Texts
from sync.errors import MessageInvalid
from sync.money import Centavos
from sync.profile import PROFILE_CAP_BYTES, InstitutionProfile, read_profile
from sync.receipt_check import Answer, Verdict
from sync.receipts import CONCEPT_REST, CONCEPT_ROUNDING_UP, ReceiptKind
from sync.revocations import LIST_CAP_BYTES, RevocationList, read_revocations

# Fixed words, the same in every language: programs look for them (issue 2, item 5).
_WORDS = {
    Answer.AUTHENTIC: "auténtico",
    Answer.NOT_AUTHENTIC: "no-auténtico",
    Answer.CANNOT_BE_KNOWN: "no-se-puede-saber",
}
_EXITS = {Answer.AUTHENTIC: 0, Answer.NOT_AUTHENTIC: 10, Answer.CANNOT_BE_KNOWN: 11}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionFacts:
    """Which institution file cannot be used, and why."""

    file: Path
    reason: str


class InstitutionUnreadable(KnownError):
    """The institution's file is missing or does not hold; nothing was believed."""

    code: ClassVar[str] = "institution.unreadable"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(InstitutionFacts(file=file, reason=reason))


def load_institution(file: Path) -> InstitutionProfile:
    """Return the profile in a file that a person chose; raise InstitutionUnreadable."""
    try:
        size_bytes = file.stat().st_size
        if size_bytes > PROFILE_CAP_BYTES:
            raise InstitutionUnreadable(file, "size")
        content = file.read_bytes()
    except OSError as error:
        raise InstitutionUnreadable(file, "file") from error
    try:
        return read_profile(content, None)
    except MessageInvalid as error:
        raise InstitutionUnreadable(file, error.code) from error


def load_revocations(file: Path, profile: InstitutionProfile) -> RevocationList | None:
    """Return the newest list of reported devices that stands in a file, None where none holds.

    It is public and signed; a file that somebody changed counts as none, and that is said.
    """
    try:
        if file.stat().st_size > LIST_CAP_BYTES:
            return None
        return read_revocations(file.read_bytes(), profile.roots)
    except (OSError, MessageInvalid):
        return None


def exit_status(verdict: Verdict) -> int:
    """Return 0 authentic, 10 not authentic, 11 cannot be known (1 and 2: crash, usage)."""
    return _EXITS[verdict.answer]


def report(verdict: Verdict, now_seconds: int, texts: Texts) -> tuple[str, ...]:
    """Return the lines to show: the answer, the age, what the receipt says, what was not checked.

    What a receipt says is shown only where its signature held.
    """
    lines = [_WORDS[verdict.answer], _sentence(verdict, texts)]
    if verdict.receipt is not None and verdict.answer is not Answer.NOT_AUTHENTIC:
        lines += _facts(verdict, now_seconds, texts)
    if verdict.answer is Answer.AUTHENTIC:
        lines.append(texts.text("verify-unchecked"))
        if verdict.revocations_issued_at_seconds is None:
            lines.append(texts.text("verify-revocations-none"))
    issued = verdict.revocations_issued_at_seconds
    if issued is not None and verdict.receipt is not None:  # RECEIPTS §9, step 8
        days = max(0, now_seconds - issued) // _DAY
        lines.append(texts.text("verify-revocations-age", n=days))
    return tuple(lines)


def age(seconds: int, texts: Texts) -> str:
    """Return how long ago something was issued, in the largest whole unit."""
    if seconds < 0:
        return texts.text("verify-age-ahead")
    if seconds < _MINUTE:
        return texts.text("verify-age-now")
    if seconds < _HOUR:
        return texts.text("verify-age-minutes", n=seconds // _MINUTE)
    if seconds < 2 * _DAY:
        return texts.text("verify-age-hours", n=seconds // _HOUR)
    return texts.text("verify-age-days", n=seconds // _DAY)


def _sentence(verdict: Verdict, texts: Texts) -> str:
    match verdict.answer:
        case Answer.AUTHENTIC:
            name = "verify-practice" if verdict.is_training else "verify-authentic"
            return texts.text(name)
        case Answer.NOT_AUTHENTIC:
            return texts.text("verify-not", code=verdict.code)
        case Answer.CANNOT_BE_KNOWN:
            if verdict.code == "after-cut":
                return texts.text("verify-reported")
            return texts.text("verify-unknown", code=verdict.code)


def _facts(verdict: Verdict, now_seconds: int, texts: Texts) -> list[str]:
    receipt = verdict.receipt
    if receipt is None or verdict.certificate is None:
        return []
    when = moment(local(receipt.time_seconds))
    if not receipt.time_verified:
        when = f"{when} · {texts.text('paper-time-unverified')}"
    lines = [
        age(now_seconds - receipt.time_seconds, texts),
        title_of_kind(receipt.kind, texts),
        texts.text("verify-folio", folio=verdict.folio or ""),
        texts.text("verify-when", when=when),
        texts.text("verify-office", office=verdict.office or verdict.certificate.terminal),
    ]
    named = zip(receipt.concepts, verdict.concept_names, strict=True)
    for concept, name in named:
        label = name or concept_label(concept.code, texts)
        if receipt.kind is ReceiptKind.REGISTRATION:
            lines.append(label)
        else:
            amount = texts.money(Centavos(concept.net_centavos))
            lines.append(texts.text("verify-line", label=label, amount=amount))
    if receipt.kind not in (ReceiptKind.REGISTRATION, ReceiptKind.START_OF_SERIES):
        total = texts.money(Centavos(receipt.total_centavos))
        lines.append(texts.text("verify-total", amount=total))
    if receipt.initials:
        lines.append(texts.text("verify-initials", initials=receipt.initials))
    lines.append(texts.text("verify-cashier", cashier=str(receipt.cashier)))
    lines.append(texts.text("verify-typed", code=verdict.typed_code or ""))
    return lines


def concept_label(code: int, texts: Texts) -> str:
    """Return what stands for a concept that the profile has no name for."""
    if code == CONCEPT_REST:
        return texts.text("verify-concept-rest")
    if code == CONCEPT_ROUNDING_UP:
        return texts.text("verify-concept-rounding")
    return texts.text("verify-concept", code=str(code))
