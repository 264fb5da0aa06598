"""What every sub-command of `ventanilla` shares: its shape, its exit codes, how it refuses."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.problems import problem_of
from kiosk.settings import Settings
from kiosk.texts import Texts
from sync.clock import Clock

DONE, CRASH, USAGE, REFUSED = 0, 1, 2, 10
"""Exit codes: done · a defect of ours · wrong usage · refused, with the reason said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One start of a sub-command: what was asked, where, and in whose words."""

    asked: argparse.Namespace
    settings: Settings  # of the profile that was named, else of the environment
    texts: Texts
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One sub-command."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]  # adds what it may be told
    run: Callable[[Call], int]  # does it and returns the exit code
    has_profile: bool = field(default=True)  # takes `--profile`


def refused(error: Exception, texts: Texts) -> int:
    """Say in three sentences on standard error why not; return the exit code."""
    problem = problem_of(error, texts)
    for sentence in (problem.happened, problem.safe, problem.todo):
        print(sentence, file=sys.stderr)
    return REFUSED


def typed(prompt: str) -> str:
    """Return a secret: unseen from a keyboard, else the next line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt + " ")
    return sys.stdin.readline().rstrip("\r\n")
