"""The push envelope: a batch of events, compressed, sealed to the central, signed (PROTOCOL §7).

Only the first and last hash of a batch travel; whoever opens it recomputes every link.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync import cbor, chain, cose, fields
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import Salt, event_id_of, kid_of
from sync.sealed import Dictionaries, seal, unseal

DOMAIN = "push"
ENVELOPE_CAP_BYTES = 1024 * 1024
LARGEST_COUNT = 1000
REDACTED = 1
PRUNED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FullItem:
    """An event as it was recorded."""

    header: bytes
    salt: bytes
    body: bytes
    digest: bytes = field(init=False)  # what stands for salt and body in the chain
    event_id: bytes = field(init=False)  # follows from the salt

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", chain.digest_of(self.salt, self.body))
        object.__setattr__(self, "event_id", event_id_of(Salt(self.salt)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StubItem:
    """An event whose salt and body are gone: erased by law, or pruned on the device."""

    header: bytes
    digest: bytes
    event_id: bytes
    reason: int  # REDACTED or PRUNED


Item = FullItem | StubItem


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedEnvelope:
    """A batch that holds in itself; whether it fits the history is another question (§9)."""

    device_id: bytes
    stream: bytes
    first: int
    previous_head: bytes  # h(first − 1)
    items: tuple[Item, ...]
    heads: tuple[bytes, ...]  # h(first) … h(last), recomputed

    @property
    def count(self) -> int:
        """How many events it carries."""
        return len(self.items)

    @property
    def last(self) -> int:
        """Position of the last event."""
        return self.first + len(self.items) - 1

    @property
    def last_head(self) -> bytes:
        """h(last)."""
        return self.heads[-1]


def build_envelope(
    signer: cose.Signer,
    *,
    stream: bytes,
    first: int,
    previous_head: bytes,
    last_head: bytes,
    items: Sequence[Item],
    seal_public: bytes,
    dictionary: bytes | None = None,
) -> bytes:
    """Return the signed envelope of *items*, which stand at *first* and on, sealed to the central.

    Raises MessageInvalid("size") where it would pass 1 MiB: send the events in halves.
    """
    seal_kid = kid_of(seal_public)
    info = _info(signer.kid, stream, first, len(items), seal_kid)
    content = {1: previous_head, 2: last_head, 3: [_item_array(item) for item in items]}
    sealed = seal(seal_public, info, content, dictionary)
    payload = {1: fields.VERSION, 2: stream, 3: first, 4: len(items), 5: seal_kid, 6: sealed}
    envelope = cose.sign(signer, DOMAIN, {cose.KID_LABEL: signer.kid}, cbor.encode(payload))
    if len(envelope) > ENVELOPE_CAP_BYTES:
        raise MessageInvalid("size", "envelope above 1 MiB")
    return envelope


def open_envelope(
    data: bytes,
    device_point: Callable[[bytes], bytes | None],
    seal_keys: Mapping[bytes, bytes],
    dictionaries: Dictionaries | None = None,
) -> OpenedEnvelope:
    """Return the batch in an envelope, every link of its chain recomputed.

    *device_point* gives the full key of an enrolled device_id, None where there is none;
    *seal_keys* are the central's private X25519 keys by kid. Raises MessageInvalid with the code of
    the first check that fails, in the order of PROTOCOL §4 and §7; nothing of the
    batch counts then.
    """
    message = cose.open_shape(data, DOMAIN, ENVELOPE_CAP_BYTES, {cose.KID_LABEL})
    point = device_point(message.kid)
    if point is None or kid_of(point) != message.kid:
        raise MessageInvalid("kid-unknown", "no such device is enrolled here")
    message.verify(point)
    outer = Fields.decode_version_1(message.payload, range(1, 7))
    stream, first = outer.octets(2, 16), outer.uint(3)
    count, seal_kid = outer.uint(4, LARGEST_COUNT + 1), outer.octets(5, 8)
    sealed = outer.octets(6)
    if first < 1 or count < 1:
        raise MessageInvalid("shape", "a batch starts at 1 or later and has an event")
    if seal_kid not in seal_keys:
        raise MessageInvalid("seal-key", "sealed to a key that is not held here")
    info = _info(message.kid, stream, first, count, seal_kid)
    inner = Fields.of(unseal(seal_keys[seal_kid], info, sealed, dictionaries), range(1, 4))
    previous_head, last_head = inner.octets(1, 32), inner.octets(2, 32)
    arrays = inner.array(3)
    if len(arrays) != count:
        raise MessageInvalid("count", f"{count} announced, {len(arrays)} there")
    if first == 1 and previous_head != chain.first_head(message.kid, stream):
        raise MessageInvalid("chain", "event 1 does not start at h(0)")
    items = tuple(item_of(element) for element in arrays)
    heads = _heads(stream, first, previous_head, items)
    if heads[-1] != last_head:
        raise MessageInvalid("head", "the links do not lead to the head")
    return OpenedEnvelope(
        device_id=message.kid,
        stream=stream,
        first=first,
        previous_head=previous_head,
        items=items,
        heads=heads,
    )


def _heads(
    stream: bytes, first: int, previous_head: bytes, items: Sequence[Item]
) -> tuple[bytes, ...]:
    heads: list[bytes] = []
    head = previous_head
    for seq, item in enumerate(items, first):
        head = chain.next_head(stream, seq, head, item.header, item.digest)
        heads.append(head)
    return tuple(heads)


def _info(device_id: bytes, stream: bytes, first: int, count: int, kid: bytes) -> list[object]:
    return ["vt1/push", device_id, stream, first, count, kid]


def _item_array(item: Item) -> list[object]:
    if isinstance(item, FullItem):
        return [item.header, item.salt, item.body]
    return [item.header, item.digest, item.event_id, item.reason]


def item_of(value: Any) -> Item:
    """Return the item in a decoded array; MessageInvalid("shape") for anything else."""
    parts = fields.array(value, 3, 4)
    header = fields.octets(parts[0])
    if len(parts) == 3:
        return FullItem(
            header=header, salt=fields.octets(parts[1], 16), body=fields.octets(parts[2])
        )
    reason = fields.unsigned(parts[3])
    if reason not in (REDACTED, PRUNED):
        raise MessageInvalid("shape", "a stub is redacted or pruned")
    return StubItem(
        header=header,
        digest=fields.octets(parts[1], 32),
        event_id=fields.octets(parts[2], 16),
        reason=reason,
    )
