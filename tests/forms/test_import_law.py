"""Legal basis and retention of every question: columns of the survey sheet (forms/SUPPORTED.md)."""

from __future__ import annotations

from pathlib import Path

from forms.__main__ import main
from forms.xlsform.convert import import_bytes
from forms.xlsform.law import QuestionLaw
from tests.forms.tables import imported, workbook_of

LAW = "legal_basis | retention | retention_months | purpose | sensitive"
FORM = f"""
| survey | type        | name   | label | calculation | readonly | {LAW} |
|        | begin group | casa   | Casa  |    |     | Ley 1, art. 2 | 5 años | 60 |        |     |
|        | text        | nombre | N     |    |     |               |        |    |        |     |
|        | integer     | edad   | E     |    |     | Ley 9         |        | 12 |        |     |
|        | text        | salud  | S     |    |     |               |        |    | salud  | yes |
|        | note        | aviso  | A     |    |     |               |        |    |        |     |
|        | calculate   | doble  |       | 1  |     |               |        |    |        |     |
|        | text        | fijo   | F     |    | yes |               |        |    |        |     |
|        | end group   |        |       |    |     |               |        |    |        |     |
|        | start       | inicio |       |    |     |               |        |    |        |     |
"""


def _law(table: str) -> dict[str, QuestionLaw]:
    return {one.name: one for one in imported(table).law.questions}


def test_a_question_without_its_own_cell_takes_that_of_the_group_around_it() -> None:
    """Each column is inherited by itself; what a question says wins."""
    law = _law(FORM)

    assert (law["nombre"].legal_basis, law["nombre"].retention_months) == ("Ley 1, art. 2", 60)
    assert (law["edad"].legal_basis, law["edad"].retention) == ("Ley 9", "5 años")
    assert law["edad"].retention_months == 12
    assert (law["salud"].sensitive, law["salud"].purpose) == (True, "salud")
    assert not law["nombre"].sensitive


def test_what_holds_no_answer_of_somebody_needs_no_law() -> None:
    """Notes, groups, calculations, read-only questions and metadata of the record are exempt."""
    assert list(_law(FORM)) == ["nombre", "edad", "salud"]
    assert imported(FORM).law.findings() == ()


def test_where_the_person_is_needs_a_law_though_nobody_asks() -> None:
    """A point taken when the form opens is an answer nobody types."""
    law = _law(
        "| survey | type | name | label |\n| | start-geopoint | donde | |\n| | note | a | A |"
    )

    assert list(law) == ["donde"]
    assert law["donde"].lacks() == ("legal_basis", "retention", "retention_months")


def test_every_question_without_a_law_is_named_with_its_row() -> None:
    """A sensitive question needs a purpose too: consent is to a purpose."""
    table = f"""
    | survey | type | name | label | {LAW} |
    |        | text | uno  | 1     | Ley 1 |        |    |  |     |
    |        | text | dos  | 2     | Ley 1 | 1 año  | 12 |  | yes |
    """

    lines = [one.line() for one in imported(table).law.findings()]

    assert lines == [
        "error law-missing survey:2 uno — nothing says retention, retention_months",
        "error law-missing survey:3 dos — nothing says purpose",
    ]


def test_a_cell_that_cannot_be_read_is_named_once_where_it_stands() -> None:
    """A wrong cell of a group is one fault, however many questions it holds for."""
    table = f"""
    | survey | type        | name | label | {LAW} |
    |        | begin group | g    | G     | Ley 1 | 1 año | doce |  | quizá |
    |        | text        | uno  | 1     |       |       |      |  |       |
    |        | text        | dos  | 2     |       |       | 7    |  |       |
    |        | end group   |      |       |       |       |      |  |       |
    """

    faults = imported(table).law.faults

    assert [(one.code, str(one.place)) for one in faults] == [
        ("law-cell", "survey:2:retention_months"),
        ("law-cell", "survey:2:sensitive"),
    ]


def test_the_columns_change_nothing_of_the_form() -> None:
    """They are none of the converter's business: same XML, and no remark about them."""
    bare = "| survey | type | name | label |\n| | text | a | A |"
    told = f"| survey | type | name | label | {LAW} |\n| | text | a | A | Ley | 1 año | 12 | | |"

    assert imported(told).xml == imported(bare).xml
    assert "unknown-column" not in imported(told).report.codes()


def test_ready_xml_has_questions_and_no_law() -> None:
    """A form that is no workbook says nothing; what it asks is known all the same."""
    xml = imported(FORM).xml
    assert xml is not None

    law = import_bytes(xml, "a.xml").law

    assert [one.name for one in law.questions] == ["nombre", "edad", "salud"]
    assert all(one.lacks() for one in law.questions)


def test_check_says_what_keeps_a_form_from_being_published(tmp_path: Path) -> None:
    """`check` accepts a form without law, `check --law` refuses it with the rows."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook_of("| survey | type | name | label |\n| | text | a | A |"))

    accepted, refused = main(["check", str(file)]), main(["check", "--law", str(file)])

    assert (accepted, refused) == (0, 10)
