"""What an import found: one finding per fault, repair or remark, with the cell it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from forms.errors import FormError


class Severity(Enum):
    """ERROR refuses the form, REPAIR changed something, WARNING and INFO change nothing."""

    ERROR = "error"
    REPAIR = "repair"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: a cell of a workbook (row as Excel shows it, column by its header), or a line."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    line: int = 0

    def __str__(self) -> str:
        if self.sheet:
            parts = [self.sheet, str(self.row) if self.row else "", self.column]
            return ":".join(parts).rstrip(":")
        return f"line:{self.line}" if self.line else "-"


NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. `path` and `role` name the place in the form, to lead it to a cell."""

    severity: Severity
    code: str
    message: str
    place: Place = NOWHERE
    name: str = ""
    path: str = ""
    role: str = ""

    def line(self) -> str:
        """Return the finding as one printable line: severity, code, where, name, what happened."""
        name = f" {self.name}" if self.name else ""
        whole = f"{self.severity.value} {self.code} {self.place}{name} — {self.message}"
        printable = "".join(one if one.isprintable() else " " for one in whole)
        return " ".join(printable.split())

    def at(self, place: Place) -> Finding:
        """Return the same finding at another place."""
        return replace(self, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of one import, errors first, each kind in the order it was found."""

    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether the form must not be used."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings are of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all findings, in order."""
        return tuple(finding.code for finding in self.findings)

    def lines(self) -> tuple[str, ...]:
        """Return the report as text: one line per finding, and the verdict with the counts."""
        verdict = "refused" if self.refused else "accepted"
        counts = ", ".join(
            _counted(self.count(severity), severity.value)
            for severity in (Severity.ERROR, Severity.REPAIR, Severity.WARNING)
        )
        return (*(finding.line() for finding in self.findings), f"{verdict}: {counts}")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


_ORDER = tuple(Severity)


def report_of(findings: Iterable[Finding]) -> Report:
    """Return the report of *findings*: no line twice, the gravest first."""
    unique = dict.fromkeys(findings)
    return Report(findings=tuple(sorted(unique, key=lambda one: _ORDER.index(one.severity))))


class FormRefused(FormError):
    """The form was not accepted; `report` says why, nothing of it may be used."""

    code = "forms.refused"

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return "\n".join(self.report.lines())
