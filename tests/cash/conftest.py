"""One template file per run; a till on a copy of it per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cash.tills import Till, a_till, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a closed file with its office and people."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def till(template: Path, tmp_path: Path) -> Iterator[Till]:
    """Give a till with its clerk at work and no open shift."""
    made = a_till(template, tmp_path / "till")
    yield made
    made.counter.opening.close()
