"""What a device asks: tokens bound to one request, enrolment answered to one device."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cbor, cose, requests
from sync.errors import MessageInvalid
from sync.requests import (
    EnrolmentAnswer,
    EnrolmentGrant,
    EnrolmentRequest,
    EnrolmentState,
    FirstOperator,
)
from tests.support.institution import a_signer, an_institution

INSTITUTION = an_institution()
DEVICE = INSTITUTION.device
REQUEST = EnrolmentRequest(
    point=DEVICE.point,
    code="7K3F9QWERT2Y",
    seal_public=INSTITUTION.device_seal[1],
    protection=0,
    app_version="0.1.0",
    nonce=bytes(16),
)
REQUEST_BYTES = requests.build_enrolment_request(
    DEVICE, REQUEST, central_seal_public=INSTITUTION.central_seal[1]
)
GRANTED = EnrolmentAnswer(
    device_id=DEVICE.kid,
    state=EnrolmentState.GRANTED,
    request_hash=hashlib.sha256(REQUEST_BYTES).digest(),
    incarnation=bytes(16),
    certificate=INSTITUTION.device_certificate,
    grant=EnrolmentGrant(
        account_key=bytes(32),
        enrolling_operator=42,
        operators=(FirstOperator(number=42, name="PRUEBA UNO", role=2),),
        profile_version=1,
    ),
)


def a_token(**changes: Any) -> bytes:
    """Return the token of a pull."""
    wanted: dict[str, Any] = {
        "method": "POST",
        "path": "/v1/pull",
        "nonce": bytes(16),
        "incarnation": None,
        "body": b"body",
        **changes,
    }
    return requests.build_token(DEVICE, **wanted)


def read_token(data: bytes) -> requests.Token:
    """Return the token as the central reads it."""
    return requests.read_token(data, INSTITUTION.device_point)


def test_a_token_is_good_for_its_request_only() -> None:
    """Another method, path or body is refused; the same one is not."""
    token = read_token(a_token())

    token.check("POST", "/v1/pull", b"body")
    assert token.incarnation == requests.NO_INCARNATION
    for method, path, body in (
        ("GET", "/v1/pull", b"body"),
        ("POST", "/v1/pull?x=1", b"body"),
        ("POST", "/v1/pull", b"other"),
        ("POST", "/v1/pull", b""),
    ):
        with pytest.raises(MessageInvalid, match="token"):
            token.check(method, path, body)


def test_a_body_must_be_bound_except_with_patch() -> None:
    """A probe has no body; a blob's pieces are bound by the blob's own hash."""
    probe = read_token(a_token(path="/v1/probe", body=b""))
    patch = read_token(a_token(method="PATCH", path="/v1/blobs/x", body=b"piece"))

    probe.check("POST", "/v1/probe", b"")
    patch.check("PATCH", "/v1/blobs/x", b"another piece")
    with pytest.raises(MessageInvalid, match="token"):
        probe.check("POST", "/v1/probe", b"body")


def test_a_token_travels_in_a_header() -> None:
    """base64url without padding, one spelling."""
    header = requests.authorization_of(a_token())

    assert header.startswith("Ventanilla ")
    assert "=" not in header
    assert requests.token_of(header) == a_token()


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer abc",
        "Ventanilla ñ",
        "Ventanilla a",
        "Ventanilla ab==",
        "Ventanilla a+b/",
        "Ventanilla AB",
        "Ventanilla " + "A" * 3000,
    ],
)
def test_another_header_is_no_token(header: str) -> None:
    """Whatever stands in the header, the code is `token`."""
    with pytest.raises(MessageInvalid, match="token"):
        requests.token_of(header)


def test_a_token_of_an_unknown_device_is_refused() -> None:
    """Signed by a key that is not enrolled, or under a hint that fits no full key."""
    stranger = a_signer("stranger")
    token = requests.build_token(
        stranger, method="GET", path="/", nonce=bytes(16), incarnation=bytes(16)
    )

    with pytest.raises(MessageInvalid, match="kid-unknown"):
        read_token(token)
    with pytest.raises(MessageInvalid, match="kid-unknown"):
        requests.read_token(token, lambda _kid: DEVICE.point)


@given(st.binary(max_size=80))
def test_no_bytes_are_taken_for_a_token(data: bytes) -> None:
    """Random bytes raise MessageInvalid and nothing else."""
    with pytest.raises(MessageInvalid):
        read_token(data)


def test_an_enrolment_request_comes_back() -> None:
    """The code and the sealing key are read by the central alone."""
    whole = replace(REQUEST, replaces=bytes(8), attestation=b"tpm")
    data = requests.build_enrolment_request(
        DEVICE, whole, central_seal_public=INSTITUTION.central_seal[1]
    )

    assert requests.read_enrolment_request(data, INSTITUTION.central_seal_keys) == whole
    assert whole.device_id == DEVICE.kid
    assert REQUEST.code.encode() not in data
    assert REQUEST.code not in repr(REQUEST)


def test_a_request_for_another_central_is_refused() -> None:
    """A sealing key that is not held is `seal-key`: the device fetches the newest one."""
    with pytest.raises(MessageInvalid, match="seal-key"):
        requests.read_enrolment_request(REQUEST_BYTES, {})


def test_the_key_inside_is_the_one_that_signs() -> None:
    """A request for somebody else's key is refused before any signature counts."""
    payload = cbor.decode(cbor.decode(REQUEST_BYTES)[2])
    stranger = a_signer("stranger")

    def code(signer: cose.SoftwareSigner, kid: bytes, **changes: Any) -> str:
        entries = {**payload, **{int(key[1:]): value for key, value in changes.items()}}
        data = cose.sign(signer, "enrol-req", {cose.KID_LABEL: kid}, cbor.encode(entries))
        with pytest.raises(MessageInvalid) as caught:
            requests.read_enrolment_request(data, INSTITUTION.central_seal_keys)
        return caught.value.code

    assert code(stranger, stranger.kid) == "kid-unknown"
    assert code(stranger, DEVICE.kid) == "sig"
    assert code(DEVICE, DEVICE.kid, k2={}) == "shape"
    assert code(DEVICE, DEVICE.kid, k1=2) == "version"
    off_curve = b"\x02" + b"\xff" * 32
    off_kid = hashlib.sha256(off_curve).digest()[:8]
    assert code(DEVICE, off_kid, k2=cose.key_map_of(off_curve)) == "key"


def an_answer(answer: EnrolmentAnswer = GRANTED) -> bytes:
    """Return the signed answer."""
    return requests.build_enrolment_answer(
        INSTITUTION.central, answer, device_seal_public=INSTITUTION.device_seal[1]
    )


def read_answer(data: bytes, **changes: Any) -> EnrolmentAnswer:
    """Return the answer as the device reads it."""
    wanted: dict[str, Any] = {
        "request": REQUEST_BYTES,
        "device_id": DEVICE.kid,
        "seal_private": INSTITUTION.device_seal[0],
        **changes,
    }
    return requests.read_enrolment_answer(data, INSTITUTION.signers, **wanted)


@pytest.mark.parametrize(
    "answer",
    [
        GRANTED,
        replace(GRANTED, state=EnrolmentState.PENDING, certificate=None, grant=None),
        replace(GRANTED, state=EnrolmentState.REFUSED, certificate=None, grant=None, reason="code"),
        replace(GRANTED, state=EnrolmentState.REFUSED, certificate=None, grant=None, reason=7),
    ],
)
def test_an_enrolment_answer_comes_back(answer: EnrolmentAnswer) -> None:
    """Granted with what only the device may read; pending and refused without."""
    assert read_answer(an_answer(answer)) == answer
    assert "account_key" not in repr(answer)


def test_an_answer_to_another_request_is_not_mine() -> None:
    """The answer is bound to the very bytes of the request and to the device."""
    with pytest.raises(MessageInvalid, match="not-mine"):
        read_answer(an_answer(), request=REQUEST_BYTES + b"x")
    with pytest.raises(MessageInvalid, match="not-mine"):
        read_answer(an_answer(), device_id=bytes(8))


def test_an_answer_of_a_stranger_is_refused() -> None:
    """Only the central of the profile enrols."""
    data = requests.build_enrolment_answer(
        a_signer("stranger"), GRANTED, device_seal_public=INSTITUTION.device_seal[1]
    )
    with pytest.raises(MessageInvalid, match="kid-unknown"):
        read_answer(data)


@pytest.mark.parametrize(
    "answer",
    [
        replace(GRANTED, certificate=None),
        replace(GRANTED, grant=None),
        replace(GRANTED, state=EnrolmentState.PENDING),
    ],
)
def test_a_grant_is_whole_or_none(answer: EnrolmentAnswer) -> None:
    """Certificate and sealed part go with a grant, and only with a grant."""
    with pytest.raises(MessageInvalid, match="shape"):
        read_answer(an_answer(answer))
