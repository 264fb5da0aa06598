"""`bundle import`, `bundle answers`, `bundle watch`: sticks come in, and go back (PROTOCOL §20)."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from sync.bundle import OUT
from sync.bundle_errors import BundleError
from sync.bundle_files import find_bundles
from sync.central.bundle_answers import answers_for, write_answers
from sync.central.bundles import BundleDesk, Import, words_of
from sync.central.commands.base import Commands, opened
from sync.central.device_list import find_device
from sync.central.errors import CentralError
from sync.central.platform import Platform
from sync.clock import system_random
from sync.ids import DeviceId

LOOK_EVERY_SECONDS = 5.0


def take(options: argparse.Namespace) -> None:
    """Take what sticks bring; with --answers write what goes back into a folder."""
    with opened(options.dir, options.root_key) as platform:
        take_files(platform, _files_of(options.files), options.answers, print)


def answers(options: argparse.Namespace) -> None:
    """Write what goes back to a device into a folder, from what is stored."""
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.read() as connection:
            device_id = find_device(connection, device=options.device, terminal=options.terminal)
        for path in _write(platform, options.out, device_id, Import()):
            print(path)


def watch(options: argparse.Namespace) -> None:
    """Take what appears in a folder, such as a stick that is put in, and answer beside it."""
    with opened(options.dir, options.root_key) as platform:
        print(f"watching {options.folder}", flush=True)
        taken: set[tuple[str, int, int]] = set()
        pause = threading.Event()  # nobody sets it: the command is ended by a signal
        while True:
            look(platform, options.folder, taken, print)
            pause.wait(LOOK_EVERY_SECONDS)


def take_files(
    platform: Platform, files: Iterable[Path], answers_to: Path | None, say: Callable[[str], object]
) -> Import:
    """Take files and say what was taken; with *answers_to* write what goes back there.

    Raises CentralError("central.file") where one cannot be read or written.
    """
    try:
        done = BundleDesk(platform).take(files)
        platform.catch_up()
        for line in words_of(done):
            say(line)
        if answers_to is not None:
            for device_id in sorted(done.devices):
                for path in _write(platform, answers_to, device_id, done):
                    say(f"answers {path.name}")
    except OSError as error:
        raise CentralError("central.file", f"{error.filename}: {error.strerror}") from error
    return done


def look(
    platform: Platform,
    folder: Path,
    taken: set[tuple[str, int, int]],
    say: Callable[[str], object],
) -> None:
    """Take the bundles of a folder that were not taken yet, and answer into the same folder.

    A folder that is not there is a stick that is not in: nothing happens, and what was taken from
    it is forgotten, because another stick may come.
    """
    try:
        found = [path for path in find_bundles(folder) if path.suffix.lower() == OUT]
        new = [path for path in found if _mark(path) not in taken]
    except OSError:
        taken.clear()
        return
    if not new:
        return
    try:
        take_files(platform, new, folder, say)
        taken.update(_mark(path) for path in new)
    except CentralError as error:  # pulled out, most likely: it is looked at again
        say(f"{error.code}: {error.detail}")
    except OSError:
        return


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    bundle = commands.group("bundle", "Sticks: take what they bring, write what goes back.")
    taken = bundle.add("import", take)
    taken.add_argument("files", type=Path, nargs="+", help="files or folders of a stick")
    taken.add_argument("--answers", type=Path, metavar="FOLDER", help="where the answers go")
    _add_root_key(taken)

    back = bundle.add("answers", answers)
    which = back.add_mutually_exclusive_group(required=True)
    which.add_argument("--terminal", help="like 20067-007")
    which.add_argument("--device", help="its id, 16 hex digits")
    back.add_argument("--out", type=Path, required=True, metavar="FOLDER")

    watched = bundle.add("watch", watch)
    watched.add_argument("folder", type=Path, help="where sticks appear")
    _add_root_key(watched)


def _add_root_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root-key", type=Path, help="with it enrolment requests are granted at once"
    )


def _files_of(given: Iterable[Path]) -> list[Path]:
    """Return the files that are meant: folders stand for the bundles in them."""
    files: list[Path] = []
    for path in given:
        if path.is_dir():
            files += [one for one in find_bundles(path) if one.suffix.lower() == OUT]
        else:
            files.append(path)
    return files


def _write(platform: Platform, folder: Path, device_id: DeviceId, done: Import) -> list[Path]:
    records = answers_for(platform, device_id, done.of(device_id).answers)
    try:
        return write_answers(platform, folder, device_id, records, system_random)
    except (OSError, BundleError) as error:
        raise CentralError("bundle.answers", f"{folder}: {error}") from error


def _mark(path: Path) -> tuple[str, int, int]:
    seen = path.stat()
    return path.name, seen.st_size, seen.st_mtime_ns
