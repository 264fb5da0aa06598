"""Destroying the keys by an administrator's order, so that no crash leaves a key that opens (§19).

A mark is made durable before the first key goes: from then on nothing opens the file, and the next
start goes on where this one ended. Another mark says that it is done; the encrypted rest is noise.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.vault import slots
from kiosk.vault.errors import DeviceWiped, DeviceWipedFacts, of_system
from kiosk.vault.files import replace_file, sync_folder
from kiosk.vault.slots.keyfile import wiped_path, wiping_path
from sync import cbor
from sync.errors import MessageInvalid

Destroy = Callable[[Path], None]

destroy_slots: Destroy = slots.destroy


def begun_path(database: Path) -> Path:
    """Return the mark that says: the keys are going."""
    return wiping_path(database)


def done_path(database: Path) -> Path:
    """Return the mark that says: the keys are gone."""
    return wiped_path(database)


def begin(database: Path, order_number: int) -> None:
    """Note durably that the keys go; from here on nothing opens. Raises DiskFull, FileTrouble."""
    try:
        replace_file(begun_path(database), cbor.encode({1: order_number}))
    except OSError as error:
        raise of_system(error, database) from error


def finish(database: Path, destroy: Destroy = destroy_slots) -> None:
    """Destroy the keys of a file whose wipe has begun; may be called again after any crash."""
    try:
        destroy(slots.slots_path(database))
        if begun_path(database).exists():
            begun_path(database).replace(done_path(database))
        sync_folder(database.parent)
    except OSError as error:
        raise of_system(error, database) from error


def order_followed(database: Path) -> int | None:
    """Return the number of the order by which the keys went or are going, None for neither.

    A mark that cannot be read counts as order 0: it is there because a wipe began.
    """
    for mark in (begun_path(database), done_path(database)):
        try:
            content = cbor.decode(mark.read_bytes())
        except FileNotFoundError:
            continue
        except (OSError, MessageInvalid):
            return 0
        number = content.get(1) if isinstance(content, dict) else None
        return number if isinstance(number, int) else 0
    return None


def refuse(database: Path, destroy: Destroy = destroy_slots) -> None:
    """Raise DeviceWiped for a file whose keys went or are going; what was begun is finished first.

    To be called before anything of the file is opened.
    """
    number = order_followed(database)
    if number is None:
        return
    if begun_path(database).exists():
        finish(database, destroy)
    raise DeviceWiped(DeviceWipedFacts(order_number=number))
