"""What the central answers: acknowledgement, probe answer, page, blob confirmation.

PROTOCOL §8 and §13 to §15. `signers` maps the kid of every central certificate that is believed to
its full point (`certificates.signers_of`); a message from another key is `kid-unknown`. A bare HTTP
status is never an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sync import cbor, cose, fields
from sync.certificates import Signers
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import kid_of
from sync.sealed import Dictionaries, seal, unseal

ACK_CAP_BYTES = 64 * 1024
PROBE_CAP_BYTES = 16 * 1024
PAGE_CAP_BYTES = 1024 * 1024
BLOB_CAP_BYTES = 512
CURSOR_CAP_BYTES = 64
NOTICE_FROM = 32
"""Codes below are stored and not applied; from here on applied, with a notice (§8)."""


class AckResult(IntEnum):
    """How a batch stood to the history the central holds."""

    STORED = 0
    GAP = 1  # sent from beyond seq + 1
    FORK = 2  # histories differ


class PageOperation(IntEnum):
    """What a line of a page does to a dataset."""

    PUT = 0
    DELETE = 1
    SNAPSHOT_COMPLETE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The entries 10 to 13 that acknowledgement and probe answer share."""

    next_contact_seconds: int | None = None
    newest_revocations: int | None = None
    orders: tuple[tuple[int, Any], ...] = ()  # (2 new certificate needed / 3 send diagnostics, arg)
    lease: Mapping[int, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The central says up to which event it holds a stream, and with which hash there."""

    device_id: bytes
    incarnation: bytes
    stream: bytes
    seq: int
    head: bytes
    durable_seq: int
    server_time_ms: int
    result: AckResult
    attention: tuple[tuple[int, int], ...] = ()  # (seq, code) of events of this batch
    answers: bytes | None = None  # SHA-256(envelope answered)[:16]
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamMark:
    """Where the central stands in one stream of the device."""

    stream: bytes
    seq: int
    head: bytes
    durable_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeAnswer:
    """The central is there; it counts only if `nonce` is the one of the device's own token."""

    device_id: bytes
    incarnation: bytes
    nonce: bytes
    server_time_ms: int
    streams: tuple[StreamMark, ...] = ()
    standing: Standing = Standing()


LARGE_VALUE_BYTES = 64 * 1024
"""Values above this do not stand in a page (PROTOCOL §14)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeValue:
    """Where a value is fetched: a file of that hash and length, sealed with that key."""

    blob_id: bytes
    length_bytes: int  # of the sealed file
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One line of reference data; a put has *value*, or *large* for what is fetched apart."""

    dataset: int
    key: str
    version: int
    operation: PageOperation
    value: bytes | None
    large: LargeValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Reference data; applied in one transaction, only if `cursor_before` is the stored cursor."""

    incarnation: bytes
    cursor_before: bytes
    cursor_after: bytes
    entries: tuple[PageEntry, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobConfirmation:
    """The central holds this attachment whole; only this counts as delivered."""

    device_id: bytes
    incarnation: bytes
    blob_id: bytes
    length_bytes: int


def envelope_mark(envelope: bytes) -> bytes:
    """Return SHA-256(envelope)[:16], by which an acknowledgement names what it answers."""
    return hashlib.sha256(envelope).digest()[:16]


def build_ack(signer: cose.Signer, ack: Acknowledgement) -> bytes:
    """Return the signed acknowledgement; call it only after the commit it speaks of."""
    payload: dict[int, object] = {
        1: ack.device_id,
        2: ack.incarnation,
        3: ack.stream,
        4: ack.seq,
        5: ack.head,
        6: ack.durable_seq,
        7: ack.server_time_ms,
        8: int(ack.result),
        9: [list(one) for one in ack.attention],
        **_standing_entries(ack.standing),
    }
    if ack.answers is not None:
        payload[14] = ack.answers
    return _signed(signer, "ack", payload)


def read_ack(data: bytes, signers: Signers) -> Acknowledgement:
    """Return a valid acknowledgement; what it means for the device says `sync.device.decision`.

    Raises MessageInvalid with the code of the first check that fails; it is no answer then.
    """
    payload = _verified(data, "ack", ACK_CAP_BYTES, signers)
    read = Fields.decode(payload, range(1, 10), range(10, 20))
    seq, durable_seq, result = read.uint(4), read.uint(6), read.uint(8, len(AckResult))
    if durable_seq > seq:
        raise MessageInvalid("shape", "durable above what is stored")
    return Acknowledgement(
        device_id=read.octets(1, 8),
        incarnation=read.octets(2, 16),
        stream=read.octets(3, 16),
        seq=seq,
        head=read.octets(5, 32),
        durable_seq=durable_seq,
        server_time_ms=read.uint(7),
        result=AckResult(result),
        attention=tuple(_pair_of(one) for one in read.array(9)),
        answers=read.optional_octets(14, 16),
        standing=_standing_of(read),
    )


def build_probe_answer(signer: cose.Signer, answer: ProbeAnswer) -> bytes:
    """Return the signed answer to a probe."""
    marks = [[one.stream, one.seq, one.head, one.durable_seq] for one in answer.streams]
    payload = {
        1: answer.device_id,
        2: answer.incarnation,
        3: answer.nonce,
        4: answer.server_time_ms,
        5: marks,
        **_standing_entries(answer.standing),
    }
    return _signed(signer, "probe", payload)


def read_probe_answer(data: bytes, signers: Signers) -> ProbeAnswer:
    """Return a valid probe answer; the caller compares its nonce and device_id with its own."""
    payload = _verified(data, "probe", PROBE_CAP_BYTES, signers)
    read = Fields.decode(payload, range(1, 6), range(10, 14))
    return ProbeAnswer(
        device_id=read.octets(1, 8),
        incarnation=read.octets(2, 16),
        nonce=read.octets(3, 16),
        server_time_ms=read.uint(4),
        streams=tuple(_mark_of(one) for one in read.array(5)),
        standing=_standing_of(read),
    )


def build_page(
    signer: cose.Signer, page: Page, *, device_id: bytes, device_seal_public: bytes
) -> bytes:
    """Return the signed page, sealed to one device.

    Raises MessageInvalid("size") where it would pass 1 MiB: put fewer entries into it.
    """
    seal_kid = kid_of(device_seal_public)
    content = [
        [one.dataset, one.key, one.version, int(one.operation), _value_in_page(one)]
        for one in page.entries
    ]
    info = _page_info(device_id, page.incarnation, page.cursor_after, seal_kid)
    payload = {
        1: fields.VERSION,
        2: page.incarnation,
        3: page.cursor_before,
        4: page.cursor_after,
        5: seal_kid,
        6: seal(device_seal_public, info, content),
        7: page.more,
    }
    data = _signed(signer, "page", payload)
    if len(data) > PAGE_CAP_BYTES:
        raise MessageInvalid("size", "page above 1 MiB")
    return data


def read_page(
    data: bytes,
    signers: Signers,
    *,
    device_id: bytes,
    seal_keys: Mapping[bytes, bytes],
    dictionaries: Dictionaries | None = None,
) -> Page:
    """Return a valid page that was sealed to this device; nothing of it holds if this raises."""
    payload = _verified(data, "page", PAGE_CAP_BYTES, signers)
    read = Fields.decode_version_1(payload, range(1, 8))
    incarnation, seal_kid = read.octets(2, 16), read.octets(5, 8)
    cursor_before = read.octets(3, at_most=CURSOR_CAP_BYTES)
    cursor_after = read.octets(4, at_most=CURSOR_CAP_BYTES)
    sealed, more = read.octets(6), read.flag(7)
    if seal_kid not in seal_keys:
        raise MessageInvalid("seal-key", "sealed to a key that is not held here")
    info = _page_info(device_id, incarnation, cursor_after, seal_kid)
    content = unseal(seal_keys[seal_kid], info, sealed, dictionaries)
    return Page(
        incarnation=incarnation,
        cursor_before=cursor_before,
        cursor_after=cursor_after,
        entries=tuple(_entry_of(one) for one in fields.array(content)),
        more=more,
    )


def build_blob_confirmation(signer: cose.Signer, confirmation: BlobConfirmation) -> bytes:
    """Return the signed confirmation of one attachment."""
    payload = {
        1: confirmation.device_id,
        2: confirmation.incarnation,
        3: confirmation.blob_id,
        4: confirmation.length_bytes,
    }
    return _signed(signer, "blob", payload)


def read_blob_confirmation(data: bytes, signers: Signers) -> BlobConfirmation:
    """Return a valid blob confirmation; raises MessageInvalid otherwise."""
    read = Fields.decode(_verified(data, "blob", BLOB_CAP_BYTES, signers), range(1, 5))
    return BlobConfirmation(
        device_id=read.octets(1, 8),
        incarnation=read.octets(2, 16),
        blob_id=read.octets(3, 16),
        length_bytes=read.uint(4),
    )


def _signed(signer: cose.Signer, domain: str, payload: Mapping[int, object]) -> bytes:
    return cose.sign(signer, domain, {cose.KID_LABEL: signer.kid}, cbor.encode(payload))


def _verified(data: bytes, domain: str, cap_bytes: int, signers: Signers) -> bytes:
    message = cose.open_shape(data, domain, cap_bytes, {cose.KID_LABEL})
    point = signers.get(message.kid)
    if point is None:
        raise MessageInvalid("kid-unknown", "no central that is believed has this key")
    message.verify(point)
    return message.payload


def _standing_entries(standing: Standing) -> dict[int, object]:
    entries: dict[int, object] = {}
    if standing.next_contact_seconds is not None:
        entries[10] = standing.next_contact_seconds
    if standing.newest_revocations is not None:
        entries[11] = standing.newest_revocations
    if standing.orders:
        entries[12] = [list(one) for one in standing.orders]
    if standing.lease is not None:
        entries[13] = dict(standing.lease)
    return entries


def _standing_of(read: Fields) -> Standing:
    return Standing(
        next_contact_seconds=read.optional_uint(10),
        newest_revocations=read.optional_uint(11),
        orders=tuple(_order_of(one) for one in read.array(12)) if read.has(12) else (),
        lease=fields.map_of(read.raw(13), int) if read.has(13) else None,
    )


def _order_of(value: object) -> tuple[int, Any]:
    order, argument = fields.array(value, 2, 2)
    return fields.unsigned(order), argument


def _pair_of(value: object) -> tuple[int, int]:
    seq, code = fields.array(value, 2, 2)
    return fields.unsigned(seq), fields.unsigned(code)


def _mark_of(value: object) -> StreamMark:
    stream, seq, head, durable_seq = fields.array(value, 4, 4)
    return StreamMark(
        stream=fields.octets(stream, 16),
        seq=fields.unsigned(seq),
        head=fields.octets(head, 32),
        durable_seq=fields.unsigned(durable_seq),
    )


def _entry_of(value: object) -> PageEntry:
    dataset, key, version, number, content = fields.array(value, 5, 5)
    operation = PageOperation(fields.unsigned(number, len(PageOperation)))
    large = None
    if operation is PageOperation.PUT and isinstance(content, list):
        large, content = _large_of(content), None
    elif operation is PageOperation.PUT:
        fields.octets(content)
    elif content is not None:
        raise MessageInvalid("shape", "only a put has a value")
    return PageEntry(
        dataset=fields.unsigned(dataset),
        key=fields.text(key),
        version=fields.unsigned(version),
        operation=operation,
        value=content,
        large=large,
    )


def _value_in_page(entry: PageEntry) -> object:
    if entry.large is None:
        return entry.value
    return [entry.large.blob_id, entry.large.length_bytes, entry.large.key]


def _large_of(content: object) -> LargeValue:
    blob_id, length, key = fields.array(content, 3, 3)
    return LargeValue(
        blob_id=fields.octets(blob_id, 16),
        length_bytes=fields.unsigned(length),
        key=fields.octets(key, 32),
    )


def _page_info(device_id: bytes, incarnation: bytes, cursor: bytes, kid: bytes) -> list[object]:
    return ["vt1/page", device_id, incarnation, cursor, kid]
