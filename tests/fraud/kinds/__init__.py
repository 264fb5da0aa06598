"""Every kind of fraud, by name."""

from __future__ import annotations

from tests.fraud.kind import Kind
from tests.fraud.kinds import accounts, approvals, drawer, journal, papers, prices, reversals

KINDS: dict[str, Kind] = {
    one.name: one
    for group in (journal, prices, papers, approvals, reversals, drawer, accounts)
    for one in group.KINDS
}
