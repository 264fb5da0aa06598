"""Checks of headers, names and groups: what a workbook is made of, before what it says."""

from __future__ import annotations

from forms.report import Place, Severity
from forms.xform.primary import MAX_ARRAYS_DEEP
from forms.xlsform.cells import SurveyRow, root_name, setting
from forms.xlsform.columns import (
    LAW_COLUMNS,
    SURVEY_COLUMNS,
    TRANSLATED,
    Column,
    Table,
    usable_choice_column,
)
from forms.xlsform.inspection import Inspection
from forms.xlsform.types import RowKind, is_foreign_type
from forms.xpath.lexer import is_name

_LANGUAGE_FREE = frozenset({"body", "bind", "instance"})
"""Columns of which the part after `::` is no language but an attribute."""


def check_headers(looked: Inspection) -> None:
    """Check that no two columns are one, and list those that are read otherwise or not at all."""
    for name, sheet in looked.sheets.items():
        for header in sheet.duplicates:
            place = Place(sheet=name, row=sheet.header_row, column=header)
            looked.add("duplicate-header", f"two columns are called {header!r}", place)
    for name in ("survey", "choices", "external_choices", "settings", "entities"):
        table = looked.table(name)
        if table is not None:
            _check_columns(looked, name, table)


def _check_columns(looked: Inspection, name: str, table: Table) -> None:
    seen: dict[str, str] = {}
    filled = {header for row in table.sheet.rows for header in row.cells}
    for header, column in table.columns.items():
        place = Place(sheet=name, row=table.sheet.header_row, column=header)
        other = seen.setdefault(column.standard, header)
        if other != header:
            message = f"{header!r} and {other!r} are the same column"
            looked.add("duplicate-header", message, place)
        elif name == "survey":
            _check_survey_column(looked, column, place)
        elif name in ("choices", "external_choices"):
            _check_choice_column(looked, column, place, header in filled)
        _say_renamed(looked, column, place)
    if name == "survey" and not table.header("type"):
        place = Place(sheet="survey", row=table.sheet.header_row, column="type")
        looked.add("missing-name", "the column type is missing", place)


def _check_survey_column(looked: Inspection, column: Column, place: Place) -> None:
    if column.name not in SURVEY_COLUMNS | LAW_COLUMNS:
        looked.add("unknown-column", "unknown column, ignored", place, severity=Severity.INFO)
    elif column.language and column.name not in TRANSLATED | _LANGUAGE_FREE:
        message = f"{column.name} has no translations"
        looked.add("unknown-column", message, place, severity=Severity.INFO)


def _check_choice_column(looked: Inspection, column: Column, place: Place, filled: bool) -> None:
    if usable_choice_column(column):
        return
    message = "a column with this name cannot be used in a form: ignored"
    severity = Severity.WARNING if filled and " " not in column.header else Severity.INFO
    looked.add("unknown-column", message, place, severity=severity)


def _say_renamed(looked: Inspection, column: Column, place: Place) -> None:
    written = column.header.split(":")[0]
    if not column.name or column.name == written:
        return
    known = column.name in SURVEY_COLUMNS | {"list_name", "dataset"} or place.sheet == "settings"
    grouped = written.lower() in ("media", "control", "body", "bind", "instance")
    if known and not (grouped and column.name in column.header):
        message = f"the header {column.header!r} is read as {column.standard!r}"
        looked.add("renamed-header", message, place, severity=Severity.INFO)


def check_structure(looked: Inspection) -> None:
    """Check that groups close, and that names are there, legal, and alone among their siblings."""
    open_rows: list[SurveyRow] = []
    siblings: list[dict[str, int]] = [{}]
    repeats: dict[str, int] = {}
    deep = [1]  # arrays of the answers (FORMS §11): the root's, one a group, two a repeat
    for row in looked.rows:
        if row.kind is RowKind.END:
            if _close(looked, row, open_rows, siblings):
                deep.pop()
            continue
        _check_name(looked, row)
        if row.name and row.is_node:
            _check_siblings(looked, row, siblings[-1])
        if row.kind is RowKind.BEGIN:
            if row.type.name == "repeat":
                _check_repeat_name(looked, row, repeats)
            open_rows.append(row)
            siblings.append({})
            deep.append(deep[-1] + (2 if row.type.name == "repeat" else 1))
            if deep[-1] > MAX_ARRAYS_DEEP >= deep[-2]:
                message = f"groups nest deeper than {MAX_ARRAYS_DEEP}"
                looked.add("too-large", message, row.place("type"), row.name)
    for row in open_rows:
        message = f"{row.type_text!r} is never closed"
        looked.add("unclosed-group", message, row.place("type"), row.name)


def _close(
    looked: Inspection,
    row: SurveyRow,
    open_rows: list[SurveyRow],
    siblings: list[dict[str, int]],
) -> bool:
    """Close the innermost group; tell whether there was one."""
    if not open_rows:
        message = f"{row.type_text!r} closes nothing"
        looked.add("unclosed-group", message, row.place("type"))
        return False
    opened = open_rows.pop()
    siblings.pop()
    if opened.type.name != row.type.name:
        message = f"{row.type_text!r} cannot close {opened.type_text!r} of row {opened.number}"
        looked.add("unclosed-group", message, row.place("type"), opened.name)
    return True


def _check_siblings(looked: Inspection, row: SurveyRow, known: dict[str, int]) -> None:
    first = known.setdefault(row.name, row.number)
    if first != row.number:
        message = f"the name stands in row {first} too"
        looked.add("duplicate-name", message, row.place("name"), row.name)


def _check_repeat_name(looked: Inspection, row: SurveyRow, repeats: dict[str, int]) -> None:
    if row.name == root_name(looked.sheets):
        message = "a repeat cannot be called like the form's root"
        looked.add("reserved-name", message, row.place("name"), row.name)
    first = repeats.setdefault(row.name, row.number)
    if row.name and first != row.number:
        message = f"there is another repeat of this name in row {first}"
        looked.add("duplicate-name", message, row.place("name"), row.name)


def _check_name(looked: Inspection, row: SurveyRow) -> None:
    place = row.place("name")
    if row.kind in (RowKind.AUDIT, RowKind.SETTING):
        written = row.text("name")
        if row.kind is RowKind.AUDIT and written not in ("", "audit"):
            message = "the audit is always called audit: leave its name blank"
            looked.add("reserved-name", message, place, written)
    elif not row.name:
        if row.kind is not RowKind.UNKNOWN or row.type_text:
            looked.add("missing-name", f"the {row.type_text!r} has no name", place)
    elif row.kind is RowKind.UNKNOWN and is_foreign_type(row.type_text):
        return
    elif not is_name(row.name):
        message = "a name begins with a letter or _, then letters, digits, _ - ."
        looked.add("illegal-name", message, place, row.name)
    elif row.name == "meta":
        looked.add("reserved-name", "this name belongs to the form's own data", place, row.name)


def check_settings_name(looked: Inspection) -> None:
    """Check the name of the form's root element."""
    name, place = setting(looked.sheets, "name")
    if name and not is_name(name):
        looked.add("illegal-name", "the form's root needs a legal name", place, name)
