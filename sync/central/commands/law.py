"""`erase`: an office's order to erase, block or free what is held of a person."""

from __future__ import annotations

import argparse
from datetime import date

from sync.catalogue import ErasureAct
from sync.central.commands.base import Commands, opened
from sync.central.erasures import Wanted, about_subject, owners_of
from sync.central.errors import CentralError
from sync.central.event_rows import whole_day
from sync.clock import now_milliseconds
from sync.ids import DeviceId, EventId

ACTS = {"erase": ErasureAct.ERASE, "block": ErasureAct.BLOCK, "unblock": ErasureAct.UNBLOCK}
ID_BYTES = 16


def erase(options: argparse.Namespace) -> None:
    """Erase, block or free events, or all of a person, here and on the devices that hold them."""
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.write() as connection:
            targets: list[tuple[DeviceId, EventId]] = []
            for text in options.subject:
                found = about_subject(connection, _id_of(text))
                if not found:
                    raise CentralError("erase.unknown", text)
                targets.extend(found)
            for text in options.event:
                event_id = EventId(_id_of(text))
                owners = owners_of(connection, event_id)
                if not owners:
                    raise CentralError("erase.unknown", text)
                targets.extend((device_id, event_id) for device_id in owners)
            done = platform.consequences.erasures.order(
                connection,
                (
                    Wanted(
                        device_id=device_id,
                        event_id=event_id,
                        act=ACTS[options.act],
                        legal_basis=options.basis,
                        until=whole_day(options.until),
                    )
                    for device_id, event_id in targets
                ),
                now_milliseconds(platform.clock),
            )
        gone = platform.consequences.erasures.settle(platform.database)
    print(f"erased {done.erased}, blocked {done.blocked}, unblocked {done.unblocked}")
    if not gone:
        print("somebody reads beside us: the write-ahead log is emptied at the next push or start")


def add_to(commands: Commands) -> None:
    """Add this command to the command line."""
    ordered = commands.add("erase", erase)
    ordered.add_argument("--event", action="append", default=[], metavar="HEX")
    ordered.add_argument("--subject", action="append", default=[], metavar="HEX")
    ordered.add_argument("--basis", required=True, help="legal basis, or the file's number")
    ordered.add_argument("--act", choices=sorted(ACTS), default="erase")
    ordered.add_argument("--until", type=date.fromisoformat, help="blocked until, YYYY-MM-DD")


def _id_of(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != ID_BYTES:
        raise CentralError("erase.unknown", text)
    return found
