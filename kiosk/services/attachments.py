"""Files that answer questions: checked and made small at once, sealed, on the disk, then named.

Each file has a key of its own that follows from the draft's salt (PROTOCOL §13); its name holds
its blob_id, so a record and its list of attachments say which file answers which question.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.pictures import drawing, photo
from kiosk.services.views import QuestionKind
from kiosk.vault.blobs import BlobFolder, BlobMissing
from sync.blobs import BLOB_LIMIT_BYTES, TAG_BYTES, blob_id_of, open_blob, seal_blob, uuid_of_blob
from sync.errors import MessageInvalid
from sync.ids import Salt

FILE_LIMIT_BYTES = BLOB_LIMIT_BYTES - TAG_BYTES
RECORD_LIMIT_BYTES = 64 * 2**20
RECORD_LIMIT_FILES = 200
_MEBIBYTE = 2**20
DRAWN = ("signature", "draw")
_EXTENSIONS = {
    "image/webp": "webp", "image/png": "png", "image/jpeg": "jpg",
    "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav",
    "audio/amr": "amr", "audio/aac": "aac", "audio/webm": "weba", "audio/flac": "flac",
    "video/mp4": "mp4", "video/webm": "webm", "video/3gpp": "3gp", "video/quicktime": "mov",
    "application/pdf": "pdf", "text/plain": "txt", "text/csv": "csv", "application/json": "json",
    "application/zip": "zip", "application/geo+json": "geojson", "application/rtf": "rtf",
    "application/msword": "doc", "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}  # fmt: skip
_MEDIA_TYPES = {extension: media_type for media_type, extension in _EXTENSIONS.items()} | {
    "jpeg": "image/jpeg", "oga": "audio/ogg", "htm": "text/plain", "m4v": "video/mp4",
}  # fmt: skip
_ANY = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFacts:
    """How much there may be, in MB."""

    limit: int


class FileTooLarge(KnownError):
    """A file is larger than any file may be; nothing was kept of it."""

    code: ClassVar[str] = "attachment.too_large"

    def __init__(self) -> None:
        super().__init__(LimitFacts(limit=BLOB_LIMIT_BYTES // _MEBIBYTE))


class RecordFull(KnownError):
    """With this file the registration would hold more than it may; nothing was kept of it."""

    code: ClassVar[str] = "attachment.record_full"

    def __init__(self) -> None:
        super().__init__(LimitFacts(limit=RECORD_LIMIT_BYTES // _MEBIBYTE))


class WrongKindOfFile(KnownError):
    """The question asks for another kind of file; nothing was kept of it."""

    code: ClassVar[str] = "attachment.wrong_kind"


class NoRoomForFiles(KnownError):
    """The disk is nearly full: no new files, everything else goes on (UX §4.2)."""

    code: ClassVar[str] = "disk.no_photos"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A file of a draft: on the disk, sealed under the draft's salt and its own index.

    salt: of the event that brought the file, where a correction goes on with it; else b"".
    """

    name: str
    index: int
    media_type: str
    size_bytes: int  # of the content
    blob_id: bytes
    salt: bytes = b""

    @property
    def sealed_bytes(self) -> int:
        """Return how long the file is on the disk and on its way."""
        return self.size_bytes + TAG_BYTES

    @property
    def drawn(self) -> bool:
        """Return whether it was drawn here: such a small one goes into the event itself."""
        return self.name.partition("-")[0] in DRAWN and self.media_type == "image/png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file as it will be kept; nothing of it is on the disk yet."""

    kind: str  # begins its name: image, signature, audio, …
    content: bytes
    media_type: str

    def name_of(self, blob_id: bytes) -> str:
        """Return the answer's text: `<kind>-<uuid4>.<ext>`."""
        extension = _EXTENSIONS.get(self.media_type, "bin")
        return f"{self.kind}-{uuid_of_blob(blob_id)}.{extension}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question wants of a file."""

    kind: QuestionKind
    appearance: str = ""
    media_type: str = ""
    max_pixels: int = 0

    @property
    def drawn(self) -> str:
        """Return `signature` or `draw` where the answer is drawn here, else ""."""
        return next((one for one in self.appearance.split() if one in DRAWN), "")


def prepare(content: bytes, media_type: str, file_name: str, asked: Asked) -> Prepared:
    """Return a chosen, drawn or taken file as it will be kept.

    Raises PictureUnreadable, WrongKindOfFile or FileTooLarge; nothing was kept.
    """
    if asked.kind is QuestionKind.IMAGE:
        if asked.drawn:
            made, kept_type = drawing(content)
            return Prepared(kind=asked.drawn, content=made, media_type=kept_type)
        if len(content) > 4 * FILE_LIMIT_BYTES:
            raise FileTooLarge
        made, kept_type = photo(content, max_pixels=asked.max_pixels, media_type=asked.media_type)
        kept = Prepared(kind="image", content=made, media_type=kept_type)
    else:
        kept = Prepared(
            kind=asked.kind.value,
            content=content,
            media_type=_media_type(media_type, file_name),
        )
        if asked.kind in (QuestionKind.AUDIO, QuestionKind.VIDEO):
            family = kept.media_type.partition("/")[0]
            if family not in (asked.kind.value, "video"):
                raise WrongKindOfFile
    if len(kept.content) > FILE_LIMIT_BYTES:
        raise FileTooLarge
    if not kept.content:
        raise WrongKindOfFile
    return kept


def check_room(
    prepared: Prepared, held: tuple[HeldFile, ...], folder: BlobFolder, reserve_bytes: int
) -> None:
    """Raise RecordFull or NoRoomForFiles where one more file has no place; nothing is kept.

    *reserve_bytes* stays free for answers and payments: the institution says how much.
    """
    sizes = sum(one.size_bytes for one in held) + len(prepared.content)
    if sizes > RECORD_LIMIT_BYTES or len(held) >= RECORD_LIMIT_FILES:
        raise RecordFull
    if folder.free_bytes() < reserve_bytes:
        raise NoRoomForFiles


def write_file(folder: BlobFolder, salt: Salt, index: int, prepared: Prepared) -> HeldFile:
    """Seal a file and force it to the disk; return what names it.

    The index must be used for no other file of this salt. Raises DiskFull or FileTrouble; no file
    is there then.
    """
    sealed = seal_blob(salt, index, prepared.content)
    blob_id = blob_id_of(sealed)
    folder.put(blob_id, sealed)
    return HeldFile(
        name=prepared.name_of(blob_id),
        index=index,
        media_type=prepared.media_type,
        size_bytes=len(prepared.content),
        blob_id=blob_id,
    )


def read_file(folder: BlobFolder, salt: Salt, held: HeldFile) -> bytes:
    """Return the content of a kept file; raises BlobMissing where it is gone or not what it was."""
    try:
        return open_blob(held.salt or salt, held.index, folder.read(held.blob_id))
    except MessageInvalid as error:
        raise BlobMissing from error


def _media_type(stated: str, file_name: str) -> str:
    """Return a media type of the fixed list: by the file's ending, else as stated."""
    ending = PurePath(file_name).suffix.lower().removeprefix(".")
    if ending in _MEDIA_TYPES:
        return _MEDIA_TYPES[ending]
    plain = stated.partition(";")[0].strip().lower()
    return plain if plain in _EXTENSIONS else _ANY
