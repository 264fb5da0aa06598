"""Every camera shows what is before it, gives whole pictures, and forgets when it is closed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.devices.folder_camera import FolderCamera
from kiosk.devices.pictures import opened
from kiosk.devices.ports import Camera, CameraUnavailable
from kiosk.errors import KnownError
from tests.support.devices import FakeCamera, a_picture

JPEG_START, PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


class Stage:
    """A camera and a way to hold a picture before it."""

    def __init__(self, camera: Camera, hold: Callable[[bytes], None]) -> None:
        self.camera = camera
        self.hold = hold


class Scanned:
    """Files that a scanner writes one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seconds = 1_700_000_000

    def write(self, name: str, content: bytes) -> None:
        """Write one; each is a second younger than the one before."""
        path = self.folder / name
        path.write_bytes(content)
        self._seconds += 1
        os.utime(path, (self._seconds, self._seconds))


def a_folder_stage(folder: Path) -> Stage:
    """Return the camera of a folder that holds a page of the person before."""
    scanned = Scanned(folder)
    names = iter(range(100))
    scanned.write("before.png", a_picture("red"))
    return Stage(
        FolderCamera(folder),
        lambda picture: scanned.write(f"scan-{next(names):03}.png", picture),
    )


def a_fake_stage(_folder: Path) -> Stage:
    """Return the camera of tests."""
    camera = FakeCamera()
    return Stage(camera, camera.hold)


@pytest.fixture(params=[a_fake_stage, a_folder_stage])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    """Give each camera."""
    made: Stage = request.param(tmp_path)
    return made


def colour(picture: bytes) -> tuple[int, ...]:
    """Return the colour in the middle of an encoded picture."""
    image = opened(picture).convert("RGB")
    found = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(found, tuple)
    return tuple(round(part / 64) for part in found)


WHITE, NAVY, GREEN = (4, 4, 4), (0, 0, 2), (0, 2, 0)


def test_it_shows_what_is_before_it(stage: Stage) -> None:
    """A frame at once; a picture once there is something; the newest counts."""
    assert colour(stage.camera.preview()) == WHITE
    with pytest.raises(CameraUnavailable):
        stage.camera.picture()

    stage.hold(a_picture("navy"))
    assert colour(stage.camera.preview()) == colour(stage.camera.picture()) == NAVY
    stage.hold(a_picture("green"))
    assert colour(stage.camera.picture()) == colour(stage.camera.preview()) == GREEN


def test_pictures_are_files_that_everybody_reads(stage: Stage) -> None:
    """JPEG or PNG, frames too, whatever came in."""
    stage.camera.preview()
    for kind in ("PNG", "JPEG"):
        given = a_picture("navy", kind=kind)
        stage.hold(given)

        assert stage.camera.picture() == given
        assert stage.camera.preview().startswith((JPEG_START, PNG_START))


def test_closing_forgets(stage: Stage) -> None:
    """What was there for one person is not shown to the next; closing twice does no harm."""
    stage.camera.preview()
    stage.hold(a_picture("navy"))
    stage.camera.picture()

    stage.camera.close()
    stage.camera.close()

    assert colour(stage.camera.preview()) == WHITE
    with pytest.raises(CameraUnavailable):
        stage.camera.picture()


BROKEN: dict[str, Callable[[Path], Camera]] = {
    "fake": lambda _: FakeCamera(works=False),
    "no folder": lambda folder: FolderCamera(folder / "nothing"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_one_that_does_not_work_says_so(name: str, tmp_path: Path) -> None:
    """A known problem for both kinds of picture; closing does no harm."""
    camera = BROKEN[name](tmp_path)

    for ask in (camera.preview, camera.picture):
        with pytest.raises(KnownError) as told:
            ask()
        assert told.value.code == "camera.unavailable"
    camera.close()


# ------------------------------------------------------------------------------ the folder


def test_a_page_that_is_not_whole_is_waited_for(tmp_path: Path) -> None:
    """While a scanner writes, the page before stands; then the new one is shown."""
    scanned, camera = Scanned(tmp_path), FolderCamera(tmp_path)
    camera.preview()
    scanned.write("a.jpg", a_picture("navy", (200, 200), "JPEG"))
    page = a_picture("green", (200, 200), "JPEG")

    scanned.write("b.jpg", page[:300])
    assert colour(camera.picture()) == NAVY
    scanned.write("b.jpg", page)
    assert camera.picture() == page


def test_a_scanner_may_write_the_same_name_again(tmp_path: Path) -> None:
    """A file written anew is a new page, also where it was there before."""
    scanned, camera = Scanned(tmp_path), FolderCamera(tmp_path)
    scanned.write("scan.png", a_picture("red"))
    camera.preview()

    scanned.write("scan.png", a_picture("navy"))

    assert colour(camera.picture()) == NAVY


def test_pages_of_scanners_become_pictures(tmp_path: Path) -> None:
    """TIFF and BMP are given as PNG; large pages are shown smaller and kept whole."""
    scanned, camera = Scanned(tmp_path), FolderCamera(tmp_path)
    camera.preview()

    scanned.write("page.TIF", a_picture("navy", (2_480, 1_000), "TIFF"))

    assert camera.picture().startswith(PNG_START)
    assert opened(camera.picture()).size == (2_480, 1_000)
    assert max(opened(camera.preview()).size) == 1_920


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """Texts, links, folders and false pictures are no pages, and nothing in the folder changes."""
    outside = tmp_path / "outside.png"
    outside.write_bytes(a_picture("red"))
    folder = tmp_path / "scans"
    folder.mkdir()
    scanned, camera = Scanned(folder), FolderCamera(folder)
    camera.preview()

    scanned.write("notes.txt", a_picture("navy"))
    scanned.write("false.png", b"no picture")
    scanned.write("empty.jpg", b"")
    (folder / "folder.png").mkdir()
    (folder / "link.png").symlink_to(outside)
    before = sorted(path.name for path in folder.iterdir())

    with pytest.raises(CameraUnavailable):
        camera.picture()
    assert sorted(path.name for path in folder.iterdir()) == before
