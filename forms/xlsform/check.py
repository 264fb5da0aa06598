"""What is refused before the form is used: found on the sheets, all at once, with the cell."""

from __future__ import annotations

import re

from forms.errors import ExpressionInvalid
from forms.report import NOWHERE, Finding, Place, Severity
from forms.xlsform.cells import SurveyRow, setting
from forms.xlsform.choices import ChoiceLists, check_choices
from forms.xlsform.columns import (
    ENTITY_COLUMNS,
    ENTITY_EXPRESSIONS,
    EXPRESSIONS,
    IGNORED_SETTINGS,
    MEDIA,
    SETTING_COLUMNS,
    TEXTS,
    TRANSLATED,
)
from forms.xlsform.dialects import check_dialect
from forms.xlsform.inspection import Inspection
from forms.xlsform.parameters import check_parameters
from forms.xlsform.structure import check_headers, check_settings_name, check_structure
from forms.xlsform.types import FILE_SUFFIXES, RowKind, is_foreign_type
from forms.xlsform.workbook import Sheets
from forms.xpath.functions import FunctionRegistry
from forms.xpath.lexer import is_name
from forms.xpath.syntax import Call, Path, walk

_QUOTED_CALL = re.compile(r"""(['"])[a-z:-]+\(\s*\)\1""")
_YES_NO = {
    **dict.fromkeys(("yes", "Yes", "YES", "true", "True", "TRUE"), "true()"),
    **dict.fromkeys(("no", "No", "NO", "false", "False", "FALSE"), "false()"),
}
"""What the converter translates in an expression column."""
_CONVERTED = EXPRESSIONS - {"choice_filter", "repeat_count"}
_SEARCH = re.compile(r"\bsearch\s*\(")
_LIST_PARAMETER = re.compile(r"\btick_labelset\s*=\s*([^\s=,;]+)")


def check_sheets(
    sheets: Sheets, dynamic_rows: frozenset[int], functions: FunctionRegistry
) -> list[Finding]:
    """Return every finding on the sheets; dynamic_rows: rows whose default is an expression."""
    looked = Inspection(sheets=sheets, dynamic=dynamic_rows, functions=functions)
    if "survey" not in sheets:
        looked.add("container", 'there is no sheet called "survey"', NOWHERE)
        return looked.findings
    check_headers(looked)
    check_structure(looked)
    lists = ChoiceLists.of(looked)
    rows = _RowChecks(looked, lists)
    for row in looked.rows:
        rows.check(row)
    rows.say_what_was_read_otherwise()
    check_choices(looked, lists)
    _check_settings(looked)
    _check_entities(looked)
    check_dialect(looked)
    return looked.findings


class _RowChecks:
    """Checks of one row of the survey after the other."""

    def __init__(self, looked: Inspection, lists: ChoiceLists) -> None:
        self._looked = looked
        self._lists = lists
        self._yes_no: dict[tuple[str, str, str], list[Place]] = {}

    def check(self, row: SurveyRow) -> None:
        """Check the type, the list, the expressions and the references of a row."""
        if row.kind is RowKind.END:
            return
        self._type(row)
        self._shown(row)
        for column in EXPRESSIONS:
            for header, text in row.of(column):
                place = Place(sheet="survey", row=row.number, column=header)
                self._condition(text, place, row, column)
        for column in (*TRANSLATED, "noapperrorstring", "bind", "body", "appearance"):
            for header, text in row.of(column):
                place = Place(sheet="survey", row=row.number, column=header)
                plain = column in TEXTS
                self._looked.references(text, place, row.name, plain=plain)
        self._default(row)
        self._trigger(row)
        self._parameters(row)

    def say_what_was_read_otherwise(self) -> None:
        """List the translated yes and no, one line per column and word."""
        for (_, text, meaning), cells in self._yes_no.items():
            message = f'"{text}" is read as {meaning}, in {len(cells)} cells'
            self._looked.add("yes-no", message, cells[0], severity=Severity.INFO)

    # --- types and lists

    def _type(self, row: SurveyRow) -> None:
        place = row.place("type")
        match row.kind:
            case RowKind.UNKNOWN:
                self._unknown(row, place)
            case RowKind.SELECT:
                self._select(row, place)
            case RowKind.BEGIN if row.type.name == "loop":
                self._loop(row, place)
            case RowKind.CALCULATE:
                if not row.text("calculation") and row.number not in self._looked.dynamic:
                    message = "a calculate needs a calculation"
                    self._looked.add(
                        "missing-calculation", message, row.place("calculation"), row.name
                    )
            case RowKind.UNSUPPORTED:
                message = f"{row.type_text!r} cannot be answered here; the rest of the form can"
                self._looked.add("unsupported", message, place, row.name, Severity.WARNING)
            case RowKind.NOTE if not row.text("name"):
                message = f"the note has no name and is called {row.name}"
                self._looked.add("named", message, place, severity=Severity.INFO)
            case _:
                pass
        if row.text("intent") or row.text("appearance").startswith(("ex:", "intent:")):
            message = "other programs cannot be called from here; the question says so"
            where = row.place("intent" if row.text("intent") else "appearance")
            self._looked.add("unsupported", message, where, row.name, Severity.WARNING)

    def _shown(self, row: SurveyRow) -> None:
        """Check that a question has something to show, and its large picture a small one."""
        if row.of("big-image") and not row.of("image"):
            message = "a big-image goes with an image"
            self._looked.add("bad-parameter", message, row.place("big-image"), row.name)
        if row.kind not in (RowKind.QUESTION, RowKind.SELECT, RowKind.NOTE):
            return
        bare = row.text("appearance") == "label"
        if bare or row.text("calculation") or row.text("trigger"):
            return  # without a label it is not asked
        if not any(row.of(column) for column in ("label", "hint", *MEDIA)):
            message = "the question has no label, no hint and no media"
            self._looked.add("missing-label", message, row.place("label"), row.name)

    def _unknown(self, row: SurveyRow, place: Place) -> None:
        if row.type_text:
            if is_foreign_type(row.type_text):
                return  # said by check_dialect, and by the converter's refusal of the type
            message = f"there is no type {row.type_text!r}"
            lower = row.type_text.lower()
            if lower != row.type_text:
                message += f"; types are written small: {lower!r}"
            self._looked.add("unknown-type", message, place, row.name)
        elif row.name or row.of("label"):
            self._looked.add("unknown-type", "the row has no type", place, row.name)
        else:
            message = "a row without type, name and label is a comment: ignored"
            self._looked.add("ignored-row", message, place, severity=Severity.INFO)

    def _select(self, row: SurveyRow, place: Place) -> None:
        kind = row.type
        if kind.source:
            self._looked.references(f"${{{kind.source}}}", place, row.name)
        elif kind.file_name:
            if not kind.file_name.endswith(FILE_SUFFIXES):
                message = f"{kind.file_name}: choices come from {', '.join(FILE_SUFFIXES)} files"
                self._looked.add("missing-list", message, place, row.name)
        elif kind.external:
            if kind.list_name not in self._lists.external:
                message = f"the list {kind.list_name!r} is not on the external_choices sheet"
                self._looked.add("missing-list", message, place, row.name)
        elif kind.list_name not in self._lists.names and not self._searched(row):
            message = f"the list {kind.list_name!r} is not on the choices sheet"
            self._looked.add("missing-list", message, place, row.name)
        if kind.name in ("select_multiple", "rank") and kind.list_name:
            self._lists.joined.setdefault(kind.list_name, row)
        if kind.other:
            message = 'a choice "other" and a text question for it are added, not translated'
            self._looked.add("or-other", message, place, row.name, Severity.INFO)

    def _searched(self, row: SurveyRow) -> bool:
        """Tell whether choices come from `search()`; the converter wants a list all the same."""
        return bool(_SEARCH.search(row.text("appearance"))) and row.type.list_name in (
            self._lists.names
        )

    def _loop(self, row: SurveyRow, place: Place) -> None:
        if row.type.list_name not in self._lists.names:
            message = f"the list {row.type.list_name!r} is not on the choices sheet"
            self._looked.add("missing-list", message, place, row.name)

    # --- expressions

    def _condition(self, text: str, place: Place, row: SurveyRow, column: str) -> None:
        meaning = _YES_NO.get(text) if column in _CONVERTED else None
        if meaning is not None:
            self._yes_no.setdefault((place.column, text, meaning), []).append(place)
            return
        self._looked.expression(text, place, row.name)
        if column in ("relevant", "constraint"):
            self._constant(text, place, row.name)

    def _constant(self, text: str, place: Place, name: str) -> None:
        """Remark on a condition that no answer can change."""
        try:
            tree = self._looked.compiled(text).tree
        except ExpressionInvalid:
            return
        if any(isinstance(node, Path) for node in walk(tree)):
            return
        calls = {node.name for node in walk(tree) if isinstance(node, Call)}
        if calls <= {"true", "not"}:
            message = f'"{text}" does not depend on any answer'
            self._looked.add("always-true", message, place, name, Severity.WARNING)

    def _default(self, row: SurveyRow) -> None:
        text = row.text("default")
        if not text:
            return
        place = row.place("default")
        if _QUOTED_CALL.fullmatch(text):
            message = f"{text} is a text, not a call: leave out the quotation marks"
            self._looked.add("quoted-function", message, place, row.name, Severity.WARNING)
        elif row.number in self._looked.dynamic:
            self._looked.expression(text, place, row.name)

    def _trigger(self, row: SurveyRow) -> None:
        for header, text in row.of("trigger"):
            place = Place(sheet="survey", row=row.number, column=header)
            before = len(self._looked.findings)
            self._looked.references(text, place, row.name, plain=True)
            parts = [part.strip() for part in text.split(",")]
            if len(self._looked.findings) > before:
                continue
            for part in parts:
                named = part.removeprefix("${").removesuffix("}")
                if f"${{{named}}}" != part or not is_name(named):
                    message = f'"{text}": a trigger is ${{question}}, several joined by commas'
                    self._looked.add("xpath-syntax", message, place, row.name)
                elif named not in self._looked.questions:
                    message = f"${{{named}}} is a group: only a question triggers"
                    self._looked.add("unknown-reference", message, place, row.name)

    def _parameters(self, row: SurveyRow) -> None:
        text = row.text("parameters")
        place = row.place("parameters")
        self._looked.references(text, place, row.name)
        check_parameters(self._looked, row)
        labels = _LIST_PARAMETER.search(text)
        lists = {name.lower() for name in self._lists.names}
        if labels is not None and labels[1].lower() not in lists:
            message = f"the list {labels[1]!r} is not on the choices sheet"
            self._looked.add("missing-list", message, place, row.name)


# --- the other sheets


def _check_settings(looked: Inspection) -> None:
    table = looked.table("settings")
    if table is None or not table.sheet.rows:
        return
    row = table.sheet.rows[0]
    for header, known in table.columns.items():
        if header not in row.cells:
            continue
        place = Place(sheet="settings", row=row.number, column=header)
        if known.name == "public_key":
            message = "submissions are not encrypted by this key: our own envelope is stronger"
            looked.add("unsupported", message, place, severity=Severity.WARNING)
        elif known.name in IGNORED_SETTINGS:
            looked.add("ignored", "read and ignored", place, severity=Severity.INFO)
        elif known.name not in SETTING_COLUMNS:
            looked.add("unknown-column", "unknown setting, ignored", place, severity=Severity.INFO)
    for later in table.sheet.rows[1:]:
        message = "only the first row of settings is read"
        place = Place(sheet="settings", row=later.number)
        looked.add("ignored-row", message, place, severity=Severity.WARNING)
    text, place = setting(looked.sheets, "instance_name")
    if text:
        looked.expression(text, place, "instance_name")
    check_settings_name(looked)


def _check_entities(looked: Inspection) -> None:
    table = looked.table("entities")
    if table is None:
        return
    for header, known in table.columns.items():
        if known.name not in ENTITY_COLUMNS:
            place = Place(sheet="entities", row=table.sheet.header_row, column=header)
            message = f"entities have no column {header!r}"
            looked.add("unknown-column", message, place)
    for row in table.sheet.rows:
        name = row.cells.get(table.header("dataset"), "")
        place = Place(sheet="entities", row=row.number, column=table.header("dataset") or "dataset")
        if not name:
            looked.add("missing-name", "an entity list has no name", place)
        elif not is_name(name) or "." in name or name.startswith("__"):
            message = "the name of a list has letters, digits, _ and - only"
            looked.add("illegal-name", message, place, name)
        for header in table.headers(*ENTITY_EXPRESSIONS):
            if header in row.cells:
                place = Place(sheet="entities", row=row.number, column=header)
                looked.expression(row.cells[header], place, name)
