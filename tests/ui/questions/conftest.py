"""Sheets of questions that are closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.sheet import Sheet


@pytest.fixture
def make_sheet(application: QApplication) -> Iterator[Callable[..., Sheet]]:
    """Return a maker of sheets."""
    assert application is not None
    made: list[Sheet] = []

    def make(*views: object, **wishes: object) -> Sheet:
        sheet = Sheet(*views, **wishes)  # type: ignore[arg-type]  # the arguments of Sheet
        made.append(sheet)
        return sheet

    yield make
    for sheet in made:
        sheet.end()
