"""What is refused before the form is used: found on the sheets, all at once, with the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.errors import ExpressionInvalid
from forms.report import NOWHERE, Finding, Place, Severity
from forms.xlsform.cells import SurveyRow, setting, survey_rows
from forms.xlsform.columns import (
    IGNORED_SETTINGS,
    LATER_COLUMNS,
    SETTING_COLUMNS,
    SURVEY_COLUMNS,
    TRANSLATED,
    RowKind,
    columns_of,
)
from forms.xlsform.repairs import Sheets, blanked
from forms.xpath.compiler import compile_expression
from forms.xpath.functions import FunctionRegistry
from forms.xpath.lexer import is_name
from forms.xpath.nodes import ENTITIES, STANDARD_PREFIXES
from forms.xpath.syntax import Path, walk

_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_QUOTED_CALL = re.compile(r"""(['"])[a-z:-]+\(\s*\)\1""")
_YES_NO = {"yes": "true()", "true": "true()", "no": "false()", "false": "false()"}
_CONDITIONS = ("relevant", "constraint", "calculation", "required", "readonly", "choice_filter")


def check_sheets(
    sheets: Sheets, dynamic_rows: frozenset[int], functions: FunctionRegistry
) -> list[Finding]:
    """Return every finding on the sheets; dynamic_rows: rows whose default is an expression."""
    return _Check(sheets, dynamic_rows, functions).run()


class _Check:
    def __init__(
        self, sheets: Sheets, dynamic_rows: frozenset[int], functions: FunctionRegistry
    ) -> None:
        self._sheets = sheets
        self._dynamic = dynamic_rows
        self._functions = functions
        self._rows = survey_rows(sheets)
        self._findings: list[Finding] = []
        self._names: dict[str, int] = {}
        self._lists = self._list_names()
        self._yes_no: dict[tuple[str, str, str], list[Place]] = {}

    def run(self) -> list[Finding]:
        """Look at everything."""
        if "survey" not in self._sheets:
            self._add("container", 'there is no sheet called "survey"', NOWHERE)
            return self._findings
        self._headers()
        for row in self._rows:
            if row.name and row.kind not in (RowKind.END_GROUP, RowKind.END_LATER):
                self._names[row.name] = self._names.get(row.name, 0) + 1
        self._structure()
        for row in self._rows:
            self._row(row)
        self._choices()
        self._settings()
        self._other_sheets()
        for (_, text, meaning), cells in self._yes_no.items():
            message = f'"{text}" is read as {meaning}, in {len(cells)} cells'
            self._add("yes-no", message, cells[0], severity=Severity.INFO)
        return self._findings

    def _add(
        self,
        code: str,
        message: str,
        place: Place,
        name: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        self._findings.append(
            Finding(severity=severity, code=code, message=message, place=place, name=name)
        )

    # --- sheets and headers

    def _headers(self) -> None:
        for name, sheet in self._sheets.items():
            for header in sheet.duplicates:
                place = Place(sheet=name, row=1, column=header)
                self._add("duplicate-header", f"two columns are called {header!r}", place)
            if name == "survey":
                self._survey_headers(sheet.headers)

    def _survey_headers(self, headers: tuple[str, ...]) -> None:
        seen: dict[tuple[str, str], str] = {}
        for header, column in columns_of("survey", headers).items():
            place = Place(sheet="survey", row=1, column=header)
            known = column.name in SURVEY_COLUMNS or column.name in LATER_COLUMNS
            if not known:
                message = "unknown column, ignored"
                self._add("unknown-column", message, place, severity=Severity.INFO)
                continue
            if column.language and column.name not in TRANSLATED | LATER_COLUMNS:
                message = f"{column.name} has no translations"
                self._add("unknown-column", message, place, severity=Severity.INFO)
            key = (column.name, column.language)
            if key in seen and column.name not in ("body", "bind", "instance", "control"):
                message = f"{header!r} and {seen[key]!r} are the same column"
                self._add("duplicate-header", message, place)
            seen[key] = header
        if not any(name == "type" for name, _ in seen):
            place = Place(sheet="survey", row=1, column="type")
            self._add("missing-name", "the column type is missing", place)

    def _other_sheets(self) -> None:
        for name in ("entities", "external_choices", "osm"):
            sheet = self._sheets.get(name)
            if sheet is not None and sheet.rows:
                place = Place(sheet=name, row=sheet.rows[0].number)
                self._add("unsupported", f"{name} are not available in this version", place)

    # --- structure

    def _structure(self) -> None:
        open_rows: list[SurveyRow] = []
        siblings: list[dict[str, int]] = [{}]
        for row in self._rows:
            if row.kind in (RowKind.END_GROUP, RowKind.END_LATER):
                if not open_rows:
                    message = f"{row.type_text!r} closes nothing"
                    self._add("unclosed-group", message, row.place("type"))
                    continue
                opened = open_rows.pop()
                siblings.pop()
                if (opened.kind is RowKind.BEGIN_GROUP) != (row.kind is RowKind.END_GROUP):
                    message = f"{row.type_text!r} cannot close {opened.type_text!r}"
                    self._add("unclosed-group", message, row.place("type"), opened.name)
                continue
            if row.name:
                first = siblings[-1].setdefault(row.name, row.number)
                if first != row.number:
                    message = f"the name stands in row {first} too"
                    self._add("duplicate-name", message, row.place("name"), row.name)
            if row.kind in (RowKind.BEGIN_GROUP, RowKind.BEGIN_LATER):
                open_rows.append(row)
                siblings.append({})
        for row in open_rows:
            message = f"{row.type_text!r} is never closed"
            self._add("unclosed-group", message, row.place("type"), row.name)

    # --- one row

    def _row(self, row: SurveyRow) -> None:
        if row.kind in (RowKind.END_GROUP, RowKind.END_LATER):
            return
        self._type(row)
        self._name(row)
        for column in LATER_COLUMNS:
            for header, _ in row.of(column):
                message = f"the column {header} is not available in this version"
                place = Place(sheet="survey", row=row.number, column=header)
                self._add("unsupported", message, place, row.name)
        for column in _CONDITIONS:
            for header, text in row.of(column):
                place = Place(sheet="survey", row=row.number, column=header)
                self._condition(text, place, row, column)
        for column in TRANSLATED:
            for header, text in row.of(column):
                place = Place(sheet="survey", row=row.number, column=header)
                self._references(text, place, row.name)
        self._default(row)

    def _type(self, row: SurveyRow) -> None:
        place = row.place("type")
        match row.kind:
            case RowKind.LATER | RowKind.BEGIN_LATER:
                message = f"{row.later}: not available in this version"
                self._add("unsupported", message, place, row.name)
            case RowKind.UNKNOWN:
                if row.type_text:
                    message = f"there is no type {row.type_text!r}"
                    self._add("unknown-type", message, place, row.name)
                elif row.name or row.of("label"):
                    self._add("unknown-type", "the row has no type", place, row.name)
            case RowKind.SELECT_ONE:
                if row.list_name not in self._lists:
                    message = f"the list {row.list_name!r} is not on the choices sheet"
                    self._add("missing-list", message, place, row.name)
            case RowKind.CALCULATE:
                if not row.text("calculation") and row.number not in self._dynamic:
                    message = "a calculate needs a calculation"
                    self._add("missing-calculation", message, row.place("calculation"), row.name)
            case _:
                return

    def _name(self, row: SurveyRow) -> None:
        place = row.place("name")
        if row.kind is RowKind.LATER:
            return
        if not row.name:
            if row.kind is not RowKind.UNKNOWN or row.type_text:
                self._add("missing-name", f"the {row.type_text!r} has no name", place)
        elif not is_name(row.name):
            message = "a name begins with a letter or _, then letters, digits, _ - ."
            self._add("illegal-name", message, place, row.name)
        elif row.name == "meta" and row.path.count("/") == 2:
            self._add("reserved-name", "this name belongs to the form's own data", place, row.name)

    # --- expressions

    def _condition(self, text: str, place: Place, row: SurveyRow, column: str) -> None:
        meaning = _YES_NO.get(text.lower())
        if meaning is not None and column in ("required", "readonly", "relevant"):
            self._yes_no.setdefault((place.column, text, meaning), []).append(place)
            return
        self._expression(text, place, row.name)
        if column == "relevant":
            self._constant(text, place, row.name)

    def _constant(self, text: str, place: Place, name: str) -> None:
        try:
            tree = compile_expression(blanked(text), self._functions, _PREFIXES).tree
        except ExpressionInvalid:
            return
        if not any(isinstance(node, Path) for node in walk(tree)) and "(" not in text.replace(
            "true()", ""
        ):
            message = f'"{text}" does not depend on any answer'
            self._add("always-true", message, place, name, Severity.WARNING)

    def _expression(self, text: str, place: Place, name: str) -> None:
        self._references(text, place, name)
        try:
            compiled = compile_expression(blanked(text), self._functions, _PREFIXES)
        except ExpressionInvalid as fault:
            self._add("xpath-syntax", f'"{text}": {fault.reason}', place, name)
            return
        for problem in compiled.problems:
            self._add(problem.code, f'"{text}": {problem.reason}', place, name)

    def _references(self, text: str, place: Place, name: str) -> None:
        for wanted in _REFERENCE.findall(text):
            short = wanted.strip()
            if short.startswith("last-saved#"):
                message = f"${{{wanted}}}: not available in this version"
                self._add("unsupported", message, place, name)
            elif short not in self._names:
                message = f"${{{wanted}}} names no question"
                self._add("unknown-reference", message, place, name)
            elif self._names[short] > 1:
                message = f"${{{wanted}}} names {self._names[short]} questions"
                self._add("ambiguous-reference", message, place, name)

    def _default(self, row: SurveyRow) -> None:
        text = row.text("default")
        if not text:
            return
        if _QUOTED_CALL.fullmatch(text):
            message = f"{text} is a text, not a call: leave out the quotation marks"
            place = row.place("default")
            self._add("quoted-function", message, place, row.name, Severity.WARNING)
        elif row.number in self._dynamic:
            self._expression(text, row.place("default"), row.name)

    # --- choices and settings

    def _list_names(self) -> frozenset[str]:
        choices = self._sheets.get("choices")
        if choices is None:
            return frozenset()
        columns = columns_of("choices", choices.headers)
        lists = [header for header, column in columns.items() if column.name == "list_name"]
        return frozenset(row.cells.get(one, "") for row in choices.rows for one in lists)

    def _choices(self) -> None:
        choices = self._sheets.get("choices")
        if choices is None:
            return
        columns = columns_of("choices", choices.headers)
        headers = {column.name: header for header, column in reversed(columns.items())}
        for row in choices.rows:
            list_name = row.cells.get(headers.get("list_name", ""), "")
            if not list_name:
                continue
            column = headers.get("name", "name")
            place = Place(sheet="choices", row=row.number, column=column)
            if not row.cells.get(column, ""):
                self._add("missing-name", "a choice has no name", place, list_name)
            for header, known in columns.items():
                if header not in row.cells:
                    continue
                place = Place(sheet="choices", row=row.number, column=header)
                if known.name in ("image", "big-image", "audio", "video", "media"):
                    message = f"the column {header} is not available in this version"
                    self._add("unsupported", message, place, list_name)
                elif known.name == "label":
                    self._references(row.cells[header], place, list_name)

    def _settings(self) -> None:
        settings = self._sheets.get("settings")
        if settings is None or not settings.rows:
            return
        for header, column in self._set(settings.headers):
            place = Place(sheet="settings", row=settings.rows[0].number, column=header)
            if column == "public_key":
                message = "encrypted submissions are not available: our own envelope is stronger"
                self._add("unsupported", message, place)
            elif column in IGNORED_SETTINGS:
                self._add("ignored", "read and ignored", place, severity=Severity.INFO)
            elif column not in SETTING_COLUMNS:
                message = "unknown setting, ignored"
                self._add("unknown-column", message, place, severity=Severity.INFO)
        text, place = setting(self._sheets, "instance_name")
        if text:
            self._expression(text, place, "instance_name")

    def _set(self, headers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        row = self._sheets["settings"].rows[0]
        for header, column in columns_of("settings", headers).items():
            if header in row.cells:
                yield header, column.name


_PREFIXES = {**STANDARD_PREFIXES, "entities": ENTITIES}
