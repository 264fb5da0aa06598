"""The dialect's traps, one by one (FORMS §5): what authors meet in the field."""

from __future__ import annotations

from datetime import datetime

import pytest

from forms.errors import EvaluationFailed
from forms.xpath.compiler import compile_expression
from forms.xpath.patterns import PatternRefused, matches, prepared
from forms.xpath.standard import standard_functions
from tests.forms.expressions import FUNCTIONS, text, value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # blank (§5.1)
        ("/data/blank >= 5", False),
        ("not(/data/blank < 5)", True),
        ("/data/blank = ''", True),
        ("/data/blank + 1", "NaN"),
        ("/data/nowhere", ""),
        ("sum(/data/kid/age)", 10.0),
        ("max(/data/kid/age)", 7.0),
        ("min(/data/kid/age)", 3.0),
        ("sum(/data/blank)", 0.0),
        ("max(/data/blank)", "NaN"),
        ("sum(/data/word)", "NaN"),
        ("count-non-empty(/data/kid/age)", 2.0),
        ("count-non-empty(/data/kid)", 3.0),
        ("coalesce(/data/blank, 'x')", "x"),
        ("coalesce(number('x'), 'y')", "y"),
        # comparison (§5.2)
        ("/data/five = '5'", True),
        ("/data/five = 5.0", True),
        ("'5' = '5.0'", False),
        ("/data/kid/age = 7", True),
        ("/data/kid/age != 7", True),
        ("true() = /data/kid", True),
        ("'10' > '9'", True),
        # booleans (§5.3)
        ("boolean('false')", True),
        ("boolean-from-string(/data/no)", False),
        ("boolean-from-string('1.0')", True),
        ("boolean-from-string('2')", False),
        # numbers (§5.4)
        ("1000000 * 1000000", "1000000000000"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1 div 0", "Infinity"),
        ("-1 div 0", "-Infinity"),
        ("- 0", "0"),
        ("0.0000001", "0.0000001"),
        ("round(12345.15, 1)", 12345.2),
        ("round(-1.5)", -1.0),
        ("round(2.5)", 3.0),
        ("round(1234, -2)", 1200.0),
        ("-5 mod 3", -2.0),
        ("int(-2.7)", -2.0),
        ("number('1e3')", "NaN"),
        ("number('+1')", "NaN"),
        ("number('1,234')", "NaN"),
        ("number(' 12 ')", 12.0),
        ("6.1 - 7.8 = -1.7", True),
        # text
        ("concat('a', /data/kid/name)", "aAnaBeto"),
        ("join('-', /data/kid/name)", "Ana-Beto-"),
        ("substr('hola', 1, 3)", "ol"),
        ("substr('hola', -2)", "la"),
        ("substring('hola', 2)", "ola"),
        ("selected('a b', 'b')", True),
        ("selected('ab', 'a')", False),
        ("selected-at(/data/many, 0)", "a"),
        ("selected-at(/data/many, 9)", ""),
        ("count-selected(/data/many)", 3.0),
        ("version()", "7"),
        ("translate('abc', 'ab', 'x')", "xc"),
        ("normalize-space('  a \n b ')", "a b"),
    ],
)
def test_values(expression: str, expected: object) -> None:
    """Each trap of the dialect comes out as the specification says."""
    if isinstance(expected, str):
        assert text(expression) == expected
    else:
        assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("today()", "2026-11-20"),
        ("now()", "2026-11-20T09:30:00.000-06:00"),
        ("today() - '2026-11-19'", "1"),
        ("'2021-11-30' - '2021-11-29'", "1"),
        ("number('1970-01-02')", "1"),
        ("date(1.9)", "1970-01-02"),
        ("date('1970-1-2')", "1970-01-02"),
        ("date('2026-02-30')", ""),
        ("date('nonsense')", ""),
        ("number(date('2026-02-30'))", "NaN"),
        ("date('2026-02-30') < today()", "false"),
        ("date(today() + 30)", "2026-12-20"),
        ("date('2025-02-28') + 1 = date('2025-03-01')", "true"),
        ("/data/born <= today()", "true"),
        ("int((today() - /data/born) div 365.25)", "26"),
        ("'2018-06-25' = '2018-06-25T00:00:00.000-07:00'", "false"),
        ("date-time('2026-11-20') <= now()", "true"),
        ("today() < now()", "true"),
        ("now() - today() < 1", "true"),
        ("date-time(0)", "1969-12-31T18:00:00.000-06:00"),
        ("decimal-date-time('2026-11-20') - number('2026-11-20')", "0.25"),
        ("decimal-time('06:00:00.000-06:00')", "0.25"),
        ("decimal-time('25:00')", "NaN"),
        ("format-date('2026-11-05', '%d/%m/%Y %e %n %b %a')", "05/11/2026 5 11 nov jue"),
        ("format-date('', '%Y')", ""),
        ("format-date-time('2026-11-20T09:05:07.250-06:00', '%H:%M:%S.%3 %h')", "09:05:07.250 9"),
    ],
)
def test_dates(expression: str, expected: str) -> None:
    """Dates are whole days, date-times are instants, impossible ones are blank."""
    assert text(expression) == expected


@pytest.mark.parametrize("zone", ["America/Mexico_City", "America/Tijuana", "UTC"])
def test_days_do_not_drift_over_daylight_saving(zone: str) -> None:
    """Adding days lands on that day in every zone, at every change of clocks."""
    for day in ("2021-04-03", "2021-10-30", "2026-03-07", "2026-10-31", "1996-04-06"):
        assert text(f"date('{day}') + 1 - date('{day}')", zone=zone) == "1"
        assert text(f"date(date('{day}') + 180) - date('{day}')", zone=zone) == "180"


def test_today_is_the_local_day() -> None:
    """Five minutes to midnight in Mexico it is still today there, though tomorrow in UTC."""
    late = datetime.fromisoformat("2026-11-21T05:55:00+00:00")

    assert value("today()", now=late) == "2026-11-20"
    assert value("today()", now=late, zone="UTC") == "2026-11-21"


@pytest.mark.parametrize(
    "expression",
    [
        "if(true(), 1, count('x'))",
        "if(false(), count('x'), 1)",
        "coalesce('1', count('x'))",
        "true() or count('x')",
        "not(false() and count('x'))",
        "not(false() and substring())",
        "1 or nothing-like-that()",
    ],
)
def test_branches_that_are_not_taken_do_not_exist(expression: str) -> None:
    """An error in a branch that is not taken is never met."""
    assert value(expression) in (1.0, "1", True)


def test_errors_of_calls_are_collected_and_raise_only_when_reached() -> None:
    """The importer sees every bad call of an expression; running meets only those it reaches."""
    compiled = compile_expression("nada(1) + if(1) + otra(substr())", FUNCTIONS)

    assert [(one.code, one.name) for one in compiled.problems] == [
        ("unknown-function", "nada"),
        ("wrong-arity", "if"),
        ("wrong-arity", "substr"),
        ("unknown-function", "otra"),
    ]
    with pytest.raises(EvaluationFailed):
        value("nada(1)")


def test_once_keeps_what_there_is() -> None:
    """`once` leaves an answer alone and fills a blank."""
    assert value("once('new')", at="five") == "5"
    assert value("once('new')", at="blank") == "new"


def test_random_and_uuid_come_from_the_environment() -> None:
    """The same world gives the same numbers; the engine has no chance of its own."""
    assert value("random()") == value("random()")
    assert text("uuid()") == text("uuid()")
    assert len(text("uuid()")) == 36
    assert compile_expression("1 + random()", FUNCTIONS).volatile
    assert not compile_expression("1 + 1", FUNCTIONS).volatile


def test_a_deployment_adds_functions() -> None:
    """A registered function is known by name, arity and all."""
    functions = standard_functions()
    functions.register("curp-valid", 1, 1, lambda _context, one: one == "PRUE")

    assert value("curp-valid('PRUE')", functions=functions) is True
    problems = compile_expression("curp-valid()", functions).problems
    assert [one.code for one in problems] == ["wrong-arity"]


@pytest.mark.parametrize(
    ("candidate", "pattern", "expected"),
    [
        ("abc", "b", False),
        ("abc", "a.c", True),
        ("5512345678", r"\d{10}", True),
        ("٥", r"\d", False),
        ("ñandú", r"\p{L}+", True),
        ("ñandú 1", r"[\p{L} 0-9]+", True),
        ("a1", r"\P{L}+", False),
        ("x", r"^x$", True),
        ("aab", r"a++b", True),
    ],
)
def test_regex_matches_the_whole_text(candidate: str, pattern: str, expected: bool) -> None:
    """Patterns are JavaRosa's: whole text, ASCII digits, Unicode categories by name."""
    assert matches(candidate, pattern) is expected


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a*)*", "(a|a)*b", "(.|x)+y", "((a{1,200})+)+", "a" * 1001]
)
def test_patterns_that_may_run_for_ever_are_refused(pattern: str) -> None:
    """Nested repeats and branches that begin alike are refused when a form is loaded."""
    with pytest.raises(PatternRefused) as caught:
        prepared(pattern)

    assert caught.value.risky


def test_a_broken_pattern_is_our_error_not_pythons() -> None:
    """A pattern that does not parse blanks the expression, nothing more."""
    with pytest.raises(EvaluationFailed):
        value("regex('a', '(')")


def test_shuffling_depends_on_the_seed_alone() -> None:
    """A seed, number or text, gives one order of all nodes; another seed another."""
    document = "<d>" + "".join(f"<i>{one}</i>" for one in "ABCDEF") + "</d>"

    orders = [
        str(value(f"join('', randomize(/d/i, {seed}))", xml=document))
        for seed in ("42", "42.9", "43", "'gato'", "'gato'", "''", "0")
    ]

    assert all(sorted(order) == list("ABCDEF") for order in orders)
    assert orders[0] == orders[1] != orders[2]
    assert orders[3] == orders[4] != orders[0]
    assert orders[5] == orders[6]


OPERANDS = ["zero", "five", "blank", "word", "yes", "born", "seen", "kid/age", "kid/name", "none"]


@pytest.mark.parametrize("operator", ["=", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("constant", ["0", "5", "6.5", "'5'", "'hola'", "'true'", "''"])
def test_a_constant_compares_as_a_value_that_is_computed(operator: str, constant: str) -> None:
    """What is written out and what a function gives are compared alike with whatever there is."""
    computed = f"concat({constant})" if "'" in constant else f"number({constant})"
    others = [f"/data/{name}" for name in OPERANDS]
    others += ["true()", "1 = 2", "2 + 3", "'5'", "'hola'", "today()", "date('2000-02-29')"]

    written = [value(f"{other} {operator} {constant}") for other in others]

    assert written == [value(f"{other} {operator} {computed}") for other in others]
