"""`ventanilla enrol`: makes this computer a device, from the command line (screen: V00)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.backstage import build_enrolment, the_world
from kiosk.commands.command import DONE, REFUSED, USAGE, Call, Command, refused, typed
from kiosk.errors import KioskError
from kiosk.services.enrolment import Enrolment
from kiosk.services.views import EnrolmentDone, EnrolmentPending
from kiosk.texts import Texts
from sync.device.enrolment import Institution
from sync.errors import SyncError


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--institution", type=Path, required=True, help="institution.vtp")
    parser.add_argument("--code", required=True, help="the one-time code of the office")
    parser.add_argument("--fingerprint", help="twelve characters of the office's notice")


def _run(call: Call) -> int:
    texts, asked = call.texts, call.asked
    enrolment = build_enrolment(call.settings, the_world())
    try:
        institution = enrolment.institution(asked.institution)
    except OSError:
        name = asked.institution.name
        print(texts.text("verify-usage-broken", code="file", file=name), file=sys.stderr)
        return USAGE
    except SyncError as error:
        return refused(error, texts)
    if not _is_the_right_one(institution, asked.fingerprint, texts):
        print(texts.text("enrol-other-fingerprint"), file=sys.stderr)
        return REFUSED
    passphrase = _clave(enrolment, texts)
    if passphrase is None:
        print(texts.text("enrol-clave-differs"), file=sys.stderr)
        return REFUSED
    try:
        match enrolment.enrol(institution, asked.code, passphrase):
            case EnrolmentDone() as done:
                print(
                    texts.text(
                        "enrol-done",
                        office=done.office,
                        terminal=done.terminal,
                        person=f"{done.operator_name} ({done.operator})".strip(),
                        services=done.services,
                    )
                )
                return DONE
            case EnrolmentPending():
                print(texts.text("enrol-pending"))
                return DONE
    except (KioskError, SyncError) as error:
        return refused(error, texts)


def _is_the_right_one(institution: Institution, fingerprint: str | None, texts: Texts) -> bool:
    """Show the fingerprint; compare it with the one given, or ask a person who is there.

    Where neither is, nothing is believed: what is confirmed here is pinned (PROTOCOL §5a).
    """
    shown = texts.text(
        "enrol-fingerprint", name=institution.profile.name, fingerprint=institution.fingerprint
    )
    print(shown)
    if fingerprint is not None:
        given = fingerprint.upper().replace("-", "").replace(" ", "")
        return given == institution.fingerprint
    if not sys.stdin.isatty():
        return False
    answer = input(texts.text("enrol-fingerprint-ask") + " ")
    return answer.strip().lower() in ("s", "sí", "si", "y", "yes")


def _clave(enrolment: Enrolment, texts: Texts) -> str | None:
    """Return the clave: typed twice, or the proposed one for an empty line; None if they differ."""
    proposed = enrolment.propose()
    print(texts.text("enrol-clave-proposed", clave=proposed))
    first = typed(texts.text("enrol-clave-ask"))
    if not first.strip():
        return proposed
    return first if typed(texts.text("enrol-clave-again")) == first else None


COMMAND = Command(name="enrol", help="make this computer a device", arguments=_arguments, run=_run)
