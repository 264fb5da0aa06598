"""`init`, `enrol-code`, `certify`: a central is made, and lets devices in."""

from __future__ import annotations

import argparse
from pathlib import Path

from sync.central.address import read_option
from sync.central.commands.base import Commands, opened, read_file
from sync.central.errors import CentralError
from sync.central.institution import (
    PROFILE_NAME,
    RECOVERY_NAME,
    ROOT_NAME,
    Institution,
    create_central,
)
from sync.central.keys import read_signer
from sync.central.rotation import rotate_sealing_key
from sync.clock import SystemClock, system_random
from sync.enrolment_code import EnrolmentCode, encode, profile_hash
from sync.profile import fingerprint

DEFAULT_LEGAL_LINE = "No es CFDI. Conserve este comprobante."


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
        None if options.database is None else read_option(options.database),
    )
    print(f"profile {options.dir / PROFILE_NAME}")
    print(f"fingerprint {fingerprint(profile.roots)}")
    print(f"root key {options.dir / ROOT_NAME} (keep it apart from this machine)")
    print(f"recovery key {options.dir / RECOVERY_NAME} (likewise; it opens every device's disk)")


def enrol_code(options: argparse.Namespace) -> None:
    """Print a one-time code, good for seven days, and the text of its QR code."""
    with opened(options.dir) as platform:
        code = platform.enrolment.create_code(options.terminal, options.operator)
        scanned = EnrolmentCode(
            base_url=platform.profile.base_url,
            code=code,
            profile_hash=profile_hash(read_file(options.dir / PROFILE_NAME)),
        )
    print(code)
    print(encode(scanned))


def certify(options: argparse.Namespace) -> None:
    """Sign every pending enrolment."""
    with opened(options.dir) as platform:
        signer = read_signer(options.root_key)
        if signer.point not in platform.profile.roots:
            raise CentralError("central.key", f"{options.root_key} is no root of this institution")
        for one in platform.enrolment.certify(signer):
            print(f"certified {one.device_id.hex()} {one.terminal}")


def rotate_keys(options: argparse.Namespace) -> None:
    """Give the central a new sealing key; devices seal to it once they pulled the profile."""
    with opened(options.dir) as platform:
        made = rotate_sealing_key(
            options.dir, platform.database, platform.keys, options.root_key, platform.clock
        )
    print(f"sealing key {made.kid.hex()} in {made.path}; profile version {made.profile_version}")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    new = commands.add("init", init)
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

    new.add_argument(
        "--database",
        metavar="URL",
        help="an empty PostgreSQL database, postgresql://USER@HOST/NAME without a password"
        " (PGPASSWORD, ~/.pgpass); - reads the URL from the input, password and all",
    )

    code = commands.add("enrol-code", enrol_code)
    code.add_argument("--terminal", required=True, help="like 20067-007")
    code.add_argument("--operator", type=int, required=True, help="number of who enrols it")

    commands.add("rotate-keys", rotate_keys).add_argument("--root-key", type=Path, required=True)
    commands.add("certify", certify).add_argument("--root-key", type=Path, required=True)


def _office(text: str) -> tuple[str, str]:
    terminal, separator, office = text.partition("=")
    if not separator or not terminal or not office:
        raise argparse.ArgumentTypeError("TERMINAL=OFFICE, like 20067-007=Tesorería")
    return terminal, office
