"""Open the shift; only cash needs one (UX §3.2)."""

from __future__ import annotations

from datetime import date

from kiosk.services.views import OpenShift, ReceiptView, ShiftOpening
from sync.ids import Salt
from sync.money import Centavos


class Shifts:
    """The shift of this device."""

    def current(self) -> OpenShift | None:
        """Return the open shift, or None when no cash may be taken."""
        raise NotImplementedError

    def begin(self) -> ShiftOpening:
        """Return what V03 starts from: a fresh salt and the proposed business day."""
        raise NotImplementedError

    def open(
        self, salt: Salt, float_centavos: Centavos, business_day: date
    ) -> tuple[OpenShift, ReceiptView]:
        """Open the shift with a counted float; the same salt again returns the same shift.

        Raises KnownError `shift.already_open`, `shift.day_not_later`, `shift.day_before_floor`,
        `shift.day_too_far`; nothing was written.
        """
        raise NotImplementedError
