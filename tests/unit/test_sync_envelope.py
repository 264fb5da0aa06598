"""Push envelopes: what a batch holds comes back, and every broken one has its code."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import zstandard
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import x25519
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import cbor, chain, cose, sealed
from sync.envelope import (
    PRUNED,
    REDACTED,
    FullItem,
    Item,
    OpenedEnvelope,
    StubItem,
    build_envelope,
    open_envelope,
)
from sync.errors import MessageInvalid
from sync.ids import kid_of
from tests.support.institution import a_seal_key, a_signer, an_institution, heads_of, some_items

INSTITUTION = an_institution()
STREAM = bytes(range(16))
SEAL_KID = kid_of(INSTITUTION.central_seal[1])


def an_envelope(items: tuple[Item, ...], **changes: Any) -> bytes:
    """Return the envelope of a stream's first items."""
    heads = heads_of(INSTITUTION.device.kid, STREAM, items)
    wanted: dict[str, Any] = {
        "stream": STREAM,
        "first": 1,
        "previous_head": heads[0],
        "last_head": heads[-1],
        "items": items,
        "seal_public": INSTITUTION.central_seal[1],
        **changes,
    }
    return build_envelope(INSTITUTION.device, **wanted)


def opened(data: bytes) -> OpenedEnvelope:
    """Return what the central reads."""
    return open_envelope(data, INSTITUTION.device_point, INSTITUTION.central_seal_keys)


def code_of(data: bytes) -> str:
    """Return why the central refuses."""
    with pytest.raises(MessageInvalid) as caught:
        opened(data)
    return caught.value.code


def with_plain(plain: bytes, *, count: int = 1, sealed_for: int | None = None) -> bytes:
    """Return a signed envelope around any plaintext."""
    info = ["vt1/push", INSTITUTION.device.kid, STREAM, 1, sealed_for or count, SEAL_KID]
    suite = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
    public = x25519.X25519PublicKey.from_public_bytes(INSTITUTION.central_seal[1])
    ciphertext = suite.encrypt(plain, public, cbor.encode(info))
    return with_payload({1: 1, 2: STREAM, 3: 1, 4: count, 5: SEAL_KID, 6: ciphertext})


def with_payload(payload: object) -> bytes:
    """Return any payload signed by the device as an envelope."""
    protected = {cose.KID_LABEL: INSTITUTION.device.kid}
    return cose.sign(INSTITUTION.device, "push", protected, cbor.encode(payload))


def with_content(content: object, *, count: int = 1) -> bytes:
    """Return a signed envelope around any content."""
    return with_plain(sealed.to_plain(content), count=count)


def framed(frame: bytes) -> bytes:
    """Return a zstd frame with its length and padding."""
    data = len(frame).to_bytes(4, "big") + frame
    return data + bytes(-len(data) % 256)


ITEM = some_items(1)[0]
HEADS = heads_of(INSTITUTION.device.kid, STREAM, (ITEM,))
ITEM_ARRAY = [ITEM.header, ITEM.salt, ITEM.body]
CONTENT = {1: HEADS[0], 2: HEADS[1], 3: [ITEM_ARRAY]}

ITEMS = st.lists(
    st.one_of(
        st.builds(
            FullItem,
            header=st.binary(max_size=30),
            salt=st.binary(min_size=16, max_size=16),
            body=st.binary(max_size=60),
        ),
        st.builds(
            StubItem,
            header=st.binary(max_size=30),
            digest=st.binary(min_size=32, max_size=32),
            event_id=st.binary(min_size=16, max_size=16),
            reason=st.sampled_from([REDACTED, PRUNED]),
        ),
    ),
    min_size=1,
    max_size=8,
).map(tuple)


@given(ITEMS)
def test_a_batch_comes_back_as_it_was(items: tuple[Item, ...]) -> None:
    """Full items and stubs, every head recomputed, whatever is in them."""
    heads = heads_of(INSTITUTION.device.kid, STREAM, items)

    batch = opened(an_envelope(items))

    assert batch == OpenedEnvelope(
        device_id=INSTITUTION.device.kid,
        stream=STREAM,
        first=1,
        previous_head=heads[0],
        items=items,
        heads=tuple(heads[1:]),
    )
    assert (batch.count, batch.last, batch.last_head) == (len(items), len(items), heads[-1])


def test_a_later_batch_names_the_head_before_it() -> None:
    """A batch from the middle opens too; whether it fits the history is asked elsewhere."""
    items = some_items(5)
    heads = heads_of(INSTITUTION.device.kid, STREAM, items)

    batch = opened(an_envelope(items[3:], first=4, previous_head=heads[3], last_head=heads[5]))

    assert (batch.first, batch.last, batch.heads) == (4, 5, tuple(heads[4:]))


def test_a_full_items_id_follows_from_its_salt() -> None:
    """The event_id is not transmitted."""
    assert ITEM.event_id == hashlib.sha256(ITEM.salt).digest()[:16]
    assert ITEM.digest == chain.digest_of(ITEM.salt, ITEM.body)


def test_a_batch_above_one_mebibyte_is_refused_before_it_is_sent() -> None:
    """The outbox then sends the events in halves."""
    noise = bytes(hashlib.shake_256(b"noise").digest(1_100_000))
    big = FullItem(header=b"h", salt=bytes(16), body=noise)

    with pytest.raises(MessageInvalid, match="size"):
        an_envelope((big,))


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ([], "shape"),
        ({2: STREAM}, "shape"),
        ({1: 2}, "version"),
        ({1: "1", 2: STREAM, 3: 1, 4: 1, 5: SEAL_KID, 6: b""}, "shape"),
        ({1: 1, 2: STREAM[1:], 3: 1, 4: 1, 5: SEAL_KID, 6: b""}, "shape"),
        ({1: 1, 2: STREAM, 3: 0, 4: 1, 5: SEAL_KID, 6: b""}, "shape"),
        ({1: 1, 2: STREAM, 3: 1, 4: 0, 5: SEAL_KID, 6: b""}, "shape"),
        ({1: 1, 2: STREAM, 3: 1, 4: 1001, 5: SEAL_KID, 6: b""}, "shape"),
        ({1: 1, 2: STREAM, 3: True, 4: 1, 5: SEAL_KID, 6: b""}, "shape"),
        ({1: 1, 2: STREAM, 3: 1, 4: 1, 5: b"", 6: b""}, "shape"),
        ({1: 1, 2: STREAM, 3: 1, 4: 1, 5: SEAL_KID, 6: ""}, "shape"),
        ({1: 1, 2: STREAM, 3: 1, 4: 1, 5: bytes(8), 6: b""}, "seal-key"),
        ({1: 1, 2: STREAM, 3: 1, 4: 1, 5: SEAL_KID, 6: b""}, "seal"),
    ],
)
def test_each_broken_payload_has_its_code(payload: object, code: str) -> None:
    """Version first, then the shape, then whether the sealing key is held."""
    assert code_of(with_payload(payload)) == code


FRAME = zstandard.ZstdCompressor(level=9).compress(cbor.encode(CONTENT))
NO_SIZE = zstandard.ZstdCompressor(write_content_size=False).compress(cbor.encode(CONTENT))
TOO_LARGE = zstandard.ZstdCompressor().compress(bytes(sealed.CONTENT_CAP_BYTES + 1))
LYING = FRAME[:5] + bytes([FRAME[5] - 1]) + FRAME[6:]


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        (b"", "padding"),
        (b"\0\0\0", "padding"),
        (framed(FRAME)[:-1], "padding"),
        (framed(FRAME)[:-1] + b"\1", "padding"),
        (framed(FRAME) + bytes(256), "padding"),
        (b"\xff\xff\xff\xff" + bytes(252), "padding"),
        (framed(b""), "zstd"),
        (framed(b"no frame"), "zstd"),
        (framed(FRAME[:-3]), "zstd"),
        (framed(FRAME + b"\0"), "zstd"),
        (framed(FRAME + FRAME), "zstd"),
        (framed(NO_SIZE), "zstd"),
        (framed(LYING), "zstd"),
        (framed(TOO_LARGE), "bomb"),
        (framed(zstandard.ZstdCompressor().compress(b"\xff")), "cbor"),
    ],
)
def test_each_broken_plaintext_has_its_code(plain: bytes, code: str) -> None:
    """Padding, frame, stated size, and only then is anything decompressed and decoded."""
    assert code_of(with_plain(plain)) == code


def test_a_frame_that_asks_for_a_large_window_is_a_bomb() -> None:
    """Memory for the window is bounded, whatever the content's size."""
    descriptor = bytes([(24 - 10) << 3])  # 16 MiB
    frame = b"\x28\xb5\x2f\xfd\x40" + descriptor + b"\x00\x01" + b"\x01\x00\x00"

    assert zstandard.get_frame_parameters(frame).window_size > sealed.WINDOW_CAP_BYTES
    assert code_of(with_plain(framed(frame))) == "bomb"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ([], "shape"),
        ({1: HEADS[0], 2: HEADS[1]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: {}}, "shape"),
        ({1: HEADS[0][1:], 2: HEADS[1], 3: [ITEM_ARRAY]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: [ITEM_ARRAY, ITEM_ARRAY]}, "count"),
        ({1: HEADS[0], 2: HEADS[1], 3: []}, "count"),
        ({1: HEADS[1], 2: HEADS[1], 3: [ITEM_ARRAY]}, "chain"),
        ({1: HEADS[0], 2: HEADS[0], 3: [ITEM_ARRAY]}, "head"),
        ({1: HEADS[0], 2: HEADS[1], 3: [[b"", bytes(16)]]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: [[b"", bytes(15), b""]]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: [["", bytes(16), b""]]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: [[b"", bytes(31), bytes(16), 1]]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: [[b"", bytes(32), bytes(15), 1]]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: [[b"", bytes(32), bytes(16), 0]]}, "shape"),
        ({1: HEADS[0], 2: HEADS[1], 3: [[b"", bytes(32), bytes(16), 3]]}, "shape"),
    ],
)
def test_each_broken_content_has_its_code(content: object, code: str) -> None:
    """Shape, count, start of the chain, items, head: in this order."""
    assert code_of(with_content(content)) == code


def test_a_batch_sealed_for_another_place_does_not_open() -> None:
    """The context is bound through info: the same ciphertext under another count is `seal`."""
    assert code_of(with_plain(sealed.to_plain(CONTENT), count=1, sealed_for=2)) == "seal"


def test_an_unknown_device_is_not_read() -> None:
    """A key that is not enrolled here, and a hint that fits no full key, are `kid-unknown`."""
    stranger = a_signer("stranger")
    protected = {cose.KID_LABEL: stranger.kid}
    envelope = cose.sign(stranger, "push", protected, b"")

    assert code_of(envelope) == "kid-unknown"
    with pytest.raises(MessageInvalid, match="kid-unknown"):
        open_envelope(envelope, lambda _kid: INSTITUTION.device.point, {})


def test_a_dictionary_is_found_by_its_number() -> None:
    """A frame names its dictionary; without that dictionary the code is `dict`."""
    samples: list[bytes | bytearray | memoryview[int]] = [
        b"header %d body of a synthetic event %d" % (n, n * 7) * 4 for n in range(400)
    ]
    trained = zstandard.train_dictionary(4096, samples, dict_id=40_001)
    envelope = an_envelope((ITEM,), dictionary=trained.as_bytes())
    keys, point = INSTITUTION.central_seal_keys, INSTITUTION.device_point

    assert code_of(envelope) == "dict"
    assert open_envelope(envelope, point, keys, {40_001: trained.as_bytes()}).items == (ITEM,)


@settings(max_examples=150)
@given(st.integers(0), st.integers(1, 255))
def test_no_changed_byte_of_an_envelope_is_accepted(place: int, change: int) -> None:
    """Whatever byte is changed, MessageInvalid is raised and nothing else."""
    data = bytearray(an_envelope((ITEM,)))
    data[place % len(data)] ^= change

    assert code_of(bytes(data))


def test_sealing_needs_a_usable_key() -> None:
    """A public key that leads to no secret is `key`; of a wrong length too."""
    for public in (bytes(32), bytes(31)):
        with pytest.raises(MessageInvalid, match="key"):
            sealed.seal(public, ["vt1/test"], {})


def test_content_above_eight_mebibytes_is_not_sealed() -> None:
    """What a reader would refuse as a bomb is not made."""
    with pytest.raises(MessageInvalid, match="size"):
        sealed.seal(INSTITUTION.central_seal[1], ["vt1/test"], bytes(sealed.CONTENT_CAP_BYTES))


def test_new_sealing_keys_open_what_was_sealed_to_them() -> None:
    """A generated pair belongs together, and no other key opens."""
    private, public = sealed.generate_seal_key()
    secret = sealed.seal(public, ["vt1/test", 1], {1: "x"})

    assert sealed.seal_public_of(private) == public
    assert sealed.unseal(private, ["vt1/test", 1], secret) == {1: "x"}
    for key, info in ((a_seal_key("other")[0], ["vt1/test", 1]), (private, ["vt1/test", 2])):
        with pytest.raises(MessageInvalid, match="seal"):
            sealed.unseal(key, info, secret)


def test_plaintexts_come_in_steps_of_256_bytes() -> None:
    """The size on the wire tells little: content of nearby sizes looks alike."""
    sizes = {len(sealed.to_plain(hashlib.shake_256(b"x").digest(n))) for n in range(1, 200)}

    assert sizes == {256}
