"""Show, draw and check comprobantes (RECEIPTS §7–9)."""

from __future__ import annotations

from pathlib import Path

from kiosk.services.views import ReceiptView
from sync.ids import EventId


class Receipts:
    """The stored receipts of this device."""

    def show(self, event_id: EventId) -> ReceiptView:
        """Return a stored receipt; raises KnownError `receipt.unknown`."""
        raise NotImplementedError

    def save_picture(self, event_id: EventId) -> Path:
        """Draw the comprobante into `<profile>/receipts/<folio>.png` and record it (kind 70).

        The code is read back before the file is written; raises KnownError `receipt.unreadable`
        or `receipt.disk`: no picture was written and the receipt stays stored.
        """
        raise NotImplementedError
