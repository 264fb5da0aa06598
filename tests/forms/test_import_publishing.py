"""What the central makes of an import: files that are missing refuse there (FORMS §3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.central.commands.forms_engine import engine_import
from sync.central.errors import CentralError
from tests.forms.tables import SETTINGS, workbook_of

FORM = (
    "| survey | type | name | label | image |\n| | note | a | A | foto.png |\n"
    "| | select_one_from_file lugares.csv | l | L | |\n" + SETTINGS
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Return the file of a form that names a picture and a list."""
    file = tmp_path / "acta.xlsx"
    file.write_bytes(workbook_of(FORM))
    return file


def test_a_form_whose_files_are_missing_is_not_published(workbook: Path) -> None:
    """What `check` warns of is an error here, with the cell of each file."""
    with pytest.raises(CentralError) as refused:
        engine_import()(workbook)

    told = str(refused.value)
    assert "error missing-file survey:2:image a" in told
    assert "error missing-file survey:3:type l" in told


def test_a_form_with_its_files_beside_it_is_published(workbook: Path) -> None:
    """Files in `NAME-media` count as given and travel with the form."""
    media = workbook.with_name("acta-media")
    media.mkdir()
    (media / "foto.png").write_bytes(b"x")
    (media / "lugares.csv").write_text("name,label\nx,X\n")

    form = engine_import()(workbook)

    assert form.form_id == "prueba"
    assert form.definition.startswith(b"<?xml")
    assert form.files == {"foto.png": b"x", "lugares.csv": b"name,label\nx,X\n"}


def test_a_list_that_cannot_be_used_is_not_published(workbook: Path) -> None:
    """A broken list beside a form refuses it, as any error does."""
    media = workbook.with_name("acta-media")
    media.mkdir()
    (media / "foto.png").write_bytes(b"x")
    (media / "lugares.csv").write_text("name,name\nx,X\n")

    with pytest.raises(CentralError) as refused:
        engine_import()(workbook)

    assert "error duplicate-header survey:3:type l" in str(refused.value)
