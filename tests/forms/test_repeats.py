"""Repeats: instances made, removed, counted; what looks at siblings; drafts and records of them."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import AnswerRefused, DraftRefused
from forms.model.graph import inspect_graph
from forms.model.instance import FormInstance
from forms.model.page import HeadingItem, QuestionItem, RepeatItem
from forms.submission import answers_of, submission_xml
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition
from forms.xpath.nodes import Node
from tests.forms.ready import xform
from tests.forms.tables import definition_of, environment, instance_of

FAMILY = """
| survey | type | name | label | calculation | relevant | required | constraint | repeat_count |
| | integer | wage | Wage | | | | | |
| | begin repeat | kid | Kid | | | | | |
| | text | name | Name | | | yes | | |
| | integer | age | Age of ${name} | | | | . < 18 | |
| | calculate | place | | position(..) | | | | |
| | text | school | School | | ${age} > 5 | | | |
| | begin repeat | toy | Toy | | | | | |
| | text | what | What | | | | | |
| | end repeat | | | | | | | |
| | end repeat | | | | | | | |
| | calculate | ages | | sum(${age}) | | | | |
| | calculate | kids | | count(${kid}) | | | | |
| | calculate | toys | | count(${toy}) | | | | |
"""


def family() -> FormInstance:
    return instance_of(FAMILY)


def form(model: str, body: str, data: str) -> FormDefinition:
    return parse_definition(xform(model, body, data=data))


def entry(path: str) -> str:
    return f'<input ref="/data/{path}"><label>{path}</label></input>'


def test_a_reference_has_an_index_at_each_repeat() -> None:
    """An index stands at repeats only; a missing one is read as the first."""
    instance = family()
    instance.add_repeat("/data/kid")
    instance.add_repeat("/data/kid[2]/toy")
    instance.add_repeat("/data/kid[2]/toy")

    instance.set_answer("/data/kid/name", "Ana")
    instance.set_answer("/data/kid[2]/toy[2]/what", "trompo")

    assert instance.value("/data/kid[1]/name") == "Ana"
    assert instance.node("/data/kid[2]/toy[2]/what").reference == "/data/kid[2]/toy[2]/what"
    assert instance.instances_of("/data/kid") == ("/data/kid[1]", "/data/kid[2]")
    assert instance.repeat_count("/data/kid[2]/toy") == 2
    assert instance.value("/data/toys") == "3"
    for unknown in ("/data/kid[3]/name", "/data/kid[0]/name", "/data/kid[2]/toy[9]/what", "/x[1]"):
        with pytest.raises(AnswerRefused):
            instance.set_answer(unknown, "x")


def test_a_path_inside_a_repeat_means_this_instance() -> None:
    """What an instance computes, shows and requires is its own; outside, a path means all."""
    instance = family()
    instance.add_repeat("/data/kid")
    instance.set_answer("/data/kid[1]/age", "4")

    changes = instance.set_answer("/data/kid[2]/age", "9")

    assert changes.values == {"/data/kid[2]/age", "/data/ages"}
    assert changes.relevance == {"/data/kid[2]/school"}
    assert instance.value("/data/ages") == "13"
    instance.set_answer("/data/kid[2]/name", "Beto")
    assert instance.question("/data/kid[2]/age").label == "Age of Beto"
    assert instance.question("/data/kid[1]/age").label == "Age of "


def test_labels_change_in_the_instance_that_changed() -> None:
    """A name inserted into a label concerns the question of its own instance only."""
    instance = family()
    instance.add_repeat("/data/kid")

    assert instance.set_answer("/data/kid[2]/name", "Beto").labels == {"/data/kid[2]/age"}


def test_instances_that_are_not_relevant_do_not_count() -> None:
    """What is hidden is neither counted nor joined, and comes back when it is shown."""
    instance = instance_of("""
        | survey | type | name | label | relevant | calculation |
        | | text | wanted | Wanted | | |
        | | begin repeat | kid | Kid | | |
        | | text | name | Name | ${wanted} != 'none' | |
        | | end repeat | | | | |
        | | begin repeat | pet | Pet | ${wanted} != 'none' | |
        | | text | call | Call | | |
        | | end repeat | | | | |
        | | calculate | pets | | | count(${pet}) |
        | | calculate | names | | | join(', ', ${name}) |
    """)
    instance.add_repeat("/data/kid")
    instance.add_repeat("/data/pet")
    instance.set_answer("/data/kid[1]/name", "Ana")
    instance.set_answer("/data/kid[2]/name", "Ñandú")
    assert (instance.value("/data/pets"), instance.value("/data/names")) == ("2", "Ana, Ñandú")

    instance.set_answer("/data/wanted", "none")

    assert (instance.value("/data/pets"), instance.value("/data/names")) == ("0", "")
    instance.set_answer("/data/wanted", "")
    assert (instance.value("/data/pets"), instance.value("/data/names")) == ("2", "Ana, Ñandú")


def test_an_instance_can_be_added_anywhere() -> None:
    """Those after it are counted anew; the changes name what is new and what is computed of it."""
    instance = family()
    instance.add_repeat("/data/kid")
    instance.set_answer("/data/kid[2]/name", "Beto")

    changes = instance.add_repeat("/data/kid", 1)

    assert changes.added == ("/data/kid[2]",)
    assert instance.value("/data/kid[3]/name") == "Beto"
    assert [instance.value(f"/data/kid[{n}]/place") for n in (1, 2, 3)] == ["1", "2", "3"]
    assert {"/data/kids", "/data/kid[3]/place"} <= changes.values
    assert instance.value("/data/kids") == "3"


def test_an_instance_can_be_removed_and_the_draft_brings_it_back() -> None:
    """Removing says what was removed; the dump kept before undoes it."""
    instance = family()
    for age in ("3", "7", "11"):
        instance.set_answer(f"/data/kid[{instance.repeat_count('/data/kid')}]/age", age)
        instance.add_repeat("/data/kid")
    kept = instance.dump()

    changes = instance.remove_repeat("/data/kid[2]")

    assert changes.removed == ("/data/kid[2]",)
    assert instance.value("/data/ages") == "14"
    assert [instance.value(f"/data/kid[{n}]/place") for n in (1, 2, 3)] == ["1", "2", "3"]
    again = FormInstance.restore(instance.definition, kept, environment())
    assert again.value("/data/ages") == "21"
    assert again.dump() == kept


def test_every_instance_may_go() -> None:
    """With none left a repeat is still there to be added to, and aggregates are of nothing."""
    instance = family()

    instance.remove_repeat("/data/kid[1]")

    assert instance.instances_of("/data/kid") == ()
    assert instance.is_relevant("/data/kid")
    assert (instance.value("/data/ages"), instance.value("/data/kids")) == ("0", "0")
    assert instance.add_repeat("/data/kid").added == ("/data/kid[1]",)


def test_what_cannot_be_changed_is_refused() -> None:
    """Unknown repeats, unknown places and fixed numbers change nothing."""
    instance = family()
    before = instance.dump()

    for reference, after in (("/data/nada", None), ("/data/kid", 7), ("/data/wage", None)):
        with pytest.raises(AnswerRefused):
            instance.add_repeat(reference, after)
    for reference in ("/data/kid[9]", "/data/kid[1]/name", "/data/nada[1]"):
        with pytest.raises(AnswerRefused):
            instance.remove_repeat(reference)
    assert instance.dump() == before


def test_a_repeat_stops_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """One instance above the limit is refused; a count above it stops there with a finding."""
    monkeypatch.setattr("forms.model.instance.MAX_INSTANCES", 3)
    monkeypatch.setattr("forms.model.repeats.MAX_INSTANCES", 3)
    instance = family()
    instance.add_repeat("/data/kid")
    instance.add_repeat("/data/kid")
    counted = FormInstance.create(
        form(
            '<bind nodeset="/data/n" type="int"/>',
            f'{entry("n")}<repeat nodeset="/data/r" jr:count="/data/n">{entry("r/x")}</repeat>',
            "<n>9</n><r><x/></r>",
        ),
        environment(),
    )

    with pytest.raises(AnswerRefused):
        instance.add_repeat("/data/kid")
    assert counted.repeat_count("/data/r") == 3
    assert [finding.code for finding in counted.findings()] == ["too-large"]


COUNTED = (
    '<bind nodeset="/data/n" type="decimal"/><bind nodeset="/data/r/m" type="int"/>'
    '<bind nodeset="/data/all" calculate="count(/data/r/s)"/>',
    f'{entry("n")}<repeat nodeset="/data/r" jr:count="/data/n">{entry("r/m")}'
    f'<repeat nodeset="/data/r/s" jr:count="/data/r/m">{entry("r/s/x")}</repeat></repeat>',
    "<n/><all/><r><m/><s><x/></s></r>",
)


@pytest.mark.parametrize(("typed", "number"), [("3", 3), ("2.9", 2), ("-4", 0), ("0", 0), ("1", 1)])
def test_a_count_says_how_many_there_are(typed: str, number: int) -> None:
    """`jr:count` truncates, never goes below nothing, and nobody adds or removes beside it."""
    instance = FormInstance.create(form(*COUNTED), environment())
    assert instance.repeat_count("/data/r") == 0

    instance.set_answer("/data/n", typed)

    assert instance.repeat_count("/data/r") == number
    assert not instance.may_change_repeat("/data/r")
    with pytest.raises(AnswerRefused):
        instance.add_repeat("/data/r")


def test_counts_inside_counts_belong_to_their_instance() -> None:
    """A nested count reads its own instance; instances come and go at the end."""
    instance = FormInstance.create(form(*COUNTED), environment())
    instance.set_answer("/data/n", "2")
    instance.set_answer("/data/r[2]/m", "3")
    instance.set_answer("/data/r[2]/s[1]/x", "keeps")

    changes = instance.set_answer("/data/r[2]/m", "1")

    assert changes.removed == ("/data/r[2]/s[2]", "/data/r[2]/s[3]")
    assert instance.value("/data/r[2]/s[1]/x") == "keeps"
    assert instance.repeat_count("/data/r[1]/s") == 0
    assert instance.value("/data/all") == "1"


def test_a_count_that_is_blank_for_a_while_changes_nothing() -> None:
    """Clearing the number to type another loses no instance."""
    instance = FormInstance.create(form(*COUNTED), environment())
    instance.set_answer("/data/n", "2")

    instance.set_answer("/data/n", "")

    assert instance.repeat_count("/data/r") == 2


CHAIN = (
    '<bind nodeset="/data/r/a" type="int"/>'
    '<bind nodeset="/data/r/before" calculate="{before}"/>'
    '<bind nodeset="/data/r/total" calculate="../a + coalesce(../before, 0)"/>',
    f'<repeat nodeset="/data/r">{entry("r/a")}</repeat>',
    "<r><a>1</a><before/><total/></r>",
)


@pytest.mark.parametrize(
    "before",
    [
        "indexed-repeat(/data/r/total, /data/r, position(..) - 1)",
        "/data/r[position() = position(current()/..) - 1]/total",
        "../../r[position() = (position(current()/..) - 1)]/total",
    ],
)
def test_a_running_total_is_no_cycle(before: str) -> None:
    """What reads the instance before is evaluated in the order of the instances."""
    model, body, data = CHAIN
    instance = FormInstance.create(form(model.format(before=before), body, data), environment())
    for _ in range(4):
        instance.add_repeat("/data/r")
    assert instance.value("/data/r[5]/total") == "5"

    instance.set_answer("/data/r[2]/a", "10")
    assert [instance.value(f"/data/r[{n}]/total") for n in range(1, 6)] == [
        "1",
        "11",
        "12",
        "13",
        "14",
    ]
    instance.remove_repeat("/data/r[2]")
    assert instance.value("/data/r[4]/total") == "4"
    instance.add_repeat("/data/r", 0)
    instance.set_answer("/data/r[1]/a", "7")
    assert instance.value("/data/r[5]/total") == "11"
    assert not instance.findings()


def test_what_was_removed_does_not_come_back() -> None:
    """A sibling that is gone is neither evaluated nor reported when what it looked at changes."""
    model, body, data = CHAIN
    before = "indexed-repeat(/data/r/a, /data/r, position(..) - 1)"
    instance = FormInstance.create(form(model.format(before=before), body, data), environment())
    for _ in range(3):
        instance.add_repeat("/data/r")
    instance.remove_repeat("/data/r[4]")
    instance.remove_repeat("/data/r[3]")

    changes = instance.set_answer("/data/r[2]/a", "5")

    assert changes.values == {"/data/r[2]/a", "/data/r[2]/total"}


def test_looking_ahead_comes_to_rest() -> None:
    """What reads the instance after it is right too, whichever instance changes."""
    model, body, data = CHAIN
    ahead = "indexed-repeat(/data/r/total, /data/r, position(..) + 1)"
    instance = FormInstance.create(form(model.format(before=ahead), body, data), environment())
    for _ in range(4):
        instance.add_repeat("/data/r")
    assert instance.value("/data/r[1]/total") == "5"

    instance.set_answer("/data/r[5]/a", "9")
    instance.remove_repeat("/data/r[3]")

    assert instance.value("/data/r[1]/total") == "12"


def test_a_cycle_through_all_instances_is_refused() -> None:
    """A sum over all that decides one of its own terms depends on itself; each row is named."""
    definition = form(
        '<bind nodeset="/data/r/a" calculate="/data/all + 1"/>'
        '<bind nodeset="/data/all" calculate="sum(/data/r/a)"/>',
        f'<repeat nodeset="/data/r">{entry("r/a")}</repeat>',
        "<all/><r><a/></r>",
    )

    graph, findings = inspect_graph(definition)

    assert graph is None
    assert {(one.code, one.path) for one in findings} == {
        ("cycle", "/data/r/a"),
        ("cycle", "/data/all"),
    }


def test_values_that_never_come_to_rest_stop_with_a_finding() -> None:
    """An instance that counts itself up through a sibling that is itself is stopped, and said."""
    world = dataclasses.replace(environment(), elapsed=lambda: 0.0)
    instance = FormInstance.create(
        form(
            '<bind nodeset="/data/r/a" calculate="/data/r[position() = 1]/a + 1"/>',
            f'<repeat nodeset="/data/r">{entry("r/a")}</repeat>',
            "<r><a>1</a></r>",
        ),
        world,
    )

    assert [finding.code for finding in instance.findings()] == ["unstable"]


def test_problems_are_found_in_every_instance_in_document_order() -> None:
    """Each instance is validated; a page of one instance asks for its own."""
    instance = family()
    instance.add_repeat("/data/kid")
    instance.set_answer("/data/kid[1]/age", "30")
    instance.set_answer("/data/kid[2]/name", "Beto")

    assert [(one.path, one.code) for one in instance.problems()] == [
        ("/data/kid[1]/name", "required"),
        ("/data/kid[1]/age", "constraint"),
    ]
    assert instance.problems(within="/data/kid[2]") == ()
    assert len(instance.problems(within="/data/kid[1]")) == 2


def test_a_repeat_stands_on_its_page_as_a_list() -> None:
    """Instances are listed with the questions that tell them apart; each has a page of its own."""
    instance = family()
    instance.add_repeat("/data/kid")
    index = next(one.index for one in instance.definition.sections() if one.path == "/data/kid")

    (listed,) = instance.items(index)
    inside = instance.items(index, "/data/kid[2]")

    assert listed == RepeatItem(
        reference="/data/kid",
        label="Kid",
        level=1,
        instances=("/data/kid[1]", "/data/kid[2]"),
        fixed=False,
        columns=("/data/kid/name", "/data/kid/age", "/data/kid/school"),
    )
    assert inside == (
        QuestionItem(reference="/data/kid[2]/name"),
        QuestionItem(reference="/data/kid[2]/age"),
        RepeatItem(
            reference="/data/kid[2]/toy",
            label="Toy",
            level=1,
            instances=(),
            fixed=False,
            columns=("/data/kid/toy/what",),
        ),
    )
    with pytest.raises(AnswerRefused):
        instance.items(index, "/data/kid[7]")


def test_a_heading_stands_over_the_group_it_names() -> None:
    """Groups inside a page are headings, each one level below the one around it."""
    instance = instance_of(
        "| survey | type | name | label |\n| | begin group | g | Page |\n"
        "| | begin group | h | Home |\n| | text | street | Street |\n"
        "| | end group | | |\n| | end group | | |\n"
    )

    assert instance.items(0) == (
        HeadingItem(reference="/data/g/h", label="Home", level=1, appearance=""),
        QuestionItem(reference="/data/g/h/street"),
    )


def test_answers_and_xml_hold_every_relevant_instance() -> None:
    """A repeat is an array of instances, none is an empty one, what is not relevant is null."""
    instance = family()
    instance.add_repeat("/data/kid")
    instance.add_repeat("/data/kid[2]/toy")
    instance.remove_repeat("/data/kid[1]/toy[1]")
    instance.set_answer("/data/kid[2]/name", "Beto")
    instance.set_answer("/data/kid[2]/age", "9")

    answers = answers_of(instance)
    xml = submission_xml(instance.definition, answers, "uuid:x")

    assert answers[1] == [
        ["", "", "1", None, []],
        ["Beto", 9, "2", "", [[""]]],
    ]
    assert (
        b"<kid><name></name><age></age><place>1</place></kid>"
        b"<kid><name>Beto</name><age>9</age><place>2</place><school></school>"
        b"<toy><what></what></toy></kid>"
    ) in xml


def test_a_sealed_record_is_opened_for_editing() -> None:
    """The instances are those of the record, the old identity is named, nothing is preloaded."""
    definition = definition_of(FAMILY)
    instance = FormInstance.create(definition, environment(), instance_id="uuid:old")
    instance.add_repeat("/data/kid")
    instance.set_answer("/data/kid[2]/name", "Beto")
    instance.add_repeat("/data/kid[2]/toy")
    instance.add_repeat("/data/kid[2]/toy")
    instance.set_answer("/data/kid[2]/toy[1]/what", "trompo & pelota")
    sealed = submission_xml(definition, answers_of(instance), "uuid:old")

    edited = FormInstance.edit(definition, sealed, environment(), instance_id="uuid:new")

    assert edited.repeat_count("/data/kid") == 2
    assert edited.repeat_count("/data/kid[2]/toy") == 2
    assert edited.value("/data/kid[2]/toy[1]/what") == "trompo & pelota"
    assert (edited.instance_id, edited.deprecated_id) == ("uuid:new", "uuid:old")
    again = submission_xml(definition, answers_of(edited), "uuid:new", None, edited.deprecated_id)
    assert b"<deprecatedID>uuid:old</deprecatedID>" in again
    assert answers_of(edited) == answers_of(instance)
    restored = FormInstance.restore(definition, edited.dump(), environment())
    assert restored.deprecated_id == "uuid:old"


@pytest.mark.parametrize(
    "xml", [b"", b"<data>", b"<other/>", b'<!DOCTYPE x [<!ENTITY a "b">]><data/>']
)
def test_no_record_of_another_kind_is_opened(xml: bytes) -> None:
    """What is unsafe, broken or of another form is refused whole."""
    with pytest.raises(DraftRefused):
        FormInstance.edit(definition_of(FAMILY), xml, environment(), instance_id="uuid:new")


def test_a_damaged_draft_of_a_repeat_is_refused() -> None:
    """Instances of another shape, or too many, are refused, not guessed."""
    instance = family()
    draft = json.loads(instance.dump())
    for damaged in ("x", [["", "", "", "", []], "x"], [["", ""]], {"a": 1}):
        place = next(i for i, one in enumerate(draft["values"]) if isinstance(one, list))
        values = [*draft["values"][:place], damaged, *draft["values"][place + 1 :]]
        with pytest.raises(DraftRefused):
            FormInstance.restore(
                instance.definition, json.dumps({**draft, "values": values}), environment()
            )


# --- at random

TANGLED = form(
    '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/limit" type="int"/>'
    '<bind nodeset="/data/r/a" type="int" required="position(..) &gt; /data/limit"/>'
    '<bind nodeset="/data/r/b" relevant="../a != 2"/>'
    '<bind nodeset="/data/r/before" calculate="indexed-repeat(/data/r/total, /data/r, '
    'position(..) - 1)"/>'
    '<bind nodeset="/data/r/total" calculate="coalesce(../a, 0) + coalesce(../before, 0)"/>'
    '<bind nodeset="/data/r/share" calculate="round(../a div sum(../../r/a), 3)"/>'
    '<bind nodeset="/data/r" relevant="position(.) &lt; 5 or /data/limit != 3"/>'
    '<bind nodeset="/data/r/s/x" type="int"/>'
    '<bind nodeset="/data/r/s/y" calculate="../x * ../../a + position(..)"/>'
    '<bind nodeset="/data/last" calculate="/data/r[position() = last()]/total"/>'
    '<bind nodeset="/data/c/z" calculate="position(..) + /data/sum"/>'
    '<bind nodeset="/data/sum" calculate="sum(/data/r/s/y) + max(/data/r/a) + count(/data/c)"/>'
    '<bind nodeset="/data/deep" calculate="count(/data/r/s[x &gt; 1])"/>'
    '<bind nodeset="/data/pick" type="string"/>',
    f'{entry("n")}{entry("limit")}<repeat nodeset="/data/r">{entry("r/a")}{entry("r/b")}'
    f'<repeat nodeset="/data/r/s">{entry("r/s/x")}</repeat></repeat>'
    f'<repeat nodeset="/data/c" jr:count="/data/n + count(/data/r)">{entry("c/w")}</repeat>'
    '<select1 ref="/data/pick"><label>P</label><itemset nodeset="/data/r[a &gt; 0]">'
    '<value ref="a"/><label ref="b"/></itemset></select1>',
    "<n>1</n><limit/><r><a/><b/><before/><total/><share/><s><x/><y/></s></r><c><w/><z/></c>"
    "<last/><sum/><deep/><pick/>",
)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("answer", "answer", "answer", "add", "remove")),
        st.sampled_from(("n", "limit", "r/a", "r/b", "r/s/x", "pick", "r", "r/s")),
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from(("", "1", "2", "3", "4")),
    ),
    max_size=25,
)


def _reference(instance: FormInstance, path: str, outer: int, inner: int) -> str | None:
    """Return a place that there is, None where there is none of that kind now."""
    made = "/data"
    numbers = iter((outer, inner))
    names = path.split("/")
    for place, name in enumerate(names, start=1):
        made += f"/{name}"
        if name in ("r", "s") and place < len(names):
            number = next(numbers)
            there = instance.repeat_count(made)
            if not there:
                return None
            made += f"[{number % there + 1}]"
    return made


def play(instance: FormInstance, step: tuple[str, str, int, int, str]) -> None:
    act, path, outer, inner, text = step
    is_repeat = path in ("r", "r/s")
    reference = _reference(instance, path, outer, inner)
    if reference is None or is_repeat == (act == "answer"):
        return
    if act == "answer":
        instance.set_answer(reference, text)
    elif is_repeat:
        there = instance.repeat_count(reference)
        if act == "add" and there < 8:
            instance.add_repeat(reference, inner % (there + 1))
        elif act == "remove" and there:
            instance.remove_repeat(f"{reference}[{inner % there + 1}]")


def everything(node: Node) -> list[tuple[str, bool, bool, bool, str | None]]:
    """Return all that an instance is: where, flags and values, also of what is not relevant."""
    value = node.value if node.relevant else None
    own = (node.reference, node.relevant, node.required, node.readonly, value)
    return [own, *(one for child in node.children for one in everything(child))]


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_computing_in_parts_is_computing_whole(steps: list[tuple[str, str, int, int, str]]) -> None:
    """After any answers, additions and removals nothing differs from a full recompute, nor from
    the draft read again, which dumps the same."""
    instance = FormInstance.create(TANGLED, environment())
    for step in steps:
        play(instance, step)

    incremental = everything(instance.element())
    dump = instance.dump()
    again = FormInstance.restore(TANGLED, dump, environment())

    assert everything(again.element()) == incremental
    assert again.dump() == dump
    assert not instance.recompute()
    assert not instance.findings()


@settings(max_examples=30, deadline=None)
@given(steps=STEPS, chance=st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(
    steps: list[tuple[str, str, int, int, str]], chance: object
) -> None:
    """The same answers in another order make the same nodes relevant."""
    base = FormInstance.create(TANGLED, environment())
    for step in steps:
        if step[0] != "answer":
            play(base, step)
    dump = base.dump()
    answers: dict[str, str] = {}
    for act, path, outer, inner, text in steps:
        reference = _reference(base, path, outer, inner)
        if act == "answer" and reference is not None and path not in ("r", "r/s", "pick"):
            answers[reference] = text
    first = FormInstance.restore(TANGLED, dump, environment())
    second = FormInstance.restore(TANGLED, dump, environment())
    order = list(answers.items())

    for reference, text in order:
        first.set_answer(reference, text)
    chance.shuffle(order)  # type: ignore[attr-defined]  # a random.Random
    for reference, text in order:
        second.set_answer(reference, text)

    assert everything(first.element()) == everything(second.element())
