"""Forms written as Markdown tables, and a world that stands still."""

from __future__ import annotations

import io
import random
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from forms.environment import Environment
from forms.model.instance import FormInstance
from forms.report import Finding
from forms.xform.definition import FormDefinition
from forms.xlsform.child import convert
from forms.xlsform.convert import Imported, imported_from
from forms.xpath.standard import standard_functions

CLOCK = datetime.fromisoformat("2026-11-20T09:30:00-06:00")
SETTINGS = """
| settings | form_title | form_id | version |
|          | Prueba     | prueba  | 1       |
"""


def sheets_of(table: str) -> list[tuple[str, list[list[str | None]]]]:
    """Return the sheets of a table: `| sheet | header | …`, then rows whose first cell is blank.

    An empty line of the table stands for nothing; `\\|` is a bar, `_` alone an empty row.
    """
    sheets: list[tuple[str, list[list[str | None]]]] = []
    for line in table.splitlines():
        if not line.strip():
            continue
        cells = [
            cell.strip().replace("\0", "|") for cell in line.replace("\\|", "\0").split("|")[1:-1]
        ]
        if cells[0]:
            sheets.append((cells[0], []))
        row = [] if cells[1:] == ["_"] else [cell or None for cell in cells[1:]]
        sheets[-1][1].append(row)
    return sheets


def workbook_of(table: str) -> bytes:
    """Return an xlsx file with the sheets of a table."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets_of(table):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def imported(table: str, *, settings: str = SETTINGS) -> Imported:
    """Import a table in this process: the same code as the converter's, without its start."""
    answer = convert(workbook_of(table + settings), "prueba")
    return imported_from(answer, [], standard_functions())


def definition_of(table: str, *, settings: str = SETTINGS) -> FormDefinition:
    """Return the form of a table that must be accepted."""
    result = imported(table, settings=settings)
    assert result.definition is not None, "\n".join(result.report.lines())
    return result.definition


def environment(
    *, now: datetime = CLOCK, zone: str = "America/Mexico_City", seed: int = 1
) -> Environment:
    """Return a world whose clock stands and whose randomness is the seed's."""
    chance = random.Random(seed)
    return Environment(
        now=lambda: now,
        zone=ZoneInfo(zone),
        random=chance.random,
        uuid=lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        locale="es",
    )


def instance_of(table: str, *, settings: str = SETTINGS, language: str = "") -> FormInstance:
    """Return a new instance of the form of a table."""
    form = definition_of(table, settings=settings)
    return FormInstance.create(form, environment(), language=language)


def places(result: Imported) -> list[tuple[str, str]]:
    """Return (code, cell) of every error and repair, in order."""
    return [
        (finding.code, str(finding.place))
        for finding in result.report.findings
        if finding.severity.value in ("error", "repair")
    ]


def the(result: Imported, code: str) -> Finding:
    """Return the first finding of that code."""
    return next(one for one in result.report.findings if one.code == code)
