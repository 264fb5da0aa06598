"""A wipe order: an administrator says that a device is to destroy its keys (PROTOCOL §19).

The signer is a person with a certificate of role 3, never the central, which only carries the
bytes (pull dataset 1, record type 13 of a bundle). Nothing here destroys anything: what a device
does with an order, and when, is its own matter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sync import cbor, cose
from sync.certificates import AdministratorCertificate, read_administrator_certificate
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.revocations import Reported

DOMAIN = "wipe"
WIPE_CAP_BYTES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class WipeOrder:
    """What an administrator orders; of two orders to a device the higher number counts."""

    device_id: bytes
    number: int
    not_before_seconds: int
    why: Reported  # LOST: followed at once; else after 72 h of running time


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedWipe:
    """An order that holds, and who gave it."""

    order: WipeOrder
    administrator: AdministratorCertificate
    encoded: bytes  # the message as it was signed


def wipe_key(device_id: bytes) -> str:
    """Return the key under which a device's order stands in pull dataset 1."""
    return f"wipe:{device_id.hex()}"


def sign_wipe(signer: cose.Signer, certificate: bytes, order: WipeOrder) -> bytes:
    """Return the order signed by an administrator, the certificate inside.

    Whether *certificate* is of *signer* and of role 3 says `read_wipe`.
    """
    payload = cbor.encode(
        {1: order.device_id, 2: order.number, 3: order.not_before_seconds, 4: int(order.why)}
    )
    return cose.sign(signer, DOMAIN, {cose.CERTIFICATE_LABEL: cbor.decode(certificate)}, payload)


def read_wipe(data: bytes, roots: Collection[bytes]) -> SignedWipe:
    """Return an order that an administrator under one of *roots* signed, to whatever device.

    Raises MessageInvalid with the code of the first check that fails (PROTOCOL §4).
    """
    message = cose.open_shape(data, DOMAIN, WIPE_CAP_BYTES, {cose.CERTIFICATE_LABEL})
    administrator = read_administrator_certificate(message.certificate_bytes(), roots)
    message.verify(administrator.point)
    read = Fields.decode(message.payload, range(1, 5))
    why = read.uint(4)
    if why not in set(Reported):
        raise MessageInvalid("shape", "no such reason")
    order = WipeOrder(
        device_id=read.octets(1, 8),
        number=read.uint(2),
        not_before_seconds=read.uint(3),
        why=Reported(why),
    )
    return SignedWipe(order=order, administrator=administrator, encoded=data)


def read_wipe_for(
    data: bytes, roots: Collection[bytes], device_id: bytes, last_number: int
) -> SignedWipe:
    """As `read_wipe`, for the device that is to follow it.

    Raises MessageInvalid also with "not-mine" for another device's order, and "old" for a number
    not above *last_number*, the last order this device has seen (0 for none).
    """
    signed = read_wipe(data, roots)
    if signed.order.device_id != device_id:
        raise MessageInvalid("not-mine", "an order to another device")
    if signed.order.number <= last_number:
        raise MessageInvalid("old", f"order {signed.order.number} was seen before")
    return signed
