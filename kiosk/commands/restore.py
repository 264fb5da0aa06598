"""`ventanilla restore`: fill an empty profile from a backup; it opens in a new series."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.commands.command import DONE, Call, Command, refused
from kiosk.errors import KnownError
from kiosk.services.desk import local
from kiosk.vault.restore import restore
from sync.clock import system_random


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup")


def _run(call: Call) -> int:
    texts = call.texts
    try:
        done = restore(call.asked.file, call.settings.profile, salt=system_random(16))
    except KnownError as error:
        return refused(error, texts)
    when = texts.when(local(done.manifest.made_seconds))
    print(texts.text("restore-done", when=when, number=str(done.manifest.seq)))
    print(texts.text("restore-new-series"))
    return DONE


COMMAND = Command(
    name="restore", help="fill an empty profile from a backup", arguments=_arguments, run=_run
)
