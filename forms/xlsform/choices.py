"""Checks of the choice lists (FORMS §3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.report import Place, Severity
from forms.xlsform.cells import SurveyRow
from forms.xlsform.columns import MEDIA
from forms.xlsform.inspection import Inspection

_ENOUGH = 20


@dataclass(slots=True, kw_only=True)
class ChoiceLists:
    """The lists of a workbook. joined: whose chosen names are joined by spaces, and by whom."""

    names: frozenset[str]
    external: frozenset[str]
    joined: dict[str, SurveyRow] = field(default_factory=dict)

    @classmethod
    def of(cls, looked: Inspection) -> ChoiceLists:
        """Return the lists of the sheets."""
        return cls(
            names=looked.list_names("choices"), external=looked.list_names("external_choices")
        )


def check_choices(looked: Inspection, lists: ChoiceLists) -> None:
    """Check names, spaces in names where they are joined, references, rows without a list."""
    table = looked.table("choices")
    if table is None:
        return
    list_header, name_header = table.header("list_name"), table.header("name")
    texts = table.headers("label", *MEDIA)
    if table.sheet.rows and not name_header:
        place = Place(sheet="choices", row=table.sheet.header_row, column="name")
        looked.add("missing-name", "the column name is missing", place)
        return
    unlisted = 0
    for row in table.sheet.rows:
        list_name = row.cells.get(list_header, "")
        if not list_name:
            unlisted += 1
            if unlisted <= _ENOUGH:
                message = "the row names no list: ignored"
                place = Place(sheet="choices", row=row.number, column=list_header or "list_name")
                looked.add("ignored-row", message, place, severity=Severity.WARNING)
            continue
        name = row.cells.get(name_header, "")
        place = Place(sheet="choices", row=row.number, column=name_header)
        if not name:
            looked.add("missing-name", "a choice has no name", place, list_name)
        elif list_name in lists.joined and any(one.isspace() for one in name):
            asked = lists.joined[list_name]
            message = (
                f'"{name}" has a space, but {asked.name} (row {asked.number}) joins names by spaces'
            )
            looked.add("choice-space", message, place, list_name)
        for header in texts:
            if header in row.cells:
                place = Place(sheet="choices", row=row.number, column=header)
                looked.references(row.cells[header], place, list_name, plain=True)
