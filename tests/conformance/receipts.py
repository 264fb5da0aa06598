"""Run the receipt vectors: `python -m tests.conformance.receipts FILE [--failures]`.

One result per entry of `cases`, `digits`, `typed`, `derive`, and one for `tag`.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from sync import cbor, receipts
from sync.errors import MessageInvalid
from sync.ids import folio_text
from sync.receipt_check import Answer, ReceiptTrust, Verdict, verify
from sync.revocations import Reported, RevocationList, RevokedDevice
from tests.conformance.results import EXIT_FILE_UNREADABLE, Results, expect

Vectors = dict[str, Any]


def run(vectors: Vectors) -> Results:
    """Return the results of every receipt vector in a file."""
    results = Results()
    trust = ReceiptTrust(
        prefixes=(vectors["prefix"],),
        roots=tuple(bytes.fromhex(point) for point in vectors["roots"]),
        training_roots=tuple(bytes.fromhex(point) for point in vectors["training_roots"]),
    )
    revocations = _revocations(vectors["revocations"])
    account_key = bytes.fromhex(vectors["account_key"])
    for case in vectors["cases"]:
        results.run(f"case {case['name']}", partial(_check_case, case, trust, revocations))
    for entry in vectors["digits"]:
        results.run(f"digits {entry['hex']}", partial(_check_digits, entry))
    for entry in vectors["typed"]:
        results.run(f"typed {entry['folio']}", partial(_check_typed, entry))
    results.run("tag", partial(_check_tag, vectors["tag"]))
    for entry in vectors["derive"]:
        results.run(f"derive {entry['name']}", partial(_check_derive, entry, account_key))
    return results


def _check_case(case: Vectors, trust: ReceiptTrust, revocations: RevocationList) -> None:
    held = revocations if case["with_revocations"] else None
    verdict = verify(case["text"], trust, held)
    expect("answer", verdict.answer.value, case["answer"])
    expect("code", verdict.code, case["code"])
    if verdict.answer is Answer.AUTHENTIC:
        signed = receipts.bytes_of_digits(case["text"].removeprefix(trust.prefixes[0]))
        expect("size", len(signed), case["cose_bytes"])
        expect("text made again", receipts.qr_text(trust.prefixes[0], signed), case["text"])
        _check_fields(case["fields"], verdict)


def _check_fields(wanted: Vectors, verdict: Verdict) -> None:
    if verdict.receipt is None:
        expect("fields", None, wanted)
        return
    shown = cbor.decode(receipts.encode_payload(verdict.receipt))
    known = {int(label): value for label, value in wanted.items() if int(label) < 13}
    expect("fields", {label: _as_json(value) for label, value in shown.items()}, known)


def _as_json(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def _check_digits(entry: Vectors) -> None:
    data = bytes.fromhex(entry["hex"])
    expect("digits", receipts.digits_of(data), entry["digits"])
    expect("bytes", receipts.bytes_of_digits(entry["digits"]), data)


def _check_typed(entry: Vectors) -> None:
    expect("code", receipts.typed_code(bytes.fromhex(entry["anchor"])), entry["code"])
    folio = folio_text(entry["sub"], entry["series"], entry["number"])
    expect("folio", folio, entry["folio"])


def _check_tag(entry: Vectors) -> None:
    key, anchor = bytes.fromhex(entry["key"]), bytes.fromhex(entry["anchor"])
    tag = receipts.account_tag(key, anchor, entry["account"])
    expect("tag", tag, bytes.fromhex(entry["tag"]))


def _check_derive(entry: Vectors, account_key: bytes) -> None:
    payload = receipts.payload_of(
        cbor.decode(bytes.fromhex(entry["header"])),
        cbor.decode(bytes.fromhex(entry["body"])),
        head=bytes.fromhex(entry["h"]),
        stream=bytes.fromhex(entry["stream"]),
        account_key=account_key,
        training=entry["training"],
    )
    expect("payload", payload, bytes.fromhex(entry["payload"]))
    read = receipts.read_payload(payload)
    concepts = [[concept.code, concept.net_centavos] for concept in read.concepts]
    expect("concepts", concepts, entry["concepts"])
    expect("total", read.total_centavos, entry["total"])


def _revocations(entries: list[Any]) -> RevocationList:
    devices = tuple(
        RevokedDevice(
            device_id=bytes.fromhex(device_id),
            why=Reported(why),
            last_good={int(series): number for series, number in last_good.items()},
            statement=None if statement is None else bytes.fromhex(statement),
        )
        for device_id, why, last_good, statement in entries
    )
    return RevocationList(number=4, issued_at_seconds=0, devices=devices)


def main(arguments: list[str] | None = None) -> int:
    """Run the file named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.receipts")
    parser.add_argument("file", type=Path)
    parser.add_argument("--failures", action="store_true", help="name every failed vector")
    chosen = parser.parse_args(arguments)
    try:
        vectors = json.loads(chosen.file.read_text(encoding="utf-8"))
        counts = sum(vectors["groups"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"cannot read {chosen.file}: {error}", file=sys.stderr)
        return EXIT_FILE_UNREADABLE
    try:
        results = run(vectors)
    except (MessageInvalid, KeyError, TypeError, ValueError) as error:
        print(f"not a file of receipt vectors: {error!r}", file=sys.stderr)
        return EXIT_FILE_UNREADABLE
    done = results.passed + len(results.failures)
    results.fail("count", "the file announces more", max(counts - done, 0))
    return results.report(show_failures=chosen.failures)


if __name__ == "__main__":
    sys.exit(main())
