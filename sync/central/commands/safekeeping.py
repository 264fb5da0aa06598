"""`backup`, `restore`: a copy that counts as durable, and the way back from it."""

from __future__ import annotations

import argparse
from pathlib import Path

from sync.central.backups import make_backup, restore_backup
from sync.central.commands.base import Commands, opened
from sync.central.institution import DATABASE_NAME
from sync.clock import system_random


def backup(options: argparse.Namespace) -> None:
    """Copy the database while it runs, verify the copy by opening it, and call it durable."""
    with opened(options.dir) as platform:
        made = make_backup(platform.database, options.out)
    print(f"backup {options.out}: {made.streams} streams, {made.events} events verified")


def restore(options: argparse.Namespace) -> None:
    """Put a backup in the database's place, with the service stopped; erased persons stay away."""
    aside = restore_backup(options.dir, options.dir / DATABASE_NAME, options.backup, system_random)
    with opened(options.dir) as platform:  # applies the log of erasures
        platform.catch_up()
    print(f"restored; the database before is {aside} (delete it when all devices have delivered)")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    made = commands.add("backup", backup)
    made.add_argument("--out", type=Path, required=True, help="new file, on another disk")
    put_back = commands.add("restore", restore)
    put_back.add_argument("--from", dest="backup", type=Path, required=True, metavar="FILE")
