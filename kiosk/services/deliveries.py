"""Counts and words for the strip and V24 (UX §3.9, §4.1); computed, never stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, assert_never

from kiosk.domain.citizens import badge_initials
from kiosk.services.desk import Desk, local
from kiosk.services.views import (
    DeliveryLists,
    DeliveryRow,
    DeliverySummary,
    DeliveryWord,
    LinkState,
)
from kiosk.store import queries
from sync.device.link import LinkStatus
from sync.device.outbox import Outbox
from sync.device.states import OutboxView, RecordState
from sync.ids import StreamId, folio_text
from sync.journal import Transaction

_DAY_SECONDS = 86_400
STALE_DAYS = 3  # the office's policy, default (UX §4.1)
_DELIVERED_SHOWN = 50


class Courier(Protocol):
    """What the screens need of delivery: how the link stands, and that it hurries."""

    def status(self) -> LinkStatus:
        """Return how the link stands now."""
        ...

    def deliver_now(self) -> None:
        """Try now; returns at once."""
        ...


class Deliveries:
    """What is here, what arrived, what needs attention."""

    def __init__(
        self, desk: Desk, courier: Courier, service_name: Callable[[Transaction, int], str]
    ) -> None:
        self._desk = desk
        self._courier = courier
        self._service_name = service_name

    def summary(self) -> DeliverySummary:
        """Return the strip's figures."""
        status = self._courier.status()
