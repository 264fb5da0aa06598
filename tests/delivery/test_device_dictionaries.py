"""Dictionaries: which one compresses, what a central without it gets, what is refused."""

from __future__ import annotations

import random

import pytest
import zstandard

from kiosk.settings import resources_folder
from sync.catalogue import DictionaryEntry, encode_entry
from sync.device.pace import Lane
from sync.device.ports import Store
from sync.device.pull import stopped_datasets
from sync.device.sealing import Dictionaries, pulled_dictionaries
from sync.dictionaries import dictionary_id, shipped_dictionaries
from sync.messages import PageEntry, PageOperation
from tests.support.delivery import Device
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral, refusal


def trained(number: int) -> bytes:
    """Return a small dictionary of that number."""
    draw = random.Random(number)
    words = [draw.randbytes(8) for _ in range(64)]
    samples: list[bytes | bytearray | memoryview[int]] = [
        b"".join(draw.choices(words, k=12)) for _ in range(400)
    ]
    return zstandard.train_dictionary(4_096, samples, dict_id=number).as_bytes()


SHIPPED, PULLED, NEWER = trained(70_001), trained(70_002), trained(70_003)


@pytest.fixture
def device(central: ModelCentral, store: Store) -> Device:
    """Give a device whose app brought a dictionary."""
    fresh = Device(central, store=store, dictionaries=Dictionaries({70_001: SHIPPED}))
    fresh.open_stream()
    return fresh


def entry(content: bytes, number: int) -> PageEntry:
    """Return the line of a page that publishes a dictionary."""
    one = DictionaryEntry(dictionary_id=number, content=content)
    return PageEntry(
        dataset=7,
        key=one.key,
        version=1,
        operation=PageOperation.PUT,
        value=encode_entry(one),
    )


def pushes(device: Device) -> list[bytes]:
    """Return the envelopes that went out."""
    return [one.body for one in device.wire.sent if one.path == "/v1/push"]


def test_the_app_s_own_dictionary_compresses(device: Device, central: ModelCentral) -> None:
    """A central of the same release knows it; the frame names it."""
    central.dictionaries = {70_001: SHIPPED}
    device.record(3)

    device.run(10)

    assert len(central.stored) == 4
    assert device.desk.store.read(device.dictionaries.chosen) == SHIPPED
    assert len(pushes(device)) == 1


def test_a_central_without_it_gets_the_same_events_without(
    device: Device, central: ModelCentral
) -> None:
    """`dict`: the events go again at once, uncompressed by it, and so does what comes after."""
    device.record(3)
    device.run(10)

    assert len(central.stored) == 4
    assert len(pushes(device)) == 2

    device.record(1)
    device.run(10)

    assert len(central.stored) == 5
    assert len(pushes(device)) == 3
    assert device.engine.status.last_error_code is None


def test_a_central_that_says_dict_for_ever_makes_no_loop(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """Without a dictionary the same code is a refusal like any other: ever rarer, nothing lost."""
    expected_logs.expect("delivery", "refuses the envelope of one event: dict")
    device.engine.step()
    device.wire.always = lambda _request: refusal(400, "dict")
    device.record(1)
    device.run(3_600)

    assert len(pushes(device)) < 40
    device.wire.always = None
    device.run(7 * 3_600, steps=2_000)
    assert len(central.stored) == 2


def test_what_the_central_publishes_comes_first(device: Device, central: ModelCentral) -> None:
    """It surely knows that one; of several the newest compresses, and all can be opened."""
    central.dictionaries = {70_002: PULLED, 70_003: NEWER}
    central.pages = [[entry(PULLED, 70_002), entry(NEWER, 70_003)]]
    device.engine.step()
    while device.engine.step().did is not Lane.PULL:
        pass
    device.record(2)

    device.run(10)

    store = device.desk.store
    assert store.read(device.dictionaries.chosen) == NEWER
    assert set(store.read(device.dictionaries.known)) == {70_001, 70_002, 70_003}
    assert len(central.stored) == 3


@pytest.mark.parametrize("content", [PULLED, b"no dictionary", NEWER[:-100]])
def test_a_dictionary_that_is_not_what_it_says_stops_its_dataset(
    device: Device, central: ModelCentral, content: bytes, expected_logs: ExpectedLogs
) -> None:
    """A wrong number or damaged bytes are never compressed with; delivery goes on."""
    expected_logs.expect("delivery", "dataset 7 stops: zstd")
    central.dictionaries = {70_001: SHIPPED}
    central.pages = [[entry(content, 70_009)]]
    device.record(1)

    device.run(30)

    store = device.desk.store
    assert store.read(pulled_dictionaries) == {}
    assert [stop.dataset for stop in store.read(stopped_datasets)] == [7]
    assert len(central.stored) == 2


def test_the_next_envelope_is_built_while_idle(device: Device, central: ModelCentral) -> None:
    """Without a link a full batch is sealed before its turn, stored nowhere, and goes as it is."""
    central.dictionaries = {70_001: SHIPPED}
    device.record(120)
    device.engine.way_out_changed(None)
    device.engine._push.build_ahead()
    built = device.engine._push._sealer._built
    assert built is not None
    assert device.view().counts().sealed == 121

    device.run(10)

    assert pushes(device)[0] == built.envelope
    assert len(central.stored) == 121


def test_what_was_built_ahead_is_dropped_when_the_events_changed(
    device: Device, central: ModelCentral
) -> None:
    """An event erased in between must not leave by an envelope that was sealed before."""
    central.dictionaries = {70_001: SHIPPED}
    device.record(120)
    device.engine._push.build_ahead()
    built = device.engine._push._sealer._built
    assert built is not None
    device.run_sql("UPDATE event SET salt = NULL, body = NULL, gone = 1 WHERE seq = 50")

    device.run(10)

    assert pushes(device)[0] != built.envelope
    assert len(central.stubs) == 1
    assert len(central.stored) == 121


def test_the_dictionary_that_ships_is_sound() -> None:
    """One file of 32 KiB that names itself by a number of 32 bits."""
    known = shipped_dictionaries(resources_folder())

    assert len(known) >= 1
    assert all(dictionary_id(content) == number for number, content in known.items())
    assert all(len(content) == 32_768 for content in known.values())
