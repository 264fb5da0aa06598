"""The desk for a person's rights: requests and their clocks, what is held, corrections, objections.

Each request is an event; its clocks are computed from the day it was received, never stored. Four
rights (access, rectification, cancellation, opposition); the country pack says by which law.
Cancelling itself is in `cancelling`, copies in `copies`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.domain.legal_clocks import CountryPack, deadlines
from kiosk.errors import KnownError
from kiosk.services.access_log import AccessLog
from kiosk.services.catalogue import Catalogue
from kiosk.services.citizens import Citizens, PersonProblems, PersonUnknown, corrected
from kiosk.services.desk import Desk, local, local_day
from kiosk.services.held import Holdings
from kiosk.services.permissions import Permissions
from kiosk.services.records import NoReason
from kiosk.services.views import NewPerson, PersonRow
from kiosk.services.views.rights import (
    HeldData,
    NewRequest,
    PersonSheet,
    RequestLine,
    SheetPayment,
    SheetRecord,
    Use,
)
from kiosk.store import accounts, erasure, payment_questions, pulled, queries, rights, versions
from kiosk.texts import Texts
from sync.catalogue import Capability, Purpose, in_language
from sync.events import (
    ApprovalMatter,
    PaymentMeans,
    PurposeConsent,
    RequestOutcome,
    RightsAnswered,
    RightsRequested,
    UseOpposed,
    ViewedPart,
)
from sync.ids import EventId, Salt, SubjectId, event_id_of, folio_text
from sync.journal import Transaction
from sync.money import Centavos

DUE_SOON_DAYS = 5
"""Working days: below this a request stands on V02 too."""

Granted = Callable[[Transaction, EventId, ApprovalMatter, tuple[EventId, ...] | None], EventId]
"""Returns the approval of a question about these events (None: any), or `approval.missing`."""


class RequestUnknown(KnownError):
    """There is no such request on this device; nothing was written."""

    code: ClassVar[str] = "privacy.request_unknown"


class RequestAnswered(KnownError):
    """The request was answered before; nothing was written."""

    code: ClassVar[str] = "privacy.answered"


class NoBasis(KnownError):
    """A refusal names the law it rests on; nothing was written."""

    code: ClassVar[str] = "privacy.no_basis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a request is answered; *basis* is needed to refuse all or a part of it."""

    outcome: RequestOutcome
    basis: str = ""


class Privacy:
    """What a person may ask about their own data, and what the office does about it."""

    def __init__(
        self,
        desk: Desk,
        pack: CountryPack,
        citizens: Citizens,
        catalogue: Catalogue,
        holdings: Holdings,
        log: AccessLog,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self.pack = pack
        self._citizens = citizens
        self._catalogue = catalogue
        self._holdings = holdings
        self._log = log
        self._texts = texts
        self._permissions = Permissions(desk)

    # -------------------------------------------------------------------------- V06

    def sheet(self, subject: SubjectId) -> PersonSheet:
        """Return a person's card; that it was opened was recorded by `Citizens.card`.

        Registrations and payments of discreet services stand on the card of whoever took them
        alone (UX §3.15). Raises KnownError `person.unknown`.
        """

        def work(tx: Transaction) -> PersonSheet:
            person = self._citizens.row(tx, subject)
            found = queries.person(tx, person.subject)
            mine = self._desk.operator
            ids = accounts.ids_of(tx, subject)
            records = [
                row
                for one in ids
                for row in versions.registrations_of(tx, one)
                if not row.discreet or row.operator == mine
            ]
            return PersonSheet(
                person=person,
                phone="" if found is None or found.phone is None else found.phone,
                records=tuple(self._record(tx, row) for row in records),
                payments=tuple(
                    self._payment(tx, row)
                    for one in ids
                    for row in queries.payments_of(tx, one)
                    if not row.discreet or row.operator == mine
                ),
                drafts=sum(row.kind == "registration" for row in erasure.drafts_about(tx, subject)),
                opposed=tuple(
                    self._holdings.purpose_words(tx, "", purpose)
                    for purpose, agreed in rights.objections(tx, subject).items()
                    if not agreed
                ),
                requests=sum(line.is_open for line in self._lines(tx, subject)),
                may_use_rights=self._permissions.may(Capability.RIGHTS, tx),
            )

        return self._desk.read(work)

    def _record(self, tx: Transaction, row: versions.RegistrationLine) -> SheetRecord:
        service = self._catalogue.known_entry(tx, row.service_code)
        due = None
        if service is not None and queries.payment_for(tx, row.event_id) is None:
            due = self._catalogue.fee(tx, service, self._catalogue.today(tx))
        return SheetRecord(
            event_id=row.event_id,
            service_name=self._catalogue.name_of(tx, row.service_code),
            folio=self._folio(row.folio.series, row.folio.number),
            saved_at=local(row.made_seconds),
            corrections=row.corrections,
            unpaid_centavos=due,
        )

    def _payment(self, tx: Transaction, row: queries.PaymentRow) -> SheetPayment:
        back = payment_questions.reversal_of(tx, row.event_id)
        return SheetPayment(
            event_id=row.event_id,
            folio=self._folio(row.folio.series, row.folio.number),
            paid_at=local(row.taken_seconds),
            total_centavos=Centavos(row.total_centavos),
            declared=_declared(tx, row),
            reversed_at=None if back is None else local(back.reversed_seconds),
        )

    def _folio(self, series: int, number: int) -> str:
        return folio_text(self._desk.identity.terminal, series, number)

    # --------------------------------------------------------------------- requests

    def begin(self) -> Salt:
        """Return the salt of a request, an answer or a correction; drawn when its page opens."""
        return self._desk.new_salt()

    def register(self, salt: Salt, subject: SubjectId, request: NewRequest) -> RequestLine:
        """Record a request (kind 94); the same salt again returns the same request.

        Raises KnownError `access.not_allowed`, `person.unknown`; nothing was written.
        """

        def work(tx: Transaction) -> RequestLine:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                self._citizens.row(tx, subject)
                event = RightsRequested(
                    right=request.right,
                    received_on=request.received_on,
                    proof=request.proof,
                    representative=request.representative,
                    words=" ".join(request.words.split())[:1000] or None,
                )
                self._desk.append(tx, event, salt=salt, subject=subject)
            return self._line_of(tx, event_id_of(salt))

        return self._desk.write(work)

    def answer(self, salt: Salt, request_id: EventId, answer: Answer) -> RequestLine:
        """Record the answer to a request (kind 95); the term to carry it out begins.

        Raises KnownError `privacy.request_unknown`, `privacy.answered`, `privacy.no_basis`;
        nothing was written.
        """
        basis = " ".join(answer.basis.split())[:500]
        if answer.outcome is not RequestOutcome.GRANTED and not basis:
            raise NoBasis

        def work(tx: Transaction) -> RequestLine:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            row = rights.request(tx, request_id)
            if row is None:
                raise RequestUnknown
            if row.outcome is not None:
                if self._desk.journal.find(tx, event_id_of(salt)) is None:
                    raise RequestAnswered
                return self._line_of(tx, request_id)
            event = RightsAnswered(outcome=answer.outcome, basis=basis or None)
            self._desk.append(tx, event, salt=salt, subject=row.subject, refs=(request_id,))
            return self._line_of(tx, request_id)

        return self._desk.write(work)

    def requests(self, subject: SubjectId) -> tuple[RequestLine, ...]:
        """Return a person's requests, the earliest first."""
        return self._desk.read(lambda tx: self._lines(tx, subject))

    def open_requests(self) -> tuple[RequestLine, ...]:
        """Return every request of this device that is not done, the most urgent first.

        Nothing for who does not hold RIGHTS.
        """

        def work(tx: Transaction) -> tuple[RequestLine, ...]:
            if not self._permissions.may(Capability.RIGHTS, tx):
                return ()
            found = [line for line in self._lines(tx, None) if line.is_open]
            return tuple(sorted(found, key=lambda line: line.due_in_days))

        return self._desk.read(work)

    def due_soon(self) -> tuple[RequestLine, ...]:
        """Return open requests with few working days left, for V02."""
        return tuple(one for one in self.open_requests() if one.due_in_days <= DUE_SOON_DAYS)

    def _lines(self, tx: Transaction, subject: SubjectId | None) -> tuple[RequestLine, ...]:
        return tuple(self._line(tx, row) for row in rights.requests(tx, subject))

    def _line_of(self, tx: Transaction, request_id: EventId) -> RequestLine:
        row = rights.request(tx, request_id)
        if row is None:
            raise RequestUnknown
        return self._line(tx, row)

    def _line(self, tx: Transaction, row: rights.RequestRow) -> RequestLine:
        today = local_day(self._desk.now_seconds())
        answered = None if row.answered_seconds is None else local_day(row.answered_seconds)
        granted = row.outcome not in (None, RequestOutcome.REFUSED)
        clocks = deadlines(self.pack, row.received_on, answered if granted else None)
        last = clocks.carry_out_by
        person = None if row.subject is None else queries.person(tx, row.subject)
        recorded = self._desk.journal.find(tx, row.event_id)
        words = getattr(None if recorded is None else recorded.event, "words", None)
        return RequestLine(
            event_id=row.event_id,
            subject=row.subject,
            person_name=""
            if person is None
            else " ".join((person.given, person.first_surname, person.second_surname)).strip(),
            right=row.right,
            received_on=row.received_on,
            words=words or "",
            answer_by=clocks.answer_by,
            days_left=self.pack.days_left(today, clocks.answer_by),
            outcome=row.outcome,
            carry_out_by=last,
            carry_out_days_left=None if last is None else self.pack.days_left(today, last),
            carried_out=self._carried_out(tx, row),
        )

    def _carried_out(self, tx: Transaction, row: rights.RequestRow) -> bool:
        """Say whether something was done for a request: an act of its right refers to it."""
        return rights.acted_on(tx, row.event_id)

    # ------------------------------------------------------------------ what is held

    def held(self, subject: SubjectId) -> HeldData:
        """Return everything held about a person that is in view; that is recorded (kind 97).

        Raises KnownError `access.not_allowed`, `person.unknown`; nothing was written.
        """

        def work(tx: Transaction) -> HeldData:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            self._citizens.row(tx, subject)
            self._log.viewed(tx, ViewedPart.HELD_DATA, subject)
            return self._holdings.collect(tx, subject, blocked=False, whole=False)

        return self._desk.write(work)

    # ------------------------------------------------------------------- correcting

    def card(self, subject: SubjectId) -> NewPerson:
        """Return a person's card as V40 begins with it; raises KnownError `person.unknown`."""

        def work(tx: Transaction) -> NewPerson:
            self._permissions.require(Capability.RIGHTS, Capability.CORRECT, tx=tx)
            found = queries.person(tx, subject)
            if found is None:
                raise PersonUnknown
            return NewPerson(
                given=found.given,
                first_surname=found.first_surname,
                second_surname=found.second_surname,
                born=found.born or "",
                sex=found.sex or "",
                curp=found.curp or "",
                entity=rights.identity_of(tx, subject, "entity"),
                phone=found.phone or "",
            )

        return self._desk.read(work)

    def correct_person(
        self,
        salt: Salt,
        subject: SubjectId,
        person: NewPerson,
        reason: str,
        request_id: EventId | None = None,
    ) -> PersonRow:
        """Record a person's identity as it is from now on (kind 52); the old one stays.

        Raises KnownError `registration.no_reason`, `person.problems`, `person.unknown`; nothing
        was written.
        """
        why = " ".join(reason.split())[:500]
        if not why:
            raise NoReason

        def work(tx: Transaction) -> PersonRow:
            self._permissions.require(Capability.RIGHTS, Capability.CORRECT, tx=tx)
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                self._citizens.row(tx, subject)
                check, verdict = self._citizens.judge(tx, person)
                if check.problems:
                    raise PersonProblems(len(check.problems))
                refs = () if request_id is None else (request_id,)
                event = corrected(person, verdict, why)
                self._desk.append(tx, event, salt=salt, subject=subject, refs=refs)
            return self._citizens.row(tx, subject)

        return self._desk.write(work)

    # --------------------------------------------------------------------- opposing

    def uses(self, subject: SubjectId) -> tuple[Use, ...]:
        """Return the purposes a person was told of, and whether they agree to each now."""
        return self._desk.read(lambda tx: self._uses(tx, subject))

    def oppose(
        self,
        salt: Salt,
        subject: SubjectId,
        agreed: dict[str, bool],
        words: str = "",
        request_id: EventId | None = None,
    ) -> tuple[Use, ...]:
        """Record to which purposes a person objects from now on, or no longer (kind 96).

        Only what changes is recorded; nothing changed, nothing written.
        """

        def work(tx: Transaction) -> tuple[Use, ...]:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            if self._desk.journal.find(tx, event_id_of(salt)) is not None:
                return self._uses(tx, subject)
            before = {use.purpose_id: use.agreed for use in self._uses(tx, subject)}
            changed = tuple(
                PurposeConsent(purpose=purpose, accepted=now)
                for purpose, now in sorted(agreed.items())
                if before.get(purpose) is not None and before[purpose] != now
            )
            if changed:
                said = " ".join(words.split())[:1000] or None
                refs = () if request_id is None else (request_id,)
                event = UseOpposed(purposes=changed, words=said)
                self._desk.append(tx, event, salt=salt, subject=subject, refs=refs)
            return self._uses(tx, subject)

        return self._desk.write(work)

    def _uses(self, tx: Transaction, subject: SubjectId) -> tuple[Use, ...]:
        said = rights.agreed_purposes(tx, subject)
        now = {**said, **rights.objections(tx, subject)}
        language = self._texts().language
        published: dict[str, Purpose] = {}
        for notice in pulled.notices(tx):
            for purpose in notice.purposes:
                published.setdefault(purpose.purpose_id, purpose)
        found = []
        for purpose_id, agreed in sorted(now.items()):
            known = published.get(purpose_id)
            words = None if known is None else in_language(known.sentences, language)
            found.append(
                Use(
                    purpose_id=purpose_id,
                    words=words or purpose_id,
                    needed=known is not None and known.needed,
                    agreed=agreed,
                )
            )
        return tuple(found)


def _declared(tx: Transaction, row: queries.PaymentRow) -> str:
    """Return how a payment by reference stands with the office; "" for any other."""
    if row.means not in (PaymentMeans.BANK, PaymentMeans.TRANSFER):
        return ""
    entry = accounts.declared(tx, row.event_id)
    return "waiting" if entry is None else entry.outcome.name.lower()
