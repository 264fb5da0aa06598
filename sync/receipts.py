"""Receipts: what an event says on paper, signed, as the digits of a QR code (RECEIPTS §2-7).

The payload is a pure function R(event, h) of stored data: device and central compute the same
bytes, and signing may fail or be repeated without touching a hash. Whether a receipt is authentic
is the business of `sync.receipt_check`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync import cbor, cose, fields
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import StreamId, crockford, series_of

DOMAIN = "receipt"
RECEIPT_CAP_BYTES = 332
ANCHOR_BYTES = 16
LARGEST_CONCEPTS = 3
INITIALS_CAP_BYTES = 12
NUMBER_LIMIT = 2**32
SMALL_LIMIT = 2**16
CONCEPT_REST = 0  # the rest, or a discreet service
CONCEPT_ROUNDING_UP = 1
_GROUP_BYTES, _GROUP_DIGITS = 7, 17
_TAIL_DIGITS = (0, 3, 5, 8, 10, 13, 15)  # digits of a last group of so many bytes

_REQUIRED = frozenset({1, 2, 3, 4, 5, 6, 7, 9})
_KNOWN_LABELS = frozenset(range(1, 24))
_CRITICAL = frozenset(range(20, 24))


class ReceiptKind(IntEnum):
    """What a receipt documents (label 1)."""

    PAYMENT = 1
    REVERSAL = 2
    REGISTRATION = 3
    SHIFT_SLIP = 4
    START_OF_SERIES = 5
    TRAINING = 6


_KIND_OF_EVENT = {
    1: ReceiptKind.START_OF_SERIES,
    30: ReceiptKind.SHIFT_SLIP,
    33: ReceiptKind.SHIFT_SLIP,
    40: ReceiptKind.REGISTRATION,
    60: ReceiptKind.PAYMENT,
    61: ReceiptKind.REVERSAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One line of label 7."""

    code: int
    net_centavos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFields:
    """What a receipt says; it names nobody."""

    kind: ReceiptKind
    number: int
    series: int
    time_seconds: int
    total_centavos: int
    anchor: bytes  # h(n)[:16] of the event it documents
    concepts: tuple[Concept, ...]
    cashier: int  # 0 = unattended kiosk
    account_tag: bytes | None = None
    initials: str | None = None
    original: tuple[int, int] | None = None  # series, number: of the receipt a reversal undoes
    time_verified: bool = True


class NewerReceipt(MessageInvalid):
    """The receipt has a kind or a critical label that this version does not know."""

    def __init__(self) -> None:
        super().__init__("newer", "a kind or critical label of a later version")


def account_key_of(authority_key: bytes, device_id: bytes) -> bytes:
    """Return the key from which one device makes account tags (RECEIPTS §3)."""
    info = b"vt1/acct" + device_id
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(authority_key)


def account_tag(account_key: bytes, anchor: bytes, account: str) -> bytes:
    """Return the 8 bytes by which the authority, and nobody else, can match paper and account."""
    return hmac.digest(account_key, b"vt1/tag" + anchor + account.encode("utf-8"), "sha256")[:8]


def payload_of(
    header: Mapping[int, Any],
    body: Mapping[int, Any],
    *,
    head: bytes,
    stream: bytes,
    account_key: bytes | None,
    training: bool = False,
) -> bytes:
    """Return R(event, h): the receipt's payload, from the decoded header and body (RECEIPTS §5).

    *head* is h(n) of the event; *account_key* is needed where the body names an account (key 18).
    Raises MessageInvalid where the event gives no receipt or its amounts do not add up: `field`,
    `total`. Nothing may be signed then.
    """
    payload = encode_payload(_fields_of_event(header, body, head, stream, account_key, training))
    read_payload(payload)
    return payload


def encode_payload(receipt: ReceiptFields) -> bytes:
    """Return the payload that says exactly *receipt*."""
    payload: dict[int, object] = {
        1: int(receipt.kind),
        2: receipt.number,
        3: receipt.series,
        4: receipt.time_seconds,
        5: receipt.total_centavos,
        6: receipt.anchor,
        7: [[concept.code, concept.net_centavos] for concept in receipt.concepts],
        9: receipt.cashier,
    }
    if receipt.account_tag is not None:
        payload[8] = receipt.account_tag
    if receipt.initials is not None:
        payload[10] = receipt.initials
    if receipt.original is not None:
        payload[11] = list(receipt.original)
    if not receipt.time_verified:
        payload[12] = 1
    return cbor.encode(payload)


def read_payload(payload: bytes) -> ReceiptFields:
    """Return what a payload says, checked in the order of RECEIPTS §9 step 5.

    Raises MessageInvalid (`cbor`, `field`, `total`), NewerReceipt for what a later version added.
    """
    entries = cbor.decode(payload)
    read = Fields.of(entries, _REQUIRED, _KNOWN_LABELS, code="field")
    kind_number = read.raw(1)
    if _CRITICAL & set(entries) or (type(kind_number) is int and kind_number > max(ReceiptKind)):
        raise NewerReceipt
    kind_number = read.uint(1)
    if kind_number < min(ReceiptKind):
        raise MessageInvalid("field", "kind 0")
    kind = ReceiptKind(kind_number)
    if read.has(11) is not (kind is ReceiptKind.REVERSAL):
        raise MessageInvalid("field", "the original stands in a reversal, only and always")
    if read.has(12) and read.uint(12) != 1:
        raise MessageInvalid("field", "label 12 is 1 or absent")
    receipt = ReceiptFields(
        kind=kind,
        number=_number_of(read.raw(2)),
        series=read.uint(3, SMALL_LIMIT),
        time_seconds=read.uint(4, NUMBER_LIMIT),
        total_centavos=read.uint(5, NUMBER_LIMIT),
        anchor=read.octets(6, ANCHOR_BYTES),
        concepts=tuple(_concept_of(one) for one in read.array(7, 0, LARGEST_CONCEPTS)),
        cashier=read.uint(9, SMALL_LIMIT),
        account_tag=read.optional_octets(8, 8),
        initials=_initials_of(read) if read.has(10) else None,
        original=_folio_of(read.raw(11)) if read.has(11) else None,
        time_verified=not read.has(12),
    )
    _check_amounts(receipt)
    return receipt


def sign_receipt(signer: cose.Signer, certificate: bytes, payload: bytes) -> bytes:
    """Return the signed receipt, at most 332 bytes.

    Where it would be longer the payer's initials (label 10) are dropped, and nothing else ever.
    Raises MessageInvalid("size") if it is longer still; no receipt exists then.
    """
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(certificate)}
    signed = cose.sign(signer, DOMAIN, protected, payload)
    if len(signed) > RECEIPT_CAP_BYTES:
        shorter = cbor.decode(payload)
        shorter.pop(10, None)
        signed = cose.sign(signer, DOMAIN, protected, cbor.encode(shorter))
    if len(signed) > RECEIPT_CAP_BYTES:
        raise MessageInvalid("size", f"receipt of {len(signed)} bytes")
    return signed


def qr_text(prefix: str, signed: bytes) -> str:
    """Return the text of the QR code: the institution's prefix and the receipt in digits."""
    return prefix + digits_of(signed)


def digits_of(data: bytes) -> str:
    """Return bytes as decimal digits: 7 bytes give 17, a shorter last group 3 to 15."""
    groups = [data[at : at + _GROUP_BYTES] for at in range(0, len(data), _GROUP_BYTES)]
    return "".join(
        str(int.from_bytes(group, "big")).rjust(_digits_for(len(group)), "0") for group in groups
    )


def bytes_of_digits(digits: str) -> bytes:
    """Return the bytes that *digits* stand for.

    Raises MessageInvalid("digits") for another character, a last group of no such length, or a
    group above its largest value.
    """
    if digits and not (digits.isascii() and digits.isdigit()):
        raise MessageInvalid("digits", "not only digits")
    parts: list[bytes] = []
    for at in range(0, len(digits), _GROUP_DIGITS):
        group = digits[at : at + _GROUP_DIGITS]
        size = _GROUP_BYTES if len(group) == _GROUP_DIGITS else _tail_bytes(len(group))
        number = int(group)
        if number >= 256**size:
            raise MessageInvalid("digits", "a group above its largest value")
        parts.append(number.to_bytes(size, "big"))
    return b"".join(parts)


def typed_code(anchor: bytes) -> str:
    """Return the ten characters for those who cannot scan, `HB12Y-SHVTX`."""
    characters = crockford(anchor, 10)
    return f"{characters[:5]}-{characters[5:]}"


def concepts_of_lines(lines: Sequence[Concept], rounding_centavos: int) -> tuple[Concept, ...]:
    """Return label 7 of a payment from its lines and its rounding (RECEIPTS §2, five steps).

    Raises MessageInvalid: `field` for a line below zero, `total` where rounding takes too much.
    """
    nets = [line.net_centavos for line in lines]
    if any(net < 0 for net in nets):
        raise MessageInvalid("field", "a line below zero")
    left_to_take = max(-rounding_centavos, 0)
    for index in sorted(range(len(nets)), key=lambda one: -nets[one]):
        taken = min(nets[index], left_to_take)
        nets[index] -= taken
        left_to_take -= taken
    if left_to_take:
        raise MessageInvalid("total", "rounded down by more than the lines hold")
    rounded = [
        Concept(code=line.code, net_centavos=net) for line, net in zip(lines, nets, strict=True)
    ]
    kept = [concept for concept in rounded if concept.net_centavos] or rounded[:1]
    if rounding_centavos > 0:
        kept.append(Concept(code=CONCEPT_ROUNDING_UP, net_centavos=rounding_centavos))
    if len(kept) <= LARGEST_CONCEPTS:
        return tuple(kept)
    by_size = sorted(kept, key=lambda concept: -concept.net_centavos)
    rest = sum(concept.net_centavos for concept in by_size[2:])
    return (*by_size[:2], Concept(code=CONCEPT_REST, net_centavos=rest))


def _fields_of_event(
    header: Mapping[int, Any],
    body: Mapping[int, Any],
    head: bytes,
    stream: bytes,
    account_key: bytes | None,
    training: bool,
) -> ReceiptFields:
    event_kind = fields.unsigned(header.get(1), code="field")
    if event_kind not in _KIND_OF_EVENT:
        raise MessageInvalid("field", "this kind of event gives no receipt")
    kind = _KIND_OF_EVENT[event_kind]
    try:
        series, number = _folio_in(kind, body, stream)
        total_centavos, concepts = _amounts_of(event_kind, body)
        original = _folio_of(body[10]) if kind is ReceiptKind.REVERSAL and not training else None
        time_seconds = body[22] if 22 in body else header[3]
        cashier = header[6]
    except KeyError as error:
        raise MessageInvalid("field", f"key {error} is missing") from error
    if body.get(20) or (training and kind is ReceiptKind.SHIFT_SLIP and total_centavos):
        # discreet; or a slip of practice: under kind 6 the concepts add up to the total (§2)
        concepts = (Concept(code=CONCEPT_REST, net_centavos=total_centavos),)
    anchor = head[:ANCHOR_BYTES]
    return ReceiptFields(
        kind=ReceiptKind.TRAINING if training else kind,
        number=number,
        series=series,
        time_seconds=time_seconds,
        total_centavos=total_centavos,
        anchor=anchor,
        concepts=concepts,
        cashier=cashier,
        account_tag=_tag_in(body, anchor, account_key),
        initials=body.get(21),
        original=original,
        time_verified=22 not in body,
    )


def _folio_in(kind: ReceiptKind, body: Mapping[int, Any], stream: bytes) -> tuple[int, int]:
    if kind is ReceiptKind.START_OF_SERIES:
        return series_of(StreamId(stream)), 1
    return _folio_of(body[1])


def _amounts_of(event_kind: int, body: Mapping[int, Any]) -> tuple[int, tuple[Concept, ...]]:
    """Return total and label 7 of one of the kinds in the table of RECEIPTS §5."""
    if event_kind == 60:
        lines = [_concept_in_line(line) for line in fields.array(body[3], 1, code="field")]
        return body[2], concepts_of_lines(lines, _signed(body[4]))
    if event_kind == 61:
        return body[2], tuple(_concept_of(one) for one in fields.array(body[3], code="field"))
    if event_kind == 40:
        return 0, (Concept(code=body[10], net_centavos=0),)
    if event_kind == 1:
        return 0, ()
    return body[5 if event_kind == 30 else 2], ()


def _tag_in(body: Mapping[int, Any], anchor: bytes, account_key: bytes | None) -> bytes | None:
    if 18 not in body:
        return None
    if account_key is None:
        raise MessageInvalid("field", "an account is named, and no account key is held")
    return account_tag(account_key, anchor, fields.text(body[18], code="field"))


def _signed(value: object) -> int:
    if type(value) is not int:
        raise MessageInvalid("field", "rounding is not an integer")
    return value


def _concept_in_line(line: object) -> Concept:
    parts = fields.array(line, 6, 6, "field")
    return Concept(code=parts[0], net_centavos=_signed(parts[5]))


def _concept_of(value: object) -> Concept:
    code, net = fields.array(value, 2, 2, "field")
    return Concept(
        code=fields.unsigned(code, SMALL_LIMIT, "field"),
        net_centavos=fields.unsigned(net, NUMBER_LIMIT, "field"),
    )


def _number_of(value: object) -> int:
    number = fields.unsigned(value, NUMBER_LIMIT, "field")
    if number < 1:
        raise MessageInvalid("field", "numbers begin at 1")
    return number


def _folio_of(value: object) -> tuple[int, int]:
    series, number = fields.array(value, 2, 2, "field")
    return fields.unsigned(series, SMALL_LIMIT, "field"), _number_of(number)


def _initials_of(read: Fields) -> str:
    initials = read.text(10, INITIALS_CAP_BYTES)
    if not initials:
        raise MessageInvalid("field", "initials are 1 to 12 bytes")
    return initials


def _check_amounts(receipt: ReceiptFields) -> None:
    """Raise MessageInvalid where concepts and total do not fit the kind (RECEIPTS §2)."""
    if receipt.kind is ReceiptKind.REGISTRATION:
        if len(receipt.concepts) != 1:
            raise MessageInvalid("field", "a registration has one concept")
    elif receipt.kind in (ReceiptKind.SHIFT_SLIP, ReceiptKind.START_OF_SERIES) and receipt.concepts:
        raise MessageInvalid("field", "this kind has no concepts")
    concepts_centavos = sum(concept.net_centavos for concept in receipt.concepts)
    match receipt.kind:
        case ReceiptKind.SHIFT_SLIP:
            holds = True
        case ReceiptKind.REGISTRATION | ReceiptKind.START_OF_SERIES:
            holds = receipt.total_centavos == 0 and concepts_centavos == 0
        case _:
            holds = receipt.total_centavos == concepts_centavos
    if not holds:
        raise MessageInvalid("total", "the concepts do not add up to the total")


def _digits_for(size_bytes: int) -> int:
    return _GROUP_DIGITS if size_bytes == _GROUP_BYTES else _TAIL_DIGITS[size_bytes]


def _tail_bytes(digit_count: int) -> int:
    if digit_count not in _TAIL_DIGITS:
        raise MessageInvalid("digits", "no group has so many digits")
    return _TAIL_DIGITS.index(digit_count)
