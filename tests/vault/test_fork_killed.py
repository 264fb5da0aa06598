"""A kill at any point of a fork: all of it is there or nothing, and nothing seems to go back."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from sync.device.outbox import Outbox
from sync.events import StreamReason
from sync.journal import read, streams, verify
from tests.support.vaults import KEY, a_device, a_person, reopened_device

BASE, LAST = 3, 9
KILLED = 9

PROGRAM = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.vault.database import Database
from sync.device.outbox import Outbox
from sync.events import Protection, StreamReason
from sync.journal import streams
from tests.support.vaults import KEY, reopened_device

path, point = Path(sys.argv[1]), sys.argv[2]
if point == "announced":
    announce = Database._announce_stream
    def killed(self, tx, newest):
        announce(self, tx, newest)
        os._exit(9)
    Database._announce_stream = killed
if point == "committed":
    Database._after_commit = lambda self: os._exit(9)
device = reopened_device(path, KEY)

def work(tx):
    (old,) = streams(tx)
    Outbox().close(tx, old, 3, datetime.now(UTC))
    device.journal.open_stream(
        tx, reason=StreamReason.FORK, certificate_hash=bytes(16), app_version="0.1.0",
        protection=Protection.PASSPHRASE, base=3,
    )
    if point == "inside":
        os._exit(9)

device.database.write(work)
device.database.close()
os._exit(0)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "is_done"), [("inside", False), ("announced", False), ("committed", True)]
)
def test_a_kill_in_a_fork_leaves_all_or_nothing(tmp_path: Path, point: str, is_done: bool) -> None:
    """Events, base and witness agree at the next start; what was not done is done then."""
    path = tmp_path / "vault.db"
    device = a_device(path)
    device.begin()
    for _ in range(LAST - 1):
        device.record(a_person())
    device.database.close()

    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), point], check=False, timeout=60
    )

    assert ended.returncode == KILLED
    looked = Database(path, sets=STORE_SETS)
    assert looked.open(KEY).went_back is None
    looked.close()
    again = reopened_device(path, KEY)
    try:
        found = again.database.read(streams)
        assert len(found) == (2 if is_done else 1)
        rows = again.database.read(Outbox().streams)
        assert [row.last_to_send for row in rows] == (
            [BASE, LAST - BASE + 1] if is_done else [LAST]
        )
        for stream in found:
            assert again.database.read(partial(verify, stream=stream)).holds
        if not is_done:
            again.begin(StreamReason.FORK)
        items = [one.item for one in again.database.read(lambda tx: read(tx, found[0], 1, LAST))]
        assert len(items) == LAST
    finally:
        again.database.close()
