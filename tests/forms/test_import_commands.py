"""The command line: what each command prints, writes and returns (FORMS §16)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from forms.__main__ import COMMANDS_GROUP, contributed, main
from forms.xlsform.files import given_in
from tests.forms.tables import SETTINGS, workbook_of

FORM = (
    "| survey | type | name | label | choice_filter |\n"
    "| | select_one_from_file lugares.csv | lugar | Lugar | |\n"
    "| | select_one_external muni | m | M | zona=${lugar} |\n"
    "| external_choices | list_name | name | label | zona |\n| | muni | a | A | x |\n" + SETTINGS
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """Return the file of a form that names a list."""
    file = tmp_path / "forma.xlsx"
    file.write_bytes(workbook_of(FORM))
    return file


def test_check_looks_for_the_files_in_the_folder(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not in `--media` is a warning at the cell that names it; then it is not."""
    media = tmp_path / "media"
    media.mkdir()

    assert main(["check", str(form), "--media", str(media)]) == 0
    assert capsys.readouterr().out.startswith("warning missing-file survey:2:type lugar — lugares")
    (media / "lugares.csv").write_text("name,label\nx,X\n")
    assert main(["check", str(form), "--media", str(media)]) == 0
    assert capsys.readouterr().out == "accepted: 0 errors, 0 repairs, 0 warnings\n"


def test_a_link_in_the_folder_is_not_a_file(tmp_path: Path) -> None:
    """Links out of a package are not followed."""
    media = tmp_path / "media"
    media.mkdir()
    (tmp_path / "secreto.csv").write_text("name,label\n")
    try:
        (media / "lugares.csv").symlink_to(tmp_path / "secreto.csv")
    except OSError:
        pytest.skip("links cannot be made here")

    assert given_in(media).names == frozenset()
    assert given_in(media).content("lugares.csv") is None


def test_a_list_that_cannot_be_used_refuses_the_form(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two columns of one name in a list: the form is refused at the cell that names the list."""
    (tmp_path / "lugares.csv").write_text("name,label,label\nx,X,Y\n")

    assert main(["check", str(form), "--media", str(tmp_path)]) == 10
    assert "duplicate-header survey:2:type lugar — lugares.csv" in capsys.readouterr().out


def test_convert_writes_the_itemsets_beside_the_form(form: Path, tmp_path: Path) -> None:
    """`itemsets.csv` stands beside OUT.xml, and only if the form is accepted."""
    out = tmp_path / "salida" / "forma.xml"
    out.parent.mkdir()

    assert main(["convert", str(form), "-o", str(out)]) == 0

    assert out.read_bytes().startswith(b"<?xml")
    assert (out.parent / "itemsets.csv").read_bytes() == (
        b'"list_name","name","label","zona"\r\n"muni","a","A","x"\r\n'
    )
    assert sorted(one.name for one in out.parent.iterdir()) == ["forma.xml", "itemsets.csv"]


def test_fill_answers_with_the_lists_in_the_folder(form: Path, tmp_path: Path) -> None:
    """Choices from `--media` and from the workbook's own external list are answered with."""
    media = tmp_path / "media"
    media.mkdir()
    (media / "lugares.csv").write_text("name,label\nx,X\n")
    with_files, without = tmp_path / "a.xml", tmp_path / "b.xml"

    seeds = [
        main(["fill", str(form), "--seed", str(seed), "-o", str(with_files), "--media", str(media)])
        or with_files.read_bytes()
        for seed in range(6)
    ]

    assert any(b"<lugar>x</lugar><m>a</m>" in one for one in seeds if isinstance(one, bytes))
    assert main(["fill", str(form), "-o", str(without)]) == 0
    assert b"<lugar>x</lugar>" not in without.read_bytes()


def test_other_packages_contribute_commands() -> None:
    """A command of another package gets the words after its name; its status is ours."""
    heard: list[Sequence[str]] = []

    def preview(words: Sequence[str]) -> int:
        heard.append(words)
        return 10

    assert main(["preview", "forma.xlsx", "--raro"], lambda: {"preview": lambda: preview}) == 10
    assert heard == [["forma.xlsx", "--raro"]]
    assert COMMANDS_GROUP == "ventanilla_forms.commands"
    assert all(callable(load) for load in contributed().values())


def test_a_command_of_ours_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No other package stands in for `check`, and an unknown command is wrong usage."""

    def stranger(_words: Sequence[str]) -> int:
        raise AssertionError

    assert main(["check", str(tmp_path / "nada")], lambda: {"check": lambda: stranger}) == 11
    with pytest.raises(SystemExit) as ended:
        main(["nada"], dict)
    assert ended.value.code == 2
    assert "nada" in capsys.readouterr().err
