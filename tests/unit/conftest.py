"""A counter on a real encrypted file, for the tests of the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.offices import Counter, a_counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter ready to work, without an open shift."""
    made = a_counter(tmp_path)
    yield made
    made.opening.close()
