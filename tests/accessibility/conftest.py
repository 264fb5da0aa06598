"""Qt offscreen with the bundled font; a Qt warning fails the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.windows import application, desk, fail_on_qt_warnings, make_desk

__all__ = ["application", "desk", "make_desk"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a Qt warning fail each test of this folder."""
    fail_on_qt_warnings(items, Path(__file__).parent)
