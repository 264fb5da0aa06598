"""How much of the lease is used: business days opened plus running time (PROTOCOL §19).

Nothing here looks at a clock: a device whose clock was turned back gains no day, and one that
stood in a drawer for a year loses none.
"""

from __future__ import annotations

from kiosk.services.views.orders import LeaseState
from kiosk.store import moments, pulled
from sync.device.lease import lease_row
from sync.device.running import running_seconds
from sync.journal import Transaction

_DAY_SECONDS = 86_400


def lease_state(tx: Transaction) -> LeaseState:
    """Return the lease as it stands: its days, and those used since the last valid answer.

    The days are those the central named last, else those of the institution's settings.
    """
    row = lease_row(tx)
    days = row.days or pulled.settings(tx).lease_days
    opened = moments.business_days_after(tx, row.stream, row.seq)
    running_days = (running_seconds(tx) - row.running_seconds) // _DAY_SECONDS
    return LeaseState(days=days, used_days=opened + running_days)
