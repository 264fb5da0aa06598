"""`ventanilla doctor`: is this device's file sound? 0 yes, 10 damaged, 11 cannot be known so.

Looks only. `--export` hands over what can be read, sealed; `--rebuild` builds derived tables again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.backstage import build_infirmary, the_world
from kiosk.commands.command import DONE, Call, Command, refused, typed
from kiosk.errors import KnownError
from kiosk.services.examining import Examination, Verdict
from kiosk.services.examining_words import examination_lines, report_lines


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--export", type=Path, metavar="FOLDER", help="hand over what can be read, sealed"
    )
    parser.add_argument(
        "--rebuild", action="store_true", help="build derived tables again where they differ"
    )


def _run(call: Call) -> int:
    texts = call.texts
    infirmary = build_infirmary(call.settings, the_world())
    clave = typed(texts.text("doctor-clave-ask")) or None
    try:
        found = infirmary.examining.examine(clave)
    except KnownError as error:
        return refused(error, texts)
    for line in examination_lines(found, texts):
        print(line)
    if call.asked.export is not None:
        return _export(call, found)
    if call.asked.rebuild and found.may_rebuild and found.key is not None:
        return _rebuild(call, found.key)
    return int(found.verdict)


def _export(call: Call, found: Examination) -> int:
    texts = call.texts
    if found.key is None:
        print(texts.text("rescue-needs-clave"))
        return int(Verdict.UNKNOWN)
    rescuing = build_infirmary(call.settings, the_world()).rescuing
    try:
        done = rescuing.export(found.key, call.asked.export)
    except KnownError as error:
        return refused(error, texts)
    for line in report_lines(done.report, texts):
        print(line)
    print(texts.text("rescue-done", file=done.file.name, folder=str(done.file.parent)))
    print(texts.text("rescue-kept", folder=done.kept.name))
    return int(found.verdict)


def _rebuild(call: Call, key: bytes) -> int:
    infirmary = build_infirmary(call.settings, the_world())
    try:
        infirmary.rebuild(key)
    except KnownError as error:
        return refused(error, call.texts)
    print(call.texts.text("doctor-rebuilt"))
    return DONE


COMMAND = Command(
    name="doctor", help="is this device's file sound?", arguments=_arguments, run=_run
)
