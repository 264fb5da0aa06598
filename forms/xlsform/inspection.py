"""What the checks of a workbook share: its rows, names and lists, and the findings so far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.errors import ExpressionInvalid
from forms.report import Finding, Place, Severity
from forms.xlsform.cells import SurveyRow, survey_rows
from forms.xlsform.columns import Table, table_of
from forms.xlsform.repairs import blanked
from forms.xlsform.types import RowKind
from forms.xlsform.workbook import Sheets
from forms.xpath.compiler import Compiled, compile_expression
from forms.xpath.functions import FunctionRegistry
from forms.xpath.lexer import is_name
from forms.xpath.nodes import ENTITIES, STANDARD_PREFIXES

_REFERENCE = re.compile(r"\$\{([^}]*)\}|\$\{[^}]*$")
_PREFIXES = {**STANDARD_PREFIXES, "entities": ENTITIES}
_LAST_SAVED = "last-saved#"
_MADE_BY_CONVERTER = frozenset({"instanceID"})
"""Names that `${…}` may use though no row has them."""


@dataclass(slots=True)
class Inspection:
    """A workbook under inspection.

    dynamic: rows whose default is an expression. names: how many rows have a name. lists: choice
    lists with the names of their choices.
    """

    sheets: Sheets
    dynamic: frozenset[int]
    functions: FunctionRegistry
    findings: list[Finding] = field(default_factory=list)
    rows: tuple[SurveyRow, ...] = ()
    names: Counter[str] = field(default_factory=Counter)
    questions: frozenset[str] = frozenset()
    _compiled: dict[str, Compiled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = survey_rows(self.sheets)
        nodes = [row for row in self.rows if row.is_node and row.kind is not RowKind.AUDIT]
        self.names = Counter(row.name for row in nodes if row.name)
        self.names.update(_MADE_BY_CONVERTER - self.names.keys())
        self.questions = frozenset(row.name for row in nodes if row.kind is not RowKind.BEGIN)

    def add(
        self,
        code: str,
        message: str,
        place: Place,
        name: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Keep a finding."""
        self.findings.append(
            Finding(severity=severity, code=code, message=message, place=place, name=name)
        )

    def table(self, name: str) -> Table | None:
        """Return a sheet with its columns, None if the workbook has no such sheet."""
        sheet = self.sheets.get(name)
        return table_of(name, sheet) if sheet is not None else None

    def list_names(self, sheet: str) -> frozenset[str]:
        """Return the names of the lists on a sheet."""
        table = self.table(sheet)
        if table is None:
            return frozenset()
        header = table.header("list_name")
        return frozenset(row.cells.get(header, "") for row in table.sheet.rows) - {""}

    # --- expressions

    def compiled(self, text: str) -> Compiled:
        """Return an expression of the sheets compiled; raise ExpressionInvalid."""
        known = self._compiled.get(text)
        if known is None:
            known = compile_expression(blanked(text), self.functions, _PREFIXES)
            self._compiled[text] = known
        return known

    def expression(self, text: str, place: Place, name: str) -> None:
        """Check an expression: its references, its syntax, its functions."""
        self.references(text, place, name)
        try:
            compiled = self.compiled(text)
        except ExpressionInvalid as fault:
            self.add("xpath-syntax", f'"{text}": {fault.reason}', place, name)
            return
        for problem in compiled.problems:
            self.add(problem.code, f'"{text}": {problem.reason}', place, name)

    def references(self, text: str, place: Place, name: str, *, plain: bool = False) -> None:
        """Check every `${…}` of a cell; *plain*: the rest of it is text, not an expression."""
        if "${" not in text:
            return
        for wanted in _references_in(text):
            if wanted is None or not is_name(wanted.removeprefix(_LAST_SAVED)):
                if plain or wanted is not None:
                    message = f'"{text}": a reference is ${{ and the name of a question and }}'
                    self.add("xpath-syntax", message, place, name)
                continue
            short = wanted.removeprefix(_LAST_SAVED)
            if short not in self.names:
                self.add("unknown-reference", f"${{{wanted}}} names no question", place, name)
            elif self.names[short] > 1:
                message = f"${{{wanted}}} names {self.names[short]} questions"
                self.add("ambiguous-reference", message, place, name)


def _references_in(text: str) -> Iterator[str | None]:
    """Yield what stands in each `${…}`, None where it is never closed."""
    for found in _REFERENCE.finditer(text):
        yield found[1]
