"""Sheets whose cells know their row and column, and what kind of file they come from (FORMS §1.3).

Nothing is opened here: `archive` looks at a zip before anyone unpacks it, `readers` reads the cells
in the converter's process.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from forms.errors import FormError
from forms.report import Finding

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 500

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""The sheets that mean something; others are comments."""


class Container(Enum):
    """What kind of file it is, told by what is in it."""

    XLSX = "xlsx"
    XLS = "xls"
    XFORM = "xml"
    CSV = "csv"
    MARKDOWN = "md"
    UNKNOWN = "no workbook"


SUFFIXES = {
    Container.XLSX: (".xlsx", ".xlsm"),
    Container.XLS: (".xls",),
    Container.XFORM: (".xml", ".xhtml"),
    Container.CSV: (".csv",),
    Container.MARKDOWN: (".md", ".markdown", ".txt"),
    Container.UNKNOWN: (),
}
"""The endings that the name of such a file may have."""


class ContainerRefused(FormError):
    """The file cannot be read as a workbook; `code` is one of FORMS §3."""

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
    """One sheet: name as written, headers in order, rows with something in them.

    duplicates: headers that stand there twice (the first column is kept). header_row: where the
    headers stand. notes: what was left out or changed while it was read.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    duplicates: tuple[str, ...] = ()
    header_row: int = 1
    notes: tuple[Finding, ...] = ()


Sheets = dict[str, Sheet]
"""The sheets of a form by their standard name."""

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD_BYTES = 5_000


def sniff(data: bytes) -> Container:
    """Return the container that the content tells of; names of files are not believed."""
    if data.startswith(b"PK\x03\x04"):
        return Container.XLSX
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Container.XLS
    head = _text_head(data)
    if head is None:
        return Container.UNKNOWN
    if head.startswith("<"):
        return Container.XFORM
    lines = [line.strip() for line in head.splitlines()]
    table = next((line for line in lines if line and not line.startswith("#")), "")
    if table.startswith("|") and head.count("|") >= 5:
        return Container.MARKDOWN
    if max(head.count(separator) for separator in ",;\t") >= 3 and "survey" in head.lower():
        return Container.CSV
    return Container.UNKNOWN


def _text_head(data: bytes) -> str | None:
    """Return the beginning of a text file without its byte order mark; None if it is binary."""
    head = data[:_HEAD_BYTES]
    if head.startswith(_WIDE):
        return head.decode("utf-16", "replace").lstrip("\ufeff \t\r\n")
    if b"\0" in head:
        return None
    return head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
