"""Repeats: instances as written, templates beside them, generic paths."""

from __future__ import annotations

import pytest

from forms.report import FormRefused
from forms.xform.definition import Repeat, Role
from forms.xform.parse import parse_definition
from forms.xpath.nodes import Node
from tests.forms.ready import read, xform

REPEAT = '<repeat nodeset="/data/kid"><input ref="/data/kid/age"/></repeat>'


def values(node: Node) -> list[tuple[str, str]]:
    """Return (path, value) of the leaves below *node*, in order."""
    return [(one.reference, one.value) for one in node.elements() if one.value is not None]


def test_instances_keep_their_own_defaults() -> None:
    """Several instances of a repeat stand in the tree as written, each path once in the nodes."""
    form, found = read("", REPEAT, data="<kid><age>1</age></kid><kid><age>2</age></kid><a/>")

    assert found == []
    assert values(form.tree) == [("/data/kid/age", "1"), ("/data/kid/age", "2"), ("/data/a", "")]
    assert list(form.nodes) == ["/data", "/data/@id", "/data/kid", "/data/kid/age", "/data/a"]
    assert form.nodes["/data/kid"].is_repeat
    assert not form.nodes["/data/kid"].is_leaf
    assert [node.repeat for node in form.nodes.values()] == ["", "", "/data/kid", "/data/kid", ""]


def test_a_template_stands_beside_the_tree() -> None:
    """`jr:template` is what a new instance starts from, and no instance itself."""
    form, found = read(
        "", REPEAT, data='<kid jr:template=""><age>9</age></kid><kid><age>1</age></kid>'
    )

    assert found == []
    assert values(form.tree) == [("/data/kid/age", "1")]
    assert values(form.templates["/data/kid"]) == [("/data/kid/age", "9")]
    assert form.templates["/data/kid"].attributes == []
    assert form.templates["/data/kid"].parent is None


def test_without_a_template_the_first_instance_is_one() -> None:
    """The copy is its own: the tree's instance is left alone."""
    form, _ = read("", REPEAT, data="<kid><age>1</age></kid><kid><age>2</age></kid>")

    template = form.templates["/data/kid"]
    assert values(template) == [("/data/kid/age", "1")]
    assert template not in form.tree.children


def test_a_template_alone_leaves_no_instance() -> None:
    """Only the template written: the tree has the place, no instance of it."""
    form, _ = read("", REPEAT, data='<a/><kid jr:template=""><age/></kid>')

    assert values(form.tree) == [("/data/a", "")]
    assert form.nodes["/data"].children == ("/data/a", "/data/kid")


def test_nested_repeats_have_their_own_templates() -> None:
    """A template inside a template is taken out of it; paths stay generic."""
    form, found = read(
        "",
        '<repeat nodeset="/data/house"><input ref="street"/><repeat nodeset="kid">'
        '<input ref="age"/></repeat></repeat>',
        data='<house jr:template=""><street/><kid jr:template=""><age>5</age></kid>'
        "<kid><age>6</age></kid></house>"
        '<house><street>A</street><kid jr:template=""><age>7</age></kid></house>',
    )

    assert found == []
    assert list(form.repeats) == ["/data/house/kid", "/data/house"]
    assert values(form.templates["/data/house"]) == [
        ("/data/house/street", ""),
        ("/data/house/kid/age", "6"),
    ]
    assert values(form.templates["/data/house/kid"]) == [("/data/house/kid/age", "5")]
    assert values(form.tree) == [("/data/house/street", "A")]
    assert form.nodes["/data/house/kid/age"].repeat == "/data/house/kid"
    outer = form.elements[0]
    assert isinstance(outer, Repeat)
    assert outer.elements[1] is form.repeats["/data/house/kid"]


def test_a_first_instance_as_template_has_one_of_each_nested_repeat() -> None:
    """Instances added to the first house are no part of a new house."""
    form, _ = read(
        "",
        '<repeat nodeset="/data/house"><repeat nodeset="kid"><input ref="age"/></repeat></repeat>',
        data="<house><kid><age>1</age></kid><kid><age>2</age></kid></house>",
    )

    assert values(form.templates["/data/house"]) == [("/data/house/kid/age", "1")]
    assert len(form.tree.children[0].children) == 2


def test_instances_are_made_whole() -> None:
    """What one instance lacks is added blank, in the order of the others."""
    form, _ = read(
        "",
        REPEAT,
        data="<kid><age>1</age><sex>m</sex></kid><kid><sex>f</sex></kid><kid/>",
    )

    assert values(form.tree) == [
        ("/data/kid/age", "1"),
        ("/data/kid/sex", "m"),
        ("/data/kid/age", ""),
        ("/data/kid/sex", "f"),
        ("/data/kid/age", ""),
        ("/data/kid/sex", ""),
    ]


def test_a_name_may_stand_twice_only_in_repeats() -> None:
    """Two nodes of one name outside repeats are refused."""
    with pytest.raises(FormRefused) as caught:
        parse_definition(xform("", data="<a/><a/>"))

    assert caught.value.report.codes() == ("duplicate-name",)


@pytest.mark.parametrize(
    ("attributes", "add_remove"),
    [("", True), ('jr:noAddRemove="true()"', False), ('jr:noAddRemove="false()"', True)],
)
def test_who_adds_and_removes(attributes: str, add_remove: bool) -> None:
    """The form may forbid it; else the user does."""
    form, _ = read("", f'<repeat nodeset="/data/a" {attributes}/>', data="<a><b/></a>")

    assert form.repeats["/data/a"].add_remove is add_remove
    assert form.repeats["/data/a"].count is None


def test_a_count_is_compiled_at_its_repeat() -> None:
    """`jr:count` is an expression that reads answers."""
    form, found = read(
        "", '<repeat nodeset="/data/a" jr:count=" /data/n "/>', data="<n/><a><b/></a>"
    )

    count = form.repeats["/data/a"].count
    assert found == []
    assert count is not None
    assert (count.path, count.role, count.reads) == ("/data/a", Role.REPEAT_COUNT, ("/data/n",))


def test_a_repeat_counts_as_two_arrays() -> None:
    """The limit on depth is that of the answers as they are stored."""

    def nested(depth: int) -> bytes:
        data = "<a/>"
        paths: list[str] = []
        for number in range(depth):
            data = f"<r{number}>{data}</r{number}>"
            paths.insert(0, f"r{number}")
        body = "<input ref='a'/>"
        for number in range(depth):
            path = "/data/" + "/".join(paths[: depth - number])
            body = f"<repeat nodeset='{path}'>{body}</repeat>"
        return xform("", body, data=data)

    assert parse_definition(nested(7)).repeats
    with pytest.raises(FormRefused) as caught:
        parse_definition(nested(8))
    assert caught.value.report.codes() == ("too-large",)


def test_a_group_around_only_a_repeat_is_its_caption() -> None:
    """The converter writes a labelled group around each repeat; it is no group of its own."""
    form, _ = read(
        "",
        f'<group ref="/data/kid" appearance="field-list"><label>Niños</label>{REPEAT}</group>',
        data="<kid><age/></kid>",
    )

    repeat = form.repeats["/data/kid"]
    assert form.elements == (repeat,)
    assert repeat.appearance == "field-list"
    assert repeat.label is not None
    assert repeat.label.inline is not None
    assert repeat.label.inline.parts == ("Niños",)
