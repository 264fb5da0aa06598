"""The bench counts honestly: what is done twice is counted twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.processes import ROOT
from tests.performance.durability import build_counter, commits_in_wal
from tests.performance.rows import at_most, exactly, percentile

TWO_SAVES = """
import sqlite3, sys
from tests.performance.durability import SyncCounter
counter = SyncCounter()
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
connection.execute("CREATE TABLE one (number INTEGER)")
before = counter.count()
connection.execute("INSERT INTO one VALUES (1)")
connection.execute("INSERT INTO one VALUES (2)")
print(counter.count() - before)
"""


@pytest.mark.parametrize("times", [1, 2, 3])
def test_every_commit_is_counted(tmp_path: Path, times: int) -> None:
    """The WAL tells one commit from two."""
    file = tmp_path / "plain.db"
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE one (number INTEGER)")
        wal = tmp_path / "plain.db-wal"
        before = commits_in_wal(wal)
        for number in range(times):
            connection.execute("INSERT INTO one VALUES (?)", (number,))

        assert commits_in_wal(wal) - before == times
    finally:
        connection.close()


def test_a_wal_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """Without a log there is no commit to count."""
    assert commits_in_wal(tmp_path / "none-wal") == 0


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("cc"),
    reason="counting syncs needs Linux and a C compiler, which `make bench` installs",
)
def test_every_sync_is_counted(tmp_path: Path) -> None:
    """Two FULL commits are two syncs, counted in the C library."""
    library = build_counter(tmp_path)

    counted = subprocess.run(
        [sys.executable, "-c", TWO_SAVES, str(tmp_path / "synced.db")],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert counted.stdout.strip() == "2"


def test_a_row_can_fail() -> None:
    """A value above its goal does not hold, nor a count that differs; without a goal it holds."""
    assert not at_most("time", 3.1, "ms", 3.0).held
    assert at_most("time", 3.0, "ms", 3.0).held
    assert at_most("time", 99.0, "ms", None).held
    assert not exactly("syncs", 2, "syncs", 1).held


def test_percentiles_are_nearest_ranks() -> None:
    """p95 of a hundred values is the ninety-fifth, p50 the fiftieth."""
    values = [float(number) for number in range(100, 0, -1)]

    assert percentile(values, 0.5) == 50.0
    assert percentile(values, 0.95) == 95.0
