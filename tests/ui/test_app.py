"""The composition root: every start-up step, undone in reverse, on a real profile, off screen."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from kiosk.app import App, World
from kiosk.services.courier import Lines
from kiosk.services.views import Unlocked
from kiosk.settings import read_settings
from sync.device.transport import Failure, NoAnswer, Request
from tests.support.offices import PASSPHRASE, a_counter, give_slot
from tests.support.vaults import Draws, HandClock
from tests.ui.conftest import TexterGuard  # noqa: F401  # makes the offscreen platform certain


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
