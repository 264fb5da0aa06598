"""What a receipt says, and how it becomes digits."""

from __future__ import annotations

import hmac
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cbor, receipts
from sync.errors import MessageInvalid
from sync.receipts import Concept, NewerReceipt, ReceiptFields, ReceiptKind
from tests.support.institution import ISSUED_SECONDS, PREFIX, an_institution

INSTITUTION = an_institution()
STREAM = bytes.fromhex("da0ec6d5283c61052068846c0e7d11e9")
HEAD = bytes(range(32))
ACCOUNT_KEY = bytes(32)
SERIES = 0xDA0E


def a_header(kind: int, *, without: int = 0) -> dict[int, Any]:
    """Return an event header, one key left out if wanted."""
    header: dict[int, Any] = {1: kind, 2: 1, 3: ISSUED_SECONDS, 5: bytes(8), 6: 42}
    header.pop(without, None)
    return header


def a_payment(**changes: Any) -> dict[int, Any]:
    """Return the body of a payment of two lines, rounded up by 50; keys as `k2=…`."""
    body: dict[int, Any] = {
        1: [SERIES, 342],
        2: 128_500,
        3: [_line(1101, 113_500), _line(1701, 14_950)],
        4: 50,
        5: [1, 130_000, 1_500],
    }
    for name, value in changes.items():
        body[int(name.removeprefix("k"))] = value
    return body


def _line(code: int, net_centavos: object) -> list[Any]:
    return [code, 1, net_centavos, ["LI-2026", 3], [], net_centavos]


def derived(kind: int, body: dict[int, Any], **arguments: Any) -> ReceiptFields:
    """Return what R(event, h) says of an event."""
    wanted = {"head": HEAD, "stream": STREAM, "account_key": ACCOUNT_KEY, **arguments}
    return receipts.read_payload(receipts.payload_of(a_header(kind), body, **wanted))


def a_payload(**changes: Any) -> bytes:
    """Return a payment's payload with labels changed as `l5=…`, or left out with None."""
    entries: dict[int, Any] = cbor.decode(
        receipts.payload_of(a_header(60), a_payment(), head=HEAD, stream=STREAM, account_key=None)
    )
    for name, value in changes.items():
        entries[int(name.removeprefix("l"))] = value
    return cbor.encode({label: value for label, value in entries.items() if value is not None})


def test_a_payment_says_lines_rounding_and_total() -> None:
    """Lines as in the body, rounding up as concept 1, and nothing that names anybody."""
    receipt = derived(60, a_payment())

    assert receipt == ReceiptFields(
        kind=ReceiptKind.PAYMENT,
        number=342,
        series=SERIES,
        time_seconds=ISSUED_SECONDS,
        total_centavos=128_500,
        anchor=HEAD[:16],
        concepts=(
            Concept(code=1101, net_centavos=113_500),
            Concept(code=1701, net_centavos=14_950),
            Concept(code=1, net_centavos=50),
        ),
        cashier=42,
    )


def test_a_registration_says_its_service() -> None:
    """Total 0 and one concept: the service code."""
    receipt = derived(40, {1: [SERIES, 3], 10: 210})

    assert (receipt.kind, receipt.total_centavos) == (ReceiptKind.REGISTRATION, 0)
    assert receipt.concepts == (Concept(code=210, net_centavos=0),)


def test_a_discreet_service_is_not_told() -> None:
    """Whoever scans the paper learns the amount, and not what for."""
    registration = derived(40, {1: [SERIES, 3], 10: 210, 20: True})
    payment = derived(60, a_payment(k20=True))

    assert registration.concepts == (Concept(code=0, net_centavos=0),)
    assert payment.concepts == (Concept(code=0, net_centavos=128_500),)


def test_a_reversal_names_its_original() -> None:
    """Label 7 of the original, the positive amount given back, and the original's folio."""
    body = {1: [SERIES, 7], 2: 4_300, 3: [[1701, 4_300]], 10: [SERIES, 4]}

    receipt = derived(61, body)

    assert receipt.original == (SERIES, 4)
    assert receipt.concepts == (Concept(code=1701, net_centavos=4_300),)


def test_shift_slips_say_the_money_counted() -> None:
    """Opening: the float; closing: what was counted; no concepts."""
    opened = derived(30, {1: [SERIES, 2], 5: 50_000})
    closed = derived(33, {1: [SERIES, 8], 2: 205_900})

    assert [opened.total_centavos, closed.total_centavos] == [50_000, 205_900]
    assert opened.kind is closed.kind is ReceiptKind.SHIFT_SLIP
    assert opened.concepts == closed.concepts == ()


def test_a_stream_starts_its_series_with_number_one() -> None:
    """The start receipt's series is the stream's first two bytes; the body needs no folio."""
    receipt = derived(1, {1: 0, 2: None, 3: bytes(16), 4: "1.0.0", 5: 0})

    assert (receipt.kind, receipt.series, receipt.number) == (5, SERIES, 1)


def test_practice_is_kind_six_whatever_it_practises() -> None:
    """In training mode every kind is 6, and a reversal carries no original."""
    body = {1: [SERIES, 7], 2: 4_300, 3: [[1701, 4_300]], 10: [SERIES, 4]}

    assert derived(61, body, training=True).kind is ReceiptKind.TRAINING
    assert derived(61, body, training=True).original is None


def test_an_unverified_time_is_said() -> None:
    """Body key 22 is the time of the receipt, and label 12 says that nobody verified it."""
    receipt = derived(60, a_payment(k22=ISSUED_SECONDS - 5))

    assert receipt.time_seconds == ISSUED_SECONDS - 5
    assert not receipt.time_verified


def test_initials_and_tag_come_from_the_body() -> None:
    """Key 21 as printed; key 18 only as a tag that differs from receipt to receipt."""
    body = a_payment(k18="predial:00-203-4411-002", k21="P. U. D.")

    receipt = derived(60, body)
    other = derived(60, body, head=HEAD[::-1])

    assert receipt.initials == "P. U. D."
    assert receipt.account_tag is not None
    assert receipt.account_tag != other.account_tag


def test_each_device_has_its_own_account_key() -> None:
    """HKDF-SHA256(K_authority, no salt, "vt1/acct" ‖ device_id): RFC 5869, one block."""
    extracted = hmac.digest(bytes(32), b"authority key", "sha256")
    wanted = hmac.digest(extracted, b"vt1/acct" + b"device-8" + b"\x01", "sha256")

    assert receipts.account_key_of(b"authority key", b"device-8") == wanted


def test_an_account_without_a_key_gives_no_receipt() -> None:
    """A tag is never left out silently."""
    with pytest.raises(MessageInvalid, match="field"):
        derived(60, a_payment(k18="predial:1"), account_key=None)


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        (50, {}, "field"),
        (60, {}, "field"),
        (60, a_payment(k1=[SERIES]), "field"),
        (60, a_payment(k1=[SERIES, 0]), "field"),
        (60, a_payment(k1=[2**16, 1]), "field"),
        (60, a_payment(k2=128_501), "total"),
        (60, a_payment(k2=2**32), "field"),
        (60, a_payment(k3=[]), "field"),
        (60, a_payment(k3=[[1101, 5]]), "field"),
        (60, a_payment(k3=[_line(1101, -1)]), "field"),
        (60, a_payment(k3=[_line(1101, "1")]), "field"),
        (60, a_payment(k4="50"), "field"),
        (60, a_payment(k4=-128_451, k2=0), "total"),
        (60, a_payment(k18=5), "field"),
        (60, a_payment(k21=""), "field"),
        (60, a_payment(k21="P. U. D. X. Y."), "field"),
        (40, {1: [SERIES, 3], 10: "210"}, "field"),
        (61, {1: [SERIES, 7], 2: 4_300, 3: [[1701, 4_300]]}, "field"),
        (30, {1: [SERIES, 2], 5: -1}, "field"),
    ],
)
def test_an_event_that_does_not_hold_gives_no_receipt(
    kind: int, body: dict[int, Any], code: str
) -> None:
    """What a verifier would refuse is never made, so never signed."""
    with pytest.raises(MessageInvalid) as caught:
        derived(kind, body)

    assert caught.value.code == code


def test_a_header_without_its_fields_gives_no_receipt() -> None:
    """Neither a kind nor a cashier is guessed."""
    for missing in (1, 3, 6):
        with pytest.raises(MessageInvalid, match="field"):
            receipts.payload_of(
                a_header(60, without=missing),
                a_payment(),
                head=HEAD,
                stream=STREAM,
                account_key=None,
            )


def test_the_same_event_gives_the_same_bytes() -> None:
    """payload = R(event, h): encoding what was read gives the payload again."""
    payload = receipts.payload_of(
        a_header(61),
        {1: [SERIES, 7], 2: 0, 3: [], 10: [SERIES, 4], 18: "a:b", 21: "Ñ.", 22: 1},
        head=HEAD,
        stream=STREAM,
        account_key=ACCOUNT_KEY,
    )

    assert receipts.encode_payload(receipts.read_payload(payload)) == payload


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"l1": None}, "field"),
        ({"l9": None}, "field"),
        ({"l24": 1}, "field"),
        ({"l0": 1}, "field"),
        ({"l1": 0}, "field"),
        ({"l1": "1"}, "field"),
        ({"l1": True}, "field"),
        ({"l2": 0}, "field"),
        ({"l3": 2**16}, "field"),
        ({"l4": 2**32}, "field"),
        ({"l5": -1}, "field"),
        ({"l6": bytes(15)}, "field"),
        ({"l7": [[0, 1]] * 4}, "field"),
        ({"l7": [[2**16, 1]]}, "field"),
        ({"l7": [[1, 2, 3]]}, "field"),
        ({"l7": {}}, "field"),
        ({"l8": bytes(9)}, "field"),
        ({"l9": 2**16}, "field"),
        ({"l10": ""}, "field"),
        ({"l10": "ñ" * 7}, "field"),
        ({"l10": b"P."}, "field"),
        ({"l11": [1, 1]}, "field"),
        ({"l12": 2}, "field"),
        ({"l1": 2}, "field"),
        ({"l1": 3, "l5": 0, "l7": []}, "field"),
        ({"l1": 3, "l5": 1, "l7": [[210, 0]]}, "total"),
        ({"l1": 3, "l5": 0, "l7": [[210, 1]]}, "total"),
        ({"l1": 4}, "field"),
        ({"l1": 5, "l5": 1, "l7": []}, "total"),
        ({"l1": 6, "l5": 1}, "total"),
        ({"l5": 1}, "total"),
        ({"l1": 7}, "newer"),
        ({"l20": None, "l23": "x"}, "newer"),
        ({"l1": 7, "l6": bytes(15)}, "newer"),
    ],
)
def test_each_wrong_label_has_its_code(changes: dict[str, Any], code: str) -> None:
    """Labels needed, then newer ones, then types and limits, then the sum."""
    with pytest.raises(MessageInvalid) as caught:
        receipts.read_payload(a_payload(**changes))

    assert caught.value.code == code
    assert isinstance(caught.value, NewerReceipt) is (code == "newer")


def test_additive_labels_are_ignored() -> None:
    """A label 13 to 19 of a later version changes nothing that this one reads."""
    assert receipts.read_payload(a_payload(l13="new", l19=[1])) == receipts.read_payload(
        a_payload()
    )


def test_a_map_that_is_none_is_refused() -> None:
    """A payload that is no map, or has text keys, is `field`; lax bytes are `cbor`."""
    for payload, code in ((b"\x80", "field"), (b"\xa1\x61\x61\x01", "field"), (b"\xff", "cbor")):
        with pytest.raises(MessageInvalid) as caught:
            receipts.read_payload(payload)
        assert caught.value.code == code


def test_a_receipt_stays_within_its_budget_by_dropping_initials_only() -> None:
    """The largest reversal loses label 10; the rest of it stays, and it fits."""
    largest = ReceiptFields(
        kind=ReceiptKind.REVERSAL,
        number=2**32 - 1,
        series=2**16 - 1,
        time_seconds=2**32 - 1,
        total_centavos=2**32 - 1,
        anchor=bytes(16),
        concepts=(
            Concept(code=2**16 - 1, net_centavos=2**32 - 1_000_001),
            Concept(code=2**16 - 2, net_centavos=500_000),
            Concept(code=0, net_centavos=500_000),
        ),
        cashier=2**16 - 1,
        account_tag=bytes(8),
        initials="P. U. D. X. ",
        original=(2**16 - 1, 2**32 - 1),
        time_verified=False,
    )

    signed = _signed(receipts.encode_payload(largest))
    read = receipts.read_payload(cbor.decode(signed)[2])

    assert len(signed) <= receipts.RECEIPT_CAP_BYTES
    assert read == _without_initials(largest)


def test_a_short_receipt_keeps_its_initials() -> None:
    """Initials are dropped only where the budget asks for it."""
    payload = a_payload(l10="P. U. D.")

    assert cbor.decode(_signed(payload))[2] == payload


def test_what_does_not_fit_is_refused_at_the_counter() -> None:
    """A payload that is too long without initials is not signed into a receipt."""
    with pytest.raises(MessageInvalid, match="size"):
        _signed(a_payload(l13=bytes(100)))


def _signed(payload: bytes) -> bytes:
    return receipts.sign_receipt(INSTITUTION.device, INSTITUTION.device_certificate, payload)


def _without_initials(receipt: ReceiptFields) -> ReceiptFields:
    entries = cbor.decode(receipts.encode_payload(receipt))
    del entries[10]
    return receipts.read_payload(cbor.encode(entries))


@given(st.binary(max_size=400))
def test_digits_give_the_bytes_back(data: bytes) -> None:
    """Any bytes survive the way through digits, and only digits are used."""
    digits = receipts.digits_of(data)

    assert receipts.bytes_of_digits(digits) == data
    assert not digits.strip("0123456789")


@given(st.text(alphabet="0123456789", max_size=60))
def test_digits_have_one_spelling(digits: str) -> None:
    """Digits that decode are the digits of what they decode to."""
    assert _respelled(digits) in (digits, "digits")


def _respelled(digits: str) -> str:
    try:
        return receipts.digits_of(receipts.bytes_of_digits(digits))
    except MessageInvalid as error:
        return error.code


@pytest.mark.parametrize(
    "digits", ["1", "12", "1234", "256", "65536", "0" * 16, "9" * 17, "12a", "-12", "١٢٣", " 12"]
)
def test_other_digits_are_refused(digits: str) -> None:
    """Another length, a value too large, or anything but the ten ASCII digits."""
    with pytest.raises(MessageInvalid, match="digits"):
        receipts.bytes_of_digits(digits)


def test_the_code_begins_with_the_prefix() -> None:
    """One prefix, then digits: what a phone opens and a wedge scanner types."""
    assert receipts.qr_text(PREFIX, b"\x00\xff") == PREFIX + "00255"


_LINES = st.lists(st.integers(0, 10**7), min_size=1, max_size=8)


@given(_LINES, st.integers(-50, 50))
def test_label_seven_adds_up(nets: list[int], rounding: int) -> None:
    """At most three entries, none below zero, and their sum is the rounded total."""
    if sum(nets) + rounding < 0:
        rounding = 0
    lines = [Concept(code=100 + place, net_centavos=net) for place, net in enumerate(nets)]

    label = receipts.concepts_of_lines(lines, rounding)

    assert sum(concept.net_centavos for concept in label) == sum(nets) + rounding
    assert 1 <= len(label) <= 3
    assert all(concept.net_centavos >= 0 for concept in label)


@pytest.mark.parametrize(
    ("nets", "rounding", "wanted"),
    [
        ([20, 20], -39, [(100, 0), (101, 1)][1:]),
        ([5, 30, 30], -10, [(100, 5), (101, 20), (102, 30)]),
        ([0, 7], 0, [(101, 7)]),
        ([0, 0], 0, [(100, 0)]),
        ([0], 45, [(100, 0), (1, 45)]),
        ([3, 5, 5], 1, [(101, 5), (102, 5), (0, 4)]),
        ([1, 2, 3, 4], 0, [(103, 4), (102, 3), (0, 3)]),
    ],
)
def test_label_seven_follows_its_five_steps(
    nets: list[int], rounding: int, wanted: list[tuple[int, int]]
) -> None:
    """RECEIPTS §2: largest first for rounding down, zeros out, rounding up behind, rest last."""
    lines = [Concept(code=100 + place, net_centavos=net) for place, net in enumerate(nets)]

    label = receipts.concepts_of_lines(lines, rounding)

    assert [(concept.code, concept.net_centavos) for concept in label] == wanted
