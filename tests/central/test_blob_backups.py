"""A backup holds the photos too: what is durable comes back whole, and nobody who was erased."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.blobs import blob_id_of
from sync.catalogue import ErasureAct
from sync.central.address import DATABASE_NAME
from sync.central.backups import make_backup, restore_backup
from sync.central.blob_backups import FilesKept, storage_beside
from sync.central.blobs import Here
from sync.central.erasures import Wanted
from sync.central.errors import CentralError
from sync.clock import system_random
from sync.ids import EventId
from tests.delivery.central_support import Central
from tests.support.blob_office import register_with

pytestmark = pytest.mark.on_a_file


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Return the disk that backups go to."""
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def restored(central: Central, backup: Path) -> None:
    """Put a backup in the central's place and open it again."""
    central.close()
    restore_backup(central.folder, central.folder / DATABASE_NAME, backup, system_random)
    central.platform = central._open()


def test_each_file_is_copied_once(central: Central, disk: Path) -> None:
    """The second backup into a folder copies only what came since."""
    device = central.enrol()
    first, second = register_with(central, device, b"a" * 500, b"b" * 500)
    take = central.platform.blobs.take_whole
    take(device.device_id, first)
    assert make_backup(central.database, disk / "1.db").files == FilesKept(needed=1, copied=1)
    take(device.device_id, second)
    assert make_backup(central.database, disk / "2.db").files == FilesKept(needed=2, copied=1)


def test_a_lost_disk_is_restored_with_its_files(central: Central, disk: Path) -> None:
    """The whole folder of files is gone: after the restore they are there, and stay confirmed."""
    device = central.enrol()
    (sealed,) = register_with(central, device, b"a" * 500)
    blobs = central.platform.blobs
    blobs.take_whole(device.device_id, sealed)
    make_backup(central.database, disk / "1.db")
    shutil.rmtree(blobs.storage.folder)

    restored(central, disk / "1.db")

    assert central.platform.blobs.read(device.device_id, blob_id_of(sealed)) == sealed


def test_what_came_after_the_backup_is_taken_where_it_stands(central: Central, disk: Path) -> None:
    """A file newer than the backup is still on the disk: no byte of it is sent again."""
    device = central.enrol()
    make_backup(central.database, disk / "1.db")
    sealed = b"n" * 700
    central.platform.blobs.take_whole(device.device_id, sealed)

    restored(central, disk / "1.db")

    blobs, blob_id = central.platform.blobs, blob_id_of(sealed)
    assert blobs.here(device.device_id, blob_id) is None
    with pytest.raises(Exception, match="blob-offset"):
        blobs.begin(device.device_id, blob_id, 0, 700)
    assert blobs.here(device.device_id, blob_id) == Here(offset=700, length_bytes=700)
    assert blobs.take_whole(device.device_id, sealed)


def test_a_file_that_no_backup_has_is_asked_for_again(central: Central, disk: Path) -> None:
    """The folder beside the backup lost a file too: its device is told to begin at 0."""
    device = central.enrol()
    (sealed,) = register_with(central, device, b"a" * 500)
    central.platform.blobs.take_whole(device.device_id, sealed)
    make_backup(central.database, disk / "1.db")
    shutil.rmtree(central.platform.blobs.storage.folder)
    shutil.rmtree(disk / "blobs")

    restored(central, disk / "1.db")

    here = central.platform.blobs.here(device.device_id, blob_id_of(sealed))
    assert here == Here(offset=0, length_bytes=len(sealed))


def test_a_backup_without_a_file_makes_nothing_durable(central: Central, disk: Path) -> None:
    """A file that the central lost breaks the backup: its device must not let go of it."""
    device = central.enrol()
    (sealed,) = register_with(central, device, b"a" * 500)
    blobs = central.platform.blobs
    blobs.take_whole(device.device_id, sealed)
    blobs.storage.remove(device.device_id, blob_id_of(sealed))

    with pytest.raises(CentralError, match=r"backup\.broken|missing"):
        make_backup(central.database, disk / "1.db")

    assert not (disk / "1.db").exists()


def test_an_erased_file_leaves_the_backups_too(central: Central, disk: Path) -> None:
    """The next backup drops it, and a restore of an older one does not bring it back."""
    device = central.enrol()
    (sealed,) = register_with(central, device, b"a" * 500)
    platform, blob_id = central.platform, blob_id_of(sealed)
    platform.blobs.take_whole(device.device_id, sealed)
    make_backup(central.database, disk / "1.db")
    wanted = Wanted(
        device_id=device.device_id,
        event_id=EventId(device.items[1].event_id),
        act=ErasureAct.ERASE,
    )
    with platform.database.write() as connection:
        platform.consequences.erasures.order(connection, [wanted], central.now_ms())
    platform.catch_up()

    restored(central, disk / "1.db")
    central.platform.catch_up()
    assert not central.platform.blobs.storage.path(device.device_id, blob_id).exists()

    make_backup(central.database, disk / "2.db")
    assert not storage_beside(disk / "2.db").path(device.device_id, blob_id).exists()
