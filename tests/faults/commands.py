"""`ventanilla …` called in this process: the same function as the command's, without its start."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass

from kiosk.__main__ import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a command left: its exit code and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def ventanilla(*arguments: str, typed: str = "") -> Ended:
    """Run a command with lines typed into it that is no terminal."""
    out, err = io.StringIO(), io.StringIO()
    stdin, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(arguments)
    finally:
        sys.stdin = stdin
    return Ended(returncode=code, stdout=out.getvalue(), stderr=err.getvalue())
