"""The vector group `messages`: each domain with the reader that our code has for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync import (
    acuse,
    bundle,
    cards,
    cbor,
    cose,
    messages,
    payment_orders,
    profile,
    receipts,
    requests,
    revocations,
    wipe,
)
from sync.errors import MessageInvalid
from tests.conformance.keys import VectorKeys
from tests.conformance.results import Mismatch, expect

Vectors = dict[str, Any]


def check_message(case: Vectors, request: bytes, keys: VectorKeys) -> None:
    """Read one message and compare outcome, content and, where ours, the bytes made again.

    *request* is the enrolment request that the answers among the vectors belong to.
    """
    reader = _READERS.get(case["domain"])
    if reader is None:
        raise Mismatch(f"domain {case['domain']} is not built")
    try:
        reader(case, request, keys)
        code = None
    except MessageInvalid as error:
        code = error.code
    expect("code", code, case["error"])


def _read_probe(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["bytes"])
    answer = messages.read_probe_answer(data, keys.centrals)
    expect("bytes", messages.build_probe_answer(keys.signers["central"], answer), data)


def _read_page(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    page = messages.read_page(
        bytes.fromhex(case["bytes"]),
        keys.centrals,
        device_id=keys.device_id,
        seal_keys=keys.device_seal_keys,
    )
    lines = [
        [line.dataset, line.key, line.version, int(line.operation), line.value]
        for line in page.entries
    ]
    expect("content", cbor.encode(lines), bytes.fromhex(case["content"]))


def _read_blob(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["bytes"])
    confirmation = messages.read_blob_confirmation(data, keys.centrals)
    again = messages.build_blob_confirmation(keys.signers["central"], confirmation)
    expect("bytes", again, data)


def _read_enrolment_request(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    read = requests.read_enrolment_request(bytes.fromhex(case["bytes"]), keys.central_seal_keys)
    content = {
        1: read.code,
        2: read.seal_public,
        3: read.protection,
        4: read.app_version,
        5: read.nonce,
    }
    expect("content", cbor.encode(content), bytes.fromhex(case["content"]))


def _read_enrolment_answer(case: Vectors, request: bytes, keys: VectorKeys) -> None:
    answer = requests.read_enrolment_answer(
        bytes.fromhex(case["bytes"]),
        keys.centrals,
        request=request,
        device_id=keys.device_id,
        seal_private=keys.seal_private["device-seal"],
    )
    if "content" in case:
        if answer.grant is None:
            raise Mismatch("no grant")
        operators = [[one.number, one.name, one.role] for one in answer.grant.operators]
        content = {
            1: answer.grant.account_key,
            2: {1: answer.grant.enrolling_operator, 2: operators},
            3: answer.grant.profile_version,
        }
        expect("content", cbor.encode(content), bytes.fromhex(case["content"]))


def _read_revocations(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["bytes"])
    revoked = revocations.read_revocations(data, keys.roots)
    again = revocations.sign_revocations(keys.signers["central"], _certificate_in(data), revoked)
    expect("bytes", again, data)


def _read_statement(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["bytes"])
    statement = revocations.read_statement(data, keys.roots)
    expect("bytes", revocations.sign_statement(keys.signers["root"], statement), data)


def _read_wipe(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data, context = bytes.fromhex(case["bytes"]), case["context"]
    device_id = bytes.fromhex(context["device"])
    signed = wipe.read_wipe_for(data, keys.roots, device_id, context["last_order"])
    certificate = signed.administrator.encoded
    again = wipe.sign_wipe(keys.signers["administrator"], certificate, signed.order)
    expect("bytes", again, data)


def _read_profile(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["bytes"])
    pinned = [bytes.fromhex(point) for point in case["context"]["pinned"]]
    read = profile.read_profile(data, pinned, case["context"]["version_held"])
    expect("outcome", "trusted" if pinned else "confirm", case["outcome"])
    again = {profile.issue_profile(keys.signers[name], read) for name in ("root", "root-next")}
    expect("one of the roots gives these bytes", data in again, True)
    read.centrals()


def _read_acuse(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["bytes"])
    read = acuse.read_acuse(data, keys.roots)
    again = acuse.sign_acuse(keys.signers["central"], _certificate_in(data), read)
    expect("bytes", again, data)


def _read_order(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data, text = bytes.fromhex(case["bytes"]), case["text"]
    prefix = text.partition("#")[0] + "#"
    expect("digits", prefix + receipts.digits_of(data), text)
    read = payment_orders.open_order(data, keys.roots)
    payload = bytes(cbor.decode(data)[2])
    again = payment_orders.sign_order(keys.signers["device"], read.certificate.encoded, payload)
    expect("bytes", again, data)


def _read_card(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data, text = bytes.fromhex(case["bytes"]), case["text"]
    receipt_prefix = text.partition("/c#")[0] + "/v#"
    expect("text", cards.card_text(receipt_prefix, data), text)
    read = cards.read_card(text, receipt_prefix, keys.centrals)
    expect("bytes", cards.sign_card(keys.signers["central"], read), data)


def _read_manifest(case: Vectors, _request: bytes, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["bytes"])
    read = bundle.read_manifest(data, keys.roots)
    signer = keys.signers["central" if read.from_central else "device"]
    expect("bytes", bundle.sign_manifest(signer, read.certificate, read.manifest), data)


def _certificate_in(data: bytes) -> bytes:
    return cbor.encode(cbor.decode(cbor.decode(data)[0])[cose.CERTIFICATE_LABEL])


_READERS: dict[str, Callable[[Vectors, bytes, VectorKeys], None]] = {
    "probe": _read_probe,
    "page": _read_page,
    "blob": _read_blob,
    "enrol-req": _read_enrolment_request,
    "enrol-ans": _read_enrolment_answer,
    "revocations": _read_revocations,
    "forged": _read_statement,
    "wipe": _read_wipe,
    "profile": _read_profile,
    "acuse": _read_acuse,
    "order": _read_order,
    "card": _read_card,
    "bundle": _read_manifest,
}
