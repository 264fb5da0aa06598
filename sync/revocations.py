"""Reported devices: up to which folio the paper of each still counts (PROTOCOL §19).

The list cuts by folio, not by date: whoever holds a key owns its clock. The central's key is
online, so the list alone never turns honest paper into forgery; only a root's statement does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum

from sync import cbor, cose, fields
from sync.certificates import ROOT_KID_BYTES, read_central_certificate, signing_root
from sync.errors import MessageInvalid
from sync.fields import Fields

REVOCATIONS_KEY = "revocations"
"""The key under which the list stands in pull dataset 1, as its own signed bytes."""

LIST_CAP_BYTES = 64 * 1024
STATEMENT_CAP_BYTES = 4 * 1024


class Reported(IntEnum):
    """Why a device is on the list."""

    LOST = 1
    KEY_MISUSED = 2
    RETIRED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokedDevice:
    """One reported device and the last number of each of its series that is good."""

    device_id: bytes
    why: Reported
    last_good: Mapping[int, int]  # series -> number; a series that is not there: 0
    statement: bytes | None = None  # a root's statement, as the message it was

    def cuts(self, device_id: bytes, series: int, number: int) -> bool:
        """Say whether this entry speaks of that folio of that device."""
        return self.device_id == device_id and number > self.last_good.get(series, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """Every reported device; of two lists the higher number wins, none expires."""

    number: int
    issued_at_seconds: int
    devices: tuple[RevokedDevice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgedStatement:
    """A root says: with this device's key, numbers above these were forged."""

    device_id: bytes
    last_good: Mapping[int, int]

    def covers(self, device_id: bytes, series: int, number: int) -> bool:
        """Say whether the statement speaks of that folio of that device."""
        return self.device_id == device_id and number > self.last_good.get(series, 0)


def sign_revocations(signer: cose.Signer, certificate: bytes, revoked: RevocationList) -> bytes:
    """Return the list signed by the central, its certificate inside."""
    devices = [_entry(device) for device in revoked.devices]
    payload = cbor.encode({1: revoked.number, 2: revoked.issued_at_seconds, 3: devices})
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(certificate)}
    return cose.sign(signer, "revocations", protected, payload)


def read_revocations(data: bytes, roots: Collection[bytes]) -> RevocationList:
    """Return a valid list; raises MessageInvalid with the code of the first check that fails."""
    message = cose.open_shape(data, "revocations", LIST_CAP_BYTES, {cose.CERTIFICATE_LABEL})
    message.verify(read_central_certificate(message.certificate_bytes(), roots).point)
    read = Fields.decode(message.payload, range(1, 4))
    return RevocationList(
        number=read.uint(1),
        issued_at_seconds=read.uint(2),
        devices=tuple(_device_of(one) for one in read.array(3)),
    )


def sign_statement(root_signer: cose.Signer, statement: ForgedStatement) -> bytes:
    """Return a root's statement that a key was misused."""
    payload = cbor.encode({1: statement.device_id, 2: dict(statement.last_good)})
    protected = {cose.KID_LABEL: root_signer.kid[:ROOT_KID_BYTES]}
    return cose.sign(root_signer, "forged", protected, payload)


def read_statement(data: bytes, roots: Collection[bytes]) -> ForgedStatement:
    """Return a statement that one of *roots* signed; raises MessageInvalid otherwise."""
    message = cose.open_shape(data, "forged", STATEMENT_CAP_BYTES, {cose.KID_LABEL})
    signing_root(message, roots, "sig")
    read = Fields.decode(message.payload, range(1, 3))
    return ForgedStatement(device_id=read.octets(1, 8), last_good=_numbers_of(read.raw(2)))


def _entry(device: RevokedDevice) -> list[object]:
    entry: list[object] = [device.device_id, int(device.why), dict(device.last_good)]
    if device.statement is not None:
        entry.append(cbor.decode(device.statement))
    return entry


def _device_of(value: object) -> RevokedDevice:
    parts = fields.array(value, 3, 4)
    why = fields.unsigned(parts[1])
    if why not in set(Reported):
        raise MessageInvalid("shape", "no such reason")
    return RevokedDevice(
        device_id=fields.octets(parts[0], 8),
        why=Reported(why),
        last_good=_numbers_of(parts[2]),
        statement=cbor.encode(parts[3]) if len(parts) == 4 else None,
    )


def _numbers_of(value: object) -> dict[int, int]:
    numbers = fields.map_of(value, int)
    return {series: fields.unsigned(number) for series, number in numbers.items()}
