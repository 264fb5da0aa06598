"""Payment orders: what is to be paid, signed, as the digits of a QR code (RECEIPTS §2a).

An order names a service, concepts and what the tariff asks. It names no person and no amount: the
counter that is shown it prices it with its own dated tariff, without a link and without a word from
the device that made it. Its id is the event_id of its kind 62, its tag that of RECEIPTS §3 with the
id in place of the anchor.

Codes of MessageInvalid while reading: `prefix digits size cbor shape header sig alg`,
`root-unknown cert-sig cert cert-role key`, `sig`, `shape`, `cert-time`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sync import cbor, cose, fields
from sync.certificates import DeviceCertificate, read_device_certificate
from sync.errors import MessageInvalid
from sync.events import OrderItem
from sync.fields import Fields
from sync.ids import Concept, EventId
from sync.profile import InstitutionProfile
from sync.receipts import account_tag, bytes_of_digits, digits_of

DOMAIN = "order"
ORDER_CAP_BYTES = 332
LONGEST_BASE = 24  # bytes
MOST_ITEMS = 3
_LARGEST_DIGITS = 1_500
_NUMBER_LIMIT, _SMALL_LIMIT = 2**32, 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """What an order says."""

    order_id: EventId
    service_code: int
    items: tuple[OrderItem, ...]
    account_tag: bytes | None
    made_seconds: int
    good_until_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOrder:
    """An order whose signature held, and the device that made it."""

    order: PaymentOrder
    certificate: DeviceCertificate
    training: bool = False


def order_prefix(profile: InstitutionProfile) -> str:
    """Return the text before an order's digits: the receipts' host with `/o#`."""
    return f"{profile.receipt_prefix.removesuffix('v#')}o#"


def order_payload(
    header: Mapping[int, Any],
    body: Mapping[int, Any],
    *,
    order_id: EventId,
    account_key: bytes | None,
) -> bytes:
    """Return what the order of an event 62 says, from its decoded header and body.

    A pure function of stored data: the same order is signed and shown again at any time. Raises
    MessageInvalid("shape") where the event gives none; nothing may be signed then.
    """
    payload: dict[int, object] = {
        1: order_id,
        2: body[2],
        3: [list(item) for item in body[3]],
        5: header[3],
        6: body[4],
    }
    if 18 in body:
        if account_key is None:
            raise MessageInvalid("shape", "an account is named, and no account key is held")
        payload[4] = account_tag(account_key, order_id, body[18])
    encoded = cbor.encode(payload)
    _read_payload(encoded)
    return encoded


def sign_order(signer: cose.Signer, certificate: bytes, payload: bytes) -> bytes:
    """Return the signed order, at most 332 bytes.

    Raises MessageInvalid("size") where it does not fit: it becomes two orders.
    """
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(certificate)}
    signed = cose.sign(signer, DOMAIN, protected, payload)
    if len(signed) > ORDER_CAP_BYTES:
        raise MessageInvalid("size", f"order of {len(signed)} bytes")
    return signed


def order_text(profile: InstitutionProfile, signed: bytes) -> str:
    """Return the text of an order's QR code."""
    return order_prefix(profile) + digits_of(signed)


def read_order(text: str, profile: InstitutionProfile) -> ReadOrder:
    """Return the order in the text of a code, made by a device of this institution.

    Raises MessageInvalid with the code of the first check that fails, in the order of RECEIPTS §9.
    Whether it is still good is the caller's: its clock against `good_until_seconds`.
    """
    training = () if profile.training is None else (profile.training.point,)
    read = open_order(_bytes_in(text, order_prefix(profile)), (*profile.roots, *training))
    certificate, made_seconds = read.certificate, read.order.made_seconds
    if not certificate.not_before_seconds <= made_seconds <= certificate.expires_seconds:
        raise MessageInvalid("cert-time", "stated time outside the certificate")
    return replace(read, training=certificate.root in training)


def open_order(data: bytes, roots: Collection[bytes]) -> ReadOrder:
    """Return an order that a device under one of *roots* signed, whatever the time it states.

    Raises MessageInvalid with the code of the first check that fails (PROTOCOL §4).
    """
    message = cose.open_shape(data, DOMAIN, ORDER_CAP_BYTES, {cose.CERTIFICATE_LABEL})
    certificate = read_device_certificate(message.certificate_bytes(), roots)
    message.verify(certificate.point)
    return ReadOrder(order=_read_payload(message.payload), certificate=certificate)


def _bytes_in(text: str, prefix: str) -> bytes:
    if not text.startswith(prefix):
        raise MessageInvalid("prefix", "no order of this institution")
    digits = text[len(prefix) :]
    if len(digits) > _LARGEST_DIGITS:
        raise MessageInvalid("size", "more than 1,500 digits")
    return bytes_of_digits(digits)


def _read_payload(payload: bytes) -> PaymentOrder:
    read = Fields.of(cbor.decode(payload), {1, 2, 3, 5, 6}, {4})
    return PaymentOrder(
        order_id=EventId(read.octets(1, 16)),
        service_code=read.uint(2, _SMALL_LIMIT),
        items=tuple(_item(one) for one in read.array(3, 1, MOST_ITEMS)),
        account_tag=read.optional_octets(4, 8),
        made_seconds=read.uint(5, _NUMBER_LIMIT),
        good_until_seconds=read.uint(6, _NUMBER_LIMIT),
    )


def _item(value: object) -> OrderItem:
    concept, quantity, base = fields.array(value, 3, 3)
    count = fields.unsigned(quantity, _NUMBER_LIMIT)
    words = fields.text(base, LONGEST_BASE)
    if count < 1:
        raise MessageInvalid("shape", "at least one of a concept")
    return OrderItem(
        concept=Concept(fields.unsigned(concept, _SMALL_LIMIT)),
        quantity=count,
        base=words,
    )
