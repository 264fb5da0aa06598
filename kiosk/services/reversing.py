"""Give a payment back whole: *Cancelar cobro*, V57 (RECEIPTS §10).

In the same open shift, by the shift's id and never by the date; at most once; never a reversal;
with another person's one-time code for this very payment, a reason, and the paper scanned and
collected. Without the paper only up to the office's limit, and once a shift. A new comprobante is
always issued; the original stays as it was.

KnownError
├── NotReversible        reversal.not_a_payment   no payment of this device
├── AlreadyReversed      reversal.already         it was given back before
├── OtherShift           reversal.other_shift     its shift is closed: the office gives it back
├── PaperDiffers         reversal.paper_differs   the code scanned is not that payment's
├── PaperNeeded          reversal.paper_needed    above the limit, or a second one in the shift
└── BalanceSpent         reversal.balance_spent   money put on a balance that was spent since
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.domain.citizens import display_name
from kiosk.domain.tender import ByPieces
from kiosk.errors import KnownError
from kiosk.services.account_errors import BalanceShort
from kiosk.services.approvals import Approvals
from kiosk.services.catalogue import Catalogue
from kiosk.services.change import PaymentPorts, given_back
from kiosk.services.desk import Desk, local
from kiosk.services.issuing import Issuing
from kiosk.services.open_shift import cash_shift, require_in_drawer
from kiosk.services.permissions import Permissions
from kiosk.services.reading import recorded_of
from kiosk.services.receipts import Receipts
from kiosk.services.views import (
    PaymentMeans,
    ReversalDone,
    ReversalPlan,
    ReversalReason,
)
from kiosk.store import accounts, kept, payment_questions, pulled, queries
from sync import cbor, cose
from sync.catalogue import Capability
from sync.events import (
    ApprovalMatter,
    BalanceChange,
    PaymentReversed,
    PaymentTaken,
    ReceiptConcept,
    Settlement,
)
from sync.ids import EventId, Salt, ShiftId, event_id_of, folio_text
from sync.journal import Transaction
from sync.money import Centavos
from sync.receipt_check import Answer, ReceiptTrust, verify
from sync.receipts import Concept, bytes_of_digits, concepts_of_lines

_CODE_CAP_BYTES = 600


class NotReversible(KnownError):
    """There is no such payment on this device; nothing was written."""

    code: ClassVar[str] = "reversal.not_a_payment"


class AlreadyReversed(KnownError):
    """The payment was given back before; nothing was written."""

    code: ClassVar[str] = "reversal.already"


class OtherShift(KnownError):
    """The payment is of a shift that is not open; nothing was written."""

    code: ClassVar[str] = "reversal.other_shift"


class PaperDiffers(KnownError):
    """The code that was scanned is not this payment's comprobante; nothing was written."""

    code: ClassVar[str] = "reversal.paper_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """Up to how much a payment may be given back without its paper, once a shift."""

    limit_centavos: Centavos


class PaperNeeded(KnownError):
    """This payment cannot be given back without its paper; nothing was written."""

    code: ClassVar[str] = "reversal.paper_needed"

    def __init__(self, limit_centavos: Centavos) -> None:
        super().__init__(PaperFacts(limit_centavos=limit_centavos))


class BalanceSpent(BalanceShort):
    """What was put on a balance is no longer there to be taken back; nothing was written."""

    code: ClassVar[str] = "reversal.balance_spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Original:
    """A payment that may be given back now."""

    event_id: EventId
    event: PaymentTaken
    row: queries.PaymentRow

    @property
    def cash_centavos(self) -> Centavos:
        """Return the cash that it brought."""
        settlement = self.event.settlement
        if settlement.means is not PaymentMeans.CASH:
            return Centavos(0)
        return Centavos(settlement.tendered_centavos - settlement.change_centavos)

    @property
    def balance_back(self) -> BalanceChange | None:
        """Return what goes back to a balance, or is taken from it again."""
        moved = self.event.balance
        if moved is None:
            return None
        return BalanceChange(account_id=moved.account_id, change_centavos=-moved.change_centavos)


class Reversing:
    """Plans and carries out reversals; what a person may do is asked inside the transaction."""

    def __init__(
        self,
        desk: Desk,
        catalogue: Catalogue,
        issuing: Issuing,
        receipts: Receipts,
        approvals: Approvals,
        ports: PaymentPorts | None = None,
    ) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._issuing = issuing
        self._receipts = receipts
        self._approvals = approvals
        self._ports = ports or PaymentPorts()
        self._permissions = Permissions(desk)

    def plan(self, payment_id: EventId) -> ReversalPlan:
        """Return what giving a payment back would mean; writes nothing.

        Raises KnownError `reversal.*`, `shift.none`, `access.not_allowed`.
        """

        def work(tx: Transaction) -> ReversalPlan:
            self._permissions.require(Capability.CHARGE, tx=tx)
            shift = cash_shift(tx, self._desk)
            original = self._original(tx, payment_id, shift)
            row = original.row
            most = pulled.settings(tx).reversal_without_paper_limit_centavos
            back = original.balance_back
            return ReversalPlan(
                payment_id=payment_id,
                folio=folio_text(self._desk.identity.terminal, row.folio.series, row.folio.number),
                service_name=self._service_name(tx, original),
                person_name=self._person_name(tx, row),
                taken_at=local(row.taken_seconds),
                total_centavos=row.total_centavos,
                cash_centavos=original.cash_centavos,
                balance_centavos=Centavos(max(0, 0 if back is None else back.change_centavos)),
                means=row.means,
                pieces=self._pieces(tx, shift, original.cash_centavos),
                may_miss_paper=self._may_miss_paper(tx, shift.shift, row.total_centavos),
                without_paper_limit_centavos=most,
            )

        return self._desk.read(work)

    def matches(self, payment_id: EventId, text: str) -> bool:
        """Say whether a scanned or pasted text is the code of this payment's comprobante.

        The signed content is compared, never the signature: the same paper may be signed again.
        """
        return self._desk.read(lambda tx: self._is_paper_of(tx, payment_id, text))

    def new_salt(self) -> Salt:
        """Return the id of a reversal that begins now; a second press repeats it."""
        return self._desk.new_salt()

    def reverse(
        self,
        salt: Salt,
        payment_id: EventId,
        *,
        question_id: EventId,
        reason: ReversalReason,
        scanned: str | None,
    ) -> ReversalDone:
        """Give a payment back: event 61, ledger, comprobante of kind 2, in one transaction.

        *scanned* is the text of the paper's code, None where the paper is not there. A second press
        returns the same. Raises KnownError `reversal.*`, `shift.*`, `drawer.not_enough`,
        `approval.missing`, `approval.own_act`, `access.not_allowed`; nothing was written.
        """
        event_id = event_id_of(salt)

        def work(tx: Transaction) -> ReversalDone:
            self._permissions.require(Capability.CHARGE, tx=tx)
            if self._desk.journal.find(tx, event_id) is None:
                self._append(tx, salt, payment_id, question_id, reason, scanned)
            return self._done(tx, event_id)

        return self._desk.write(work, last_room=True)

    # ------------------------------------------------------------------------------ own

    def _append(
        self,
        tx: Transaction,
        salt: Salt,
        payment_id: EventId,
        question_id: EventId,
        reason: ReversalReason,
        scanned: str | None,
    ) -> None:
        shift = cash_shift(tx, self._desk)
        original = self._original(tx, payment_id, shift)
        total = original.row.total_centavos
        if scanned is not None and not self._is_paper_of(tx, payment_id, scanned):
            raise PaperDiffers
        if scanned is None and not self._may_miss_paper(tx, shift.shift, total):
            raise PaperNeeded(pulled.settings(tx).reversal_without_paper_limit_centavos)
        require_in_drawer(tx, shift.shift, original.cash_centavos)
        approval = self._approvals.granted(tx, question_id, ApprovalMatter.REVERSAL, (payment_id,))
        event = self._event(tx, shift, original, reason, scanned is not None)
        recorded = self._desk.append(
            tx, event, salt=salt, subject=original.row.subject, refs=(payment_id, approval)
        )
        self._issuing.seal(tx, recorded)
        if self._ports.after_reversal is not None:
            self._ports.after_reversal(tx, recorded, salt)

    def _event(
        self,
        tx: Transaction,
        shift: queries.ShiftRow,
        original: _Original,
        reason: ReversalReason,
        scanned: bool,
    ) -> PaymentReversed:
        paid, cash = original.event, original.cash_centavos
        stated = self._issuing.time(tx)
        pieces = self._pieces(tx, shift, cash)
        given = cash
        if paid.settlement.means in (PaymentMeans.BANK, PaymentMeans.TRANSFER):
            given = paid.settlement.tendered_centavos
        return PaymentReversed(
            folio=self._issuing.next_folio(tx),
            total_centavos=paid.total_centavos,
            concepts=_label_7(paid),
            settlement=Settlement(
                means=paid.settlement.means,
                tendered_centavos=Centavos(given),
                change_centavos=Centavos(0),
            ),
            payer=paid.payer,
            original=paid.folio,
            reason=reason,
            original_scanned=scanned,
            balance=original.balance_back,
            pieces=None if pieces is None or not pieces.exact or not cash else pieces.pieces,
            account=paid.account,
            shift=shift.shift,
            discreet=paid.discreet,
            initials=paid.initials,
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )

    def _done(self, tx: Transaction, event_id: EventId) -> ReversalDone:
        event = recorded_of(tx, self._desk.journal, event_id).event
        if not isinstance(event, PaymentReversed):
            raise NotReversible
        cash = event.settlement.means is PaymentMeans.CASH
        back = 0 if event.balance is None else event.balance.change_centavos
        return ReversalDone(
            event_id=event_id,
            cash_centavos=event.settlement.tendered_centavos if cash else Centavos(0),
            balance_centavos=Centavos(max(0, back)),
            pieces=event.pieces or (),
            receipt=self._receipts.view(tx, event_id),
        )

    def _original(self, tx: Transaction, payment_id: EventId, shift: queries.ShiftRow) -> _Original:
        row = queries.payment(tx, payment_id)
        if row is None:
            raise NotReversible
        if payment_questions.reversal_of(tx, payment_id) is not None:
            raise AlreadyReversed
        if row.shift != shift.shift:
            raise OtherShift
        event = recorded_of(tx, self._desk.journal, payment_id).event
        if not isinstance(event, PaymentTaken):
            raise NotReversible
        original = _Original(event_id=payment_id, event=event, row=row)
        _require_on_balance(tx, original.balance_back)
        return original

    def _may_miss_paper(self, tx: Transaction, shift: ShiftId, total: Centavos) -> bool:
        most = pulled.settings(tx).reversal_without_paper_limit_centavos
        return (not most or total <= most) and not payment_questions.reversals_without_paper(
            tx, shift
        )

    def _is_paper_of(self, tx: Transaction, payment_id: EventId, text: str) -> bool:
        row = kept.receipt_of(tx, payment_id)
        if row is None or row.cose is None:
            return False
        institution = self._desk.identity.institution
        digits = "".join(text.split()).removeprefix(institution.receipt_prefix)
        verdict = verify(institution.receipt_prefix + digits, ReceiptTrust.of(institution))
        if verdict.answer is not Answer.AUTHENTIC:
            return False
        return _content(bytes_of_digits(digits)) == _content(row.cose)

    def _pieces(self, tx: Transaction, shift: queries.ShiftRow, cash: Centavos) -> ByPieces | None:
        return given_back(self._ports.pieces(tx, shift.shift), self._ports.in_use(), cash)

    def _service_name(self, tx: Transaction, original: _Original) -> str:
        of = original.row.registration
        row = None if of is None else queries.registration(tx, of)
        if row is None or row.discreet:
            return ""
        return self._catalogue.name_of(tx, row.service_code)

    def _person_name(self, tx: Transaction, row: queries.PaymentRow) -> str:
        person = None if row.subject is None else queries.person(tx, row.subject)
        if person is None:
            return ""
        return display_name(person.given, person.first_surname, person.second_surname)


def _require_on_balance(tx: Transaction, back: BalanceChange | None) -> None:
    """Raise BalanceSpent where a balance would have to give more than it holds: it was spent."""
    if back is None or back.change_centavos >= 0:
        return
    held = accounts.balance(tx, back.account_id).centavos
    if held + back.change_centavos < 0:
        raise BalanceSpent(Centavos(max(0, held)), Centavos(-back.change_centavos))


def _label_7(paid: PaymentTaken) -> tuple[ReceiptConcept, ...]:
    """Return label 7 of the original's comprobante (RECEIPTS §2)."""
    lines = [Concept(code=int(line.concept), net_centavos=line.net_centavos) for line in paid.lines]
    return tuple(
        ReceiptConcept(code=one.code, net_centavos=Centavos(one.net_centavos))
        for one in concepts_of_lines(lines, paid.rounding_centavos)
    )


def _content(signed: bytes) -> bytes:
    """Return what a signed receipt says: the bytes under the signature, without it."""
    message = cose.open_shape(signed, "receipt", _CODE_CAP_BYTES, {cose.CERTIFICATE_LABEL})
    return cbor.encode([message.protected_bytes, message.payload])
