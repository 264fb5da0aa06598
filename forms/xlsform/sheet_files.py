"""Files that a workbook names, each at the first cell that names it (FORMS §3, §14)."""

from __future__ import annotations

import re

from forms.report import Place
from forms.xlsform.cells import SurveyRow, survey_rows
from forms.xlsform.columns import EXPRESSIONS, MEDIA, table_of
from forms.xlsform.files import ITEMSETS, NeededFile
from forms.xlsform.types import RowKind
from forms.xlsform.workbook import Sheets

_PULLDATA = re.compile(r"""\bpulldata\s*\(\s*(?:'([^']*)'|"([^"]*)")""")
_SEARCH = re.compile(r"""\bsearch\s*\(\s*(?:'([^']*)'|"([^"]*)")""")
_SCHEME = re.compile(r"^jr://[\w-]+/")
_EXTERNAL = {"csv-external": ".csv", "xml-external": ".xml"}


class _Files:
    def __init__(self) -> None:
        self.found: dict[str, NeededFile] = {}

    def add(self, name: str, place: Place, question: str) -> None:
        plain = _SCHEME.sub("", name)
        if plain and "${" not in plain:
            file = NeededFile(name=plain, place=place, question=question)
            self.found.setdefault(plain, file)


def sheet_files(sheets: Sheets) -> list[NeededFile]:
    """Return every file the sheets name, in the order of the sheets, each once."""
    files = _Files()
    for row in survey_rows(sheets):
        if row.is_node:
            _row_files(row, files)
    choices = sheets.get("choices")
    if choices is not None:
        table = table_of("choices", choices)
        lists, media = table.header("list_name"), table.headers(*MEDIA)
        for line in choices.rows if media else ():
            for header in media:
                if header in line.cells:
                    place = Place(sheet="choices", row=line.number, column=header)
                    files.add(line.cells[header], place, line.cells.get(lists, ""))
    return list(files.found.values())


def _row_files(row: SurveyRow, files: _Files) -> None:
    if row.type.file_name:
        files.add(row.type.file_name, row.place("type"), row.name)
    if row.type.external:
        files.add(ITEMSETS, row.place("type"), row.name)
    if row.kind is RowKind.EXTERNAL:
        files.add(row.name + _EXTERNAL[row.type.name], row.place("name"), row.name)
    for column in MEDIA:
        for header, text in row.of(column):
            files.add(text, Place(sheet="survey", row=row.number, column=header), row.name)
    if row.type.name == "image" and row.text("default") and "(" not in row.text("default"):
        files.add(row.text("default"), row.place("default"), row.name)
    for column in (*EXPRESSIONS, "default", "appearance"):
        for header, text in row.of(column):
            place = Place(sheet="survey", row=row.number, column=header)
            for single, double in _PULLDATA.findall(text):
                files.add(f"{single or double}.csv", place, row.name)
            if column == "appearance":
                for single, double in _SEARCH.findall(text):
                    files.add(f"{single or double}.csv", place, row.name)
