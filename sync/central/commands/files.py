"""`files missing`, `files export`: photos and other files of events."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from sync.central.attachment_list import missing_files, opened_file
from sync.central.commands.base import Commands, opened, write_new
from sync.ids import DeviceId


def missing(options: argparse.Namespace) -> None:
    """List the files that events name and that have not arrived whole."""
    count = 0
    with opened(options.dir) as platform:
        platform.catch_up()
        for one in missing_files(platform):
            count += 1
            print(
                f"{one.device_id.hex()} {one.event_id.hex()} {one.index} {one.media_type}"
                f" {one.received_bytes}/{one.length_bytes}"
            )
    print(f"missing {count}")


def export(options: argparse.Namespace) -> None:
    """Write one file of an event, opened, to a new file; it is personal data in clear."""
    with opened(options.dir) as platform:
        platform.catch_up()
        file = opened_file(platform, DeviceId(options.device), options.event, options.index)
    write_new(options.out, file.content)
    print(f"{options.out} {file.media_type} {len(file.content)} bytes")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    group = commands.group("files", "photos and other files of events")
    group.add("missing", missing)
    exported = group.add("export", export)
    exported.add_argument("--device", type=_hex(8), required=True, help="device_id, 16 hex digits")
    exported.add_argument("--event", type=_hex(16), required=True, help="event_id, 32 hex digits")
    exported.add_argument("--index", type=int, required=True, help="number of the attachment")
    exported.add_argument("--out", type=Path, required=True, help="new file")


def _hex(length: int) -> Callable[[str], bytes]:
    def read(text: str) -> bytes:
        try:
            octets = bytes.fromhex(text)
        except ValueError:
            octets = b""
        if len(octets) != length:
            raise argparse.ArgumentTypeError(f"{2 * length} hex digits")
        return octets

    return read
