"""The converter's own process: workbook on standard input, one JSON object on standard output.

pyxform, openpyxl and xlrd are imported here only. The process limits itself before it reads; its
parent limits its time. It opens no connection.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import gc
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from forms.report import Finding
from forms.xlsform.columns import SURVEY_COLUMNS, Table, table_of, usable_choice_column
from forms.xlsform.limits import limit_process
from forms.xlsform.readers import read_workbook
from forms.xlsform.repairs import YES, IsDynamic, form_sheets, is_literal, repaired, shielded
from forms.xlsform.shielding import revealed, unshield
from forms.xlsform.verdicts import COMPACT
from forms.xlsform.workbook import ContainerRefused, Sheet, Sheets

_ROW = re.compile(r"\[row : (\d+)\]")


def convert(data: bytes, form_name: str) -> dict[str, Any]:
    """Return what the conversion gave: sheets mended, findings of repairs, XML or an error."""
    try:
        sheets = read_workbook(data)
    except ContainerRefused as refused:
        return {"refused": {"code": refused.code, "message": refused.message}}
    return convert_sheets(sheets, form_name)


def convert_sheets(sheets: tuple[Sheet, ...], form_name: str) -> dict[str, Any]:
    """Return the same for sheets that are read already."""
    from pyxform.utils import default_is_dynamic

    is_dynamic = functools.cache(default_is_dynamic)
    known, read = form_sheets(sheets)
    made, mended = repaired(known, is_dynamic)
    answer: dict[str, Any] = {
        "sheets": {name: _plain_sheet(sheet) for name, sheet in made.items()},
        "findings": [_plain(finding) for finding in (*read, *mended)],
        "dynamic": _dynamic_rows(made, is_dynamic),
        "itemsets": _itemsets(made),
    }
    if any(sheet.duplicates for sheet in made.values()) or "survey" not in made:
        return {**answer, "error": None, "xml": None}
    return {**answer, **_run(shielded(made, is_dynamic), form_name)}


def _plain_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "headers": sheet.headers,
        "rows": [(row.number, row.cells) for row in sheet.rows],
        "duplicates": sheet.duplicates,
        "header_row": sheet.header_row,
    }


def _plain(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "severity": finding.severity.value}


def _dynamic_rows(sheets: Sheets, is_dynamic: IsDynamic) -> list[int]:
    survey = sheets.get("survey")
    if survey is None:
        return []
    table = table_of("survey", survey)
    default, types = table.header("default"), table.header("type")
    return [
        row.number
        for row in survey.rows
        if is_dynamic(text := row.cells.get(default, ""), row.cells.get(types, ""))
        and not is_literal(text, row.cells.get(types, ""), is_dynamic)
    ]


def _itemsets(sheets: Sheets) -> str | None:
    """Return the external choices as CSV; the converter's own loses the places of blank cells."""
    external = sheets.get("external_choices")
    if external is None or not external.rows:
        return None
    table = table_of("external_choices", external)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(table.columns[header].standard for header in external.headers)
    for row in external.rows:
        writer.writerow(row.cells.get(header, "") for header in external.headers)
    return text.getvalue()


# --- the converter


def _passed(name: str, table: Table) -> frozenset[str]:
    """Return the headers the converter gets: comments in a workbook cannot make it refuse."""
    if name == "survey":
        return frozenset(
            header
            for header, column in table.columns.items()
            if column.name in SURVEY_COLUMNS - {"note", "disabled"}
        )
    if name == "choices":
        return frozenset(
            header for header, column in table.columns.items() if usable_choice_column(column)
        )
    return frozenset(table.columns)


def _rows(table: Table, passed: frozenset[str]) -> Iterator[dict[str, str]]:
    """Yield the rows by position, empty ones too: the converter counts rows from 2.

    Of the sheets it takes by the row (settings, entities) the empty ones are left out.
    """
    disabled = table.header("disabled")
    expected = 2
    for row in table.sheet.rows:
        if table.sheet.name not in COMPACT:
            for _ in range(expected, row.number):
                yield {}
        expected = row.number + 1
        if row.cells.get(disabled, "") in YES:
            yield {}
        else:
            yield {header: text for header, text in row.cells.items() if header in passed}


def _run(sheets: Sheets, form_name: str) -> dict[str, Any]:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as pyxform_convert

    book: dict[str, Any] = {"sheet_names": list(sheets), "fallback_form_name": form_name}
    for name, sheet in sheets.items():
        table = table_of(name, sheet)
        passed = _passed(name, table)
        book[name] = list(_rows(table, passed))
        book[f"{name}_header"] = [{one: None for one in sheet.headers if one in passed}]
    try:
        result = pyxform_convert(book, validate=False, pretty_print=False)
    except PyXFormError as refused:
        return {"xml": None, "error": _error(refused)}
    warnings = [revealed(str(warning)) for warning in result.warnings]
    return {"xml": unshield(result.xform), "error": None, "warnings": warnings}


def _error(refused: Any) -> dict[str, Any]:
    message = revealed(str(refused))
    row = _ROW.search(message)
    context = getattr(refused, "context", None) or {}
    code = getattr(refused, "code", None)
    return {
        "code": code.name if code is not None else _code_of(message),
        "message": message,
        "row": int(row[1]) if row else int(context.get("row") or 0),
        "sheet": str(context.get("sheet", "")),
        "column": str(context.get("column", "")),
    }


def _code_of(message: str) -> str:
    """Return the code whose text *message* is; the converter formats most of them beforehand."""
    from pyxform.errors import ErrorCode

    first = message.splitlines()[0] if message else ""
    for code in ErrorCode:
        parts = re.split(r"\{\w+\}", code.value.msg.replace("{{", "{").replace("}}", "}"))
        pattern = ".*?".join(re.escape(part) for part in parts)
        if re.fullmatch(pattern, first, re.DOTALL) or re.fullmatch(pattern, message, re.DOTALL):
            return str(code.name)
    return ""


def main(arguments: list[str] | None = None) -> int:
    """Convert standard input; write the answer as JSON; return 0. Anything else is a crash."""
    limit_process()
    gc.disable()  # a short life: a third of the converter's time went into looking for garbage
    sys.modules["PIL"] = None  # type: ignore[assignment]  # pictures in workbooks are not opened
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
