"""A device, a model central and the two stores on which every promise of delivery must hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from sync.device.ports import Store
from tests.support.central_databases import leave_out_files, stop_server
from tests.support.delivery import Device, SqliteStore
from tests.support.model_central import ModelCentral
from tests.support.stretching import stretched_once


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the file itself where centrals live on a server."""
    leave_out_files(config, items)


def pytest_unconfigure() -> None:
    """Leave no server behind."""
    stop_server()


@pytest.fixture(scope="session", autouse=True)
def one_stretching() -> Iterator[None]:
    """Stretch no clave twice."""
    with stretched_once():
        yield


@pytest.fixture(params=["plain SQLite", "vault"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give an empty store: plain SQLite and the encrypted vault pass the same tests."""
    if request.param == "vault":
        database = Database(tmp_path / "vault.db", sets=STORE_SETS)
        database.create(bytes(range(32)))
        yield database
        database.close()
        return
    plain = SqliteStore(tmp_path / "plain.db")
    plain.migrate()
    yield plain
    plain.close()


@pytest.fixture
def central() -> ModelCentral:
    """Give a central that works."""
    return ModelCentral()


@pytest.fixture
def device(central: ModelCentral, store: Store) -> Device:
    """Give an enrolled device with one stream and no link yet."""
    fresh = Device(central, store=store)
    fresh.open_stream()
    return fresh
