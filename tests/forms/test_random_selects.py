"""Made-up forms with lists, filters, actions and repeats, changed at random."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from forms.fill import Act, Step, generic, play
from forms.model.cursor import PlaceKind
from forms.model.instance import FormInstance
from forms.xform.definition import QuestionKind
from forms.xform.parse import parse_definition
from tests.forms.tables import environment

FORMS = 1_000 if os.environ.get("VENTANILLA_SOAK") else 20
STEPS = 30
ROWS = 24

FILTERS = (
    "group = /data/g",
    "group = /data/g and level &lt;= /data/lvl",
    "selected(/data/gs, group)",
    "level &gt; /data/lvl or group = /data/g",
    "contains(name, /data/g)",
    "group != /data/g and not(level = /data/lvl)",
)
INNER = (
    "group = current()/../grp",
    "group = current()/../grp and level &gt;= /data/lvl",
    "group = /data/r/grp",
    "name != current()/../../one",
    "level = position(current()/..)",
)
SHOWN = (
    "jr:choice-name(/data/one, '/data/one')",
    "instance('items')/root/item[name = /data/one]/level",
    "count-selected(/data/many)",
    "selected-at(/data/many, 0)",
    "count(instance('items')/root/item[group = /data/g])",
    "sum(instance('items')/root/item[selected(/data/many, name)]/level)",
    "join(' ', /data/r/pick)",
    "if(/data/one = '', 'none', concat(/data/one, '-', /data/lvl))",
    "once(/data/lvl)",
    "count(/data/r[pick = /data/one])",
    "indexed-repeat(/data/r/name, /data/r, 2)",
)


def _form(chance: random.Random) -> bytes:
    """Return a form: two filtered lists, one in a repeat, one made of a repeat, and actions."""
    items = "".join(
        f"<item><name>{'abc'[one % 3]}{one}</name><label>Item {one}</label>"
        f"<group>{'abc'[one % 3]}</group><level>{one % 5}</level></item>"
        for one in range(ROWS)
    )
    shown = chance.sample(SHOWN, 5)
    calculates = "".join(
        f'<bind nodeset="/data/c{place}" type="string" calculate="{source}"/>'
        for place, source in enumerate(shown)
    )
    letters = "".join(f"<item><label>{one}</label><value>{one}</value></item>" for one in "abc")
    inner = chance.choice(INNER)
    actions = "".join(
        chance.sample(
            (
                _set("/data/lvl", "count-selected(/data/gs)"),
                _set("/data/note", "concat(/data/g, /data/lvl)"),
                _set("/data/r[1]/name", "/data/g"),
                _set("/data/one", "''"),
            ),
            2,
        )
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>S</h:title><model><instance>'
        '<data id="s"><g/><gs/><lvl>2</lvl><note/><one/><many/><who/>'
        "<r><name/><grp/><pick/></r><c0/><c1/><c2/><c3/><c4/><meta><instanceID/></meta></data>"
        f'</instance><instance id="items"><root>{items}</root></instance>{calculates}'
        '<bind nodeset="/data/lvl" type="int"/>'
        f'<bind nodeset="/data/many" relevant="not(/data/lvl = {chance.randint(0, 5)})"/>'
        f'<bind nodeset="/data/r/pick" relevant="not(/data/lvl = {chance.randint(0, 5)})"/>'
        "</model></h:head><h:body>"
        f'<select1 ref="/data/g">{letters}{actions}</select1>'
        f'<select ref="/data/gs">{letters}</select><input ref="/data/lvl"/>'
        f"{_listed('select1', '/data/one', chance.choice(FILTERS))}"
        f"{_listed('select', '/data/many', chance.choice(FILTERS))}"
        '<select1 ref="/data/who"><itemset nodeset="/data/r[name != \'\']"><value ref="name"/>'
        '<label ref="name"/></itemset></select1>'
        '<repeat nodeset="/data/r"><input ref="/data/r/name"/>'
        f'<select1 ref="/data/r/grp">{letters}{_set("../note", "/data/g")}</select1>'
        f"{_listed('select1', '/data/r/pick', inner)}</repeat></h:body></h:html>"
    ).encode()


def _set(target: str, value: str) -> str:
    if target.startswith(".."):
        target = "/data/note"
    return f'<setvalue event="xforms-value-changed" ref="{target}" value="{value}"/>'


def _listed(control: str, path: str, condition: str) -> str:
    return (
        f'<{control} ref="{path}"><itemset nodeset="instance(\'items\')/root/item[{condition}]">'
        f'<value ref="name"/><label ref="label"/></itemset></{control}>'
    )


def _steps(instance: FormInstance, chance: random.Random) -> Iterator[Step]:
    for _ in range(STEPS):
        count = instance.repeat_count("/data/r")
        share = chance.random()
        if share < 0.12 and count < 4:
            yield Step(act=Act.ADD, reference="/data/r")
        elif share < 0.2 and count:
            yield Step(act=Act.REMOVE, reference=f"/data/r[{chance.randint(1, count)}]")
        else:
            yield _answer(instance, chance)


def _answer(instance: FormInstance, chance: random.Random) -> Step:
    questions = _questions(instance)
    reference = chance.choice(questions)
    question = instance.definition.questions[generic(reference)]
    if chance.random() < 0.08:
        return Step(act=Act.ANSWER, reference=reference)
    if question.kind is QuestionKind.INTEGER:
        return Step(act=Act.ANSWER, reference=reference, text=str(chance.randint(0, 5)))
    if question.kind is QuestionKind.TEXT:
        return Step(act=Act.ANSWER, reference=reference, text=chance.choice(("Ana", "Luz", "Eva")))
    names = [one.name for one in instance.choices(reference)]
    several = question.kind is QuestionKind.SELECT_MULTIPLE
    picked = chance.sample(names, min(len(names), chance.randint(1, 3) if several else 1))
    return Step(act=Act.ANSWER, reference=reference, text=" ".join(picked))


def _questions(instance: FormInstance) -> list[str]:
    places = instance.cursor().places()
    return [place.reference for place in places if place.kind is PlaceKind.QUESTION]


def _offered(instance: FormInstance) -> dict[str, list[tuple[str, str]]]:
    """Return what every question offers now."""
    return {
        reference: [(one.name, one.label) for one in instance.choices(reference)]
        for reference in _questions(instance)
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FORMS))
def test_lists_and_answers_are_what_a_fresh_look_gives(seed: int) -> None:
    """After every step a draft read afresh offers the same choices and dumps the same answers."""
    chance = random.Random(seed)
    definition = parse_definition(_form(chance))
    instance = FormInstance.create(definition, environment())
    done: list[Step] = []

    for step in _steps(instance, chance):
        done.append(step)
        play(instance, step)
        again = FormInstance.restore(definition, instance.dump(), environment())
        assert _offered(again) == _offered(instance), done
        assert again.dump() == instance.dump(), done
    assert not instance.findings()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FORMS))
def test_what_is_chosen_is_offered(seed: int) -> None:
    """After every step each answer of a select is among its choices; what left them is gone."""
    chance = random.Random(seed)
    instance = FormInstance.create(parse_definition(_form(chance)), environment())

    for step in _steps(instance, chance):
        play(instance, step)
        for reference, offered in _offered(instance).items():
            if offered:
                names = {name for name, _ in offered}
                assert set(instance.value(reference).split()) <= names, (step, reference)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FORMS))
def test_changed_lists_are_told(seed: int) -> None:
    """A list that offers something else than before is among the changes, if it is still there."""
    chance = random.Random(seed)
    instance = FormInstance.create(parse_definition(_form(chance)), environment())

    for step in _steps(instance, chance):
        before = _offered(instance)
        changes = play(instance, step)
        if changes.added or changes.removed:
            continue  # references name other instances now
        after = _offered(instance)
        differ = {one for one in after if one in before and before[one] != after[one]}
        assert differ <= changes.choices | changes.labels, step
