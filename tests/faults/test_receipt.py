"""A receipt with one digit changed, shown to `ventanilla verify` as anybody would."""

from __future__ import annotations

import pytest

from kiosk.__main__ import main
from tests.faults.counter import Counter
from tests.faults.day import Day


@pytest.fixture(scope="module")
def text(template: Day) -> str:
    """Return what the code of the registration's receipt holds."""
    counter = Counter(template.profile).enter()
    try:
        return counter.services.receipts.show(template.registration).qr_text
    finally:
        counter.close()


def test_the_command_line_tells_a_true_receipt_from_a_false_one(day: Day, text: str) -> None:
    """`ventanilla verify`: authentic, exit 0; with one digit changed not authentic, exit 10."""
    institution = str(day.central / "institution.vtp")
    prefix, digits = text.split("#")
    changed = f"{prefix}#{_changed(digits, len(digits) // 2)}"

    true = day.command("kiosk", "verify", "--institution", institution, text)
    false = day.command("kiosk", "verify", "--institution", institution, changed)

    assert (true.returncode, true.stdout.split()[0]) == (0, "auténtico")
    assert (false.returncode, false.stdout.split()[0]) == (10, "no-auténtico")
    assert false.stderr == ""


def _changed(digits: str, at: int) -> str:
    """Return the digits with one of them changed."""
    return digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]


def test_whichever_digit_is_changed(
    day: Day, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No digit of the code can be changed, dropped or doubled without being found out."""
    institution = str(day.central / "institution.vtp")
    prefix, digits = text.split("#")
    spoilt = [
        *(_changed(digits, at) for at in range(0, len(digits), 29)),
        digits[:-1],
        digits + "0",
        digits[1:],
        "",
    ]

    answers = set()
    for one in spoilt:
        code = main(["verify", "--institution", institution, f"{prefix}#{one}"])
        answers.add((code, capsys.readouterr().out.split()[0]))

    assert answers <= {(10, "no-auténtico"), (11, "no-se-puede-saber")}
    assert (10, "no-auténtico") in answers


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_broken_institution_file_is_a_usage_error(
    day: Day,
    text: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    """With an institution file that does not hold, nothing is said about the receipt; exit 2."""
    monkeypatch.setenv("VENTANILLA_LANGUAGE", language)
    file = day.folder / "broken.vtp"
    content = bytearray((day.central / "institution.vtp").read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    code = main(["verify", "--institution", str(file), text])

    shown = capsys.readouterr()
    assert code == 2
    assert shown.out == ""
    for part in ("happened", "safe", "todo"):
        assert day.said(language, "institution.unreadable", part) in shown.err
