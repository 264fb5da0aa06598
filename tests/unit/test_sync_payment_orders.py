"""Payment orders: what their code says, and what is refused (RECEIPTS §2a)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync import cbor
from sync.errors import MessageInvalid
from sync.events import OrderItem
from sync.ids import Concept, EventId
from sync.payment_orders import (
    ORDER_CAP_BYTES,
    order_payload,
    order_prefix,
    order_text,
    read_order,
    sign_order,
)
from sync.receipts import account_tag, sign_receipt
from tests.support.institution import ISSUED_SECONDS, TERMINAL, a_signer, an_institution

INSTITUTION = an_institution()
PROFILE = INSTITUTION.profile
ORDER = EventId(bytes(range(16)))
ACCOUNT_KEY = bytes(32)
GOOD_UNTIL = ISSUED_SECONDS + 86_400


def a_body(**changes: Any) -> dict[int, Any]:
    """Return the body of an order of one concept; keys as `k2=…`."""
    body: dict[int, Any] = {2: 210, 3: [[1101, 1, "months=3"]], 4: GOOD_UNTIL}
    body.update({int(name.removeprefix("k")): value for name, value in changes.items()})
    return body


def a_code(**changes: Any) -> str:
    """Return the text of an order's code."""
    payload = order_payload(
        {3: ISSUED_SECONDS}, a_body(**changes), order_id=ORDER, account_key=ACCOUNT_KEY
    )
    return signed_text(payload)


def signed_text(payload: bytes) -> str:
    """Return the text of a payload signed by the device."""
    return order_text(
        PROFILE, sign_order(INSTITUTION.device, INSTITUTION.device_certificate, payload)
    )


def test_an_order_says_what_the_counter_needs_to_price_it() -> None:
    """Service, concepts, quantities, bases and dates come back, with the device that made it."""
    read = read_order(a_code(k18="predial:01-203"), PROFILE)

    assert order_prefix(PROFILE) == "https://demo.invalid/o#"
    assert read.certificate.terminal == TERMINAL
    assert not read.training
    assert (read.order.order_id, read.order.service_code) == (ORDER, 210)
    assert read.order.items == (OrderItem(concept=Concept(1101), quantity=1, base="months=3"),)
    assert (read.order.made_seconds, read.order.good_until_seconds) == (ISSUED_SECONDS, GOOD_UNTIL)
    assert read.order.account_tag == account_tag(ACCOUNT_KEY, ORDER, "predial:01-203")


def test_the_largest_order_fits_and_more_is_refused() -> None:
    """At most 332 bytes, or it is not signed: it becomes two orders."""
    three = [[65_535, 2**32 - 1, "x" * 9]] * 3
    payload = order_payload(
        {3: ISSUED_SECONDS}, a_body(k3=three, k18="a:b"), order_id=ORDER, account_key=ACCOUNT_KEY
    )
    signed = sign_order(INSTITUTION.device, INSTITUTION.device_certificate, payload)
    too_much = order_payload(
        {3: ISSUED_SECONDS},
        a_body(k3=[[65_535, 1, "x" * 24]] * 3),
        order_id=ORDER,
        account_key=None,
    )

    assert len(signed) <= ORDER_CAP_BYTES
    with pytest.raises(MessageInvalid, match="order of"):
        sign_order(INSTITUTION.device, INSTITUTION.device_certificate, too_much)


def test_every_changed_digit_is_refused() -> None:
    """No digit of an order can be another one."""
    text = a_code()
    start = len(order_prefix(PROFILE))

    for place in range(start, len(text)):
        digit = str((int(text[place]) + 1) % 10)
        with pytest.raises(MessageInvalid):
            read_order(text[:place] + digit + text[place + 1 :], PROFILE)


def test_an_order_of_another_institution_is_refused() -> None:
    """Another root, or another host, and nothing is believed."""
    foreign = replace(PROFILE, roots=(a_signer("another root").point,))
    elsewhere = replace(PROFILE, receipt_prefix="https://other.invalid/v#")

    with pytest.raises(MessageInvalid) as root:
        read_order(a_code(), foreign)
    with pytest.raises(MessageInvalid) as host:
        read_order(a_code(), elsewhere)

    assert (root.value.code, host.value.code) == ("root-unknown", "prefix")


@pytest.mark.parametrize(
    "payload",
    [
        {1: ORDER, 2: 210, 3: [], 5: 1, 6: 2},
        {1: ORDER, 2: 210, 3: [[1, 1, ""]] * 4, 5: 1, 6: 2},
        {1: ORDER, 2: 210, 3: [[1, 0, ""]], 5: 1, 6: 2},
        {1: ORDER, 2: 210, 3: [[1, 1, "x" * 25]], 5: 1, 6: 2},
        {1: ORDER, 2: 210, 3: [[1, -1, ""]], 5: 1, 6: 2},
        {1: ORDER[:8], 2: 210, 3: [[1, 1, ""]], 5: 1, 6: 2},
        {1: ORDER, 2: 210, 3: [[1, 1, ""]], 5: 1},
        {1: ORDER, 2: 210, 3: [[1, 1, ""]], 5: 1, 6: 2, 7: 100},
    ],
)
def test_what_no_order_says_is_refused(payload: dict[int, Any]) -> None:
    """Signed or not: an amount, no concept, four of them, none of one, a long base, a short id."""
    with pytest.raises(MessageInvalid) as refused:
        read_order(signed_text(cbor.encode(payload)), PROFILE)

    assert refused.value.code == "shape"


def test_a_receipt_is_no_order() -> None:
    """A signature of another domain never serves as an order's."""
    signed = sign_receipt(
        INSTITUTION.device,
        INSTITUTION.device_certificate,
        order_payload({3: ISSUED_SECONDS}, a_body(), order_id=ORDER, account_key=None),
    )

    with pytest.raises(MessageInvalid) as refused:
        read_order(order_text(PROFILE, signed), PROFILE)

    assert refused.value.code == "sig"
