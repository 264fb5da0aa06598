"""What the commands share: how one is added, and how the central's folder is opened."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable
from pathlib import Path

from sync.central.commands.forms_engine import engine_submission_xml
from sync.central.errors import CentralError
from sync.central.memory import Memory
from sync.central.platform import Platform, open_platform
from sync.clock import SystemClock, system_random
from sync.dictionaries import resources_beside_us, shipped_dictionaries

Run = Callable[[argparse.Namespace], None]


class Commands:
    """Adds commands to the command line; a command's words are its first docstring line."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._parsers = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(self, name: str, run: Run, *, folder: bool = True) -> argparse.ArgumentParser:
        """Return the parser of a new command; without *folder* it needs no central beside it."""
        words = (run.__doc__ or "").partition("\n")[0]
        added: argparse.ArgumentParser = self._parsers.add_parser(
            name, help=words, description=words
        )
        if folder:
            added.add_argument("--dir", type=Path, required=True, help="folder of this central")
        added.set_defaults(run=run)
        return added

    def group(self, name: str, words: str) -> Commands:
        """Return the commands under one name, like `recovery request` and `recovery grant`."""
        return Commands(self._parsers.add_parser(name, help=words, description=words))


def read_file(path: Path) -> bytes:
    """Return a file's content; CentralError("central.file") where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CentralError("central.file", f"{path}: {error.strerror}") from error


def write_new(path: Path, content: bytes) -> None:
    """Write a new file; CentralError("central.exists") where there is one already."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise CentralError("central.exists", str(path)) from error
    except OSError as error:
        raise CentralError("central.file", f"{path}: {error.strerror}") from error


def opened(
    folder: Path,
    root_key: Path | None = None,
    *,
    memory: Memory | None = None,
    stored: Callable[[], None] | None = None,
    beside_another: bool = False,
) -> contextlib.closing[Platform]:
    """Return the central in *folder*, to be closed at the end of a `with`; see `open_platform`."""
    return contextlib.closing(
        open_platform(
            folder,
            clock=SystemClock(),
            random=system_random,
            submission_xml=engine_submission_xml(),
            root_key=root_key,
            dictionaries=shipped_dictionaries(resources_beside_us()),
            memory=memory,
            stored=stored,
            beside_another=beside_another,
        )
    )
