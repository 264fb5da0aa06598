"""A new database key: all of it or nothing, and the file opens whatever happens on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.vault import rekey, slots
from kiosk.vault.database import Database
from kiosk.vault.engine import opens
from kiosk.vault.errors import Damaged, DiskFull
from kiosk.vault.slots import (
    OldSlot,
    add_device_slot,
    add_escrow_slot,
    add_recovery_slots,
    copy_path,
    slots_path,
    unlock_with_device,
    unlock_with_recovery,
)
from kiosk.vault.slots.records import decode_file
from sync import cbor
from sync.ids import Salt, kid_of
from sync.journal import Transaction, streams, verify
from sync.key_slots import open_escrow, recovery_text, unframed
from sync.sealed import generate_seal_key
from tests.support.institution import a_seal_key
from tests.support.keyfiles import (
    CLAVE,
    CLERK,
    DEVICE,
    KEY,
    NEXT_KEY,
    MemoryKeystore,
    changed,
    old_file,
)
from tests.support.vaults import Device, Draws, a_device, a_person, a_shift


@dataclass(slots=True)
class Bench:
    """An open file with people in it, opened by the computer's keystore or by a code."""

    device: Device
    keeper: MemoryKeystore
    code: str
    slot: int

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return self.device.database.path

    @property
    def slots(self) -> Path:
        """Return where its key slots are."""
        return slots_path(self.path)

    def rotate(self) -> None:
        """Change the key; one more person is what it records."""
        self.device.database.rekey(NEXT_KEY, self.record)

    def record(self, tx: Transaction) -> None:
        """Record one person in a transaction."""
        salt = Salt(self.device.draws(16))
        self.device.journal.append(tx, a_person(given="NUEVA"), salt=salt, operator=CLERK)

    def people(self) -> list[tuple[object, ...]]:
        """Return who is in the open file."""
        return self.device.rows("SELECT given FROM person ORDER BY given")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Return that file."""
    device = a_device(tmp_path / "vault.db")
    keeper, slots = MemoryKeystore(), slots_path(tmp_path / "vault.db")
    add_device_slot(slots, KEY, keeper)
    first = add_recovery_slots(slots, DEVICE, KEY, Draws())[0]
    add_escrow_slot(slots, KEY, a_seal_key("recovery")[1])
    device.begin()
    device.record(a_shift(device.folio()))
    for number in range(4):
        device.record(a_person(given=f"N{number}"))
    yield Bench(device=device, keeper=keeper, code=recovery_text(first.code), slot=first.slot)
    device.database.close()


def test_a_new_key_opens_and_the_old_one_does_not(bench: Bench) -> None:
    """Everything is there with what was recorded; the chain holds and no alarm is raised."""
    before = bench.people()
    bench.rotate()

    assert bench.device.database.key() == NEXT_KEY
    assert bench.people() == [*before, ("NUEVA",)]
    assert verify_all(bench.device.database)
    bench.device.record(a_person(given="Z"))
    bench.device.database.close()
    assert not opens(bench.path, KEY)
    assert unlock_with_device(bench.slots, bench.keeper) == NEXT_KEY
    opened = bench.device.database.open(NEXT_KEY)
    assert opened.went_back is None
    assert len(bench.people()) == len(before) + 2
    names = {one.name for one in bench.path.parent.iterdir() if one.name.startswith("vault.db")}
    assert "vault.db.rekey" not in names


def test_every_slot_opens_with_the_new_key(bench: Bench) -> None:
    """Keystore, code and escrow need nothing from anybody; the codes at the office stay good."""
    private, public = a_seal_key("recovery")
    bench.rotate()

    held = cbor.decode(unframed(bench.slots.read_bytes()))
    escrow = next(slot for slot in held[4] if slot[2] == 3)

    assert unlock_with_device(bench.slots, bench.keeper) == NEXT_KEY
    assert unlock_with_recovery(bench.slots, DEVICE, bench.slot, bench.code) == NEXT_KEY
    opened = open_escrow(private, kid_of(public), held[2], escrow[1], escrow[10])
    assert opened == NEXT_KEY
    assert not decode_file(bench.slots.read_bytes()).is_between_keys
    assert bench.slots.read_bytes() == copy_path(bench.slots).read_bytes()


def test_the_witness_goes_on(bench: Bench) -> None:
    """An older copy of the file, put back after the change, is found out by the same witness."""
    bench.rotate()
    old = bench.path.with_name("old")
    bench.device.database.close()
    shutil.copyfile(bench.path, old)
    bench.device.database.open(NEXT_KEY)
    bench.device.record(a_person(given="Z"))
    bench.device.database.close()

    shutil.copyfile(old, bench.path)

    assert bench.device.database.open(NEXT_KEY).went_back is not None


def test_what_cannot_be_recorded_undoes_it(bench: Bench) -> None:
    """The change of the key and its event are one: without the event the old key stays."""
    before = bench.people()

    def fail(tx: Transaction) -> None:
        bench.record(tx)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        bench.device.database.rekey(NEXT_KEY, fail)

    assert_as_before(bench, before)


@pytest.mark.parametrize("step", ["_copied", "_recorded", "_verify", "sync_file"])
def test_a_full_disk_on_the_way_changes_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever write finds no room: said as such, nothing changed, and it works once there is."""
    before = bench.people()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(rekey, step, full)
        with pytest.raises(DiskFull):
            bench.rotate()

    assert_as_before(bench, before)
    bench.rotate()
    assert len(bench.people()) == len(before) + 1


def test_without_room_nothing_begins(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Room is looked for first; the key file is not touched."""
    before = bench.slots.read_bytes()
    monkeypatch.setattr(rekey, "free_bytes", lambda _: 2 * bench.path.stat().st_size)

    with pytest.raises(DiskFull):
        bench.rotate()

    assert bench.slots.read_bytes() == before
    assert bench.device.database.key() == KEY


def test_no_key_is_given_to_a_slot_that_somebody_changed(bench: Bench) -> None:
    """A thief who put his own public key into a slot gets no new key at the next change."""
    thief = generate_seal_key()[1]

    def put_in(held: dict[int, object]) -> None:
        held[4][1][9] = thief  # type: ignore[index] # the slots

    changed(bench.slots, put_in)
    before = bench.slots.read_bytes()

    with pytest.raises(Damaged, match="not made on this device"):
        bench.rotate()

    assert bench.slots.read_bytes() == before
    assert bench.device.database.key() == KEY


def test_a_slot_of_the_first_release_is_named(bench: Bench) -> None:
    """Its owner has to come in once; until then the key stays and nothing was touched."""
    bench.slots.write_bytes(old_file((CLERK, "PRUEBA UNO", CLAVE)))
    copy_path(bench.slots).unlink()

    with pytest.raises(OldSlot) as caught:
        bench.rotate()

    assert getattr(caught.value.facts, "name", "") == "PRUEBA UNO"
    assert bench.device.database.key() == KEY


def test_a_backup_under_way_is_waited_for(bench: Bench) -> None:
    """Somebody reads beside us: the file is not exchanged under their eyes."""

    def while_reading(_connection: object, _key: bytes) -> None:
        with pytest.raises(rekey.ReadBeside):
            bench.rotate()

    bench.device.database.beside(while_reading)

    assert bench.device.database.key() == KEY
    bench.rotate()


def test_a_change_that_was_cut_is_ended_at_the_next_opening(bench: Bench) -> None:
    """Before the exchange it is undone, after it finished; both keys stood in between."""
    slots.begin(bench.slots, KEY, NEXT_KEY)
    bench.device.database.close()
    rekey.copy_path(bench.path).write_bytes(b"half a copy")

    assert unlock_with_device(bench.slots, bench.keeper) == KEY
    bench.device.database.open(KEY)
    assert not rekey.copy_path(bench.path).exists()
    assert not decode_file(bench.slots.read_bytes()).is_between_keys
    bench.rotate()
    bench.device.database.close()
    slots.begin(bench.slots, NEXT_KEY, KEY)  # as if it were cut after an exchange back

    assert unlock_with_device(bench.slots, bench.keeper) == NEXT_KEY
    bench.device.database.open(NEXT_KEY)
    assert unlock_with_device(bench.slots, bench.keeper) == NEXT_KEY


def test_a_copy_that_is_not_the_same_is_refused(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row less in the copy, or a page that does not verify: nothing is exchanged."""
    before = bench.people()
    copied = rekey._copied

    def short(path: Path, copy: Path) -> None:
        copied(path, copy)
        with copy.open("r+b") as file:
            file.seek(3 * 4096 + 100)
            file.write(b"\0\0\0\0")

    with monkeypatch.context() as patch:
        patch.setattr(rekey, "_copied", short)
        with pytest.raises(Damaged):
            bench.rotate()
    assert_as_before(bench, before)


def assert_as_before(bench: Bench, people: list[tuple[object, ...]]) -> None:
    """The old key opens what was there, the slots hold it alone, nothing lies about."""
    assert bench.device.database.key() == KEY
    assert bench.people() == people
    assert unlock_with_device(bench.slots, bench.keeper) == KEY
    assert not decode_file(bench.slots.read_bytes()).is_between_keys
    assert not rekey.copy_path(bench.path).exists()


def verify_all(database: Database) -> bool:
    """Say whether every stream's chain holds."""
    return database.read(lambda tx: all(verify(tx, stream).holds for stream in streams(tx)))


def test_a_large_file_is_the_same_row_for_row(tmp_path: Path) -> None:
    """Every table's rows, with their row numbers, are the same before and after."""
    device = a_device(tmp_path / "vault.db")
    add_device_slot(slots_path(tmp_path / "vault.db"), KEY, MemoryKeystore())
    device.begin()
    for number in range(60):
        device.record(a_person(given=f"NOMBRE{number}", curp=None))
    before = everything(device)

    device.database.rekey(NEXT_KEY, lambda _: None)

    assert everything(device) == before
    device.database.close()


def everything(device: Device) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    names = device.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
    return {str(name): device.rows(f"SELECT * FROM {name}") for (name,) in names}  # noqa: S608
