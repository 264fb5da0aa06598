"""What an import changes is shown; what it need not change stays as written."""

from __future__ import annotations

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
