"""Once the file is closed no live part of the program knows the person, the clave or a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.store import kept
from kiosk.store.migrations import STORE_SETS
from kiosk.vault import slots
from kiosk.vault.database import Database
from sync.ids import OperatorNumber
from tests.demo.job import OPERATOR_NUMBER, PASSPHRASE
from tests.demo.processes import PlayedApp
from tests.faults.day import Day
from tests.faults.remains import hidden

GIVEN = "ZULEYKA QUETZALLI"
NAMES = ("given name", "clave", "database key", "signing key")


def keys_of(profile: Path) -> tuple[bytes, bytes]:
    """Return the database key and the device's signing key."""
    database = Database(profile / "ventanilla.db", sets=STORE_SETS)
    number = OperatorNumber(OPERATOR_NUMBER)
    key = slots.unlock(slots.slots_path(database.path), number, PASSPHRASE)
    assert key is not None
    database.open(key)
    try:
        identity = database.read(kept.device_identity)
    finally:
        database.close()
    assert identity is not None
    return key, identity.signing_private


@pytest.mark.slow
def test_a_closed_file_leaves_nobody_who_knows(day: Day) -> None:
    """Screens, services, clipboard: what a suspended computer shows or holds on to is nobody's."""
    secrets = hidden(GIVEN.encode(), PASSPHRASE.encode(), *keys_of(day.profile))
    arguments = ["--profile", str(day.profile), "--secrets", secrets]
    app = PlayedApp(arguments, {"QT_QPA_PLATFORM": "offscreen"}, "tests.faults.remains")
    try:
        told = app.messages_until("reached")[-1]
    finally:
        app.kill()
        app.end()

    assert told["before"] > 0
    assert dict(zip(NAMES, told["left"], strict=True)) == {name: [] for name in NAMES}
