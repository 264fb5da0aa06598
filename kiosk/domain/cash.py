"""Tender and change; whole centavos only (UX §3.6). The ledger: `sync.ledger`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.errors import KnownError
from sync.money import Centavos

_NOTES_CENTAVOS = (5_000, 10_000, 20_000, 50_000, 100_000)
_TEN_PESOS_CENTAVOS = 1_000
_QUICK_TENDERS = 4
TENDER_LIMIT_CENTAVOS = Centavos(2**32 - 1)


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
