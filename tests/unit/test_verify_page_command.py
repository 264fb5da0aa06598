"""`ventanilla verify --page`: which verify page is the institution's."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.__main__ import main
from sync.profile import issue_profile
from tests.support.institution import an_institution

INSTITUTION = an_institution()
PAGE, WORKER = b"<!DOCTYPE html>", b"'use strict'"


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """Give the file of a profile that states a page and its worker."""
    hashes = tuple(hashlib.sha256(one).digest() for one in (PAGE, WORKER))
    file = tmp_path / "institution.vtp"
    file.write_bytes(
        issue_profile(INSTITUTION.root, replace(INSTITUTION.profile, page_hashes=hashes))
    )
    return str(file)


def test_it_says_both_hashes(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    """SHA-256 of page and worker, as the profile states them; exit 0."""
    status = main(["verify", "--institution", profile, "--page"])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[0].endswith(hashlib.sha256(PAGE).hexdigest())
    assert lines[1].endswith(hashlib.sha256(WORKER).hexdigest())


def test_a_saved_page_is_compared(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The very bytes: 0; one byte more: 10; no such file: 2."""
    good, bad = tmp_path / "v", tmp_path / "w"
    good.write_bytes(PAGE)
    bad.write_bytes(PAGE + b" ")

    same = main(["verify", "--institution", profile, "--page", str(good)])
    said = capsys.readouterr().out
    other = main(["verify", "--institution", profile, "--page", str(good), str(bad)])
    gone = main(["verify", "--institution", profile, "--page", str(tmp_path / "x")])

    assert (same, other, gone) == (0, 10, 2)
    assert "Es la página de la institución." in said


def test_a_profile_that_states_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is stated: it cannot be known here, exit 11."""
    file = tmp_path / "institution.vtp"
    file.write_bytes(issue_profile(INSTITUTION.root, INSTITUTION.profile))

    status = main(["verify", "--institution", str(file), "--page"])

    assert status == 11
    assert "no dice la huella" in capsys.readouterr().out
