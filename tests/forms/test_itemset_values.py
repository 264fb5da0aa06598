"""Selects over lists that change: what is offered, what becomes of an answer, how it is named."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from forms.environment import Environment
from forms.model.instance import FormInstance
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition
from tests.forms.ready import xform
from tests.forms.tables import environment, instance_of

PLACES = """
| survey | type | name | label | choice_filter | relevant | calculation | parameters |
| | select_one estado | estado | Estado | | | | |
| | select_one municipio | municipio | Municipio | estado = ${estado} | | | |
| | select_multiple municipio | varios | Varios | estado = ${estado} | ${estado} != 'x' | | |
| | rank municipio | orden | Orden | estado = ${estado} | | | |
| | text | nota | Nota de ${municipio} | | | | |
| | calculate | nombre | | | | jr:choice-name(${municipio}, '${municipio}') | |
| choices | list_name | name | label::Español (es) | label::English (en) | estado |
| | estado | ver | Veracruz | Veracruz | |
| | estado | pue | Puebla | Puebla | |
| | municipio | jal | Jalapa | Xalapa | ver |
| | municipio | coa | Coatepec | Coatepec | ver |
| | municipio | tez | Teziutlán | Teziutlan | pue |
| | municipio | two | Dos | Two | pue |
"""


def places() -> FormInstance:
    instance = instance_of(PLACES)
    instance.set_answer("/data/estado", "ver")
    return instance


def names(instance: FormInstance, path: str) -> list[str]:
    return [one.name for one in instance.choices(path)]


def test_a_filter_decides_what_is_offered() -> None:
    """Only what the filter lets through, in the order of the list, in each language."""
    instance = places()

    assert names(instance, "/data/municipio") == ["jal", "coa"]
    assert [one.label for one in instance.choices("/data/municipio", "en")] == [
        "Xalapa",
        "Coatepec",
    ]
    assert instance.choices("/data/municipio")[0].columns["estado"] == "ver"
    assert instance.type_problem("/data/municipio", "tez") == "choice"
    assert instance.type_problem("/data/varios", "jal coa") is None


def test_what_is_not_offered_is_no_answer() -> None:
    """A name outside the list stores blank; of several, those that are offered stay."""
    instance = places()

    instance.set_answer("/data/municipio", "tez")
    instance.set_answer("/data/varios", "coa tez jal coa")

    assert instance.value("/data/municipio") == ""
    assert instance.value("/data/varios") == "coa jal"


def test_an_answer_that_is_not_offered_any_more_is_dropped() -> None:
    """As a normal change: what depends on it follows, and the choices are said to be others."""
    instance = places()
    instance.set_answer("/data/municipio", "jal")
    instance.set_answer("/data/varios", "coa jal")
    assert instance.value("/data/nombre") == "Jalapa"
    instance.choices("/data/varios")

    changes = instance.set_answer("/data/estado", "pue")

    assert instance.value("/data/municipio") == ""
    assert instance.value("/data/varios") == ""
    assert instance.value("/data/nombre") == ""
    assert changes.values >= {"/data/municipio", "/data/varios", "/data/nombre"}
    assert {"/data/municipio", "/data/varios"} <= changes.choices
    assert "/data/nota" in changes.labels


def test_a_rank_names_all_that_is_offered_in_its_order() -> None:
    """What was ordered keeps its order through a list that changes; what is new comes last."""
    instance = places()

    instance.set_answer("/data/orden", "coa")
    assert instance.value("/data/orden") == "coa jal"
    instance.set_answer("/data/estado", "")
    assert instance.value("/data/orden") == ""
    again = FormInstance.restore(instance.definition, instance.dump(), environment())
    again.set_answer("/data/estado", "ver")

    assert again.value("/data/orden") == "coa jal"


def test_the_label_of_a_choice_follows_the_language() -> None:
    """`jr:choice-name` gives the label in the active language; the answer stays."""
    instance = places()
    instance.set_answer("/data/municipio", "jal")

    changes = instance.set_language("en")

    assert instance.value("/data/nombre") == "Xalapa"
    assert instance.value("/data/municipio") == "jal"
    assert "/data/nombre" in changes.values
    assert instance.question("/data/municipio").value_label == "Xalapa"


def entry(path: str) -> str:
    return f'<input ref="/data/{path}"><label>{path}</label></input>'


FROM_REPEAT: FormDefinition = parse_definition(
    xform(
        '<bind nodeset="/data/kid/age" type="int"/>',
        f'<repeat nodeset="/data/kid">{entry("kid/name")}{entry("kid/age")}</repeat>'
        '<select1 ref="/data/eldest"><label>E</label><itemset nodeset="/data/kid[age &gt; 5]">'
        '<value ref="name"/><label ref="name"/></itemset></select1>',
        data="<kid><name/><age/></kid><eldest/>",
    )
)


def test_choices_may_come_from_the_instances_of_a_repeat() -> None:
    """They follow the answers there; an instance without a name offers nothing."""
    instance = FormInstance.create(FROM_REPEAT, environment())
    instance.add_repeat("/data/kid")
    instance.add_repeat("/data/kid")
    for number, (name, age) in enumerate((("Ana", "9"), ("Beto", "3"), ("", "12")), start=1):
        instance.set_answer(f"/data/kid[{number}]/name", name)
        instance.set_answer(f"/data/kid[{number}]/age", age)
    assert names(instance, "/data/eldest") == ["Ana"]
    instance.set_answer("/data/eldest", "Ana")

    changes = instance.set_answer("/data/kid[2]/age", "7")
    assert changes.choices == {"/data/eldest"}
    assert names(instance, "/data/eldest") == ["Ana", "Beto"]

    instance.remove_repeat("/data/kid[1]")
    assert instance.value("/data/eldest") == ""
    assert names(instance, "/data/eldest") == ["Beto"]


SHUFFLED = parse_definition(
    xform(
        '<instance id="list"><root>'
        + "".join(f"<item><name>n{n}</name><label>N{n}</label></item>" for n in range(12))
        + '</root></instance><bind nodeset="/data/r/a"/>',
        '<repeat nodeset="/data/r"><select1 ref="/data/r/a"><label>A</label>'
        "<itemset nodeset=\"randomize(instance('list')/root/item)\">"
        '<value ref="name"/><label ref="label"/></itemset></select1></repeat>',
        data="<r><a/></r>",
    )
)


def test_a_shuffled_list_keeps_its_order() -> None:
    """Drawn once per instance of the question, kept through additions and in the draft."""
    chance = itertools.cycle((0.1, 0.7, 0.4))
    world: Environment = dataclasses.replace(environment(), random=lambda: next(chance))
    instance = FormInstance.create(SHUFFLED, world)
    first = names(instance, "/data/r[1]/a")
    instance.add_repeat("/data/r")
    second = names(instance, "/data/r[2]/a")

    again = FormInstance.restore(SHUFFLED, instance.dump(), world)

    assert sorted(first) == sorted(second) == sorted(f"n{n}" for n in range(12))
    assert first != second
    for one in (instance, again):
        assert names(one, "/data/r[1]/a") == first
        assert names(one, "/data/r[2]/a") == second
    again.remove_repeat("/data/r[1]")
    assert names(again, "/data/r[1]/a") == second


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("time", "22:02:00.000+07:00", "22:02:00.000+07:00"),
        ("time", "22:02", ""),
        ("time", "25:02:00", ""),
        ("dateTime", "2026-11-20T09:30:00.000-06:00", "2026-11-20T09:30:00.000-06:00"),
        ("dateTime", "2026-13-20T09:30:00.000-06:00", ""),
        ("geopoint", " 19.4 -99.1 2240 5 ", "19.4 -99.1 2240 5"),
        ("geopoint", "91 0", ""),
        ("geopoint", "19.4", ""),
        ("geotrace", "19 -99 0 0;20 -98 0 0", "19 -99 0 0; 20 -98 0 0"),
        ("geotrace", "19 -99; nada", ""),
        ("geoshape", "1 1; 1 2; 2 2; 1 1", "1 1; 1 2; 2 2; 1 1"),
        ("boolean", "true", "true"),
        ("boolean", "quizá", ""),
        ("barcode", "abc-1", "abc-1"),
    ],
)
def test_values_are_stored_by_their_type(kind: str, typed: str, stored: str) -> None:
    """What is no value of its type stores blank."""
    definition = parse_definition(
        xform(f'<bind nodeset="/data/a" type="{kind}"/>', entry("a"), data="<a/>")
    )
    instance = FormInstance.create(definition, environment())

    instance.set_answer("/data/a", typed)

    assert instance.value("/data/a") == stored
    assert (instance.type_problem("/data/a", typed) is None) == (stored != "")


def test_labels_of_rows_insert_answers() -> None:
    """A label in a filtered list reads as the answers are, and is redrawn when they change."""
    instance = instance_of(
        "| survey | type | name | label | choice_filter |\n| | text | who | Who | |\n"
        "| | select_one kin | kin | Kin | not(${who} = 'nobody') |\n"
        "| choices | list_name | name | label |\n"
        "| | kin | a | Sister of ${who} |\n| | kin | b | Nobody |\n"
    )

    changes = instance.set_answer("/data/who", "Ana")

    assert changes.labels == {"/data/kin"}
    assert [one.label for one in instance.choices("/data/kin")] == ["Sister of Ana", "Nobody"]
    instance.set_answer("/data/who", "Eva")
    assert instance.choices("/data/kin")[0].label == "Sister of Eva"
    instance.set_answer("/data/kin", "a")
    assert instance.question("/data/kin").value_label == "Sister of Eva"
