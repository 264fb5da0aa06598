"""The clerk as thief: what is planted in a real day is found, and an honest day is clean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fraud.game import play
from tests.fraud.kinds import KINDS
from tests.support.logs import ExpectedLogs

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

DOCUMENT = Path(__file__).parents[2] / "docs" / "fraud.md"
CHEAP = ("after-closing", "rolled-back-with-witness")
SOAK = os.environ.get("VENTANILLA_SOAK") == "1"


def test_an_honest_day_raises_no_alarm(tmp_path: Path) -> None:
    """Payments, a reversal with its approval and paper, an equal count: nobody finds anything."""
    outcome = play(None, 7, tmp_path)

    assert outcome.seen == ()


@pytest.mark.parametrize("name", list(KINDS) if SOAK else CHEAP)
def test_what_is_planted_is_found(name: str, tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    """By the central, by a paper in somebody's hand, or by the doctor of the file."""
    for logger in ("ventanilla", "sync"):
        expected_logs.expect(logger, "")  # a file that was tampered with says so
    outcome = play(KINDS[name], 7, tmp_path)

    assert outcome.found, outcome.seen


def test_there_are_many_ways_to_steal() -> None:
    """At least twelve, each by what finds it; none rests on a refusal of the device alone."""
    assert len(KINDS) >= 12
    assert all(kind.found_by and kind.says for kind in KINDS.values())
    said = DOCUMENT.read_text(encoding="utf-8")
    assert all(f"| `{kind.name}` | {kind.says} |" in said for kind in KINDS.values())
    assert not any(one.startswith("refused:") for kind in KINDS.values() for one in kind.found_by)
