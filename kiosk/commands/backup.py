"""`ventanilla backup`: a sealed copy of everything this device holds, read back at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.backstage import build_infirmary, the_world
from kiosk.commands.command import DONE, REFUSED, Call, Command, refused, typed
from kiosk.errors import KioskError
from kiosk.services.examining_words import size_words


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FOLDER", help="a folder or a USB drive"
    )


def _run(call: Call) -> int:
    texts = call.texts
    infirmary = build_infirmary(call.settings, the_world())
    if not call.settings.database.exists():
        print(texts.text("enrol-first"))
        return REFUSED
    try:
        holder = infirmary.examining.holder(typed(texts.text("clave-ask")))
        if holder is None:
            print(texts.text("clave-does-not-fit"))
            return REFUSED
        done = infirmary.backup(holder, call.asked.to.expanduser().absolute())
    except KioskError as error:
        return refused(error, texts)
    print(
        texts.text(
            "backup-done",
            file=done.file.name,
            size=size_words(done.size_bytes),
            number=str(done.events),
        )
    )
    return DONE


COMMAND = Command(
    name="backup", help="copy everything, sealed, to a folder", arguments=_arguments, run=_run
)
