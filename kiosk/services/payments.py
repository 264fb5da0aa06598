"""Take a payment: in cash, from a balance, or digitally by its reference (UX §3.6).

The id of a payment is drawn when its charge begins and kept as a draft row, one per unpaid
registration, order or top-up: leaving, coming back, pressing twice, or a crash between two presses
repeat it, and so there is one payment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.domain.cash import quick_tenders
from kiosk.domain.tender import worth
from kiosk.errors import KnownError
from kiosk.services import charges
from kiosk.services.catalogue import Catalogue
from kiosk.services.change import Handed, PaymentPorts, enough, handed
from kiosk.services.charges import ChargeDraft, ChargeKind, Fact
from kiosk.services.charging import (
    AlreadyPaid,
    Due,
    Dues,
    Explain,
    KnownFacts,
    NothingDue,
    RegistrationUnknown,
)
from kiosk.services.desk import Desk, local
from kiosk.services.issuing import Issuing
from kiosk.services.limits import check_capture, check_cash
from kiosk.services.open_shift import cash_shift
from kiosk.services.order_reading import OrderReader
from kiosk.services.paying import (
    BalanceNotHere,
    Settled,
    check_limits,
    limits_left,
    settle,
)
from kiosk.services.permissions import Permissions
from kiosk.services.reading import recorded_of
from kiosk.services.receipts import Receipts
from kiosk.services.views import (
    CASH,
    Charge,
    ChargeQuestion,
    Enough,
    Paying,
    PaymentDone,
    PaymentMeans,
    PendingCharge,
    Short,
)
from kiosk.store import kept, pulled, queries
from sync.catalogue import Capability
from sync.events import CashMoved, CashPurpose, PaymentTaken, Pieces
from sync.ids import EventId, Salt, SubjectId, event_id_of
from sync.journal import Transaction
from sync.money import Centavos

__all__ = (
    "AlreadyPaid",
    "ChargeUnknown",
    "NothingDue",
    "Payments",
    "PriceChanged",
    "RegistrationUnknown",
)


class ChargeUnknown(KnownError):
    """The charge was never begun on this device; nothing was written."""

    code: ClassVar[str] = "payment.charge_unknown"


class OtherWorth(KnownError):
    """The pieces are not worth the change; nothing was written."""

    code: ClassVar[str] = "payment.other_worth"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChangedFacts:
    """What was shown, and what is due now."""

    shown_centavos: Centavos
    due_centavos: Centavos


class PriceChanged(KnownError):
    """The tariff changed after the price was shown; nothing was written."""

    code: ClassVar[str] = "payment.price_changed"

    def __init__(self, shown_centavos: Centavos, due_centavos: Centavos) -> None:
        super().__init__(
            PriceChangedFacts(shown_centavos=shown_centavos, due_centavos=due_centavos)
        )


class Payments:
    """Charges of registrations, orders and top-ups; prices come from the tariff, nowhere else."""

    def __init__(
        self,
        desk: Desk,
        catalogue: Catalogue,
        issuing: Issuing,
        receipts: Receipts,
        ports: PaymentPorts | None = None,
        known: KnownFacts | None = None,
        explain: Explain | None = None,
    ) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._issuing = issuing
        self._receipts = receipts
        self._ports = ports or PaymentPorts()
        self._dues = Dues(desk, catalogue, known, explain)
        self._permissions = Permissions(desk)

    # ------------------------------------------------------------------------ beginning

    def pending(self) -> tuple[PendingCharge, ...]:
        """Return saved registrations whose fee is not paid, latest first; none for non-cashiers.

        One that has no price today is among them, with the reason.
        """
        if not self._permissions.may(Capability.CHARGE):
            return ()
        return self._desk.read(self._pending)

    def begin(self, registration_id: EventId, facts: Mapping[str, Fact] | None = None) -> Charge:
        """Price a registration; the same unpaid one has the same charge id every time.

        *facts* is what the tariff asks; None keeps what was said before. Raises KnownError
        `shift.none`, `payment.*`, `access.not_allowed`; `device.capture_stopped`,
        `device.reported`, `lease.ended` where no cash may be taken now; nothing was written.
        """
        fresh = ChargeDraft(
            kind=ChargeKind.REGISTRATION, about=registration_id, shown_centavos=Centavos(0)
        )
        return self._begin(fresh, None if facts is None else tuple(sorted(facts.items())))

    def questions(self, registration_id: EventId) -> tuple[ChargeQuestion, ...]:
        """Return what the tariff of a registration asks, with what is known; () for nothing."""

        def work(tx: Transaction) -> tuple[ChargeQuestion, ...]:
            fresh = ChargeDraft(
                kind=ChargeKind.REGISTRATION, about=registration_id, shown_centavos=Centavos(0)
            )
            begun = charges.begun(tx, registration_id)
            draft = fresh if begun is None else begun[1]
            return self._dues.questions(tx, draft, self._catalogue.today(tx))

        return self._desk.read(work)

    def begin_order(self, text: str) -> Charge:
        """Price an order that somebody shows; the same order has the same charge id every time.

        Raises as `begin`, and KnownError `order.*`; nothing was written.
        """

        def draft(tx: Transaction) -> ChargeDraft:
            order = OrderReader(self._desk).read(tx, text).order
            return ChargeDraft(
                kind=ChargeKind.ORDER,
                about=order.order_id,
                shown_centavos=Centavos(0),
                order_text="".join(text.split()),
            )

        self._permissions.require(Capability.CHARGE)
        return self._begin(self._desk.read(draft))

    def begin_top_up(
        self, account_id: EventId, amount_centavos: Centavos, subject: SubjectId | None = None
    ) -> Charge:
        """Begin to add money to an account; the same account has one such charge at a time.

        Raises as `begin`, and KnownError `payment.top_up_amount`; nothing was written.
        """
        return self._begin(
            ChargeDraft(
                kind=ChargeKind.TOP_UP,
                about=account_id,
                shown_centavos=amount_centavos,
                subject=subject,
            )
        )

    def approved(self, charge_id: Salt, question_id: EventId) -> Charge:
        """Note what a second person approved for this very payment; return the charge anew.

        Raises KnownError `payment.charge_unknown` and as `begin`; nothing was written.
        """

        def work(tx: Transaction) -> Charge:
            draft = charges.held(tx, charge_id)
            if draft is None:
                raise ChargeUnknown
            questions = (*draft.questions, question_id)
            return self._shown(tx, charge_id, replace(draft, questions=questions))

        return self._desk.keep(work, last_room=True)

    def again(self, charge_id: Salt) -> Charge:
        """Return a charge as it stands now: price, drawer, limits. Raises as `approved`."""

        def work(tx: Transaction) -> Charge:
            draft = charges.held(tx, charge_id)
            if draft is None:
                raise ChargeUnknown
            return self._shown(tx, charge_id, draft)

        return self._desk.keep(work, last_room=True)

    def _begin(
        self, fresh: ChargeDraft, facts: tuple[tuple[str, Fact], ...] | None = None
    ) -> Charge:
        self._permissions.require(Capability.CHARGE)
        salt = self._desk.new_salt()

        def work(tx: Transaction) -> Charge:
            identity = self._desk.identity
            check_capture(tx)
            check_cash(tx, identity.institution, identity.certificate.device_id)
            charge_id, draft = charges.begun(tx, fresh.about) or (salt, fresh)
            if draft.kind is ChargeKind.TOP_UP:
                draft = replace(draft, shown_centavos=fresh.shown_centavos)
            if facts is not None:
                draft = replace(draft, facts=facts)
            return self._shown(tx, charge_id, draft)

        return self._desk.keep(work, last_room=True)

    def _shown(self, tx: Transaction, charge_id: Salt, draft: ChargeDraft) -> Charge:
        """Price a charge, keep what is shown, and return it."""
        shift = cash_shift(tx, self._desk)
        due = self._dues.of(tx, draft, shift.business_day)
        now = self._desk.now_seconds()
        draft = replace(draft, shown_centavos=due.total_centavos, subject=due.subject)
        charges.keep(tx, charge_id, draft, now)
        settled = settle(due, due.total_centavos, CASH)
        return Charge(
            charge_id=charge_id,
            service_name=due.service_name,
            person_name=due.person_name,
            registration_id=due.registration,
            lines=due.shown,
            rounding_centavos=Centavos(due.rounding_centavos),
            total_centavos=due.total_centavos,
            quick_tenders=quick_tenders(due.total_centavos),
            price_list_date=due.price_list_date,
            order_made_at=due.order_made_at,
            drawer=self._ports.pieces(tx, shift.shift),
            denominations=self._ports.in_use(),
            limits=limits_left(tx, self._desk, shift.shift, charge_id, draft, due, settled),
            may_balance=due.balance is None,
            questions=self._dues.questions(tx, draft, shift.business_day),
        )

    # --------------------------------------------------------------------------- taking

    def tender(self, charge: Charge, tendered_centavos: Centavos) -> Short | Enough:
        """Say what is missing, or what to give back and by which pieces; pure."""
        left = tendered_centavos - charge.total_centavos
        if left < 0:
            return Short(missing_centavos=Centavos(-left))
        return enough(charge.drawer, charge.denominations, tendered_centavos, Centavos(left))

    def take(
        self, charge_id: Salt, tendered_centavos: Centavos, paying: Paying = CASH
    ) -> PaymentDone:
        """Take the payment: event, ledger, receipt and read tables in one transaction.

        *tendered_centavos* is cash; a digital payment is the whole rest. A second press, or a try
        after a crash, returns the same payment. Raises KnownError `shift.none`, `payment.*`,
        `cash.*`, `balance.*`, `approval.*`, `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.CHARGE)
        event_id = event_id_of(charge_id)

        def work(tx: Transaction) -> PaymentDone:
            if self._desk.journal.find(tx, event_id) is None:
                self._append(tx, charge_id, tendered_centavos, paying)
            return self._done(tx, event_id)

        return self._desk.write(work, last_room=True)

    def handed_other(self, done: PaymentDone, pieces: tuple[Pieces, ...]) -> None:
        """Note that the change went out by other pieces of the same worth (kind 31, change 0).

        Raises KnownError `payment.other_worth`, `shift.*`, `access.not_allowed`; nothing was
        written.
        """
        self._permissions.require(Capability.CHARGE)
        if worth(pieces) != done.change_centavos:
            raise OtherWorth
        salt = self._desk.new_salt()

        def work(tx: Transaction) -> None:
            event = CashMoved(
                change_centavos=0,
                purpose=CashPurpose.OTHER,
                pieces=done.change_pieces,
                pieces_out=pieces,
                shift=cash_shift(tx, self._desk).shift,
            )
            self._desk.append(tx, event, salt=salt, refs=(done.event_id,))

        self._desk.write(work, last_room=True)

    def _done(self, tx: Transaction, event_id: EventId) -> PaymentDone:
        receipt = self._receipts.view(tx, event_id)
        event = recorded_of(tx, self._desk.journal, event_id).event
        if not isinstance(event, PaymentTaken):
            raise ChargeUnknown
        return PaymentDone(
            event_id=event_id,
            change_centavos=event.settlement.change_centavos,
            receipt=receipt,
            change_pieces=event.change_pieces or (),
            other_pieces=tuple(
                one
                for one in self._ports.in_use()
                if one.each_centavos <= event.settlement.change_centavos
            ),
            declared=event.settlement.means in (PaymentMeans.BANK, PaymentMeans.TRANSFER),
        )

    def _append(
        self, tx: Transaction, charge_id: Salt, tendered_centavos: Centavos, paying: Paying
    ) -> None:
        draft = charges.held(tx, charge_id)
        if draft is None:
            raise ChargeUnknown
        shift = cash_shift(tx, self._desk)
        due = self._dues.of(tx, draft, shift.business_day)
        if due.total_centavos != draft.shown_centavos:
            raise PriceChanged(draft.shown_centavos, due.total_centavos)
        settled = settle(due, tendered_centavos, paying)
        self._check_balance(tx, settled)
        approvals = check_limits(tx, self._desk, shift.shift, charge_id, draft, due, settled)
        event = self._event(tx, shift, due, settled)
        recorded = self._desk.append(
            tx, event, salt=charge_id, subject=due.subject, refs=(due.paid_for, *approvals)
        )
        self._issuing.seal(tx, recorded)
        if self._ports.after_payment is not None:
            self._ports.after_payment(tx, recorded, charge_id)
        kept.discard_draft(tx, charge_id)

    def _check_balance(self, tx: Transaction, settled: Settled) -> None:
        part = settled.from_balance
        if part is None:
            return
        if self._ports.may_pay is None:
            raise BalanceNotHere
        self._ports.may_pay(tx, part.account_id, part.amount_centavos)

    def _event(
        self, tx: Transaction, shift: queries.ShiftRow, due: Due, settled: Settled
    ) -> PaymentTaken:
        """Return the payment as it is recorded, its number taken."""
        stated = self._issuing.time(tx)
        settlement = settled.settlement
        pieces = self._handed(tx, shift, settled)
        return PaymentTaken(
            folio=self._issuing.next_folio(tx),
            total_centavos=due.total_centavos,
            lines=due.lines,
            rounding_centavos=due.rounding_centavos,
            settlement=settlement,
            order_id=due.order_id,
            rounding_policy=due.policy,
            facts=due.facts,
            balance=due.balance or settled.balance_change,
            change_pieces=pieces.change,
            tendered_pieces=pieces.tendered,
            reference=settled.reference,
            shift=shift.shift,
            discreet=due.discreet,
            initials=due.initials,
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )

    def _handed(self, tx: Transaction, shift: queries.ShiftRow, settled: Settled) -> Handed:
        settlement = settled.settlement
        if settlement.means is not PaymentMeans.CASH:
            return Handed(tendered=None, change=None)
        return handed(
            self._ports.pieces(tx, shift.shift),
            self._ports.in_use(),
            settlement.tendered_centavos,
            settlement.change_centavos,
        )

    # ------------------------------------------------------------------------------ own

    def _pending(self, tx: Transaction) -> tuple[PendingCharge, ...]:
        day = self._catalogue.today(tx)
        services = {entry.code: entry for entry in pulled.services(tx) if entry.concepts}
        found = []
        for row in reversed(queries.unpaid_registrations(tx, services)):
            begun = charges.begun(tx, row.event_id)
            facts = {} if begun is None else dict(begun[1].facts)
            total, problem, person = None, None, ""
            try:
                due = self._dues.of_registration(tx, row.event_id, facts, day)
                total, person = due.total_centavos, due.person_name
            except AlreadyPaid:
                continue  # through its order
            except KnownError as error:
                problem = error
            found.append(
                PendingCharge(
                    registration_id=row.event_id,
                    service_name=self._catalogue.name_of(tx, row.service_code),
                    person_name=person or self._dues.person_name(tx, row.subject),
                    total_centavos=total,
                    registered_at=local(row.made_seconds),
                    problem=problem,
                )
            )
        return tuple(found)
