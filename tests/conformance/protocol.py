"""Run the protocol vectors.

    python -m tests.conformance.protocol FILE [--groups a,b] [--failures]

Counted as PROTOCOL §25 says; a group that is not built fails whole unless `--groups` leaves it out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kiosk.vault.witness import newest_mark
from sync import blobs, cbor, certificates, chain, enrolment_code, messages, receipts, requests
from sync.device.decision import Act, KnownCentral, StreamState, decide
from sync.envelope import FullItem, Item, StubItem, build_envelope, open_envelope
from sync.errors import MessageInvalid
from sync.ids import Salt, event_id_of
from tests.conformance.bundles import run_bundle
from tests.conformance.central import run_central
from tests.conformance.keys import VectorKeys
from tests.conformance.messages import check_message
from tests.conformance.results import EXIT_FILE_UNREADABLE, Mismatch, Results, expect

Vectors = dict[str, Any]
_Read = TypeVar("_Read")


def run(vectors: Vectors, groups: list[str]) -> Results:
    """Return the results of the chosen groups; each counts what the file says it holds."""
    results = Results()
    keys = VectorKeys(vectors)
    for group in groups:
        runner = _GROUPS.get(group)
        if runner is None:
            results.fail(group, "this group is not built", vectors["groups"][group])
            continue
        before = results.passed + len(results.failures)
        runner(vectors, keys, results)
        done = results.passed + len(results.failures) - before
        results.fail(group, "the file announces more", max(vectors["groups"][group] - done, 0))
    return results


def _run_cbor(vectors: Vectors, _keys: VectorKeys, results: Results) -> None:
    for case in vectors["cbor"]:
        results.run(f"cbor {case['name']}", partial(_check_cbor, case))


def _check_cbor(case: Vectors) -> None:
    data = bytes.fromhex(case["hex"])
    value, code = _outcome(lambda: cbor.decode(data))
    expect("code", code, case["error"])
    if code is None:
        expect("encoded again", cbor.encode(value), data)


def _run_certificates(vectors: Vectors, keys: VectorKeys, results: Results) -> None:
    for case in vectors["certificates"]:
        results.run(f"certificate {case['name']}", partial(_check_certificate, case, keys))


def _check_certificate(case: Vectors, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["cert"])
    read: Callable[[], bytes] = {
        "device": lambda: _device_again(data, keys),
        "central": lambda: _central_again(data, keys),
        "admin": lambda: _administrator_again(data, keys),
    }[case["role"]]
    again, code = _outcome(read)
    expect("code", code, case["error"])
    if code is None:
        expect("issued again", again, data)


def _device_again(data: bytes, keys: VectorKeys) -> bytes:
    read = certificates.read_device_certificate(data, keys.roots)
    return certificates.issue_device_certificate(
        keys.signer_of(read.root),
        terminal=read.terminal,
        point=read.point,
        protection=read.protection,
        not_before_seconds=read.not_before_seconds,
        expires_seconds=read.expires_seconds,
    )


def _central_again(data: bytes, keys: VectorKeys) -> bytes:
    read = certificates.read_central_certificate(data, keys.roots)
    return certificates.issue_central_certificate(
        keys.signer_of(read.root),
        name=read.name,
        point=read.point,
        seal_public=read.seal_public,
        not_before_seconds=read.not_before_seconds,
        expires_seconds=read.expires_seconds,
    )


def _administrator_again(data: bytes, keys: VectorKeys) -> bytes:
    read = certificates.read_administrator_certificate(data, keys.roots)
    return certificates.issue_administrator_certificate(
        keys.signer_of(read.root),
        name=read.name,
        point=read.point,
        not_before_seconds=read.not_before_seconds,
        expires_seconds=read.expires_seconds,
    )


def _run_chain(vectors: Vectors, _keys: VectorKeys, results: Results) -> None:
    part = vectors["chain"]
    stream = bytes.fromhex(part["stream"])
    first = chain.first_head(bytes.fromhex(part["device"]), stream)
    previous = bytes.fromhex(part["h0"])
    for event in part["events"]:
        results.run(
            f"chain {event['seq']}",
            partial(_check_link, event, stream, previous, first, part["h0"]),
        )
        previous = bytes.fromhex(event["h"])


def _check_link(event: Vectors, stream: bytes, previous: bytes, first: bytes, h0: str) -> None:
    salt, body = bytes.fromhex(event["salt"]), bytes.fromhex(event["body"])
    header = bytes.fromhex(event["header"])
    digest = chain.digest_of(salt, body)
    head = chain.next_head(stream, event["seq"], previous, header, digest)
    expect("h(0)", first, bytes.fromhex(h0))
    expect("event_id", event_id_of(Salt(salt)), bytes.fromhex(event["event_id"]))
    expect("digest", digest, bytes.fromhex(event["digest"]))
    expect("h", head, bytes.fromhex(event["h"]))
    expect("header encoded again", cbor.encode(cbor.decode(header)), header)
    expect("body encoded again", cbor.encode(cbor.decode(body)), body)


def _run_redaction(vectors: Vectors, _keys: VectorKeys, results: Results) -> None:
    results.run("redaction", partial(_check_redaction, vectors))


def _check_redaction(vectors: Vectors) -> None:
    part, events = vectors["redaction"], vectors["chain"]["events"]
    header, digest, event_id, reason = part["item"]
    stub = StubItem(
        header=bytes.fromhex(header),
        digest=bytes.fromhex(digest),
        event_id=bytes.fromhex(event_id),
        reason=reason,
    )
    whole: list[Item] = [_full_item(event) for event in events]
    redacted = [
        stub if event["seq"] == part["redacted_seq"] else _full_item(event) for event in events
    ]
    original = whole[part["redacted_seq"] - 1]
    expect("event_id of the stub", stub.event_id, original.event_id)
    expect("digest of the stub", stub.digest, original.digest)
    stream, head = bytes.fromhex(vectors["chain"]["stream"]), bytes.fromhex(vectors["chain"]["h0"])
    expect("head before", _head_of(stream, head, whole), bytes.fromhex(part["head_before"]))
    expect("head after", _head_of(stream, head, redacted), bytes.fromhex(part["head_after"]))


def _full_item(event: Vectors) -> Item:
    return FullItem(
        header=bytes.fromhex(event["header"]),
        salt=bytes.fromhex(event["salt"]),
        body=bytes.fromhex(event["body"]),
    )


def _head_of(stream: bytes, head: bytes, items: list[Item]) -> bytes:
    for seq, item in enumerate(items, 1):
        head = chain.next_head(stream, seq, head, item.header, item.digest)
    return head


def _run_blob(vectors: Vectors, _keys: VectorKeys, results: Results) -> None:
    results.run("blob", partial(_check_blob, vectors))


def _check_blob(vectors: Vectors) -> None:
    part = vectors["blob"]
    salt = next(
        bytes.fromhex(event["salt"])
        for event in vectors["chain"]["events"]
        if event["seq"] == part["event_seq"]
    )
    content, sealed = bytes.fromhex(part["plaintext"]), bytes.fromhex(part["ciphertext"])
    expect("key", blobs.blob_key(salt, part["index"]).hex(), part["key"])
    expect("sealed", blobs.seal_blob(salt, part["index"], content), sealed)
    expect("opened", blobs.open_blob(salt, part["index"], sealed), content)
    expect("blob_id", blobs.blob_id_of(sealed).hex(), part["blob_id"])


def _run_token(vectors: Vectors, keys: VectorKeys, results: Results) -> None:
    for name, token in vectors["token"].items():
        results.run(f"token {name}", partial(_check_token, bytes.fromhex(token), keys))


def _check_token(data: bytes, keys: VectorKeys) -> None:
    token = requests.read_token(data, keys.device_point)
    expect("from the header", requests.token_of(requests.authorization_of(data)), data)
    expect("signed again", requests.sign_token(keys.signers["device"], token), data)


def _run_account_key(vectors: Vectors, _keys: VectorKeys, results: Results) -> None:
    results.run("account_key", partial(_check_account_key, vectors["account_key"]))


def _check_account_key(part: Vectors) -> None:
    key = receipts.account_key_of(bytes.fromhex(part["authority"]), bytes.fromhex(part["device"]))
    expect("key", key, bytes.fromhex(part["key"]))


def _run_messages(vectors: Vectors, keys: VectorKeys, results: Results) -> None:
    request = next(
        bytes.fromhex(one["bytes"]) for one in vectors["messages"] if one["domain"] == "enrol-req"
    )
    for case in vectors["messages"]:
        results.run(f"message {case['name']}", partial(check_message, case, request, keys))


def _run_push(vectors: Vectors, keys: VectorKeys, results: Results) -> None:
    for case in vectors["push"]:
        results.run(f"push {case['name']}", partial(_check_push, case, keys))


def _check_push(case: Vectors, keys: VectorKeys) -> None:
    data, seal_keys = bytes.fromhex(case["envelope"]), keys.central_seal_keys
    opened, code = _outcome(
        lambda: open_envelope(data, keys.device_point, seal_keys, keys.dictionaries)
    )
    expect("code", code, case["error"])
    if opened is None:
        return
    stubs = [
        seq for seq, item in enumerate(opened.items, opened.first) if isinstance(item, StubItem)
    ]
    expect("device", opened.device_id.hex(), case["device"])
    expect("stream", opened.stream.hex(), case["stream"])
    expect("first, count", (opened.first, opened.count), (case["first"], case["count"]))
    expect("head", opened.last_head.hex(), case["head"])
    expect("event_ids", [item.event_id.hex() for item in opened.items], case["event_ids"])
    expect("stubs", stubs, case["stubs"])
    again = build_envelope(
        keys.signer_of_device(opened.device_id),
        stream=opened.stream,
        first=opened.first,
        previous_head=opened.previous_head,
        last_head=opened.last_head,
        items=opened.items,
        seal_public=keys.seal_public["central-seal"],
    )
    expect("built again", open_envelope(again, keys.device_point, seal_keys), opened)


def _run_ack(vectors: Vectors, keys: VectorKeys, results: Results) -> None:
    part = vectors["ack"]
    for case in part["cases"]:
        state = part["states"][case["state"]]
        results.run(f"ack {case['name']}", partial(_check_ack, case, state, keys))


def _check_ack(case: Vectors, state: Vectors, keys: VectorKeys) -> None:
    data = bytes.fromhex(case["ack"])
    ack, code = _outcome(lambda: messages.read_ack(data, keys.centrals))
    if ack is None:
        expect("code", code, case["error"])
        return
    expect("signed again", messages.build_ack(keys.signers["central"], ack), data)
    heads = [bytes.fromhex(head) for head in state["heads_from_0"]]
    known = KnownCentral(
        device_id=bytes.fromhex(state["device"]), incarnation=bytes.fromhex(state["incarnation"])
    )
    mine = StreamState(
        acknowledged_seq=state["acked"],
        closed_at=state["closed_at"],
        batch_ends={bytes.fromhex(mark): last for mark, last in state["batches"]},
    )
    stream = mine if ack.stream == bytes.fromhex(state["stream"]) else None
    decision = decide(ack, known, stream, lambda seq: heads[seq] if 0 <= seq < len(heads) else None)
    if decision.act in (Act.NOT_MINE, Act.STREAM_UNKNOWN):
        expect("code", decision.act.value, case["error"])
        return
    expect("error", None, case["error"])
    expect("decision", decision.act.value, case["decision"])
    expect("acknowledged after", decision.acknowledged_seq, case["acked_after"])


def _run_witness(vectors: Vectors, _keys: VectorKeys, results: Results) -> None:
    results.run("witness", partial(_check_witness, vectors["witness"]))


def _check_witness(part: Vectors) -> None:
    slots = [bytes.fromhex(part["slot_at_0"]), bytes.fromhex(part["slot_at_4096"])]
    content = slots[0].ljust(4_096, b"\0") + slots[1].ljust(4_096, b"\0")
    mark = newest_mark(content)
    if mark is None:
        raise Mismatch("no slot can be read")
    expect("counter", mark.counter, part["counter"])
    expect("stream", mark.stream.hex(), part["stream"])
    expect("seq", mark.seq, part["seq"])
    expect("h24", mark.head_prefix.hex(), part["h24"])
    expect("encoded again", mark.encode(), slots[1])


def _run_enrolment_qr(vectors: Vectors, _keys: VectorKeys, results: Results) -> None:
    results.run("enrolment_qr", partial(_check_enrolment_qr, vectors["enrolment_qr"]))


def _check_enrolment_qr(case: Vectors) -> None:
    file = bytes.fromhex(case["profile"])
    read = enrolment_code.decode(case["text"])
    expect("URL", read.base_url, case["url"])
    expect("code", read.code, case["code"])
    expect("hash", read.profile_hash, bytes.fromhex(case["profile_hash"]))
    expect("hash of the file", enrolment_code.profile_hash(file), read.profile_hash)
    expect("encoded again", enrolment_code.encode(read), case["text"])


_GROUPS: dict[str, Callable[[Vectors, VectorKeys, Results], None]] = {
    "cbor": _run_cbor,
    "certificates": _run_certificates,
    "chain": _run_chain,
    "redaction": _run_redaction,
    "blob": _run_blob,
    "token": _run_token,
    "account_key": _run_account_key,
    "messages": _run_messages,
    "push": _run_push,
    "ack": _run_ack,
    "bundle": run_bundle,
    "witness": _run_witness,
    "central": run_central,
    "enrolment_qr": _run_enrolment_qr,
}


def _outcome(read: Callable[[], _Read]) -> tuple[_Read | None, str | None]:
    try:
        return read(), None
    except MessageInvalid as error:
        return None, error.code


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen groups of the file on the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.protocol")
    parser.add_argument("file", type=Path)
    parser.add_argument("--groups", help="comma-separated; all groups of the file if left out")
    parser.add_argument("--failures", action="store_true", help="name every failed vector")
    chosen = parser.parse_args(arguments)
    try:
        vectors = json.loads(chosen.file.read_text(encoding="utf-8"))
        wanted = vectors["groups"] if chosen.groups is None else chosen.groups.split(",")
        groups = list(dict.fromkeys(wanted))
        unknown = [group for group in groups if group not in vectors["groups"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"cannot read {chosen.file}: {error!r}", file=sys.stderr)
        return EXIT_FILE_UNREADABLE
    if unknown:
        parser.error(f"the file has no group {', '.join(unknown)}")
    try:
        results = run(vectors, groups)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        print(f"not a file of protocol vectors: {error!r}", file=sys.stderr)
        return EXIT_FILE_UNREADABLE
    return results.report(show_failures=chosen.failures)


if __name__ == "__main__":
    sys.exit(main())
