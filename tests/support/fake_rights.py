"""A person's rights in memory, for screens: the same answers as the real services give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.domain.legal_clocks import deadlines, read_pack
from kiosk.services import access_log, cancelling, copies, privacy
from kiosk.services.cancelling import NotDelivered
from kiosk.services.copies import PersonCopy
from kiosk.services.rights_desk import RightsDesk
from kiosk.services.views import NewPerson, OperatorName, PersonRow
from kiosk.services.views.rights import (
    AccessKind,
    AccessLine,
    BlockedLine,
    Cancelled,
    CancelPlan,
    EndedTerm,
    HeldData,
    HeldField,
    HeldGroup,
    HeldKind,
    NewRequest,
    PersonSheet,
    RequestLine,
    SheetPayment,
    SheetRecord,
    Use,
)
from sync.events import RequestOutcome
from sync.ids import EventId, OperatorNumber, Salt, SubjectId
from sync.money import Centavos
from tests.support.fake_forms import FakeCitizens
from tests.support.fake_values import FEE
from tests.support.qt import RESOURCES

MORNING = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)
PACK = read_pack((RESOURCES / "countries" / "mx-lgpdppso.toml").read_text(encoding="utf-8"))


def an_access(kind: AccessKind = AccessKind.OPENED) -> AccessLine:
    """Return one line of the log."""
    return AccessLine(
        when=MORNING,
        kind=kind,
        operator=OperatorNumber(42),
        operator_name="Marisol PRUEBA Canul",
        subject=SubjectId(b"\x01" * 16),
        person_name="María Elena PRUEBA Pech",
    )


def held_of(subject: SubjectId, name: str = "María Elena PRUEBA Pech") -> HeldData:
    """Return what is held of a synthetic person."""
    why = {"legal_basis": "Código Civil, art. 48", "term": "5 años"}
    return HeldData(
        subject=subject,
        person_name=name,
        institution="Ayuntamiento de Los Encinos",
        office="Tesorería, caja 007",
        law=PACK.law,
        collected_at=MORNING,
        groups=(
            HeldGroup(
                kind=HeldKind.IDENTITY,
                title="Identidad",
                when=MORNING,
                fields=(
                    HeldField(label="Nombre o nombres", value="María Elena", **why),
                    HeldField(label="CURP", value="XXXX010101MYNXXX02", **why),
                ),
            ),
            HeldGroup(
                kind=HeldKind.REGISTRATION,
                title="Acta de nacimiento, copia certificada",
                when=MORNING,
                fields=(
                    HeldField(label="¿Para quién?", value="Para mí", purpose="tramite", **why),
                    HeldField(label="¿Quién recoge?", value=""),
                ),
                folio="20067-007-1PGE-341",
                receipt_code="HB12Y-SHVTX",
            ),
            HeldGroup(
                kind=HeldKind.REGISTRATION,
                title="Trámite",
                when=MORNING,
                fields=(),
                folio="20067-007-1PGE-340",
                reserved=True,
            ),
        ),
        accesses=(an_access(), an_access(AccessKind.HELD)),
        same_curp=1,
    )


class FakePrivacy(privacy.Privacy):
    """Requests and uses of one person, kept in memory."""

    def __init__(self, citizens: FakeCitizens) -> None:
        self.pack = PACK
        self.people = citizens
        self.lines: list[RequestLine] = []
        self.agreed = {"tramite": True, "difusion": True}
        self.corrected: list[tuple[NewPerson, str]] = []
        self.answers: list[privacy.Answer] = []

    def sheet(self, subject: SubjectId) -> PersonSheet:
        return PersonSheet(
            person=self._row(subject),
            phone="9991234567",
            records=(
                SheetRecord(
                    event_id=EventId(b"\x28" * 16),
                    service_name="Acta de nacimiento, copia certificada",
                    folio="20067-007-1PGE-341",
                    saved_at=MORNING,
                    corrections=1,
                    unpaid_centavos=FEE,
                ),
            ),
            payments=(
                SheetPayment(
                    event_id=EventId(b"\x3c" * 16),
                    folio="20067-007-1PGE-339",
                    paid_at=MORNING,
                    total_centavos=Centavos(18_550),
                ),
            ),
            drafts=1,
            opposed=tuple(name for name, agreed in self.agreed.items() if not agreed),
            requests=sum(line.is_open for line in self.lines),
            may_use_rights=True,
        )

    def begin(self) -> Salt:
        return self.people.begin()

    def register(self, salt: Salt, subject: SubjectId, request: NewRequest) -> RequestLine:
        clocks = deadlines(PACK, request.received_on)
        line = RequestLine(
            event_id=EventId(salt),
            subject=subject,
            person_name=self._row(subject).display_name,
            right=request.right,
            received_on=request.received_on,
            words=request.words,
            answer_by=clocks.answer_by,
            days_left=PACK.days_left(date(2026, 11, 16), clocks.answer_by),
        )
        self.lines.append(line)
        return line

    def answer(self, salt: Salt, request_id: EventId, answer: privacy.Answer) -> RequestLine:
        del salt
        granted = answer.outcome is not RequestOutcome.REFUSED
        if answer.outcome is not RequestOutcome.GRANTED and not answer.basis.strip():
            raise privacy.NoBasis
        self.answers.append(answer)
        at = next(n for n, line in enumerate(self.lines) if line.event_id == request_id)
        self.lines[at] = replace(
            self.lines[at],
            outcome=answer.outcome,
            carry_out_by=date(2026, 12, 8) if granted else None,
            carry_out_days_left=15 if granted else None,
        )
        return self.lines[at]

    def requests(self, subject: SubjectId) -> tuple[RequestLine, ...]:
        return tuple(line for line in self.lines if line.subject == subject)

    def open_requests(self) -> tuple[RequestLine, ...]:
        return tuple(line for line in self.lines if line.is_open)

    def held(self, subject: SubjectId) -> HeldData:
        return held_of(subject, self._row(subject).display_name)

    def card(self, subject: SubjectId) -> NewPerson:
        row = self._row(subject)
        return NewPerson(
            given=row.given, first_surname=row.first_surname, second_surname=row.second_surname
        )

    def correct_person(
        self,
        salt: Salt,
        subject: SubjectId,
        person: NewPerson,
        reason: str,
        request_id: EventId | None = None,
    ) -> PersonRow:
        del salt, request_id
        self.corrected.append((person, reason))
        return replace(self._row(subject), given=person.given)

    def uses(self, subject: SubjectId) -> tuple[Use, ...]:
        del subject
        return tuple(
            Use(
                purpose_id=name,
                words=words,
                needed=name == "tramite",
                agreed=self.agreed[name],
            )
            for name, words in (
                ("difusion", "Avisarle de otros programas"),
                ("tramite", "Hacer este trámite"),
            )
        )

    def oppose(
        self,
        salt: Salt,
        subject: SubjectId,
        agreed: dict[str, bool],
        words: str = "",
        request_id: EventId | None = None,
    ) -> tuple[Use, ...]:
        del salt, words, request_id
        self.agreed.update(agreed)
        return self.uses(subject)

    def _row(self, subject: SubjectId) -> PersonRow:
        made = self.people.created.values()
        return next(one for one in (*self.people.people, *made) if one.subject == subject)


class FakeCancelling(cancelling.Cancelling):
    """One person who may be blocked and erased."""

    def __init__(self) -> None:
        self.undelivered = 2
        self.blocked_at: datetime | None = None
        self.done: list[bool] = []
        self.kept = (
            BlockedLine(
                subject=SubjectId(b"\x09" * 16),
                events=1,
                since=MORNING,
                until=date(2031, 11, 16),
                legal_basis=PACK.money_basis,
            ),
        )
        self.terms = tuple(
            EndedTerm(
                event_id=EventId(bytes([number]) * 16),
                service_name="Apoyo al campo",
                folio=f"20067-007-1PGE-{number}",
                saved_at=MORNING,
                ended_on=date(2026, 11, 1),
                may_go=number == 31,
            )
            for number in (31, 32)
        )

    def plan(self, subject: SubjectId) -> CancelPlan:
        return CancelPlan(
            subject=subject,
            erased_records=2,
            erased_events=5,
            files=3,
            drafts=0 if self.blocked_at else 1,
            kept_events=1,
            kept_until=date(2031, 11, 16),
            kept_basis=PACK.money_basis,
            undelivered=self.undelivered,
            blocked_since=self.blocked_at,
        )

    def block(self, subject: SubjectId, request_id: EventId) -> CancelPlan:
        del request_id
        self.blocked_at = MORNING
        return self.plan(subject)

    def cancel(
        self,
        subject: SubjectId,
        request_id: EventId,
        question_id: EventId,
        *,
        even_undelivered: bool = False,
    ) -> Cancelled:
        del subject, request_id, question_id
        if self.undelivered and not even_undelivered:
            raise NotDelivered(self.undelivered)
        self.done.append(even_undelivered)
        return Cancelled(erased=5, kept=1, cleaned=True)

    def blocked(self) -> tuple[BlockedLine, ...]:
        return self.kept

    def open_blocked(self, subject: SubjectId, question_id: EventId) -> HeldData:
        del question_id
        return replace(held_of(subject), blocked=True)

    def ended(self) -> tuple[EndedTerm, ...]:
        return self.terms

    def erase_ended(self, event_ids: tuple[EventId, ...], question_id: EventId) -> Cancelled:
        del question_id
        self.terms = tuple(one for one in self.terms if one.event_id not in event_ids)
        return Cancelled(erased=len(event_ids), kept=0, cleaned=True)


class FakeCopies(copies.Copies):
    """Copies that go nowhere."""

    def __init__(self, held: FakePrivacy) -> None:
        self.privacy = held
        self.written: list[tuple[bytes, Path]] = []
        self.on_paper = 0

    def make(self, subject: SubjectId) -> PersonCopy:
        return PersonCopy(
            salt=Salt(bytes(16)),
            held=self.privacy.held(subject),
            content=b"{}",
            signed=b"signed",
            name="copia-20261116-44136f",
        )

    def write(
        self, copy: PersonCopy, pdf: bytes, folder: Path, request_id: EventId | None = None
    ) -> tuple[str, ...]:
        del request_id
        self.written.append((pdf, folder))
        return (f"{copy.name}.pdf", f"{copy.name}.json", f"{copy.name}.cose")

    def printed(self, copy: PersonCopy, request_id: EventId | None = None) -> None:
        del copy, request_id
        self.on_paper += 1


class FakeLog(access_log.AccessLog):
    """Two people, one line."""

    def __init__(self) -> None:
        self.asked: list[OperatorNumber] = []

    def operators(self) -> tuple[OperatorName, ...]:
        return tuple(
            OperatorName(number=OperatorNumber(number), name=name, initials="")
            for number, name in ((42, "Marisol PRUEBA Canul"), (7, "Ernesto PRUEBA Vidal"))
        )

    def of_operator(self, operator: OperatorNumber) -> tuple[AccessLine, ...]:
        self.asked.append(operator)
        return (an_access(),)


def fake_rights(citizens: FakeCitizens) -> RightsDesk:
    """Return them together."""
    held = FakePrivacy(citizens)
    return RightsDesk(
        privacy=held, cancelling=FakeCancelling(), copies=FakeCopies(held), log=FakeLog()
    )
