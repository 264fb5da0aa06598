"""A zip is looked at before anyone unpacks it: bombs, archives, document types (FORMS §14)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from forms.xlsform.workbook import ContainerRefused

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
SMALL_PART_BYTES = 1024 * 1024
MAX_ENTRIES = 2_000
_CHUNK_BYTES = 1024 * 1024
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".jar", ".7z", ".rar", ".gz")
_WORKBOOK = re.compile(r"xl/workbook\d*\.xml")
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def check_archive(data: bytes) -> None:
    """Raise ContainerRefused where a zip is broken, a bomb, or holds another archive.

    Nothing but the first bytes of each part is unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as broken:
        raise ContainerRefused("container", f"no readable workbook: {broken}") from None
    except (ValueError, RuntimeError) as broken:  # a bad name; a part with a password
        raise ContainerRefused("container", f"no readable workbook: {broken}") from None
    names = {part.filename for part in parts}
    if not any(_WORKBOOK.fullmatch(name) for name in names):
        raise ContainerRefused("container", _what_else(names))


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_ENTRIES:
        raise ContainerRefused("too-large", f"more than {MAX_ENTRIES} parts in the workbook")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise ContainerRefused("too-large", "unpacks to more than 256 MiB")
    for part in parts:
        packed = max(1, part.compress_size)
        if part.file_size > SMALL_PART_BYTES and part.file_size / packed > MAX_RATIO:
            raise ContainerRefused("too-large", f"a part is packed more than {MAX_RATIO} to 1")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    nested = part.filename.lower().endswith(_ARCHIVES)
    if not nested and part.file_size:
        with archive.open(part) as opened:
            nested = opened.read(4) == b"PK\x03\x04"
    if nested:
        raise ContainerRefused("container", "a workbook must not hold another archive")


def _what_else(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "binary workbooks (.xlsb) cannot be read: save it as .xlsx"
    if "content.xml" in names:
        return "OpenDocument files cannot be read: save it as .xlsx"
    return "this zip file is no workbook"


def check_parts(data: bytes) -> None:
    """Raise ContainerRefused, code `unsafe-xml`, where a part declares a document type.

    Unpacks every XML part, piece by piece: for the converter's process only.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                _check_text(archive, part)


def _check_text(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    longest = max(map(len, _DOCTYPE)) - 1
    end = b""
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK_BYTES):
            window = end + chunk
            if any(mark in window for mark in _DOCTYPE):
                message = f"{part.filename}: a DOCTYPE is not allowed in a workbook"
                raise ContainerRefused("unsafe-xml", message)
            end = window[-longest:]
