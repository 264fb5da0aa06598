"""The central on each of its databases: what holds on a file holds on a server."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.database import CentralDatabase
from tests.delivery.central_support import Central, Device
from tests.support.central_databases import (
    Kind,
    Server,
    database_kind,
    kinds_to_run,
    new_database_url,
    server,
    stop_server,
)
from tests.support.stretching import stretched_once


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a change run each test on one of the databases, drawn anew by each run's seed.

    Both in the soak, and wherever the environment names one.
    """
    if os.environ.get("VENTANILLA_SOAK") == "1" or len(kinds_to_run()) == 1:
        return
    seed = str(config.getoption("randomly_seed", default=0))
    left_out = [item for item in items if _kind_of(item) not in (None, _drawn(seed, item))]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _kind_of(item: pytest.Item) -> Kind | None:
    spec = getattr(item, "callspec", None)
    found = None if spec is None else spec.params.get("kind")
    return None if found is None else Kind(found)


def _drawn(seed: str, item: pytest.Item) -> Kind:
    name = f"{seed} {item.path.name} {getattr(item, 'originalname', item.name)}"
    if item.get_closest_marker("on_a_file"):
        return Kind.SQLITE
    return (Kind.SQLITE, Kind.POSTGRESQL)[zlib.crc32(name.encode()) % 2]


def pytest_unconfigure() -> None:
    """Leave no server behind."""
    stop_server()


@pytest.fixture(scope="session", autouse=True)
def one_stretching() -> Iterator[None]:
    """Stretch no clave twice."""
    with stretched_once():
        yield


@pytest.fixture(params=kinds_to_run())
def kind(request: pytest.FixtureRequest) -> Iterator[Kind]:
    """Let the test's centrals live on a SQLite file, then on PostgreSQL."""
    chosen = Kind(request.param)
    with database_kind(chosen):
        yield chosen


@pytest.fixture
def central(kind: Kind, tmp_path: Path) -> Iterator[Central]:
    """Give a central that works, on the test's kind of database."""
    made = Central(tmp_path / kind.value)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    """Give a device in that central's registry."""
    return central.enrol()


@pytest.fixture
def database(kind: Kind, tmp_path: Path) -> Iterator[CentralDatabase]:
    """Give a database with its tables and nothing in them, open."""
    made = CentralDatabase(new_database_url() or tmp_path / f"{kind}.db")
    made.create()
    yield made
    made.close()


@pytest.fixture
def postgres() -> Server:
    """Give the server of this test process."""
    return server()
