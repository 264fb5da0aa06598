"""Work in a fork that hangs is told with where it hangs, and no fork is made beside a thread."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.shared import REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks are of POSIX systems")

HANGS = """
import threading
from tests.support.forks import Hung, forked

def waiting_for_a_key():
    threading.Event().wait()

def work():
    threading.Thread(target=waiting_for_a_key, daemon=True).start()
    threading.Event().wait()
    return "never"

try:
    forked(work, deadline_seconds=0.1)
except Hung as hung:
    print(hung)
ended = forked(lambda: "well")
print(ended.code, ended.said)
"""
BESIDE_A_THREAD = """
import threading
from tests.support.forks import forked

threading.Thread(target=threading.Event().wait, daemon=True).start()
forked(lambda: "well")
"""


def child(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own: this one may have threads."""
    return subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=60
    )


def test_a_hang_is_told_with_the_stacks_of_all_threads() -> None:
    """What waits for ever ends at its deadline and says where each thread stood."""
    done = child(HANGS)

    assert done.returncode == 0, done.stderr
    *stacks, last = done.stdout.splitlines()
    assert any("in waiting_for_a_key" in line for line in stacks)
    assert any("in work" in line for line in stacks)
    assert last == "0 well"


def test_no_fork_is_made_beside_a_thread() -> None:
    """A fork copies the locks of a thread and not the thread: it is refused, not tried."""
    done = child(BESIDE_A_THREAD)

    assert done.returncode == 1
    assert "RuntimeError: a fork of 2 threads may wait for ever" in done.stderr
