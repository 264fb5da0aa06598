"""Sealed files of a device in memory, with a disk that can refuse; and attachments of events."""

from __future__ import annotations

from sync.blobs import blob_id_of, seal_blob
from sync.device.ports import BlobUnreadable
from sync.events import Attachment, Folio, RegistrationMade
from sync.ids import OperatorNumber, Salt
from tests.support.delivery import Device


class MemoryFiles:
    """BlobFiles without a disk; passes the same tests as the folder."""

    def __init__(self) -> None:
        self.held: dict[bytes, bytes] = {}
        self.unreadable: set[bytes] = set()

    def put(self, blob_id: bytes, sealed: bytes) -> None:
        """Keep a sealed file."""
        self.held[blob_id] = sealed

    def remove(self, blob_id: bytes) -> None:
        """Let a sealed file go."""
        self.held.pop(blob_id, None)

    def length_of(self, blob_id: bytes, /) -> int | None:
        """Return how many bytes a file has."""
        sealed = self.held.get(blob_id)
        return None if sealed is None else len(sealed)

    def read_at(self, blob_id: bytes, offset: int, most_bytes: int, /) -> bytes:
        """Return bytes of a file, or refuse as a bad disk does."""
        sealed = self.held.get(blob_id)
        if sealed is None or blob_id in self.unreadable:
            raise BlobUnreadable(blob_id.hex())
        return sealed[offset : offset + most_bytes]


def record_with_files(
    device: Device, files: MemoryFiles, *contents: bytes, media_type: str = "image/webp"
) -> list[bytes]:
    """Save one registration with these files; return their blob_ids."""
    salt = Salt(device.random.randbytes(16))
    attachments = []
    for index, content in enumerate(contents, start=1):
        sealed = seal_blob(salt, index, content)
        files.put(blob_id_of(sealed), sealed)
        attachments.append(
            Attachment(
                index=index,
                media_type=media_type,
                length_bytes=len(sealed),
                blob_id=blob_id_of(sealed),
            )
        )
    event = RegistrationMade(
        folio=Folio(series=1, number=1),
        form_id="fotos",
        form_version="1",
        definition_hash=bytes(16),
        answers=("uno",),
        submission_hash=bytes(4),
        service_code=201,
        attachments=tuple(attachments),
    )
    device.store.write(
        lambda tx: device.journal.append(tx, event, salt=salt, operator=OperatorNumber(42))
    )
    device.engine.look_again()
    return [one.blob_id for one in attachments]
