"""The whole job is one long test: it starts first, so that the others fill the other processor."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)  # after the shuffling
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest test before all others."""
    items.sort(key=lambda item: item.name != "test_the_whole_job_holds")
