"""Workbooks as nobody should write them: our checks give findings, never an exception."""

from __future__ import annotations

import contextlib
import json
import traceback
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.report import Finding, report_of
from forms.xlsform.cells import CellMap, survey_rows
from forms.xlsform.check import check_sheets
from forms.xlsform.child import convert_sheets
from forms.xlsform.columns import columns_of
from forms.xlsform.convert import imported_from
from forms.xlsform.readers import read_workbook
from forms.xlsform.repairs import repaired
from forms.xlsform.shielding import shield, unshield
from forms.xlsform.types import row_type
from forms.xlsform.workbook import ContainerRefused, Sheet, SheetRow
from forms.xpath.standard import standard_functions
from tests.forms.old_workbooks import xls_of
from tests.forms.tables import SETTINGS, workbook_of

FUNCTIONS = standard_functions()
NAMES = (
    "type name label label::es label::English(en) hint:es relevant constraint calculation default"
    " required readonly choice_filter bind::x media::image disabled raro list_name form_id"
    " default_language instance_name parameters trigger repeat_count save_to dataset create_if"
    " big-image appearance value caption"
)
HEADERS = st.sampled_from(NAMES.split())
WORDS = (
    "text integer calculate note date begin_group end_group begin_repeat end_repeat a b meta 2x"
    " ${a} ${} ${b ${a}+1 ( ' “x” yes no today() 1405- if( list select_one{list} x:y range"
    " image audit rank select_multiple begin_loop geopoint osm"
    " ${last-saved#a} seed=${a} search('f') step=0 ../x.png \u00a0a\u200b"
)
CELLS = st.one_of(
    st.sampled_from(WORDS.split()),
    st.sampled_from(["begin group", "end group", "select_one l", "select_one l or_other", ""]),
    st.sampled_from(["begin repeat", "end repeat", "select_multiple l", "rank l", "begin loop l"]),
    st.sampled_from(["select_one ${a}", "select_one_from_file a.csv", "select_one_external l"]),
    st.text(max_size=12),
)


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, Sheet]:
    """Return sheets with headers and cells drawn at random."""
    made: dict[str, Sheet] = {}
    for name in ("survey", "choices", "settings", "entities", "external_choices"):
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


@settings(max_examples=150, deadline=None)
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


TABLE = "| survey | type | name | label |\n| | text | a | Ñ |\n" + SETTINGS
FILES = {
    "xlsx": workbook_of(TABLE),
    "xls": xls_of(TABLE),
    "csv": b"survey\n,type,name,label\n,text,a,A\nsettings\n,form_id\n,p\n",
    "md": TABLE.encode(),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(FILES))
@settings(max_examples=60, deadline=None)
@given(st.data(), st.binary(min_size=1, max_size=4), st.booleans())
def test_a_damaged_file_is_refused_or_read(
    kind: str, data: st.DataObject, junk: bytes, cut: bool
) -> None:
    """A workbook of any kind with bytes changed or cut is read or refused, nothing else."""
    book = FILES[kind]
    place = data.draw(st.integers(0, len(book) - 1))
    damaged = book[:place] if cut else book[:place] + junk + book[place + len(junk) :]

    with contextlib.suppress(ContainerRefused):
        for sheet in read_workbook(damaged):
            assert all(row.number > 0 and row.cells for row in sheet.rows)


def _frames(crash: Exception) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(crash.__traceback__))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(sheets())
def test_whatever_stands_in_the_sheets_there_is_a_report(book: dict[str, Sheet]) -> None:
    """The whole import, converter and all, of any sheets: accepted or refused, never a crash.

    The converter itself may crash on them: its process is there for that.
    """
    try:
        answer = convert_sheets(tuple(book.values()), "p")
    except Exception as crash:  # said as converter-failed by the process around it
        if not any("pyxform" in Path(one.filename).parts for one in _frames(crash)):
            raise
        return
    report = imported_from(json.loads(json.dumps(answer)), [], FUNCTIONS).report

    assert report.lines()[-1].startswith(("accepted", "refused"))
