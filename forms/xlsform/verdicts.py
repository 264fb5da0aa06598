"""What the converter said -> findings: its refusals by our codes, its warnings as infos."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from forms.report import NOWHERE, Finding, Place, Severity
from forms.xlsform.cells import survey_rows
from forms.xlsform.columns import table_of
from forms.xlsform.workbook import Sheets

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_COLUMN = re.compile(r"the '(\w+)' value")
_NAMED = re.compile(r"(?:named|[Qq]uestion) (?:'|\$\{)?([\w.-]*\w)")
"""How the converter names a question where it names no row."""

COMPACT = frozenset({"settings", "entities"})
"""The sheets whose rows the converter gets without the empty ones between."""

_CODES = {
    "NAMES_001": "duplicate-name",
    "NAMES_003": "reserved-name",
    "NAMES_004": "duplicate-name",
    "NAMES_005": "reserved-name",
    "NAMES_006": "missing-name",
    "NAMES_007": "duplicate-choice",
    "NAMES_008": "illegal-name",
    "NAMES_009": "illegal-name",
    "NAMES_010": "illegal-name",
    "NAMES_011": "illegal-name",
    "NAMES_012": "reserved-name",
    "NAMES_014": "duplicate-name",
    "NAMES_015": "missing-name",
    "PYREF_001": "xpath-syntax",
    "PYREF_002": "xpath-syntax",
    "PYREF_003": "unknown-reference",
    "PYREF_004": "ambiguous-reference",
    "SURVEY_001": "unclosed-group",
    "SURVEY_002": "unclosed-group",
    "HEADER_001": "container",
    "HEADER_002": "duplicate-header",
    "HEADER_003": "missing-name",
    "HEADER_005": "unknown-column",
}
_FAMILIES = {"ENTITY": "bad-entity", "RANGE": "bad-parameter", "SURVEY": "bad-parameter"}
_WORDS = (
    ("Duplicate column header", "duplicate-header", ""),
    ("Unknown question type", "unknown-type", "type"),
    ("Question with no type", "unknown-type", "type"),
    ("with no name", "missing-name", "name"),
    ("Missing calculation", "missing-calculation", "calculation"),
    ("List name not in", "missing-list", "type"),
    ("without list name", "missing-list", "type"),
    ("choices sheet in this xlsform", "missing-list", "type"),
    ("external_choices sheet", "missing-list", "type"),
    ("choices for this 'or other'", "missing-list", "type"),
    ("File name for", "missing-list", "type"),
    ("Choice names with spaces", "choice-space", ""),
    ("Choice filter not supported", "bad-parameter", "choice_filter"),
    ("Badly formatted table list", "missing-list", "type"),
    ("trying to replace", "unknown-reference", ""),
    ("no survey element named", "unknown-reference", ""),
    ("multiple survey elements named", "ambiguous-reference", ""),
    ("has no label or hint", "missing-label", "label"),
    ("To use big-image", "bad-parameter", "big-image"),
    ("Instance names must be unique", "duplicate-name", "name"),
    ("same instance id", "duplicate-name", "type"),
    ("'search()'", "bad-parameter", "appearance"),
    ("is not user-visible", "unknown-reference", "trigger"),
    ("Audits must", "reserved-name", "name"),
    ("'background-geopoint'", "bad-parameter", "trigger"),
    ("omit instanceID", "bad-parameter", ""),
    ("arameter", "bad-parameter", "parameters"),
    ("must be set to", "bad-parameter", "parameters"),
    ("must have an integer value", "bad-parameter", "parameters"),
    ("Invalid value for", "bad-parameter", "parameters"),
    ("value must be a number", "bad-parameter", "parameters"),
)
"""Refusals of the converter without a code, by words of its message (pyxform 4.5)."""

_OURS = ("Language '", "The following language declarations", "Row without name, text, or label")
"""What we report ourselves, with the cell."""


def refusal(error: Mapping[str, Any], sheets: Sheets) -> Finding:
    """Return the converter's refusal as a finding, at its cell as far as it names one."""
    message = str(error["message"])
    code, column = _classified(str(error["code"]), message)
    sheet = str(error["sheet"]) or _first(_SHEET, message) or "survey"
    column = str(error["column"]) or _first(_COLUMN, message) or column
    row = _row_in(sheets, sheet, int(error["row"])) or _row_named(message, sheets)
    place = Place(sheet=sheet, row=row, column=_header(sheets, sheet, column)) if row else NOWHERE
    return Finding(
        severity=Severity.ERROR,
        code=code,
        message=_ROW.sub("", message).strip() or "refused by the converter",
        place=place,
    )


def _classified(code: str, message: str) -> tuple[str, str]:
    """Return our code, and the column that the fault stands in."""
    if code in _CODES:
        return _CODES[code], ""
    family = code.partition("_")[0]
    if family in _FAMILIES:
        return _FAMILIES[family], "parameters" if _FAMILIES[family] == "bad-parameter" else ""
    return next(
        ((known, column) for words, known, column in _WORDS if words in message),
        ("converter-failed", ""),
    )


def _row_in(sheets: Sheets, sheet: str, counted: int) -> int:
    """Return the row as Excel shows it from the converter's count."""
    known = sheets.get(sheet)
    if sheet not in COMPACT or known is None or not 2 <= counted < len(known.rows) + 2:
        return counted
    return known.rows[counted - 2].number


def _row_named(message: str, sheets: Sheets) -> int:
    """Return the row of the question that a refusal is about, 0 if it names none."""
    rows = {row.name: row.number for row in survey_rows(sheets)}
    known = [rows[name] for name in _NAMED.findall(message) if name in rows]
    return known[-1] if known else 0


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found is not None else ""


def _header(sheets: Sheets, sheet: str, column: str) -> str:
    """Return the header as the author wrote it."""
    known = sheets.get(sheet)
    if known is None or not column:
        return column
    return table_of(sheet, known).header(column) or column


def remarks(answer: Mapping[str, Any]) -> list[Finding]:
    """Return what the converter remarked on, as infos; what we report ourselves is left out."""
    found: list[Finding] = []
    for warning in answer.get("warnings", ()):
        text = str(warning)
        message = _ROW.sub("", text).strip()
        if message.startswith(_OURS):
            continue
        row = _ROW.search(text)
        sheet = _first(_SHEET, text) or "survey"
        place = Place(sheet=sheet, row=int(row[1])) if row else NOWHERE
        found.append(
            Finding(severity=Severity.INFO, code="converter", message=message, place=place)
        )
    return found
