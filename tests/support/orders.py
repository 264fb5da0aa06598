"""Signed orders for tests: an administrator, wipes, revocation lists, pages that carry them."""

from __future__ import annotations

from dataclasses import dataclass

from sync.catalogue import Entry, encode_entry
from sync.certificates import issue_administrator_certificate
from sync.cose import Signer, SoftwareSigner
from sync.messages import PageEntry, PageOperation
from sync.revocations import Reported, RevocationList, RevokedDevice, sign_revocations
from sync.wipe import WipeOrder, sign_wipe, wipe_key

VALID_FROM, VALID_TO = 1_700_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """A person who may order a wipe."""

    signer: SoftwareSigner
    certificate: bytes

    def orders(
        self,
        device_id: bytes,
        number: int = 1,
        *,
        why: Reported = Reported.RETIRED,
        not_before_seconds: int = 0,
    ) -> bytes:
        """Return a signed wipe order."""
        order = WipeOrder(
            device_id=device_id, number=number, not_before_seconds=not_before_seconds, why=why
        )
        return sign_wipe(self.signer, self.certificate, order)


def an_administrator(root: Signer) -> Administrator:
    """Return a new administrator under a root."""
    signer = SoftwareSigner.generate()
    certificate = issue_administrator_certificate(
        root,
        name="PRUEBA administradora",
        point=signer.point,
        not_before_seconds=VALID_FROM,
        expires_seconds=VALID_TO,
    )
    return Administrator(signer=signer, certificate=certificate)


def a_list(
    signer: Signer, certificate: bytes, number: int, *devices: bytes, issued_at_seconds: int = 5
) -> bytes:
    """Return a revocation list, signed by a central, on which no folio of the devices is good."""
    listed = tuple(RevokedDevice(device_id=one, why=Reported.LOST, last_good={}) for one in devices)
    held = RevocationList(number=number, issued_at_seconds=issued_at_seconds, devices=listed)
    return sign_revocations(signer, certificate, held)


def wipe_line(device_id: bytes, signed: bytes, *, version: int = 1) -> PageEntry:
    """Return a line of dataset 1 that carries a wipe order."""
    return a_line(1, wipe_key(device_id), signed, version=version)


def list_line(signed: bytes, *, version: int = 1) -> PageEntry:
    """Return a line of dataset 1 that carries a revocation list."""
    return a_line(1, "revocations", signed, version=version)


def entry_line(entry: Entry, *, version: int = 1) -> PageEntry:
    """Return a line that carries a published value."""
    return a_line(entry.dataset, entry.key, encode_entry(entry), version=version)


def a_line(dataset: int, key: str, value: bytes, *, version: int = 1) -> PageEntry:
    """Return a line that puts a value."""
    return PageEntry(
        dataset=dataset, key=key, version=version, operation=PageOperation.PUT, value=value
    )
