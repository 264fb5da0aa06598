"""X02: from the door to a rescue of a damaged file; X01 says from which backup a device comes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from kiosk.services.views.care import DiskLevel, DiskRoom
from kiosk.vault.errors import Damaged, DamagedFacts, Part
from tests.support.desk import Desk
from tests.support.fake_values import CLAVE
from tests.support.qt import Role


def words_on(desk: Desk) -> str:
    """Return everything that can be read in the window."""
    return "\n".join(label.text() for label in desk.shell.findChildren(QLabel) if label.isVisible())


def to_x02(desk: Desk) -> None:
    """Meet a damaged file at the door, and go on to look at it."""
    facts = DamagedFacts(part=Part.DATABASE, detail="SQLITE_NOTADB")
    desk.office.sessions.problem = Damaged(facts)
    desk.type(CLAVE)
    desk.press("Enter")
    desk.find(Role.Button, "damaged-look").setFocus()
    desk.press("Space")
    assert desk.at == "X02"


def test_a_damaged_file_is_rescued_from_the_screen(desk: Desk) -> None:
    """What is wrong, up to where it is intact, a folder, and where the rescue lies."""
    to_x02(desk)

    desk.type(CLAVE)
    desk.press("Enter")
    assert "intacta hasta el registro 118" in words_on(desk)
    desk.type("/rescates")
    desk.press("Ctrl+Enter")

    assert desk.office.mending.exported == [Path("/rescates")]
    assert "rescate-1.vtx" in words_on(desk)
    assert "Lleve los dos a la oficina central" in words_on(desk)
    desk.press("Enter")
    assert desk.at == "V01"
    assert desk.office.mending.forgotten == 1


def test_a_clave_that_does_not_fit_shows_what_is_seen_from_outside(desk: Desk) -> None:
    """It is asked again, and nothing can be handed over."""
    to_x02(desk)

    desk.type("otra")
    desk.press("Enter")

    assert desk.texts.text("clave-does-not-fit") in words_on(desk)
    assert desk.office.mending.exported == []
    desk.type(CLAVE)
    desk.press("Enter")
    assert "120 registros" in words_on(desk)


def test_without_a_folder_nothing_is_handed_over(desk: Desk) -> None:
    """The field says what is missing."""
    to_x02(desk)
    desk.type(CLAVE)
    desk.press("Enter")

    desk.press("Ctrl+Enter")

    assert desk.at == "X02"
    assert desk.texts.text("damaged-folder-empty") in words_on(desk)
    assert desk.office.mending.exported == []
    desk.press("Esc")
    assert desk.at == "V01"


def test_a_restored_device_says_from_which_backup_it_comes(desk: Desk) -> None:
    """Not merely that the file is an earlier one."""
    desk.office.care.restored = desk.clock.time
    desk.unlock()

    desk.window.navigator.go("X01")
    desk.settle()

    when = desk.texts.when(desk.clock.time)
    assert desk.texts.text("restored-means", when=when) in words_on(desk)


def test_the_strip_says_for_how_many_days_there_is_room(desk: Desk) -> None:
    """Below 500 MB with the days, below the reserve that no photos fit."""
    desk.office.care.room = DiskRoom(level=DiskLevel.LOW, free_bytes=300 * 2**20, days=12)
    desk.unlock()
    assert desk.texts.text("disk-days", days=12) in words_on(desk)

    desk.office.care.room = DiskRoom(level=DiskLevel.NO_PHOTOS, free_bytes=90 * 2**20, days=3)
    desk.window.refresh_status()
    desk.settle()

    assert desk.texts.text("disk-no_photos") in words_on(desk)


def test_what_the_check_in_quiet_moments_found_stands_above_every_screen(desk: Desk) -> None:
    """Nobody has to look for it; a sound file says nothing."""
    desk.unlock()
    desk.office.care.check()
    desk.window.refresh_status()
    desk.settle()
    assert desk.texts.text("check-found") not in words_on(desk)

    desk.office.care.finding = "chain"
    desk.office.care.check()
    desk.window.refresh_status()
    desk.settle()

    assert desk.texts.text("check-found") in words_on(desk)
