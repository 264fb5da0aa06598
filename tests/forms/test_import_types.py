"""Every type and column of the standard comes through the import (FORMS §4)."""

from __future__ import annotations

import pytest
from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from forms.report import Severity
from forms.xform.definition import QuestionKind
from forms.xlsform.types import PLAIN_TYPES, RowKind, row_type
from tests.forms.tables import definition_of, imported

LISTS = """
| choices | list_name | name | label | zona |
|         | sn        | si   | Sí    | 1    |
|         | sn        | no   | No    | 2    |
"""
EXTERNAL = LISTS + "| external_choices | list_name | name | label |\n| | muni | a | A |\n"

ANSWERED = [
    ("text", QuestionKind.TEXT),
    ("q string", QuestionKind.TEXT),
    ("int", QuestionKind.INTEGER),
    ("decimal", QuestionKind.DECIMAL),
    ("date", QuestionKind.DATE),
    ("time", QuestionKind.TIME),
    ("datetime", QuestionKind.DATETIME),
    ("range", QuestionKind.RANGE),
    ("acknowledge", QuestionKind.ACKNOWLEDGE),
    ("trigger", QuestionKind.ACKNOWLEDGE),
    ("photo", QuestionKind.IMAGE),
    ("audio", QuestionKind.AUDIO),
    ("video", QuestionKind.VIDEO),
    ("file", QuestionKind.FILE),
    ("barcode", QuestionKind.BARCODE),
    ("gps", QuestionKind.GEOPOINT),
    ("geotrace", QuestionKind.GEOTRACE),
    ("geoshape", QuestionKind.GEOSHAPE),
    ("select_one sn", QuestionKind.SELECT_ONE),
    ("select one from sn or other", QuestionKind.SELECT_ONE),
    ("select_multiple sn", QuestionKind.SELECT_MULTIPLE),
    ("select all that apply from sn", QuestionKind.SELECT_MULTIPLE),
    ("rank sn", QuestionKind.RANK),
    ("select_one_from_file lugares.csv", QuestionKind.SELECT_ONE),
    ("select_multiple_from_file lugares.xml", QuestionKind.SELECT_MULTIPLE),
    ("select_one_from_file lugares.geojson", QuestionKind.SELECT_ONE),
    ("note", QuestionKind.NOTE),
]
WITHOUT_QUESTION = [
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "simserial",
    "subscriberid",
    "hidden",
    "start-geopoint",
    "xml-external",
    "csv-external",
]


@pytest.mark.parametrize(("name", "kind"), ANSWERED)
def test_each_type_becomes_its_kind_of_question(name: str, kind: QuestionKind) -> None:
    """A type of the standard, or an alias of it, is asked as what it is."""
    form = definition_of(f"| survey | type | name | label |\n| | {name} | a | A |\n{LISTS}")

    assert form.questions["/data/a"].kind is kind


@pytest.mark.parametrize("name", WITHOUT_QUESTION)
def test_each_type_that_asks_nothing_is_accepted(name: str) -> None:
    """Metadata and external lists come through and put nothing on a page."""
    form = definition_of(
        f"| survey | type | name | label |\n| | {name} | a | |\n| | text | b | B |\n"
    )

    assert list(form.questions) == ["/data/b"]


def test_an_audit_needs_no_name() -> None:
    """The audit stands among the form's own data."""
    form = definition_of(
        "| survey | type | name | label | parameters |\n| | audit | | | track-changes=true |\n"
        "| | text | b | B | |\n"
    )

    assert "/data/meta/audit" in form.nodes


def test_groups_repeats_and_loops_nest() -> None:
    """A repeat keeps its count; a loop stands once per choice."""
    form = definition_of(
        "| survey | type | name | label | repeat_count |\n| | integer | n | N | |\n"
        "| | begin repeat | r | R | ${n} + 1 |\n| | begin_group | g | G | |\n| | text | a | A | |\n"
        "| | end_group | | | |\n| | end repeat | | | |\n| | begin loop over sn | l | L | |\n"
        "| | text | b | %(label)s | |\n| | end loop | | | |\n" + LISTS
    )

    assert form.repeats["/data/r"].count is not None
    assert set(form.questions) == {"/data/n", "/data/r/g/a", "/data/l/si/b", "/data/l/no/b"}


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("choice_filter", "zona = 1"),
        ("parameters", "randomize=true seed=42"),
        ("trigger", "${x}"),
        ("image", "foto.png"),
        ("media::audio::Español (es)", "voz.mp3"),
        ("autoplay", "audio"),
        ("body::accuracyThreshold", "5"),
        ("bind::odk:length", "10"),
        ("instance::odk:tag", "t"),
        ("note", "un apunte con ${nada"),
        ("default", "if(${x} = 'a', 'si', 'no')"),
        ("read_only", "yes"),
        ("no_app_error_string", "Falta"),
    ],
)
def test_each_column_of_the_standard_is_accepted(header: str, cell: str) -> None:
    """What stands in a column of the standard refuses nothing."""
    calculation = "now()" if header == "trigger" else ""

    result = imported(
        f"| survey | type | name | label | {header} | calculation |\n| | text | x | X | | |\n"
        f"| | select_one sn | a | A | {cell} | {calculation} |\n{LISTS}"
    )

    assert result.definition is not None, "\n".join(result.report.lines())


def test_external_choices_become_a_file_beside_the_form() -> None:
    """`itemsets.csv` is made with its blank cells in place, and counts among the files."""
    result = imported(
        "| survey | type | name | label | choice_filter |\n| | select_one sn | e | E | |\n"
        "| | select_one_external muni | m | M | estado=${e} |\n" + LISTS + "| external_choices "
        "| list name | name | label | estado |\n| | muni | a | | si |\n| | muni | b | B | no |\n"
    )

    assert result.itemsets == (
        '"list_name","name","label","estado"\r\n"muni","a","","si"\r\n"muni","b","B","no"\r\n'
    )
    assert result.files == ("itemsets.csv",)
    assert "missing-file" not in result.report.codes()


def test_entities_come_through() -> None:
    """An entities sheet and `save_to` make an entity that knows its properties."""
    form = definition_of(
        "| survey | type | name | label | save_to |\n| | text | n | Nombre | nombre |\n"
        "| entities | list_name | label |\n| | personas | ${n} |\n"
    )

    (entity,) = form.entities
    assert entity.list_name == "personas"
    assert dict(entity.properties) == {"nombre": "/data/n"}


def test_the_last_record_may_be_read() -> None:
    """`${last-saved#x}` reads the last sealed record."""
    form = definition_of(
        "| survey | type | name | label | default |\n| | text | a | A | ${last-saved#a} |\n"
    )

    assert any("last-saved" in one.source for one in form.secondary.values())


@pytest.mark.parametrize("name", ["osm", "osm sn", "background-audio"])
def test_what_cannot_be_answered_here_blocks_nothing(name: str) -> None:
    """Priority 3 that this build lacks is a warning at its cell; the rest of the form works."""
    result = imported(
        f"| survey | type | name | label |\n| | {name} | a | A |\n| | text | b | B |\n{LISTS}"
    )

    found = [one for one in result.report.findings if one.code == "unsupported"]
    assert {(one.severity, str(one.place)) for one in found} == {
        (Severity.WARNING, "survey:2:type")
    }
    assert result.definition is not None
    assert "/data/b" in result.definition.questions


def test_every_type_of_the_converter_is_known() -> None:
    """The table of types is that of the converter: none is missing, none invented."""
    theirs = {*QUESTION_TYPE_DICT, *aliases._type_alias_map}
    spoken = {*aliases.select, *aliases.cascading, "select one external", "rank"}

    missing = {one for one in theirs - spoken if row_type(one).kind is RowKind.UNKNOWN}
    invented = {
        one
        for one, known in PLAIN_TYPES.items()
        if known.kind is not RowKind.SETTING and one not in theirs
    }

    assert missing <= {"select one"}
    assert not invented


@pytest.mark.parametrize("command", sorted(aliases.select))
@pytest.mark.parametrize("other", ["", " or_other", " or specify other", " or other"])
def test_every_select_of_the_converter_is_known(command: str, other: str) -> None:
    """Aliases of the selects, with and without `or_other`, are read as the converter reads them."""
    text = f"{command} lista.csv{other}" if "file" in command else f"{command} lista{other}"

    assert RE_SELECT.search(text)
    known = row_type(text)
    assert known.kind is RowKind.SELECT or (command == "select_one_external" and other)


@pytest.mark.parametrize("command", sorted(aliases.control))
def test_every_container_of_the_converter_is_known(command: str) -> None:
    """Groups, repeats and loops open and close under every alias."""
    for separator in " _":
        assert RE_BEGIN_CONTROL.search(f"begin{separator}{command}")
        assert row_type(f"begin{separator}{command}").kind is RowKind.BEGIN
        assert RE_END_CONTROL.search(f"end{separator}{command}")
        assert row_type(f"end{separator}{command}").kind is RowKind.END
