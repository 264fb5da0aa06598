"""The money of a closed shift passes to the next cashier: both sign, each under their own clave.

The giver signs after closing (kind 34). The taker counts and signs when they open their own shift
(kind 35, in `Shifts.open`), at their own desk. Until then the money counts as in the safe.
"""

from __future__ import annotations

from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.cash_rules import SignatureMissing
from kiosk.services.desk import Desk, local
from kiosk.services.permissions import Permissions, standing_of
from kiosk.services.staff import named
from kiosk.services.views import OperatorName
from kiosk.services.views.access import HandOverView
from kiosk.services.views.cash import HandOverOpening
from kiosk.store import drawer, ledger_tables, pulled, queries
from sync.catalogue import Capability
from sync.events import CountReason, DrawerHandedOver
from sync.ids import OperatorNumber, Salt, ShiftId, event_id_of
from sync.journal import Transaction


class NothingToHandOver(KnownError):
    """The last shift is not closed, not yours, or its money went on already; nothing was written.

    Or the person named may not take it.
    """

    code: ClassVar[str] = "handover.nothing"


class HandOver:
    """From one cashier to the next."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._permissions = Permissions(desk)

    def begin(self) -> HandOverOpening:
        """Return what V52 starts from; raises NothingToHandOver, `access.not_allowed`."""
        self._permissions.require(Capability.CHARGE)

        def work(tx: Transaction) -> HandOverOpening:
            shift, counted = self._mine(tx)
            return HandOverOpening(
                salt=self._desk.new_salt(),
                shift_id=shift,
                counted_centavos=counted.counted_centavos,
                colleagues=self._colleagues(tx),
            )

        return self._desk.read(work)

    def is_due(self) -> bool:
        """Tell whether whoever is at work closed the last shift and its money may still go on."""

        def work(tx: Transaction) -> bool:
            if not self._permissions.may(Capability.CHARGE, tx):
                return False
            try:
                self._mine(tx)
            except NothingToHandOver:
                return False
            return True

        return self._desk.read(work)

    def give(self, salt: Salt, to_operator: OperatorNumber, signature: bytes) -> HandOverView:
        """Hand the money of the shift just closed to a colleague (kind 34).

        The same salt again is the same hand-over. Raises NothingToHandOver, SignatureMissing,
        `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.CHARGE)
        if not signature:
            raise SignatureMissing

        def work(tx: Transaction) -> HandOverView:
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                self._append(tx, salt, to_operator, signature)
            waiting = drawer.open_hand_over(tx)
            if waiting is None:
                raise NothingToHandOver
            return view_of(tx, waiting, self._desk.operator)

        return self._desk.write(work)

    def waiting(self) -> HandOverView | None:
        """Return the money that waits for its next cashier, or None."""

        def work(tx: Transaction) -> HandOverView | None:
            row = drawer.open_hand_over(tx)
            return None if row is None else view_of(tx, row, self._desk.operator)

        return self._desk.read(work)

    def _append(self, tx: Transaction, salt: Salt, to: OperatorNumber, signature: bytes) -> None:
        shift, counted = self._mine(tx)
        if all(one.number != to for one in self._colleagues(tx)):
            raise NothingToHandOver
        event = DrawerHandedOver(
            counted_centavos=counted.counted_centavos,
            pieces=ledger_tables.pieces_of(tx, counted.event_id),
            to_operator=to,
            signature=signature,
            shift=shift,
        )
        closed = drawer.closed_row(tx, shift)
        refs = () if closed is None else (closed.closing,)
        self._desk.append(tx, event, salt=salt, refs=refs)

    def _mine(self, tx: Transaction) -> tuple[ShiftId, drawer.CountRow]:
        """Return the shift whose money whoever is at work may hand on, and its last count."""
        shift = drawer.last_closed_shift(tx)
        closed = None if shift is None else drawer.closed_row(tx, shift)
        if shift is None or closed is None or queries.open_shift(tx) is not None:
            raise NothingToHandOver
        if closed.closed_by != self._desk.operator or drawer.hand_over_of(tx, shift) is not None:
            raise NothingToHandOver
        counts = [one for one in drawer.counts_of(tx, shift) if one.reason is CountReason.CLOSING]
        if not counts:
            raise NothingToHandOver
        return shift, counts[-1]

    def _colleagues(self, tx: Transaction) -> tuple[OperatorName, ...]:
        return tuple(
            named(tx, entry.number)
            for entry in pulled.operators(tx)
            if entry.number != self._desk.operator
            and Capability.CHARGE in standing_of(tx, entry.number).capabilities
        )


def view_of(tx: Transaction, row: drawer.HandOverRow, operator: OperatorNumber) -> HandOverView:
    """Return a hand-over as screens show it to *operator*."""
    return HandOverView(
        event_id=row.event_id,
        giver=named(tx, row.giver),
        taker=named(tx, row.taker),
        given_at=local(row.given_seconds),
        counted_centavos=row.counted_centavos,
        mine=row.taker == operator,
    )
