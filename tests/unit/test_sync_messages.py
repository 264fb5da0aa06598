"""Answers of the central: what was signed comes back, what is broken is no answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import cbor, cose, messages, sealed
from sync.errors import MessageInvalid
from sync.ids import kid_of
from sync.messages import (
    Acknowledgement,
    AckResult,
    BlobConfirmation,
    Page,
    PageEntry,
    PageOperation,
    ProbeAnswer,
    Standing,
    StreamMark,
)
from tests.support.institution import a_signer, an_institution

INSTITUTION = an_institution()
SIGNERS = INSTITUTION.signers
SEAL_KID = kid_of(INSTITUTION.device_seal[1])
STANDING = Standing(
    next_contact_seconds=60, newest_revocations=4, orders=((3, None),), lease={1: 180, 2: 1}
)
ACK = Acknowledgement(
    device_id=INSTITUTION.device.kid,
    incarnation=bytes(16),
    stream=bytes(range(16)),
    seq=7,
    head=bytes(32),
    durable_seq=7,
    server_time_ms=1_795_170_000_000,
    result=AckResult.STORED,
    attention=((5, 2), (6, 33)),
    answers=bytes(16),
    standing=STANDING,
)
PROBE = ProbeAnswer(
    device_id=INSTITUTION.device.kid,
    incarnation=bytes(16),
    nonce=bytes(16),
    server_time_ms=1,
    streams=(StreamMark(stream=bytes(16), seq=3, head=bytes(32), durable_seq=0),),
    standing=STANDING,
)
PAGE = Page(
    incarnation=bytes(16),
    cursor_before=b"",
    cursor_after=b"c" * 64,
    entries=(
        PageEntry(dataset=5, key="a", version=1, operation=PageOperation.PUT, value=b"v"),
        PageEntry(dataset=5, key="b", version=2, operation=PageOperation.DELETE, value=None),
        PageEntry(
            dataset=5, key="", version=0, operation=PageOperation.SNAPSHOT_COMPLETE, value=None
        ),
    ),
    more=True,
)


def signed(domain: str, payload: object) -> bytes:
    """Return any payload signed by the central."""
    protected = {cose.KID_LABEL: INSTITUTION.central.kid}
    return cose.sign(INSTITUTION.central, domain, protected, cbor.encode(payload))


def payload_of(data: bytes) -> dict[int, Any]:
    """Return the payload of a signed message, to be changed."""
    payload: dict[int, Any] = cbor.decode(cbor.decode(data)[2])
    return payload


def read_page(data: bytes, **changes: Any) -> Page:
    """Return the page as the device reads it."""
    wanted = {
        "device_id": INSTITUTION.device.kid,
        "seal_keys": INSTITUTION.device_seal_keys,
        **changes,
    }
    return messages.read_page(data, SIGNERS, **wanted)


def a_page(page: Page = PAGE) -> bytes:
    """Return a page sealed to the device."""
    return messages.build_page(
        INSTITUTION.central,
        page,
        device_id=INSTITUTION.device.kid,
        device_seal_public=INSTITUTION.device_seal[1],
    )


@pytest.mark.parametrize("ack", [ACK, replace(ACK, standing=Standing(), answers=None)])
def test_an_acknowledgement_comes_back(ack: Acknowledgement) -> None:
    """Every entry, and none that was not said."""
    assert messages.read_ack(messages.build_ack(INSTITUTION.central, ack), SIGNERS) == ack


@pytest.mark.parametrize("probe", [PROBE, replace(PROBE, standing=Standing(), streams=())])
def test_a_probe_answer_comes_back(probe: ProbeAnswer) -> None:
    """Where the central stands in each stream, and the nonce it was asked with."""
    data = messages.build_probe_answer(INSTITUTION.central, probe)

    assert messages.read_probe_answer(data, SIGNERS) == probe


def test_a_page_comes_back_to_its_device_only() -> None:
    """Another device's id or key opens nothing."""
    assert read_page(a_page()) == PAGE
    with pytest.raises(MessageInvalid, match="seal"):
        read_page(a_page(), device_id=bytes(8))
    with pytest.raises(MessageInvalid, match="seal-key"):
        read_page(a_page(), seal_keys={})


def test_a_blob_confirmation_comes_back() -> None:
    """Device, incarnation, blob and length, signed."""
    confirmation = BlobConfirmation(
        device_id=bytes(8), incarnation=bytes(16), blob_id=bytes(16), length_bytes=169
    )
    data = messages.build_blob_confirmation(INSTITUTION.central, confirmation)

    assert messages.read_blob_confirmation(data, SIGNERS) == confirmation


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({1: bytes(7)}, "shape"),
        ({2: bytes(15)}, "shape"),
        ({4: -1}, "shape"),
        ({5: None}, "shape"),
        ({6: 8}, "shape"),
        ({8: 3}, "shape"),
        ({9: [[1]]}, "shape"),
        ({9: [[1, -1]]}, "shape"),
        ({12: [[1]]}, "shape"),
        ({12: {}}, "shape"),
        ({13: []}, "shape"),
        ({13: {"a": 1}}, "shape"),
        ({13: {-1: 1}}, "shape"),
        ({14: bytes(15)}, "shape"),
        ({20: 1}, "shape"),
    ],
)
def test_each_broken_entry_of_an_ack_has_its_code(changes: dict[int, Any], code: str) -> None:
    """A signed acknowledgement of a wrong shape is no answer either."""
    payload = payload_of(messages.build_ack(INSTITUTION.central, ACK))
    with pytest.raises(MessageInvalid) as caught:
        messages.read_ack(signed("ack", {**payload, **changes}), SIGNERS)

    assert caught.value.code == code


def test_later_entries_of_an_ack_are_ignored() -> None:
    """Keys 15 to 19 belong to later versions."""
    payload = payload_of(messages.build_ack(INSTITUTION.central, ACK))

    assert messages.read_ack(signed("ack", {**payload, 15: "x", 19: [1]}), SIGNERS) == ACK


@pytest.mark.parametrize("portal", [b"<!DOCTYPE html><html>", b"", b"{}", b"\xff"])
def test_a_captive_portal_is_no_answer(portal: bytes) -> None:
    """Whatever status it came with: 200 and HTML is nothing."""
    with pytest.raises(MessageInvalid, match="cbor"):
        messages.read_ack(portal, SIGNERS)


def test_only_a_believed_central_answers() -> None:
    """A stranger's key is unknown; the right hint with another key is `sig`."""
    stranger = a_signer("stranger")
    with pytest.raises(MessageInvalid, match="kid-unknown"):
        messages.read_ack(messages.build_ack(stranger, ACK), SIGNERS)

    payload = cbor.encode(payload_of(messages.build_ack(INSTITUTION.central, ACK)))
    forged = cose.sign(stranger, "ack", {cose.KID_LABEL: INSTITUTION.central.kid}, payload)
    with pytest.raises(MessageInvalid, match="sig"):
        messages.read_ack(forged, SIGNERS)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({1: 2}, "version"),
        ({3: b"c" * 65}, "shape"),
        ({4: b"c" * 65}, "shape"),
        ({4: b"other"}, "seal"),
        ({7: 1}, "shape"),
        ({8: 1}, "shape"),
    ],
)
def test_each_broken_entry_of_a_page_has_its_code(changes: dict[int, Any], code: str) -> None:
    """Cursors are short, `more` is a truth value, and the cursor after is bound to the seal."""
    payload = payload_of(a_page())
    with pytest.raises(MessageInvalid) as caught:
        read_page(signed("page", {**payload, **changes}))

    assert caught.value.code == code


@pytest.mark.parametrize(
    "entries",
    [
        {},
        [[5, "a", 1, 0]],
        [["5", "a", 1, 0, b""]],
        [[5, b"a", 1, 0, b""]],
        [[5, "a", -1, 0, b""]],
        [[5, "a", 1, 3, b""]],
        [[5, "a", 1, 0, None]],
        [[5, "a", 1, 1, b""]],
    ],
)
def test_a_page_with_a_broken_line_is_refused_whole(entries: object) -> None:
    """Reference data are applied whole or not at all."""
    info = ["vt1/page", INSTITUTION.device.kid, bytes(16), b"c2", SEAL_KID]
    secret = sealed.seal(INSTITUTION.device_seal[1], info, entries)
    payload = {1: 1, 2: bytes(16), 3: b"", 4: b"c2", 5: SEAL_KID, 6: secret, 7: False}

    with pytest.raises(MessageInvalid, match="shape"):
        read_page(signed("page", payload))


def test_a_page_above_one_mebibyte_is_not_made() -> None:
    """The central puts fewer entries into it."""
    noise = cbor.encode([number * 2654435761 % 2**32 for number in range(300_000)])
    line = PageEntry(dataset=4, key="x", version=1, operation=PageOperation.PUT, value=noise)

    with pytest.raises(MessageInvalid, match="size"):
        a_page(replace(PAGE, entries=(line,)))


def test_an_envelope_is_named_by_sixteen_bytes() -> None:
    """An acknowledgement names what it answers by a hash."""
    assert messages.envelope_mark(b"").hex() == "e3b0c44298fc1c149afbf4c8996fb924"


@settings(max_examples=150)
@given(st.integers(0), st.integers(1, 255))
def test_no_changed_byte_of_an_ack_is_believed(place: int, change: int) -> None:
    """A damaged answer raises MessageInvalid and nothing else: it counts as no answer."""
    data = bytearray(messages.build_ack(INSTITUTION.central, ACK))
    data[place % len(data)] ^= change

    with pytest.raises(MessageInvalid):
        messages.read_ack(bytes(data), SIGNERS)
