"""Answers: what a person types, what follows from it, what is shown."""

from __future__ import annotations

import json

import pytest

from forms.errors import AnswerRefused, DraftRefused
from forms.model.instance import FormInstance
from forms.xform.definition import QuestionKind
from tests.forms.tables import definition_of, environment, instance_of

SUPPORT = """
| survey | type | name | label::Español (es) | label::English (en) | hint::Español (es) | relevant | constraint | constraint_message::Español (es) | constraint_message::English (en) | required | required_message::Español (es) | default | calculation | readonly | appearance |
| | begin group | hogar | Su hogar | Your home | | | | | | | | | | | field-list |
| | integer | personas | ¿Cuántas personas? | How many people? | Cuente a todas | | . >= 1 and . <= 20 | Entre 1 y 20 | From 1 to 20 | yes | Diga cuántas | | | | |
| | integer | menores | ¿Cuántas menores? | How many minors? | | ${personas} > 1 | . < ${personas} | Menos que personas | Fewer than people | | | | | | |
| | end group | | | | | | | | | | | | | | |
| | select_one agua | agua | ¿De dónde viene el agua de las ${personas} personas? | Where does water come from? | | | | | | | | red | | | minimal |
| | begin group | apoyo | Apoyo | Support | | ${agua} != 'red' or ${menores} > 2 | | | | | | | | | |
| | calculate | monto | | | | | | | | | | | ${personas} * 150 + coalesce(${menores}, 0) * 50 | | |
| | note | aviso | Le tocan ${monto} pesos | You get ${monto} pesos | | | | | | | | | | | |
| | text | motivo | Motivo | Reason | | | | | | ${menores} > 3 | | | | | multiline |
| | decimal | tierra | Hectáreas | Hectares | | | | | | | | 0.5 | | | |
| | end group | | | | | | | | | | | | | | |
| | date | fecha | Fecha | Date | | | . <= today() | | | | | today() | | ${agua} = 'red' | |
| choices | list_name | name | label::Español (es) | label::English (en) |
| | agua | red | Red | Mains |
| | agua | pozo | Pozo | Well |
| settings | form_title | form_id | version | default_language | instance_name |
| | Apoyo alimentario | apoyo | 3 | Español (es) | concat(${personas}, ' personas') |
"""  # noqa: E501  # a table reads best in one line per row


def support(language: str = "") -> FormInstance:
    return instance_of(SUPPORT, settings="", language=language)


def test_a_new_instance_has_its_defaults() -> None:
    """Fixed defaults, computed defaults and calculates are there from the beginning."""
    instance = support()

    assert instance.value("/data/agua") == "red"
    assert instance.value("/data/apoyo/tierra") == "0.5"
    assert instance.value("/data/fecha") == "2026-11-20"
    assert instance.value("/data/hogar/personas") == ""


def test_one_answer_changes_only_what_depends_on_it() -> None:
    """Changes name the answer, what it makes relevant, and the questions whose texts show it."""
    instance = support()

    changes = instance.set_answer("/data/hogar/personas", "4")

    assert changes.values == {"/data/hogar/personas", "/data/meta/instanceName"}
    assert changes.relevance == {"/data/hogar/menores"}
    assert changes.labels == {"/data/agua"}
    assert not changes.required
    assert not changes.readonly


def test_the_same_answer_again_changes_nothing() -> None:
    """Leaving a field without a change repaints nothing."""
    instance = support()
    instance.set_answer("/data/hogar/personas", "4")

    assert not instance.set_answer("/data/hogar/personas", " 4 ")


def test_relevance_is_inherited_and_calculates_follow() -> None:
    """A group that appears brings its questions, its calculate current."""
    instance = support()
    instance.set_answer("/data/hogar/personas", "4")
    assert instance.value("/data/apoyo/monto") == ""

    changes = instance.set_answer("/data/agua", "pozo")

    assert changes.relevance == {
        "/data/apoyo",
        "/data/apoyo/monto",
        "/data/apoyo/aviso",
        "/data/apoyo/motivo",
        "/data/apoyo/tierra",
    }
    assert instance.value("/data/apoyo/monto") == "600"
    assert instance.question("/data/apoyo/aviso").label == "Le tocan 600 pesos"
    assert changes.readonly == {"/data/fecha"}


def test_what_is_not_relevant_reads_blank_and_comes_back() -> None:
    """A hidden answer is blank for others, is kept in memory and returns."""
    instance = support()
    instance.set_answer("/data/hogar/personas", "9")
    instance.set_answer("/data/hogar/menores", "5")
    assert instance.is_relevant("/data/apoyo")

    instance.set_answer("/data/hogar/personas", "1")
    assert not instance.is_relevant("/data/hogar/menores")
    assert not instance.is_relevant("/data/apoyo")
    assert instance.value("/data/hogar/menores") == "5"

    instance.set_answer("/data/hogar/personas", "9")
    assert instance.is_relevant("/data/apoyo")
    assert instance.value("/data/apoyo/monto") == str(9 * 150 + 5 * 50)


def test_sections_are_groups_and_what_stands_between_them() -> None:
    """A page per top-level group; loose questions make pages of their own, in order."""
    instance = support()
    sections = instance.definition.sections()

    assert [section.path for section in sections] == ["/data/hogar", "", "/data/apoyo", ""]
    assert instance.section_title(0) == "Su hogar"
    assert instance.section_title(1) == "Apoyo alimentario"
    assert instance.section_paths(0) == ("/data/hogar/personas",)
    assert instance.section_paths(3) == ("/data/fecha",)
    assert [instance.section_relevant(index) for index in range(4)] == [True, True, False, True]
    assert sections[0].appearance == "field-list"


def test_a_question_is_seen_whole_in_each_language() -> None:
    """Label with inserted answer, hint, choices, appearance, flags: in the language asked for."""
    instance = support()
    instance.set_answer("/data/hogar/personas", "4")

    spanish = instance.question("/data/agua")
    english = instance.question("/data/agua", "en")

    assert spanish.kind is QuestionKind.SELECT_ONE
    assert spanish.label == "¿De dónde viene el agua de las 4 personas?"
    assert [(choice.name, choice.label) for choice in spanish.choices] == [
        ("red", "Red"),
        ("pozo", "Pozo"),
    ]
    assert (spanish.value, spanish.value_label, english.value_label) == ("red", "Red", "Mains")
    assert spanish.appearance == "minimal"
    assert english.label == "Where does water come from?"
    people = instance.question("/data/hogar/personas")
    assert (people.kind, people.hint, people.required) == (
        QuestionKind.INTEGER,
        "Cuente a todas",
        True,
    )
    assert instance.question("/data/fecha").readonly
    assert instance.question("/data/apoyo/aviso").kind is QuestionKind.NOTE


def test_the_language_changes_at_any_time() -> None:
    """Texts change, answers do not; every question is to be drawn again."""
    instance = support()
    instance.set_answer("/data/hogar/personas", "4")

    changes = instance.set_language("en")

    assert changes.labels == set(instance.definition.questions)
    assert not changes.values
    assert instance.language == "English (en)"
    assert instance.question("/data/hogar/menores").label == "How many minors?"
    assert not instance.set_language("English (en)")


def test_problems_are_found_in_document_order() -> None:
    """Required and blank, then constraints, only of what is relevant, with the form's words."""
    instance = support()
    instance.set_answer("/data/fecha", "2030-01-01")
    assert [(p.path, p.code, p.message) for p in instance.problems()] == [
        ("/data/hogar/personas", "required", "Diga cuántas")
    ]

    instance.set_answer("/data/hogar/personas", "30")
    instance.set_answer("/data/hogar/menores", "40")

    assert [(p.path, p.code, p.message) for p in instance.problems(0, "en")] == [
        ("/data/hogar/personas", "constraint", "From 1 to 20"),
        ("/data/hogar/menores", "constraint", "Fewer than people"),
    ]
    assert instance.problems(1) == ()
    assert [p.path for p in instance.problems(2)] == ["/data/apoyo/motivo"]


def test_a_read_only_question_keeps_its_value() -> None:
    """An answer to a read-only question changes nothing."""
    instance = support()

    assert not instance.set_answer("/data/fecha", "2020-01-01")
    assert instance.value("/data/fecha") == "2026-11-20"


def test_an_unknown_place_is_refused() -> None:
    """An answer to no question of the form is our fault and changes nothing."""
    instance = support()

    for path in ("/data/nada", "/data/apoyo/monto", "/data/hogar"):
        with pytest.raises(AnswerRefused):
            instance.set_answer(path, "1")


@pytest.mark.parametrize(
    ("path", "typed", "stored", "problem"),
    [
        ("/data/hogar/personas", "4", "4", None),
        ("/data/hogar/personas", " -4 ", "-4", None),
        ("/data/hogar/personas", "007", "7", None),
        ("/data/hogar/personas", "2.7", "2", "integer"),
        ("/data/hogar/personas", "doce", "", "integer"),
        ("/data/hogar/personas", "1e3", "", "integer"),
        ("/data/hogar/personas", "2147483647", "2147483647", None),
        ("/data/hogar/personas", "2147483648", "", "integer-range"),
        ("/data/hogar/personas", "9" * 500, "", "integer"),
        ("/data/apoyo/tierra", "2.50", "2.50", None),
        ("/data/apoyo/tierra", "2,5", "", "decimal"),
        ("/data/apoyo/tierra", "1234567890.1234567", "", "decimal"),
        ("/data/agua", "pozo", "pozo", None),
        ("/data/agua", "mar", "", "choice"),
        ("/data/apoyo/motivo", "a\x00b\u0301\tc", "ab\u0301\tc", None),
        ("/data/apoyo/motivo", "n\u0303", "ñ", None),
        ("/data/apoyo/motivo", "", "", None),
    ],
)
def test_answers_are_typed(path: str, typed: str, stored: str, problem: str | None) -> None:
    """A bad value stores blank; the app can ask beforehand what is wrong with it."""
    instance = support()
    instance.set_answer("/data/agua", "pozo")

    assert instance.type_problem(path, typed) == problem
    instance.set_answer(path, typed)
    assert instance.value(path) == stored


@pytest.mark.parametrize("typed", ["2026-02-30", "20/11/2026", "ayer", "2026-1-1"])
def test_impossible_dates_store_blank(typed: str) -> None:
    """A date that does not exist is blank, and said to be none."""
    instance = support()
    instance.set_answer("/data/agua", "pozo")
    instance.set_answer("/data/fecha", "2026-01-01")

    assert instance.type_problem("/data/fecha", typed) == "date"
    instance.set_answer("/data/fecha", typed)
    assert instance.value("/data/fecha") == ""


def test_a_draft_comes_back_whole() -> None:
    """All values, hidden ones too, language and flags; dumping again gives the same text."""
    instance = support()
    instance.set_answer("/data/hogar/personas", "9")
    instance.set_answer("/data/hogar/menores", "5")
    instance.set_answer("/data/apoyo/motivo", 'Comillas "", ñ, \n línea')
    instance.set_answer("/data/hogar/personas", "1")
    instance.set_language("en")
    dump = instance.dump()

    again = FormInstance.restore(instance.definition, dump, environment())

    assert again.dump() == dump
    assert again.language == "English (en)"
    assert again.value("/data/hogar/menores") == "5"
    assert not again.is_relevant("/data/apoyo")
    for path in instance.definition.questions:
        assert again.question(path) == instance.question(path)


def test_restoring_does_not_load_for_the_first_time() -> None:
    """A default that a person cleared stays cleared."""
    instance = support()
    instance.set_answer("/data/agua", "pozo")
    instance.set_answer("/data/fecha", "")
    instance.set_answer("/data/apoyo/tierra", "")

    again = FormInstance.restore(instance.definition, instance.dump(), environment())

    assert again.value("/data/fecha") == ""
    assert again.value("/data/apoyo/tierra") == ""


def test_a_draft_of_another_form_is_refused() -> None:
    """A draft keeps the version it was born with; anything else is refused, not guessed."""
    instance = support()
    other = definition_of("| survey | type | name | label |\n| | text | a | A |\n")
    draft = json.loads(instance.dump())

    with pytest.raises(DraftRefused):
        FormInstance.restore(other, instance.dump(), environment())
    for damaged in (
        "",
        "[]",
        "{}",
        json.dumps({**draft, "values": draft["values"][:-1]}),
        json.dumps({**draft, "values": [1] * len(draft["values"])}),
        json.dumps({**draft, "language": "klingon"}),
        json.dumps({**draft, "format": 99}),
    ):
        with pytest.raises(DraftRefused):
            FormInstance.restore(instance.definition, damaged, environment())


def test_a_failing_expression_blanks_itself_only() -> None:
    """One bad calculation is blank and remarked on, without any answer in the remark."""
    instance = instance_of(
        "| survey | type | name | label | calculation | constraint |\n"
        "| | text | p | Patrón | | |\n"
        "| | calculate | bad | | regex('a', ${p}) | |\n"
        "| | calculate | good | | concat(${p}, '!') | |\n"
        "| | text | q | Q | | regex(., ${p}) |\n"
    )

    instance.set_answer("/data/p", "(secreto")
    instance.set_answer("/data/q", "x")

    assert instance.value("/data/bad") == ""
    assert instance.value("/data/good") == "(secreto!"
    assert instance.problems() == ()
    assert {(f.path, f.code) for f in instance.findings()} == {
        ("/data/bad", "run-time"),
        ("/data/q", "run-time"),
    }
    assert "secreto" not in "".join(f.line() for f in instance.findings())


def test_a_number_that_is_none_is_stored_blank() -> None:
    """`1 + blank` is no number: the calculate stays blank, as in Collect."""
    instance = instance_of(
        "| survey | type | name | label | calculation |\n| | integer | a | A | |\n"
        "| | calculate | b | | ${a} + 1 |\n| | calculate | c | | ${b} * 2 |\n"
    )
    assert instance.value("/data/b") == ""

    changes = instance.set_answer("/data/a", "4")

    assert instance.value("/data/c") == "10"
    assert changes.values == {"/data/a", "/data/b", "/data/c"}


def test_nested_groups_show_their_titles() -> None:
    """A question inside a group inside a page knows the titles between them."""
    instance = instance_of(
        "| survey | type | name | label |\n| | begin group | g | Página |\n"
        "| | begin group | h | Domicilio |\n| | text | calle | Calle |\n"
        "| | end group | | |\n| | text | b | B |\n| | end group | | |\n"
    )

    assert instance.section_paths(0) == ("/data/g/h/calle", "/data/g/b")
    assert instance.question("/data/g/h/calle").group_titles == ("Domicilio",)
    assert instance.question("/data/g/b").group_titles == ()
