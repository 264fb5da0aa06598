"""Workbooks as nobody should write them: our checks give findings, never an exception."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.report import Finding, report_of
from forms.xlsform.cells import CellMap, survey_rows
from forms.xlsform.check import check_sheets
from forms.xlsform.columns import columns_of
from forms.xlsform.readers import read_workbook
from forms.xlsform.repairs import repaired
from forms.xlsform.shielding import shield, unshield
from forms.xlsform.types import row_type
from forms.xlsform.workbook import ContainerRefused, Sheet, SheetRow
from forms.xpath.standard import standard_functions
from tests.forms.tables import SETTINGS, workbook_of

FUNCTIONS = standard_functions()
NAMES = (
    "type name label label::es label::English(en) hint:es relevant constraint calculation default"
    " required readonly choice_filter bind::x media::image disabled raro list_name form_id"
    " default_language instance_name"
)
HEADERS = st.sampled_from(NAMES.split())
WORDS = (
    "text integer calculate note date begin_group end_group begin_repeat end_repeat a b meta 2x"
    " ${a} ${} ${b ${a}+1 ( ' “x” yes no today() 1405- if( list select_one{list} x:y"
)
CELLS = st.one_of(
    st.sampled_from(WORDS.split()),
    st.sampled_from(["begin group", "end group", "select_one l", "select_one l or_other", ""]),
    st.text(max_size=12),
)


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, Sheet]:
    """Return sheets with headers and cells drawn at random."""
    made: dict[str, Sheet] = {}
    for name in ("survey", "choices", "settings", "entities"):
        if draw(st.booleans()) or name == "survey":
            headers = tuple(draw(st.lists(HEADERS, unique=True, max_size=7)))
            rows = draw(st.lists(st.lists(CELLS, max_size=7), max_size=8))
            made[name] = Sheet(
                name=name,
                headers=headers,
                rows=tuple(
                    SheetRow(
                        number=number,
                        cells={h: c for h, c in zip(headers, row, strict=False) if c.strip()},
                    )
                    for number, row in enumerate(rows, start=2)
                ),
            )
    return made


@settings(max_examples=300, deadline=None)
@given(sheets(), st.sets(st.integers(2, 9)))
def test_any_sheets_get_a_report(book: dict[str, Sheet], dynamic: set[int]) -> None:
    """Whatever stands in the cells, every finding is a line that names its place."""
    mended, findings = repaired(book, lambda text, _type: "-" in text or "(" in text)

    found: list[Finding] = [*findings, *check_sheets(mended, frozenset(dynamic), FUNCTIONS)]

    report = report_of(found)
    assert report.lines()[-1].startswith("refused" if report.refused else "accepted")
    assert all(line.isprintable() for line in report.lines())
    cells = CellMap(mended)
    for row in survey_rows(mended):
        cells.place(row.path, "relevant")


@given(st.text(max_size=40))
def test_any_text_is_some_type_and_some_column(text: str) -> None:
    """Types and headers are read without an exception."""
    row_type(text)
    columns_of("survey", (text,))


@given(st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=40))
def test_shielded_text_comes_back(text: str) -> None:
    """What is hidden from the converter is the same afterwards, escaped for XML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert unshield(shield(text)) == escaped.replace('"', "&quot;")


BOOK = workbook_of("| survey | type | name | label |\n| | text | a | A |\n" + SETTINGS)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=4), st.booleans())
def test_a_damaged_file_is_refused_or_read(place: int, junk: bytes, cut: bool) -> None:
    """A workbook with bytes changed or cut is read or refused, nothing else."""
    damaged = BOOK[:place] if cut else BOOK[:place] + junk + BOOK[place + len(junk) :]

    with contextlib.suppress(ContainerRefused):
        assert all(sheet.name for sheet in read_workbook(damaged))
