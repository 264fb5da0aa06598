"""Enrolment that goes wrong: told in three sentences, nothing half made, and it can go on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.job import OPERATOR_NUMBER, PASSPHRASE
from tests.demo.processes import Central, fingerprint_of
from tests.faults.commands import ventanilla
from tests.faults.day import Day, holdings


@pytest.fixture
def central(day: Day) -> Iterator[Central]:
    """Serve the day's central where its devices look for it."""
    served = Central(day.central, day.port)
    yield served
    served.stop()


def test_what_is_wrong_is_said_and_the_next_try_works(day: Day, central: Central) -> None:
    """No central, a code of no form, an unknown one, a used one: each told; then it is enrolled."""
    profile = day.folder / "new"
    code = central.enrol_code("20067-008", OPERATOR_NUMBER)

    def enrol(with_code: str) -> tuple[int, str, str]:
        done = ventanilla(
            "enrol", "--institution", str(central.institution), "--code", with_code,
            "--fingerprint", fingerprint_of(central.institution),
            "--profile", str(profile), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n",
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def refused(with_code: str, message: str) -> None:
        status, _out, said = enrol(with_code)
        assert status == 10, said
        for part in ("happened", "safe", "todo"):
            assert day.said("es", message, part) in said
        assert "Traceback" not in said

    refused("123", "enrol.code_malformed")
    refused(code, "enrol.no_answer")
    central.start()
    assert enrol(code)[0] == 0
    refused(code, "enrol.already")

    profile = day.folder / "another"
    refused(code, "enrol.code_used")
    refused("0000-0000-0000", "enrol.code")
    assert [file.name for file in profile.iterdir()] == ["ventanilla.db.lock"]

    assert enrol(central.enrol_code("20067-009", OPERATOR_NUMBER))[0] == 0
    assert holdings(profile / "ventanilla.db").streams == 1


def test_a_file_of_another_institution_makes_no_device(day: Day, central: Central) -> None:
    """An institution file under other roots, at our central's address: nothing is enrolled."""
    stranger = Central(day.folder / "stranger", day.port)
    stranger.init()
    central.start()
    profile = day.folder / "new"

    done = ventanilla(
        "enrol", "--institution", str(stranger.institution), "--code",
        central.enrol_code("20067-008", OPERATOR_NUMBER), "--profile", str(profile),
        "--fingerprint", fingerprint_of(stranger.institution),
        typed=f"{PASSPHRASE}\n{PASSPHRASE}\n",
    )  # fmt: skip

    assert done.returncode == 10, done.stdout
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 3


def test_a_damaged_institution_file_is_refused_before_anything(day: Day, tmp_path: Path) -> None:
    """A flipped byte in the institution's file: told, and no profile is made."""
    content = bytearray((day.central / "institution.vtp").read_bytes())
    content[len(content) // 2] ^= 1
    file = tmp_path / "institution.vtp"
    file.write_bytes(content)

    done = ventanilla(
        "enrol", "--institution", str(file), "--code", "0000-0000-0000",
        "--profile", str(tmp_path / "new"), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n",
    )  # fmt: skip

    assert done.returncode == 10
    for part in ("happened", "safe", "todo"):
        assert day.said("es", "enrol.institution", part) in done.stderr
    assert not (tmp_path / "new" / "ventanilla.db").exists()


def test_an_enrolment_cut_before_its_first_row_begins_anew(day: Day, central: Central) -> None:
    """Power goes while the file is made: the same command works the next time."""
    profile = day.folder / "cut"
    profile.mkdir()
    begun = day.folder / "begun"
    code = central.enrol_code("20067-008", OPERATOR_NUMBER)
    arguments = (
        "enrol", "--institution", str(central.institution), "--code", code,
        "--fingerprint", fingerprint_of(central.institution), "--profile",
    )  # fmt: skip
    ventanilla(*arguments, str(begun), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    slots = "ventanilla.db.slots"
    (profile / slots).write_bytes((begun / slots).read_bytes())
    (profile / "ventanilla.db").touch()
    central.start()

    done = ventanilla(*arguments, str(profile), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")

    assert done.returncode == 0, done.stderr
    assert holdings(profile / "ventanilla.db").streams == 1
