"""What an import mends before converting; each repair is a finding, none is silent (FORMS §2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from forms.errors import ExpressionInvalid
from forms.report import Finding, Place, Severity
from forms.xlsform.cleaning import Cleaner, is_expression_column
from forms.xlsform.columns import Table, table_of
from forms.xlsform.shielding import shield, straightened
from forms.xlsform.translations import with_default_language, with_translations
from forms.xlsform.workbook import SHEETS, Sheet, SheetRow, Sheets
from forms.xpath.parser import parse

_QUOTES = re.compile("[\u201c\u201d\u2018\u2019]")
_REFERENCE = re.compile(r"\$\{[^}]*\}")
_SPACED = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")
_ENOUGH = 100
"""So many duplicate choices are named one by one; the rest are counted."""

IsDynamic = Callable[[str, str], bool]
"""Tells whether the converter takes a default, of a question of a type, for an expression."""

YES = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "true()"})


def parsable(expression: str) -> bool:
    """Tell whether *expression*, with its `${…}`, parses."""
    try:
        parse(blanked(expression))
    except ExpressionInvalid:
        return False
    return True


def blanked(expression: str) -> str:
    """Return *expression* with each `${…}` replaced by a path of the same length."""
    return _REFERENCE.sub(lambda found: "/" + "_" * (len(found.group()) - 1), expression)


def form_sheets(sheets: tuple[Sheet, ...]) -> tuple[Sheets, list[Finding]]:
    """Return the sheets that make a form, by standard name, and what became of the others."""
    known: Sheets = {}
    findings: list[Finding] = []
    for sheet in sheets:
        name = sheet.name.strip().lower()
        place = Place(sheet=sheet.name)
        if name in SHEETS and name not in known:
            known[name] = _renamed(sheet, name)
            if sheet.name != name:
                message = f"the sheet {sheet.name!r} is read as {name!r}"
                findings.append(_finding(Severity.INFO, "renamed-header", message, place))
        elif name in SHEETS:
            message = f"there is another sheet called {name!r}: this one is ignored"
            findings.append(_finding(Severity.WARNING, "ignored-sheet", message, place))
        elif len(sheets) == 1 and sheet.rows:
            known["survey"] = _renamed(sheet, "survey")
            message = f"the only sheet, {sheet.name!r}, is read as the survey"
            findings.append(_finding(Severity.REPAIR, "container", message, place))
        else:
            message = "no sheet of a form: ignored"
            findings.append(_finding(Severity.INFO, "ignored-sheet", message, place))
    return known, [*findings, *(note for sheet in known.values() for note in sheet.notes)]


def _renamed(sheet: Sheet, name: str) -> Sheet:
    notes = tuple(
        note.at(replace(note.place, sheet=name)) if note.place.sheet else note
        for note in sheet.notes
    )
    return replace(sheet, name=name, notes=notes)


def repaired(sheets: Sheets, is_dynamic: IsDynamic) -> tuple[Sheets, list[Finding]]:
    """Return the sheets mended, and what was done to them."""
    cleaner = Cleaner()
    made = cleaner.clean(sheets)
    findings = list(cleaner.findings())
    for name in made:
        made[name] = _mended(name, made[name], is_dynamic, findings)
    if "survey" in made:
        _literal_defaults(made["survey"], is_dynamic, findings)
    made = _duplicate_choices(made, findings)
    made = with_default_language(made, findings)
    return with_translations(made, findings), findings


def _finding(severity: Severity, code: str, message: str, place: Place, name: str = "") -> Finding:
    return Finding(severity=severity, code=code, message=message, place=place, name=name)


# --- quotes and defaults


def _mended(name: str, sheet: Sheet, is_dynamic: IsDynamic, findings: list[Finding]) -> Sheet:
    table = table_of(name, sheet)
    types, names = table.header("type"), table.header("name")
    rows: list[SheetRow] = []
    for row in sheet.rows:
        changed: dict[str, str] = {}
        for header, text in row.cells.items():
            if "${" in text and (mended := _SPACED.sub(r"${\1}", text)) != text:
                changed[header] = text = mended
                place = Place(sheet=name, row=row.number, column=header)
                message = "spaces inside ${…} were left out"
                label = row.cells.get(names, "")
                findings.append(_finding(Severity.REPAIR, "spaces", message, place, label))
            if text.isascii() or not _QUOTES.search(text):
                continue
            straight = straightened(text)
            column = table.columns[header].name
            if _is_expression(name, column, straight, row.cells.get(types, ""), is_dynamic):
                changed[header] = straight
                place = Place(sheet=name, row=row.number, column=header)
                message = f'made straight: "{straight}"'
                label = row.cells.get(names, "")
                findings.append(
                    _finding(Severity.REPAIR, "typographic-quotes", message, place, label)
                )
        rows.append(replace(row, cells={**row.cells, **changed}) if changed else row)
    return replace(sheet, rows=tuple(rows))


def _is_expression(
    sheet: str, column: str, straight: str, type_text: str, is_dynamic: IsDynamic
) -> bool:
    if is_expression_column(sheet, column):
        return True
    if sheet != "survey":
        return False
    if column == "default":
        return is_dynamic(straight, type_text) and parsable(straight)
    return column == "appearance" and "search(" in straight


def is_literal(text: str, type_text: str, is_dynamic: IsDynamic) -> bool:
    """Tell whether a default is a text that the converter would take for an expression."""
    return bool(text) and is_dynamic(text, type_text) and not parsable(text)


def _literal_defaults(sheet: Sheet, is_dynamic: IsDynamic, findings: list[Finding]) -> None:
    table = table_of("survey", sheet)
    defaults, types, names = (table.header(one) for one in ("default", "type", "name"))
    for row in sheet.rows:
        text = row.cells.get(defaults, "")
        if is_literal(text, row.cells.get(types, ""), is_dynamic):
            place = Place(sheet="survey", row=row.number, column=defaults)
            message = f'"{text}" is no expression: kept as text'
            label = row.cells.get(names, "")
            findings.append(_finding(Severity.REPAIR, "literal-default", message, place, label))


def shielded(sheets: Sheets, is_dynamic: IsDynamic) -> Sheets:
    """Return the sheets as the converter gets them: what it would change is hidden from it."""
    return {name: _shielded(name, sheet, is_dynamic) for name, sheet in sheets.items()}


def _shielded(name: str, sheet: Sheet, is_dynamic: IsDynamic) -> Sheet:
    table = table_of(name, sheet)
    default = table.header("default") if name == "survey" else ""
    types = table.header("type")
    rows: list[SheetRow] = []
    for row in sheet.rows:
        changed = {
            header: _QUOTES.sub(lambda found: shield(found.group()), text)
            for header, text in row.cells.items()
            if not text.isascii() and _QUOTES.search(text)
        }
        text = row.cells.get(default, "")
        if is_literal(text, row.cells.get(types, ""), is_dynamic):
            changed[default] = shield(text)
        rows.append(replace(row, cells={**row.cells, **changed}) if changed else row)
    return replace(sheet, rows=tuple(rows))


# --- choices


def _duplicate_choices(sheets: Sheets, findings: list[Finding]) -> Sheets:
    choices = sheets.get("choices")
    if choices is None or _allows_duplicates(sheets):
        return sheets
    table = table_of("choices", choices)
    lists, names = table.header("list_name"), table.header("name")
    seen: set[tuple[str, str]] = set()
    repeated = 0
    last = Place()
    for row in choices.rows:
        key = (row.cells.get(lists, ""), row.cells.get(names, ""))
        if "" not in key and key in seen:
            repeated += 1
            last = Place(sheet="choices", row=row.number, column=names)
            if repeated <= _ENOUGH:
                message = f'the name "{key[1]}" stands twice in this list; kept both'
                findings.append(
                    _finding(Severity.REPAIR, "duplicate-choice", message, last, key[0])
                )
        seen.add(key)
    if repeated > _ENOUGH:
        message = f"{repeated - _ENOUGH} further choices stand twice, the last one here; all kept"
        findings.append(_finding(Severity.REPAIR, "duplicate-choice", message, last))
    if not repeated:
        return sheets
    return {**sheets, "settings": _with_setting(sheets.get("settings"), "allow_choice_duplicates")}


def _allows_duplicates(sheets: Sheets) -> bool:
    settings = sheets.get("settings")
    if settings is None or not settings.rows:
        return False
    header = table_of("settings", settings).header("allow_choice_duplicates")
    return settings.rows[0].cells.get(header, "") in YES


def _with_setting(settings: Sheet | None, name: str) -> Sheet:
    if settings is None or not settings.rows:
        headers = settings.headers if settings is not None else ()
        row = SheetRow(number=2, cells={name: "yes"})
        return Sheet(name="settings", headers=tuple(dict.fromkeys((*headers, name))), rows=(row,))
    header = _setting_header(table_of("settings", settings), name)
    first = settings.rows[0]
    return replace(
        settings,
        headers=tuple(dict.fromkeys((*settings.headers, header))),
        rows=(replace(first, cells={**first.cells, header: "yes"}), *settings.rows[1:]),
    )


def _setting_header(table: Table, name: str) -> str:
    return table.header(name) or name
