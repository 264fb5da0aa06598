"""Money is whole centavos, and its name says so (STYLE rule 12)."""

from __future__ import annotations

from typing import NewType

Centavos = NewType("Centavos", int)
"""An amount in centavos of a Mexican peso; never a float."""

RECEIPT_LIMIT_CENTAVOS = Centavos(2**32 - 1)
"""Totals of 2^32 centavos and more are refused before signing (RECEIPTS §10)."""
