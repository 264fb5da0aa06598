"""Reports as XLSX: amounts as numbers of two decimals from whole centavos, text always as text.

A module of its own, because openpyxl is slow to import and most people never save a report.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sync.reports.files import CONTROLS, csv_cell, with_totals
from sync.reports.model import Cell, Value
from sync.reports.sheet import Sheet

_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_MONEY_FORMAT = "#,##0.00;[Red]-#,##0.00"
_DAY_FORMAT = "dd/mm/yyyy"
_WIDEST = 48


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """Return tables as one workbook, a sheet each."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write_sheet(book, sheet)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _write_sheet(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(_SHEET_NAME.sub(" ", sheet.title)[:31])
    _text(page.cell(row=1, column=1), sheet.title).font = Font(bold=True, size=14)
    _text(page.cell(row=2, column=1), sheet.subtitle)
    bold = Font(bold=True)
    for column, heading in enumerate(sheet.headings, start=1):
        cell = _text(page.cell(row=4, column=column), heading)
        cell.font, cell.alignment = bold, Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(with_totals(sheet), start=5):
        last = sheet.totals is not None and number == 5 + len(sheet.rows)
        for column, (value, kind) in enumerate(zip(row, sheet.kinds, strict=True), start=1):
            cell = page.cell(row=number, column=column)
            _fill(cell, value, kind)
            if last:
                cell.font = bold
    page.freeze_panes = "A5"
    for column, kind in enumerate(sheet.kinds, start=1):
        cells = [csv_cell(row[column - 1], kind) for row in with_totals(sheet)]
        widest = max((len(one) for one in (sheet.headings[column - 1], *cells)), default=8)
        page.column_dimensions[get_column_letter(column)].width = min(widest + 3, _WIDEST)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _fill(cell: Any, value: Value, kind: Cell) -> None:
    match value:
        case None:
            pass
        case int() if kind is Cell.MONEY:
            cell.value = Decimal(value).scaleb(-2)
            cell.number_format = _MONEY_FORMAT
        case int():
            cell.value = value
        case date():
            cell.value = value
            cell.number_format = _DAY_FORMAT
        case str():
            _text(cell, value)


def _text(cell: Any, text: str) -> Any:
    cell.value = CONTROLS.sub(" ", text)
    cell.data_type = "s"  # text, whatever it begins with
    return cell
