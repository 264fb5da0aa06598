"""The program as the system sees it: no core, no look into it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_CRASH = """
import ctypes, os, resource, sys
from kiosk.process import keep_to_itself

resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
if "kept" in sys.argv:
    keep_to_itself()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3), oct(os.umask(0)))
"""


def told(folder: Path, *arguments: str) -> str:
    """Return what a process says of its cores, of who may trace it and of its file modes."""
    command = [sys.executable, "-c", _CRASH, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if "ValueError" in done.stderr or "PermissionError" in done.stderr:
        pytest.skip("this system allows no cores at all")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="cores and tracing are asked of Linux here")
def test_the_program_writes_no_core_and_may_not_be_traced() -> None:
    """Its memory holds what the file encrypts: a crash leaves none of it, and nobody looks in."""
    place = Path(__file__).resolve().parents[2]

    assert told(place, "kept") == "0 0 0o77"
    assert told(place).split()[1] == "1"
