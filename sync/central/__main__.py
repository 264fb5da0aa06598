"""`ventanilla-central`: command line and composition root of the central platform.

    init        make a new central: root key, keys, database, institution profile
    serve       answer devices over HTTP until SIGTERM
    enrol-code  print a one-time code for a terminal and the operator who enrols it
    certify     sign pending enrolments with the root key
    publish     read a catalogue folder and make it what devices pull
    report      print what the central holds, as JSON

Exit status: 0 done, 10 refused with the reason on the error output (nothing was changed), 2 wrong
usage. This module alone may import `forms`, and does so only when a command needs it.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.central.api import create_app
from sync.central.catalogue_file import Catalogue, read_catalogue
from sync.central.errors import CentralError
from sync.central.institution import (
    PROFILE_NAME,
    ROOT_NAME,
    Institution,
    create_central,
    renew_profile,
)
from sync.central.keys import read_signer
from sync.central.platform import Platform, open_platform
from sync.central.ports import ImportedForm, ImportForm, RegistrationAnswers, SubmissionXml
from sync.central.publishing import publish_catalogue
from sync.central.reasons import said
from sync.central.report import make_report
from sync.central.server import address_of, bind, serve_until_stopped
from sync.clock import SystemClock, now_milliseconds, system_random
from sync.profile import fingerprint

if TYPE_CHECKING:
    from forms.xform.definition import FormDefinition
    from forms.xlsform.convert import Imported
    from forms.xlsform.files import Given

REFUSED = 10
DEFINITIONS_KEPT = 64
DEFAULT_LEGAL_LINE = "No es CFDI. Conserve este comprobante."
DEFAULT_PORTS = {"http": 80, "https": 443}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--convert-form"]:  # a packaged program is its own converter (FORMS §1.2)
        from forms.xlsform import child

        return child.main(words[1:])
    options = _parser().parse_args(words)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s"
    )
    run: Callable[[argparse.Namespace], None] = options.run
    try:
        run(options)
    except CentralError as error:
        print(f"ventanilla-central: {said(error.code, error.detail)}", file=sys.stderr)
        return REFUSED
    return 0


def init(options: argparse.Namespace) -> None:
    """Make a new central; refuses a folder that holds anything."""
    profile = create_central(
        options.dir,
        Institution(
            name=options.name,
            place=options.place,
            domain_words=options.domain_words,
            phone=options.phone,
            base_url=options.url,
            receipt_prefix=options.prefix,
            legal_line=options.legal_line,
            offices=dict(options.office),
        ),
        SystemClock(),
        system_random,
    )
    print(f"profile {options.dir / PROFILE_NAME}")
    print(f"fingerprint {fingerprint(profile.roots)}")
    print(f"root key {options.dir / ROOT_NAME} (keep it apart from this machine)")


def serve(options: argparse.Namespace) -> None:
    """Answer devices until SIGTERM or SIGINT."""
    with _opened(options.dir, options.root_key) as platform:
        url = urlsplit(platform.profile.base_url)
        host = options.host or url.hostname or "127.0.0.1"
        port = options.port if options.port is not None else url.port
        listener = bind(host, DEFAULT_PORTS.get(url.scheme, 0) if port is None else port)

        def ready() -> None:
            print(f"serving {address_of(listener)}", flush=True)

        platform.worker.start()
        serve_until_stopped(create_app(platform), listener, ready)


def enrol_code(options: argparse.Namespace) -> None:
    """Print a one-time code: twelve characters, good for seven days."""
    with _opened(options.dir) as platform:
        print(platform.enrolment.create_code(options.terminal, options.operator))


def certify(options: argparse.Namespace) -> None:
    """Sign every pending enrolment."""
    with _opened(options.dir) as platform:
        signer = read_signer(options.root_key)
        if signer.point not in platform.profile.roots:
            raise CentralError("central.key", f"{options.root_key} is no root of this institution")
        for one in platform.enrolment.certify(signer):
            print(f"certified {one.device_id.hex()} {one.terminal}")


def publish(options: argparse.Namespace) -> None:
    """Make a catalogue folder what devices pull; the profile follows where its names changed."""
    catalogue = read_catalogue(options.folder, _import_form())
    with _opened(options.dir) as platform:
        root_key = _root_for_profile(options, platform, catalogue)
        now_ms = now_milliseconds(platform.clock)
        with platform.database.write() as connection:
            done = publish_catalogue(connection, catalogue, catalogue.settings, now_ms)
        for dataset, count in sorted(done.changed.items()):
            print(f"dataset {dataset}: {count} entries")
        if root_key is not None:
            profile = renew_profile(
                options.dir,
                platform.database,
                root_key,
                platform.clock,
                concepts=catalogue.concepts,
                offices=_offices(platform, catalogue),
            )
            print(f"profile version {profile.version}")
        platform.catch_up()


def report(options: argparse.Namespace) -> None:
    """Bring the read tables up to date and print what the central holds."""
    with _opened(options.dir) as platform:
        platform.catch_up()
        made = make_report(platform.database)
    if options.json:
        json.dump(made, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    for name in ("devices", "people", "registrations", "payments", "shifts", "consents"):
        print(f"{name} {len(made[name])}")
    print(f"payments_centavos {made['totals']['payments_centavos']}")
    print(f"quarantine {len(made['quarantine'])}")
    print(f"events {made['events']}")


def _opened(folder: Path, root_key: Path | None = None) -> contextlib.closing[Platform]:
    return contextlib.closing(
        open_platform(
            folder,
            clock=SystemClock(),
            random=system_random,
            submission_xml=_submission_xml(),
            root_key=root_key,
        )
    )


def _offices(platform: Platform, catalogue: Catalogue) -> dict[str, str]:
    return {**platform.profile.offices, **catalogue.offices}


def _root_for_profile(
    options: argparse.Namespace, platform: Platform, catalogue: Catalogue
) -> Path | None:
    """Return the root key to sign a new profile with, None where its names stay as they are."""
    profile = platform.profile
    same_names = dict(profile.concepts) == dict(catalogue.concepts)
    if same_names and dict(profile.offices) == _offices(platform, catalogue):
        return None
    path: Path = options.root_key or options.dir / ROOT_NAME
    if not path.is_file():
        raise CentralError("publish.root_key", "names in the profile change: give --root-key FILE")
    if read_signer(path).point not in profile.roots:
        raise CentralError("central.key", f"{path} is no root of this institution")
    return path


def _import_form() -> ImportForm:
    """Return the form engine's import: workbook to definition, or every finding.

    The files a form names are looked for in the folder `NAME-media` beside `NAME.xlsx`; one that is
    missing refuses the form here, where `check` only warns (FORMS §3).
    """

    def import_form(workbook: Path) -> ImportedForm:
        from forms.report import Severity
        from forms.xlsform.convert import FileUnreadable
        from forms.xlsform.convert import import_form as read_workbook
        from forms.xlsform.files import given_in

        given = given_in(workbook.with_name(f"{workbook.stem}-media"))
        try:
            imported = read_workbook(workbook, given=given)
        except FileUnreadable as error:
            raise CentralError("publish.form_unreadable", f"{workbook.name}: {error}") from error
        if imported.definition is None or imported.xml is None:
            findings = "\n".join(finding.line() for finding in imported.report.findings)
            raise CentralError("publish.form_refused", f"{workbook.name}\n{findings}")
        if missing := imported.missing():
            findings = "\n".join(replace(one, severity=Severity.ERROR).line() for one in missing)
            raise CentralError("publish.form_refused", f"{workbook.name}\n{findings}")
        for finding in imported.report.findings:
            if finding.severity is not Severity.INFO:
                print(f"{workbook.name}: {finding.line()}")
        return ImportedForm(
            form_id=imported.definition.form_id,
            version=imported.definition.version,
            title=imported.definition.title,
            definition=imported.xml,
            files=dict(_files_of(imported, given)),
        )

    return import_form


def _files_of(imported: Imported, given: Given) -> Iterator[tuple[str, bytes]]:
    """Yield what devices need beside a form; `itemsets.csv` comes out of the workbook itself."""
    from forms.xlsform.files import ITEMSETS

    for name in imported.files:
        content = given.content(name)
        if name == ITEMSETS and imported.itemsets is not None:
            content = imported.itemsets.encode()
        if content is not None:
            yield name, content


def _submission_xml() -> SubmissionXml:
    """Return the form engine's X(definition, answers); the engine is imported when it is needed."""

    @functools.lru_cache(maxsize=DEFINITIONS_KEPT)
    def parsed(definition: bytes) -> FormDefinition:
        from forms.xform.parse import parse_definition

        return parse_definition(definition)

    def submission_xml(definition: bytes, registration: RegistrationAnswers) -> bytes:
        from forms.errors import FormError
        from forms.submission import submission_xml as x_of

        try:
            return x_of(
                parsed(definition),
                registration.answers,
                registration.instance_id,
                registration.instance_name,
                registration.deprecated_id,
            )
        except FormError as error:
            raise ValueError(str(error)) from error

    return submission_xml


def _office(text: str) -> tuple[str, str]:
    terminal, separator, office = text.partition("=")
    if not separator or not terminal or not office:
        raise argparse.ArgumentTypeError("TERMINAL=OFFICE, like 20067-007=Tesorería")
    return terminal, office


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ventanilla-central", description="The reference central platform of Ventanilla."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        words = (run.__doc__ or "").partition("\n")[0]
        added = commands.add_parser(name, help=words, description=words)
        added.add_argument("--dir", type=Path, required=True, help="folder of this central")
        added.set_defaults(run=run)
        return added

    new = command("init", init)
    for name, words in (
        ("--name", "name of the institution"),
        ("--place", "place, as printed on receipts"),
        ("--domain-words", "the receipts' domain in words"),
        ("--phone", "phone, as printed on receipts"),
        ("--url", "base URL that devices reach; http only for a loopback address"),
        ("--prefix", "receipt prefix https://HOST/v#"),
    ):
        new.add_argument(name, required=True, help=words)
    new.add_argument("--legal-line", default=DEFAULT_LEGAL_LINE, help="legal line on receipts")
    new.add_argument(
        "--office", action="append", type=_office, default=[], metavar="TERMINAL=OFFICE"
    )

    running = command("serve", serve)
    running.add_argument("--host", help="address to listen on (default: that of the base URL)")
    running.add_argument("--port", type=int, help="port to listen on; 0 takes a free one")
    running.add_argument("--root-key", type=Path, help="with it enrolment is granted at once")

    code = command("enrol-code", enrol_code)
    code.add_argument("--terminal", required=True, help="like 20067-007")
    code.add_argument("--operator", type=int, required=True, help="number of who enrols it")

    command("certify", certify).add_argument("--root-key", type=Path, required=True)

    published = command("publish", publish)
    published.add_argument("folder", type=Path, help="folder with catalogue.toml and workbooks")
    published.add_argument("--root-key", type=Path, help="signs the profile if its names change")

    command("report", report).add_argument("--json", action="store_true", help="whole, as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
