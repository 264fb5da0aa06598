"""`ventanilla`: arguments only. Exit 0 done, 1 a crash, 2 wrong usage, 10 refused with the reason.

`verify` answers 0 authentic, 10 not authentic, 11 cannot be known here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.commands import backup, doctor, enrol, preview, remove, restore, run, verify
from kiosk.commands.command import Call
from kiosk.process import keep_to_itself
from kiosk.settings import read_settings
from kiosk.texts import Texts
from sync.clock import Clock, SystemClock

COMMANDS = (
    run.COMMAND,
    enrol.COMMAND,
    preview.COMMAND,
    verify.COMMAND,
    remove.COMMAND,
    doctor.COMMAND,
    backup.COMMAND,
    restore.COMMAND,
)
"""Every sub-command, in the order of the help; one line each."""


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Run one command and return its exit code; *clock* says how old a comprobante is."""
    asked = parser().parse_args(arguments)
    settings = read_settings(getattr(asked, "profile", None))
    texts = Texts(settings.translations, settings.language, SystemClock())
    call = Call(asked=asked, settings=settings, texts=texts, clock=clock or SystemClock())
    command = next(one for one in COMMANDS if one.name == asked.command)
    return command.run(call)


def parser() -> argparse.ArgumentParser:
    """Return what the command line may say."""
    found = argparse.ArgumentParser(prog="ventanilla", description=(__doc__ or "").split("\n")[0])
    profile = argparse.ArgumentParser(add_help=False)
    profile.add_argument("--profile", type=Path, help="folder of this device")
    commands = found.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        parents = [profile] if command.has_profile else []
        command.arguments(commands.add_parser(command.name, parents=parents, help=command.help))
    return found


def program() -> int:
    """Run as a program of its own: nobody else reads its files, and no core of it is written."""
    keep_to_itself()
    return main()


if __name__ == "__main__":
    sys.exit(program())
