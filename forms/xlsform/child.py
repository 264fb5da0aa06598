"""The converter's own process: workbook on standard input, one JSON object on standard output.

pyxform and openpyxl are imported here only. The process limits its own memory before it reads; its
parent limits its time. It opens no connection.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from dataclasses import asdict
from typing import Any

from forms.report import Finding
from forms.xlsform.repairs import Sheets, repaired, unshield
from forms.xlsform.workbook import SHEETS, ContainerRefused, Sheet, read_workbook

MEMORY_BYTES = 1024 * 1024 * 1024
_ROW = re.compile(r"\[row : (\d+)\]")


def limit_memory() -> None:
    """Limit this process's address space to 1 GiB, on Linux (FORMS §1.2)."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def convert(data: bytes, form_name: str) -> dict[str, Any]:
    """Return what the conversion gave: sheets as read, findings of repairs, XML or an error."""
    try:
        sheets = read_workbook(data)
    except ContainerRefused as refused:
        return {"refused": {"code": refused.code, "message": refused.message}}
    return convert_sheets(sheets, form_name)


def convert_sheets(sheets: tuple[Sheet, ...], form_name: str) -> dict[str, Any]:
    """Return the same for sheets that are read already."""
    from pyxform.utils import default_is_dynamic

    known: Sheets = {
        sheet.name.strip().lower(): sheet
        for sheet in sheets
        if sheet.name.strip().lower() in SHEETS
    }
    made, findings = repaired(known, default_is_dynamic)
    answer: dict[str, Any] = {
        "sheets": [asdict(sheet) for sheet in sheets],
        "repaired": {name: asdict(sheet) for name, sheet in made.items()},
        "findings": [_plain(finding) for finding in findings],
        "dynamic": _dynamic_rows(made, default_is_dynamic),
    }
    if any(sheet.duplicates for sheet in made.values()):
        return {**answer, "error": None, "xml": None}
    return {**answer, **_run(made, form_name)}


def _dynamic_rows(sheets: Sheets, is_dynamic: Any) -> list[int]:
    from forms.xlsform.columns import columns_of

    survey = sheets.get("survey")
    if survey is None:
        return []
    columns = columns_of("survey", survey.headers)
    defaults = [header for header, column in columns.items() if column.name == "default"]
    types = next((header for header, column in columns.items() if column.name == "type"), "")
    return [
        row.number
        for row in survey.rows
        if any(is_dynamic(row.cells.get(one, ""), row.cells.get(types, "")) for one in defaults)
    ]


def _plain(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "severity": finding.severity.value}


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """Return the rows by position, empty ones too: the converter counts rows from 2."""
    by_number = {row.number: dict(row.cells) for row in sheet.rows}
    last = max(by_number, default=1)
    return [by_number.get(number, {}) for number in range(2, last + 1)]


def _run(sheets: Sheets, form_name: str) -> dict[str, Any]:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as pyxform_convert

    book: dict[str, Any] = {"sheet_names": list(sheets), "fallback_form_name": form_name}
    for name, sheet in sheets.items():
        book[name] = _rows(sheet)
        book[f"{name}_header"] = [dict.fromkeys(sheet.headers)]
    try:
        result = pyxform_convert(book, validate=False, pretty_print=False)
    except PyXFormError as refused:
        return {"xml": None, "error": _error(refused)}
    return {
        "xml": unshield(result.xform),
        "error": None,
        "warnings": list(result.warnings),
        "itemsets": result.itemsets,
    }


def _error(refused: Any) -> dict[str, Any]:
    message = str(refused)
    row = _ROW.search(message)
    code = getattr(refused, "code", None)
    context = getattr(refused, "context", None) or {}
    return {
        "code": code.name if code is not None else "",
        "message": _ROW.sub("", message).strip(),
        "row": int(row[1]) if row else 0,
        "sheet": str(context.get("sheet", "")),
        "column": str(context.get("column", "")),
    }


def main(arguments: list[str] | None = None) -> int:
    """Convert standard input; write the answer as JSON; return 0. Anything else is a crash."""
    limit_memory()
    name = (arguments if arguments is not None else sys.argv[1:])[0]
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    with contextlib.redirect_stdout(sys.stderr):
        answer = convert(data, name)
    out.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
