"""Take a payment in cash (UX §3.6, RECEIPTS §5, §10).

The id of a payment is drawn when its charge begins and kept as a draft row, one per unpaid
registration: leaving, coming back, pressing twice, or a crash between two presses repeat it, and so
there is one payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiosk.domain.cash import change_of, quick_tenders
from kiosk.domain.citizens import display_name, receipt_initials
from kiosk.domain.shifts import Act, Shift, after
from kiosk.domain.tariffs import PricedCharge
from kiosk.errors import KnownError
from kiosk.services.catalogue import Catalogue
from kiosk.services.desk import Desk, local
from kiosk.services.erasing import CHARGE
from kiosk.services.issuing import Issuing
from kiosk.services.limits import check_capture, check_cash
from kiosk.services.permissions import Permissions
from kiosk.services.receipts import Receipts
from kiosk.services.views import Charge, ChargeLine, Enough, PaymentDone, PendingCharge, Short
from kiosk.store import kept, pulled, queries
from sync import cbor
from sync.catalogue import Capability
from sync.events import (
    Concept,
    PaymentLine,
    PaymentMeans,
    PaymentTaken,
    RuleVersion,
    Settlement,
)
from sync.ids import EventId, Salt, event_id_of
from sync.journal import Transaction
from sync.money import Centavos


class RegistrationUnknown(KnownError):
    """There is no such registration on this device; nothing was written."""

    code: ClassVar[str] = "payment.registration_unknown"


class AlreadyPaid(KnownError):
    """The registration's fee is paid; nothing was written."""

    code: ClassVar[str] = "payment.already_paid"


class NothingDue(KnownError):
    """The service has no fee; nothing was written."""

    code: ClassVar[str] = "payment.nothing_due"


class ChargeUnknown(KnownError):
    """The charge was never begun on this device; nothing was written."""

    code: ClassVar[str] = "payment.charge_unknown"


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
    """Charges of registrations; the price comes from the tariff and nowhere else."""

    def __init__(
        self, desk: Desk, catalogue: Catalogue, issuing: Issuing, receipts: Receipts
    ) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._issuing = issuing
        self._receipts = receipts
        self._permissions = Permissions(desk)

    def pending(self) -> tuple[PendingCharge, ...]:
        """Return saved registrations whose fee is not paid, latest first; none for non-cashiers."""
        if not self._permissions.may(Capability.CHARGE):
            return ()
        return self._desk.read(self._pending)

    def begin(self, registration_id: EventId) -> Charge:
        """Price a registration; the same unpaid one has the same charge id every time.

        Raises KnownError `shift.none`, `payment.registration_unknown`, `payment.already_paid`,
        `payment.nothing_due`, `payment.no_tariff`, `payment.too_large`, `access.not_allowed`;
        `device.capture_stopped`, `device.reported`, `lease.ended` where no cash may be taken now;
        nothing was written.
        """
        self._permissions.require(Capability.CHARGE)
        fresh = self._desk.new_salt()

        def work(tx: Transaction) -> Charge:
            identity = self._desk.identity
            check_capture(tx)
            check_cash(tx, identity.institution, identity.certificate.device_id)
            shift = self._shift(tx)
            row = self._unpaid(tx, registration_id)
            priced = self._price(tx, row, shift.business_day)
            charge_id = _charge_of(tx, registration_id) or fresh
            kept.save_draft(
                tx,
                salt=charge_id,
                kind=CHARGE,
                subject=row.subject,
                content=cbor.encode({1: registration_id, 2: priced.total_centavos}),
                now_seconds=self._desk.now_seconds(),
            )
            return self._charge(tx, charge_id, row, priced)

        return self._desk.keep(work, last_room=True)

    def tender(self, charge: Charge, tendered_centavos: Centavos) -> Short | Enough:
        """Say what is missing or what to give back; pure."""
        left = tendered_centavos - charge.total_centavos
        if left < 0:
            return Short(missing_centavos=Centavos(-left))
        return Enough(change_centavos=Centavos(left))

    def take(self, charge_id: Salt, tendered_centavos: Centavos) -> PaymentDone:
        """Take the payment: event, ledger, receipt and read tables in one transaction.

        A second press, or a try after a crash, returns the same payment.
        Raises KnownError `shift.none`, `payment.short`, `payment.tender_too_large`,
        `payment.price_changed`, `payment.already_paid`, `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.CHARGE)
        event_id = event_id_of(charge_id)

        def work(tx: Transaction) -> PaymentDone:
            if self._desk.journal.find(tx, event_id) is None:
                self._append(tx, charge_id, tendered_centavos)
            receipt = self._receipts.view(tx, event_id)
            return PaymentDone(
                event_id=event_id,
                change_centavos=receipt.change_centavos or Centavos(0),
                receipt=receipt,
            )

        return self._desk.write(work, last_room=True)

    def _append(self, tx: Transaction, charge_id: Salt, tendered_centavos: Centavos) -> None:
        draft = kept.draft(tx, charge_id)
        if draft is None or draft.kind != CHARGE:
            raise ChargeUnknown
        content = cbor.decode(draft.content)
        shift = self._shift(tx)
        row = self._unpaid(tx, EventId(content[1]))
        priced = self._price(tx, row, shift.business_day)
        if priced.total_centavos != content[2]:
            raise PriceChanged(Centavos(content[2]), priced.total_centavos)
        change = change_of(priced.total_centavos, tendered_centavos)
        stated = self._issuing.time(tx)
        event = PaymentTaken(
            folio=self._issuing.next_folio(tx),
            total_centavos=priced.total_centavos,
            lines=_lines(priced),
            rounding_centavos=priced.rounding_centavos,
            settlement=Settlement(
                means=PaymentMeans.CASH,
                tendered_centavos=tendered_centavos,
                change_centavos=change,
            ),
            rounding_policy=RuleVersion(
                rule_id=priced.policy.policy_id, version=priced.policy.version
            ),
            shift=shift.shift,
            discreet=row.discreet,
            initials=self._initials(tx, row),
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )
        recorded = self._desk.append(
            tx, event, salt=charge_id, subject=row.subject, refs=(row.event_id,)
        )
        self._issuing.seal(tx, recorded)
        kept.discard_draft(tx, charge_id)

    def _shift(self, tx: Transaction) -> queries.ShiftRow:
        """Return the shift that takes cash; raise NoOpenShift."""
        row = queries.open_shift(tx)
        after(Shift.CLOSED if row is None else Shift.OPEN, Act.TAKE_CASH)
        if row is None:
            raise AssertionError("a closed shift takes no cash")
        return row

    def _unpaid(self, tx: Transaction, registration_id: EventId) -> queries.RegistrationRow:
        row = queries.registration(tx, registration_id)
        if row is None:
            raise RegistrationUnknown
        if queries.payment_for(tx, registration_id) is not None:
            raise AlreadyPaid
        return row

    def _price(self, tx: Transaction, row: queries.RegistrationRow, day: date) -> PricedCharge:
        service = self._catalogue.entry(tx, row.service_code)
        if not service.concepts:
            raise NothingDue
        return self._catalogue.price(tx, service, day)

    def _pending(self, tx: Transaction) -> tuple[PendingCharge, ...]:
        day = self._catalogue.today(tx)
        services = {entry.code: entry for entry in pulled.services(tx) if entry.concepts}
        found = []
        for row in reversed(queries.unpaid_registrations(tx, services)):
            try:
                priced = self._catalogue.price(tx, services[row.service_code], day)
            except KnownError:
                continue  # no fee today: V13 says why when somebody asks for it
            found.append(
                PendingCharge(
                    registration_id=row.event_id,
                    service_name=self._catalogue.name_of(tx, row.service_code),
                    person_name=self._person_name(tx, row),
                    total_centavos=priced.total_centavos,
                    registered_at=local(row.made_seconds),
                )
            )
        return tuple(found)

    def _charge(
        self,
        tx: Transaction,
        charge_id: Salt,
        row: queries.RegistrationRow,
        priced: PricedCharge,
    ) -> Charge:
        return Charge(
            charge_id=charge_id,
            service_name=self._catalogue.name_of(tx, row.service_code),
            person_name=self._person_name(tx, row),
            registration_id=row.event_id,
            lines=tuple(
                ChargeLine(
                    label=line.row.label,
                    quantity=line.quantity,
                    unit_centavos=line.row.unit_centavos,
                    net_centavos=line.net_centavos,
                    legal_reference=line.row.legal_reference,
                )
                for line in priced.lines
            ),
            rounding_centavos=Centavos(priced.rounding_centavos),
            total_centavos=priced.total_centavos,
            quick_tenders=quick_tenders(priced.total_centavos),
            price_list_date=max(line.row.valid_from for line in priced.lines),
        )

    def _person_name(self, tx: Transaction, row: queries.RegistrationRow) -> str:
        person = queries.person(tx, row.subject)
        if person is None:
            return ""
        return display_name(person.given, person.first_surname, person.second_surname)

    def _initials(self, tx: Transaction, row: queries.RegistrationRow) -> str | None:
        """Return the payer's initials for label 10, where the office's policy wants them."""
        person = queries.person(tx, row.subject)
        if person is None or not pulled.settings(tx).initials_on_receipts:
            return None
        shown = receipt_initials(person.given, person.first_surname, person.second_surname)
        return shown or None


def _charge_of(tx: Transaction, registration_id: EventId) -> Salt | None:
    """Return the charge that was begun for a registration, or None."""
    for draft in kept.drafts(tx, CHARGE):
        if cbor.decode(draft.content)[1] == registration_id:
            return draft.salt
    return None


def _lines(priced: PricedCharge) -> tuple[PaymentLine, ...]:
    return tuple(
        PaymentLine(
            concept=Concept(line.row.concept),
            quantity=line.quantity,
            unit_centavos=line.row.unit_centavos,
            tariff=RuleVersion(rule_id=line.row.tariff_id, version=line.row.version),
            changes=(),
            net_centavos=line.net_centavos,
        )
        for line in priced.lines
    )
