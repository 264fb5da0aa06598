"""What a device asks: the token of its requests, and its enrolment (PROTOCOL §15, §18)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from sync import cbor, cose, fields
from sync.certificates import Signers
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import kid_of
from sync.sealed import Dictionaries, seal, unseal

TOKEN_CAP_BYTES = 1024
ENROLMENT_CAP_BYTES = 16 * 1024
NO_INCARNATION = bytes(16)
NONCE_BYTES = 16
AUTHORIZATION_SCHEME = "Ventanilla"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One request of one device, bound to method, path and body; no time, no expiry."""

    device_id: bytes
    method: str
    path: str  # with its query
    nonce: bytes
    incarnation: bytes  # 16 zeros where none is known yet
    body_hash: bytes | None = None

    def check(self, method: str, path: str, body: bytes) -> None:
        """Return if the token is of this very request; MessageInvalid("token") if not.

        The body of a PATCH is not looked at: it is bound by its own hash (PROTOCOL §13).
        """
        body_hash = hashlib.sha256(body).digest() if body else None
        right_body = method == "PATCH" or self.body_hash in (
            {body_hash} if body else {body_hash, None}
        )
        if (self.method, self.path) != (method, path) or not right_body:
            raise MessageInvalid("token", "token of another request")


class EnrolmentState(IntEnum):
    """What became of an enrolment request."""

    GRANTED = 0
    PENDING = 1  # the root is offline: the same request sent again gets the final answer
    REFUSED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRequest:
    """A device asks to be let in with a one-time code."""

    point: bytes
    code: str = field(repr=False)
    seal_public: bytes
    protection: int
    app_version: str
    nonce: bytes
    replaces: bytes | None = None
    attestation: bytes | None = None

    @property
    def device_id(self) -> bytes:
        """The kid of the device's signing key."""
        return kid_of(self.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOperator:
    """An operator the device knows before its first pull."""

    number: int
    name: str
    role: int  # 2 = supervisor


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentGrant:
    """What only the new device may read."""

    account_key: bytes = field(repr=False)
    enrolling_operator: int
    operators: tuple[FirstOperator, ...]
    profile_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentAnswer:
    """The central's answer to one enrolment request."""

    device_id: bytes
    state: EnrolmentState
    request_hash: bytes
    incarnation: bytes
    certificate: bytes | None = None  # there when granted; the caller checks it under its roots
    grant: EnrolmentGrant | None = None
    reason: str | int | None = None


def build_token(
    signer: cose.Signer,
    *,
    method: str,
    path: str,
    nonce: bytes,
    incarnation: bytes | None,
    body: bytes = b"",
) -> bytes:
    """Return the signed token of one request; a body is bound by its hash, except with PATCH."""
    hashed = bool(body) and method != "PATCH"
    token = Token(
        device_id=signer.kid,
        method=method,
        path=path,
        nonce=nonce,
        incarnation=NO_INCARNATION if incarnation is None else incarnation,
        body_hash=hashlib.sha256(body).digest() if hashed else None,
    )
    return sign_token(signer, token)


def sign_token(signer: cose.Signer, token: Token) -> bytes:
    """Return *token* signed; `build_token` is the way for a real request."""
    payload: dict[int, object] = {
        1: token.method,
        2: token.path,
        3: token.nonce,
        4: token.incarnation,
    }
    if token.body_hash is not None:
        payload[5] = token.body_hash
    return cose.sign(signer, "token", {cose.KID_LABEL: signer.kid}, cbor.encode(payload))


def read_token(data: bytes, device_point: Callable[[bytes], bytes | None]) -> Token:
    """Return a valid token of an enrolled device; `Token.check` compares it with the request.

    *device_point* gives the full key of a device_id, None where there is none.
    """
    message = cose.open_shape(data, "token", TOKEN_CAP_BYTES, {cose.KID_LABEL})
    point = device_point(message.kid)
    if point is None or kid_of(point) != message.kid:
        raise MessageInvalid("kid-unknown", "no such device is enrolled here")
    message.verify(point)
    read = Fields.decode(message.payload, range(1, 5), {5})
    return Token(
        device_id=message.kid,
        method=read.text(1),
        path=read.text(2),
        nonce=read.octets(3, NONCE_BYTES),
        incarnation=read.octets(4, 16),
        body_hash=read.optional_octets(5, 32),
    )


def authorization_of(token: bytes) -> str:
    """Return the value of the `Authorization` header that carries a token."""
    return f"{AUTHORIZATION_SCHEME} {base64.urlsafe_b64encode(token).rstrip(b'=').decode('ascii')}"


def token_of(authorization: str) -> bytes:
    """Return the token in an `Authorization` header; MessageInvalid("token") if there is none."""
    scheme, _, text = authorization.partition(" ")
    if scheme != AUTHORIZATION_SCHEME or not text.isascii() or len(text) > 2 * TOKEN_CAP_BYTES:
        raise MessageInvalid("token", "no Ventanilla token")
    try:
        token = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise MessageInvalid("token", "not base64url") from error
    if authorization_of(token) != authorization:
        raise MessageInvalid("token", "not the one base64url spelling")
    return token


def build_enrolment_request(
    signer: cose.Signer, request: EnrolmentRequest, *, central_seal_public: bytes
) -> bytes:
    """Return the request, signed by the new key itself and sealed to the central."""
    seal_kid = kid_of(central_seal_public)
    content: dict[int, object] = {
        1: request.code,
        2: request.seal_public,
        3: request.protection,
        4: request.app_version,
        5: request.nonce,
    }
    if request.replaces is not None:
        content[6] = request.replaces
    if request.attestation is not None:
        content[7] = request.attestation
    info = _request_info(signer.kid, seal_kid)
    payload = {
        1: fields.VERSION,
        2: cose.key_map_of(signer.point),
        3: seal_kid,
        4: seal(central_seal_public, info, content),
    }
    return cose.sign(signer, "enrol-req", {cose.KID_LABEL: signer.kid}, cbor.encode(payload))


def read_enrolment_request(
    data: bytes, seal_keys: Mapping[bytes, bytes], dictionaries: Dictionaries | None = None
) -> EnrolmentRequest:
    """Return a valid request; whether its code is good is for the central to say.

    The signature is checked with the key inside, whose kid MUST be the header's (`kid-unknown`).
    """
    message = cose.open_shape(data, "enrol-req", ENROLMENT_CAP_BYTES, {cose.KID_LABEL})
    read = Fields.decode_version_1(message.payload, range(1, 5))
    point = cose.point_of(read.raw(2), "shape")
    if kid_of(point) != message.kid:
        raise MessageInvalid("kid-unknown", "the key inside is not the one of the header")
    cose.public_key_of(point)
    message.verify(point)
    seal_kid = read.octets(3, 8)
    if seal_kid not in seal_keys:
        raise MessageInvalid("seal-key", "sealed to a key that is not held here")
    info = _request_info(message.kid, seal_kid)
    content = unseal(seal_keys[seal_kid], info, read.octets(4), dictionaries)
    inner = Fields.of(content, range(1, 6), {6, 7})
    return EnrolmentRequest(
        point=point,
        code=inner.text(1),
        seal_public=inner.octets(2, 32),
        protection=inner.uint(3, 3),
        app_version=inner.text(4),
        nonce=inner.octets(5, NONCE_BYTES),
        replaces=inner.optional_octets(6, 8),
        attestation=inner.optional_octets(7),
    )


def build_enrolment_answer(
    signer: cose.Signer, answer: EnrolmentAnswer, *, device_seal_public: bytes
) -> bytes:
    """Return the signed answer; a grant inside is sealed to the device."""
    payload: dict[int, object] = {
        1: answer.device_id,
        2: int(answer.state),
        3: answer.request_hash,
        4: answer.incarnation,
    }
    if answer.certificate is not None:
        payload[5] = answer.certificate
    if answer.grant is not None:
        seal_kid = kid_of(device_seal_public)
        info = _answer_info(answer.device_id, answer.request_hash, seal_kid)
        payload[6] = seal_kid
        payload[7] = seal(device_seal_public, info, _grant_content(answer.grant))
    if answer.reason is not None:
        payload[8] = answer.reason
    return cose.sign(signer, "enrol-ans", {cose.KID_LABEL: signer.kid}, cbor.encode(payload))


def read_enrolment_answer(
    data: bytes, signers: Signers, *, request: bytes, device_id: bytes, seal_private: bytes
) -> EnrolmentAnswer:
    """Return the valid answer to the *request* bytes this device sent.

    Raises MessageInvalid; `not-mine` where it answers another device or another request. A grant
    without a certificate is `shape`.
    """
    message = cose.open_shape(data, "enrol-ans", ENROLMENT_CAP_BYTES, {cose.KID_LABEL})
    point = signers.get(message.kid)
    if point is None:
        raise MessageInvalid("kid-unknown", "no central that is believed has this key")
    message.verify(point)
    read = Fields.decode(message.payload, range(1, 5), range(5, 9))
    state = EnrolmentState(read.uint(2, len(EnrolmentState)))
    request_hash = read.octets(3, 32)
    mine = read.octets(1, 8) == device_id
    if not mine or request_hash != hashlib.sha256(request).digest():
        raise MessageInvalid("not-mine", "answer to another device or request")
    granted = state is EnrolmentState.GRANTED
    if any(read.has(key) is not granted for key in (5, 6, 7)):
        raise MessageInvalid("shape", "certificate and sealed part go with a grant, only")
    return EnrolmentAnswer(
        device_id=device_id,
        state=state,
        request_hash=request_hash,
        incarnation=read.octets(4, 16),
        certificate=read.optional_octets(5),
        grant=_grant_of(read, device_id, request_hash, seal_private) if granted else None,
        reason=_reason_of(read.raw(8)) if read.has(8) else None,
    )


def _grant_content(grant: EnrolmentGrant) -> dict[int, object]:
    operators = [[one.number, one.name, one.role] for one in grant.operators]
    settings = {1: grant.enrolling_operator, 2: operators}
    return {1: grant.account_key, 2: settings, 3: grant.profile_version}


def _grant_of(
    read: Fields, device_id: bytes, request_hash: bytes, seal_private: bytes
) -> EnrolmentGrant:
    seal_kid = read.octets(6, 8)
    info = _answer_info(device_id, request_hash, seal_kid)
    inner = Fields.of(unseal(seal_private, info, read.octets(7)), range(1, 4))
    settings = Fields.of(inner.raw(2), {1, 2}, range(3, 24))
    return EnrolmentGrant(
        account_key=inner.octets(1, 32),
        enrolling_operator=settings.uint(1, 2**16),
        operators=tuple(_operator_of(one) for one in settings.array(2, 1)),
        profile_version=inner.uint(3),
    )


def _operator_of(value: object) -> FirstOperator:
    number, name, role = fields.array(value, 3, 3)
    return FirstOperator(
        number=fields.unsigned(number, 2**16),
        name=fields.text(name),
        role=fields.unsigned(role),
    )


def _reason_of(value: object) -> str | int:
    return value if isinstance(value, str) else fields.unsigned(value)


def _request_info(device_id: bytes, central_kid: bytes) -> list[object]:
    return ["vt1/enrol-req", device_id, central_kid]


def _answer_info(device_id: bytes, request_hash: bytes, seal_kid: bytes) -> list[object]:
    return ["vt1/enrol-ans", device_id, request_hash, seal_kid]
