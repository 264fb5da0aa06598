"""Acuse: the central's signed word on what became of one receipt (RECEIPTS §9).

Whoever holds a receipt may ask; the answer counts only where its certificate hangs from a pinned
root, its signature holds, and it names the very receipt that was asked about.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from sync import cbor, cose, fields
from sync.certificates import read_central_certificate
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.receipts import ANCHOR_BYTES, NUMBER_LIMIT, SMALL_LIMIT

DOMAIN = "acuse"
ACUSE_CAP_BYTES = 1024
_REQUIRED = frozenset(range(1, 7))
_OPTIONAL = frozenset({7, 8, 9})


class AcuseState(IntEnum):
    """What the central knows of a receipt."""

    NOTED = 0  # seen; its journal is still under way
    RECEIVED = 1  # its event is here and says the same
    REVERSED = 2  # received, and cancelled afterwards
    DIFFERS = 3  # the journal says something else than the paper
    WAITS = 4  # the device was reported; a person decides
    VOID = 5  # a person decided: it does not count


@dataclass(frozen=True, slots=True, kw_only=True)
class Acuse:
    """The answer about one receipt."""

    device_id: bytes
    series: int
    number: int
    anchor: bytes
    state: AcuseState
    answered_at_seconds: int
    arrived_at_seconds: int | None = None  # when its event came, by the central's clock
    reversed_by: tuple[int, int] | None = None  # series, number
    durable: bool | None = None  # inside a backup that was restored to check it

    def is_about(self, device_id: bytes, series: int, number: int, anchor: bytes) -> bool:
        """Say whether this answer is about that receipt."""
        mine = (self.device_id, self.series, self.number, self.anchor)
        return mine == (device_id, series, number, anchor)


def sign_acuse(signer: cose.Signer, certificate: bytes, acuse: Acuse) -> bytes:
    """Return the answer signed by the central, its certificate inside."""
    payload: dict[int, object] = {
        1: acuse.device_id,
        2: acuse.series,
        3: acuse.number,
        4: acuse.anchor,
        5: int(acuse.state),
        6: acuse.answered_at_seconds,
    }
    if acuse.arrived_at_seconds is not None:
        payload[7] = acuse.arrived_at_seconds
    if acuse.reversed_by is not None:
        payload[8] = list(acuse.reversed_by)
    if acuse.durable is not None:
        payload[9] = acuse.durable
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(certificate)}
    return cose.sign(signer, DOMAIN, protected, cbor.encode(payload))


def read_acuse(data: bytes, roots: Collection[bytes]) -> Acuse:
    """Return a valid answer; raises MessageInvalid with the code of the first check that fails.

    Whether it is about the receipt in hand says `Acuse.is_about`.
    """
    message = cose.open_shape(data, DOMAIN, ACUSE_CAP_BYTES, {cose.CERTIFICATE_LABEL})
    message.verify(read_central_certificate(message.certificate_bytes(), roots).point)
    read = Fields.decode(message.payload, _REQUIRED, _OPTIONAL)
    state = read.uint(5)
    if state not in set(AcuseState):
        raise MessageInvalid("shape", "no such state")
    return Acuse(
        device_id=read.octets(1, 8),
        series=read.uint(2, SMALL_LIMIT),
        number=read.uint(3, NUMBER_LIMIT),
        anchor=read.octets(4, ANCHOR_BYTES),
        state=AcuseState(state),
        answered_at_seconds=read.uint(6),
        arrived_at_seconds=read.optional_uint(7),
        reversed_by=_folio_in(read.array(8, 2, 2)) if read.has(8) else None,
        durable=read.flag(9) if read.has(9) else None,
    )


def _folio_in(value: list[object]) -> tuple[int, int]:
    return fields.unsigned(value[0], SMALL_LIMIT), fields.unsigned(value[1], NUMBER_LIMIT)
