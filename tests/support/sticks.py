"""A stick as a folder, and an office that reads sticks for the small central in memory."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from sync import bundle
from sync.bundle import BACK, FileName, Manifest, RecordType, source_of
from sync.bundle_files import CarriedFolder
from sync.bundle_reading import Bundle
from sync.certificates import issue_device_certificate
from sync.device.bundles import Bundles
from sync.device.transport import COSE_TYPE, Request
from sync.messages import (
    ACK_CAP_BYTES,
    AckResult,
    BlobConfirmation,
    Page,
    PageEntry,
    ProbeAnswer,
    Standing,
    StreamMark,
    build_blob_confirmation,
    build_page,
    build_probe_answer,
    read_ack,
)
from sync.sealed import seal_public_of
from tests.support.delivery import Device
from tests.support.model_central import VALID_FROM, VALID_TO, ModelCentral


def certificate_of(device: Device, terminal: str = "20067-007") -> bytes:
    """Return what the root says of a device."""
    return issue_device_certificate(
        device.central.root,
        terminal=terminal,
        point=device.keys.signer.point,
        protection=0,
        not_before_seconds=VALID_FROM,
        expires_seconds=VALID_TO,
    )


def bundles_of(device: Device, folder: Path, **more: object) -> Bundles:
    """Return the bundles of a device whose carried files lie in *folder*."""
    carried = CarriedFolder(folder / "carried")
    return Bundles(
        replace(device.desk, carried=carried),
        certificate=certificate_of(device),
        changed=device.changed.append,
        **more,  # type: ignore[arg-type]  # what the class takes
    )


class ModelOffice:
    """Feeds what sticks bring to the central in memory, and writes its answers."""

    def __init__(self, central: ModelCentral) -> None:
        self.central = central
        self.parked: dict[bytes, None] = {}
        self.files: dict[bytes, int] = {}
        self.acks: list[bytes] = []
        self._made = 0

    def take(self, *paths: Path) -> None:
        """Take what can be read of these files; what does not follow yet is parked."""
        for path in paths:
            self.take_bytes(path.read_bytes())

    def take_bytes(self, data: bytes) -> None:
        """Take what can be read of one file."""
        opened = Bundle(io.BytesIO(data), (self.central.root.point,))
        for record in opened.records():
            if not record.is_whole:
                continue
            content = opened.content(record)
            if record.kind == RecordType.ENVELOPE:
                self.parked[content] = None
            elif record.kind == RecordType.BLOB:
                self.files[(record.sha256 or b"")[:16]] = record.length
        self._push()

    def _push(self) -> None:
        pushed, gaps = True, dict[bytes, bytes]()
        while pushed:
            pushed, gaps = False, {}
            for envelope in list(self.parked):
                answer = self.central.handle(
                    Request(
                        method="POST",
                        path="/v1/push",
                        body=envelope,
                        content_type=COSE_TYPE,
                        answer_limit_bytes=ACK_CAP_BYTES,
                    )
                )
                if answer.status == 200:
                    pushed = True
                if read_ack(answer.body, self.signers).result is not AckResult.GAP:
                    del self.parked[envelope]
                    self.acks.append(answer.body)
                else:
                    gaps[envelope] = answer.body
        self.acks += gaps.values()

    @property
    def signers(self) -> dict[bytes, bytes]:
        """Return the central's keys, old ones too."""
        keys = (self.central.keys, *self.central.old_keys)
        return {one.signer.kid: one.signer.point for one in keys}

    def answers(self, device: Device, *more: tuple[RecordType, bytes]) -> bytes:
        """Return a file of answers: every ack since the last one, files, a sign of life."""
        central, keys = self.central, self.central.keys
        central.server_time_ms += 1_000
        records: list[tuple[RecordType, bytes]] = [(RecordType.CERTIFICATE, keys.certificate)]
        records += [(RecordType.ACK, ack) for ack in self.acks]
        records += [
            (RecordType.BLOB_CONFIRMATION, self._confirmed(device, blob_id, length))
            for blob_id, length in self.files.items()
        ]
        records += [(RecordType.PROBE_ANSWER, self.probe_answer(device)), *more]
        self.acks = []
        sources = [source_of(kind, data) for kind, data in records]
        self._made += 1
        manifest = Manifest(
            bundle_id=self._made.to_bytes(16, "big"),
            part=1,
            parts=1,
            entries=tuple(one.entry for one in sources),
            made_at_seconds=central.server_time_ms // 1_000,
        )
        signed = bundle.sign_manifest(keys.signer, keys.certificate, manifest)
        return b"".join(bundle.part_pieces(signed, sources))

    def write_answers(self, device: Device, folder: Path, *more: tuple[RecordType, bytes]) -> Path:
        """Write a file of answers onto a stick."""
        data = self.answers(device, *more)
        name = FileName(
            device_id=device.keys.device_id,
            bundle_id=self._made.to_bytes(16, "big"),
            part=1,
            suffix=BACK,
        )
        path = folder / name.text
        path.write_bytes(data)
        return path

    def probe_answer(self, device: Device) -> bytes:
        """Return a sign of life that answers no question of the device's."""
        central = self.central
        return build_probe_answer(
            central.keys.signer,
            ProbeAnswer(
                device_id=device.keys.device_id,
                incarnation=central.incarnation,
                nonce=bytes(16),
                server_time_ms=central.server_time_ms,
                streams=tuple(
                    StreamMark(
                        stream=stream,
                        seq=store.seq,
                        head=store.heads[-1],
                        durable_seq=central.durable_of(store.seq),
                    )
                    for stream, store in central.streams.items()
                ),
                standing=Standing(lease={1: 180, 2: 1}),
            ),
        )

    def page(
        self,
        device: Device,
        before: bytes,
        after: bytes,
        *entries: PageEntry,
        more: bool = False,
    ) -> bytes:
        """Return a page of reference data, sealed to a device."""
        page = Page(
            incarnation=self.central.incarnation,
            cursor_before=before,
            cursor_after=after,
            entries=entries,
            more=more,
        )
        return build_page(
            self.central.keys.signer,
            page,
            device_id=device.keys.device_id,
            device_seal_public=seal_public_of(device.keys.seal_private),
        )

    def _confirmed(self, device: Device, blob_id: bytes, length: int) -> bytes:
        return build_blob_confirmation(
            self.central.keys.signer,
            BlobConfirmation(
                device_id=device.keys.device_id,
                incarnation=self.central.incarnation,
                blob_id=blob_id,
                length_bytes=length,
            ),
        )
