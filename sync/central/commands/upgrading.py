"""`upgrade`: the tables become those of this program."""

from __future__ import annotations

import argparse

from sync.central.address import database_in
from sync.central.backups import copy_database
from sync.central.commands.base import Commands
from sync.central.revisions import HEAD, State


def upgrade(options: argparse.Namespace) -> None:
    """Bring the tables up to this program, with the service stopped; make a backup first."""
    database = database_in(options.dir)
    if database.state() is State.CURRENT:
        print(f"revision {HEAD} already; nothing was changed")
        return
    aside = None
    if not database.is_postgresql:
        aside = database.path.with_name(f"{database.path.name}.before-{HEAD}")
        copy_database(database.path, aside)
    database.upgrade()
    print(f"revision {HEAD}")
    if aside is not None:
        print(f"the file before is {aside} (delete it when all is well)")


def add_to(commands: Commands) -> None:
    """Add this command to the command line."""
    commands.add("upgrade", upgrade)
