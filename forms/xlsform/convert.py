"""A workbook or ready XForm XML -> a form that may be used, or a report that says why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms.model.graph import inspect_graph
from forms.report import NOWHERE, Finding, Place, Report, Severity, report_of
from forms.xform.definition import FormDefinition
from forms.xform.parse import inspect_xform
from forms.xform.tree import XmlBroken, XmlUnsafe, parse_xml
from forms.xlsform.archive import check_archive
from forms.xlsform.cells import CellMap
from forms.xlsform.check import check_sheets
from forms.xlsform.dialects import inspect_dialect
from forms.xlsform.files import (
    ITEMSETS,
    NOTHING_GIVEN,
    Given,
    NeededFile,
    files_of,
    inspect_files,
    inspect_names,
)
from forms.xlsform.launch import ConverterFailed, Launch, converter, run_converter
from forms.xlsform.law import NO_LAW, FormLaw, law_of
from forms.xlsform.remarks import inspect_ready, inspect_types
from forms.xlsform.sheet_files import sheet_files
from forms.xlsform.verdicts import refusal, remarks
from forms.xlsform.workbook import (
    MAX_FILE_BYTES,
    SUFFIXES,
    Container,
    ContainerRefused,
    Sheet,
    SheetRow,
    Sheets,
    sniff,
)
from forms.xpath.functions import FunctionRegistry
from forms.xpath.standard import standard_functions


class FileUnreadable(Exception):
    """The file cannot be opened or is not there: no verdict about a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import gave: the form and its XML if it was accepted, the report always.

    itemsets: text of the `itemsets.csv` that belongs to the form, None if it has none. files: plain
    names of the files that the form needs beside it, `itemsets.csv` among them. law: why each
    question may be asked and how long its answer is kept, as far as the form says it.
    """

    definition: FormDefinition | None
    xml: bytes | None
    report: Report
    itemsets: str | None = None
    files: tuple[str, ...] = ()
    law: FormLaw = NO_LAW

    def missing(self) -> tuple[Finding, ...]:
        """Return the findings about files that were not given: errors where a form is published."""
        return tuple(one for one in self.report.findings if one.code == "missing-file")


def import_form(
    path: Path,
    *,
    given: Given = NOTHING_GIVEN,
    functions: FunctionRegistry | None = None,
    launch: Launch | None = None,
) -> Imported:
    """Read a form from *path* and say what was found; the form is there only if it is accepted.

    given: the media and list files that come with it. Raises FileUnreadable where
    the file cannot be read at all; nothing else is raised.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as failed:
        raise FileUnreadable(str(failed)) from failed
    return import_bytes(data, path.name, given=given, functions=functions, launch=launch)


def import_bytes(
    data: bytes,
    file_name: str,
    *,
    given: Given = NOTHING_GIVEN,
    functions: FunctionRegistry | None = None,
    launch: Launch | None = None,
) -> Imported:
    """Do the same for bytes that are read already; *file_name* names the form without an id."""
    known = functions or standard_functions()
    if len(data) > MAX_FILE_BYTES:
        return _refused([_error("too-large", "the file is larger than 64 MiB")])
    container = sniff(data)
    if container is Container.UNKNOWN:
        return _refused([_error("container", "this is no workbook: .xlsx, .xls, .csv and .md are")])
    findings = _suffix(container, file_name)
    if container is Container.XFORM:
        return _ready(data, findings, known, given)
    try:
        if container is Container.XLSX:
            check_archive(data)
        answer = run_converter(data, Path(file_name).stem or "form", launch or converter())
    except ContainerRefused as refused:
        return _refused([*findings, _error(refused.code, refused.message)])
    except ConverterFailed as failed:
        return _refused([*findings, _error("converter-failed", str(failed))])
    return imported_from(answer, findings, known, given)


def _error(code: str, message: str, place: Place = NOWHERE) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, place=place)


def _refused(findings: Iterable[Finding]) -> Imported:
    return Imported(definition=None, xml=None, report=report_of(findings))


def _suffix(container: Container, file_name: str) -> list[Finding]:
    suffix = Path(file_name).suffix.lower()
    if suffix in SUFFIXES[container]:
        return []
    message = f"the name ends in {suffix or 'nothing'}, but it is {container.value}"
    return [Finding(severity=Severity.REPAIR, code="container", message=message)]


# --- the form in its XML


def _inspected(
    data: bytes, functions: FunctionRegistry
) -> tuple[FormDefinition | None, list[Finding]]:
    """Return the form in *data* and everything that its XML tells."""
    definition, found = inspect_xform(data, functions)
    findings = list(found)
    if definition is not None:
        graph, cycles = inspect_graph(definition)
        findings.extend(cycles)
        findings.extend(inspect_types(definition))
        if graph is not None:
            definition.derived["graph"] = graph
    return definition, findings


def _ready(
    data: bytes, findings: list[Finding], functions: FunctionRegistry, given: Given
) -> Imported:
    definition, found = _inspected(data, functions)
    together = [*findings, *found, *_dialect(data, functions)]
    files: list[NeededFile] = []
    if definition is not None:
        files = files_of(definition)
        together.extend(inspect_ready(definition))
        together.extend(inspect_files(files, given))
    return _verdict(definition, data, together, files)


def _dialect(data: bytes, functions: FunctionRegistry) -> list[Finding]:
    try:
        return inspect_dialect(parse_xml(data), functions)
    except (XmlBroken, XmlUnsafe):
        return []  # said by the reader of the form


def _verdict(
    definition: FormDefinition | None,
    xml: bytes,
    findings: Iterable[Finding],
    files: list[NeededFile],
    itemsets: str | None = None,
    cells: CellMap | None = None,
) -> Imported:
    report = report_of(findings)
    if definition is None or report.refused:
        return Imported(definition=None, xml=None, report=report)
    names = tuple(file.name for file in files)
    return Imported(
        definition=definition,
        xml=xml,
        report=report,
        itemsets=itemsets,
        files=names,
        law=law_of(definition, cells),
    )


# --- the workbook


def imported_from(
    answer: dict[str, Any],
    findings: list[Finding],
    functions: FunctionRegistry,
    given: Given = NOTHING_GIVEN,
) -> Imported:
    """Return what the converter's *answer* comes to, after what was found before it."""
    refused = answer.get("refused")
    if refused:
        return _refused([*findings, _error(str(refused["code"]), str(refused["message"]))])
    sheets = {name: _sheet(one) for name, one in answer["sheets"].items()}
    together = [*findings, *(_finding(one) for one in answer["findings"])]
    together.extend(check_sheets(sheets, frozenset(answer["dynamic"]), functions))
    files = sheet_files(sheets)
    together.extend(inspect_names(files))
    together.extend(remarks(answer))
    if answer.get("xml") is None:
        together.extend(inspect_files(files, _with_itemsets(given)))
        if answer.get("error") is not None and not report_of(together).refused:
            together.append(refusal(answer["error"], sheets))
        return _refused(together)
    return _converted(answer, sheets, together, functions, files, given)


def _converted(
    answer: dict[str, Any],
    sheets: Sheets,
    findings: list[Finding],
    functions: FunctionRegistry,
    files: list[NeededFile],
    given: Given,
) -> Imported:
    xml = str(answer["xml"]).encode("utf-8")
    definition, found = _inspected(xml, functions)
    cells = CellMap(sheets)
    findings = _without_echoes(findings, [cells.led(one) for one in found])
    if definition is not None:
        named = {file.name for file in files}
        files = [*files, *(file for file in files_of(definition) if file.name not in named)]
    itemsets = answer["itemsets"] if ITEMSETS in {file.name for file in files} else None
    present = _with_itemsets(given) if itemsets is not None else given
    findings.extend(inspect_files(files, present))
    return _verdict(definition, xml, findings, files, itemsets, cells)


def _with_itemsets(given: Given) -> Given:
    """Return *given* with the `itemsets.csv` that the workbook makes itself."""
    names = given.names | {ITEMSETS}
    return Given(names=names, content=lambda name: _not_itemsets(given, name))


def _not_itemsets(given: Given, name: str) -> bytes | None:
    return None if name == ITEMSETS else given.content(name)


def _without_echoes(of_sheets: list[Finding], of_xml: list[Finding]) -> list[Finding]:
    """Return both together without what the form's XML says again about faults of the sheets.

    An error of the XML without a cell beside one with a cell is a consequence of it; a finding of
    the XML is an echo where the sheets have one of the same code in that row, or at all if it has
    no row. Lines of that XML, which nobody sees, are no places.
    """
    refused = any(one.severity is Severity.ERROR and one.place.sheet for one in of_sheets)
    rows = {(one.code, one.place.sheet, one.place.row) for one in of_sheets}
    codes = {one.code for one in of_sheets}
    seen: set[tuple[str, Place]] = set()
    kept = list(of_sheets)
    for finding in of_xml:
        place = finding.place
        if not place.sheet:
            finding = finding.at(NOWHERE)
            if finding.code in codes or (refused and finding.severity is Severity.ERROR):
                continue
        elif (finding.code, place.sheet, place.row) in rows or (finding.code, place) in seen:
            continue
        seen.add((finding.code, place))
        kept.append(finding)
    return kept


def _sheet(plain: dict[str, Any]) -> Sheet:
    return Sheet(
        name=plain["name"],
        headers=tuple(plain["headers"]),
        rows=tuple(SheetRow(number=number, cells=cells) for number, cells in plain["rows"]),
        duplicates=tuple(plain["duplicates"]),
        header_row=plain["header_row"],
    )


def _finding(plain: dict[str, Any]) -> Finding:
    return Finding(
        severity=Severity(plain["severity"]),
        code=plain["code"],
        message=plain["message"],
        place=Place(**plain["place"]),
        name=plain["name"],
    )
