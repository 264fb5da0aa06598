"""Every reason to refuse a workbook names the sheet, the row and the column."""

from __future__ import annotations

import pytest

from tests.forms.tables import imported, places, the

CHOICES = """
| choices | list_name | name | label |
|         | sn        | si   | Sí    |
|         | sn        | no   | No    |
"""

ONE_FAULT = [
    pytest.param(
        "| survey | type | name | label | relevant |\n| | integer | n | N | |\n"
        "| | text | b | B | ${n} = ( 3 |",
        ("xpath-syntax", "survey:3:relevant"),
        id="broken relevant",
    ),
    pytest.param(
        "| survey | type | name | label | constraint |\n| | integer | n | N | . > |",
        ("xpath-syntax", "survey:2:constraint"),
        id="broken constraint",
    ),
    pytest.param(
        "| survey | type | name | label | required |\n| | integer | n | N | 1 + |",
        ("xpath-syntax", "survey:2:required"),
        id="broken required",
    ),
    pytest.param(
        "| survey | type | name | label | readonly |\n| | integer | n | N | ( 1 |",
        ("xpath-syntax", "survey:2:readonly"),
        id="broken readonly",
    ),
    pytest.param(
        "| survey | type | name | calculation |\n| | calculate | c | frobnicate(1) |",
        ("unknown-function", "survey:2:calculation"),
        id="unknown function",
    ),
    pytest.param(
        "| survey | type | name | calculation |\n| | calculate | c | if(true(), 1) |",
        ("wrong-arity", "survey:2:calculation"),
        id="wrong arity",
    ),
    pytest.param(
        "| survey | type | name | label | default |\n| | text | c | C | frobnicate(1) |",
        ("unknown-function", "survey:2:default"),
        id="unknown function in a default",
    ),
    pytest.param(
        "| survey | type | name | label | relevant |\n| | text | b | B | ${nadie} = 1 |",
        ("unknown-reference", "survey:2:relevant"),
        id="unknown reference",
    ),
    pytest.param(
        "| survey | type | name | label::Español (es) |\n| | note | b | Hola ${nadie} |",
        ("unknown-reference", "survey:2:label::Español (es)"),
        id="unknown reference in a label",
    ),
    pytest.param(
        "| survey | type | name | label | relevant |\n| | begin group | g | G | |\n"
        "| | text | a | A | |\n| | end group | | | |\n| | text | a | A | |\n"
        "| | text | b | B | ${a} = 'x' |",
        ("ambiguous-reference", "survey:6:relevant"),
        id="ambiguous reference",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_one colores | c | C |" + CHOICES,
        ("missing-list", "survey:2:type"),
        id="missing list",
    ),
    pytest.param(
        "| survey | type | name | label | calculation |\n| | calculate | c | | |",
        ("missing-calculation", "survey:2:calculation"),
        id="missing calculation",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | | Nombre |",
        ("missing-name", "survey:2:name"),
        id="missing name",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_one sn | a | A |\n"
        "| choices | list_name | name | label |\n| | sn | si | Sí |\n| | sn | | No |",
        ("missing-name", "choices:3:name"),
        id="choice without a name",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | texto | a | A |",
        ("unknown-type", "survey:2:type"),
        id="unknown type",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | | a | A |",
        ("unknown-type", "survey:2:type"),
        id="no type",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n| | begin group | g | G |\n"
        "| | text | b | B |",
        ("unclosed-group", "survey:3:type"),
        id="group never closed",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n| | end group | | |",
        ("unclosed-group", "survey:3:type"),
        id="end without begin",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n| | integer | a | A |",
        ("duplicate-name", "survey:3:name"),
        id="duplicate name",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | 2a | A |",
        ("illegal-name", "survey:2:name"),
        id="illegal name",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | begin group | meta | M |\n| | text | a | A |\n"
        "| | end group | | |",
        ("reserved-name", "survey:2:name"),
        id="reserved name",
    ),
    pytest.param(
        "| survey | type | name | label | label |\n| | text | a | A | B |",
        ("duplicate-header", "survey:1:label"),
        id="duplicate header",
    ),
    pytest.param(
        "| survey | type | name | label | relevant | relevance |\n| | text | a | A | | |",
        ("duplicate-header", "survey:1:relevance"),
        id="two names of one column",
    ),
    pytest.param(
        "| survey | type | name | label | constraint |\n| | text | a | A | regex(., '(a+)+b') |",
        ("regex-risk", "survey:2:constraint"),
        id="pattern that may run for ever",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n"
        "| settings | form_id | instance_name |\n| | p | concat(${a}, |",
        ("xpath-syntax", "settings:2:instance_name"),
        id="broken instance name",
    ),
    pytest.param(
        "| survey | type | name | label | choice_filter |\n| | select_one sn | a | A | x:: = 1 |"
        + CHOICES,
        ("xpath-syntax", "survey:2:choice_filter"),
        id="broken choice filter",
    ),
    pytest.param(
        "| survey | type | name | label | repeat_count |\n| | begin repeat | r | R | 1 + |\n"
        "| | text | a | A | |\n| | end repeat | | | |",
        ("xpath-syntax", "survey:2:repeat_count"),
        id="broken repeat count",
    ),
    pytest.param(
        "| survey | type | name | label | trigger | calculation |\n| | text | a | A | | |\n"
        "| | text | b | B | ${a} ${a} | now() |",
        ("xpath-syntax", "survey:3:trigger"),
        id="broken trigger",
    ),
    pytest.param(
        "| survey | type | name | label | trigger | calculation |\n| | text | a | A | | |\n"
        "| | text | b | B | ${nadie} | now() |",
        ("unknown-reference", "survey:3:trigger"),
        id="trigger that names nothing",
    ),
    pytest.param(
        "| survey | type | name | label | trigger | calculation |\n| | begin group | g | G | | |\n"
        "| | text | a | A | | |\n| | end group | | | | |\n| | text | b | B | ${g} | now() |",
        ("unknown-reference", "survey:5:trigger"),
        id="trigger that names a group",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | note | b | Hola ${nadie |",
        ("xpath-syntax", "survey:2:label"),
        id="reference never closed",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | note | b | Hola ${a b} |",
        ("xpath-syntax", "survey:2:label"),
        id="reference that is no name",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_one sn | a | A |\n"
        "| choices | list_name | name | label |\n| | sn | si | Sí ${nadie} |",
        ("unknown-reference", "choices:2:label"),
        id="unknown reference in a choice",
    ),
    pytest.param(
        "| survey | type | name | label | parameters |\n"
        "| | select_one sn | a | A | randomize=true seed=${nadie} |" + CHOICES,
        ("unknown-reference", "survey:2:parameters"),
        id="unknown reference in a seed",
    ),
    pytest.param(
        "| survey | type | name | label | parameters |\n| | range | a | A | step=0 |",
        ("bad-parameter", "survey:2:parameters"),
        id="range without steps",
    ),
    pytest.param(
        "| survey | type | name | label | parameters |\n| | image | a | A | max-pixels=x |",
        ("bad-parameter", "survey:2:parameters"),
        id="parameter that is no number",
    ),
    pytest.param(
        "| survey | type | name | label | parameters |\n| | text | a | A | color=rojo |",
        ("bad-parameter", "survey:2:parameters"),
        id="unknown parameter",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_multiple sn | a | A |\n"
        "| choices | list_name | name | label |\n| | sn | si no | Sí |",
        ("choice-space", "choices:2:name"),
        id="space in a name that is joined",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | rank sn | a | A |\n"
        "| choices | list_name | name | label |\n| | sn | si no | Sí |",
        ("choice-space", "choices:2:name"),
        id="space in a name that is ranked",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_one_external m | a | A |",
        ("missing-list", "survey:2:type"),
        id="missing external list",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | begin loop over nada | a | A |\n"
        "| | text | b | B |\n| | end loop | | |",
        ("missing-list", "survey:2:type"),
        id="loop over a missing list",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_one_from_file lista.txt | a | A |",
        ("missing-list", "survey:2:type"),
        id="choices from a file of another kind",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_one ${nadie} | a | A |",
        ("unknown-reference", "survey:2:type"),
        id="choices from a repeat that is not there",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | begin repeat | r | R |\n| | text | a | A |\n"
        "| | end group | | |",
        ("unclosed-group", "survey:4:type"),
        id="group that closes a repeat",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | begin group | g | G |\n"
        "| | begin repeat | r | R |\n| | text | a | A |\n| | end repeat | | |\n"
        "| | end group | | |\n| | begin repeat | r | R |\n| | text | b | B |\n"
        "| | end repeat | | |",
        ("duplicate-name", "survey:7:name"),
        id="two repeats of one name",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | begin repeat | data | R |\n| | text | a | A |\n"
        "| | end repeat | | |",
        ("reserved-name", "survey:2:name"),
        id="repeat called like the root",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | audit | bitacora | |\n| | text | a | A |",
        ("reserved-name", "survey:2:name"),
        id="audit with a name",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | |",
        ("missing-label", "survey:2:label"),
        id="nothing to show",
    ),
    pytest.param(
        "| survey | type | name | label | big-image |\n| | note | a | A | grande.png |",
        ("bad-parameter", "survey:2:big-image"),
        id="large picture without a small one",
    ),
    pytest.param(
        "| survey | type | name | label | trigger | calculation |\n"
        "| | calculate | a | | | 1 |\n| | text | b | B | ${a} | now() |",
        ("unknown-reference", "survey:3:trigger"),
        id="trigger that nobody sees",
    ),
    pytest.param(
        "| survey | type | name | label | image |\n| | note | a | A | ../../clave.png |",
        ("unsafe-path", "survey:2:image"),
        id="picture from another folder",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | select_one_from_file C:\\lista.csv | a | A |",
        ("unsafe-path", "survey:2:type"),
        id="list from a drive",
    ),
    pytest.param(
        "| survey | type | name | label | audio |\n| | note | a | A | Voz.mp3 |\n"
        "| | note | b | B | voz.mp3 |",
        ("unsafe-path", "survey:3:audio"),
        id="names that differ by case only",
    ),
    pytest.param(
        "| survey | type | name | label | save_to |\n| | text | a | A | nombre |",
        ("bad-entity", "survey:2:save_to"),
        id="property of no entity",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n"
        "| entities | list_name | label | create_if |\n| | personas | ${a} | ${a} = ( |",
        ("xpath-syntax", "entities:2:create_if"),
        id="broken condition of an entity",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n"
        "| entities | list_name | label | color |\n| | personas | ${a} | rojo |",
        ("unknown-column", "entities:1:color"),
        id="unknown column of an entity",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n"
        "| entities | list_name | label |\n| | _ |\n| | per.sonas | ${a} |",
        ("illegal-name", "entities:3:list_name"),
        id="illegal name of an entity list",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n"
        "| entities | list_name | update_if | label |\n| | _ |\n| | personas | true() | ${a} |",
        ("bad-entity", "entities:3"),
        id="update of no entity",
    ),
    pytest.param(
        "| survey | type | name | label |\n| | text | a | A |\n"
        "| settings | form_id | name |\n| | p | 2x |",
        ("illegal-name", "settings:2:name"),
        id="illegal name of the root",
    ),
]


@pytest.mark.parametrize(("table", "expected"), ONE_FAULT)
def test_each_fault_is_refused_at_its_cell(table: str, expected: tuple[str, str]) -> None:
    """A fault refuses the form, once, and names sheet, row and column."""
    settings = "" if "| settings" in table else "| settings | form_id |\n| | p |"

    result = imported(table + "\n", settings=settings)

    assert places(result) == [expected]
    assert result.definition is None
    assert result.xml is None


def test_all_faults_are_reported_at_once() -> None:
    """The author sees every fault in one go, not the first one only."""
    result = imported(
        "| survey | type | name | label | relevant | calculation |\n"
        "| | text | a | A | 1 + | |\n"
        "| | textos | b | B | | |\n"
        "| | calculate | c | | | nada() + otra() |\n"
        "| | select_one l | d | D | ${z} | |\n"
    )

    assert places(result) == [
        ("xpath-syntax", "survey:2:relevant"),
        ("unknown-type", "survey:3:type"),
        ("unknown-function", "survey:4:calculation"),
        ("unknown-function", "survey:4:calculation"),
        ("missing-list", "survey:5:type"),
        ("unknown-reference", "survey:5:relevant"),
    ]
    assert result.report.lines()[-1] == "refused: 6 errors, 0 repairs, 0 warnings"


def test_rows_are_counted_as_excel_shows_them() -> None:
    """Empty rows between questions do not shift the row that a finding names."""
    result = imported(
        "| survey | type | name | label | relevant |\n"
        "| | _ |\n| | text | a | A | |\n| | _ |\n| | _ |\n| | text | b | B | ( |\n"
    )

    assert places(result) == [("xpath-syntax", "survey:6:relevant")]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "| survey | type | name | calculation |\n| | calculate | b | ${c} + 1 |\n"
            "| | calculate | c | ${b} + 1 |",
            {"survey:2:calculation", "survey:3:calculation"},
        ),
        (
            "| survey | type | name | label | relevant |\n| | begin group | g | G | ${b} = 1 |\n"
            "| | text | b | B | |\n| | end group | | | |",
            {"survey:2:relevant"},
        ),
        (
            "| survey | type | name | label | relevant | calculation |\n"
            "| | begin group | g | G | ${c} > 1 | |\n| | begin group | h | H | | |\n"
            "| | integer | a | A | | |\n| | end group | | | | |\n| | end group | | | | |\n"
            "| | calculate | c | | | ${a} + 1 |",
            {"survey:2:relevant", "survey:7:calculation"},
        ),
        (
            "| survey | type | name | label | required |\n| | text | a | A | . = '' |",
            {"survey:2:required"},
        ),
        (
            "| survey | type | name | label | relevant |\n| | text | a | A | ${b} = '' |\n"
            "| | text | b | B | ${a} = '' |",
            {"survey:2:relevant", "survey:3:relevant"},
        ),
    ],
)
def test_a_cycle_names_every_row_of_it(table: str, rows: set[str]) -> None:
    """A circle of dependence, through groups too, is refused and each of its rows is named."""
    result = imported(table + "\n")

    assert {place for _, place in places(result)} == rows
    assert {code for code, _ in places(result)} == {"cycle"}


def test_a_constraint_may_look_at_its_own_answer() -> None:
    """`.` in a constraint is no cycle."""
    result = imported(
        "| survey | type | name | label | constraint |\n| | integer | a | A | . > 0 |\n"
    )

    assert result.definition is not None


def test_the_message_names_the_expression_and_the_fault() -> None:
    """The line of a finding can be acted on: what was written, and what is wrong with it."""
    result = imported(
        "| survey | type | name | calculation |\n| | integer | num | |\n"
        "| | calculate | total | if(${num}<1,0,1 |\n"
    )

    assert the(result, "xpath-syntax").line() == (
        'error xpath-syntax survey:3:calculation total — "if(${num}<1,0,1": '
        "a closing parenthesis is missing"
    )
