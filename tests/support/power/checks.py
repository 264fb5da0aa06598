"""What must hold of every disk that a power cut leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kiosk.errors import KnownError
from kiosk.store import queries
from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from sync.journal import Transaction, streams, verify
from tests.support.power.disk import Disk
from tests.support.power.records import Call
from tests.support.vaults import KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One disk after a cut: which call was the last, and how many saves had been confirmed."""

    after_call: int
    confirmed: int
    files: Mapping[str, bytes]


def images(calls: Sequence[Call], wanted: int, seed: int) -> Iterator[Image]:
    """Yield *wanted* disks of cuts spread over all moments at which something was not synced."""
    draw = Random(seed)
    moments = _moments(calls)
    counts = {moment: wanted // len(moments) for moment in moments}
    for moment in draw.sample(moments, wanted % len(moments)):
        counts[moment] += 1
    disk = Disk({})
    for number, call in enumerate(calls):
        disk.apply(call)
        for _ in range(counts.get(number, 0)):
            yield Image(after_call=number, confirmed=disk.confirmed, files=disk.image(draw))


def _moments(calls: Sequence[Call]) -> list[int]:
    disk = Disk({})
    found = []
    for number, call in enumerate(calls):
        disk.apply(call)
        if disk.waits:
            found.append(number)
    return found


def fault_of(image: Image, folder: Path) -> str | None:
    """Write an image to an empty folder, open it as the app does, and say what does not hold.

    Every confirmed save is there; the one in hand is there whole or not at all; the chain verifies,
    the ledger adds up, and the witness accuses nobody.
    """
    if "vault.db" not in image.files:
        return "the file is gone" if image.confirmed else None
    for name, content in image.files.items():
        (folder / name).write_bytes(content)
    database = Database(folder / "vault.db", sets=STORE_SETS)
    try:
        opened = database.open(KEY)
    except KnownError as error:
        return error.code if image.confirmed else None
    try:
        events, holds, ledger_centavos = database.read(_standing)
    except KnownError as error:
        return error.code
    finally:
        database.close()
    if not image.confirmed <= events <= image.confirmed + 1:
        return f"{image.confirmed} saves were confirmed, {events} are there"
    if not holds:
        return "the chain is broken"
    if ledger_centavos:
        return f"the ledger is off by {ledger_centavos} centavos"
    if opened.went_back is not None:
        return f"the witness says {opened.went_back.finding.value}"
    return None


def _standing(tx: Transaction) -> tuple[int, bool, int]:
    events = tx.execute("SELECT count(*) FROM event").fetchone()[0]
    holds = all(verify(tx, stream).holds for stream in streams(tx))
    return events, holds, queries.ledger_centavos(tx)
