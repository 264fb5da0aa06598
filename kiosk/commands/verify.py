"""`ventanilla verify`: is this comprobante authentic? 0 yes, 10 no, 11 cannot be known here."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.commands.command import USAGE, Call, Command, refused
from kiosk.services.verification import (
    InstitutionUnreadable,
    exit_status,
    load_institution,
    load_revocations,
    report,
)
from sync.receipt_check import ReceiptTrust, verify


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--institution", type=Path, help="institution.vtp")
    parser.add_argument("text", help="what the code holds")


def _run(call: Call) -> int:
    trust, revocations = None, None
    file: Path | None = call.asked.institution
    if file is not None or call.settings.institution.exists():
        chosen = file or call.settings.institution
        try:
            profile = load_institution(chosen)
            trust = ReceiptTrust.of(profile)
            revocations = load_revocations(call.settings.revocations, profile)
        except InstitutionUnreadable as error:
            refused(error, call.texts)
            return USAGE
    verdict = verify(call.asked.text.strip(), trust, revocations)
    for line in report(verdict, int(call.clock.now().timestamp()), call.texts):
        print(line)
    return exit_status(verdict)


COMMAND = Command(
    name="verify", help="is this comprobante authentic?", arguments=_arguments, run=_run
)
