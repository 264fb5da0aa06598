"""Where a central's database is: `central.db` in its folder, or what `database.toml` there says.

    url = "postgresql://ventanilla@/ventanilla?host=/run/postgresql"

A password stands in that file (mode 0600), in PGPASSWORD or in `~/.pgpass`; never on a command
line, where every user of the machine can read it, and never in a log or a refusal.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.central.keys import write_private

DATABASE_NAME = "central.db"
CONFIG_NAME = "database.toml"
_DRIVERS = frozenset({"postgresql", "postgres", "postgresql+psycopg"})


def read_url(text: str) -> URL:
    """Return the address of a PostgreSQL database; CentralError("database.url") for another."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        raise CentralError("database.url", "postgresql://USER@HOST/NAME is meant") from error
    if url.drivername not in _DRIVERS or not url.database:
        raise CentralError("database.url", "postgresql://USER@HOST/NAME is meant")
    return url.set(drivername="postgresql")


def read_option(said: str) -> URL:
    """Return what an option of the command line names; `-` reads it from the input.

    Raises CentralError("database.password") for a command line that holds one.
    """
    if said == "-":
        return read_url(sys.stdin.readline())
    url = read_url(said)
    if url.password is not None or "password" in url.query:
        raise CentralError("database.password", "others read it in the list of processes")
    return url


def write_address(folder: Path, url: URL) -> None:
    """Keep the address, password and all, where the central's keys are kept too."""
    text = url.render_as_string(hide_password=False)
    write_private(folder / CONFIG_NAME, f"url = {json.dumps(text)}\n".encode())


def replace_address(folder: Path, url: URL) -> Path:
    """Name another database from now on; return the file that names the one before."""
    config, number = folder / CONFIG_NAME, 1
    while (aside := folder / f"{CONFIG_NAME}.before-restore-{number}").exists():
        number += 1
    config.replace(aside)
    write_address(folder, url)
    return aside


def address_in(folder: Path) -> Path | URL:
    """Return the address of this central's database; CentralError("database.url")."""
    config = folder / CONFIG_NAME
    try:
        said = tomllib.loads(config.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return folder / DATABASE_NAME
    except (OSError, ValueError) as error:
        raise CentralError("database.url", f"{config} cannot be read") from error
    url = said.get("url")
    if not isinstance(url, str):
        raise CentralError("database.url", f"{config} names no url")
    return read_url(url)


def database_in(folder: Path) -> CentralDatabase:
    """Return the database of the central in *folder*, not open yet."""
    return CentralDatabase(address_in(folder))
