"""Bytes of a workbook -> its sheets, every kind of file the same way (FORMS §1.3, §14).

Runs in the converter's process: reading a workbook is as risky as converting it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time
from itertools import islice
from typing import Any

from forms.report import Finding, Place, Severity
from forms.xlsform.archive import check_archive, check_parts
from forms.xlsform.workbook import (
    MAX_COLUMNS,
    MAX_ROWS,
    Container,
    ContainerRefused,
    Sheet,
    SheetRow,
    sniff,
)

_EMPTY_RUN = 60
"""After this many empty rows a sheet is over, as for the converter; dimensions are not believed."""
_LOOK_BEYOND = 2_000
"""How many rows after its end are looked at, so that nothing there is lost silently."""

_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    csv.Error,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl, xlrd and zipfile raise on damaged files; they check little by themselves."""


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Return every sheet of a workbook; raise ContainerRefused if it cannot be read."""
    read = _READERS.get(sniff(data))
    if read is None:
        raise ContainerRefused("container", "this is no workbook: .xlsx, .xls, .csv and .md are")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return read(data)
        except _DAMAGE as broken:
            message = f"no readable workbook: {type(broken).__name__}: {broken}"
            raise ContainerRefused("container", message[:200]) from None


# --- the four kinds of file


def _xlsx(data: bytes) -> tuple[Sheet, ...]:
    from openpyxl import load_workbook

    check_archive(data)
    check_parts(data)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        return tuple(_xlsx_sheet(book[name]) for name in book.sheetnames)
    finally:
        book.close()


def _xlsx_sheet(sheet: Any) -> Sheet:
    if not hasattr(sheet, "iter_rows"):  # a sheet that is a chart
        return Sheet(name=str(sheet.title), headers=(), rows=())
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return sheet_of(str(sheet.title), enumerate(rows, start=1))


def _xls(data: bytes) -> tuple[Sheet, ...]:
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    except (xlrd.XLRDError, CompDocError) as refused:
        raise ContainerRefused("container", f"no readable workbook: {refused}"[:200]) from None
    try:
        return tuple(
            sheet_of(str(sheet.name), enumerate(_xls_rows(sheet, book.datemode), start=1))
            for sheet in book.sheets()
        )
    finally:
        book.release_resources()


def _xls_rows(sheet: Any, datemode: int) -> Iterator[list[Any]]:
    for number in range(sheet.nrows):
        yield [_xls_value(cell, datemode) for cell in sheet.row(number)]


def _xls_value(cell: Any, datemode: int) -> Any:
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, error_text_from_code
    from xlrd.xldate import XLDateError, xldate_as_datetime

    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == XL_CELL_ERROR:
        return error_text_from_code.get(cell.value, "#ERROR")
    if cell.ctype == XL_CELL_DATE:
        try:
            moment = xldate_as_datetime(cell.value, datemode)
        except (XLDateError, OverflowError):
            return cell.value
        return moment.time() if cell.value < 1 else moment
    return cell.value


def _csv(data: bytes) -> tuple[Sheet, ...]:
    """Read the converter's layout: the first column names the sheet, the rest is its table."""
    text, notes = _decoded(data)
    head = text[:5_000]
    separator = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    sheets = _by_first_column(enumerate(lines, start=1))
    return tuple(
        sheet_of(name, rows, notes if number == 0 else ())
        for number, (name, rows) in enumerate(sheets)
    )


_Rows = list[tuple[int, list[Any]]]


def _by_first_column(lines: Iterable[tuple[int, list[str]]]) -> list[tuple[str, _Rows]]:
    sheets: list[tuple[str, _Rows]] = []
    for number, line in lines:
        if number > MAX_ROWS:
            raise ContainerRefused("too-large", f"more than {MAX_ROWS} rows")
        if line and line[0].strip():
            sheets.append((line[0].strip(), []))
        if sheets and any(cell.strip() for cell in line[1:]):
            sheets[-1][1].append((number, list(line[1:])))
    return sheets


_COMMENT = re.compile(r"^(.*\|)\s*#[^|]*$")
_RULE = re.compile(r"[|:\s-]+")
_BAR = re.compile(r"(?<!\\)\|")


def _markdown(data: bytes) -> tuple[Sheet, ...]:
    """Read Markdown tables: the first cell names the sheet; rows count from its headers."""
    text, notes = _decoded(data)
    sheets: list[tuple[str, _Rows]] = []
    for line in text.splitlines():
        bare = _COMMENT.sub(r"\1", line).strip()
        if not (bare.startswith("|") and bare.endswith("|") and len(bare) > 1):
            continue
        first, *cells = (cell.strip().replace("\\|", "|") for cell in _BAR.split(bare[1:-1]))
        ruled = "-" in bare and _RULE.fullmatch(bare) is not None
        if first and not ruled:
            sheets.append((first, []))
        if sheets and not ruled and (sheets[-1][1] or any(cells)):
            rows = sheets[-1][1]
            rows.append((rows[-1][0] + 1 if rows else 1, list(cells)))
    return tuple(
        sheet_of(name, rows, notes if number == 0 else ())
        for number, (name, rows) in enumerate(sheets)
    )


_READERS: dict[Container, Callable[[bytes], tuple[Sheet, ...]]] = {
    Container.XLSX: _xlsx,
    Container.XLS: _xls,
    Container.CSV: _csv,
    Container.MARKDOWN: _markdown,
}


def _decoded(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """Return a text file's text; a repair where it is not UTF-8 but what old Excel writes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        message = "the file is not UTF-8; read as Windows-1252"
        note = Finding(severity=Severity.REPAIR, code="container", message=message)
        return data.decode("cp1252", "replace"), (note,)


# --- one sheet


def sheet_of(
    name: str, rows: Iterable[tuple[int, Sequence[Any]]], notes: Iterable[Finding] = ()
) -> Sheet:
    """Return a sheet from (number, values) of its rows; the first row holds the headers.

    Raises ContainerRefused, code `too-large`, past the limits of rows and columns.
    """
    return _SheetReader(name, notes).read(iter(rows))


class _SheetReader:
    def __init__(self, name: str, notes: Iterable[Finding]) -> None:
        self._name = name
        self._notes = list(notes)
        self._headers: list[str | None] = []
        self._duplicates: list[str] = []
        self._unheaded: set[int] = set()

    def read(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> Sheet:
        header_row = self._read_headers(rows)
        found: list[SheetRow] = []
        empty = 0
        for number, values in rows:
            if number > MAX_ROWS:
                message = f"sheet {self._name}: more than {MAX_ROWS} rows"
                raise ContainerRefused("too-large", message)
            cells = self._cells(number, values)
            if cells:
                found.append(SheetRow(number=number, cells=cells))
            empty = 0 if cells else empty + 1
            if empty > _EMPTY_RUN:
                self._look_beyond(rows)
                break
        return Sheet(
            name=self._name,
            headers=tuple(header for header in self._headers if header is not None),
            rows=tuple(found),
            duplicates=tuple(self._duplicates),
            header_row=header_row,
            notes=tuple(self._notes),
        )

    def _note(self, code: str, message: str, row: int, column: str = "") -> None:
        place = Place(sheet=self._name, row=row, column=column)
        self._notes.append(
            Finding(severity=Severity.WARNING, code=code, message=message, place=place)
        )

    def _read_headers(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> int:
        number, values = next(rows, (1, ()))
        for value in values[: MAX_COLUMNS + 1]:
            text = cell_text(value)
            header = " ".join(text.split())
            if header and header in self._headers:
                self._duplicates.append(header)
                self._headers.append(None)
                continue
            if header and header != text:
                self._notes.append(
                    Finding(
                        severity=Severity.REPAIR,
                        code="spaces",
                        message=f"the header {text!r} is read as {header!r}",
                        place=Place(sheet=self._name, row=number, column=header),
                    )
                )
            self._headers.append(header or None)
        while self._headers and self._headers[-1] is None:
            self._headers.pop()
        if len(self._headers) > MAX_COLUMNS:
            raise ContainerRefused("too-large", f"more than {MAX_COLUMNS} columns")
        return number

    def _cells(self, number: int, values: Sequence[Any]) -> dict[str, str]:
        cells: dict[str, str] = {}
        for place, value in enumerate(values[:MAX_COLUMNS]):
            if value is None or value == "":
                continue
            text = cell_text(value)
            if not text or text.isspace():
                continue
            header = self._headers[place] if place < len(self._headers) else None
            if header is not None:
                cells[header] = text
            elif place not in self._unheaded:
                self._unheaded.add(place)
                message = "the column has no header of its own: what stands in it is ignored"
                self._note("unknown-column", message, number, column_letters(place))
        return cells

    def _look_beyond(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> None:
        for later, values in islice(rows, _LOOK_BEYOND):
            if any(cell_text(value).strip() for value in values[:MAX_COLUMNS]):
                message = f"{_EMPTY_RUN} empty rows end a sheet: this row and the rest are ignored"
                self._note("ignored-row", message, later)
                return


def column_letters(place: int) -> str:
    """Return the name Excel gives a column: 0 is A, 26 is AA."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_text(value: Any) -> str:
    """Return a cell as text, as the converter reads it: `TRUE`, whole numbers without `.0`."""
    if isinstance(value, str):
        return value
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
    return str(value)
