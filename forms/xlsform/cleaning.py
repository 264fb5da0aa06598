"""Cells cleaned before anyone reads them: control characters, odd spaces; none silently (FORMS §2).

The converter trims cells and makes no-break spaces plain by itself; here it is done and said.
In names and expressions each cell is named, since another name or text comes out; in texts for
people one line per column says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from forms.report import Finding, Place, Severity
from forms.xlsform.columns import ENTITY_EXPRESSIONS, EXPRESSIONS, IDENTITY, Table, table_of
from forms.xlsform.workbook import Sheet, SheetRow, Sheets

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\U000f0000-\U0010ffff]"
)
"""Characters that XML cannot carry, and the private planes (the converter's shield uses one)."""
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad]")
"""Characters nobody sees: harmless in a text for people, fatal in a name."""
_ODD_SPACES = re.compile("[\u00a0\u2007\u202f]")
_NO_BREAK = re.compile("\u00a0")
_RUNS = re.compile(" {2,}")
_ENOUGH = 20
"""So many cells of a column are named one by one; the rest are counted."""

_NO = frozenset({"no", "No", "NO", "false", "False", "FALSE", "false()"})


@dataclass(slots=True)
class _Seen:
    """What was done to the cells of one column in one way."""

    first: Place
    count: int = 0
    named: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell on its way: where it stands and how exact its text is taken."""

    place: Place
    name: str
    is_name: bool
    is_exact: bool
    collapse: bool


class Cleaner:
    """Cleans sheets and gathers what was changed, by sheet, column and kind."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str, Severity], _Seen] = {}

    def clean(self, sheets: Sheets) -> Sheets:
        """Return the sheets with every cell clean."""
        collapse = _collapses(sheets)
        return {
            name: self._sheet(name, sheet, collapse and name == "survey")
            for name, sheet in sheets.items()
        }

    def findings(self) -> Iterator[Finding]:
        """Yield what was changed."""
        for (_, what, code, severity), seen in self._seen.items():
            yield from seen.named
            rest = seen.count - len(seen.named)
            if rest:
                further = "further " if seen.named else ""
                message = f"{what}, in {rest} {further}{'cell' if rest == 1 else 'cells'}"
                yield Finding(severity=severity, code=code, message=message, place=seen.first)

    def _sheet(self, name: str, sheet: Sheet, collapse: bool) -> Sheet:
        table = table_of(name, sheet)
        names = _headers_of(table, IDENTITY)
        exact = names | _expression_headers(name, table)
        label = table.header("name")
        rows: list[SheetRow] = []
        for row in sheet.rows:
            cells: dict[str, str] = {}
            for header, text in row.cells.items():
                plain = text.isascii() and text.isprintable() and text[0] != " " != text[-1]
                if plain and not (collapse and "  " in text):
                    cells[header] = text
                    continue
                place = Place(sheet=name, row=row.number, column=header)
                cell = _Cell(
                    place=place,
                    name=row.cells.get(label, "").strip(),
                    is_name=header in names,
                    is_exact=header in exact,
                    collapse=collapse,
                )
                cleaned = self._cell(text, cell)
                if cleaned:
                    cells[header] = cleaned
            if cells:
                rows.append(replace(row, cells=cells))
        return replace(sheet, rows=tuple(rows))

    def _cell(self, text: str, cell: _Cell) -> str:
        made = text.replace("\r\n", "\n").replace("\r", "\n")
        if _CONTROLS.search(made):
            made = _CONTROLS.sub("", made)
            what = "characters that no form can hold were left out"
            self._say("control-characters", what, cell, Severity.REPAIR, single=True)
        if cell.is_exact and _INVISIBLE.search(made):
            made = _INVISIBLE.sub("", made)
            what = "invisible characters were left out"
            self._say("control-characters", what, cell, Severity.REPAIR, single=True)
        odd = _ODD_SPACES if cell.is_exact else _NO_BREAK
        if odd.search(made):
            made = odd.sub(" ", made)
            severity = Severity.REPAIR if cell.is_exact else Severity.INFO
            self._say("spaces", "no-break spaces were made plain", cell, severity, cell.is_exact)
        if made != (trimmed := made.strip()):
            made = trimmed
            what = "spaces around the text were left out"
            severity = Severity.REPAIR if cell.is_name else Severity.INFO
            self._say("spaces", what, cell, severity, cell.is_name)
        if cell.collapse and "  " in made:
            made = _RUNS.sub(" ", made)
            what = "several spaces in a row were made one"
            self._say("spaces", what, cell, Severity.INFO, single=False)
        return made

    def _say(self, code: str, what: str, cell: _Cell, severity: Severity, single: bool) -> None:
        place = cell.place
        key = (f"{place.sheet}:{place.column}", what, code, severity)
        seen = self._seen.setdefault(key, _Seen(first=place))
        seen.count += 1
        if single and len(seen.named) < _ENOUGH:
            seen.named.append(
                Finding(severity=severity, code=code, message=what, place=place, name=cell.name)
            )


def _headers_of(table: Table, names: frozenset[str]) -> frozenset[str]:
    return frozenset(table.headers(*names))


def _expression_headers(name: str, table: Table) -> frozenset[str]:
    return frozenset(
        header
        for header, column in table.columns.items()
        if is_expression_column(name, column.name)
    )


def is_expression_column(sheet: str, column: str) -> bool:
    """Tell whether the cells of a column hold expressions."""
    if sheet == "survey":
        return column in EXPRESSIONS or column in ("trigger", "parameters", "bind")
    if sheet == "entities":
        return column in ENTITY_EXPRESSIONS
    return sheet == "settings" and column == "instance_name"


def _collapses(sheets: Sheets) -> bool:
    """Tell whether runs of spaces in the survey become one (`clean_text_values`, on by default)."""
    settings = sheets.get("settings")
    if settings is None or not settings.rows:
        return True
    header = table_of("settings", settings).header("clean_text_values")
    return settings.rows[0].cells.get(header, "yes").strip() not in _NO
