"""What an import changes is shown; what it need not change stays as written."""

from __future__ import annotations

import pytest

from forms.report import Severity
from forms.xlsform.child import convert_sheets
from forms.xlsform.convert import Imported, imported_from
from forms.xlsform.readers import sheet_of
from forms.xpath.standard import standard_functions
from tests.forms.tables import definition_of, imported, instance_of, places


def test_curly_quotes_in_an_expression_are_made_straight_and_shown() -> None:
    """An expression from a word processor works, and the author is told."""
    result = imported(
        "| survey | type | name | label | relevant |\n| | text | a | A | |\n"
        "| | text | b | B | ${a} = “sí” |\n"
    )

    assert places(result) == [("typographic-quotes", "survey:3:relevant")]
    assert result.definition is not None


def test_curly_quotes_in_a_label_stay_as_written() -> None:
    """A label keeps its typography, though the converter would straighten it."""
    instance = instance_of(
        "| survey | type | name | label |\n| | note | a | Diga “hola” & <adiós> |\n"
    )

    assert instance.question("/data/a").label == "Diga “hola” & <adiós>"


def test_a_default_that_is_no_expression_is_kept_as_text() -> None:
    """`1405-` is a text, shown as a repair."""
    table = "| survey | type | name | label | default |\n| | text | a | A | 1405- & <x |\n"

    result = imported(table)
    instance = instance_of(table)

    assert places(result) == [("literal-default", "survey:2:default")]
    assert instance.value("/data/a") == "1405- & <x"


def test_a_choice_that_stands_twice_is_kept_and_shown() -> None:
    """Duplicate choices do not refuse a form; the row of the second one is named."""
    result = imported(
        "| survey | type | name | label |\n| | select_one l | a | A |\n"
        "| choices | list_name | name | label |\n| | l | 1 | Uno |\n| | l | 1 | Otro |\n"
    )

    assert places(result) == [("duplicate-choice", "choices:3:name")]
    assert result.definition is not None
    names = [choice.name for choice in result.definition.questions["/data/a"].choices]
    assert names == ["1", "1"]


def test_a_missing_translation_falls_back_to_the_default_language() -> None:
    """A text that is absent in a language is shown in the default one, with a warning."""
    table = (
        "| survey | type | name | label::Español (es) | label::English (en) "
        "| hint::Español (es) |\n| | text | a | Nombre | | Completo |\n"
    )
    settings = "| settings | form_id | default_language |\n| | p | Español (es) |\n"

    result = imported(table, settings=settings)
    instance = instance_of(table, settings=settings, language="en")

    warned = [f.line() for f in result.report.findings if f.code == "missing-translation"]
    assert [line.split(" — ")[0] for line in warned] == [
        "warning missing-translation survey:2:label::English (en) a",
        "warning missing-translation survey:2:hint::English (en) a",
    ]
    view = instance.question("/data/a")
    assert (view.label, view.hint) == ("Nombre", "Completo")


def test_yes_and_no_are_listed_as_what_they_are_read_as() -> None:
    """The converter's translation of `yes` is no secret; one line per column and word."""
    result = imported(
        "| survey | type | name | label | required |\n| | text | a | A | yes |\n"
        "| | text | b | B | no |\n| | text | c | C | yes |\n"
    )

    assert [f.line() for f in result.report.findings] == [
        'info yes-no survey:2:required — "yes" is read as true(), in 2 cells',
        'info yes-no survey:3:required — "no" is read as false(), in 1 cells',
    ]


def test_a_default_language_may_be_a_code() -> None:
    """`en` in the settings means the column `English (en)`, and is shown as a repair."""
    table = "| survey | type | name | label::Español (es) | label::English (en) |\n"

    result = imported(
        table + "| | text | a | Nombre | Name |\n",
        settings="| settings | form_id | default_language |\n| | p | en |\n",
    )

    assert places(result) == [("default-language", "settings:2:default_language")]
    assert result.definition is not None
    assert result.definition.default_language == "English (en)"


def test_a_column_without_language_is_filled_too() -> None:
    """`label` beside `label::English (en)`: neither is left as a dash."""
    instance = instance_of(
        "| survey | type | name | label | label::English (en) |\n| | text | a | Nombre | |\n"
        "| | text | b | | Only English |\n",
        settings="| settings | form_id | default_language |\n| | p | Español (es) |\n",
    )

    labels = [instance.question(f"/data/{one}", "en").label for one in "ab"]
    assert labels == ["Nombre", "Only English"]
    assert instance.question("/data/b", "es").label == "Only English"


def test_unknown_columns_and_settings_are_listed_and_ignored() -> None:
    """What is not understood is said, once per column."""
    result = imported(
        "| survey | type | name | label | comentario |\n| | text | a | A | x |\n",
        settings="| settings | form_id | color |\n| | p | rojo |\n",
    )

    lines = [f.line().split(" — ")[0] for f in result.report.findings]
    assert lines == [
        "info unknown-column survey:1:comentario",
        "info unknown-column settings:2:color",
    ]


def test_warnings_do_not_refuse() -> None:
    """A quoted call and a constant relevant are remarked on; the form is accepted."""
    result = imported(
        "| survey | type | name | label | default | relevant |\n"
        "| | text | a | A | 'today()' | 1 = 1 |\n"
    )

    assert [f.code for f in result.report.findings] == ["always-true", "quoted-function"]
    assert result.report.lines()[-1] == "accepted: 0 errors, 0 repairs, 2 warnings"


def test_what_the_converter_remarks_on_is_listed() -> None:
    """Its warnings are infos with their row."""
    result = imported(
        "| survey | type | name | label | hint |\n| | text | a | A | |\n| | | | | un comentario |\n"
    )

    assert [f.line().split(" — ")[0] for f in result.report.findings] == [
        "info ignored-row survey:3:type"
    ]
    assert result.definition is not None


def test_disabled_rows_are_left_out() -> None:
    """A row with `disabled` yes is neither checked nor part of the form."""
    form = definition_of(
        "| survey | type | name | label | disabled |\n| | text | a | A | |\n"
        "| | begin repeat | r | R | yes |\n"
    )

    assert list(form.questions) == ["/data/a"]


def lines(table: str, *, settings: str = "| settings | form_id |\n| | p |\n") -> list[str]:
    """Return what an import says of a table, without the messages."""
    result = imported(table, settings=settings)
    return [one.line().split(" — ")[0] for one in result.report.findings]


def sheet(*rows: list[str], choices: list[list[str]] | None = None) -> Imported:
    """Import sheets whose cells are taken as they are, spaces and all."""
    made = [sheet_of("survey", enumerate(rows, start=1))]
    if choices is not None:
        made.append(sheet_of("choices", enumerate(choices, start=1)))
    return imported_from(convert_sheets(tuple(made), "p"), [], standard_functions())


def test_names_with_stray_spaces_are_trimmed_and_each_is_shown() -> None:
    """A space around a name makes another name: each one is repaired at its cell."""
    result = sheet(
        ["type ", "name", "label"],
        ["text", " a", "A "],
        ["select_one l", "b\u00a0", "B"],
        choices=[["list_name", "name", "label"], ["l ", "x", " X"], ["l", "y\u200b", "Y"]],
    )

    assert places(result) == [
        ("spaces", "survey:1:type"),
        ("spaces", "survey:2:name"),
        ("spaces", "survey:3:name"),
        ("spaces", "survey:3:name"),
        ("spaces", "choices:2:list_name"),
        ("control-characters", "choices:3:name"),
    ]
    assert result.definition is not None
    form = result.definition.questions
    assert set(form) == {"/data/a", "/data/b"}
    assert form["/data/b"].choice_names == {"x", "y"}
    infos = [one.line() for one in result.report.findings if one.severity is Severity.INFO]
    assert infos == [
        "info spaces survey:2:label — spaces around the text were left out, in 1 cell",
        "info spaces choices:2:label — spaces around the text were left out, in 1 cell",
    ]


def test_control_characters_are_left_out_and_shown() -> None:
    """Characters that XML cannot carry leave the cell, which is named."""
    result = sheet(["type", "name", "label"], ["text", "a", "A\x07\x0bB\ud800 \U000f0041"])

    assert places(result) == [("control-characters", "survey:2:label")]
    assert result.xml is not None
    assert b">AB<" in result.xml


def test_invisible_characters_in_an_expression_are_left_out_and_shown() -> None:
    """What nobody sees does not refuse an expression."""
    result = sheet(
        ["type", "name", "label", "relevant"],
        ["text", "a", "A", ""],
        ["text", "b", "B", "\u200b${a}\u00a0= 'x'"],
    )

    assert places(result) == [
        ("control-characters", "survey:3:relevant"),
        ("spaces", "survey:3:relevant"),
    ]
    assert result.definition is not None


def test_many_stray_spaces_are_counted_not_listed() -> None:
    """Twenty cells of a column are named, the rest are a number."""
    rows = [["text", f"n{number} ", "L"] for number in range(50)]

    result = sheet(["type", "name", "label"], *rows)

    found = [one for one in result.report.findings if one.code == "spaces"]
    assert len(found) == 21
    assert found[-1].message.endswith("in 30 further cells")


def test_spaces_inside_a_reference_are_mended_and_shown() -> None:
    """`${ a }` means `${a}`."""
    assert lines(
        "| survey | type | name | label | relevant |\n| | text | a | A | |\n"
        "| | note | b | Hola ${ a } | ${a } = 'x' |\n"
    ) == ["repair spaces survey:3:label b", "repair spaces survey:3:relevant b"]


def test_headers_under_other_names_are_listed() -> None:
    """An alias, capitals or spaces in a header: the author is told how it is read."""
    assert lines(
        "| survey | type | name | caption | Relevance | Constraint Message | bind::required |\n"
        "| | text | a | A | | no | yes |\n"
    ) == [
        "info renamed-header survey:1:caption",
        "info renamed-header survey:1:Relevance",
        "info renamed-header survey:1:Constraint Message",
        "info yes-no survey:2:bind::required",
    ]


def test_two_spaces_in_a_row_are_said_to_become_one() -> None:
    """What the converter does to runs of spaces is no secret, and a setting turns it off."""
    survey = ["type", "name", "label"], ["text", "a", "A  B"]

    result = sheet(*survey)

    assert [one.line() for one in result.report.findings] == [
        "info spaces survey:2:label — several spaces in a row were made one, in 1 cell"
    ]


def test_a_choice_column_that_no_form_can_have_is_listed() -> None:
    """A header with spaces among the choices is ignored, as the converter does, and said."""
    result = imported(
        "| survey | type | name | label |\n| | select_one l | a | A |\n"
        "| choices | list name | name | label | con espacios | 2x |\n| | l | 1 | Uno | x | y |\n",
        settings="| settings | form_id |\n| | p |\n",
    )

    assert [one.line().split(" — ")[0] for one in result.report.findings] == [
        "warning unknown-column choices:1:2x",
        "info renamed-header choices:1:list name",
        "info unknown-column choices:1:con espacios",
    ]
    assert result.definition is not None


def test_rows_that_are_ignored_are_listed() -> None:
    """A second row of settings and a choice without a list are not lost silently."""
    assert lines(
        "| survey | type | name | label |\n| | select_one l | a | A |\n| | note | | Hola |\n"
        "| choices | list_name | name | label |\n| | l | 1 | Uno |\n| | | 2 | Dos |\n",
        settings="| settings | form_id |\n| | p |\n| | q |\n",
    ) == [
        "warning ignored-row choices:3:list_name",
        "warning ignored-row settings:3",
        "info named survey:3:type",
    ]


def test_settings_after_an_empty_row_count() -> None:
    """The first row with something is the settings' row."""
    result = imported(
        "| survey | type | name | label |\n| | text | a | A |\n",
        settings="| settings | form_id | version |\n| | _ |\n| | p | 7 |\n",
    )

    assert result.definition is not None
    assert (result.definition.form_id, result.definition.version) == ("p", "7")


def test_choices_allowed_to_stand_twice_are_no_repair() -> None:
    """Where the author allows duplicates nothing is mended."""
    result = imported(
        "| survey | type | name | label |\n| | select_one l | a | A |\n"
        "| choices | list_name | name | label |\n| | l | 1 | Uno |\n| | l | 1 | Otro |\n",
        settings="| settings | form_id | allow_choice_duplicates |\n| | p | yes |\n",
    )

    assert places(result) == []
    assert result.definition is not None


def test_quotes_in_a_default_that_is_text_stay() -> None:
    """Only a default that is an expression is made straight."""
    instance = instance_of(
        "| survey | type | name | label | default |\n| | text | a | A | Dijo “sí” |\n"
    )

    assert instance.value("/data/a") == "Dijo “sí”"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "| survey | type | name | label | relevant |\n| | text | t | T | |\n"
            "| | text | b | B | ${t} > 5 |\n",
            ["warning type-mismatch survey:3:relevant b"],
        ),
        (
            "| survey | type | name | label | constraint |\n| | text | t | T | '18' <= . |\n",
            ["warning type-mismatch survey:2:constraint t"],
        ),
        (
            "| survey | type | name | label | relevant | appearance |\n"
            "| | text | t | T | | numbers |\n| | integer | n | N | ${t} > 5 | |\n"
            "| | text | b | B | ${n} < 5 and ${t} = 5 | |\n",
            [],
        ),
        (
            "| survey | type | name | label | calculation |\n| | text | t | T | |\n"
            "| | calculate | c | | lower-case(${t}) |\n",
            [
                "error unknown-function survey:3:calculation c",
                "warning foreign-dialect survey:3:calculation c",
            ],
        ),
        (
            "| survey | type | name | label | instance::db-doc |\n| | text | t | T | true |\n",
            ["warning foreign-dialect survey:2:instance::db-doc t"],
        ),
        (
            "| survey | type | name | label | appearance |\n| | text | t | T | ex:org.app(x=1) |\n",
            ["warning unsupported survey:2:appearance t"],
        ),
        (
            "| survey | type | name | label | image |\n| | note | t | T | foto.png |\n"
            "| | select_one_from_file l.csv | s | S | |\n",
            ["warning missing-file survey:2:image t", "warning missing-file survey:3:type s"],
        ),
    ],
)
def test_each_remark_stands_at_its_cell(table: str, expected: list[str]) -> None:
    """A form that works, but perhaps not as meant, is accepted with a warning at the cell."""
    assert lines(table) == expected


def test_a_key_for_encrypting_is_remarked_on() -> None:
    """`public_key` has no effect here and blocks nothing."""
    found = lines(
        "| survey | type | name | label |\n| | text | a | A |\n",
        settings="| settings | form_id | public_key |\n| | p | MIIB |\n",
    )

    assert found == ["warning unsupported settings:2:public_key"]
