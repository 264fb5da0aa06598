"""Paths into lists: looked up by index, and the same as if they were walked."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.environment import Row
from forms.errors import EvaluationFailed
from forms.xpath.compiler import compile_expression
from forms.xpath.context import Context, Scope
from forms.xpath.items import ABSENT, Items, RowItems, TreeItems, items_of, rows_tree
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.table import TableRows
from forms.xpath.values import Value, to_text
from tests.forms.expressions import FUNCTIONS, tree
from tests.forms.tables import CLOCK, environment

ANSWERS = "<data><x>a</x><y>1</y><none/><r><i>a</i><i>b</i></r><here><v/></here></data>"
COLUMNS = ("name", "n", "c")


def tree_of_rows(columns: Sequence[str], rows: Sequence[Row]) -> Node:
    """Return the rows as a list that stands in a form: an absent cell is no element."""
    instance = Node(NodeKind.ELEMENT, local="instance")
    root = Node(NodeKind.ELEMENT, local="root")
    instance.append(root)
    for row in rows:
        item = Node(NodeKind.ELEMENT, local="item")
        root.append(item)
        for column, cell in zip(columns, row, strict=True):
            if cell is not ABSENT:
                child = Node(NodeKind.ELEMENT, local=column)
                item.append(child)
                if cell:
                    child.append(Node(NodeKind.TEXT, value=str(cell)))
    return instance


def scope_of(root: Node, walked: Node, items: Items | None) -> Scope:
    """Return a scope in which there is one list, `list`, to be walked and perhaps looked up in."""
    return Scope(
        root=root,
        environment=environment(),
        now=CLOCK,
        instance=lambda name: walked if name == "list" else None,
        items=lambda name: items if name == "list" else None,
    )


def outcome(expression: str, walked: Node, items: Items | None) -> object:
    """Return what an expression gives at /data/here/v: texts of its nodes, or the failure."""
    answers = tree(ANSWERS)
    node = next(one for one in answers.descendants() if one.local == "v")
    compiled = compile_expression(expression, FUNCTIONS)
    assert compiled.problems == ()
    try:
        value = compiled.evaluate(Context(node, scope_of(answers, walked, items)))
    except EvaluationFailed as failed:
        return str(failed)
    return shown(value)


def shown(value: Value) -> object:
    """Return a value so that two of them can be compared: nodes by their texts and cells."""
    if type(value) is not list:
        return "NaN" if value != value else value
    return [
        (one.key, [(cell.key, cell.text()) for cell in one.elements()], one.text()) for one in value
    ]


_CELLS = st.sampled_from(["", "a", "b", "c", "1", "1.0", "01", "2", " a", "2026-01-01", ABSENT])
_ROWS = st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=7)
_COLUMN = st.sampled_from(["name", "n", "c", "nada", "./c"])
_FIXED = st.sampled_from(
    [
        "'a'",
        "''",
        "1",
        "/data/x",
        "current()/../../x",
        "/data/none",
        "/data/nada",
        "/data/r/i",
        "true()",
        "string(/data/y)",
        "number(/data/y)",
        "date('2026-01-01')",
        "concat('', /data/x)",
        "count(/data/r/i)",
        "position(current()/..)",
        "instance('list')/root/item[1]/c",
        "coalesce(/data/none, 'b')",
    ]
)
_COMPARISON = st.builds(
    lambda column, operator, other, turned: (
        f"{other} {operator} {column}" if turned else f"{column} {operator} {other}"
    ),
    _COLUMN,
    st.sampled_from(["=", "=", "=", "=", "!=", "<"]),
    _FIXED,
    st.booleans(),
)
_OTHERS = st.sampled_from(
    [
        "c",
        "not(c)",
        "selected('a b', name)",
        "starts-with(name, /data/x)",
        "name = n",
        "position() = 2",
        "2",
        "last()",
        "position() < last()",
        "n",
        "number(n)",
        "string-length() > 1",
        ". = 'a'",
        "preceding-sibling::item[1]/name = 'a'",
        "../item[1]/name = name",
        "position(..) = 1",
        "*[2] = 'a'",
        "count(*) = 3",
        "count(../item) > 1",
        "text() = 'a'",
        "random() < 0",
        "if(/data/x = 'a', 1, 2)",
        "boolean(c) = true()",
    ]
)
_CONDITION = st.recursive(
    _COMPARISON | _OTHERS,
    lambda inner: st.builds(
        lambda one, joint, other: f"({one} {joint} {other})",
        inner,
        st.sampled_from(["and", "and", "or"]),
        inner,
    ),
    max_leaves=4,
)
_PATH = st.builds(
    lambda predicates, rest: "instance('list')/root/item" + "".join(predicates) + rest,
    st.lists(_CONDITION.map(lambda one: f"[{one}]"), max_size=3),
    st.sampled_from(["", "", "/name", "/c", "/nada", "/*", "/..", "/name/text()"]),
)
_EXPRESSION = _PATH | st.builds(
    lambda form, path: form.format(path),
    st.sampled_from(
        [
            "count({})",
            "join('-', {})",
            "({})[1]",
            "({})[last()]/..",
            "{} = 'a'",
            "string({})",
            "count-non-empty({})",
            "sum({})",
            "{} | instance('list')/root/item[1]",
            "position({})",
            "name({})",
        ]
    ),
    _PATH,
)


@given(rows=_ROWS, expression=_EXPRESSION)
def test_looking_up_is_walking(rows: list[Row], expression: str) -> None:
    """Whatever the predicate, an index changes the time it takes and nothing else."""
    walked = tree_of_rows(COLUMNS, rows)
    in_form = TreeItems(walked)

    assert outcome(expression, walked, in_form) == outcome(expression, walked, None)


@given(rows=_ROWS, expression=_EXPRESSION)
def test_rows_are_read_as_the_same_list_of_nodes(rows: list[Row], expression: str) -> None:
    """A list that came as a file gives what the same list in the form gives."""
    walked = tree_of_rows(COLUMNS, rows)
    items = items_of(rows_tree(TableRows(COLUMNS, rows)))
    assert isinstance(items, RowItems)

    assert outcome(expression, items.tree, items) == outcome(expression, walked, None)
    assert outcome(expression, items.tree, None) == outcome(expression, walked, None)


class Counting(TableRows):
    """A table that remembers how it was read."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        super().__init__(columns, rows)
        self.scans = 0
        self.lookups: list[dict[str, str]] = []

    def find(self, equal: Mapping[str, str]) -> Iterator[Row]:
        self.lookups.append(dict(equal))
        return super().find(equal)

    def scan(self) -> Iterator[Row]:
        self.scans += 1
        return super().scan()


@pytest.mark.parametrize(
    ("expression", "asked"),
    [
        ("instance('list')/root/item[c = /data/x]/name", [{"c": "a"}]),
        ("count(instance('list')/root/item[c = /data/x])", [{"c": "a"}]),
        (
            "instance('list')/root/item[ /data/y = n and c= current()/../../x ]",
            [{"n": "1", "c": "a"}],
        ),
        ("instance('list')/root/item[n = '1'][starts-with(name, 'x')][2]", [{"n": "1"}]),
        ("instance('list')/root/item[c = '']", [{"c": ""}]),
        ("instance('list')/root/item[nada = 'x']", []),
        ("pulldata('list', 'name', 'c', /data/x)", [{"c": "a"}]),
    ],
)
def test_a_filter_is_a_lookup(expression: str, asked: list[dict[str, str]]) -> None:
    """Conjunctions of `column = value` never look at every row."""
    table = Counting(COLUMNS, [("x", "1", "a"), ("y", "1", "b"), ("z", "2", "a")])
    items = items_of(rows_tree(table))
    assert isinstance(items, RowItems)

    outcome(expression, items.tree, items)

    assert table.scans == 0
    assert table.lookups == asked


def test_counting_all_makes_no_node() -> None:
    """The length of a list is known without reading it."""
    table = Counting(COLUMNS, [("x", "1", "a")] * 5)
    items = items_of(rows_tree(table))
    assert isinstance(items, RowItems)

    assert outcome("count(instance('list')/root/item)", items.tree, items) == 5.0
    assert table.scans == 0


def test_pulldata_gives_the_first_match_or_blank() -> None:
    """Also by attribute, with and without .csv, and blank for what is not there."""
    instance = tree_of_rows(("value", "n"), [("Texas", "1"), ("Hawaii", "1"), ("Wyoming", "")])
    for item, place in zip(instance.children[0].children, ("south", "south"), strict=False):
        item.append_attribute(Node(NodeKind.ATTRIBUTE, local="place", value=place))
    items = TreeItems(instance)

    def pulled(arguments: str) -> object:
        return outcome(f"pulldata({arguments})", instance, items)

    assert pulled("'list', 'value', '@place', 'south'") == "Texas"
    assert pulled("'list.csv', 'value', 'n', '1'") == "Texas"
    assert pulled("'list', '@place', 'value', 'Hawaii'") == "south"
    assert pulled("'list', 'value', '@place', 'west'") == ""
    assert pulled("'list', 'value', '@place', ''") == ""
    assert pulled("'list', 'value', '@nada', /data/none") == ""
    assert pulled("'list', 'nada', 'value', 'Texas'") == ""
    assert pulled("'nada', 'value', 'value', 'Texas'") == ""


def test_choice_names_are_asked_for_in_the_place_of_the_bind() -> None:
    """A path, absolute or relative, in spaces or not; several values give each of their names."""
    answers = tree(ANSWERS)
    node = next(one for one in answers.descendants() if one.local == "v")
    labels = {"a": "Ana", "b": "Beto", "c d": "Cé dé"}
    asked: list[tuple[Node, str]] = []

    def label(bind: Node, path: str, value: str) -> str:
        asked.append((bind, path))
        return labels.get(value, "")

    scope = scope_of(answers, Node(NodeKind.ELEMENT), None)
    scope.choice_label = label

    def named(arguments: str) -> str:
        compiled = compile_expression(f"jr:choice-name({arguments})", FUNCTIONS)
        return to_text(compiled.evaluate(Context(node, scope)))

    assert named("'a', ' /data/x '") == "Ana"
    assert named("/data/x, '../../x'") == "Ana"
    assert named("'b nada a', '/data/x'") == "Beto, Ana"
    assert named("'c d', '/data/x'") == "Cé dé"
    assert named("'nada', '/data/x'") == named("'', '/data/x'") == ""
    assert named("'a', '/data/nada'") == ""
    assert set(asked) == {(node, "/data/x")}
    with pytest.raises(EvaluationFailed):
        named("'a', '/data/['")


def test_an_index_is_built_once_and_found_fast_in_any_order() -> None:
    """Every set of columns has its own index; the order of the columns does not matter."""
    rows = [(f"k{n}", str(n % 3), str(n % 2)) for n in range(500)]
    random.Random(4).shuffle(rows)
    walked = tree_of_rows(COLUMNS, rows)
    items = TreeItems(walked)
    table = TableRows(COLUMNS, rows)

    for equal in ({"n": "1", "c": "0"}, {"c": "0", "n": "1"}, {"name": "k7"}, {"c": "1"}):
        found = [tuple(cell.text() for cell in one.children) for one in items.find(equal)]
        assert found == list(table.find(equal)) != []
