"""`recovery request`, `recovery grant`, `escrow-open`: a passphrase nobody remembers."""

from __future__ import annotations

import argparse
from pathlib import Path

from sync.central.administrators import read_administrator
from sync.central.commands.base import Commands, opened, read_file
from sync.central.errors import CentralError
from sync.central.escrow import open_escrow_file
from sync.central.institution import renew_profile
from sync.central.keys import read_seal_private, write_private
from sync.central.recovery import ask, grant
from sync.clock import now_milliseconds
from sync.sealed import generate_seal_key


def request(options: argparse.Namespace) -> None:
    """Ask for the code of a slot, with the four characters that stand on the device's screen."""
    with opened(options.dir) as platform:
        now_ms = now_milliseconds(platform.clock)
        who = read_administrator(options.administrator, platform.profile.roots, now_ms // 1000)
        with platform.database.write() as connection:
            asked = ask(
                connection,
                options.dir,
                terminal=options.terminal,
                slot=options.slot,
                check=options.check,
                administrator=who,
                now_ms=now_ms,
            )
    print(
        f"request {asked.number} for {options.terminal}, slot {asked.slot}, by {who.name};"
        " another administrator grants it within a day"
    )


def grant_request(options: argparse.Namespace) -> None:
    """Grant what another administrator asked for, and show the code once, to be read out."""
    with opened(options.dir) as platform:
        now_ms = now_milliseconds(platform.clock)
        who = read_administrator(options.administrator, platform.profile.roots, now_ms // 1000)
        with platform.database.write() as connection:
            code = grant(
                connection,
                options.dir,
                terminal=options.terminal,
                slot=options.slot,
                administrator=who,
                now_ms=now_ms,
            )
    print(code)


def recovery_key(options: argparse.Namespace) -> None:
    """Make the institution's recovery key and put its public half into the profile.

    For a central that was made before there were recovery keys, or whose key was lost or seen:
    devices seal to the new one with their next profile.
    """
    with opened(options.dir) as platform:
        if platform.profile.recovery_public is not None and not options.replace:
            raise CentralError("recovery.key", "give --replace to make another one")
        private, public = generate_seal_key()
        write_private(options.out, private)
        try:
            profile = renew_profile(
                options.dir,
                platform.database,
                options.root_key,
                platform.clock,
                recovery_public=public,
            )
        except CentralError:
            options.out.unlink()
            raise
    print(f"recovery key {options.out} (keep it apart from this machine)")
    print(f"profile version {profile.version}")


def escrow_open(options: argparse.Namespace) -> None:
    """Open the escrow slot of a device's key file; prints the database key, 64 hex digits."""
    private = read_seal_private(options.recovery_key)
    for key in open_escrow_file(private, read_file(options.slots)):
        print(key.hex())


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    group = commands.group("recovery", "Read out a recovery code, with two administrators.")
    asked = group.add("request", request)
    granted = group.add("grant", grant_request)
    for parser in (asked, granted):
        parser.add_argument("--terminal", required=True, help="like 20067-007")
        parser.add_argument("--slot", type=int, required=True, help="number on the screen")
        parser.add_argument("--administrator", type=Path, required=True, metavar="KEYFILE")
    asked.add_argument("--check", required=True, help="four characters on the device's screen")

    made = commands.add("recovery-key", recovery_key)
    made.add_argument("--root-key", type=Path, required=True, help="signs the profile")
    made.add_argument("--out", type=Path, required=True, help="the private half, a new file")
    made.add_argument("--replace", action="store_true", help="though there is one already")

    escrow = commands.add("escrow-open", escrow_open, folder=False)
    escrow.add_argument("--recovery-key", type=Path, required=True, help="offline/recovery.key")
    escrow.add_argument("--slots", type=Path, required=True, help="the device's file NAME.slots")
