"""What an import mends before converting; each repair is a finding, none is silent (FORMS §2).

Text that the converter would change by itself (typographic quotes in labels, defaults it takes for
expressions) is *shielded*: each character is moved to a private plane and moved back in the XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from forms.errors import ExpressionInvalid
from forms.report import Finding, Place, Severity
from forms.xform.expressions import straightened
from forms.xlsform.columns import EXPRESSIONS, TRANSLATED, Column, columns_of
from forms.xlsform.workbook import Sheet, SheetRow
from forms.xpath.parser import parse

_PLANE = 0xF0000
_SHIELDED = re.compile("[\U000f0000-\U000fffff]")
_QUOTES = re.compile("[\u201c\u201d\u2018\u2019]")
_REFERENCE = re.compile(r"\$\{[^}]*\}")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}

Sheets = dict[str, Sheet]


def shield(text: str) -> str:
    """Return *text* so that the converter sees nothing in it that it would change."""
    return "".join(chr(_PLANE + ord(one)) if ord(one) < 0x10000 else one for one in text)


def unshield(xml: str) -> str:
    """Return *xml* with shielded characters back in place, escaped."""

    def back(found: re.Match[str]) -> str:
        character = chr(ord(found.group()) - _PLANE)
        return _ESCAPES.get(character, character)

    return _SHIELDED.sub(back, xml)


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


def repaired(
    sheets: Sheets, is_dynamic: Callable[[str, str], bool]
) -> tuple[Sheets, list[Finding]]:
    """Return the sheets mended, and what was done to them.

    is_dynamic: tells whether the converter takes a default of a type for an expression.
    """
    findings: list[Finding] = []
    made = dict(sheets)
    for name in ("survey", "choices", "settings"):
        if name in made:
            made[name] = _quotes(name, made[name], findings)
    if "survey" in made:
        made["survey"] = _defaults(made["survey"], is_dynamic, findings)
    made = _duplicate_choices(made, findings)
    made = _default_language(made, findings)
    return _translations(made, findings), findings


def _repair(code: str, message: str, place: Place, name: str) -> Finding:
    return Finding(severity=Severity.REPAIR, code=code, message=message, place=place, name=name)


def _row_name(columns: Mapping[str, Column], row: SheetRow) -> str:
    return next(
        (row.cells[h] for h, c in columns.items() if c.name == "name" and h in row.cells), ""
    )


def _quotes(name: str, sheet: Sheet, findings: list[Finding]) -> Sheet:
    columns = columns_of(name, sheet.headers)
    rows: list[SheetRow] = []
    for row in sheet.rows:
        cells = dict(row.cells)
        for header, text in row.cells.items():
            if not _QUOTES.search(text):
                continue
            column = columns[header].name
            if column not in EXPRESSIONS and column not in ("instance_name", "default"):
                cells[header] = _QUOTES.sub(lambda found: shield(found.group()), text)
                continue
            cells[header] = straightened(text)
            findings.append(
                _repair(
                    "typographic-quotes",
                    f'made straight: "{cells[header]}"',
                    Place(sheet=name, row=row.number, column=header),
                    _row_name(columns, row),
                )
            )
        rows.append(replace(row, cells=cells))
    return replace(sheet, rows=tuple(rows))


def _defaults(
    sheet: Sheet, is_dynamic: Callable[[str, str], bool], findings: list[Finding]
) -> Sheet:
    columns = columns_of("survey", sheet.headers)
    header = next((one for one, column in columns.items() if column.name == "default"), None)
    types = next((one for one, column in columns.items() if column.name == "type"), "")
    if header is None:
        return sheet
    rows: list[SheetRow] = []
    for row in sheet.rows:
        text = row.cells.get(header, "")
        if text and is_dynamic(text, row.cells.get(types, "")) and not parsable(text):
            findings.append(
                _repair(
                    "literal-default",
                    f'"{text}" is no expression: kept as text',
                    Place(sheet="survey", row=row.number, column=header),
                    _row_name(columns, row),
                )
            )
            row = replace(row, cells={**row.cells, header: shield(text)})
        rows.append(row)
    return replace(sheet, rows=tuple(rows))


def _duplicate_choices(sheets: Sheets, findings: list[Finding]) -> Sheets:
    choices = sheets.get("choices")
    if choices is None:
        return sheets
    columns = columns_of("choices", choices.headers)
    lists = next((one for one, column in columns.items() if column.name == "list_name"), "")
    names = next((one for one, column in columns.items() if column.name == "name"), "")
    seen: set[tuple[str, str]] = set()
    repeated = False
    for row in choices.rows:
        key = (row.cells.get(lists, ""), row.cells.get(names, ""))
        if "" not in key and key in seen:
            repeated = True
            message = f'the name "{key[1]}" stands twice in this list; kept both'
            place = Place(sheet="choices", row=row.number, column=names)
            findings.append(_repair("duplicate-choice", message, place, key[0]))
        seen.add(key)
    if not repeated:
        return sheets
    return {**sheets, "settings": _with_setting(sheets.get("settings"), "allow_choice_duplicates")}


def _with_setting(settings: Sheet | None, name: str) -> Sheet:
    if settings is None or not settings.rows:
        headers = settings.headers if settings is not None else ()
        row = SheetRow(number=2, cells={name: "yes"})
        return Sheet(name="settings", headers=tuple(dict.fromkeys((*headers, name))), rows=(row,))
    first = settings.rows[0]
    return replace(
        settings,
        headers=tuple(dict.fromkeys((*settings.headers, name))),
        rows=(replace(first, cells={**first.cells, name: "yes"}), *settings.rows[1:]),
    )


# --- translations


def default_language(sheets: Sheets) -> str:
    """Return the form's default language as the settings sheet names it, blank if it does not."""
    settings = sheets.get("settings")
    if settings is None or not settings.rows:
        return ""
    for header, column in columns_of("settings", settings.headers).items():
        if column.name == "default_language":
            return settings.rows[0].cells.get(header, "")
    return ""


def _default_language(sheets: Sheets, findings: list[Finding]) -> Sheets:
    """Let a default language that is only a code mean the language with that code."""
    named = default_language(sheets)
    languages = languages_of(sheets)
    if not named or named in languages:
        return sheets
    meant = next((one for one in languages if _means(one, named)), None)
    if meant is None:
        return sheets
    settings = sheets["settings"]
    columns = columns_of("settings", settings.headers)
    header = next(one for one, column in columns.items() if column.name == "default_language")
    first = settings.rows[0]
    place = Place(sheet="settings", row=first.number, column=header)
    findings.append(_repair("default-language", f'"{named}" means "{meant}"', place, ""))
    rows = (replace(first, cells={**first.cells, header: meant}), *settings.rows[1:])
    return {**sheets, "settings": replace(settings, rows=rows)}


def _means(language: str, named: str) -> bool:
    return named.lower() in (
        language.lower(),
        language.partition("(")[0].strip().lower(),
        language.rpartition("(")[2].rstrip(") ").lower(),
    )


def languages_of(sheets: Sheets) -> tuple[str, ...]:
    """Return the languages that the headers name, in order."""
    found: dict[str, None] = {}
    for name in ("survey", "choices"):
        if name in sheets:
            for column in columns_of(name, sheets[name].headers).values():
                if column.name in TRANSLATED and column.language:
                    found[column.language] = None
    return tuple(found)


def _translations(sheets: Sheets, findings: list[Finding]) -> Sheets:
    """Fill texts that are absent in a language from the default one; the converter writes `-`."""
    languages = languages_of(sheets)
    if not languages:
        return sheets
    main = default_language(sheets)
    order = tuple(dict.fromkeys((*([main] if main in languages else []), *languages)))
    made = dict(sheets)
    for name in ("survey", "choices"):
        if name in made:
            made[name] = _translated(name, made[name], order, findings)
    return made


def _translated(
    name: str, sheet: Sheet, languages: tuple[str, ...], findings: list[Finding]
) -> Sheet:
    columns = columns_of(name, sheet.headers)
    wanted: dict[str, dict[str, str]] = {}
    for header, column in columns.items():
        if column.name in TRANSLATED and column.language:
            wanted.setdefault(column.name, {})[column.language] = header
    for header, column in columns.items():
        if column.name in wanted and not column.language:
            wanted[column.name][""] = header
    headers = list(sheet.headers)
    for column_name, by_language in wanted.items():
        for language in languages:
            if language not in by_language:
                by_language[language] = f"{column_name}::{language}"
                headers.append(by_language[language])
    rows: list[SheetRow] = []
    for row in sheet.rows:
        cells = dict(row.cells)
        for by_language in wanted.values():
            texts = {
                one: row.cells.get(by_language[one], "")
                for one in (*languages, "")
                if one in by_language
            }
            filled = next((text for text in texts.values() if text), "")
            for language, text in texts.items():
                if filled and not text:
                    cells[by_language[language]] = filled
                    findings.append(
                        Finding(
                            severity=Severity.WARNING,
                            code="missing-translation",
                            message=f"no text in {language or 'the default language'}: "
                            "another language is shown",
                            place=Place(sheet=name, row=row.number, column=by_language[language]),
                            name=_row_name(columns, row),
                        )
                    )
        rows.append(replace(row, cells=cells))
    return replace(sheet, headers=tuple(headers), rows=tuple(rows))
