"""A workbook or ready XForm XML -> a form that may be used, or a report that says why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms.model.graph import inspect_graph
from forms.report import NOWHERE, Finding, Place, Report, Severity, report_of
from forms.xform.definition import FormDefinition
from forms.xform.parse import inspect_xform
from forms.xlsform.cells import CellMap
from forms.xlsform.check import check_sheets
from forms.xlsform.launch import ConverterFailed, Launch, converter, run_converter
from forms.xlsform.repairs import Sheets
from forms.xlsform.workbook import (
    MAX_FILE_BYTES,
    Container,
    ContainerRefused,
    Sheet,
    SheetRow,
    check_archive,
    sniff,
)
from forms.xpath.functions import FunctionRegistry
from forms.xpath.standard import standard_functions

_SUFFIXES = {
    Container.XLSX: (".xlsx", ".xlsm"),
    Container.XLS: (".xls",),
    Container.XFORM: (".xml",),
    Container.TEXT: (".md", ".csv", ".txt"),
}
_ROW = re.compile(r"\[row : (\d+)\]")
_CODES = {
    "NAMES_001": "duplicate-name",
    "NAMES_004": "duplicate-name",
    "NAMES_005": "reserved-name",
    "NAMES_006": "missing-name",
    "NAMES_007": "duplicate-choice",
    "NAMES_008": "illegal-name",
    "NAMES_009": "illegal-name",
    "PYREF_001": "xpath-syntax",
    "PYREF_003": "unknown-reference",
    "PYREF_004": "ambiguous-reference",
    "SURVEY_001": "unclosed-group",
    "SURVEY_002": "unclosed-group",
    "HEADER_002": "duplicate-header",
}


class FileUnreadable(Exception):
    """The file cannot be opened or is not there: no verdict about a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import gave: the form and its XML if it was accepted, the report always."""

    definition: FormDefinition | None
    xml: bytes | None
    report: Report


def import_form(
    path: Path,
    *,
    functions: FunctionRegistry | None = None,
    launch: Launch | None = None,
) -> Imported:
    """Read a form from *path* and say what was found; the form is there only if it is accepted.

    Raises FileUnreadable where the file cannot be read at all; nothing else is raised.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as failed:
        raise FileUnreadable(str(failed)) from failed
    return import_bytes(data, path.name, functions=functions, launch=launch)


def import_bytes(
    data: bytes,
    file_name: str,
    *,
    functions: FunctionRegistry | None = None,
    launch: Launch | None = None,
) -> Imported:
    """Do the same for bytes that are read already; *file_name* names the form without an id."""
    known = functions or standard_functions()
    if len(data) > MAX_FILE_BYTES:
        return _refused([_error("too-large", "the file is larger than 64 MiB")])
    container = sniff(data)
    findings = _suffix(container, file_name)
    match container:
        case Container.XFORM:
            return _accepted_xml(data, findings, known)
        case Container.XLSX:
            launched = launch or converter()
            return _workbook(data, Path(file_name).stem, findings, known, launched)
        case Container.XLS | Container.TEXT:
            kind = "old .xls" if container is Container.XLS else "text"
            message = f"{kind} files are not available in this version: save it as .xlsx"
            return _refused([*findings, _error("container", message)])


def _error(code: str, message: str, place: Place = NOWHERE) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, place=place)


def _refused(findings: list[Finding]) -> Imported:
    return Imported(definition=None, xml=None, report=report_of(findings))


def _suffix(container: Container, file_name: str) -> list[Finding]:
    suffix = Path(file_name).suffix.lower()
    if suffix in _SUFFIXES[container]:
        return []
    message = f"the name ends in {suffix or 'nothing'}, but it is {container.value}"
    return [Finding(severity=Severity.REPAIR, code="container", message=message)]


def _accepted_xml(
    data: bytes, findings: list[Finding], functions: FunctionRegistry, cells: CellMap | None = None
) -> Imported:
    definition, found = inspect_xform(data, functions)
    together = [*findings]
    together.extend(cells.led(one) if cells is not None else one for one in found)
    if definition is not None:
        graph, cycles = inspect_graph(definition)
        together.extend(cells.led(one) if cells is not None else one for one in cycles)
        if graph is not None:
            definition.derived["graph"] = graph
    report = report_of(together)
    if definition is None or report.refused:
        return Imported(definition=None, xml=None, report=report)
    return Imported(definition=definition, xml=data, report=report)


def _workbook(
    data: bytes,
    form_name: str,
    findings: list[Finding],
    functions: FunctionRegistry,
    launch: Launch,
) -> Imported:
    try:
        check_archive(data)
        answer = run_converter(data, form_name, launch)
    except ContainerRefused as refused:
        return _refused([*findings, _error(refused.code, refused.message)])
    except ConverterFailed as failed:
        return _refused([*findings, _error("converter-failed", str(failed))])
    return imported_from(answer, findings, functions)


def imported_from(
    answer: dict[str, Any], findings: list[Finding], functions: FunctionRegistry
) -> Imported:
    """Return what the converter's *answer* comes to, after what was found before it."""
    refused = answer.get("refused")
    if refused:
        return _refused([*findings, _error(str(refused["code"]), str(refused["message"]))])
    sheets = {name: _sheet(one) for name, one in answer["repaired"].items()}
    findings = [*findings, *(_finding(one) for one in answer["findings"])]
    findings.extend(check_sheets(sheets, frozenset(answer["dynamic"]), functions))
    return _converted(answer, sheets, findings, functions)


def _converted(
    answer: dict[str, Any], sheets: Sheets, findings: list[Finding], functions: FunctionRegistry
) -> Imported:
    cells = CellMap(sheets)
    findings = [*findings, *_remarks(answer)]
    xml = answer.get("xml")
    if xml is not None:
        imported = _accepted_xml(xml.encode("utf-8"), findings, functions, cells)
        return Imported(
            definition=imported.definition,
            xml=imported.xml,
            report=report_of(_without_echoes(imported.report.findings)),
        )
    error = answer.get("error")
    if error is not None and not any(one.severity is Severity.ERROR for one in findings):
        place = NOWHERE
        if error["row"]:
            sheet = error["sheet"] or "survey"
            place = Place(sheet=sheet, row=int(error["row"]), column=error["column"])
        code = _CODES.get(error["code"], "converter-failed")
        findings.append(_error(code, str(error["message"]), place))
    return _refused(findings)


def _remarks(answer: dict[str, Any]) -> list[Finding]:
    """Return what the converter remarked on, as infos; missing translations we report ourselves."""
    found: list[Finding] = []
    for warning in answer.get("warnings", ()):
        text = str(warning)
        if text.startswith("Language '"):
            continue
        row = _ROW.search(text)
        place = Place(sheet="survey", row=int(row[1])) if row else NOWHERE
        message = _ROW.sub("", text).strip()
        found.append(
            Finding(severity=Severity.INFO, code="converter", message=message, place=place)
        )
    return found


def _without_echoes(findings: tuple[Finding, ...]) -> list[Finding]:
    """Drop what the converted form says again about faults that the sheets already named.

    An error without a cell beside one with a cell is a consequence of it in the converter's XML.
    """
    located = any(one.severity is Severity.ERROR and one.place.sheet for one in findings)
    seen: set[tuple[str, Place]] = set()
    kept: list[Finding] = []
    for finding in findings:
        if located and finding.severity is Severity.ERROR and not finding.place.sheet:
            continue
        key = (finding.code, finding.place)
        if finding.place.sheet and finding.path and key in seen:
            continue
        seen.add(key)
        kept.append(finding)
    return kept


def _sheet(plain: dict[str, Any]) -> Sheet:
    return Sheet(
        name=plain["name"],
        headers=tuple(plain["headers"]),
        rows=tuple(SheetRow(number=row["number"], cells=row["cells"]) for row in plain["rows"]),
        duplicates=tuple(plain["duplicates"]),
    )


def _finding(plain: dict[str, Any]) -> Finding:
    return Finding(
        severity=Severity(plain["severity"]),
        code=plain["code"],
        message=plain["message"],
        place=Place(**plain["place"]),
        name=plain["name"],
    )
