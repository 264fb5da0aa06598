"""Reports as CSV: amounts with two decimals from whole centavos, no formula ever.

A spreadsheet takes text that begins with = + - @ for a formula: such text gets an apostrophe before
it. `workbook` writes XLSX.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from sync.reports.model import Cell, Value, pesos
from sync.reports.sheet import Sheet, total_row

BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def csv_bytes(sheet: Sheet) -> bytes:
    """Return a table as CSV with a byte order mark: headings, rows, totals."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([plain_text(one) for one in sheet.headings])
    for row in with_totals(sheet):
        writer.writerow(
            [csv_cell(value, kind) for value, kind in zip(row, sheet.kinds, strict=True)]
        )
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def csv_cell(value: Value, kind: Cell) -> str:
    """Return one cell; a number is never quoted, text never a formula."""
    match value:
        case None:
            return ""
        case int() if kind is Cell.MONEY:
            return pesos(value)
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            return plain_text(value)


def plain_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    shown = CONTROLS.sub(" ", text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_STARTS) else shown


def with_totals(sheet: Sheet) -> tuple[tuple[Value, ...], ...]:
    """Return the rows and, where there are sums, the row of them."""
    totals = total_row(sheet)
    return sheet.rows if totals is None else (*sheet.rows, totals)
