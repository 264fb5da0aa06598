"""`ventanilla`: arguments only. Exit 0 done, 1 a crash, 2 wrong usage, 10 refused with the reason.

`verify` answers 0 authentic, 10 not authentic, 11 cannot be known here.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kiosk import preview
from kiosk.app import App, build_enrolment, the_world
from kiosk.devices.places import place_of_office
from kiosk.errors import KioskError
from kiosk.problems import problem_of
from kiosk.services.enrolment import Enrolment, EnrolmentDone, EnrolmentPending
from kiosk.services.verification import (
    InstitutionUnreadable,
    exit_status,
    load_institution,
    report,
)
from kiosk.settings import LANGUAGES, ZOOM_PERCENTS, Settings, read_settings
from kiosk.texts import Texts
from sync.clock import Clock, SystemClock
from sync.device.enrolment import Institution
from sync.errors import SyncError
from sync.receipt_check import ReceiptTrust, verify

DONE, USAGE, REFUSED = 0, 2, 10


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Run one command and return its exit code; *clock* says how old a comprobante is."""
    asked = _parser().parse_args(arguments)
    settings = read_settings(getattr(asked, "profile", None))
    match asked.command:
        case "enrol":
            return _enrol(settings, asked.institution, asked.code, asked.fingerprint)
        case "preview":
            return preview.run(asked.file, asked.media, _looks(settings, asked))
        case "verify":
            return _verify(settings, asked.institution, asked.text, clock or SystemClock())
        case _:
            return _run(settings_of(asked, os.environ))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ventanilla", description=(__doc__ or "").split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    profile = argparse.ArgumentParser(add_help=False)
    profile.add_argument("--profile", type=Path, help="folder of this device")
    run = commands.add_parser("run", parents=[profile], help="open the app")
    run.add_argument("--language", choices=LANGUAGES, help="of the screens")
    run.add_argument("--zoom", type=int, choices=ZOOM_PERCENTS, help="percent")
    run.add_argument("--contrast", action="store_true", help="high contrast")
    run.add_argument(
        "--office-position",
        type=_office_position,
        metavar="'LAT LON [ALT [ACC]]'",
        help="where this office is, in degrees and metres",
    )
    run.add_argument("--gps", type=Path, help="serial line of a GPS receiver (NMEA)")
    run.add_argument("--camera-folder", type=Path, help="where a scanner drops its pages")
    enrol = commands.add_parser("enrol", parents=[profile], help="make this computer a device")
    enrol.add_argument("--institution", type=Path, required=True, help="institution.vtp")
    enrol.add_argument("--code", required=True, help="the one-time code of the office")
    enrol.add_argument("--fingerprint", help="twelve characters of the office's notice")
    tried = commands.add_parser("preview", help="try a form in both modes; nothing is kept")
    preview.add_arguments(tried)
    check = commands.add_parser("verify", parents=[profile], help="is this comprobante authentic?")
    check.add_argument("--institution", type=Path, help="institution.vtp")
    check.add_argument("text", help="what the code holds")
    return parser


def _looks(settings: Settings, asked: argparse.Namespace) -> Settings:
    """Return the settings with what the command says about words and looks."""
    return replace(
        settings,
        language=asked.language or settings.language,
        zoom_percent=asked.zoom or settings.zoom_percent,
        high_contrast=asked.contrast or settings.high_contrast,
    )


def settings_of(asked: argparse.Namespace, environment: Mapping[str, str]) -> Settings:
    """Return the settings of `run`: what the command says, else the environment."""
    settings = read_settings(asked.profile, environment)
    return replace(
        _looks(settings, asked),
        office_position=asked.office_position or settings.office_position,
        receiver=asked.gps or settings.receiver,
        camera_folder=asked.camera_folder or settings.camera_folder,
    )


def _office_position(text: str) -> str:
    if place_of_office(text) is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no place: latitude and longitude in degrees")
    return text


def _run(settings: Settings) -> int:
    texts = _texts(settings)
    if not settings.database.exists():
        print(texts.text("enrol-first"), file=sys.stderr)
        return REFUSED
    return App(settings).run()


# ---------------------------------------------------------------------------------- enrol


def _enrol(settings: Settings, file: Path, code: str, fingerprint: str | None) -> int:
    texts = _texts(settings)
    enrolment = build_enrolment(settings, the_world())
    try:
        institution = enrolment.institution(file)
    except OSError:
        print(texts.text("verify-usage-broken", code="file", file=file.name), file=sys.stderr)
        return USAGE
    except SyncError as error:
        return _refused(error, texts)
    if not _is_the_right_one(institution, fingerprint, texts):
        print(texts.text("enrol-other-fingerprint"), file=sys.stderr)
        return REFUSED
    passphrase = _clave(enrolment, texts)
    if passphrase is None:
        print(texts.text("enrol-clave-differs"), file=sys.stderr)
        return REFUSED
    try:
        match enrolment.enrol(institution, code, passphrase):
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
        return _refused(error, texts)


def _is_the_right_one(institution: Institution, fingerprint: str | None, texts: Texts) -> bool:
    """Show the fingerprint; compare it with the one given, or ask a person who is there.

    Where neither is, nothing is believed: what is confirmed here is pinned (PROTOCOL §5a).
    """
    shown = texts.text(
        "enrol-fingerprint", name=institution.profile.name, fingerprint=institution.fingerprint
    )
    print(shown)
    if fingerprint is not None:
        typed = fingerprint.upper().replace("-", "").replace(" ", "")
        return typed == institution.fingerprint
    if not sys.stdin.isatty():
        return False
    answer = input(texts.text("enrol-fingerprint-ask") + " ")
    return answer.strip().lower() in ("s", "sí", "si", "y", "yes")


def _clave(enrolment: Enrolment, texts: Texts) -> str | None:
    """Return the clave: typed twice, or the proposed one for an empty line; None if they differ."""
    proposed = enrolment.propose()
    print(texts.text("enrol-clave-proposed", clave=proposed))
    first = _typed(texts.text("enrol-clave-ask"))
    if not first.strip():
        return proposed
    return first if _typed(texts.text("enrol-clave-again")) == first else None


def _typed(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(prompt + " ")
    return sys.stdin.readline().rstrip("\r\n")


# --------------------------------------------------------------------------------- verify


def _verify(settings: Settings, file: Path | None, text: str, clock: Clock) -> int:
    texts = _texts(settings)
    trust = None
    if file is not None or settings.institution.exists():
        chosen = file or settings.institution
        try:
            trust = ReceiptTrust.of(load_institution(chosen))
        except InstitutionUnreadable as error:
            _refused(error, texts)
            return USAGE
    verdict = verify(text.strip(), trust)
    for line in report(verdict, int(clock.now().timestamp()), texts):
        print(line)
    return exit_status(verdict)


# ----------------------------------------------------------------------------------- words


def _refused(error: Exception, texts: Texts) -> int:
    problem = problem_of(error, texts)
    for sentence in (problem.happened, problem.safe, problem.todo):
        print(sentence, file=sys.stderr)
    return REFUSED


def _texts(settings: Settings) -> Texts:
    return Texts(settings.translations, settings.language, SystemClock())


if __name__ == "__main__":
    sys.exit(main())
