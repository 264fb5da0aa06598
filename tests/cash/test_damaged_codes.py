"""No digit and no bit of a receipt can be changed unseen; none is ever larger than its budget."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cose import open_shape
from sync.receipt_check import Answer, ReceiptTrust, verify
from sync.receipts import (
    DOMAIN,
    RECEIPT_CAP_BYTES,
    Concept,
    ReceiptFields,
    ReceiptKind,
    digits_of,
    encode_payload,
    read_payload,
    sign_receipt,
)
from tests.support.institution import ISSUED_SECONDS, PREFIX, an_institution

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
INSTITUTION = an_institution()
TRUST = ReceiptTrust.of(INSTITUTION.profile)
MOST = 2**32 - 1


def a_receipt(**changes: object) -> ReceiptFields:
    """Return a payment of one concept with some fields changed."""
    values: dict[str, object] = {
        "kind": ReceiptKind.PAYMENT,
        "number": 342,
        "series": 0xDA0E,
        "time_seconds": ISSUED_SECONDS,
        "total_centavos": 18_550,
        "anchor": bytes(range(16)),
        "concepts": (Concept(code=1101, net_centavos=18_550),),
        "cashier": 42,
    } | changes
    return ReceiptFields(**values)  # type: ignore[arg-type]  # a test's own values


def signed(receipt: ReceiptFields) -> bytes:
    """Return the receipt signed by the device."""
    return sign_receipt(INSTITUTION.device, INSTITUTION.device_certificate, encode_payload(receipt))


THREE = (
    a_receipt(),
    a_receipt(
        initials="P. U. D. Ñ.",
        account_tag=bytes(8),
        total_centavos=128_450,
        concepts=(Concept(code=1101, net_centavos=113_500), Concept(code=7, net_centavos=14_950)),
    ),
    a_receipt(kind=ReceiptKind.REVERSAL, original=(0xDA0E, 341), initials="P. U. D."),
)


def every_other_digit(digits: str) -> Iterator[str]:
    """Yield the digits with each one replaced: by each of the nine others, or by one in turn."""
    for at, digit in enumerate(digits):
        for step in range(1, 10) if SOAK else (1 + at % 9,):
            yield f"{digits[:at]}{(int(digit) + step) % 10}{digits[at + 1 :]}"


def accepted(text: str) -> bool:
    """Say whether a code would be called authentic."""
    return verify(text, TRUST).answer is Answer.AUTHENTIC


@pytest.mark.slow
@pytest.mark.parametrize("receipt", THREE, ids=["payment", "long", "reversal"])
def test_no_digit_can_be_changed(receipt: ReceiptFields) -> None:
    """Every digit × another (all nine, 19,944 codes, in the soak): none accepted (RECEIPTS §9)."""
    digits = digits_of(signed(receipt))

    assert accepted(PREFIX + digits)
    assert [one for one in every_other_digit(digits) if accepted(PREFIX + one)] == []


@pytest.mark.slow
def test_no_bit_can_be_changed() -> None:
    """Every bit of one receipt (every third outside the soak): none accepted."""
    whole = signed(THREE[0])

    wrong = []
    for bit in range(0, len(whole) * 8, 1 if SOAK else 3):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        if accepted(PREFIX + digits_of(bytes(changed))):
            wrong.append(bit)

    assert wrong == []


numbers = st.integers(1, MOST)
small = st.integers(0, 2**16 - 1)
initials = st.one_of(st.none(), st.text(min_size=1).filter(lambda text: len(text.encode()) <= 12))


@st.composite
def any_receipt(draw: st.DrawFn) -> ReceiptFields:
    """Draw a receipt of any kind at and below its limits."""
    kind = draw(st.sampled_from((ReceiptKind.PAYMENT, ReceiptKind.REVERSAL, ReceiptKind.TRAINING)))
    count = draw(st.integers(1, 3))
    nets = draw(st.lists(st.integers(0, MOST // 3), min_size=count, max_size=count))
    concepts = tuple(Concept(code=draw(small), net_centavos=net) for net in nets)
    return a_receipt(
        kind=kind,
        number=draw(numbers),
        series=draw(small),
        time_seconds=draw(st.integers(0, MOST)),
        total_centavos=sum(nets),
        anchor=draw(st.binary(min_size=16, max_size=16)),
        concepts=concepts,
        cashier=draw(small),
        account_tag=draw(st.one_of(st.none(), st.binary(min_size=8, max_size=8))),
        initials=draw(initials),
        original=(draw(small), draw(numbers)) if kind is ReceiptKind.REVERSAL else None,
        time_verified=draw(st.booleans()),
    )


@settings(max_examples=2_000 if SOAK else 120, deadline=None)
@given(any_receipt())
def test_no_receipt_is_larger_than_its_budget(receipt: ReceiptFields) -> None:
    """332 bytes at most, whatever it says; only the initials may be missing then."""
    made = signed(receipt)

    assert len(made) <= RECEIPT_CAP_BYTES
    said = read_payload(open_shape(made, DOMAIN, 600, {1, 13}).payload)
    assert said.total_centavos == receipt.total_centavos
    assert said.initials in (receipt.initials, None)
