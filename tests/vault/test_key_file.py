"""The key file under faults: flipped bytes, lost copies, a full disk, a kill at every step."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import KnownError
from kiosk.vault.errors import Damaged, DiskFull
from kiosk.vault.slots import (
    add_device_slot,
    add_escrow_slot,
    add_recovery_slots,
    copy_path,
    escrow_public,
    list_slots,
    slots_path,
    unlock_with_device,
    unlock_with_recovery,
)
from sync.key_slots import recovery_text
from tests.support.institution import a_seal_key
from tests.support.keyfiles import DEVICE, KEY, MemoryKeystore, flipped
from tests.support.logs import ExpectedLogs
from tests.support.shared import REPOSITORY
from tests.support.vaults import Draws

SOAK = bool(os.environ.get("VENTANILLA_SOAK"))
FULL_CALLS = ("open", "fsync", "replace")


@pytest.fixture(scope="module")
def keeper() -> MemoryKeystore:
    """Return the keystore of this computer."""
    return MemoryKeystore()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, keeper: MemoryKeystore) -> tuple[bytes, str]:
    """Return a key file with a device, a recovery and an escrow slot, and one of its codes."""
    path = slots_path(tmp_path_factory.mktemp("keys") / "vault.db")
    add_device_slot(path, KEY, keeper)
    codes = add_recovery_slots(path, DEVICE, KEY, Draws(), count=1)
    add_escrow_slot(path, KEY, a_seal_key("recovery")[1])
    return path.read_bytes(), recovery_text(codes[0].code)


@pytest.fixture
def path(tmp_path: Path, content: tuple[bytes, str]) -> Path:
    """Return that file with its copy."""
    path = slots_path(tmp_path / "vault.db")
    for one in (path, copy_path(path)):
        one.write_bytes(content[0])
    return path


def places(content: bytes) -> range:
    """Return which bytes are flipped: every one in soak, some all over the file otherwise."""
    return range(0, len(content), 1 if SOAK else 29)


@pytest.mark.parametrize("which", [slots_path, lambda path: copy_path(slots_path(path))])
def test_any_flipped_byte_is_made_good_from_the_copy(
    path: Path,
    content: tuple[bytes, str],
    keeper: MemoryKeystore,
    which: Callable[[Path], Path],
    expected_logs: ExpectedLogs,
) -> None:
    """Whatever byte of either file changes, the same key comes out and both are whole again."""
    expected_logs.expect("kiosk.vault.slots", "made good")
    target = which(path.with_name("vault.db"))

    for place in places(content[0]):
        flipped(target, place, 1 << place % 8)

        assert unlock_with_device(path, keeper) == KEY
        assert path.read_bytes() == copy_path(path).read_bytes() == content[0]


def test_both_damaged_is_said_and_never_opens(
    path: Path, content: tuple[bytes, str], keeper: MemoryKeystore
) -> None:
    """The same byte changed in both: Damaged, no key, and both files are left as they are."""
    for place in places(content[0]):
        for one in (path, copy_path(path)):
            flipped(one, place, 1 << place % 8)

        with pytest.raises(Damaged, match="copy"):
            unlock_with_device(path, keeper)
        for one in (path, copy_path(path)):
            flipped(one, place, 1 << place % 8)
    assert path.read_bytes() == copy_path(path).read_bytes() == content[0]


def test_a_cut_file_is_damage(path: Path, content: tuple[bytes, str]) -> None:
    """Half of both files opens nothing, and nothing is written over them."""
    half = content[0][: len(content[0]) // 2]
    for one in (path, copy_path(path)):
        one.write_bytes(half)

    with pytest.raises(Damaged):
        list_slots(path)
    with pytest.raises(Damaged):
        add_escrow_slot(path, KEY, a_seal_key("recovery")[1])

    assert path.read_bytes() == copy_path(path).read_bytes() == half


@pytest.mark.parametrize("lost", [slots_path, lambda path: copy_path(slots_path(path))])
def test_a_lost_file_comes_back_from_the_other(
    path: Path, content: tuple[bytes, str], lost: Callable[[Path], Path]
) -> None:
    """One of the two is enough; the other is there again after the first look."""
    lost(path.with_name("vault.db")).unlink()

    opened = unlock_with_recovery(path, DEVICE, 2, content[1])

    assert opened == KEY
    assert path.read_bytes() == copy_path(path).read_bytes() == content[0]


def test_an_older_file_does_not_undo_a_change(path: Path, content: tuple[bytes, str]) -> None:
    """A spent code does not come back where only one of the files is put back as it was."""
    add_recovery_slots(path, DEVICE, KEY, Draws(b"new"))
    newest = path.read_bytes()

    for one in (path, copy_path(path)):
        one.write_bytes(content[0])

        assert unlock_with_recovery(path, DEVICE, 2, content[1]) is None
        assert path.read_bytes() == copy_path(path).read_bytes() == newest


@pytest.mark.parametrize("name", FULL_CALLS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_leaves_the_old_or_the_new(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
    name: str,
    number: int,
) -> None:
    """At each call that finds no room or no disk: a known error and the old slots, or the new."""
    expected_logs.expect("kiosk.vault.slots", "stays behind")
    recovery, before = a_seal_key("other")[1], path.read_bytes()
    real, refused, call = getattr(os, name), True, 0

    while refused:
        call, left = call + 1, [call + 1]
        for one in (path, copy_path(path)):
            one.write_bytes(before)

        def refusing(*arguments: Any, left: list[int] = left, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise OSError(number, os.strerror(number))
            return real(*arguments, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, name, refusing)
            told_full = False
            try:
                add_escrow_slot(path, KEY, recovery)
                done = True
            except KnownError as error:
                done = False
                told_full = isinstance(error, DiskFull)
            if not done:
                assert told_full == (number == errno.ENOSPC)
        refused = left[0] <= 0
        if done:
            assert escrow_public(path) == recovery
        else:
            assert escrow_public(path) in (recovery, a_seal_key("recovery")[1])
        assert path.read_bytes() == copy_path(path).read_bytes()
    assert call > 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")
@pytest.mark.parametrize(("action", "stride"), [("add", 3), ("change", 5), ("rotate", 5)])
def test_a_kill_at_any_step_leaves_all_or_nothing(tmp_path: Path, action: str, stride: int) -> None:
    """Killed anywhere in adding, changing or rotating: the file opens, whole, old or new."""
    command = [sys.executable, "-m", "tests.support.rotator"]
    child = subprocess.run(
        [*command, action, str(tmp_path), "1" if SOAK else str(stride)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert child.returncode == 0, child.stdout + child.stderr
    assert int(child.stdout.split()[-1]) >= (9 if action != "rotate" else 20)
