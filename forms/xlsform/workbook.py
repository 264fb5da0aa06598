"""Workbook bytes -> sheets of cells that know their row and column (FORMS §1.3, §14).

Runs in the converter's process: reading a workbook is as risky as converting it.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum
from typing import Any

from forms.errors import FormError

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
SMALL_PART_BYTES = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_ROWS = 100_000
MAX_COLUMNS = 500
_EMPTY_RUN = 60
"""After this many empty rows the sheet is over: stored dimensions are not believed."""

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""The sheets that mean something; others are comments."""


class Container(Enum):
    """What kind of file it is, told by its first bytes."""

    XLSX = "xlsx"
    XLS = "xls"
    XFORM = "xml"
    TEXT = "text"


class ContainerRefused(FormError):
    """The file cannot be read as a workbook; `code` is `container` or `too-large`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row: its number as Excel shows it, and its non-empty cells by header."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: name as written, headers in order, rows with something in them."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    duplicates: tuple[str, ...] = ()


def sniff(data: bytes) -> Container:
    """Return the container that the first bytes tell of; names of files are not believed."""
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        return Container.XLSX
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Container.XLS
    if head.startswith(b"<"):
        return Container.XFORM
    return Container.TEXT


def check_archive(data: bytes) -> None:
    """Raise ContainerRefused where a zip is broken, a bomb, or holds another archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise ContainerRefused("container", f"no readable workbook: {broken}") from None
    if len(parts) > MAX_ENTRIES:
        raise ContainerRefused("too-large", f"more than {MAX_ENTRIES} parts in the workbook")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise ContainerRefused("too-large", "unpacks to more than 256 MiB")
    for part in parts:
        packed = max(1, part.compress_size)
        if part.file_size > SMALL_PART_BYTES and part.file_size / packed > MAX_RATIO:
            raise ContainerRefused("too-large", f"a part is packed more than {MAX_RATIO} to 1")
        if part.filename.lower().endswith((".zip", ".xlsx", ".xlsm", ".jar")):
            raise ContainerRefused("container", "a workbook must not hold another archive")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise ContainerRefused("container", "this zip file is no workbook")


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Return every sheet of an xlsx or xlsm file; raise ContainerRefused if it cannot be read."""
    check_archive(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _sheets(data)
        except _DAMAGE as broken:
            message = f"no readable workbook: {type(broken).__name__}: {broken}"
            raise ContainerRefused("container", message[:200]) from None


_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl and zipfile raise on damaged files (openpyxl 3.1 checks nothing by itself)."""


def _sheets(data: bytes) -> tuple[Sheet, ...]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        return tuple(_sheet(book[name]) for name in book.sheetnames)
    finally:
        book.close()


def _sheet(sheet: Any) -> Sheet:
    if not hasattr(sheet, "iter_rows"):
        return Sheet(name=str(sheet.title), headers=(), rows=())
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    headers, duplicates = _headers(next(rows, ()))
    found: list[SheetRow] = []
    empty = 0
    for number, values in enumerate(rows, start=2):
        if number > MAX_ROWS:
            raise ContainerRefused("too-large", f"sheet {sheet.title}: more than {MAX_ROWS} rows")
        cells = {
            header: text
            for header, value in zip(headers, values, strict=False)
            if header is not None and (text := cell_text(value)) != ""
        }
        if cells:
            found.append(SheetRow(number=number, cells=cells))
            empty = 0
        else:
            empty += 1
            if empty > _EMPTY_RUN:
                break
    return Sheet(
        name=str(sheet.title),
        headers=tuple(header for header in headers if header is not None),
        rows=tuple(found),
        duplicates=duplicates,
    )


def _headers(values: tuple[Any, ...]) -> tuple[list[str | None], tuple[str, ...]]:
    headers: list[str | None] = []
    duplicates: list[str] = []
    for value in values[: MAX_COLUMNS + 1]:
        text = " ".join(cell_text(value).split())
        if text and text in headers:
            duplicates.append(text)
            headers.append(None)
        else:
            headers.append(text or None)
    while headers and headers[-1] is None:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise ContainerRefused("too-large", f"more than {MAX_COLUMNS} columns")
    return headers, tuple(duplicates)


def cell_text(value: Any) -> str:
    """Return a cell as text, as the converter reads it: `TRUE`, whole numbers without `.0`."""
    if value is None:
        return ""
    if value is True:
        return "TRUE"
    if value is False:
        return "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()  # a date typed into a cell, not "2026-11-20 00:00:00"
    return str(value).replace("\u00a0", " ").strip()
