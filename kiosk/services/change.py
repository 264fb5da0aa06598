"""What a payment needs from beside it: the drawer's pieces, coins in use, balances.

The drawer's pieces are those that were counted, less and more of what was noted since; a proposal
for the clerk, never a figure of the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.domain.tender import (
    ByPieces,
    as_many_as_needed,
    change_by_pieces,
    guessed_tender,
    together,
)
from kiosk.services.counting import Denominations
from kiosk.services.views import Enough
from kiosk.store.drawer import drawer_pieces
from sync.events import Pieces, Recorded
from sync.ids import EventId, Salt, ShiftId
from sync.journal import Transaction
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPorts:
    """What stands beside the payments.

    *may_pay* raises a KnownError where an account may not pay so much now; None: no balances here.
    *after_payment* and *after_reversal* are called in the payment's or the reversal's transaction
    once it is recorded.
    """

    coins: Denominations | None = None
    pieces: Callable[[Transaction, ShiftId], tuple[Pieces, ...] | None] = drawer_pieces
    may_pay: Callable[[Transaction, EventId, Centavos], None] | None = None
    after_payment: Callable[[Transaction, Recorded, Salt], None] | None = None
    after_reversal: Callable[[Transaction, Recorded, Salt], None] | None = None

    def in_use(self) -> tuple[Pieces, ...]:
        """Return one of each coin and note in use today; () where none are known."""
        return tuple(
            Pieces(each_centavos=one.each_centavos, count=1, form=one.form)
            for one in (() if self.coins is None else self.coins.today())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The pieces that a payment notes: guessed where they came in, proposed where they went out."""

    tendered: tuple[Pieces, ...] | None
    change: tuple[Pieces, ...] | None


def enough(
    drawer: tuple[Pieces, ...] | None,
    in_use: Sequence[Pieces],
    tendered_centavos: Centavos,
    change_centavos: Centavos,
) -> Enough:
    """Return the change, and the pieces to hand back of what lies in the drawer; pure.

    What was received may go back out. A drawer that nobody counted is taken to hold every piece.
    """
    return Enough(
        change_centavos=change_centavos,
        by_pieces=_proposed(drawer, in_use, tendered_centavos, change_centavos),
    )


def handed(
    drawer: tuple[Pieces, ...] | None,
    in_use: Sequence[Pieces],
    tendered_centavos: Centavos,
    change_centavos: Centavos,
) -> Handed:
    """Return the pieces that a payment in cash notes."""
    proposed = _proposed(drawer, in_use, tendered_centavos, change_centavos)
    exact = proposed is not None and proposed.exact and bool(proposed.pieces)
    return Handed(
        tendered=guessed_tender(tendered_centavos, in_use),
        change=proposed.pieces if proposed is not None and exact else None,
    )


def given_back(
    drawer: tuple[Pieces, ...] | None, in_use: Sequence[Pieces], amount_centavos: Centavos
) -> ByPieces | None:
    """Return the pieces by which an amount is handed back; None where no coins are known."""
    return _proposed(drawer, in_use, Centavos(0), amount_centavos)


def _proposed(
    drawer: tuple[Pieces, ...] | None,
    in_use: Sequence[Pieces],
    tendered_centavos: Centavos,
    change_centavos: Centavos,
) -> ByPieces | None:
    if not in_use:
        return None
    if drawer is None:
        return change_by_pieces(change_centavos, as_many_as_needed(change_centavos, in_use))
    received = guessed_tender(tendered_centavos, in_use) or ()
    return change_by_pieces(change_centavos, together(drawer, received))
