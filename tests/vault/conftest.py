"""What holds for every test of the vault: the same clave and salt are stretched once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.stretching import stretched_once


@pytest.fixture(scope="session", autouse=True)
def one_stretching() -> Iterator[None]:
    """Stretch no clave twice."""
    with stretched_once():
        yield
