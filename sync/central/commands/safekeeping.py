"""`backup`, `restore`, `rescue-open`, `rescue-import`: what is kept, and what can be saved."""

from __future__ import annotations

import argparse
from pathlib import Path

from sync import cbor
from sync.central.address import DATABASE_NAME, database_in, read_option
from sync.central.administrators import read_administrator
from sync.central.backups import (
    keep_files_of_restored,
    make_backup,
    make_durable,
    marks_of_restored,
    restore_backup,
    restore_to_server,
    verify_backup,
)
from sync.central.blob_files import FOLDER_NAME, BlobStorage
from sync.central.commands.base import Commands, opened, read_file, write_new
from sync.central.errors import CentralError
from sync.central.keys import read_seal_private
from sync.central.rescue_import import import_files, import_rescue
from sync.central.witness import forget_witness
from sync.clock import now_milliseconds, system_random
from sync.errors import MessageInvalid
from sync.rescue import Rescue, read_rescue


def backup(options: argparse.Namespace) -> None:
    """Copy the database while it runs, verify the copy by opening it, and call it durable."""
    with opened(options.dir) as platform:
        made = make_backup(platform.database, options.out, BlobStorage(options.dir / FOLDER_NAME))
    print(
        f"backup {options.out}: {made.streams} streams, {made.events} events verified,"
        f" {made.files.needed} files beside it ({made.files.copied} new)"
    )


def backup_verify(options: argparse.Namespace) -> None:
    """Open a backup that was made before and run through every chain of it; nothing changes."""
    marks = verify_backup(options.file)
    events = sum(mark.seq for mark in marks)
    print(f"backup {options.file} holds: {len(marks)} streams, {events} events")


def restore(options: argparse.Namespace) -> None:
    """Put a backup in the database's place, with the service stopped; erased persons stay away."""
    if database_in(options.dir).is_postgresql:
        if options.database is None:
            raise CentralError("restore.database", "--database names an empty one on the server")
        url = read_option(options.database)
        aside = restore_to_server(options.dir, options.backup, url, system_random)
    else:
        path = options.dir / DATABASE_NAME
        aside = restore_backup(options.dir, path, options.backup, system_random)
    forget_witness(options.dir)
    with opened(options.dir) as platform:  # applies the log of erasures
        platform.catch_up()
    print(f"restored; the database before is {aside} (delete it when all devices have delivered)")


def durable(options: argparse.Namespace) -> None:
    """Verify a database that was restored on another server, and call durable what it holds."""
    kept = None if options.files is None else BlobStorage(options.files)
    storage = BlobStorage(options.dir / FOLDER_NAME)
    restored = read_option(options.restored)
    marks = marks_of_restored(restored)
    keep_files_of_restored(restored, storage, kept)
    with opened(options.dir) as platform:
        make_durable(platform.database, marks)
    print(f"durable: {len(marks)} streams, {sum(mark.seq for mark in marks)} events verified")


def rescue_open(options: argparse.Namespace) -> None:
    """Open a damaged device's rescue file into a new folder, with the recovery key; off line."""
    rescue = _rescue(options)
    try:
        options.out.mkdir(mode=0o700)
    except OSError as error:
        raise CentralError("central.exists", f"{options.out}: {error.strerror}") from error
    for name, rows in (
        ("events", rescue.events),
        ("receipts", rescue.receipts),
        ("drafts", rescue.drafts),
    ):
        write_new(options.out / f"{name}.cbor", b"".join(cbor.encode(row) for row in rows))
        print(f"{name} {len(rows)}")
    for blob_id, content in rescue.blobs:
        write_new(options.out / f"{blob_id.hex()}.blob", content)
    print(f"files {len(rescue.blobs)}")
    _print_streams(rescue)


def rescue_import(options: argparse.Namespace) -> None:
    """Store what a rescue file holds beyond what its device delivered; an administrator decides."""
    rescue = _rescue(options)
    with opened(options.dir) as platform:
        now_seconds = now_milliseconds(platform.clock) // 1000
        who = read_administrator(options.administrator, platform.profile.roots, now_seconds)
        done = import_rescue(platform, rescue)
        files = import_files(platform, rescue)
        platform.catch_up()
    for one in done:
        print(
            f"stream {one.stream.hex()}: {one.new_events} new events, stored to {one.stored_to},"
            f" found to {one.found_to}"
        )
    print(f"files {files} of {len(rescue.blobs)}")
    print(f"by {who.name}")


def _rescue(options: argparse.Namespace) -> Rescue:
    try:
        return read_rescue(read_seal_private(options.recovery_key), read_file(options.file))
    except MessageInvalid as error:
        raise CentralError("rescue.file", f"{options.file}: {error}") from error


def _print_streams(rescue: Rescue) -> None:
    manifest = rescue.manifest
    print(f"device {manifest.device_id.hex()} version {manifest.app_version}")
    for one in manifest.streams:
        print(
            f"stream {one.stream.hex()}: intact to {one.intact_to}, {one.found} found,"
            f" last {one.last}"
        )


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    made = commands.add("backup", backup)
    made.add_argument("--out", type=Path, required=True, help="new file, on another disk")
    checked = commands.add("backup-verify", backup_verify, folder=False)
    checked.add_argument("file", type=Path, metavar="FILE")
    put_back = commands.add("restore", restore)
    put_back.add_argument("--from", dest="backup", type=Path, required=True, metavar="FILE")
    put_back.add_argument(
        "--database", metavar="URL", help="of a central on a server: the empty database to fill"
    )
    elsewhere = commands.add("durable", durable)
    elsewhere.add_argument("--restored", required=True, metavar="URL", help="the restored database")
    elsewhere.add_argument(
        "--files", type=Path, metavar="FOLDER", help="where copies of attachments are kept"
    )

    looked = commands.add("rescue-open", rescue_open, folder=False)
    looked.add_argument("--out", type=Path, required=True, help="new folder; it holds clear text")
    stored = commands.add("rescue-import", rescue_import)
    stored.add_argument("--administrator", type=Path, required=True, metavar="KEYFILE")
    for parser in (looked, stored):
        parser.add_argument("--recovery-key", type=Path, required=True)
        parser.add_argument("--file", type=Path, required=True, help="what the device exported")
