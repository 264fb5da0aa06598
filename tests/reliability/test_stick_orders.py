"""Sticks in any order: lost, repeated, late, cut, altered, carried by others (PROTOCOL §20, §25).

One seed is one order of a few dozen acts. At the end a good stick goes there and back until all is
quiet: nothing is lost, nothing counts twice, and what the device believes the central holds.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sync import chain
from sync.bundle_errors import BundleDamaged, BundleNothing, BundleOtherInstitution
from sync.bundle_files import CarriedFolder
from sync.device.carry_lane import CarryLane
from sync.device.carrying import Carrying
from sync.device.engine import Engine
from sync.device.transport import NoAnswer, Request, Response
from tests.support.blob_files import MemoryFiles, record_with_files
from tests.support.delivery import Device, SqliteStore
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral
from tests.support.sticks import ModelOffice, bundles_of

SOAK = bool(os.environ.get("VENTANILLA_SOAK"))
ORDERS = 10_000 if SOAK else 200
ACTS = 18
RESTORES_IN_TEN = 3
FIRST_SEED = 1


class Order:
    """One device, one carrier, one office, and everything that is between them at a moment."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.dice = random.Random(seed)
        self.central = ModelCentral()
        self.central.durable_of = lambda seq: seq // 2
        self.office = ModelOffice(self.central)
        self.folder = folder
        self.files = MemoryFiles()
        self.device = self._device(seed)
        self.device.desk = replace(self.device.desk, files=self.files)
        self.device.engine = Engine(self.device.desk, self.device.wire, self.device.changed.append)
        self.device.open_stream()
        self.central_keys = self.central.device_point, self.central.device_seal_public
        self.carrier = self._device(seed + 1)
        self.carrier.open_stream()
        self.central.device_point, self.central.device_seal_public = self.central_keys
        carried = CarriedFolder(folder / "carried-files")
        self.carrier.desk = replace(self.carrier.desk, carried=carried)
        self.bundles = bundles_of(self.device, folder)
        self.of_carrier = bundles_of(self.carrier, folder / "carrier")
        self.out: list[dict[str, bytes]] = []  # sticks on their way to the office
        self.back: list[dict[str, bytes]] = []  # and on their way home
        self.restored = False

    def _device(self, seed: int) -> Device:
        store = SqliteStore()
        store.migrate()
        return Device(self.central, store=store, seed=seed)

    def close(self) -> None:
        """Close both files."""
        for device in (self.device, self.carrier):
            device.store.close()  # type: ignore[attr-defined]  # the real one is SqliteStore

    # ------------------------------------------------------------------------------- acts

    def act(self) -> None:
        """Do one thing by chance."""
        acts: list[tuple[int, Callable[[], None]]] = [
            (6, self.work),
            (5, self.write),
            (5, self.hand_in),
            (5, self.answer),
            (5, self.come_home),
            (2, self.carry),
            (2, self.carrier_online),
            (1, self.online),
            (1, self.lose),
            (1, self.restore),
        ]
        self.dice.choices([one for _, one in acts], [weight for weight, _ in acts])[0]()

    def work(self) -> None:
        """Record something, sometimes with a photo."""
        self.device.record(self.dice.randint(1, 5))
        if self.dice.random() < 0.2:
            record_with_files(self.device, self.files, self.dice.randbytes(2_000))

    def write(self) -> None:
        """Copy everything onto a stick."""
        stick = self._on_stick({}, self.bundles.write)
        if stick:
            self.out.append(stick)

    def hand_in(self) -> None:
        """Bring any stick to the office; often it stays in the drawer and comes again."""
        if self.out:
            stick = self.dice.choice(self.out)
            for data in self._spoilt(stick).values():
                self.office.take_bytes(data)
            if self.dice.random() < 0.5:
                self.out.remove(stick)

    def answer(self) -> None:
        """Let the office write what it has to say."""
        name = f"VT-{self.device.keys.device_id.hex()}-{self.dice.randbytes(16).hex()}-1.vta"
        self.back.append({name: self.office.answers(self.device)})

    def come_home(self) -> None:
        """Bring any answers to the device: old ones, new ones, the same again, damaged ones."""
        for stick in self.dice.sample(self.back, min(len(self.back), 2)):
            self._on_stick(self._spoilt(stick), self.bundles.take)

    def carry(self) -> None:
        """Show a stick to another device, which takes along what it finds."""
        if self.out:
            stick = self._spoilt(self.dice.choice(self.out))
            after = self._on_stick(stick, self.of_carrier.take)
            answers = {name: data for name, data in after.items() if name.endswith(".vta")}
            if answers:
                self.back.append(answers)

    def carrier_online(self) -> None:
        """Let the carrier have a link for a while; it may break after any record."""
        lane = CarryLane(self.carrier.desk, Carrying(self.carrier.desk))
        for _ in range(self.dice.randint(1, 6)):
            prepared = lane.prepare()
            if prepared is None:
                return
            row, request = prepared
            lane.conclude(row, self._sent(request))

    def _sent(self, request: Request) -> Response | NoAnswer:
        return self.central.handle(request)

    def online(self) -> None:
        """Let the device have a link for a while."""
        self.device.engine.way_out_changed("a link")
        self.device.run(self.dice.randint(1, 60), steps=20)

    def lose(self) -> None:
        """Lose a stick, there or back."""
        for sticks in (self.out, self.back):
            if sticks and self.dice.random() < 0.5:
                sticks.remove(self.dice.choice(sticks))

    def restore(self) -> None:
        """Restore the central from a backup, now and then."""
        if not self.restored and self.dice.random() < RESTORES_IN_TEN / 10:
            self.restored = True
            self.central.forget_after(self.dice.randint(0, 6))

    # ------------------------------------------------------------------------------ the end

    def settle(self) -> None:
        """Carry a good stick there and back until nothing that people recorded is outstanding."""
        wanted = self._recorded()
        for _ in range(6):
            self.out.clear()
            self.write()
            for stick in self.out:
                for data in stick.values():
                    self.office.take_bytes(data)
            self.answer()
            self._on_stick(self.back[-1], self.bundles.take)
            if wanted <= self._confirmed():
                return
        raise AssertionError("it never becomes quiet")

    def check(self) -> None:
        """Check what must hold whatever happened."""
        central, device = self.central, self.device
        assert central.twice == []
        assert self._recorded() <= set(central.applied)
        for stream, store in central.streams.items():
            assert store.heads[0] == chain.first_head(device.keys.device_id, stream)
        for row in device.store.read(device.desk.outbox.streams):
            if row.acknowledged:
                held = central.streams[row.stream]
                assert held.seq >= row.acknowledged
                head = device.store.read(
                    lambda tx, row=row: device.journal.head(tx, row.stream, row.acknowledged)  # type: ignore[misc]  # bound now
                )
                assert held.heads[row.acknowledged] == head
        # A carrier confirms nothing and delivers nothing of its own on the way.
        assert all(not row.acknowledged for row in self.carrier.view().streams)

    def _recorded(self) -> set[bytes]:
        return {
            one[0]
            for one in self.device.store.read(
                lambda tx: tx.execute("SELECT event_id, header FROM event").fetchall()
            )
            if one[1][1:3] == b"\x01\x14"  # kind 20: what `record` saves
        }

    def _confirmed(self) -> set[bytes]:
        rows = self.device.store.read(
            lambda tx: tx.execute(
                "SELECT e.event_id FROM event AS e JOIN stream_state AS s ON s.stream = e.stream"
                " WHERE e.seq <= s.acknowledged"
            ).fetchall()
        )
        return {bytes(row[0]) for row in rows}

    # ------------------------------------------------------------------------------- sticks

    def _spoilt(self, stick: dict[str, bytes]) -> dict[str, bytes]:
        """Return a stick as it arrives: sometimes cut, altered, or with bytes put in between."""
        chance = self.dice.random()
        if chance > 0.35:
            return stick
        spoilt = dict(stick)
        name = self.dice.choice(sorted(spoilt))
        data = bytearray(spoilt[name])
        at = self.dice.randrange(len(data))
        if chance < 0.12:
            del data[at:]
        elif chance < 0.24:
            data[at] ^= 1 << self.dice.randrange(8)
        else:
            data[at:at] = self.dice.randbytes(self.dice.randint(1, 40))
        spoilt[name] = bytes(data)
        return spoilt

    def _on_stick(
        self, before: dict[str, bytes], work: Callable[[Path], object]
    ) -> dict[str, bytes]:
        """Put a stick into a device and return what is on it afterwards."""
        stick = self.folder / "stick"
        shutil.rmtree(stick, ignore_errors=True)
        stick.mkdir(parents=True)
        for name, data in before.items():
            (stick / name).write_bytes(data)
        with suppress(BundleNothing, BundleDamaged, BundleOtherInstitution):
            work(stick)
        return {path.name: path.read_bytes() for path in stick.iterdir()}


@pytest.fixture(autouse=True)
def _no_disk(monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs) -> None:
    """Do not wait for the disk: that a stick really holds is another test's matter."""
    monkeypatch.setattr("sync.bundle_files.os.fsync", lambda _descriptor: None)
    expected_logs.expect("delivery", "")


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_any_order_of_sticks_ends_well(block: int, tmp_path: Path) -> None:
    """Nothing is lost, nothing counts twice, and no acknowledgement says more than there is."""
    for seed in range(FIRST_SEED + block, FIRST_SEED + ORDERS, 8):
        order = Order(seed * 1_000, tmp_path / str(seed))
        try:
            for _ in range(ACTS):
                order.act()
            order.settle()
            order.check()
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}") from error
        finally:
            order.close()
            shutil.rmtree(tmp_path / str(seed), ignore_errors=True)
