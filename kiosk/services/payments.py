"""Take a payment in cash (UX §3.6, RECEIPTS §5, §10)."""

from __future__ import annotations

from kiosk.services.views import Charge, Enough, PaymentDone, PendingCharge, Short
from sync.ids import EventId, Salt
from sync.money import Centavos


class Payments:
    """Charges of registrations; the price comes from the tariff and nowhere else."""

    def pending(self) -> tuple[PendingCharge, ...]:
        """Return saved registrations whose fee is not paid, latest first."""
        raise NotImplementedError

    def begin(self, registration_id: EventId) -> Charge:
        """Price a registration; the same unpaid one has the same charge id every time.

        Raises KnownError `shift.none`, `payment.no_tariff`, `payment.too_large`,
        `payment.already_paid`; nothing was written.
        """
        raise NotImplementedError

    def tender(self, charge: Charge, tendered_centavos: Centavos) -> Short | Enough:
        """Say what is missing or what to give back; pure."""
        raise NotImplementedError

    def take(self, charge_id: Salt, tendered_centavos: Centavos) -> PaymentDone:
        """Take the payment: event, ledger, receipt and read tables in one transaction.

        A second press, or a try after a crash, returns the same payment.
        Raises KnownError `shift.none`, `payment.short`; nothing was written.
        """
        raise NotImplementedError
