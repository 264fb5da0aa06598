"""Text to tree: the whole grammar, its traps, and nothing but our own error."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import ExpressionInvalid
from forms.xpath.compiler import compile_expression
from forms.xpath.parser import MAX_DEPTH, parse
from forms.xpath.syntax import Call, Chain, NameTest, Number, Path, walk
from tests.forms.expressions import FUNCTIONS, text, value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1div1", "1"),
        ("1 and1", "true"),
        ("7mod4", "3"),
        ("2*3", "6"),
        ("/data/*[1]/../five * 2", "10"),
        ("/data/kid\n /age", "3"),
        ("- - 1", "1"),
        ("-2 + 3 * 2", "4"),
        ("6 div 3 div 2", "1"),
        ("10 - 3 - 2", "5"),
        ("1 = 1 = true()", "true"),
        ("2 < 3 and not(3 < 2) or false()", "true"),
        ("'it''", None),
        ('"it\'s"', "it's"),
        ("count(/data/kid | /data/five)", "4"),
        ("/data/kid[2]/name", "Beto"),
        ("(/data/kid)[2]/name", "Beto"),
        ("/data/kid[age > 3]/name", "Beto"),
        ("count(//age)", "3"),
        ("name(/data/kid[1]/age/..)", "kid"),
        ("/data/kid[last()]/preceding-sibling::kid[1]/name", "Beto"),
        ("count(/data/five/following-sibling::*)", "9"),
        ("/descendant::name[. = 'Ana']/ancestor::kid/age", "3"),
        ("string(/data/five/text())", "5"),
        ("count(/data/blank/text())", "0"),
        (".5 + 5.", "5.5"),
    ],
)
def test_the_grammar(expression: str, expected: str | None) -> None:
    """XPath 1.0 and its peculiarities of spacing and position."""
    if expected is None:
        with pytest.raises(ExpressionInvalid):
            parse(expression)
    else:
        assert text(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "",
        " ",
        "1 +",
        "(1",
        "1)",
        "f(1,)",
        "/data/[1]",
        "a[",
        "a[]",
        "'open",
        "$x",
        "child::a::b",
        "sideways::a",
        "a b",
        "//",
        "..a",
        "1 2",
        "@",
        "if(1 < 2, 3",
        "“sí”",
        "a = 'b",
        "a:b:c",
        "#",
    ],
)
def test_what_is_no_expression(expression: str) -> None:
    """Broken text is refused with a position inside it, and a reason."""
    with pytest.raises(ExpressionInvalid) as caught:
        parse(expression)

    assert 0 <= caught.value.position <= len(expression)
    assert caught.value.reason


def test_operators_bind_as_in_the_standard() -> None:
    """`or` binds least, then `and`, equality, order, sum, product, minus, union."""
    tree = parse("a or b and c = d < e + f * - g | h")

    assert isinstance(tree, Chain)
    operators = []
    node = tree
    while isinstance(node, Chain):
        operators.append(node.rest[0][0])
        following = node.rest[0][1]
        if not isinstance(following, Chain):
            break
        node = following
    assert operators == ["or", "and", "=", "<", "+", "*"]


def test_a_name_is_told_from_an_operator_by_its_place() -> None:
    """`div` after an operand divides, at the start it is an element."""
    tree = parse("div div mod")

    assert isinstance(tree, Chain)
    assert tree.rest[0][0] == "div"
    assert isinstance(tree.first, Path)
    assert tree.first.steps[0].test == NameTest(None, "div")


@pytest.mark.parametrize("opening", ["(", "not(", "a[", "1 + (", "- (", "if(1, 2, "])
def test_nesting_is_limited_without_recursion_errors(opening: str) -> None:
    """95 levels work from parsing to evaluating; 10,000 are refused, never a RecursionError."""
    closing = {"a[": "]"}.get(opening, ")")
    shallow = opening * 95 + "1" + closing * 95
    deep = opening * 10_000 + "1" + closing * 10_000

    value(shallow)
    with pytest.raises(ExpressionInvalid):
        parse(deep)


def test_the_tree_is_limited_where_no_bracket_is() -> None:
    """Signs and levels of operators nest the tree too."""
    assert value("- " * 198 + "1") == 1

    with pytest.raises(ExpressionInvalid):
        parse("- " * 201 + "1")


def test_a_long_sum_is_not_deep() -> None:
    """A thousand terms are one chain: real forms add up hundreds of questions."""
    tree = parse(" + ".join(["1"] * 1000))

    assert tree.depth == 2
    assert value(" + ".join(["1"] * 1000)) == 1000


def test_an_expression_has_a_largest_size() -> None:
    """Beyond 64 KiB nothing is read."""
    with pytest.raises(ExpressionInvalid):
        parse("1" + " " * 65_536)


def test_every_part_is_walked() -> None:
    """Predicates and arguments are part of the tree that checks walk over."""
    parts = list(walk(parse("f(a[g(1)], /b[2]/c[h()])")))

    assert [node.name for node in parts if isinstance(node, Call)] == ["f", "h", "g"]
    assert sorted(node.value for node in parts if isinstance(node, Number)) == [1.0, 2.0]


WORDS = (
    "// :: .. and or div mod not( if( text() child a jr:itext 1 2.5 'x' != <= id( [ ] ) ."
    " ancestor::* @* a:b * | - current()/.. \x00 “"
)
FRAGMENTS = st.sampled_from([*"()[]/|*+-=<>.,@:$'\" ñ", *WORDS.split()])


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(FRAGMENTS, max_size=40).map("".join)))
def test_only_our_own_error_is_raised(expression: str) -> None:
    """Whatever is written, the parser gives a tree of limited depth or ExpressionInvalid."""
    try:
        tree = parse(expression)
    except ExpressionInvalid:
        return

    assert tree.depth <= MAX_DEPTH
    with contextlib.suppress(ExpressionInvalid):  # a prefix that nobody declared
        compile_expression(expression, FUNCTIONS)


@pytest.mark.parametrize(
    "path",
    [
        "/data/a",
        " /data/group/name ",
        "/data /a",
        "/data/a[1]",
        "/data/a [b]/c",
        "/or/div",
        "/a/p:b",
    ],
)
def test_a_path_of_names_is_the_same_tree_as_its_steps_written_out(path: str) -> None:
    """A path read as one token is the tree that its steps give one by one."""
    stepwise = path.replace("/", "/child::")

    assert parse(path) == parse(stepwise)


@pytest.mark.parametrize("broken", ["/data/a(1)", "/data/a::b", "///data", "/data/", "@/data/a"])
def test_what_only_begins_like_a_path_of_names_is_refused(broken: str) -> None:
    """A path with something unreadable behind it is refused, not cut short."""
    with pytest.raises(ExpressionInvalid):
        parse(broken)
