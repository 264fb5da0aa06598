"""Every decoder of what comes from outside, with a message that it takes and how that is made."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sync import (
    acuse,
    bundle,
    cards,
    cbor,
    certificates,
    cose,
    enrolment_code,
    envelope,
    messages,
    payment_orders,
    profile,
    receipts,
    requests,
    rescue,
    revocations,
    wipe,
)
from sync.bundle_reading import Bundle
from sync.central.pages import PullRequest
from sync.events import decode_header
from sync.ids import kid_of
from sync.sealed import from_plain, generate_seal_key, seal, to_plain

ROOT, CENTRAL, DEVICE, ADMINISTRATOR = (cose.SoftwareSigner.generate() for _ in range(4))
CENTRAL_SEAL, DEVICE_SEAL = generate_seal_key(), generate_seal_key()
ROOTS = (ROOT.point,)
SIGNERS = {CENTRAL.kid: CENTRAL.point}
STREAM, INCARNATION, NONCE = bytes(range(16)), bytes(range(1, 17)), bytes(range(2, 18))
NOT_BEFORE, EXPIRES = 1_700_000_000, 1_900_000_000
REQUEST = b"the request that an answer answers"
PREFIX = "https://demo.invalid/v#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One decoder: `build` makes a message of a payload, `decode` must take or refuse it."""

    name: str
    payload: Any
    build: Callable[[Any], Any]
    decode: Callable[[Any], object]
    is_signed: bool = True


def device_point(device_id: bytes) -> bytes | None:
    return DEVICE.point if device_id == DEVICE.kid else None


def by_kid(signer: cose.SoftwareSigner, domain: str) -> Callable[[Any], bytes]:
    return lambda payload: cose.sign(
        signer, domain, {cose.KID_LABEL: signer.kid}, cbor.encode(payload)
    )


def by_root(domain: str) -> Callable[[Any], bytes]:
    return lambda payload: cose.sign(
        ROOT, domain, {cose.KID_LABEL: ROOT.kid[:4]}, cbor.encode(payload)
    )


def with_certificate(
    signer: cose.SoftwareSigner, certificate: bytes, domain: str
) -> Callable[[Any], bytes]:
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(certificate)}
    return lambda payload: cose.sign(signer, domain, protected, cbor.encode(payload))


DEVICE_CERTIFICATE = certificates.issue_device_certificate(
    ROOT, terminal="20067-007", point=DEVICE.point, protection=0,
    not_before_seconds=NOT_BEFORE, expires_seconds=EXPIRES,
)  # fmt: skip
CENTRAL_CERTIFICATE = certificates.issue_central_certificate(
    ROOT, name="Central", point=CENTRAL.point, seal_public=CENTRAL_SEAL[1],
    not_before_seconds=NOT_BEFORE, expires_seconds=EXPIRES,
)  # fmt: skip
ADMINISTRATOR_CERTIFICATE = certificates.issue_administrator_certificate(
    ROOT, name="Admin", point=ADMINISTRATOR.point,
    not_before_seconds=NOT_BEFORE, expires_seconds=EXPIRES,
)  # fmt: skip


def claims_of(certificate: bytes) -> Any:
    return cbor.decode(cbor.decode(certificate)[2])


def _certificate(domain: str, made: bytes, read: Callable[..., object]) -> Case:
    def decode(data: bytes) -> object:
        return read(data, ROOTS)

    return Case(name=domain, payload=claims_of(made), build=by_root(domain), decode=decode)


def _certificates() -> list[Case]:
    return [
        _certificate("device-cert", DEVICE_CERTIFICATE, certificates.read_device_certificate),
        _certificate("central-cert", CENTRAL_CERTIFICATE, certificates.read_central_certificate),
        _certificate(
            "admin-cert",
            ADMINISTRATOR_CERTIFICATE,
            certificates.read_administrator_certificate,
        ),
    ]


def _push(payload: Any) -> bytes:
    """Sign a push whose sealed content is given under key 6 as a value."""
    kid = kid_of(CENTRAL_SEAL[1])
    info = ["vt1/push", DEVICE.kid, STREAM, 1, 1, kid]
    return by_kid(DEVICE, "push")(_with_sealed(payload, 6, CENTRAL_SEAL[1], info))


def _with_sealed(payload: Any, key: int, public: bytes, info: Sequence[object]) -> Any:
    """Return a payload with the value under *key* sealed, where it is a map that has one."""
    if not isinstance(payload, dict) or key not in payload:
        return payload
    return {**payload, key: seal(public, info, payload[key])}


def _page(payload: Any) -> bytes:
    kid = kid_of(DEVICE_SEAL[1])
    info = ["vt1/page", DEVICE.kid, INCARNATION, b"after", kid]
    return by_kid(CENTRAL, "page")(_with_sealed(payload, 6, DEVICE_SEAL[1], info))


def _request(payload: Any) -> bytes:
    kid = kid_of(CENTRAL_SEAL[1])
    info = ["vt1/enrol-req", DEVICE.kid, kid]
    return by_kid(DEVICE, "enrol-req")(_with_sealed(payload, 4, CENTRAL_SEAL[1], info))


def _answer(payload: Any) -> bytes:
    kid, asked = kid_of(DEVICE_SEAL[1]), hashlib.sha256(REQUEST).digest()
    info = ["vt1/enrol-ans", DEVICE.kid, asked, kid]
    return by_kid(CENTRAL, "enrol-ans")(_with_sealed(payload, 7, DEVICE_SEAL[1], info))


def _one_event() -> dict[int, Any]:
    items = [[b"\xa0", bytes(16), b"\xa0"]]
    first = hashlib.sha256(b"ev0" + DEVICE.kid + STREAM).digest()
    digest = hashlib.sha256(bytes(16) + b"\xa0").digest()
    number = (1).to_bytes(8, "big")
    last = hashlib.sha256(b"ev1" + STREAM + number + first + b"\xa0" + digest).digest()
    return {1: first, 2: last, 3: items}


def _messages() -> list[Case]:
    seal_kid, device_kid = kid_of(CENTRAL_SEAL[1]), kid_of(DEVICE_SEAL[1])
    standing = {10: 60, 11: 3, 12: [[2, 0]], 13: {1: 180, 2: 1}}
    asked = hashlib.sha256(REQUEST).digest()
    return [
        Case(
            name="push",
            payload={1: 1, 2: STREAM, 3: 1, 4: 1, 5: seal_kid, 6: _one_event()},
            build=_push,
            decode=lambda data: envelope.open_envelope(
                data, device_point, {seal_kid: CENTRAL_SEAL[0]}
            ),
        ),
        Case(
            name="ack",
            payload={1: DEVICE.kid, 2: INCARNATION, 3: STREAM, 4: 9, 5: bytes(32), 6: 8, 7: 1,
                     8: 0, 9: [[3, 4]], **standing, 14: bytes(16)},
            build=by_kid(CENTRAL, "ack"),
            decode=lambda data: messages.read_ack(data, SIGNERS),
        ),
        Case(
            name="probe",
            payload={1: DEVICE.kid, 2: INCARNATION, 3: NONCE, 4: 1,
                     5: [[STREAM, 4, bytes(32), 2]], **standing},
            build=by_kid(CENTRAL, "probe"),
            decode=lambda data: messages.read_probe_answer(data, SIGNERS),
        ),
        Case(
            name="page",
            payload={1: 1, 2: INCARNATION, 3: b"before", 4: b"after", 5: device_kid,
                     6: [[2, "settings", 1, 0, b"\xa0"], [2, "", 0, 2, None]], 7: False},
            build=_page,
            decode=lambda data: messages.read_page(
                data, SIGNERS, device_id=DEVICE.kid, seal_keys={device_kid: DEVICE_SEAL[0]}
            ),
        ),
        Case(
            name="blob",
            payload={1: DEVICE.kid, 2: INCARNATION, 3: bytes(16), 4: 5},
            build=by_kid(CENTRAL, "blob"),
            decode=lambda data: messages.read_blob_confirmation(data, SIGNERS),
        ),
        Case(
            name="token",
            payload={1: "POST", 2: "/v1/probe", 3: NONCE, 4: INCARNATION, 5: bytes(32)},
            build=by_kid(DEVICE, "token"),
            decode=lambda data: requests.read_token(data, device_point),
        ),
        Case(
            name="enrol-req",
            payload={1: 1, 2: cose.key_map_of(DEVICE.point), 3: seal_kid,
                     4: {1: "ABCD12345678", 2: bytes(32), 3: 0, 4: "1.0", 5: bytes(16),
                         6: bytes(8), 7: b""}},
            build=_request,
            decode=lambda data: requests.read_enrolment_request(data, {seal_kid: CENTRAL_SEAL[0]}),
        ),
        Case(
            name="enrol-ans",
            payload={1: DEVICE.kid, 2: 0, 3: asked, 4: INCARNATION, 5: DEVICE_CERTIFICATE,
                     6: device_kid, 7: {1: bytes(32), 2: {1: 42, 2: [[42, "PRUEBA", 2]]}, 3: 1}},
            build=_answer,
            decode=lambda data: requests.read_enrolment_answer(
                data, SIGNERS, request=REQUEST, device_id=DEVICE.kid, seal_private=DEVICE_SEAL[0]
            ),
        ),
        Case(
            name="pull request",
            payload={1: b"cursor", 2: 4096, 3: [1, 2]},
            build=cbor.encode,
            decode=PullRequest.read,
            is_signed=False,
        ),
    ]  # fmt: skip


def _orders() -> list[Case]:
    statement = by_root("forged")({1: DEVICE.kid, 2: {5: 100}})
    listed = [[DEVICE.kid, 2, {5: 100}, cbor.decode(statement)]]
    return [
        Case(
            name="revocations",
            payload={1: 3, 2: NOT_BEFORE, 3: listed},
            build=with_certificate(CENTRAL, CENTRAL_CERTIFICATE, "revocations"),
            decode=lambda data: revocations.read_revocations(data, ROOTS),
        ),
        Case(
            name="statement",
            payload={1: DEVICE.kid, 2: {5: 100}},
            build=by_root("forged"),
            decode=lambda data: revocations.read_statement(data, ROOTS),
        ),
        Case(
            name="wipe",
            payload={1: DEVICE.kid, 2: 1, 3: NOT_BEFORE, 4: 1},
            build=with_certificate(ADMINISTRATOR, ADMINISTRATOR_CERTIFICATE, "wipe"),
            decode=lambda data: wipe.read_wipe_for(data, ROOTS, DEVICE.kid, 0),
        ),
        Case(
            name="profile",
            payload={1: 1, 2: "Municipio", 3: [ROOT.point], 5: "https://demo.invalid",
                     6: PREFIX, 7: [CENTRAL_CERTIFICATE], 8: "demo", 9: "000", 10: "Plaza",
                     11: {"20067-007": "Caja"}, 12: {1001: "Copia"}, 13: "No es CFDI.",
                     14: [bytes(32)], 15: "mx-lgpdppso", 16: bytes(32)},
            build=by_root("profile"),
            decode=lambda data: profile.read_profile(data, ROOTS),
        ),
        Case(
            name="bundle manifest",
            payload={1: 1, 2: bytes(16), 3: 1, 4: 2, 5: [[2, 100, bytes(32)]], 6: NOT_BEFORE},
            build=with_certificate(DEVICE, DEVICE_CERTIFICATE, "bundle"),
            decode=lambda data: bundle.read_manifest(data, ROOTS),
        ),
    ]  # fmt: skip


def _papers() -> list[Case]:
    receipt = {
        1: 1, 2: 7, 3: 5, 4: NOT_BEFORE + 5, 5: 18_550, 6: bytes(16), 7: [[1001, 18_550]],
        8: bytes(8), 9: 42,
    }  # fmt: skip
    return [
        Case(
            name="receipt",
            payload=receipt,
            build=cbor.encode,
            decode=receipts.read_payload,
            is_signed=False,
        ),
        Case(
            name="digits",
            payload=receipt,
            build=lambda payload: receipts.digits_of(cbor.encode(payload)),
            decode=receipts.bytes_of_digits,
            is_signed=False,
        ),
        Case(
            name="order",
            payload={1: bytes(16), 2: 101, 3: [[1001, 1, "base"]], 4: bytes(8),
                     5: NOT_BEFORE, 6: NOT_BEFORE + 9},
            build=with_certificate(DEVICE, DEVICE_CERTIFICATE, "order"),
            decode=lambda data: payment_orders.open_order(data, ROOTS),
        ),
        Case(
            name="card",
            payload={1: bytes(cards.CARD_NUMBER_BYTES), 2: 1},
            build=lambda payload: cards.card_text(PREFIX, by_kid(CENTRAL, "card")(payload)),
            decode=lambda text: cards.read_card(text, PREFIX, SIGNERS),
            is_signed=False,  # blanks in the text are passed over
        ),
        Case(
            name="acuse",
            payload={1: DEVICE.kid, 2: 5, 3: 7, 4: bytes(16), 5: 1, 6: NOT_BEFORE, 7: 5,
                     8: [5, 8], 9: True},
            build=with_certificate(CENTRAL, CENTRAL_CERTIFICATE, "acuse"),
            decode=lambda data: acuse.read_acuse(data, ROOTS),
        ),
        Case(
            name="enrolment code",
            payload=enrolment_code.EnrolmentCode(
                base_url="https://demo.invalid", code="ABCD12345678", profile_hash=bytes(16)
            ),
            build=_enrolment_text,
            decode=enrolment_code.decode,
            is_signed=False,
        ),
    ]  # fmt: skip


def _enrolment_text(code: Any) -> str:
    if not isinstance(code, enrolment_code.EnrolmentCode):
        raise TypeError("only its text is damaged")
    return enrolment_code.encode(code)


def _bundle(payload: Any) -> bytes:
    """Return a file of the bundle's records, a manifest first."""
    if not isinstance(payload, list | tuple) or len(payload) != 2:
        raise TypeError("no record")
    kind, data = payload
    if not isinstance(kind, int) or not isinstance(data, bytes) or not 0 <= kind < 256:
        raise TypeError("no record")
    sources = [bundle.source_of(kind, data), bundle.source_of(4, b"\xa0")]
    manifest = bundle.Manifest(
        bundle_id=bytes(16), part=1, parts=1, entries=tuple(one.entry for one in sources),
        made_at_seconds=NOT_BEFORE,
    )  # fmt: skip
    signed = bundle.sign_manifest(DEVICE, DEVICE_CERTIFICATE, manifest)
    return b"".join(bundle.part_pieces(signed, sources))


def _read_bundle(data: bytes) -> None:
    """Read every record of a bundle that holds; a damaged one says so and raises nothing."""
    held = Bundle(io.BytesIO(data), ROOTS)
    for record in held.records():
        if record.is_whole:
            held.content(record)


def _rescue(payload: Any) -> bytes:
    """Return a rescue file with a manifest and one sealed piece."""
    if not isinstance(payload, list | tuple) or len(payload) != 2:
        raise TypeError("manifest and piece")
    manifest, piece = payload
    kid = kid_of(CENTRAL_SEAL[1])
    sealed = seal(CENTRAL_SEAL[1], ["vt1/rescue", DEVICE.kid, 0], piece)
    file = io.BytesIO()
    writer = rescue.RescueWriter(file)
    told = {2: DEVICE.kid, 3: kid, **manifest} if isinstance(manifest, dict) else manifest
    writer._put(rescue.RescueRecord.MANIFEST, cbor.encode(told))
    writer._put(rescue.RescueRecord.PIECE, sealed)
    writer.end()
    return file.getvalue()


def _files() -> list[Case]:
    return [
        Case(name="bundle", payload=[2, b"\xa0" * 40], build=_bundle, decode=_read_bundle,
             is_signed=False),
        Case(
            name="rescue file",
            payload=[
                {1: 1, 4: NOT_BEFORE, 5: "1.0", 6: [], 7: 1, 8: 0, 9: 0, 10: 0},
                {1: 1, 2: [[STREAM, 1]]},
            ],
            build=_rescue,
            decode=lambda data: rescue.read_rescue(CENTRAL_SEAL[0], data),
            is_signed=False,
        ),
    ]  # fmt: skip


def _sealed() -> Case:
    return Case(
        name="plaintext",
        payload={1: bytes(32), 2: [1, 2, 3]},
        build=to_plain,
        decode=from_plain,
        is_signed=False,
    )


def _header() -> Case:
    return Case(
        name="event header",
        payload={1: 40, 2: 1, 3: NOT_BEFORE, 4: -3, 5: bytes(8), 6: 42, 7: bytes(16),
                 8: [bytes(16)]},
        build=cbor.encode,
        decode=decode_header,
        is_signed=False,
    )  # fmt: skip


CASES: tuple[Case, ...] = (
    *_certificates(), *_messages(), *_orders(), *_papers(), *_files(), _sealed(), _header(),
)  # fmt: skip
