"""PROTOCOL §14: pages are small, whole, sealed to one device, and asking twice changes nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from sync import cbor
from sync.catalogue import TariffEntry, decode_entry
from sync.central import schema
from sync.central.editions import Dataset
from sync.central.errors import CentralError
from sync.central.pages import PullRequest
from sync.central.replay import replay
from sync.errors import MessageInvalid
from sync.ids import Incarnation
from sync.messages import Page, PageOperation, read_page
from sync.profile import read_profile
from tests.delivery.central_support import (
    Central,
    Device,
    a_catalogue,
    a_form,
    a_registration,
    a_tariff,
    stream_opened,
)

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"

ALL = {2, 3, 4, 5, 12}


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    made.publish()
    yield made
    made.close()


def a_wordy_tariff(version: int) -> TariffEntry:
    """Return a tariff that does not compress, so that few of them fill a page."""
    words = hashlib.sha512(b"%d" % version).hexdigest()
    return replace(a_tariff(version=version), legal_reference=words)


def ask(
    central: Central,
    device: Device,
    cursor: bytes = b"",
    max_bytes: int = 65_536,
    datasets: frozenset[int] | None = None,
) -> tuple[Page, int]:
    """Return the page a device gets, and its size in bytes."""
    request = PullRequest(cursor=cursor, max_bytes=max_bytes, datasets=datasets)
    data = central.platform.pages.page(device.device_id, request)
    signer = central.platform.keys.signer
    page = read_page(
        data,
        {signer.kid: signer.point},
        device_id=device.device_id,
        seal_keys={_kid(device): device.seal[0]},
    )
    return page, len(data)


def _kid(device: Device) -> bytes:
    from sync.ids import kid_of

    return kid_of(device.seal[1])


class Shelf:
    """Reference data as a device keeps them: puts at once, old ones go only at op 2."""

    def __init__(self) -> None:
        self.cursor = b""
        self.held: dict[tuple[int, str], tuple[int, bytes | None]] = {}
        self.price_lists: list[set[str]] = []  # the tariffs held at each op 2 of dataset 5
        self._seen: set[tuple[int, str]] = set()

    def apply(self, page: Page) -> None:
        assert page.cursor_before == self.cursor
        for entry in page.entries:
            key = (entry.dataset, entry.key)
            if entry.operation is PageOperation.PUT:
                self.held[key] = (entry.version, entry.value)
                self._seen.add(key)
            elif entry.operation is PageOperation.DELETE:
                self.held.pop(key, None)
            elif entry.operation is PageOperation.SNAPSHOT_COMPLETE:
                for old in [one for one in self.held if one[0] == entry.dataset]:
                    if old not in self._seen:
                        del self.held[old]
                if entry.dataset == Dataset.TARIFFS:
                    names = {name for name in self.names() if name.startswith("tariff:")}
                    self.price_lists.append(names)
                self._seen = {one for one in self._seen if one[0] != entry.dataset}
        self.cursor = page.cursor_after

    def pull(self, central: Central, device: Device, max_bytes: int = 65_536) -> int:
        """Pull until nothing more comes; return how many pages that took."""
        for count in range(1, 1000):
            page, _ = ask(central, device, self.cursor, max_bytes)
            self.apply(page)
            if not page.more:
                return count
        raise AssertionError("pull does not end")

    def names(self) -> set[str]:
        return {key for _, key in self.held}


def test_everything_published_arrives_readable(central: Central) -> None:
    """After a pull the device holds one readable thing or more of every dataset."""
    device = central.enrol()
    shelf = Shelf()

    shelf.pull(central, device)

    assert {dataset for dataset, _ in shelf.held} == ALL
    for (dataset, key), (_, value) in shelf.held.items():
        assert value is not None
        if dataset == Dataset.PROFILE:
            assert read_profile(value, central.platform.profile.roots).version == 1
        else:
            decode_entry(dataset, key, value)


@settings(max_examples=100 if SOAK else 8, deadline=None, suppress_health_check=list(HealthCheck))
@given(sizes=st.lists(st.integers(0, 6_000), min_size=1, max_size=8), many=st.integers(1, 40))
def test_page_size_changes_nothing_but_the_number_of_pages(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], many: int
) -> None:
    """However small the pages, the device ends with exactly what one large pull gives."""
    central = Central(tmp_path_factory.mktemp("pages"))
    try:
        tariffs = tuple(a_tariff(version=version) for version in range(1, many + 1))
        central.publish(a_catalogue(tariffs=tariffs))
        device = central.enrol()
        large, small = Shelf(), Shelf()
        large.pull(central, device)

        for size in sizes:
            page, _ = ask(central, device, small.cursor, size)
            small.apply(page)
        small.pull(central, device, sizes[-1])

        assert small.held == large.held
        assert small.cursor == large.cursor
    finally:
        central.close()


def test_settings_come_first_in_a_small_page(central: Central) -> None:
    """Datasets 1, 2 and 10 come before all others, in pages of at most 4 KiB."""
    device = central.enrol()

    page, size = ask(central, device, max_bytes=1_000_000)

    assert {entry.dataset for entry in page.entries} == {2}
    assert size <= 4096
    assert page.more


def test_a_page_keeps_to_what_the_device_can_take(central: Central) -> None:
    """A page is no larger than asked for, unless a single value is."""
    tariffs = tuple(a_tariff(version=version) for version in range(1, 400))
    central.publish(a_catalogue(tariffs=tariffs))
    device = central.enrol()
    shelf = Shelf()
    sizes = []
    while True:
        page, size = ask(central, device, shelf.cursor, 3_000)
        shelf.apply(page)
        sizes.append(size)
        if not page.more:
            break

    assert len(sizes) > 3
    assert max(sizes) <= 3_000
    assert len(shelf.held) > 400


def test_asking_twice_gives_the_same(central: Central) -> None:
    """A page whose answer was lost is asked for again, and is the same but for its sealing."""
    device = central.enrol()
    shelf = Shelf()
    while True:
        one, _ = ask(central, device, shelf.cursor, 2_000)
        two, _ = ask(central, device, shelf.cursor, 2_000)
        assert one == two
        shelf.apply(one)
        if not one.more:
            break
    last, _ = ask(central, device, shelf.cursor)
    assert last.entries == ()
    assert last.cursor_after == shelf.cursor


def test_a_change_is_pulled_and_what_is_gone_goes(central: Central) -> None:
    """After a new publication only the changed dataset travels, with op 2; the old rows go then."""
    device = central.enrol()
    shelf = Shelf()
    shelf.pull(central, device)
    central.publish(a_catalogue(tariffs=(a_tariff(version=3, unit_centavos=20_000),)))

    page, _ = ask(central, device, shelf.cursor)
    shelf.apply(page)

    assert {entry.dataset for entry in page.entries} == {5}
    tariffs = {key for key in shelf.names() if key.startswith("tariff:")}
    assert tariffs == {a_tariff(version=3).key}
    value = shelf.held[5, a_tariff(version=3).key][1]
    assert value is not None
    held = decode_entry(5, a_tariff(version=3).key, value)
    assert isinstance(held, TariffEntry)
    assert held.unit_centavos == 20_000


def test_a_publication_in_the_middle_of_a_pull_does_not_mix(central: Central) -> None:
    """Each op 2 leaves the device with one whole publication, never with parts of two."""
    one = tuple(a_wordy_tariff(version) for version in range(101, 160))
    two = tuple(a_wordy_tariff(version) for version in range(160, 190))
    central.publish(a_catalogue(tariffs=one))
    device = central.enrol()
    shelf = Shelf()
    published = False
    while True:
        page, _ = ask(central, device, shelf.cursor, 2_000)
        shelf.apply(page)
        begun = any(entry.dataset == 5 for entry in page.entries)
        if begun and not published:
            central.publish(a_catalogue(tariffs=two))
            published = True
        if not page.more:
            break

    assert published
    assert shelf.price_lists == [{entry.key for entry in one}, {entry.key for entry in two}]


@pytest.mark.parametrize("cursor", [b"\x00" * 16, b"x", b"y" * 64])
def test_an_unknown_cursor_starts_again(central: Central, cursor: bytes) -> None:
    """A cursor nobody knows gets a snapshot from the start and its own bytes back; no error."""
    device = central.enrol()

    page, _ = ask(central, device, cursor)

    assert page.cursor_before == cursor
    assert page.entries[0].dataset == 2


def test_another_devices_cursor_is_unknown(central: Central) -> None:
    """A cursor is per device: another's means nothing here."""
    one, two = central.enrol(), central.enrol()
    shelf = Shelf()
    shelf.pull(central, one)

    page, _ = ask(central, two, shelf.cursor)

    assert page.entries != ()


def test_a_new_incarnation_starts_again(central: Central) -> None:
    """A cursor from before the database was restored gets a snapshot."""
    device = central.enrol()
    shelf = Shelf()
    shelf.pull(central, device)
    with central.database.write() as connection:
        connection.execute(
            update(schema.setting)
            .where(schema.setting.c.name == "incarnation")
            .values(value=Incarnation(bytes(16)))
        )
    central.restart()

    page, _ = ask(central, device, shelf.cursor)

    assert page.incarnation == bytes(16)
    assert page.entries != ()


def test_only_asked_datasets_come(central: Central) -> None:
    """A device may ask for some datasets only, so that one bad page stops one dataset."""
    device = central.enrol()

    page, _ = ask(central, device, datasets=frozenset({5}))

    assert {entry.dataset for entry in page.entries} == {5}
    assert not page.more


def test_later_codes_reach_the_device(central: Central) -> None:
    """An event that leaves quarantine is told by dataset 8 with code 0."""
    device = central.enrol()
    device.record(stream_opened(), operator=0)
    salt = device.random(16)
    device.record(a_registration(device, salt, form_version="9"), salt=salt)
    central.push(device, 1, 2)
    shelf = Shelf()
    shelf.pull(central, device)
    assert not any(dataset == 8 for dataset, _ in shelf.held)
    central.publish(a_catalogue(forms=(a_form(), a_form(version="9"))))
    replay(central.database, central.now_ms())

    shelf.pull(central, device)

    codes = [value for (dataset, _), (_, value) in shelf.held.items() if dataset == 8]
    assert [cbor.decode(value or b"") for value in codes] == [[device.stream, 2, 0]]


def test_a_page_is_for_one_device_only(central: Central) -> None:
    """What is sealed to one device cannot be opened by another."""
    one, two = central.enrol(), central.enrol()
    request = PullRequest(cursor=b"", max_bytes=65_536, datasets=None)
    data = central.platform.pages.page(one.device_id, request)
    signer = central.platform.keys.signer

    with pytest.raises(MessageInvalid):
        read_page(
            data,
            {signer.kid: signer.point},
            device_id=two.device_id,
            seal_keys={_kid(two): two.seal[0]},
        )


def test_a_published_version_never_changes(central: Central) -> None:
    """A form or tariff version with another content is refused, and nothing of it is published."""
    device = central.enrol()
    before = central.rows(schema.current_edition)
    for changed in (
        a_catalogue(forms=(a_form(xml=b"<other/>"),)),
        a_catalogue(tariffs=(a_tariff(unit_centavos=1),)),
    ):
        with pytest.raises(CentralError) as refused:
            central.publish(changed)
        assert refused.value.code == "publish.changed"
    assert central.rows(schema.current_edition) == before
    assert device.device_id


def test_an_old_price_may_be_ended(central: Central) -> None:
    """Setting the last day of a published price is no new price; devices pull it."""
    device = central.enrol()
    shelf = Shelf()
    shelf.pull(central, device)
    ended = a_tariff(valid_to=date(2026, 12, 31))

    central.publish(a_catalogue(tariffs=(ended, a_tariff(version=3, unit_centavos=20_000))))
    shelf.pull(central, device)

    value = shelf.held[5, ended.key][1]
    assert value is not None
    assert decode_entry(5, ended.key, value) == ended


def test_publishing_the_same_again_changes_nothing(central: Central) -> None:
    """A catalogue published twice gives the same editions and nothing to pull."""
    device = central.enrol()
    shelf = Shelf()
    shelf.pull(central, device)

    assert central.publish().changed == {}
    assert ask(central, device, shelf.cursor)[0].entries == ()


@pytest.mark.parametrize("body", [b"", b"\xa0", cbor.encode({1: b"x" * 65, 2: 1}), b"\xff"])
def test_a_pull_that_is_none_is_refused(body: bytes) -> None:
    """What is no pull request raises, before anything is looked up."""
    with pytest.raises(MessageInvalid):
        PullRequest.read(body)
