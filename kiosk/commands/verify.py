"""`ventanilla verify`: is this comprobante authentic? 0 yes, 10 no, 11 cannot be known here.

`--page` says which verify page is the institution's: SHA-256 as its profile states them; with files
of a page that somebody saved, whether they are that page (0 yes, 10 no, 11 nothing is stated).
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from kiosk.commands.command import DONE, REFUSED, USAGE, Call, Command, refused
from kiosk.services.verification import (
    InstitutionUnreadable,
    exit_status,
    load_institution,
    load_revocations,
    report,
)
from sync.receipt_check import ReceiptTrust, verify

PAGE_FILES = ("v", "v-worker.js")
UNKNOWN = 11


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--institution", type=Path, help="institution.vtp")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("text", nargs="?", help="what the code holds")
    asked.add_argument(
        "--page", type=Path, nargs="*", metavar="FILE", help="SHA-256 of the verify page"
    )


def _run(call: Call) -> int:
    trust, revocations = None, None
    hashes: tuple[bytes, ...] = ()
    file: Path | None = call.asked.institution
    if file is not None or call.settings.institution.exists():
        chosen = file or call.settings.institution
        try:
            profile = load_institution(chosen)
            trust, hashes = ReceiptTrust.of(profile), profile.page_hashes
            revocations = load_revocations(call.settings.revocations, profile)
        except InstitutionUnreadable as error:
            refused(error, call.texts)
            return USAGE
    if call.asked.page is not None:
        return _page(call, hashes)
    verdict = verify(call.asked.text.strip(), trust, revocations)
    for line in report(verdict, int(call.clock.now().timestamp()), call.texts):
        print(line)
    return exit_status(verdict)


def _page(call: Call, stated: tuple[bytes, ...]) -> int:
    """Say what the profile states of the verify page, and whether *files* are that page."""
    texts, files = call.texts, call.asked.page
    if not stated:
        print(texts.text("verify-page-none"))
        return UNKNOWN
    if not files:
        for name, digest in zip(PAGE_FILES, stated, strict=False):
            print(texts.text("verify-page-hash", name=name, hash=digest.hex()))
        return DONE
    same = True
    for file in files:
        try:
            digest = hashlib.sha256(file.read_bytes()).digest()
        except OSError:
            refused(InstitutionUnreadable(file, "file"), texts)
            return USAGE
        print(texts.text("verify-page-hash", name=file.name, hash=digest.hex()))
        same = same and digest in stated
    print(texts.text("verify-page-same" if same else "verify-page-other"))
    return DONE if same else REFUSED


COMMAND = Command(
    name="verify", help="is this comprobante authentic?", arguments=_arguments, run=_run
)
