"""Where in the workbook a node of the form comes from: (path, role) -> cell (FORMS §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.report import NOWHERE, Finding, Place
from forms.xlsform.columns import Column, RowKind, columns_of, row_type
from forms.xlsform.repairs import Sheets
from forms.xlsform.workbook import SheetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow:
    """One row of the survey sheet understood: its place in the form and its cells by column."""

    number: int
    kind: RowKind
    type_text: str
    list_name: str
    later: str
    name: str
    path: str
    headers: Mapping[str, str]
    cells: Mapping[str, str]
    columns: Mapping[str, Column]

    def text(self, column: str) -> str:
        """Return the first cell of a column, blank if there is none."""
        return self.cells.get(self.headers.get(column, ""), "")

    def place(self, column: str) -> Place:
        """Return the cell of a column; the column's name stands for a header that is absent."""
        return Place(sheet="survey", row=self.number, column=self.headers.get(column, column))

    def of(self, column: str) -> tuple[tuple[str, str], ...]:
        """Return (header, text) of every cell of a column, one per language."""
        return tuple(
            (header, self.cells[header])
            for header, known in self.columns.items()
            if known.name == column and header in self.cells
        )


def root_name(sheets: Sheets) -> str:
    """Return the name of the form's root element."""
    return setting(sheets, "name")[0] or "data"


def setting(sheets: Sheets, name: str) -> tuple[str, Place]:
    """Return a setting and the cell it stands in; blank and nowhere if it is not set."""
    settings = sheets.get("settings")
    if settings is None or not settings.rows:
        return "", NOWHERE
    row = settings.rows[0]
    for header, column in columns_of("settings", settings.headers).items():
        if column.name == name and header in row.cells:
            place = Place(sheet="settings", row=row.number, column=header)
            return row.cells[header], place
    return "", NOWHERE


def survey_rows(sheets: Sheets) -> tuple[SurveyRow, ...]:
    """Return the rows of the survey sheet with the paths their nodes will have."""
    survey = sheets.get("survey")
    if survey is None:
        return ()
    columns = columns_of("survey", survey.headers)
    headers: dict[str, str] = {}
    for header, column in columns.items():
        headers.setdefault(column.name, header)
    groups = [f"/{root_name(sheets)}"]
    found: list[SurveyRow] = []
    for row in survey.rows:
        made = _row(row, columns, headers, groups)
        if made is not None:
            found.append(made)
    return tuple(found)


def _row(
    row: SheetRow, columns: Mapping[str, Column], headers: Mapping[str, str], groups: list[str]
) -> SurveyRow | None:
    cells = row.cells
    disabled = cells.get(headers.get("disabled", ""), "").lower()
    if disabled in ("yes", "true", "true()"):
        return None
    text = cells.get(headers.get("type", ""), "")
    kind = row_type(text)
    name = cells.get(headers.get("name", ""), "")
    if kind.kind is RowKind.NOTE and not name:
        name = f"generated_note_name_{row.number}"
    path = f"{groups[-1]}/{name}"
    if kind.kind in (RowKind.BEGIN_GROUP, RowKind.BEGIN_LATER):
        groups.append(path)
    elif kind.kind in (RowKind.END_GROUP, RowKind.END_LATER):
        path = groups[-1]
        if len(groups) > 1:
            groups.pop()
    return SurveyRow(
        number=row.number,
        kind=kind.kind,
        type_text=text,
        list_name=kind.list_name,
        later=kind.later,
        name=name,
        path=path,
        headers=headers,
        cells=cells,
        columns=columns,
    )


class CellMap:
    """Leads findings about nodes of the form to the cells they come from."""

    def __init__(self, sheets: Sheets) -> None:
        self._rows = {
            row.path: row
            for row in survey_rows(sheets)
            if row.kind not in (RowKind.END_GROUP, RowKind.END_LATER)
        }
        self._sheets = sheets

    def place(self, path: str, role: str) -> Place:
        """Return the cell of a node's property; nowhere if the node comes from no row."""
        row = self._rows.get(path)
        if row is not None:
            return row.place("type" if role in ("", "choices") else role)
        if path.endswith("/instanceName"):
            return setting(self._sheets, "instance_name")[1]
        return NOWHERE

    def led(self, finding: Finding) -> Finding:
        """Return *finding* at its cell, if it has one."""
        return finding.at(self.place(finding.path, finding.role))
