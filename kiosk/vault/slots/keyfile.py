"""The key file and its copy: no crash, no flipped byte and no lost copy leaves it unreadable.

Both hold the same bytes. A change is written beside both, read back, and only then put in place,
first here, then there; so at every moment one of the two is whole, and the one with the higher
generation speaks. What is found damaged, missing or behind is made good from the other.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.vault.errors import (
    Damaged,
    DamagedFacts,
    DeviceWiped,
    DeviceWipedFacts,
    Part,
    of_system,
)
from kiosk.vault.files import put_in_place, replace_file, sync_folder, wipe_file, write_beside
from kiosk.vault.slots.records import FORMAT, SlotFile, decode_file, encode_file
from sync.errors import MessageInvalid

_log = logging.getLogger("kiosk.vault.slots")


def slots_path(database: Path) -> Path:
    """Return where the slots of a database stand."""
    return database.with_name(database.name + ".slots")


def database_of(path: Path) -> Path:
    """Return the database that a key file belongs to."""
    return path.with_name(path.name.removesuffix(".slots"))


def copy_path(path: Path) -> Path:
    """Return where the copy of a key file stands."""
    return path.with_name(path.name + ".copy")


def wiping_path(database: Path) -> Path:
    """Return the mark that says: the keys are going (PROTOCOL §19)."""
    return database.with_name(database.name + ".wiping")


def wiped_path(database: Path) -> Path:
    """Return the mark that says: the keys are gone."""
    return database.with_name(database.name + ".wiped")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Half:
    """One of the two files as it was found."""

    path: Path
    content: bytes | None = None
    held: SlotFile | None = None
    fault: str = "missing"


def load(path: Path) -> SlotFile | None:
    """Return what the newer readable one of the two files holds; None when there is neither.

    The other one is made good where that is possible. Once a wipe has begun there is neither, so
    that no half of it is made good from the other. Raises Damaged when neither can be read,
    FileTrouble when the system refuses both.
    """
    if _is_wiped(path):
        return None
    main, copy = _read(path), _read(copy_path(path))
    best = _newer(main, copy)
    if best is None:
        if main.content is None and copy.content is None and main.fault == copy.fault == "missing":
            return None
        detail = f"{main.fault}; copy: {copy.fault}"
        raise Damaged(DamagedFacts(part=Part.SLOTS, detail=detail))
    if best.held is not None and best.held.format == FORMAT:
        for half in (main, copy):
            if half.content != best.content:
                _make_good(half, best)
    return best.held


def store(path: Path, held: SlotFile) -> None:
    """Give both files a new generation of slots, on the disk when it returns.

    Raises DiskFull or FileTrouble; then what was held before still stands. Raises DeviceWiped once
    a wipe has begun: no change makes a key anew.
    """
    if _is_wiped(path):
        raise DeviceWiped(DeviceWipedFacts(order_number=0))
    content = encode_file(replace(held, format=FORMAT, generation=held.generation + 1))
    copy = copy_path(path)
    try:
        beside = write_beside(path, content)
        try:
            beside_copy = write_beside(copy, content)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        try:
            put_in_place(beside, path)
            _refuse_unread(path, content)
        except OSError:
            beside_copy.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise of_system(error, path) from error
    try:
        put_in_place(beside_copy, copy)
    except OSError as error:  # the change stands; the next start makes the copy good
        _log.warning("the copy of the key file stays behind: %s", error.strerror)


def destroy(path: Path) -> None:
    """Overwrite and remove the key file with its copy and what was written beside; twice is once.

    Without them nobody opens the database again, except who kept another copy and a clave for it.
    Raises FileTrouble; then something is left, and the same call goes on.
    """
    try:
        for one in (path, copy_path(path)):
            wipe_file(one)
            wipe_file(one.with_name(one.name + ".new"))
        sync_folder(path.parent)
    except OSError as error:
        raise of_system(error, path) from error


def _is_wiped(path: Path) -> bool:
    database = database_of(path)
    return wiping_path(database).exists() or wiped_path(database).exists()


def _read(path: Path) -> _Half:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return _Half(path=path)
    except OSError as error:
        return _Half(path=path, fault=f"{error.strerror} ({error.errno})")
    try:
        return _Half(path=path, content=content, held=decode_file(content), fault="")
    except MessageInvalid as error:
        return _Half(path=path, content=content, fault=str(error))


def _newer(main: _Half, copy: _Half) -> _Half | None:
    """Return the half that speaks: the higher generation, the file itself when in doubt."""
    if main.held is None or copy.held is None:
        return next((half for half in (main, copy) if half.held is not None), None)
    same_file = main.held.profile_id == copy.held.profile_id
    return copy if same_file and copy.held.generation > main.held.generation else main


def _make_good(half: _Half, good: _Half) -> None:
    if good.content is None:
        return
    if half.fault and half.fault != "missing":
        _log.warning("%s is damaged (%s) and made good from the other", half.path.name, half.fault)
    try:
        replace_file(half.path, good.content)
    except OSError as error:
        _log.warning("%s could not be made good: %s", half.path.name, error.strerror)


def _refuse_unread(path: Path, content: bytes) -> None:
    """Raise OSError unless the file in its place holds what was written."""
    if path.read_bytes() != content:
        raise OSError(5, "the key file reads back otherwise than it was written")
