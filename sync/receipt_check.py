"""Is this receipt authentic? Three answers, decided offline, in the order of RECEIPTS §9.

**Authentic** when issued: signed by a device that one of the pinned roots vouches for.
**Not authentic**: a check failed that an honest receipt always passes.
**Cannot be known here**: another institution's root, a newer format, or a reported device.
What is never checked offline: whether a payment was cancelled afterwards, whether paper is a copy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sync import cose
from sync.certificates import DeviceCertificate, read_device_certificate
from sync.errors import MessageInvalid
from sync.ids import folio_text
from sync.profile import InstitutionProfile
from sync.receipts import (
    DOMAIN,
    NewerReceipt,
    ReceiptFields,
    ReceiptKind,
    bytes_of_digits,
    read_payload,
    typed_code,
)
from sync.revocations import Reported, RevocationList, RevokedDevice, read_statement

LARGEST_DIGITS = 1500
LARGEST_BYTES = 600


class Answer(Enum):
    """The three answers."""

    AUTHENTIC = "authentic"
    NOT_AUTHENTIC = "not-authentic"
    CANNOT_BE_KNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTrust:
    """Whose receipts are known here, and the names to show instead of codes."""

    prefixes: tuple[str, ...]
    roots: tuple[bytes, ...]
    training_roots: tuple[bytes, ...] = ()
    offices: Mapping[str, str] = field(default_factory=dict)
    concepts: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, profile: InstitutionProfile) -> ReceiptTrust:
        """Return what an institution's profile makes known."""
        return cls(
            prefixes=(profile.receipt_prefix,),
            roots=profile.roots,
            training_roots=() if profile.training is None else (profile.training.point,),
            offices=profile.offices,
            concepts=profile.concepts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer, why, and the facts to show; facts are there as far as signatures held."""

    answer: Answer
    code: str  # "ok", "training", or the first check that failed
    receipt: ReceiptFields | None = None
    certificate: DeviceCertificate | None = None
    office: str | None = None  # its name; None = show the terminal
    concept_names: tuple[str | None, ...] = ()  # one per concept; None = show the code
    revocations_issued_at_seconds: int | None = None  # None = no list was there to look at

    @property
    def is_training(self) -> bool:
        """Practice, without value: to be said wherever the verdict is shown."""
        return self.code == "training"

    @property
    def folio(self) -> str | None:
        """The printed folio, where signature and fields held."""
        if self.receipt is None or self.certificate is None:
            return None
        return folio_text(self.certificate.terminal, self.receipt.series, self.receipt.number)

    @property
    def typed_code(self) -> str | None:
        """The ten characters beside the QR code."""
        return None if self.receipt is None else typed_code(self.receipt.anchor)


class _Unknowable(MessageInvalid):
    """First failure that leaves the answer open."""


def verify(
    text: str, trust: ReceiptTrust | None, revocations: RevocationList | None = None
) -> Verdict:
    """Return the verdict on the text of a receipt's QR code; never raises.

    *trust* None: no profile is here, so nothing can be known. The age of the receipt, to be shown
    first, is the caller's: its clock against `receipt.time_seconds`.
    """
    if trust is None:
        return Verdict(answer=Answer.CANNOT_BE_KNOWN, code="root-unknown")
    seen = _Seen()
    answer, code = Answer.AUTHENTIC, "ok"
    try:
        _check(text, trust, revocations, seen)
        if seen.is_training:
            code = "training"
    except (NewerReceipt, _Unknowable) as failure:
        answer, code = Answer.CANNOT_BE_KNOWN, failure.code
    except MessageInvalid as failure:
        unknown = failure.code == "root-unknown"
        answer = Answer.CANNOT_BE_KNOWN if unknown else Answer.NOT_AUTHENTIC
        code = failure.code
    terminal = "" if seen.certificate is None else seen.certificate.terminal
    concepts = () if seen.receipt is None else seen.receipt.concepts
    return Verdict(
        answer=answer,
        code=code,
        receipt=seen.receipt,
        certificate=seen.certificate,
        office=trust.offices.get(terminal),
        concept_names=tuple(trust.concepts.get(concept.code) for concept in concepts),
        revocations_issued_at_seconds=None
        if revocations is None
        else revocations.issued_at_seconds,
    )


class _Seen:
    """What has been proven so far, kept where a later check fails."""

    receipt: ReceiptFields | None = None
    certificate: DeviceCertificate | None = None
    is_training: bool = False


def _check(text: str, trust: ReceiptTrust, revocations: RevocationList | None, seen: _Seen) -> None:
    """Walk steps 1 to 8 of RECEIPTS §9; raises MessageInvalid at the first failure."""
    message = cose.open_shape(
        _bytes_in(text, trust.prefixes), DOMAIN, LARGEST_BYTES, {cose.CERTIFICATE_LABEL}
    )
    all_roots = (*trust.roots, *trust.training_roots)
    certificate = read_device_certificate(message.certificate_bytes(), all_roots)
    message.verify(certificate.point)
    seen.certificate = certificate
    receipt = read_payload(message.payload)
    seen.receipt = receipt
    seen.is_training = certificate.root in trust.training_roots
    if seen.is_training is not (receipt.kind is ReceiptKind.TRAINING):
        raise MessageInvalid("training", "training root if and only if kind 6")
    valid = certificate.not_before_seconds <= receipt.time_seconds <= certificate.expires_seconds
    if not valid:
        raise MessageInvalid("cert-time", "stated time outside the certificate")
    if revocations is not None:
        _check_revocations(certificate.device_id, receipt, revocations, trust.roots)


def _bytes_in(text: str, prefixes: Collection[str]) -> bytes:
    prefix = next((one for one in prefixes if text.startswith(one)), None)
    if prefix is None:
        raise MessageInvalid("prefix", "no institution that is known here")
    digits = text[len(prefix) :]
    if not all(character in "0123456789" for character in digits):
        raise MessageInvalid("digits", "not only digits")
    if len(digits) > LARGEST_DIGITS:
        raise MessageInvalid("size", "more than 1,500 digits")
    return bytes_of_digits(digits)


def _check_revocations(
    device_id: bytes, receipt: ReceiptFields, revocations: RevocationList, roots: Collection[bytes]
) -> None:
    cut_by = [
        entry
        for entry in revocations.devices
        if entry.cuts(device_id, receipt.series, receipt.number)
    ]
    if any(_is_forged(entry, device_id, receipt, roots) for entry in cut_by):
        raise MessageInvalid("revoked-forged", "a root says that this key was misused")
    if cut_by:
        raise _Unknowable("after-cut", "the device was reported")


def _is_forged(
    entry: RevokedDevice, device_id: bytes, receipt: ReceiptFields, roots: Collection[bytes]
) -> bool:
    """Say whether a root itself calls this folio forged; the central's word alone is not enough."""
    if entry.why is not Reported.KEY_MISUSED or entry.statement is None:
        return False
    try:
        statement = read_statement(entry.statement, roots)
    except MessageInvalid:
        return False
    return statement.covers(device_id, receipt.series, receipt.number)
