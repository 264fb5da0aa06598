"""Incremental recompute, on forms made at random: it must equal computing everything anew."""

from __future__ import annotations

import random
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.fill import filled
from forms.model.graph import graph_of
from forms.model.instance import FormInstance
from forms.submission import answers_of, submission_xml
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition
from forms.xform.tree import parse_xml
from tests.forms.tables import definition_of, environment
from tests.forms.test_instance import SUPPORT

EXPRESSIONS = (
    "{a} + {b}",
    "{a} > {b}",
    "{a} = ''",
    "{a} != {b} or {c} < 3",
    "if({a} > 2, {b}, {c})",
    "coalesce({a}, {b}, 1)",
    "concat({a}, '-', {b})",
    "count-non-empty({a} | {b} | {c})",
    "not({a} = 1) and {b} >= 0",
    "sum({a} | {b}) mod 5",
    "string-length({a}) > 0",
    "boolean-from-string({a}) or {b}",
)


def random_form(seed: int) -> bytes:
    """Return a form whose expressions read earlier nodes only, in groups nested at random."""
    chance = random.Random(seed)
    binds: list[str] = []
    instance: list[str] = []
    body: list[str] = []
    known: list[str] = []
    open_groups: list[str] = ["/data"]

    def expression() -> str:
        names = {key: chance.choice(known) for key in "abc"}
        return escape(chance.choice(EXPRESSIONS).format(**names))

    for number in range(chance.randint(4, 24)):
        if len(open_groups) < 4 and chance.random() < 0.2:
            path = f"{open_groups[-1]}/g{number}"
            instance.append(f"<g{number}>")
            body.append(f'<group ref="{path}">')
            if known and chance.random() < 0.7:
                binds.append(f'<bind nodeset="{path}" relevant="{expression()}"/>')
            if known and chance.random() < 0.3:
                binds.append(f'<bind nodeset="{path}" readonly="{expression()}"/>')
            open_groups.append(path)
        path = f"{open_groups[-1]}/q{number}"
        kind = chance.choice(("int", "string", "decimal"))
        marks = [f'nodeset="{path}" type="{kind}"']
        default = chance.choice(("", "", "1", "3"))
        instance.append(f"<q{number}>{default}</q{number}>")
        if known and chance.random() < 0.35:
            marks.append(f'calculate="{expression()}"')
        else:
            shown = chance.choice([*known, path])
            body.append(f'<input ref="{path}"><label>q <output value="{shown}"/></label></input>')
        for name in ("relevant", "required", "readonly"):
            if known and chance.random() < 0.3:
                marks.append(f'{name}="{expression()}"')
        binds.append(f"<bind {' '.join(marks)}/>")
        known.append(path)
        if len(open_groups) > 1 and chance.random() < 0.3:
            instance.append(f"</{open_groups.pop().rpartition('/')[2]}>")
            body.append("</group>")
    while len(open_groups) > 1:
        instance.append(f"</{open_groups.pop().rpartition('/')[2]}>")
        body.append("</group>")
    chance.shuffle(binds)
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        '<h:head><h:title>t</h:title><model><instance><data id="t">'
        f"{''.join(instance)}<meta><instanceID/></meta></data></instance>{''.join(binds)}"
        f"</model></h:head><h:body>{''.join(body)}</h:body></h:html>"
    ).encode()


def state(instance: FormInstance) -> dict[str, tuple[str, bool, bool, bool]]:
    """Return what every question looks like."""
    views = (instance.question(path) for path in instance.definition.questions)
    return {view.path: (view.value, view.relevant, view.required, view.readonly) for view in views}


def answered(
    form: FormDefinition, steps: list[tuple[int, str]], *, again: bool = False
) -> FormInstance:
    instance = FormInstance.create(form, environment())
    questions = list(form.questions)
    for number, text in steps:
        if questions:
            instance.set_answer(questions[number % len(questions)], text)
            if again:
                instance.recompute()
    return instance


SEEDS = st.integers(0, 100_000)
STEPS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["", "0", "1", "2", "5", "-1", "2.5", "x"])),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(SEEDS, STEPS)
def test_incremental_equals_full(seed: int, steps: list[tuple[int, str]]) -> None:
    """After any answers nothing is left that computing everything anew would change."""
    form = parse_definition(random_form(seed))
    instance = answered(form, steps)

    assert not instance.recompute()
    assert state(instance) == state(answered(form, steps, again=True))


@settings(max_examples=100, deadline=None)
@given(SEEDS, STEPS)
def test_changes_name_everything_that_changed(seed: int, steps: list[tuple[int, str]]) -> None:
    """A screen that repaints only what Changes names shows the truth."""
    form = parse_definition(random_form(seed))
    instance = FormInstance.create(form, environment())
    questions = list(form.questions)
    views = {path: instance.question(path) for path in questions}
    for number, text in steps:
        if not questions:
            return
        changes = instance.set_answer(questions[number % len(questions)], text)
        for path in changes.paths & set(questions):
            views[path] = instance.question(path)

    assert views == {path: instance.question(path) for path in questions}


@settings(max_examples=100, deadline=None)
@given(SEEDS, STEPS)
def test_drafts_and_submissions_survive(seed: int, steps: list[tuple[int, str]]) -> None:
    """A restored draft is the same instance, with the same answers and the same XML."""
    form = parse_definition(random_form(seed))
    instance = answered(form, steps)

    again = FormInstance.restore(form, instance.dump(), environment())

    assert again.dump() == instance.dump()
    assert state(again) == state(instance)
    xml = submission_xml(form, answers_of(instance), "uuid:x")
    assert submission_xml(form, answers_of(again), "uuid:x") == xml
    written = {
        "/" + "/".join([*(one.tag for one in reversed(list(node.iterancestors()))), node.tag])
        for node in parse_xml(xml).iter("*")
    }
    for path, known in form.nodes.items():
        if not known.is_attribute and not path.startswith("/data/meta"):
            assert (path in written) == instance.is_relevant(path)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(seed: int, chance: random.Random) -> None:
    """Without `once` and triggers, the same answers give the same form in any order."""
    form = parse_definition(random_form(seed))
    free = [
        path
        for path in form.questions
        if not any(
            form.nodes[one].readonly is not None
            for one in form.nodes
            if path == one or path.startswith(one + "/")
        )
    ]
    answers = [(path, chance.choice(["", "1", "2", "x"])) for path in free]
    first = FormInstance.create(form, environment())
    second = FormInstance.create(form, environment())
    for path, text in answers:
        first.set_answer(path, text)
    chance.shuffle(answers)
    for path, text in answers:
        second.set_answer(path, text)

    assert state(first) == state(second)


def test_the_graph_orders_every_expression_after_what_it_reads() -> None:
    """No expression stands before the calculate it reads or a relevant around it."""
    for seed in range(60):
        form = parse_definition(random_form(seed))
        graph = graph_of(form)
        rank = {(vertex.path, vertex.role.value): vertex.rank for vertex in graph.vertices}

        for vertex in graph.vertices:
            for path in vertex.expression.reads:
                assert rank.get((path, "calculation"), -1) < vertex.rank
                for other, place in rank.items():
                    if other[1] == "relevant" and (path + "/").startswith(other[0] + "/"):
                        assert place < vertex.rank


def test_the_graph_is_made_once_per_definition() -> None:
    """All instances of a form share its graph."""
    form = definition_of(SUPPORT, settings="")

    assert graph_of(form) is graph_of(form)


@pytest.mark.parametrize("seed", range(5))
def test_a_form_can_be_filled_at_random(seed: int) -> None:
    """Random valid answers leave no problem, and X of them is the same after restoring."""
    form = definition_of(SUPPORT, settings="")

    instance = filled(form, seed)

    assert instance.problems() == ()
    assert filled(form, seed).dump() == instance.dump()
    again = FormInstance.restore(form, instance.dump(), environment())
    xml = submission_xml(form, answers_of(instance), "uuid:x")
    assert submission_xml(form, answers_of(again), "uuid:x") == xml
    parse_xml(xml)
