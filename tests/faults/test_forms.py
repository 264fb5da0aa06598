"""Workbooks that cannot be used: the command lines say where and why, and nothing is published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.demo.processes import CATALOGUE, run
from tests.faults.day import Day
from tests.forms.tables import SETTINGS, workbook_of

UNKNOWN = """
| survey | type  | name | label::Español (es) |
|        | text  | a    | Nombre              |
|        | sonido | voz | Grabación           |
"""
BROKEN = """
| survey | type | name | label::Español (es) | relevant     |
|        | text | a    | Nombre              |              |
|        | text | b    | Apellido            | ${a} = = 'x' |
"""


@pytest.mark.parametrize(
    ("table", "cell"), [(UNKNOWN, ("survey", "3", "sonido")), (BROKEN, ("survey", "3", "="))]
)
def test_check_names_sheet_and_row(tmp_path: Path, table: str, cell: tuple[str, ...]) -> None:
    """`ventanilla-forms check` refuses with sheet, row and what stands there; exit 10."""
    workbook = tmp_path / "mal.xlsx"
    workbook.write_bytes(workbook_of(table + SETTINGS))

    done = run("forms", "check", str(workbook), expected=(10,))

    refused = [line for line in done.stdout.splitlines() if all(part in line for part in cell)]
    assert refused, done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    """A file that only looks like a workbook is refused as what it is; so is one that is gone."""
    workbook = tmp_path / "nada.xlsx"
    workbook.write_bytes(b"PK\x03\x04 not a workbook")

    done = run("forms", "check", str(workbook), expected=(10,))
    gone = run("forms", "check", str(tmp_path / "gone.xlsx"), expected=(11,))

    assert "no readable workbook" in done.stdout
    assert "gone.xlsx" in gone.stderr
    assert "Traceback" not in done.stderr + gone.stderr


def test_publishing_it_changes_nothing(day: Day) -> None:
    """`ventanilla-central publish` refuses the whole folder and what was published stays."""
    folder = day.folder / "catalogue"
    shutil.copytree(CATALOGUE, folder)
    (folder / "acta-nacimiento.xlsx").write_bytes(workbook_of(BROKEN + SETTINGS))
    before = (day.central / "central.db").read_bytes()

    done = day.command("sync.central", "publish", "--dir", str(day.central), str(folder))

    assert done.returncode == 10
    assert "publish.form_refused" in done.stderr
    assert "acta-nacimiento.xlsx" in done.stderr
    assert "survey" in done.stderr
    assert (day.central / "central.db").read_bytes() == before
