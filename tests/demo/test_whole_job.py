"""`make demo` without a display, as people run it: the gate of gates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.demo.headless import SCREENS
from tests.demo.processes import ROOT

LIMIT_SECONDS = 900


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")
def test_the_whole_job_holds(tmp_path: Path) -> None:
    """Two kills, a cut link and a stick: nothing lost, nothing twice, nothing readable."""
    output, temporary = tmp_path / "demo", tmp_path / "temporary"
    temporary.mkdir()

    finished = subprocess.run(
        [sys.executable, "-m", "tests.demo", "--output", str(output)],
        cwd=ROOT,
        env={**os.environ, "HEADLESS": "1", "TMPDIR": str(temporary)},
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
    written = [Path(index["profile"]), output / "drives", temporary]
    assert len(list((output / "drives").rglob("*.vtb"))) == 1
    assert _readable_traces(written, index["people"]) == []


def _readable_traces(folders: Sequence[Path], words: Sequence[str]) -> list[str]:
    """Return what of the people can be read in files, or in their names, without a key."""
    wanted = {word: _spellings(word) for word in words}
    wanted |= {part: _spellings(part) for word in words for part in word.split() if len(part) > 4}
    found = []
    for folder in folders:
        for file in folder.rglob("*"):
            content = os.fsencode(file.name) + (file.read_bytes() if file.is_file() else b"")
            for word, spellings in wanted.items():
                if any(spelling in content for spelling in spellings):
                    found.append(f"{word} in {file}")
    return found


def _spellings(word: str) -> set[bytes]:
    """Return a word as programs write it: composed or not, folded, in each usual encoding."""
    apart = unicodedata.normalize("NFD", word)
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    texts = {
        shape
        for text in (unicodedata.normalize("NFC", word), apart, bare)
        for shape in (text, text.upper(), text.lower())
    }
    return {
        text.encode(encoding, "ignore")
        for text in texts
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("written", ["Agüero", "AGÜERO", "aguero", "agu\u0308ero"])
def test_the_search_for_traces_finds_them(tmp_path: Path, written: str, encoding: str) -> None:
    """A search that finds nothing proves something only if it finds what is there."""
    file = tmp_path / "logs" / "ventanilla.log"
    file.parent.mkdir()
    file.write_bytes(b"\0\1" + written.encode(encoding) + b"\xff")

    assert _readable_traces([tmp_path], ["Agüero"]) == [f"Agüero in {file}"]
    assert _readable_traces([tmp_path], ["Muñoz"]) == []
