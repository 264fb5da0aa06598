"""The published vectors, through the very commands that others run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.shared import REPOSITORY, shared_file

GROUPS = "cbor,certificates,chain,redaction,token,push,ack"
"""The groups of PROTOCOL that the first issue builds."""


def _run(runner: str, *arguments: str) -> tuple[int, int, int]:
    """Return passed, failed and the exit code of one runner, read from its last line."""
    finished = subprocess.run(
        [sys.executable, "-m", f"tests.conformance.{runner}", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    last = finished.stdout.strip().splitlines()[-1] if finished.stdout.strip() else ""
    counted = re.fullmatch(r"(\d+) passed, (\d+) failed", last)
    assert counted is not None, finished.stdout + finished.stderr
    return int(counted[1]), int(counted[2]), finished.returncode


def test_receipt_vectors_pass_whole() -> None:
    """Every receipt vector passes."""
    passed, failed, code = _run("receipts", str(shared_file("vectors/receipt-vectors.json")))

    assert (failed, code) == (0, 0)
    assert passed > 50


def test_protocol_groups_pass_whole() -> None:
    """Every vector of the groups built so far passes, and each counts as the file says."""
    file = shared_file("vectors/protocol-vectors.json")
    counts = json.loads(file.read_text(encoding="utf-8"))["groups"]

    passed, failed, code = _run("protocol", str(file), "--groups", GROUPS)

    assert (failed, code) == (0, 0)
    assert passed == sum(counts[group] for group in GROUPS.split(","))


@pytest.mark.parametrize("runner", ["receipts", "protocol", "xpath"])
def test_an_unreadable_file_is_no_verdict(runner: str, tmp_path: Path) -> None:
    """A file that holds no vectors ends with 11, never with a count of nothing."""
    broken = tmp_path / "vectors.json"
    broken.write_text("{")

    finished = subprocess.run(
        [sys.executable, "-m", f"tests.conformance.{runner}", str(broken)],
        cwd=REPOSITORY,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert finished.returncode == 11


def test_a_changed_vector_fails(tmp_path: Path) -> None:
    """The runner can fail: one expected verdict turned round makes it say so."""
    file = shared_file("vectors/receipt-vectors.json")
    text = file.read_text(encoding="utf-8")
    changed = tmp_path / "vectors.json"
    wrong = text.replace('"authentic"', '"unknown"')
    assert wrong != text
    changed.write_text(wrong, encoding="utf-8")

    _, failed, code = _run("receipts", str(changed))

    assert failed > 0
    assert code == 10
