"""How a device becomes one of the institution's: the device's side (PROTOCOL §5a, §18).

Three steps, so that a person can compare the fingerprint between the first and the second:

    read_institution   the profile's file, verified in itself, with its fingerprint to show
    draft_enrolment    keys and code -> the request; keep it, because it is sent again unchanged
    ask                one exchange: enrolled, or pending until the root has signed
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sync import cose
from sync.certificates import (
    CentralCertificate,
    DeviceCertificate,
    read_device_certificate,
    signers_of,
)
from sync.clock import RandomBytes
from sync.device.link import error_hint, trouble_of
from sync.device.memory import read_centrals
from sync.device.transport import COSE_TYPE, NoAnswer, Request, Response, Transport
from sync.errors import LinkError, MessageInvalid, SyncError
from sync.ids import CROCKFORD, DeviceId, Incarnation, OperatorNumber
from sync.profile import InstitutionProfile, fingerprint, read_profile
from sync.requests import (
    ENROLMENT_CAP_BYTES,
    NONCE_BYTES,
    EnrolmentAnswer,
    EnrolmentRequest,
    EnrolmentState,
    FirstOperator,
    build_enrolment_request,
    read_enrolment_answer,
)
from sync.sealed import seal_public_of

CODE_CHARACTERS = 12
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


class EnrolmentError(SyncError):
    """The device was not enrolled; nothing is changed here, and the same keys may ask again.

    EnrolmentError
    ├── InstitutionRefused   the profile does not hold, or is under other roots
    ├── CodeMalformed        the code has not the form of one; nothing was sent
    ├── CodeRefused          the central does not know the code, or it is too old
    ├── CodeUsed             another device has used the code
    ├── KidTaken             the central knows this key already, from another request
    ├── EnrolmentRefused     an administrator said no
    └── AnswerInvalid        the answer is not signed by the institution's central, or not for us
    """

    code = "enrol.fault"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class InstitutionRefused(EnrolmentError):
    """The institution's file does not hold or belongs to roots that are not trusted here."""

    code = "enrol.institution"


class CodeMalformed(EnrolmentError):
    """A code has 12 letters and digits; nothing was sent."""

    code = "enrol.code_malformed"


class CodeRefused(EnrolmentError):
    """The central knows no such code, or it is too old: ask the administrator for another."""

    code = "enrol.code"


class CodeUsed(EnrolmentError):
    """The code was used by another device: ask the administrator for another."""

    code = "enrol.code_used"


class KidTaken(EnrolmentError):
    """The central knows this device's key from another request: new keys are needed."""

    code = "enrol.kid_taken"


class EnrolmentRefused(EnrolmentError):
    """The institution refused this device; the detail is its reason."""

    code = "enrol.refused"


class AnswerInvalid(EnrolmentError):
    """Somebody answered who is not the institution's central, or not about this device."""

    code = "enrol.answer"


class CentralNotReached(LinkError):
    """No answer that counts came; the same request may be sent again."""

    code = "enrol.no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A profile that verifies in itself; a person compares the fingerprint before it is trusted."""

    file: bytes
    profile: InstitutionProfile
    fingerprint: str  # twelve characters, as on the office's notice


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDraft:
    """A request ready to be sent, as often as needed, always with the same bytes."""

    institution: Institution
    request: bytes = field(repr=False)
    signer: cose.Signer = field(repr=False)
    seal_private: bytes = field(repr=False)

    @property
    def device_id(self) -> DeviceId:
        """Return the id the device will have."""
        return DeviceId(self.signer.kid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """The device belongs to the institution from now on."""

    device_id: DeviceId
    certificate: DeviceCertificate
    account_key: bytes = field(repr=False)
    enrolling_operator: OperatorNumber
    operators: tuple[FirstOperator, ...]
    incarnation: Incarnation
    profile_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The request is at the central; the root has not signed yet. Ask again later."""

    device_id: DeviceId
    incarnation: Incarnation


def read_institution(file: bytes, pinned_roots: Collection[bytes] | None = None) -> Institution:
    """Return the profile in *file*; *pinned_roots* None on a fresh installation.

    Raises InstitutionRefused with the code of the check that failed; nothing is trusted then.
    """
    try:
        profile = read_profile(file, pinned_roots)
    except MessageInvalid as error:
        raise InstitutionRefused(error.code) from error
    return Institution(file=file, profile=profile, fingerprint=fingerprint(profile.roots))


def normal_code(typed: str) -> str:
    """Return a one-time code as it is sent: 12 capitals and digits.

    Blanks, hyphens and small letters are forgiven, and I, L, O that stand for 1, 1, 0. Raises
    CodeMalformed for anything else.
    """
    code = typed.upper().translate(_LOOKS_LIKE)
    if len(code) != CODE_CHARACTERS or not set(code) <= set(CROCKFORD):
        raise CodeMalformed
    return code


def draft_enrolment(
    institution: Institution,
    *,
    code: str,
    signer: cose.Signer,
    seal_private: bytes,
    protection: int,
    app_version: str,
    random: RandomBytes,
) -> EnrolmentDraft:
    """Return the request for these new keys; nothing is sent yet.

    Raises CodeMalformed, or InstitutionRefused where no certificate of the central holds.
    """
    central = _newest_central(institution)
    asked = EnrolmentRequest(
        point=signer.point,
        code=normal_code(code),
        seal_public=seal_public_of(seal_private),
        protection=protection,
        app_version=app_version,
        nonce=random(NONCE_BYTES),
    )
    request = build_enrolment_request(signer, asked, central_seal_public=central.seal_public)
    return EnrolmentDraft(
        institution=institution, request=request, signer=signer, seal_private=seal_private
    )


def ask(draft: EnrolmentDraft, transport: Transport) -> Enrolled | Pending:
    """Send the request once and return what the central says; may be called again and again.

    Raises EnrolmentError (one of its kinds) or CentralNotReached; nothing is changed then. A bare
    status decides nothing but the wording of a refusal: only a signed answer enrols.
    """
    answer = transport.send(
        Request(
            method="POST",
            path="/v1/enrol",
            body=draft.request,
            content_type=COSE_TYPE,
            answer_limit_bytes=ENROLMENT_CAP_BYTES,
        )
    )
    if isinstance(answer, NoAnswer):
        raise CentralNotReached(trouble_of(answer))
    try:
        read = read_enrolment_answer(
            answer.body,
            signers_of(_centrals(draft.institution)),
            request=draft.request,
            device_id=draft.device_id,
            seal_private=draft.seal_private,
        )
    except MessageInvalid as error:
        raise _refusal(answer, error) from error
    return _outcome(draft, read)


def _outcome(draft: EnrolmentDraft, answer: EnrolmentAnswer) -> Enrolled | Pending:
    match answer.state:
        case EnrolmentState.PENDING:
            return Pending(device_id=draft.device_id, incarnation=Incarnation(answer.incarnation))
        case EnrolmentState.REFUSED:
            raise EnrolmentRefused(str(answer.reason or ""))
        case EnrolmentState.GRANTED:
            return _enrolled(draft, answer)


def _enrolled(draft: EnrolmentDraft, answer: EnrolmentAnswer) -> Enrolled:
    if answer.certificate is None or answer.grant is None:
        raise AnswerInvalid("shape")
    try:
        certificate = read_device_certificate(answer.certificate, draft.institution.profile.roots)
    except MessageInvalid as error:
        raise AnswerInvalid(error.code) from error
    if certificate.point != draft.signer.point:
        raise AnswerInvalid("key")
    return Enrolled(
        device_id=draft.device_id,
        certificate=certificate,
        account_key=answer.grant.account_key,
        enrolling_operator=OperatorNumber(answer.grant.enrolling_operator),
        operators=answer.grant.operators,
        incarnation=Incarnation(answer.incarnation),
        profile_version=answer.grant.profile_version,
    )


def _refusal(answer: Response, invalid: MessageInvalid) -> SyncError:
    """Return the error for an answer without a valid signature."""
    hint = error_hint(answer)
    if answer.status in {403, 409}:
        known = {"code": CodeRefused, "code-used": CodeUsed, "kid-taken": KidTaken}.get(hint)
        if known is not None:
            return known(hint)
    if answer.status >= 400:
        return CentralNotReached(trouble_of(answer))
    if invalid.code in {"cbor", "shape", "size", "header"}:
        return CentralNotReached(trouble_of(answer, invalid))  # a portal, most likely
    return AnswerInvalid(invalid.code)


def _newest_central(institution: Institution) -> CentralCertificate:
    return max(_centrals(institution), key=lambda one: one.not_before_seconds)


def _centrals(institution: Institution) -> list[CentralCertificate]:
    profile = institution.profile
    found = read_centrals(profile.central_certificates, profile.roots)
    if not found:
        raise InstitutionRefused("no central")
    return found
