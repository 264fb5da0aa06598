"""An invented institution with every key it needs; the same keys in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sync import certificates, chain
from sync.cose import SoftwareSigner
from sync.envelope import FullItem, Item
from sync.ids import kid_of
from sync.profile import InstitutionProfile, TrainingRoot
from sync.sealed import seal_public_of

NOT_BEFORE_SECONDS = 1_790_000_000
ISSUED_SECONDS = 1_795_165_878
EXPIRES_SECONDS = 1_880_000_000
TERMINAL = "20067-007"
PREFIX = "https://demo.invalid/v#"


def a_signer(name: str) -> SoftwareSigner:
    """Return the key that belongs to *name*; never used outside tests."""
    return SoftwareSigner.from_private(hashlib.sha256(b"signer " + name.encode()).digest())


def a_seal_key(name: str) -> tuple[bytes, bytes]:
    """Return the X25519 key (private, public) that belongs to *name*."""
    private = hashlib.sha256(b"seal " + name.encode()).digest()
    return private, seal_public_of(private)


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """Root, central and one device, certified."""

    root: SoftwareSigner
    training_root: SoftwareSigner
    central: SoftwareSigner
    central_seal: tuple[bytes, bytes]
    device: SoftwareSigner
    device_seal: tuple[bytes, bytes]
    device_certificate: bytes
    central_certificate: bytes

    @property
    def profile(self) -> InstitutionProfile:
        """What its devices are given."""
        return InstitutionProfile(
            version=1,
            name="Municipio de PRUEBA",
            roots=(self.root.point,),
            training=TrainingRoot(
                point=self.training_root.point, private=self.training_root.private_bytes()
            ),
            base_url="http://127.0.0.1:8000",
            receipt_prefix=PREFIX,
            central_certificates=(self.central_certificate,),
            domain_words="demo punto invalid",
            phone="000 000 0000",
            place="Plaza de PRUEBA 1",
            legal_line="Comprobante de pago. No es CFDI.",
            offices={TERMINAL: "Caja de PRUEBA"},
            concepts={1101: "Impuesto de PRUEBA"},
        )

    @property
    def central_seal_keys(self) -> dict[bytes, bytes]:
        """The central's private sealing key by kid."""
        return {kid_of(self.central_seal[1]): self.central_seal[0]}

    @property
    def device_seal_keys(self) -> dict[bytes, bytes]:
        """The device's private sealing key by kid."""
        return {kid_of(self.device_seal[1]): self.device_seal[0]}

    @property
    def signers(self) -> dict[bytes, bytes]:
        """The central's point by kid."""
        return {self.central.kid: self.central.point}

    def device_point(self, device_id: bytes) -> bytes | None:
        """Full key of the one enrolled device."""
        return self.device.point if device_id == self.device.kid else None


def an_institution() -> Institution:
    """Return the invented institution."""
    root, central, device = a_signer("root"), a_signer("central"), a_signer("device")
    central_seal = a_seal_key("central")
    return Institution(
        root=root,
        training_root=a_signer("training root"),
        central=central,
        central_seal=central_seal,
        device=device,
        device_seal=a_seal_key("device"),
        device_certificate=a_device_certificate(root, device),
        central_certificate=certificates.issue_central_certificate(
            root,
            name="Tesorería de PRUEBA",
            point=central.point,
            seal_public=central_seal[1],
            not_before_seconds=NOT_BEFORE_SECONDS,
            expires_seconds=EXPIRES_SECONDS,
        ),
    )


def a_device_certificate(root: SoftwareSigner, device: SoftwareSigner) -> bytes:
    """Return a certificate of *device* by *root*."""
    return certificates.issue_device_certificate(
        root,
        terminal=TERMINAL,
        point=device.point,
        protection=0,
        not_before_seconds=NOT_BEFORE_SECONDS,
        expires_seconds=EXPIRES_SECONDS,
    )


def some_items(count: int) -> tuple[FullItem, ...]:
    """Return invented events; their bodies mean nothing."""
    return tuple(
        FullItem(
            header=b"header %d" % number,
            salt=hashlib.sha256(b"salt %d" % number).digest()[:16],
            body=b"body %d" % number,
        )
        for number in range(count)
    )


def heads_of(device_id: bytes, stream: bytes, items: Sequence[Item]) -> list[bytes]:
    """Return h(0) … h(n) of a stream that holds *items*."""
    heads = [chain.first_head(device_id, stream)]
    for seq, item in enumerate(items, 1):
        heads.append(chain.next_head(stream, seq, heads[-1], item.header, item.digest))
    return heads
