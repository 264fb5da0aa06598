"""Logs kept aside: a damaged log is copied before SQLite drops what stands behind the damage.

Opening a file with a damaged log silently ends at the damage, and the next save writes over the
rest. The copy keeps those saves for a rescue (`kiosk.vault.salvage`); it is encrypted as the log is
and expires, because what is erased by law must not outlive it here.
"""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from kiosk.vault.errors import of_system
from kiosk.vault.files import sync_folder
from kiosk.vault.log_file import commits_behind

_log = logging.getLogger("kiosk.vault")

EXPIRES_AFTER_SECONDS = 90 * 86_400
KEPT_LOGS = 5


def keep_damaged_log(database: Path, accepted_frames: int) -> Path | None:
    """Copy the log beside itself where commits stand behind what was accepted; return the copy.

    *accepted_frames* is what SQLite took of it on opening; call it before anything is written.
    Raises DiskFull or FileTrouble: the log is as it was, and nothing may be written over it.
    """
    log = database.with_name(database.name + "-wal")
    try:
        lost = commits_behind(log, accepted_frames)
        if not lost:
            return None
        kept = logs_aside(database)
        content = log.stat().st_size
        if any(one.stat().st_size == content and _same(one, log) for one in kept):
            return None
        copy = database.with_name(f"{database.name}.aside-{len(kept) + 1}-wal")
        while copy.exists():
            copy = copy.with_name(copy.name.replace("-wal", "x-wal"))
        beside = copy.with_name(copy.name + ".new")
        shutil.copyfile(log, beside)
        beside.chmod(0o600)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(copy)
        sync_folder(copy.parent)
        for old in kept[: max(0, len(kept) + 1 - KEPT_LOGS)]:
            old.unlink()
    except OSError as error:
        raise of_system(error, database) from error
    level = logging.ERROR if lost > 1 else logging.INFO  # a power cut tears no more than the last
    _log.log(level, "the log does not hold; what stands behind is kept in %s", copy.name)
    return copy


def logs_aside(database: Path) -> list[Path]:
    """Return the logs kept aside, the oldest first."""
    found = database.parent.glob(f"{database.name}.aside-*-wal")
    return sorted(found, key=lambda path: (path.stat().st_mtime, path.name))


def expire_logs(database: Path, now_seconds: int) -> int:
    """Remove logs kept for more than 90 days; return how many went."""
    gone = 0
    for path in logs_aside(database):
        try:
            if path.stat().st_mtime <= now_seconds - EXPIRES_AFTER_SECONDS:
                path.unlink()
                gone += 1
        except OSError:
            continue
    return gone


def forget_logs(database: Path) -> None:
    """Remove every log kept aside: what a person had erased by law may stand in any of them.

    Raises DiskFull or FileTrouble; what was not removed stands then.
    """
    try:
        for path in logs_aside(database):
            path.unlink(missing_ok=True)
        sync_folder(database.parent)
    except OSError as error:
        raise of_system(error, database) from error


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()
