"""Enrolment: only a signed answer of the institution's own central lets a device in."""

from __future__ import annotations

import hashlib

import pytest

from sync import cbor
from sync.certificates import issue_device_certificate
from sync.cose import SoftwareSigner
from sync.device.enrolment import (
    AnswerInvalid,
    CentralNotReached,
    CodeMalformed,
    CodeRefused,
    CodeUsed,
    Enrolled,
    EnrolmentDraft,
    EnrolmentError,
    EnrolmentRefused,
    InstitutionRefused,
    KidTaken,
    Pending,
    ask,
    draft_enrolment,
    normal_code,
    read_institution,
)
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.profile import InstitutionProfile, fingerprint, issue_profile
from sync.requests import (
    EnrolmentAnswer,
    EnrolmentGrant,
    EnrolmentRequest,
    EnrolmentState,
    FirstOperator,
    build_enrolment_answer,
    read_enrolment_request,
)
from sync.sealed import generate_seal_key
from tests.support.model_central import VALID_FROM, VALID_TO, ModelCentral, refusal, signed

CODE = "7K3F9MWR0TB2"


class EnrollingCentral:
    """Answers enrolment requests as a central with or without its root at hand."""

    def __init__(self, central: ModelCentral, state: EnrolmentState) -> None:
        self.central = central
        self.state = state
        self.signer = central.keys.signer
        self.certified_point: bytes | None = None
        self.sent: list[Request] = []

    def send(self, request: Request) -> Response | NoAnswer:
        """Answer one request."""
        self.sent.append(request)
        keys = self.central.keys
        asked = read_enrolment_request(
            request.body, {read_kid(keys.seal_public): keys.seal_private}
        )
        granted = self.state is EnrolmentState.GRANTED
        answer = EnrolmentAnswer(
            device_id=asked.device_id,
            state=self.state,
            request_hash=hashlib.sha256(request.body).digest(),
            incarnation=self.central.incarnation,
            certificate=self.certificate(asked) if granted else None,
            grant=a_grant() if granted else None,
            reason="no" if self.state is EnrolmentState.REFUSED else None,
        )
        body = build_enrolment_answer(self.signer, answer, device_seal_public=asked.seal_public)
        return signed(200 if granted else 202, body)

    def certificate(self, asked: EnrolmentRequest) -> bytes:
        """Return the certificate for the key that asked, or the one a test put in its place."""
        return issue_device_certificate(
            self.central.root,
            terminal="20067-007",
            point=self.certified_point or asked.point,
            protection=asked.protection,
            not_before_seconds=VALID_FROM,
            expires_seconds=VALID_TO,
        )


def read_kid(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:8]


def a_grant() -> EnrolmentGrant:
    return EnrolmentGrant(
        account_key=bytes(range(32)),
        enrolling_operator=42,
        operators=(FirstOperator(number=42, name="PRUEBA UNO", role=2),),
        profile_version=1,
    )


def a_profile_file(central: ModelCentral) -> bytes:
    return issue_profile(
        central.root,
        InstitutionProfile(
            version=1,
            name="PRUEBA",
            roots=(central.root.point,),
            base_url="http://127.0.0.1:8000",
            receipt_prefix="https://demo.invalid/v#",
            central_certificates=(central.keys.certificate,),
            domain_words="demo punto invalid",
            phone="000",
            place="PRUEBA",
            legal_line="No es CFDI",
        ),
    )


@pytest.fixture
def draft(central: ModelCentral) -> EnrolmentDraft:
    """Give a request with fresh keys."""
    return draft_enrolment(
        read_institution(a_profile_file(central)),
        code=CODE,
        signer=SoftwareSigner.generate(),
        seal_private=generate_seal_key()[0],
        protection=0,
        app_version="1.0",
        random=bytes,
    )


class Always:
    """A transport with one answer."""

    def __init__(self, answer: Response | NoAnswer) -> None:
        self._answer = answer

    def send(self, _request: Request) -> Response | NoAnswer:
        """Return it."""
        return self._answer


def test_a_granted_device_gets_everything_it_needs(
    central: ModelCentral, draft: EnrolmentDraft
) -> None:
    """Certificate, account key, first operators and incarnation, all verified."""
    enrolled = ask(draft, EnrollingCentral(central, EnrolmentState.GRANTED))

    assert isinstance(enrolled, Enrolled)
    assert enrolled.device_id == draft.signer.kid
    assert enrolled.certificate.terminal == "20067-007"
    assert enrolled.account_key == bytes(range(32))
    assert enrolled.operators[0].name == "PRUEBA UNO"
    assert enrolled.incarnation == central.incarnation


def test_pending_is_asked_again_with_the_same_bytes(
    central: ModelCentral, draft: EnrolmentDraft
) -> None:
    """With the root off line the answer is pending; the very same request gets the final one."""
    enrolling = EnrollingCentral(central, EnrolmentState.PENDING)
    assert isinstance(ask(draft, enrolling), Pending)

    enrolling.state = EnrolmentState.GRANTED
    assert isinstance(ask(draft, enrolling), Enrolled)

    assert enrolling.sent[0].body == enrolling.sent[1].body


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusal(403, "code"), CodeRefused),
        (refusal(403, "code-used"), CodeUsed),
        (refusal(409, "kid-taken"), KidTaken),
        (refusal(500, "code"), CentralNotReached),
        (refusal(429, "busy"), CentralNotReached),
        (Response(status=200, body=b"<html>", headers={"content-type": "text/html"}), None),
        (Response(status=302), CentralNotReached),
        (NoAnswer(failure=Failure.NO_ROUTE), CentralNotReached),
    ],
)
def test_refusals_have_names(
    draft: EnrolmentDraft, answer: Response | NoAnswer, error: type[Exception] | None
) -> None:
    """A person learns whether the code, the key or the link is the trouble."""
    with pytest.raises(error or CentralNotReached) as raised:
        ask(draft, Always(answer))
    assert raised.value.code.startswith("enrol.")  # type: ignore[attr-defined]  # SyncError


def test_a_no_of_the_administrator_is_shown(central: ModelCentral, draft: EnrolmentDraft) -> None:
    """A signed refusal carries its reason."""
    with pytest.raises(EnrolmentRefused) as raised:
        ask(draft, EnrollingCentral(central, EnrolmentState.REFUSED))
    assert raised.value.detail == "no"


def test_a_stranger_cannot_let_a_device_in(central: ModelCentral, draft: EnrolmentDraft) -> None:
    """An answer signed by another key is none."""
    enrolling = EnrollingCentral(central, EnrolmentState.GRANTED)
    enrolling.signer = SoftwareSigner.generate()
    with pytest.raises(AnswerInvalid) as raised:
        ask(draft, enrolling)
    assert raised.value.detail == "kid-unknown"


def test_a_certificate_for_another_key_is_refused(
    central: ModelCentral, draft: EnrolmentDraft
) -> None:
    """The certificate must name this device's own key."""
    enrolling = EnrollingCentral(central, EnrolmentState.GRANTED)
    enrolling.certified_point = SoftwareSigner.generate().point
    with pytest.raises(AnswerInvalid) as raised:
        ask(draft, enrolling)
    assert raised.value.detail == "key"


def test_the_fingerprint_is_shown_before_anything_is_trusted(central: ModelCentral) -> None:
    """Twelve characters over the roots; other roots than the pinned ones are refused."""
    institution = read_institution(a_profile_file(central))

    assert institution.fingerprint == fingerprint((central.root.point,))
    assert len(institution.fingerprint) == 12
    stranger = a_profile_file(ModelCentral())
    with pytest.raises(InstitutionRefused) as raised:
        read_institution(stranger, {central.root.point})
    assert raised.value.detail == "root-unknown"
    with pytest.raises(InstitutionRefused):
        read_institution(b"not a profile")


@pytest.mark.parametrize("typed", ["7K3F9MWR0TB", "7K3F9MWR0TBU", "", "7K3F9MWR0TB2X", "ñ" * 12])
def test_a_code_that_is_none_is_not_sent(typed: str) -> None:
    """A slip of the finger is named before the network is used."""
    with pytest.raises(CodeMalformed):
        normal_code(typed)


def test_a_code_is_read_as_people_write_it() -> None:
    """Small letters, hyphens, blanks and look-alikes are forgiven."""
    assert normal_code(" 7k3f-9mwr-otb2 ") == CODE


def test_every_error_has_its_own_code() -> None:
    """Screens tell the errors of enrolment apart by their code."""
    kinds = EnrolmentError.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds) == 7
    assert cbor.decode(refusal(403, "code").body) == {1: "code"}
