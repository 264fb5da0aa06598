"""`quarantine list`, `quarantine show`, `quarantine replay`: what is stored and does not count."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from sync import cbor
from sync.central.commands.base import Commands, opened, write_new
from sync.central.device_list import find_device
from sync.central.errors import CentralError
from sync.central.platform import Platform
from sync.central.quarantine import (
    REPLAYABLE,
    Quarantined,
    list_quarantine,
    show_quarantined,
)
from sync.central.replay import replay
from sync.clock import now_milliseconds
from sync.ids import DeviceId


def list_all(options: argparse.Namespace) -> None:
    """List the events that wait, each with its code and what the code means."""
    with opened(options.dir) as platform:
        device_id = _device(platform, options)
        with platform.database.read() as connection:
            entries = list_quarantine(
                connection, device_id=device_id, codes=set(options.code) or None
            )
    for entry in entries:
        print(_line(entry))
    print(f"waiting {len(entries)}")


def show(options: argparse.Namespace) -> None:
    """Show one event that waits; its bytes only into files, for they may name people."""
    with opened(options.dir) as platform:
        device_id = _device(platform, options)
        with platform.database.read() as connection:
            found = show_quarantined(
                connection, device_id or DeviceId(b""), options.stream, options.seq
            )
    print(_line(found.entry))
    print(f"event {found.event_id.hex()} received {_moment(found.received_at_ms)}")
    if found.header is not None:
        said = found.header
        print(f"recorded {_moment(said.time_seconds * 1000)} operator {said.operator}")
        for ref in said.refs:
            print(f"refers to {ref.hex()}")
    body = found.raw_body
    print(f"header {len(found.raw_header)} bytes, body {0 if body is None else len(body)} bytes")
    if options.out is not None:
        write_new(options.out, cbor.encode([found.raw_header, body]))
        print(f"bytes {options.out}")


def replay_all(options: argparse.Namespace) -> None:
    """Judge events that wait again, after what they lacked was put right."""
    codes = frozenset(options.code) or REPLAYABLE
    if not codes <= REPLAYABLE:
        never = sorted(codes - REPLAYABLE)
        raise CentralError("quarantine.code", ", ".join(str(code) for code in never))
    with opened(options.dir) as platform:
        device_id = _device(platform, options)
        changed = replay(
            platform.database,
            now_milliseconds(platform.clock),
            device_id,
            codes,
            platform.consequences,
        )
        platform.catch_up()
        with platform.database.read() as connection:
            left = list_quarantine(connection, device_id=device_id, codes=codes)
    print(f"replayed: {changed} changed, {len(left)} still wait")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    group = commands.group("quarantine", "Events that are stored and do not count yet.")
    listed = group.add("list", list_all)
    shown = group.add("show", show)
    again = group.add("replay", replay_all)
    for parser in (listed, again):
        parser.add_argument("--terminal", help="like 20067-007; of this device only")
        parser.add_argument("--device", help="its id, 16 hex digits")
        parser.add_argument(
            "--code", action="append", type=int, default=[], help="only this code (repeatable)"
        )
    which = shown.add_mutually_exclusive_group(required=True)
    which.add_argument("--terminal", help="like 20067-007")
    which.add_argument("--device", help="its id, 16 hex digits")
    shown.add_argument("--stream", type=_stream, required=True, help="32 hex digits")
    shown.add_argument("--seq", type=int, required=True)
    shown.add_argument("--out", type=Path, help="header and body as they came, CBOR, a new file")


def _device(platform: Platform, options: argparse.Namespace) -> DeviceId | None:
    if options.device is None and options.terminal is None:
        return None
    with platform.database.read() as connection:
        return find_device(connection, device=options.device, terminal=options.terminal)


def _line(entry: Quarantined) -> str:
    kind = "kind ?" if entry.kind is None else f"kind {entry.kind} version {entry.kind_version}"
    again = ", looked at again by itself" if entry.by_itself else ""
    return (
        f"{entry.terminal} {entry.device_id.hex()} {entry.stream.hex()} {entry.seq}  {kind}"
        f"  code {entry.code} since {_moment(entry.since_ms)}: {entry.words}{again}"
    )


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat("T", "seconds")


def _stream(text: str) -> bytes:
    try:
        stream = bytes.fromhex(text)
    except ValueError:
        stream = b""
    if len(stream) != 16:
        raise argparse.ArgumentTypeError("a stream is written in 32 hex digits")
    return stream
