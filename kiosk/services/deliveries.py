"""Counts and words for the strip and V24 (UX §3.9, §4.1)."""

from __future__ import annotations

from kiosk.services.views import DeliveryLists, DeliverySummary


class Deliveries:
    """What is here, what arrived, what needs attention; computed, never stored."""

    def summary(self) -> DeliverySummary:
        """Return the strip's figures."""
        raise NotImplementedError

    def rows(self) -> DeliveryLists:
        """Return the lists of V24."""
        raise NotImplementedError

    def deliver_now(self) -> None:
        """Hurry the delivery; returns at once."""
        raise NotImplementedError
