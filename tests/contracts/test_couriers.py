"""The courier of tests and the one that delivers keep the same promises to the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.services.courier import Courier, Lines
from kiosk.services.deliveries import Courier as CourierPort
from kiosk.services.desk import OpenDesk
from kiosk.services.opening import Program, Travelling, device_id_of, identity_of
from kiosk.store import kept
from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import project
from kiosk.vault.database import Database
from sync.device.link import LinkState
from sync.device.ports import NoFiles
from sync.device.transport import Failure, NoAnswer, Request
from sync.ids import BootId
from sync.journal import Started
from tests.support.offices import StillCourier, a_counter
from tests.support.vaults import KEY, Draws, HandClock


class AnyCourier(CourierPort, Travelling, Protocol):
    """Both sides of a courier: what screens ask, and what the opening does."""


class DeadLine:
    """A line on which nobody answers."""

    def send(self, request: Request) -> NoAnswer:
        """Find no way."""
        del request
        return NoAnswer(failure=Failure.NO_ROUTE)

    def abort(self) -> None:
        """End nothing."""

    def close(self) -> None:
        """Close nothing."""


class NoWayOut:
    """A computer without a network."""

    def source(self) -> str | None:
        """Return that there is none."""
        return None


class Place:
    """An open file for a courier to work on."""

    def __init__(self, folder: Path) -> None:
        a_counter(folder).opening.close()
        clock = HandClock()
        self.database = Database(folder / "ventanilla.db", sets=STORE_SETS)
        self.database.open(KEY)
        self.program = Program(
            version="0.1.0",
            clock=clock,
            random=Draws(b"courier"),
            boot=BootId(bytes(8)),
            started=Started.at(clock),
            project=project,
        )
        stored = self.database.read(kept.device_identity)
        assert stored is not None
        self.stored = stored
        journal = self.program.journal(device_id_of(stored))
        self.opened = OpenDesk(journal=journal, identity=identity_of(stored))


def still(place: Place) -> AnyCourier:
    """Return the courier that tests use."""
    del place
    return StillCourier()


def real(place: Place) -> AnyCourier:
    """Return the courier of the product, on a line where nobody answers."""
    lines = Lines(transport=lambda _: DeadLine(), route=lambda _: NoWayOut())
    return Courier(place.database, place.program, lines, lambda: None, NoFiles())


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An open file."""
    made = Place(tmp_path)
    yield made
    made.database.close()


@pytest.mark.parametrize("make", [still, real])
def test_before_and_after_the_file_is_open_nothing_is_known(
    place: Place, make: Callable[[Place], AnyCourier]
) -> None:
    """The link is unknown, and hurrying or ending does no harm."""
    courier = make(place)

    courier.deliver_now()
    courier.end()

    assert courier.status().link is LinkState.UNKNOWN
    assert courier.status().sending is None


@pytest.mark.parametrize("make", [still, real])
def test_it_begins_and_ends_and_begins_again(
    place: Place, make: Callable[[Place], AnyCourier]
) -> None:
    """Both return at once, as often as the file is opened."""
    courier = make(place)

    for _ in range(2):
        courier.begin(place.stored, place.opened)
        courier.deliver_now()
        courier.end()
        courier.end()

    assert courier.status().last_delivery_at is None
