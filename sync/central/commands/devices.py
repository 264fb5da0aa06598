"""`devices`, `revoke`, `statement`, `release`, `refuse`, `wipe`: lost, misused and old devices."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from sync.central.administrators import Administrator, make_administrator, read_administrator
from sync.central.commands.base import Commands, opened, read_file, write_new
from sync.central.device_list import DeviceState, find_device, list_devices
from sync.central.errors import CentralError
from sync.central.keys import read_signer
from sync.central.platform import Platform
from sync.central.revocation import Report, decide, revoke
from sync.central.wipes import next_number, publish_order, sign_order
from sync.clock import SystemClock, now_milliseconds
from sync.errors import MessageInvalid
from sync.ids import CROCKFORD, DeviceId, crockford_number
from sync.profile import read_profile
from sync.revocations import ForgedStatement, Reported, sign_statement

WHY = {"lost": Reported.LOST, "misused": Reported.KEY_MISUSED, "retired": Reported.RETIRED}
PROTECTION = ("passphrase", "os keystore", "tpm")


def administrator(options: argparse.Namespace) -> None:
    """Make an administrator's key file, certified by the root; on the root's machine."""
    made = make_administrator(
        read_signer(options.root_key),
        options.name,
        options.out,
        now_milliseconds(SystemClock()) // 1000,
    )
    print(f"administrator {made.name}: {options.out} (give it to this person alone)")


def devices(options: argparse.Namespace) -> None:
    """List the devices: last contact, protection, streams, what was ordered."""
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.read() as connection:
            states = list_devices(connection)
    for state in states:
        print(_line(state))
        for stream in state.streams:
            series = crockford_number(int.from_bytes(stream.stream[:2], "big"), 4)
            print(f"  stream {series} stored {stream.seq} durable {stream.durable}")


def revoke_device(options: argparse.Namespace) -> None:
    """Report a device as lost, misused or retired; what it sent after the cut is held back."""
    statement = None if options.statement is None else read_file(options.statement)
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.write() as connection:
            device_id = find_device(connection, device=options.device, terminal=options.terminal)
            held_back = revoke(
                connection,
                Report(
                    device_id=device_id,
                    why=WHY[options.why],
                    last_good=dict(options.last_good) or None,
                    statement=statement,
                ),
                platform.keys,
                platform.profile.roots,
                now_milliseconds(platform.clock),
            )
        platform.catch_up()
    print(f"revoked {device_id.hex()} ({options.why}); {held_back} events held back")


def statement(options: argparse.Namespace) -> None:
    """Sign with the root that a device's key was misused; on the root's machine."""
    said = ForgedStatement(device_id=_device_id(options.device), last_good=dict(options.last_good))
    write_new(options.out, sign_statement(read_signer(options.root_key), said))
    print(f"statement {options.out}: give it to revoke --why misused --statement")


def release(options: argparse.Namespace) -> None:
    """Let events of a reported device count that lie after its cut."""
    _decide(options, released=True)


def refuse(options: argparse.Namespace) -> None:
    """Note that events of a reported device after its cut are not to count; they stay stored."""
    _decide(options, released=False)


def wipe(options: argparse.Namespace) -> None:
    """Order a device, with an administrator's key, to deliver everything and destroy its keys."""
    with opened(options.dir) as platform:
        now_ms = now_milliseconds(platform.clock)
        roots = platform.profile.roots
        if options.order is not None:
            signed = read_file(options.order)
        else:
            who = _administrator(platform, options)
            with platform.database.read() as connection:
                device_id = find_device(
                    connection, device=options.device, terminal=options.terminal
                )
                number = next_number(connection, device_id)
            signed = sign_order(
                who,
                device_id,
                why=WHY[options.why],
                number=number,
                not_before_seconds=now_ms // 1000,
            )
        with platform.database.write() as connection:
            read = publish_order(connection, signed, roots, now_ms)
    if options.out is not None:
        write_new(options.out, signed)
    order = read.order
    print(f"wipe {order.number} of {order.device_id.hex()} by {read.administrator.name}")


def wipe_order(options: argparse.Namespace) -> None:
    """Sign a wipe order into a file, away from the central; wipe --order publishes it there."""
    try:
        roots = read_profile(read_file(options.institution), None).roots
    except MessageInvalid as error:
        raise CentralError("central.profile", str(options.institution)) from error
    now_seconds = now_milliseconds(SystemClock()) // 1000
    who = read_administrator(options.administrator, roots, now_seconds)
    signed = sign_order(
        who,
        _device_id(options.device),
        why=WHY[options.why],
        number=options.number,
        not_before_seconds=now_seconds,
    )
    write_new(options.out, signed)
    print(f"order {options.number} by {who.name}: {options.out}")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    made = commands.add("administrator", administrator, folder=False)
    made.add_argument("--name", required=True, help="who it is")
    made.add_argument("--root-key", type=Path, required=True)
    made.add_argument("--out", type=Path, required=True, help="the key file, new")

    commands.add("devices", devices)

    revoked = commands.add("revoke", revoke_device)
    _add_device(revoked)
    revoked.add_argument("--why", choices=sorted(WHY), required=True)
    _add_last_good(revoked, "left out: what is stored now is good")
    revoked.add_argument("--statement", type=Path, help="a root's, for a key that was misused")

    said = commands.add("statement", statement, folder=False)
    said.add_argument("--device", required=True, help="its id, 16 hex digits")
    said.add_argument("--root-key", type=Path, required=True)
    said.add_argument("--out", type=Path, required=True)
    _add_last_good(said, "left out: nothing is")

    for name, run in (("release", release), ("refuse", refuse)):
        decided = commands.add(name, run)
        _add_device(decided)
        decided.add_argument("--administrator", type=Path, required=True, metavar="KEYFILE")

    wiped = commands.add("wipe", wipe)
    wiped.add_argument("--terminal", help="like 20067-007")
    wiped.add_argument("--device", help="its id, 16 hex digits")
    wiped.add_argument("--why", choices=sorted(WHY), default="lost")
    wiped.add_argument("--administrator", type=Path, metavar="KEYFILE")
    wiped.add_argument("--order", type=Path, help="an order signed elsewhere, instead of KEYFILE")
    wiped.add_argument("--out", type=Path, help="also into a file, for a USB stick")

    apart = commands.add("wipe-order", wipe_order, folder=False)
    apart.add_argument("--institution", type=Path, required=True, help="institution.vtp")
    apart.add_argument("--device", required=True, help="its id, 16 hex digits")
    apart.add_argument("--why", choices=sorted(WHY), default="lost")
    apart.add_argument("--number", type=int, required=True, help="above the last order's")
    apart.add_argument("--administrator", type=Path, required=True, metavar="KEYFILE")
    apart.add_argument("--out", type=Path, required=True)


def _decide(options: argparse.Namespace, *, released: bool) -> None:
    with opened(options.dir) as platform:
        platform.catch_up()
        who = _administrator(platform, options)
        with platform.database.write() as connection:
            count = decide(
                connection,
                find_device(connection, device=options.device, terminal=options.terminal),
                released=released,
                administrator=who,
                now_ms=now_milliseconds(platform.clock),
                follow=platform.consequences,
            )
        platform.catch_up()
    print(f"{'released' if released else 'refused'} {count} events by {who.name}")


def _administrator(platform: Platform, options: argparse.Namespace) -> Administrator:
    if options.administrator is None:
        raise CentralError("administrator.key", "give --administrator KEYFILE")
    now_seconds = now_milliseconds(platform.clock) // 1000
    return read_administrator(options.administrator, platform.profile.roots, now_seconds)


def _line(state: DeviceState) -> str:
    heard = "never"
    if state.last_contact_ms is not None:
        heard = datetime.fromtimestamp(state.last_contact_ms / 1000, UTC).isoformat("T", "minutes")
    words = [
        state.device_id.hex(),
        state.terminal,
        f"heard {heard}",
        f"protection {PROTECTION[state.protection]}",
        f"version {state.app_version}",
        *(f"{kind.name.lower()} slots {count}" for kind, count in state.slots.items()),
    ]
    if state.revoked is not None:
        words.append(f"REVOKED {state.revoked.name.lower()} ({state.waiting} events wait)")
    if state.wipe_number is not None:
        words.append(f"WIPE {state.wipe_number}")
    return "  ".join(words)


def _device_id(text: str) -> DeviceId:
    try:
        device_id = bytes.fromhex(text)
    except ValueError:
        device_id = b""
    if len(device_id) != 8:
        raise CentralError("device.unknown", text)
    return DeviceId(device_id)


def _add_device(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--terminal", help="like 20067-007")
    which.add_argument("--device", help="its id, 16 hex digits")


def _add_last_good(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument(
        "--last-good",
        action="append",
        type=_series_number,
        default=[],
        metavar="SERIES=NUMBER",
        help=f"the last good number of a series, as on paper: 1PGE=342; {words}",
    )


def _series_number(text: str) -> tuple[int, int]:
    letters, separator, number = text.upper().partition("=")
    if not separator or not number.isdigit() or len(letters) != 4 or set(letters) - set(CROCKFORD):
        raise argparse.ArgumentTypeError("SERIES=NUMBER, like 1PGE=342")
    series = 0
    for letter in letters:
        series = series * 32 + CROCKFORD.index(letter)
    if series > 65_535:
        raise argparse.ArgumentTypeError("no such series")
    return series, int(number)
