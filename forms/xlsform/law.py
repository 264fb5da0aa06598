"""Why each question may be asked and how long its answer is kept: columns of the survey sheet.

`legal_basis` `retention` `retention_months` `purpose` `sensitive`. A cell beside `begin group` or
`begin repeat` holds for every question within that leaves its own cell blank.

Every question that somebody answers needs a basis and a retention. Exempt is what holds no answer:
notes, groups, calculations, questions that are always read-only, and metadata of the record itself
(`start`, `today`, `deviceid` …). `start-geopoint` needs both: it holds where somebody is, though
nobody types it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.report import NOWHERE, Finding, Place, Severity
from forms.xform.definition import ActionKind, FormDefinition, NodeDefinition, QuestionKind
from forms.xlsform.cells import CellMap, SurveyRow
from forms.xlsform.repairs import YES

LONGEST_MONTHS = 12_000
LONGEST_TEXT, LONGEST_PURPOSE = 500, 100
_NO = frozenset({"", "no", "No", "NO", "false", "False", "FALSE", "false()"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLaw:
    """What the author says of one question, by generic path; blank and None where nothing is said.

    place: its row. retention: in words; retention_months: counted from the record.
    """

    path: str
    name: str
    place: Place = NOWHERE
    legal_basis: str = ""
    retention: str = ""
    retention_months: int | None = None
    purpose: str = ""
    sensitive: bool = False

    def lacks(self) -> tuple[str, ...]:
        """Return the columns that are needed and blank."""
        needed: dict[str, object] = {
            "legal_basis": self.legal_basis,
            "retention": self.retention,
            "retention_months": self.retention_months is not None,
            "purpose": self.purpose or not self.sensitive,
        }
        return tuple(column for column, said in needed.items() if not said)

    def finding(self) -> Finding | None:
        """Return what is missing as an error at the question's row; None where nothing is."""
        lacking = self.lacks()
        if not lacking:
            return None
        message = f"nothing says {', '.join(lacking)}"
        return _error("law-missing", message, self.place, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLaw:
    """What a form says of its questions, and the cells that cannot be read."""

    questions: tuple[QuestionLaw, ...] = ()
    faults: tuple[Finding, ...] = ()

    def findings(self) -> tuple[Finding, ...]:
        """Return everything that keeps the form from being published by what it says itself."""
        missing = (one.finding() for one in self.questions)
        return (*self.faults, *(one for one in missing if one is not None))


NO_LAW = FormLaw()


def law_of(definition: FormDefinition, cells: CellMap | None = None) -> FormLaw:
    """Return the law of every question that needs one; of ready XML all of it is blank."""
    reader = _Reader(cells)
    questions = tuple(reader.question(path) for path in asked_of(definition))
    return FormLaw(questions=questions, faults=tuple(reader.faults.values()))


def asked_of(definition: FormDefinition) -> Iterator[str]:
    """Yield the generic path of everything that holds an answer of somebody, in order."""
    silent = {one.path for one in definition.actions if one.kind is ActionKind.SET_GEOPOINT}
    for path, node in definition.nodes.items():
        question = definition.questions.get(path)
        typed = question is not None and question.kind is not QuestionKind.NOTE
        if path in silent or (typed and not _is_always_readonly(node)):
            yield path


def _is_always_readonly(node: NodeDefinition) -> bool:
    return node.readonly is not None and node.readonly.source.strip() == "true()"


class _Reader:
    """Reads the columns of one question after the other, its own cells before those around it."""

    def __init__(self, cells: CellMap | None) -> None:
        self._cells = cells
        self.faults: dict[Place, Finding] = {}

    def question(self, path: str) -> QuestionLaw:
        name = path.rpartition("/")[2]
        rows = tuple(self._rows(path))
        if not rows:
            return QuestionLaw(path=path, name=name)
        return QuestionLaw(
            path=path,
            name=rows[0].name or name,
            place=Place(sheet="survey", row=rows[0].number),
            legal_basis=self._text(rows, "legal_basis", LONGEST_TEXT),
            retention=self._text(rows, "retention", LONGEST_TEXT),
            retention_months=self._months(rows),
            purpose=self._text(rows, "purpose", LONGEST_PURPOSE),
            sensitive=self._sensitive(rows),
        )

    def _rows(self, path: str) -> Iterator[SurveyRow]:
        """Yield the question's row, then those of the groups around it, the innermost first."""
        cells = self._cells
        if cells is None:
            return
        while path.count("/") > 1:
            row = cells.row_of(path)
            if row is not None:
                yield row
            path = path.rpartition("/")[0]

    def _cell(self, rows: tuple[SurveyRow, ...], column: str) -> tuple[str, SurveyRow]:
        for row in rows:
            text = " ".join(row.text(column).split())
            if text:
                return text, row
        return "", rows[0]

    def _text(self, rows: tuple[SurveyRow, ...], column: str, longest: int) -> str:
        text, row = self._cell(rows, column)
        if len(text) > longest:
            self._fault(row, column, f"at most {longest} characters")
        return text[:longest]

    def _months(self, rows: tuple[SurveyRow, ...]) -> int | None:
        text, row = self._cell(rows, "retention_months")
        if not text:
            return None
        digits = text.removesuffix(".0")
        if digits.isascii() and digits.isdigit() and int(digits) <= LONGEST_MONTHS:
            return int(digits)
        self._fault(row, "retention_months", f"a whole number of months up to {LONGEST_MONTHS}")
        return None

    def _sensitive(self, rows: tuple[SurveyRow, ...]) -> bool:
        text, row = self._cell(rows, "sensitive")
        if text in YES or text.lower() in ("sí", "si"):
            return True
        if text not in _NO:
            self._fault(row, "sensitive", "yes or no")
        return False

    def _fault(self, row: SurveyRow, column: str, wanted: str) -> None:
        place = row.place(column)
        text = row.text(column)[:40]
        self.faults.setdefault(
            place, _error("law-cell", f"{text!r}: it must be {wanted}", place, row.name)
        )


def _error(code: str, message: str, place: Place, name: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, place=place, name=name)
