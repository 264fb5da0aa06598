"""`make demo` without a display, as people run it: the gate of gates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.headless import SCREENS
from tests.demo.processes import ROOT

LIMIT_SECONDS = 900


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="shared: SIGKILL is of POSIX systems")
def test_the_whole_job_holds(tmp_path: Path) -> None:
    """Four registrations, three payments, two kills and a cut link: nothing lost, nothing twice."""
    output = tmp_path / "demo"

    finished = subprocess.run(
        [sys.executable, "-m", "tests.demo", "--output", str(output)],
        cwd=ROOT,
        env={**os.environ, "HEADLESS": "1"},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )

    assert finished.returncode == 0, finished.stdout + finished.stderr
    index = json.loads((output / "index.json").read_text(encoding="utf-8"))
    assert set(index) == {
        "profile",
        "institution",
        "people",
        "screens",
        "receipts",
        "events_delivered",
    }
    assert {screen["id"] for screen in index["screens"]} >= set(SCREENS)
    assert len(index["receipts"]) == 8  # a shift, four registrations, three payments
    assert all(Path(one["file"]).is_file() for one in index["screens"] + index["receipts"])
    assert _readable_traces(Path(index["profile"]), index["people"]) == []


def _readable_traces(profile: Path, words: list[str]) -> list[str]:
    """Return what of the people can be read in the profile's files without a key.

    Receipts are handed out on paper and name nobody but the service; they are left out.
    """
    found = []
    for file in profile.rglob("*"):
        if not file.is_file() or file.parent.name == "receipts":
            continue
        content = file.read_bytes()
        for word in words:
            if word != "PRUEBA" and word.encode() in content:
                found.append(f"{word} in {file.relative_to(profile)}")
    return found
