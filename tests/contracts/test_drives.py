"""Whatever finds drives: one that is plugged in is found with its room, one pulled out is gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.devices.drives import (
    EveryDrive,
    FolderDrives,
    NoDrives,
    RemovableDrives,
    drive_at,
    drives_of,
)
from kiosk.devices.drives_linux import LinuxDrives
from kiosk.devices.drives_windows import DRIVE_REMOVABLE, Volume, WindowsDrives
from tests.support.fake_drives import FakeDrives


class Bench(Protocol):
    """A computer, and hands that plug drives in and pull them out."""

    drives: RemovableDrives

    def plug(self, name: str, *, read_only: bool = False) -> Path:
        """Plug a drive in; return where it is found."""
        ...

    def pull(self, name: str) -> None:
        """Pull it out."""
        ...


class FakeBench:
    """The drives of tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.drives = FakeDrives()

    def plug(self, name: str, *, read_only: bool = False) -> Path:
        """Plug in."""
        return self.drives.plug(self._folder / name, name, read_only=read_only)

    def pull(self, name: str) -> None:
        """Pull out."""
        self.drives.pull(self._folder / name)


class FolderBench:
    """Folders of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.drives = FolderDrives(folder)

    def plug(self, name: str, *, read_only: bool = False) -> Path:
        """Make a folder."""
        place = self._folder / name
        place.mkdir()
        if read_only:
            place.chmod(0o500)
            if os.access(place, os.W_OK):
                pytest.skip("administrator: modes keep none out")
        return place

    def pull(self, name: str) -> None:
        """Remove it."""
        (self._folder / name).chmod(0o700)
        shutil.rmtree(self._folder / name)


class LinuxBench:
    """What the kernel of a computer with USB ports says, written into files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: dict[str, str] = {"": "25 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw"}
        self._mounts, self._sys = folder / "mountinfo", folder / "sys"
        self.add_disk("vda", "254:1", bus="pci0/virtio1", removable=False)
        self._write()
        self.drives = LinuxDrives(self._mounts, self._sys, (f"{folder}/media/",))

    def add_disk(self, disk: str, device: str, *, bus: str, removable: bool) -> None:
        """Let the kernel know a disk with one partition."""
        home = self._sys / "devices" / bus / "block" / disk
        part = home / f"{disk}1"
        part.mkdir(parents=True)
        (home / "removable").write_text(f"{int(removable)}\n")
        (part / "partition").write_text("1\n")
        known = self._sys / "dev" / "block"
        known.mkdir(parents=True, exist_ok=True)
        (known / device).symlink_to(part)

    def mount(
        self, name: str, device: str, source: str, place: str, options: str = "rw", root: str = "/"
    ) -> None:
        """Let the kernel say that something is mounted."""
        where = place.replace(" ", "\\040")
        tail = f"{options},nosuid - vfat {source} rw,sync"
        self._lines[name] = f"40 25 {device} {root} {where} {tail}"
        self._write()

    def plug(self, name: str, *, read_only: bool = False) -> Path:
        """Put a USB stick in, mounted by the desktop."""
        place = self._folder / "run" / name
        place.mkdir(parents=True)
        number = len(self._lines)
        disk = f"sd{'abcdefg'[number]}"
        self.add_disk(disk, f"8:{number}", bus=f"pci0/usb1/1-{number}", removable=True)
        options = "ro" if read_only else "rw"
        self.mount(name, f"8:{number}", f"/dev/{disk}1", str(place), options)
        return place

    def pull(self, name: str) -> None:
        """Take it out; its folder goes with it."""
        del self._lines[name]
        self._write()
        shutil.rmtree(self._folder / "run" / name)

    def _write(self) -> None:
        self._mounts.write_text("\n".join(self._lines.values()) + "\n", encoding="utf-8")


class WindowsBench:
    """What kernel32 would say; paths are those of Windows."""

    def __init__(self, folder: Path) -> None:
        del folder
        self._volumes: dict[str, Volume | None] = {"C:\\": None, "D:\\": None}
        self._kinds = {"C:\\": 3, "D:\\": DRIVE_REMOVABLE}  # a disk, and an empty card reader
        self.drives = WindowsDrives(self)

    def letters(self) -> int:
        """Return the letters in use."""
        return sum(1 << ord(root[0]) - ord("A") for root in self._kinds)

    def kind(self, root: str) -> int:
        """Return what a root is."""
        return self._kinds[root]

    def volume(self, root: str) -> Volume | None:
        """Return what is inside."""
        return self._volumes[root]

    def plug(self, name: str, *, read_only: bool = False) -> Path:
        """Give the next letter."""
        root = f"{chr(ord('C') + len(self._kinds))}:\\"
        self._kinds[root] = DRIVE_REMOVABLE
        self._volumes[root] = Volume(
            label=name, file_system="FAT32", read_only=read_only, free_bytes=10**9,
            total_bytes=10**10,
        )  # fmt: skip
        return Path(root)

    def pull(self, name: str) -> None:
        """Take the letter away."""
        root = next(r for r, one in self._volumes.items() if one is not None and one.label == name)
        del self._volumes[root], self._kinds[root]


@pytest.fixture(params=[FakeBench, FolderBench, LinuxBench, WindowsBench])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """Give each kind of computer."""
    make: Callable[[Path], Bench] = request.param
    return make(tmp_path)


def test_without_a_drive_nothing_is_found(bench: Bench) -> None:
    """The computer's own disk is none, an empty reader neither."""
    assert bench.drives.find() == ()


def test_a_drive_is_found_with_its_name_and_its_room(bench: Bench) -> None:
    """Two, by path; the names people gave them, accents and spaces too."""
    first, second = bench.plug("MEMORIA AÑO"), bench.plug("Tesorería")

    found = bench.drives.find()

    assert [drive.path for drive in found] == [first, second]
    assert [drive.name for drive in found] == ["MEMORIA AÑO", "Tesorería"]
    assert all(0 < drive.free_bytes <= drive.total_bytes for drive in found)
    assert not any(drive.read_only for drive in found)


def test_one_that_was_pulled_out_is_gone_and_nothing_breaks(bench: Bench) -> None:
    """The other one stays."""
    bench.plug("UNA")
    stays = bench.plug("OTRA")
    bench.pull("UNA")

    assert [drive.path for drive in bench.drives.find()] == [stays]


def test_a_protected_drive_says_so(bench: Bench) -> None:
    """Nothing can be copied to it; that is known before anything is tried."""
    bench.plug("SOLO LECTURA", read_only=True)

    (found,) = bench.drives.find()

    assert found.read_only


def test_linux_takes_neither_its_own_disks_nor_a_picture_of_one(tmp_path: Path) -> None:
    """A second disk, the boot partition of a stick, a loop, a share; a card reader is a drive."""
    bench = LinuxBench(tmp_path)
    bench.add_disk("sdx", "8:90", bus="pci0/ata1", removable=False)
    bench.add_disk("sdy", "8:91", bus="pci0/usb1/1-9", removable=True)
    bench.mount("disk", "8:90", "/dev/sdx1", str(tmp_path))
    bench.mount("boot", "8:91", "/dev/sdy1", "/boot/efi")
    bench.mount("live", "8:91", "/dev/sdy1", "/")
    media = tmp_path / "media" / "imagen"
    media.mkdir(parents=True)
    bench.mount("loop", "7:0", "/dev/loop0", str(media))
    bench.mount("share", "0:55", "//central/forms", str(media))
    bench.mount("bound", "8:91", "/dev/sdy1", str(tmp_path), root="/docs")

    assert bench.drives.find() == ()
    bench.mount("card reader", "8:90", "/dev/sdx1", str(media))
    bench.mount("same stick, elsewhere", "8:91", "/dev/sdy1", str(tmp_path))
    bench.mount("and once more", "8:91", "/dev/sdy1", str(media.parent))
    assert [drive.path for drive in bench.drives.find()] == [tmp_path, media]


def test_linux_knows_an_encrypted_stick_by_the_disk_beneath(tmp_path: Path) -> None:
    """The mapped device hangs on no bus; what it lies on does. A serial number is no name."""
    bench = LinuxBench(tmp_path)
    bench.add_disk("sdz", "8:92", bus="pci0/usb1/1-8", removable=False)
    mapped = tmp_path / "sys" / "devices" / "virtual" / "block" / "dm-0"
    (mapped / "slaves").mkdir(parents=True)
    beneath = tmp_path / "sys" / "devices" / "pci0/usb1/1-8" / "block" / "sdz"
    (mapped / "slaves" / "sdz1").symlink_to(beneath / "sdz1")
    (beneath / "device").mkdir()
    (beneath / "device" / "vendor").write_text("Kingston\n")
    (beneath / "device" / "model").write_text("DataTraveler \n")
    (tmp_path / "sys" / "dev" / "block" / "253:0").symlink_to(mapped)
    place = tmp_path / "1A2B-3C4D"
    place.mkdir()

    bench.mount("luks", "253:0", "/dev/mapper/luks-1", str(place))

    (found,) = bench.drives.find()
    assert (found.path, found.name) == (place, "Kingston DataTraveler")


@pytest.mark.parametrize("text", ["", "nonsense\n", "40 25 8:1 / /x rw\n", "\udcff - a b\n"])
def test_linux_reads_past_lines_that_are_none(tmp_path: Path, text: str) -> None:
    """No line of the kernel's ends the looking."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(text, encoding="utf-8", errors="surrogateescape")

    assert LinuxDrives(mounts, tmp_path / "sys").find() == ()
    assert LinuxDrives(tmp_path / "nothing", tmp_path).find() == ()


def test_the_folder_of_the_settings_is_looked_at_beside_the_systems_own(tmp_path: Path) -> None:
    """One place is one drive, whoever finds it; hidden folders and files are none."""
    (tmp_path / "stick").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "file").write_text("x")

    assert [drive.name for drive in FolderDrives(tmp_path).find()] == ["stick"]
    twice = EveryDrive(FolderDrives(tmp_path), FolderDrives(tmp_path), NoDrives())
    assert len(twice.find()) == 1
    assert tmp_path / "stick" in [drive.path for drive in drives_of(tmp_path).find()]
    assert drive_at(tmp_path / "file") is None
    assert drive_at(tmp_path / "nowhere") is None
