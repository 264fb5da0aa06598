"""Tender, change and the drawer's ledger; whole centavos only (RECEIPTS §10).

Every act writes entries that sum to 0: what enters the drawer leaves an account that says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from kiosk.errors import KnownError
from sync.money import Centavos

DRAWER = "drawer"
"""Cash in the drawer: its sum is what must be there."""
FLOAT = "float"
"""Where the opening float came from."""
INCOME = "income"
"""What was charged, by concept; negative, because the drawer holds it."""
ROUNDING = "rounding"
"""What rounding added (negative here) or took."""

_NOTES_CENTAVOS = (5_000, 10_000, 20_000, 50_000, 100_000)
_TEN_PESOS_CENTAVOS = 1_000
_QUICK_TENDERS = 4
TENDER_LIMIT_CENTAVOS = Centavos(2**32 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One side of an act: more (> 0) or less (< 0) on an account; income is kept by concept."""

    account: str
    amount_centavos: int
    concept: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderFacts:
    """What was due, what was received, what is missing."""

    due_centavos: Centavos
    tendered_centavos: Centavos
    missing_centavos: Centavos


class TenderShort(KnownError):
    """Less was received than is due; nothing was written."""

    code: ClassVar[str] = "payment.short"

    def __init__(self, due_centavos: Centavos, tendered_centavos: Centavos) -> None:
        super().__init__(
            TenderFacts(
                due_centavos=due_centavos,
                tendered_centavos=tendered_centavos,
                missing_centavos=Centavos(due_centavos - tendered_centavos),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderLimitFacts:
    """What was typed, and the most that a record can hold."""

    tendered_centavos: Centavos
    limit_centavos: Centavos


class TenderTooLarge(KnownError):
    """More was typed as received than any record can hold; nothing was written."""

    code: ClassVar[str] = "payment.tender_too_large"

    def __init__(self, tendered_centavos: Centavos) -> None:
        super().__init__(
            TenderLimitFacts(
                tendered_centavos=tendered_centavos, limit_centavos=TENDER_LIMIT_CENTAVOS
            )
        )


def change_of(due_centavos: Centavos, tendered_centavos: Centavos) -> Centavos:
    """Return what the clerk hands back; raises TenderShort or TenderTooLarge."""
    if tendered_centavos < due_centavos:
        raise TenderShort(due_centavos, tendered_centavos)
    if tendered_centavos > TENDER_LIMIT_CENTAVOS:
        raise TenderTooLarge(tendered_centavos)
    return Centavos(tendered_centavos - due_centavos)


def quick_tenders(due_centavos: Centavos) -> tuple[Centavos, ...]:
    """Return what people are likely to hand over: exact, the next ten pesos up, the next notes.

    At most four, growing, none twice (UX §3.6).
    """
    proposals = [due_centavos]
    for step in (_TEN_PESOS_CENTAVOS, *_NOTES_CENTAVOS):
        rounded = Centavos(-(-due_centavos // step) * step)
        if rounded > proposals[-1]:
            proposals.append(rounded)
    return tuple(proposals[:_QUICK_TENDERS])


def entries_of_float(float_centavos: Centavos) -> tuple[LedgerEntry, ...]:
    """Return what opening a shift writes: the drawer is filled from the float."""
    return (
        LedgerEntry(account=DRAWER, amount_centavos=float_centavos),
        LedgerEntry(account=FLOAT, amount_centavos=-float_centavos),
    )


def entries_of_payment(
    total_centavos: Centavos,
    nets: Sequence[tuple[int, Centavos]],
    rounding_centavos: int,
    *,
    received_in: str = DRAWER,
) -> tuple[LedgerEntry, ...]:
    """Return what a payment writes, from its total, (concept, net) of its lines and its rounding.

    The drawer, or the account of another means, takes the total (tender less change); each concept
    gives its net, rounding the rest. They sum to 0 exactly when the payment adds up: see `balance`.
    """
    entries = [LedgerEntry(account=received_in, amount_centavos=total_centavos)]
    entries.extend(
        LedgerEntry(account=INCOME, concept=concept, amount_centavos=-net) for concept, net in nets
    )
    if rounding_centavos:
        entries.append(LedgerEntry(account=ROUNDING, amount_centavos=-rounding_centavos))
    return tuple(entries)


def balance(entries: Iterable[LedgerEntry]) -> int:
    """Return the sum of entries; 0 for every act and for the whole ledger."""
    return sum(entry.amount_centavos for entry in entries)
