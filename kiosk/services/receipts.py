"""Show, draw and check comprobantes (RECEIPTS §7-9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kiosk.devices.ports import Pictures
from kiosk.domain.amounts import in_words
from kiosk.errors import KnownError
from kiosk.services.catalogue import Catalogue, papers_of
from kiosk.services.deliveries import Deliveries
from kiosk.services.desk import Desk, local
from kiosk.services.paper import comprobante_of
from kiosk.services.reading import RecordBlocked, recorded_of
from kiosk.services.views import ReceiptLine, ReceiptView
from kiosk.services.views.paper import ShiftResult
from kiosk.store import kept, moments, payment_questions, queries, rights
from kiosk.texts import Texts
from sync.events import (
    PaymentLine,
    PaymentMeans,
    PaymentReversed,
    PaymentTaken,
    PrintResult,
    ReceiptPrinted,
    Recorded,
    RegistrationMade,
    ShiftClosed,
    ShiftOpened,
    StreamOpened,
)
from sync.ids import EventId, Salt, folio_text
from sync.journal import Journal, Transaction
from sync.money import Centavos
from sync.receipt_check import ReceiptTrust, Verdict, verify
from sync.receipts import (
    CONCEPT_REST,
    CONCEPT_ROUNDING_UP,
    ReceiptKind,
    qr_text,
    typed_code,
)

_NOTHING = Centavos(0)


class ReceiptUnknown(KnownError):
    """No receipt of this event is stored on this device."""

    code: ClassVar[str] = "receipt.unknown"


class Receipts:
    """The stored receipts of this device."""

    def __init__(
        self,
        desk: Desk,
        catalogue: Catalogue,
        deliveries: Deliveries,
        pictures: Pictures,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._deliveries = deliveries
        self._pictures = pictures
        self._texts = texts
        desk.when_left(pictures.clear)

    def forget_pictures(self) -> None:
        """Take away pictures that a crash left standing; needs no open file and never raises."""
        self._pictures.clear()

    def show(self, event_id: EventId) -> ReceiptView:
        """Return a stored receipt; raises KnownError `receipt.unknown`."""
        return self._desk.read(lambda tx: self.view(tx, event_id))

    def request_of(self, payment_id: EventId) -> ReceiptView:
        """Return the receipt of the registration that a payment was for.

        Raises KnownError `receipt.unknown` where the payment was for none.
        """

        def work(tx: Transaction) -> ReceiptView:
            registration = moments.registration_paid_by(tx, payment_id)
            if registration is None:
                raise ReceiptUnknown
            return self.view(tx, registration)

        return self._desk.read(work)

    def last_unprinted(self) -> ReceiptView | None:
        """Return the receipt of the last payment if no paper or picture of it was made.

        So it is after a power cut between the save and the receipt (UX §3.7); else None.
        """

        def work(tx: Transaction) -> ReceiptView | None:
            payment = moments.last_payment(tx)
            if payment is None or moments.prints_of(tx, payment):
                return None
            return self.view(tx, payment)

        return self._desk.read(work)

    def save_picture(self, event_id: EventId) -> Path:
        """Draw the comprobante into `<profile>/receipts/<folio>.png` and record it (kind 70).

        A picture that is still there is returned as it is: asking twice makes no copy. Nothing of
        it is there any more once the screen was locked or the file closed.
        The code is read back before the file is written; raises KnownError `receipt.unreadable`
        or `receipt.not_written`: no picture was written, that is recorded, the receipt stays.
        """
        salt = self._desk.new_salt()
        copy = self._desk.read(lambda tx: moments.prints_of(tx, event_id))
        view = self.show(event_id)
        held = self._pictures.standing(view.folio)
        if copy and held is not None:
            return held
        paper = comprobante_of(view, self._texts())
        try:
            path = self._pictures.put(paper)
        except KnownError:
            self._record_print(salt, event_id, copy, PrintResult.FAILED)
            raise
        self._record_print(salt, event_id, copy, PrintResult.PRINTED)
        return path

    def verify(self, text: str) -> Verdict:
        """Return the verdict on the text of a code, against this device's institution."""
        return verify(text, ReceiptTrust.of(self._desk.identity.institution))

    def view(self, tx: Transaction, event_id: EventId) -> ReceiptView:
        """Return a receipt inside a transaction.

        Raises ReceiptUnknown, RecordErased once its event was erased, RecordBlocked while the law
        keeps it out of view. The paper a person holds verifies all the same.
        """
        row = kept.receipt_of(tx, event_id)
        if row is None:
            raise ReceiptUnknown
        if rights.is_blocked(tx, event_id):
            raise RecordBlocked
        recorded = recorded_of(tx, self._desk.journal, event_id)
        identity = self._desk.identity
        institution = identity.institution
        header, event = recorded.header, recorded.event
        stated = getattr(event, "receipt_time_seconds", None)
        content = self._content(tx, recorded)
        reversal = payment_questions.reversal_of(tx, event_id)
        return ReceiptView(
            event_id=event_id,
            kind=int(content.kind),
            practice=identity.practising,
            folio=folio_text(identity.terminal, row.series, row.number),
            typed_code=typed_code(recorded.head[:16]),
            qr_text="" if row.cose is None else qr_text(institution.receipt_prefix, row.cose),
            issued_at=local(header.time_seconds if stated is None else stated),
            time_verified=stated is None,
            institution=institution.name,
            office=identity.office,
            terminal=identity.terminal,
            lines=content.lines,
            total_centavos=content.total_centavos,
            total_words=in_words(content.total_centavos, self._texts().language),
            tendered_centavos=content.tendered_centavos,
            change_centavos=content.change_centavos,
            cashier=header.operator,
            initials=getattr(event, "initials", None),
            service_name=content.service_name,
            account_masked=_masked(getattr(event, "account", None)),
            domain_words=institution.domain_words,
            phone=institution.phone,
            place=institution.place,
            legal_line=institution.legal_line,
            delivery=self._deliveries.word(tx, recorded.stream, recorded.seq),
            bring=content.bring,
            previous_folio=self._previous_folio(recorded),
            means=content.means,
            reference=content.reference,
            balance_centavos=content.balance_centavos,
            original_folio=content.original_folio,
            closing=content.closing,
            reversed_at=None if reversal is None else local(reversal.reversed_seconds),
            reversal_id=None if reversal is None else reversal.event_id,
        )

    def _content(self, tx: Transaction, recorded: Recorded) -> _Content:
        match recorded.event:
            case PaymentTaken() as payment:
                return self._payment(tx, recorded, payment)
            case RegistrationMade() as registration:
                return self._registration(tx, registration)
            case PaymentReversed() as reversal:
                return self._reversal(reversal)
            case ShiftOpened() as shift:
                return _Content(kind=ReceiptKind.SHIFT_SLIP, total_centavos=shift.float_centavos)
            case ShiftClosed() as closed:
                return _closing(tx, self._desk.journal, closed)
            case StreamOpened():
                return _Content(kind=ReceiptKind.START_OF_SERIES)
            case _:
                raise ReceiptUnknown

    def _payment(self, tx: Transaction, recorded: Recorded, payment: PaymentTaken) -> _Content:
        texts = self._texts()
        discreet = texts.text("paper-discreet")
        if payment.discreet:
            lines = [ReceiptLine(label=discreet, amount_centavos=payment.total_centavos)]
        else:
            lines = [
                ReceiptLine(
                    label=self._catalogue.concept_label(
                        tx, line.concept, line.tariff.rule_id, line.tariff.version
                    ),
                    amount_centavos=line.net_centavos,
                    detail=_detail(line, texts),
                )
                for line in payment.lines
            ]
            if payment.rounding_centavos:
                amount = Centavos(payment.rounding_centavos)
                label = texts.text("paper-rounding")
                lines.append(ReceiptLine(label=label, amount_centavos=amount))
        return _Content(
            kind=ReceiptKind.PAYMENT,
            lines=tuple(lines),
            total_centavos=payment.total_centavos,
            tendered_centavos=payment.settlement.tendered_centavos,
            change_centavos=payment.settlement.change_centavos,
            service_name=discreet if payment.discreet else self._service_paid(tx, recorded),
            means=payment.settlement.means,
            reference=payment.reference or "",
            balance_centavos=0 if payment.balance is None else payment.balance.change_centavos,
        )

    def _reversal(self, reversal: PaymentReversed) -> _Content:
        """Return what a reversal gives back: the concepts of the receipt that it undoes."""
        texts = self._texts()
        discreet = texts.text("paper-discreet")
        lines = tuple(
            ReceiptLine(
                label=discreet if reversal.discreet else self._concept(one.code),
                amount_centavos=one.net_centavos,
            )
            for one in reversal.concepts
        )
        original = reversal.original
        return _Content(
            kind=ReceiptKind.REVERSAL,
            lines=lines,
            total_centavos=reversal.total_centavos,
            tendered_centavos=reversal.settlement.tendered_centavos,
            change_centavos=_NOTHING,
            service_name=discreet if reversal.discreet else lines[0].label,
            means=reversal.settlement.means,
            balance_centavos=0 if reversal.balance is None else reversal.balance.change_centavos,
            original_folio=folio_text(
                self._desk.identity.terminal, original.series, original.number
            ),
        )

    def _concept(self, code: int) -> str:
        """Return a concept of label 7 in words; 0 is the rest, 1 what rounding added."""
        if code == CONCEPT_REST:
            return self._texts().text("verify-concept-rest")
        if code == CONCEPT_ROUNDING_UP:
            return self._texts().text("paper-rounding")
        named = self._desk.identity.institution.concepts.get(code)
        return named or self._texts().text("verify-concept", code=str(code))

    def _registration(self, tx: Transaction, registration: RegistrationMade) -> _Content:
        code = registration.service_code
        if registration.discreet:
            name = self._texts().text("paper-discreet")
            return _Content(kind=ReceiptKind.REGISTRATION, service_name=name)
        service = self._catalogue.known_entry(tx, code)
        language = self._texts().language
        return _Content(
            kind=ReceiptKind.REGISTRATION,
            service_name=self._catalogue.name_of(tx, code),
            bring=() if service is None else papers_of(service, language),
        )

    def _service_paid(self, tx: Transaction, recorded: Recorded) -> str:
        refs = recorded.header.refs
        row = queries.registration(tx, refs[0]) if refs else None
        return "" if row is None else self._catalogue.name_of(tx, row.service_code)

    def _previous_folio(self, recorded: Recorded) -> str:
        """Return the folio before a shift slip's own, which the slip states (RECEIPTS §8)."""
        event = recorded.event
        if not isinstance(event, ShiftOpened | ShiftClosed) or event.folio.number < 2:
            return ""
        terminal = self._desk.identity.terminal
        return folio_text(terminal, event.folio.series, event.folio.number - 1)

    def _record_print(self, salt: Salt, event_id: EventId, copy: int, result: PrintResult) -> None:
        event = ReceiptPrinted(copy=copy, printer=self._pictures.name, result=result)
        self._desk.write(lambda tx: self._desk.append(tx, event, salt=salt, refs=(event_id,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What differs between the kinds of receipt."""

    kind: ReceiptKind
    lines: tuple[ReceiptLine, ...] = ()
    total_centavos: Centavos = _NOTHING
    tendered_centavos: Centavos | None = None
    change_centavos: Centavos | None = None
    service_name: str = ""
    bring: tuple[str, ...] = ()
    means: PaymentMeans = PaymentMeans.CASH
    reference: str = ""
    balance_centavos: int = 0
    original_folio: str = ""
    closing: ShiftResult | None = None


def _closing(tx: Transaction, journal: Journal, closed: ShiftClosed) -> _Content:
    opened = recorded_of(tx, journal, EventId(closed.shift)).event
    return _Content(
        kind=ReceiptKind.SHIFT_SLIP,
        total_centavos=closed.counted_centavos,
        closing=ShiftResult(
            shift_number=opened.shift_number if isinstance(opened, ShiftOpened) else 0,
            expected_centavos=closed.expected_centavos,
            difference_centavos=closed.difference_centavos,
            first_number=closed.numbers.first,
            last_number=closed.numbers.last,
            paper_counter=closed.paper_counter,
        ),
    )


def _detail(line: PaymentLine, texts: Texts) -> str:
    """Return how often and at what price, where that is more than once."""
    if line.quantity == 1:
        return ""
    return f"{line.quantity} × {texts.money(line.unit_centavos)}"


def _masked(account: str | None) -> str | None:
    """Return an account as paper shows it, `***4411`."""
    return None if not account else f"***{account[-4:]}"
