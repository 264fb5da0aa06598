"""Cash in and out of the drawer (V21), and readings of a shift: X and Z (RECEIPTS §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kiosk.domain import ledger
from kiosk.domain.cash import TENDER_LIMIT_CENTAVOS
from kiosk.domain.denominations import sum_of
from kiosk.errors import KnownError
from kiosk.services.approvals import Approvals
from kiosk.services.cash_rules import ReasonMissing, WitnessMissing, approved, tidy
from kiosk.services.catalogue import Catalogue
from kiosk.services.counting import over_limit
from kiosk.services.desk import Desk, local
from kiosk.services.open_shift import cash_shift, require_in_drawer
from kiosk.services.permissions import Permissions
from kiosk.services.staff import named
from kiosk.services.views.cash import Cut, CutLine, CutMove, Moved, MoveOpening
from kiosk.store import drawer, pulled, queries
from sync.catalogue import Capability
from sync.events import CashMoved, CashPurpose, PaymentMeans, Pieces
from sync.ids import EventId, Salt, ShiftId, event_id_of, folio_text
from sync.journal import Transaction
from sync.money import Centavos

_IN_OR_OUT = (CashPurpose.FLOAT, CashPurpose.OTHER)
_MEANS_OF_ACCOUNT = {
    ledger.DRAWER: PaymentMeans.CASH,
    ledger.TERMINAL: PaymentMeans.TERMINAL,
    ledger.DECLARED: PaymentMeans.TRANSFER,
    ledger.BALANCE: PaymentMeans.BALANCE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFacts:
    """The most that may be said."""

    limit_centavos: Centavos


class AmountRefused(KnownError):
    """Nothing, or more than a record can hold, was to move; nothing was written."""

    code: ClassVar[str] = "drawer.amount"

    def __init__(self) -> None:
        super().__init__(AmountFacts(limit_centavos=TENDER_LIMIT_CENTAVOS))


class PiecesDiffer(KnownError):
    """The pieces named are not worth the amount; nothing was written."""

    code: ClassVar[str] = "drawer.pieces"


class SlipMissing(KnownError):
    """What goes to the bank needs the number of its slip; nothing was written."""

    code: ClassVar[str] = "drawer.no_slip"


class ShiftUnknown(KnownError):
    """There is no such shift on this device."""

    code: ClassVar[str] = "shift.unknown"


class Drawer:
    """Movements of cash without a payment, and readings."""

    def __init__(self, desk: Desk, catalogue: Catalogue, approvals: Approvals) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._approvals = approvals
        self._permissions = Permissions(desk)

    # ------------------------------------------------------------------------- movements

    def begin_move(self) -> MoveOpening:
        """Return what V21 starts from; raises `shift.none`, `shift.of_another`, `shift.counting`.

        Also `access.not_allowed`.
        """
        self._permissions.require(Capability.CHARGE)

        def work(tx: Transaction) -> MoveOpening:
            row = cash_shift(tx, self._desk)
            return MoveOpening(
                salt=self._desk.new_salt(),
                shift_id=row.shift,
                witnesses=tuple(
                    entry.name
                    for entry in pulled.operators(tx)
                    if entry.number != self._desk.operator
                ),
            )

        return self._desk.read(work)

    def needs_approval(self, change_centavos: int, purpose: CashPurpose) -> bool:
        """Say whether a movement asks for a second person (matter CASH).

        Out or in for a reason of its own: beyond what the office lets a difference be. Otherwise
        beyond what a drawer may hold, or when it would hold more than that.
        """
        return self._desk.read(lambda tx: self._needs(tx, change_centavos, purpose))

    def about_move(self, opening: MoveOpening) -> tuple[EventId, ...]:
        """Return what the approval of a movement is about: the shift and the movement itself."""
        return EventId(opening.shift_id), event_id_of(opening.salt)

    def move(
        self,
        salt: Salt,
        *,
        change_centavos: int,
        purpose: CashPurpose,
        reason: str,
        witness: str,
        slip: str = "",
        pieces: Sequence[Pieces] | None = None,
        approval: EventId | None = None,
    ) -> Moved:
        """Record cash in (> 0) or out (< 0); the same salt again is the same movement.

        *reason*: why; for the bank, which bank. Raises AmountRefused, ReasonMissing,
        WitnessMissing, SlipMissing, PiecesDiffer, NotInDrawer, ApprovalMissing, `shift.none`,
        `shift.of_another`, `shift.counting`, `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.CHARGE)
        said = CashMoved(
            change_centavos=change_centavos,
            purpose=purpose,
            reason=tidy(reason) or None,
            witness=tidy(witness)[:200] or None,
            slip=tidy(slip)[:100] or None,
            pieces=tuple(pieces) if pieces else None,
            shift=ShiftId(event_id_of(salt)),
        )
        _check_said(said)

        def work(tx: Transaction) -> Moved:
            event_id = event_id_of(salt)
            if self._desk.journal.find(tx, event_id) is None:
                self._append(tx, salt, said, approval)
            return Moved(event_id=event_id, change_centavos=change_centavos, purpose=purpose)

        return self._desk.write(work, last_room=True)

    def _append(
        self, tx: Transaction, salt: Salt, said: CashMoved, approval: EventId | None
    ) -> None:
        row = cash_shift(tx, self._desk)
        amount = Centavos(abs(said.change_centavos))
        if said.change_centavos < 0:
            require_in_drawer(tx, row.shift, amount)
        refs: tuple[EventId, ...] = ()
        if self._needs(tx, said.change_centavos, said.purpose):
            about = (EventId(row.shift), event_id_of(salt))
            refs = (approved(tx, self._approvals, approval, about, amount),)
        event = CashMoved(
            change_centavos=said.change_centavos,
            purpose=said.purpose,
            reason=said.reason,
            witness=said.witness,
            slip=said.slip,
            pieces=said.pieces,
            shift=row.shift,
        )
        self._desk.append(tx, event, salt=salt, refs=refs)

    def _needs(self, tx: Transaction, change_centavos: int, purpose: CashPurpose) -> bool:
        settings = pulled.settings(tx)
        if purpose is CashPurpose.OTHER and over_limit(
            change_centavos, settings.difference_limit_centavos
        ):
            return True
        if over_limit(change_centavos, settings.drawer_limit_centavos):
            return True
        row = queries.open_shift(tx)
        if row is None or change_centavos < 0:
            return False
        after = queries.drawer_centavos(tx, row.shift) + change_centavos
        return over_limit(after, settings.drawer_limit_centavos)

    # -------------------------------------------------------------------------- readings

    def x_cut(self) -> Cut:
        """Return a reading of the open shift; nothing is recorded, no number is taken.

        Its own cashier gets no amounts that would undo the blind count. Raises `shift.none`.
        """

        def work(tx: Transaction) -> Cut:
            row = queries.open_shift(tx)
            if row is None:
                raise ShiftUnknown
            return self._cut(tx, row)

        return self._desk.read(work)

    def cut(self, shift_id: ShiftId) -> Cut:
        """Return the reading of any shift of this device; raises ShiftUnknown."""

        def work(tx: Transaction) -> Cut:
            row = queries.shift(tx, shift_id)
            if row is None:
                raise ShiftUnknown
            return self._cut(tx, row)

        return self._desk.read(work)

    def _cut(self, tx: Transaction, row: queries.ShiftRow) -> Cut:
        closed = drawer.closed_row(tx, row.shift)
        blind = closed is None and not self._sees(tx, row)
        numbers = drawer.numbers_of(tx, row.shift, row.folio.series)
        first = row.folio.number if numbers is None else numbers[0]
        last = first if numbers is None else numbers[1]
        series = row.folio.series
        if closed is not None:
            first, last, series = closed.first_number, closed.last_number, closed.folio.series
        terminal = self._desk.identity.terminal
        expected = queries.drawer_centavos(tx, row.shift)
        return Cut(
            shift_id=row.shift,
            number=row.number,
            business_day=row.business_day,
            cashier=named(tx, row.operator),
            opened_at=local(row.opened_seconds),
            closed_at=None if closed is None else local(closed.closed_seconds),
            first_folio=folio_text(terminal, series, first),
            last_folio=folio_text(terminal, series, last),
            payments_count=row.payments_count,
            reversals_count=drawer.reversals_count(tx, row.shift),
            moves=self._moves(tx, row.shift),
            blind=blind,
            float_centavos=row.float_centavos,
            concepts=() if blind else self._concepts(tx, row.shift),
            means=() if blind else self._means(tx, row.shift),
            expected_centavos=(
                None if blind else expected if closed is None else closed.expected_centavos
            ),
            counted_centavos=None if closed is None else closed.counted_centavos,
            difference_centavos=None if closed is None else closed.difference_centavos,
            reason=None if closed is None else closed.reason,
        )

    def _sees(self, tx: Transaction, row: queries.ShiftRow) -> bool:
        """Say whether the reader may know what an open drawer must hold: never its own cashier."""
        may = self._permissions.may(Capability.REPORTS, tx)
        return may and row.operator != self._desk.operator

    def _moves(self, tx: Transaction, shift: ShiftId) -> tuple[CutMove, ...]:
        return tuple(
            CutMove(
                at=local(one.moved_seconds),
                change_centavos=one.change_centavos,
                purpose=one.purpose,
                reason=one.reason,
                witness=one.witness,
            )
            for one in drawer.moves_of(tx, shift)
        )

    def _concepts(self, tx: Transaction, shift: ShiftId) -> tuple[CutLine, ...]:
        return tuple(
            CutLine(
                label=self._catalogue.concept_label(
                    tx, one.concept, one.tariff_id, one.tariff_version
                ),
                count=one.count,
                amount_centavos=one.amount_centavos,
            )
            for one in drawer.concepts_of(tx, shift)
        )

    def _means(self, tx: Transaction, shift: ShiftId) -> tuple[CutLine, ...]:
        return tuple(
            CutLine(label=means.name.lower(), count=0, amount_centavos=one.amount_centavos)
            for one in drawer.received_of(tx, shift)
            if (means := _MEANS_OF_ACCOUNT.get(one.account)) is not None
        )


def _check_said(said: CashMoved) -> None:
    amount = abs(said.change_centavos)
    if not 0 < amount <= TENDER_LIMIT_CENTAVOS:
        raise AmountRefused
    if said.change_centavos > 0 and said.purpose not in _IN_OR_OUT:
        raise AmountRefused
    if not said.reason:
        raise ReasonMissing
    if not said.witness:
        raise WitnessMissing
    if said.purpose is CashPurpose.BANK and not said.slip:
        raise SlipMissing
    if said.pieces is not None and sum_of(said.pieces) != amount:
        raise PiecesDiffer
