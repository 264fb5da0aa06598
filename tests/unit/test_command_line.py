"""`ventanilla`: first words, exit codes, and that nothing is believed by default."""

from __future__ import annotations

import io
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.__main__ import main, parser
from kiosk.commands.run import settings_of
from kiosk.settings import APP_VERSION, read_settings, resources_folder
from sync.certificates import issue_central_certificate
from sync.cose import SoftwareSigner
from sync.money import Centavos
from sync.profile import issue_profile
from sync.receipts import digits_of
from sync.sealed import generate_seal_key
from tests.demo.processes import fingerprint_of
from tests.support.offices import (
    DAY_SECONDS,
    NOON_SECONDS,
    Counter,
    a_counter,
    an_institution,
    the_profile,
)
from tests.support.vaults import HandClock


@pytest.fixture
def office(tmp_path: Path) -> tuple[Path, str]:
    """An institution's file and the text of one authentic receipt."""
    file = tmp_path / "institution.vtp"
    file.write_bytes(an_institution().profile)
    counter: Counter = a_counter(tmp_path / "profile_of_counter")
    begun = counter.shifts.begin()
    _, slip = counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day)
    counter.opening.close()
    return file, slip.qr_text


def first_word(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the first word that was printed."""
    return capsys.readouterr().out.split()[0]


def test_an_authentic_receipt(office: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """auténtico, exit 0, with age, folio, date, office and what was not checked."""
    file, text = office

    clock = HandClock()
    clock.pass_seconds(3 * 3_600)

    status = main(["verify", "--institution", str(file), text], clock)

    printed = capsys.readouterr().out
    assert (status, printed.split()[0]) == (0, "auténtico")
    for needed in ("Emitido hace 3 horas", "Folio: 20067-007-", "Fecha:", "caja 007", "$500.00"):
        assert needed in printed
    assert printed.count("No se comprobó") == 2


def test_one_digit_changed(office: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """no-auténtico, exit 10, and nothing of what it claims is shown."""
    file, text = office
    place = len("https://demo.invalid/v#") + 300
    changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]

    status = main(["verify", "--institution", str(file), changed])

    printed = capsys.readouterr().out
    assert (status, printed.split()[0]) == (10, "no-auténtico")
    assert "Folio" not in printed


def test_without_a_profile_nothing_can_be_known(
    office: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """no-se-puede-saber, exit 11."""
    status = main(["verify", "--profile", str(tmp_path / "none"), office[1]])

    assert (status, first_word(capsys)) == (11, "no-se-puede-saber")


def test_another_institution_cannot_be_known(
    office: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A genuine receipt of somebody else's root is not called false."""
    other = SoftwareSigner.generate()
    central = issue_central_certificate(
        other,
        name="otra",
        point=SoftwareSigner.generate().point,
        seal_public=generate_seal_key()[1],
        not_before_seconds=NOON_SECONDS - DAY_SECONDS,
        expires_seconds=NOON_SECONDS + DAY_SECONDS,
    )
    profile = replace(the_profile(), roots=(other.point,), central_certificates=(central,))
    file = tmp_path / "other.vtp"
    file.write_bytes(issue_profile(other, profile))

    status = main(["verify", "--institution", str(file), office[1]])

    assert (status, first_word(capsys)) == (11, "no-se-puede-saber")


def test_a_broken_institution_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 with three sentences, and no verdict at all."""
    file = tmp_path / "broken.vtp"
    file.write_bytes(b"nothing")

    status = main(["verify", "--institution", str(file), "x"])

    caught = capsys.readouterr()
    assert (status, caught.out) == (2, "")
    assert len(caught.err.strip().splitlines()) == 3


def test_wrong_arguments_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """argparse says how; exit 2."""
    with pytest.raises(SystemExit) as stopped:
        main(["verify"])

    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_wrong_fingerprint_stops_enrolment(
    office: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not the one on the notice is not believed; nothing is made."""
    arguments = ["enrol", "--institution", str(office[0]), "--code", "X", "--profile"]

    status = main([*arguments, str(tmp_path / "new"), "--fingerprint", "AAAA-AAAA-AAAA"])

    assert status == 10
    assert "Huella" in capsys.readouterr().out
    assert not (tmp_path / "new").exists()


def test_nobody_there_and_no_fingerprint_stops_enrolment(
    office: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a person to ask and without the notice's characters no root is pinned."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("una clave larga\nuna clave larga\n"))
    arguments = ["enrol", "--institution", str(office[0]), "--code", "AAAABBBBCCCC", "--profile"]

    status = main([*arguments, str(tmp_path / "new")])

    assert status == 10
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "typed", ["una clave larga\notra clave larga\n", "xyzw\nxyzw\n", "una clave larga\n"]
)
def test_a_clave_is_typed_twice_and_long(
    office: tuple[Path, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
) -> None:
    """Different, short, or typed once: refused, nothing made, and never printed."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    arguments = ["enrol", "--institution", str(office[0]), "--code", "AAAABBBBCCCC", "--profile"]
    notice = fingerprint_of(office[0])

    status = main([*arguments, str(tmp_path / "new"), "--fingerprint", notice])

    caught = capsys.readouterr()
    assert status == 10
    assert typed.split("\n")[0] not in caught.out + caught.err
    assert not (tmp_path / "new").exists()


def test_settings_come_from_arguments_then_environment(tmp_path: Path) -> None:
    """The argument wins; a language that is not offered falls back to Spanish."""
    environment = {"VENTANILLA_PROFILE": str(tmp_path / "b"), "VENTANILLA_LANGUAGE": "en_US"}

    assert read_settings(tmp_path / "a", environment).profile == tmp_path / "a"
    assert read_settings(None, environment).profile == tmp_path / "b"
    assert read_settings(None, environment).language == "en"
    assert read_settings(None, {"VENTANILLA_LANGUAGE": "fr"}).language == "es"
    assert (resources_folder() / "fonts").is_dir()


def test_looks_come_from_the_environment_and_only_as_offered() -> None:
    """Zoom and contrast are a person's to choose; what is not offered is not taken."""
    chosen = read_settings(None, {"VENTANILLA_ZOOM": "150", "VENTANILLA_CONTRAST": "1"})
    plain = read_settings(None, {"VENTANILLA_ZOOM": "110", "VENTANILLA_CONTRAST": "0"})

    assert (chosen.zoom_percent, chosen.high_contrast) == (150, True)
    assert (plain.zoom_percent, plain.high_contrast) == (100, False)


def test_the_version_is_the_packages() -> None:
    """What events state as app version is what is installed."""
    project = resources_folder().parent / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == APP_VERSION


def test_digits_are_all_that_a_code_holds(office: tuple[Path, str]) -> None:
    """The text is prefix and digits, so that scanners with any layout type it right."""
    prefix = "https://demo.invalid/v#"

    assert office[1].startswith(prefix)
    assert office[1][len(prefix) :].isdigit()
    assert digits_of(b"") == ""


def test_devices_for_forms_are_told_on_the_command_line_or_to_the_computer() -> None:
    """The command wins over the environment; what neither says is not there."""
    told = {
        "VENTANILLA_POSITION": "1 2",
        "VENTANILLA_GPS": "/dev/ttyS0",
        "VENTANILLA_CAMERA_FOLDER": "/scans",
        "VENTANILLA_DRIVES": "/drives",
    }
    words = ["--office-position", "17.03 -96.63 1555", "--gps", "/dev/ttyUSB0", "--drives", "d"]

    silent = read_settings(None, {})
    plain = settings_of(parser().parse_args(["run"]), told)
    said = settings_of(parser().parse_args(["run", *words, "--camera-folder", "here"]), told)

    assert (silent.office_position, silent.receiver, silent.camera_folder) == ("", None, None)
    assert (plain.office_position, plain.receiver) == ("1 2", Path("/dev/ttyS0"))
    assert plain.camera_folder == Path("/scans")
    assert (said.office_position, said.receiver) == ("17.03 -96.63 1555", Path("/dev/ttyUSB0"))
    assert said.camera_folder == Path("here")
    assert (silent.drives_folder, plain.drives_folder) == (None, Path("/drives"))
    assert said.drives_folder == Path("d")


@pytest.mark.parametrize("place", ["aquí", "91 0", "1", ""])
def test_a_place_off_the_earth_is_wrong_usage(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and a line that says what was expected; nothing is opened."""
    with pytest.raises(SystemExit) as told:
        main(["run", "--office-position", place])

    assert told.value.code == 2
    assert "latitude and longitude" in capsys.readouterr().err
