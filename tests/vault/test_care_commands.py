"""`ventanilla doctor`, `backup` and `restore`: their words and exit codes."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from kiosk.__main__ import main
from tests.support.offices import PASSPHRASE, a_counter, an_institution, give_slot

SOUND, REFUSED, DAMAGED, UNKNOWN = 0, 10, 10, 11


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Return a closed profile that PASSPHRASE opens."""
    folder = tmp_path / "profile"
    counter = a_counter(folder)
    give_slot(folder)
    (folder / "institution.vtp").write_bytes(an_institution().profile)
    counter.opening.close()
    (tmp_path / "stick").mkdir()
    return folder


def typing(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Let a person type a line."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(words + "\n"))


@pytest.mark.slow
def test_backup_and_restore(
    profile: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A backup to a stick; a changed one is refused; a whole one fills an empty profile."""
    typing(monkeypatch, "otra clave que no es")
    assert main(["backup", "--profile", str(profile), "--to", str(tmp_path / "stick")]) == REFUSED
    assert "no abre" in capsys.readouterr().out

    typing(monkeypatch, PASSPHRASE)
    assert main(["backup", "--profile", str(profile), "--to", str(tmp_path / "stick")]) == 0
    assert "Respaldo hecho y comprobado" in capsys.readouterr().out
    (file,) = (tmp_path / "stick").iterdir()

    new = tmp_path / "new"
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] + b"x" + whole[-8:])
    assert main(["restore", "--profile", str(new), str(file)]) == REFUSED
    assert "está dañado" in capsys.readouterr().err
    assert not new.exists()
    file.write_bytes(whole)

    assert main(["restore", "--profile", str(profile), str(file)]) == REFUSED
    assert "ya tiene algo" in capsys.readouterr().err
    assert main(["restore", "--profile", str(new), str(file)]) == 0
    assert "serie nueva" in capsys.readouterr().out


@pytest.mark.slow
def test_doctor(
    profile: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """0 sound, 11 without a clave, 10 damaged; the export of a damaged file."""
    doctor = ["doctor", "--profile", str(profile)]
    typing(monkeypatch, PASSPHRASE)
    assert main(doctor) == SOUND
    assert "Todo está en orden" in capsys.readouterr().out
    typing(monkeypatch, "")
    assert main(doctor) == UNKNOWN
    assert "hace falta una clave" in capsys.readouterr().out

    database = profile / "ventanilla.db"
    content = bytearray(database.read_bytes())
    content[200] ^= 1
    database.write_bytes(content)
    typing(monkeypatch, PASSPHRASE)
    assert main([*doctor, "--export", str(tmp_path / "stick")]) == DAMAGED
    printed = capsys.readouterr().out
    assert "El principio del archivo está dañado" in printed
    assert "Rescate hecho" in printed
    assert database.read_bytes() == bytes(content)
    assert len(list((tmp_path / "stick").glob("*.vtx"))) == 1


def test_doctor_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no profile: the file is missing."""
    typing(monkeypatch, "")

    assert main(["doctor", "--profile", str(tmp_path / "none")]) == DAMAGED
    assert "Falta el archivo" in capsys.readouterr().out
