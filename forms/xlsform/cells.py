"""Where in the workbook a node of the form comes from: (path, role) -> cell (FORMS §2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.report import NOWHERE, Finding, Place
from forms.xlsform.columns import Column, Table, table_of
from forms.xlsform.repairs import YES
from forms.xlsform.types import RowKind, RowType, row_type
from forms.xlsform.workbook import SheetRow, Sheets

MAX_DEPTH = 100
"""Deeper groups are refused as too large; the converter would run out of stack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow:
    """One row of the survey sheet understood: its place in the form and its cells by column."""

    number: int
    type: RowType
    type_text: str
    name: str
    path: str
    depth: int
    headers: Mapping[str, str]
    cells: Mapping[str, str]
    columns: Mapping[str, Column]

    @property
    def kind(self) -> RowKind:
        """Return what the row is."""
        return self.type.kind

    @property
    def is_node(self) -> bool:
        """Tell whether the row makes a node of the form."""
        return self.kind not in (RowKind.END, RowKind.SETTING)

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
    header = table_of("settings", settings).header(name)
    if header not in row.cells:
        return "", NOWHERE
    return row.cells[header], Place(sheet="settings", row=row.number, column=header)


def survey_rows(sheets: Sheets) -> tuple[SurveyRow, ...]:
    """Return the rows of the survey sheet, but the disabled ones, with the paths of their nodes."""
    survey = sheets.get("survey")
    if survey is None:
        return ()
    reader = _RowReader(table_of("survey", survey), root_name(sheets))
    made = (reader.row(row) for row in survey.rows)
    return tuple(row for row in made if row is not None)


class _RowReader:
    def __init__(self, table: Table, root: str) -> None:
        self._columns = table.columns
        names = {column.name for column in table.columns.values()}
        self._headers = {name: table.header(name) for name in names}
        self._groups = [f"/{root}"]

    def row(self, row: SheetRow) -> SurveyRow | None:
        cells = row.cells
        if cells.get(self._headers.get("disabled", ""), "") in YES:
            return None
        text = cells.get(self._headers.get("type", ""), "")
        kind = row_type(text)
        name = cells.get(self._headers.get("name", ""), "")
        path, name = self._path(kind, name, row.number)
        depth = len(self._groups)
        return SurveyRow(
            number=row.number,
            type=kind,
            type_text=text,
            name=name,
            path=path,
            depth=depth,
            headers=self._headers,
            cells=cells,
            columns=self._columns,
        )

    def _path(self, kind: RowType, name: str, number: int) -> tuple[str, str]:
        match kind.kind:
            case RowKind.NOTE if not name:
                name = f"generated_note_name_{number}"
            case RowKind.AUDIT:
                return f"{self._groups[0]}/meta/audit", "audit"
            case RowKind.END:
                path = self._groups[-1]
                if len(self._groups) > 1:
                    self._groups.pop()
                return path, name
            case _:
                pass
        path = f"{self._groups[-1]}/{name}"
        if kind.kind is RowKind.BEGIN:
            self._groups.append(path)
        return path, name


_GENERATED = re.compile(
    r"(?:generated_table_list_label|reserved_name_for_field_list_labels)_(\d+)$"
)
_ROLES = {"": "type", "choices": "type", "entities": "save_to"}


class CellMap:
    """Leads findings about nodes of the form to the cells they come from."""

    def __init__(self, sheets: Sheets) -> None:
        rows = [row for row in survey_rows(sheets) if row.is_node]
        self._rows = {row.path: row for row in rows}
        self._numbers = {row.number: row for row in rows}
        self._loops = tuple(row.path for row in rows if row.type.name == "loop")
        self._sheets = sheets

    def place(self, path: str, role: str) -> Place:
        """Return the cell of a node's property; nowhere if the node comes from no row."""
        row = self._rows.get(path) or self._in_loop(path)
        if row is not None:
            return row.place(_ROLES.get(role, role))
        if path.endswith("/instanceName"):
            return setting(self._sheets, "instance_name")[1]
        if "/meta/entity" in path:
            return self._entity(path)
        return self._generated(path)

    def row_of(self, path: str) -> SurveyRow | None:
        """Return the row a node comes from, None for those the converter added."""
        return self._rows.get(path) or self._in_loop(path)

    def _in_loop(self, path: str) -> SurveyRow | None:
        """Return the row of a question in a loop, which stands once per choice in the form."""
        for loop in self._loops:
            if path.startswith(f"{loop}/"):
                rest = path[len(loop) + 1 :].partition("/")[2]
                return self._rows.get(f"{loop}/{rest}") if rest else self._rows.get(loop)
        return None

    def _generated(self, path: str) -> Place:
        """Return the cell that made the converter add a node: a count, an `other`, a heading."""
        heading = _GENERATED.search(path)
        if heading is not None and int(heading[1]) in self._numbers:
            return self._numbers[int(heading[1])].place("type")
        for suffix, column in (("_count", "repeat_count"), ("_other", "type")):
            row = self._rows.get(path.removesuffix(suffix)) if path.endswith(suffix) else None
            if row is not None:
                return row.place(column)
        return NOWHERE

    def _entity(self, path: str) -> Place:
        entities = self._sheets.get("entities")
        if entities is None or not entities.rows:
            return NOWHERE
        attribute = path.rpartition("/")[2].lstrip("@")
        column = {"create": "create_if", "update": "update_if", "label": "label"}
        table = table_of("entities", entities)
        name = column.get(attribute, "entity_id" if table.header("entity_id") else "dataset")
        row = entities.rows[0].number
        return Place(sheet="entities", row=row, column=table.header(name) or name)

    def led(self, finding: Finding) -> Finding:
        """Return *finding* at its cell, if it has one."""
        return finding.at(self.place(finding.path, finding.role))
