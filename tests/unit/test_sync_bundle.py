"""Bundles on a stick: whatever happened to the file, every whole record comes out of it."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import bundle, cbor, cose
from sync.bundle import Entry, FileName, Manifest, RecordType, Source
from sync.bundle_reading import Bundle, ReadRecord, Verdict
from sync.certificates import issue_central_certificate, issue_device_certificate
from sync.cose import SoftwareSigner
from sync.errors import MessageInvalid
from sync.sealed import generate_seal_key

ROOT, DEVICE, CENTRAL = (SoftwareSigner.from_private(bytes([n]) * 32) for n in (1, 2, 3))
ROOTS = (ROOT.point,)
VALID = {"not_before_seconds": 1_700_000_000, "expires_seconds": 2_000_000_000}
CERTIFICATE = issue_device_certificate(
    ROOT, terminal="20067-007", point=DEVICE.point, protection=0, **VALID
)
CENTRAL_CERTIFICATE = issue_central_certificate(
    ROOT, name="PRUEBA", point=CENTRAL.point, seal_public=generate_seal_key()[1], **VALID
)
BUNDLE_ID = bytes(range(16))


def a_message(size: int, seed: int = 0) -> bytes:
    """Return something with the frame of a signed message."""
    content = random.Random(f"{size} {seed}").randbytes(size)
    return cose.sign(DEVICE, "push", {4: DEVICE.kid}, cbor.encode(content))


def a_blob(size: int, seed: int = 0) -> bytes:
    """Return bytes without any frame, as sealed files are."""
    return random.Random(f"blob {size} {seed}").randbytes(size)


CONTENTS = (
    (RecordType.ENVELOPE, a_message(70)),
    (RecordType.BLOB, a_blob(150)),
    (RecordType.ENVELOPE, a_message(40)),
    (RecordType.ACK, a_message(3)),
)
SOURCES = [bundle.source_of(kind, data) for kind, data in CONTENTS]


def a_manifest(sources: list[Source], part: int = 1, parts: int = 1) -> bytes:
    """Return the manifest of these records, signed by the device."""
    manifest = Manifest(
        bundle_id=BUNDLE_ID,
        part=part,
        parts=parts,
        entries=tuple(one.entry for one in sources),
        made_at_seconds=1_790_000_000,
    )
    return bundle.sign_manifest(DEVICE, CERTIFICATE, manifest)


MANIFEST = a_manifest(SOURCES)
WHOLE = b"".join(bundle.part_pieces(MANIFEST, SOURCES))
FIRST = len(bundle.MAGIC) + bundle.HEAD_BYTES + len(MANIFEST)


def places() -> list[tuple[int, int]]:
    """Return where the bytes of each record begin and end in the whole file."""
    found, at = [], FIRST
    for _, data in CONTENTS:
        at += bundle.HEAD_BYTES
        found.append((at, at + len(data)))
        at += len(data)
    return found


def read(data: bytes) -> tuple[Bundle, list[ReadRecord]]:
    """Return what is found in these bytes."""
    opened = Bundle(io.BytesIO(data), ROOTS)
    return opened, list(opened.records())


def whole_in(data: bytes) -> set[bytes]:
    """Return the contents of the records that came out whole."""
    opened, records = read(data)
    return {opened.content(one) for one in records if one.is_whole}


def test_a_bundle_comes_back_as_it_was_written() -> None:
    """Every record with its type, its bytes and the verdict OK; the manifest says who wrote it."""
    opened, records = read(WHOLE)

    assert opened.manifest is not None
    assert opened.manifest.signer_id == DEVICE.kid
    assert opened.manifest.manifest.bundle_id == BUNDLE_ID
    assert [(one.kind, opened.content(one)) for one in records] == list(CONTENTS)
    assert {one.verdict for one in records} == {Verdict.OK}
    assert [b"".join(opened.pieces(one)) for one in records] == [data for _, data in CONTENTS]
    assert bundle.part_bytes(MANIFEST, SOURCES) == len(WHOLE)


def test_a_cut_at_any_byte_leaves_every_record_before_it() -> None:
    """What stands whole before the cut is read, the rest is named as missing."""
    ends = [end for _, end in places()]
    for length in range(len(WHOLE)):
        before = {data for end, (_, data) in zip(ends, CONTENTS, strict=True) if end <= length}

        opened, records = read(WHOLE[:length])

        assert {opened.content(one) for one in records if one.is_whole} == before, length
        if length >= FIRST:
            missing = [one.kind for one in records if one.verdict is Verdict.MISSING]
            assert missing == [kind for kind, data in CONTENTS if data not in before], length


@given(st.integers(0, 8 * len(WHOLE) - 1))
@settings(max_examples=500, deadline=None)
def test_one_bit_spoils_at_most_the_record_it_is_in(bit: int) -> None:
    """All other records come out, wherever the bit is: in a head, a manifest, a length."""
    data = bytearray(WHOLE)
    data[bit // 8] ^= 1 << bit % 8
    untouched = {
        content
        for (begin, end), (_, content) in zip(places(), CONTENTS, strict=True)
        if not begin <= bit // 8 < end
    }

    found = whole_in(bytes(data))

    head = len(bundle.MAGIC) + bundle.HEAD_BYTES
    in_manifest = head <= bit // 8 < FIRST
    wanted = {one for one in untouched if one[:1] == b"\x84"} if in_manifest else untouched
    assert wanted <= found
    if not in_manifest:
        assert found <= {content for _, content in CONTENTS}


@given(st.integers(FIRST, len(WHOLE)), st.binary(max_size=40), st.integers(0, 30))
@settings(max_examples=300, deadline=None)
def test_records_that_moved_are_found_by_their_hash(at: int, put_in: bytes, taken: int) -> None:
    """Bytes lost or put in between: signed records whose own bytes are whole come out."""
    data = WHOLE[:at] + put_in + WHOLE[at + taken :]
    heads_and_bytes = zip(places(), CONTENTS, strict=True)
    apart = [
        content
        for (begin, end), (kind, content) in heads_and_bytes
        if kind is not RecordType.BLOB and (end <= at or begin - bundle.HEAD_BYTES >= at + taken)
    ]

    assert set(apart) <= whole_in(data)


@given(st.binary(max_size=300), st.sampled_from([b"", bundle.MAGIC, WHOLE[: FIRST + 20]]))
@settings(max_examples=500, deadline=None)
def test_garbage_is_never_an_error(garbage: bytes, before: bytes) -> None:
    """Any bytes at all: an answer, never an exception, and nothing that is not in them."""
    data = before + garbage
    opened, records = read(data)

    for one in records:
        assert not one.is_whole or opened.content(one) in data


def test_lengths_that_lie_cost_nothing() -> None:
    """A record of 2^63 bytes, a manifest of many: nothing of that size is read."""

    class Counting(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size >= 0
            Counting.most = max(Counting.most, size)
            return super().read(size)

    lies = [Entry(kind=3, length=2**62, sha256=bytes(32))] * 5
    manifest = bundle.sign_manifest(
        DEVICE,
        CERTIFICATE,
        Manifest(bundle_id=BUNDLE_ID, part=1, parts=1, entries=tuple(lies), made_at_seconds=0),
    )
    file = b"".join(bundle.part_pieces(manifest, ())) + bytes((2,)) + b"\xff" * 8 + bytes(500_000)

    records = list(Bundle(Counting(file), ROOTS).records())

    assert [one.verdict for one in records] == [Verdict.MISSING] * 5
    assert Counting.most <= max(bundle.PIECE_BYTES, len(manifest))


def test_what_a_manifest_does_not_name_is_unexpected() -> None:
    """A record put behind the others is handed on, and is not called listed."""
    more = a_message(9)
    data = WHOLE + bytes((RecordType.ACK,)) + len(more).to_bytes(8, "big") + more

    opened, records = read(data)

    assert [one.verdict for one in records] == [Verdict.OK] * 4 + [Verdict.UNEXPECTED]
    assert opened.content(records[-1]) == more


def test_a_record_larger_than_its_type_is_damaged() -> None:
    """An order to wipe of 2 KB is none, however it is signed."""
    source = bundle.source_of(RecordType.WIPE, a_message(2_000))
    data = b"".join(bundle.part_pieces(a_manifest([source]), [source]))

    _, records = read(data)

    assert [one.verdict for one in records] == [Verdict.DAMAGED]


def test_a_manifest_is_signed_by_a_device_or_the_central() -> None:
    """Under a root that is known, by a certificate's own key; anybody else's counts for nothing."""
    manifest = Manifest(
        bundle_id=BUNDLE_ID, part=1, parts=1, entries=(), made_at_seconds=1_790_000_000
    )
    by_central = bundle.sign_manifest(CENTRAL, CENTRAL_CERTIFICATE, manifest)
    by_stranger = bundle.sign_manifest(CENTRAL, CERTIFICATE, manifest)

    assert bundle.read_manifest(by_central, ROOTS).from_central
    with pytest.raises(MessageInvalid, match=r"^sig"):
        bundle.read_manifest(by_stranger, ROOTS)
    with pytest.raises(MessageInvalid, match=r"^root-unknown"):
        bundle.read_manifest(by_central, (DEVICE.point,))
    with pytest.raises(MessageInvalid, match=r"^shape"):
        bundle.read_manifest(a_manifest([], part=2, parts=1), ROOTS)
    stranger = Bundle(io.BytesIO(b"".join(bundle.part_pieces(by_stranger, SOURCES))), ROOTS)
    assert (stranger.manifest, stranger.manifest_code) == (None, "sig")
    assert {one.verdict for one in stranger.records()} == {Verdict.UNEXPECTED}


def test_parts_hold_what_a_stick_takes() -> None:
    """In their order, below the limit, and at least one part."""
    sources = [bundle.source_of(RecordType.ACK, a_message(size)) for size in range(30)]
    limit = bundle.MANIFEST_CAP_BYTES + 1_000

    parts = bundle.split(sources, part_limit_bytes=limit)

    assert [one for part in parts for one in part] == sources
    assert len(parts) > 3
    for number, part in enumerate(parts, 1):
        assert bundle.part_bytes(a_manifest(part, number, len(parts)), part) <= limit
    assert bundle.split([]) == [[]]
    assert [len(part) for part in bundle.split(sources, most_records=20)] == [20, 10]


def test_a_file_that_changed_meanwhile_is_not_written() -> None:
    """A record whose bytes are others than those named stops the writing."""
    lying = Source(
        kind=RecordType.BLOB,
        length=3,
        sha256=hashlib.sha256(b"abc").digest(),
        pieces=lambda: [b"abd"],
    )

    with pytest.raises(MessageInvalid, match="blob-hash"):
        b"".join(bundle.part_pieces(a_manifest([lying]), [lying]))


def test_names_of_files_say_whose_they_are() -> None:
    """Read back from their text, in any case a stick has made of it; other names are none."""
    name = FileName(device_id=b"D" * 8, bundle_id=BUNDLE_ID, part=12, suffix=bundle.BACK)

    assert name.text == f"VT-{'44' * 8}-{BUNDLE_ID.hex()}-12.vta"
    assert bundle.read_name(name.text) == name
    assert bundle.read_name(name.text.upper()) == name
    for other in ("", "VT-.vtb", name.text + ".new", "../" + name.text, name.text[:-4] + ".exe"):
        assert bundle.read_name(other) is None
