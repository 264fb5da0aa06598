"""The vector group `bundle`: one result for each of its records, the manifest among them."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from sync import blobs, bundle
from sync.bundle_reading import Bundle, ReadRecord, Verdict
from sync.envelope import open_envelope
from tests.conformance.keys import VectorKeys
from tests.conformance.results import Mismatch, Results, expect

Vectors = dict[str, Any]


def run_bundle(vectors: Vectors, keys: VectorKeys, results: Results) -> None:
    """Read the bundle, record by record, and write it again."""
    data = bytes.fromhex(vectors["bundle"])
    opened = Bundle(io.BytesIO(data), keys.roots)
    results.run("bundle manifest", partial(_check_manifest, opened, data, keys))
    for number, record in enumerate(opened.records(), 1):
        results.run(f"bundle record {number}", partial(_check_record, opened, record, keys))


def _check_manifest(opened: Bundle, data: bytes, keys: VectorKeys) -> None:
    if opened.manifest is None:
        raise Mismatch(f"no manifest: {opened.manifest_code}")
    held = opened.manifest
    signed = bundle.sign_manifest(keys.signers["device"], held.certificate, held.manifest)
    sources = [bundle.source_of(one.kind, opened.content(one)) for one in opened.records()]
    expect("written again", b"".join(bundle.part_pieces(signed, sources)), data)
    expect("size", bundle.part_bytes(signed, sources), len(data))


def _check_record(opened: Bundle, record: ReadRecord, keys: VectorKeys) -> None:
    expect("verdict", record.verdict, Verdict.OK)
    content = opened.content(record)
    expect("in pieces", b"".join(opened.pieces(record)), content)
    match record.kind:
        case bundle.RecordType.ENVELOPE:
            read = open_envelope(
                content, keys.device_point, keys.central_seal_keys, keys.dictionaries
            )
            expect("device", read.device_id, keys.device_id)
        case bundle.RecordType.BLOB:
            expect("hash", (record.sha256 or b"")[:16], blobs.blob_id_of(content))
        case other:
            raise Mismatch(f"type {other} was not expected")
