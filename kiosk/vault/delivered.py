"""A small mark beside the file that says: up to here the central has confirmed everything.

It holds numbers and nothing about anybody. Compared with the witness it tells, without any key,
whether something on this device was never delivered: what an uninstaller must know.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from kiosk.vault.files import replace_file
from kiosk.vault.witness import newest_mark
from sync import cbor
from sync.annotated import Key, read_map, write_map
from sync.errors import MessageInvalid
from sync.shape import Octets, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The journal's last event when everything up to it was confirmed, and what else was here."""

    stream: Annotated[bytes, Key(1, Octets(16))]
    seq: Annotated[int, Key(2, Whole(1, 2**60))]
    drafts: Annotated[int, Key(3, Whole(0, 2**40))]
    files: Annotated[int, Key(4, Whole(0, 2**40, "sealed files that never left"))]


def delivered_path(database: Path) -> Path:
    """Return where the mark of a database stands."""
    return database.with_name(database.name + ".delivered")


def write_delivered(database: Path, mark: Delivered) -> None:
    """Replace the mark; raises OSError, the old one then stands."""
    replace_file(delivered_path(database), cbor.encode(write_map(mark)))


def all_delivered(database: Path) -> Delivered | None:
    """Return the mark if nothing was recorded since, else None; reads two small files, no key.

    A mark or a witness that cannot be read says nothing: None.
    """
    witness = database.with_name(database.name + ".witness")
    try:
        mark = read_map(Delivered, cbor.decode(delivered_path(database).read_bytes()))
        newest = newest_mark(witness.read_bytes())
    except (OSError, MessageInvalid):
        return None
    if newest is None or (newest.stream, newest.seq) != (mark.stream, mark.seq):
        return None
    return mark
