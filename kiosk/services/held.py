"""Everything this device holds about one person, read from the journal itself and from drafts.

Not from the read tables: what is blocked is out of those, and still held. Each thing carries why it
may be held (purpose, legal basis) and how long, as the form's law or the service states it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.domain.citizens import display_name
from kiosk.errors import KnownError
from kiosk.services.access_log import AccessLog
from kiosk.services.catalogue import Catalogue
from kiosk.services.desk import Desk, local
from kiosk.services.drafts import KIND, DraftContent, generic_of
from kiosk.services.held_accounts import account_group, published_groups
from kiosk.services.records import Records
from kiosk.services.shelf import DraftShelf
from kiosk.services.views import ReviewSection
from kiosk.services.views.rights import HeldData, HeldField, HeldGroup, HeldKind
from kiosk.store import erasure, kept, pulled, rights
from kiosk.texts import Texts
from sync.catalogue import FieldLaw, FormLawEntry, in_language
from sync.events import (
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    ConsentGiven,
    IncentiveCredited,
    NoticeShown,
    PaymentTaken,
    PersonCorrected,
    PersonCreated,
    PersonsCompared,
    Recorded,
    RegistrationCorrected,
    RegistrationMade,
    RightsRequested,
    UseOpposed,
)
from sync.ids import SubjectId, folio_text
from sync.journal import Transaction, by_id
from sync.receipts import typed_code


class Holdings:
    """Collects what is held of a person, field by field."""

    def __init__(
        self,
        desk: Desk,
        shelf: DraftShelf,
        catalogue: Catalogue,
        records: Records,
        log: AccessLog,
        texts: Callable[[], Texts],
        law: str,
    ) -> None:
        self._desk = desk
        self._shelf = shelf
        self._catalogue = catalogue
        self._records = records
        self._log = log
        self._texts = texts
        self._law = law

    def collect(
        self, tx: Transaction, subject: SubjectId, *, blocked: bool, whole: bool
    ) -> HeldData:
        """Return what is held; *blocked*: also what is out of every view by law.

        whole: also the content of discreet services that another clerk took, for the person's own
        copy; on a screen only that there is something reserved.
        """
        groups = tuple(self._groups(tx, subject, blocked, whole))
        identity = self._desk.identity
        return HeldData(
            subject=subject,
            person_name=self.name(tx, subject),
            institution=identity.institution.name,
            office=identity.office,
            law=self._law,
            collected_at=local(self._desk.now_seconds()),
            groups=groups,
            accesses=self._log.lines_of(tx, subject),
            same_curp=len(rights.same_identity(tx, subject)),
            blocked=blocked,
        )

    def name(self, tx: Transaction, subject: SubjectId) -> str:
        """Return a person's name as their latest event with a body says it; "" once erased."""
        found = ""
        for row in rights.events_of(tx, subject):
            if row.kind not in (PersonCreated.kind, PersonCorrected.kind):
                continue
            event = self._event(tx, row)
            if event is not None and isinstance(event.event, PersonCreated | PersonCorrected):
                names = event.event.names
                found = display_name(names.given, names.first_surname, names.second_surname)
        return found

    def _groups(
        self, tx: Transaction, subject: SubjectId, blocked: bool, whole: bool
    ) -> Iterator[HeldGroup]:
        for row in rights.events_of(tx, subject):
            recorded = self._event(tx, row)
            if recorded is None or (rights.is_blocked(tx, row.event_id) and not blocked):
                continue
            group = self._group(tx, recorded, whole)
            if group is not None:
                yield group
        for draft in erasure.drafts_about(tx, subject):
            yield self._draft(tx, draft)
        yield from published_groups(tx, subject, self._texts, self._desk.now_seconds())

    def _event(self, tx: Transaction, row: rights.TraceRow) -> Recorded | None:
        stored = by_id(tx, row.event_id)
        return None if stored is None or stored.body is None else stored.recorded()

    def _group(self, tx: Transaction, recorded: Recorded, whole: bool) -> HeldGroup | None:
        match recorded.event:
            case PersonCreated() | PersonCorrected() as person:
                return self._identity(recorded, person)
            case RegistrationMade() | RegistrationCorrected() as registration:
                return self._registration(tx, recorded, registration, whole)
            case ConsentGiven() as consent:
                return self._consent(tx, recorded, consent)
            case NoticeShown() as notice:
                words = f"{notice.notice_id} {notice.notice_version}"
                field = HeldField(label=self._say("held-notice"), value=words)
                return self._plain(recorded, HeldKind.NOTICE, (field,))
            case UseOpposed() as opposed:
                return self._objection(tx, recorded, opposed)
            case PaymentTaken() as payment:
                return self._payment(tx, recorded, payment, whole)
            case (
                AccountOpened()
                | CardReplaced()
                | BenefitDelivered()
                | IncentiveCredited()
                | PersonsCompared()
            ) as account:
                return account_group(recorded, account, self._texts())
            case RightsRequested() as request:
                fields = [HeldField(label=self._say("held-right"), value=self._right(request))]
                if request.words:
                    fields.append(HeldField(label=self._say("held-words"), value=request.words))
                return self._plain(recorded, HeldKind.REQUEST, tuple(fields))
            case _:
                return None

    def _identity(self, recorded: Recorded, event: PersonCreated | PersonCorrected) -> HeldGroup:
        names = event.names
        values = [
            ("person-given", names.given),
            ("person-first", names.first_surname),
            ("person-second", names.second_surname),
            ("person-birth", event.born or ""),
            ("person-sex", self._say(f"sex-{event.sex.lower()}") if event.sex else ""),
        ]
        values += [(f"held-id-{one.type}", one.value) for one in event.identities or ()]
        values += [(f"held-contact-{one.type}", one.value) for one in event.contacts or ()]
        basis, term = self._say("held-identity-basis"), self._say("held-identity-term")
        fields = tuple(
            HeldField(label=self._label(label), value=value, legal_basis=basis, term=term)
            for label, value in values
            if value
        )
        return self._plain(recorded, HeldKind.IDENTITY, fields)

    def _registration(
        self,
        tx: Transaction,
        recorded: Recorded,
        event: RegistrationMade | RegistrationCorrected,
        whole: bool,
    ) -> HeldGroup:
        kind = HeldKind.REGISTRATION
        if isinstance(event, RegistrationCorrected):
            kind = HeldKind.CORRECTION
        folio = ""
        if isinstance(event, RegistrationMade):
            terminal = self._desk.identity.terminal
            folio = folio_text(terminal, event.folio.series, event.folio.number)
        reserved = event.discreet and recorded.header.operator != self._desk.operator
        fields: tuple[HeldField, ...] = ()
        if whole or not reserved:
            law = pulled.form_law(tx, event.form_id, event.form_version)
            fields = tuple(self._answers(tx, recorded, event.service_code, law))
            if isinstance(event, RegistrationCorrected):
                reason = HeldField(label=self._say("held-reason"), value=event.reason)
                fields = (reason, *fields)
        return HeldGroup(
            kind=kind,
            title=self._say("paper-discreet")
            if reserved and not whole
            else self._catalogue.name_of(tx, event.service_code),
            when=local(recorded.header.time_seconds),
            fields=fields,
            event_id=recorded.event_id,
            folio=folio,
            receipt_code=typed_code(recorded.head[:16]) if folio else "",
            reserved=reserved and not whole,
        )

    def _answers(
        self, tx: Transaction, recorded: Recorded, service_code: int, law: FormLawEntry | None
    ) -> Iterator[HeldField]:
        """Yield every answer with its law; what cannot be read is said, never left out."""
        service = self._catalogue.known_entry(tx, service_code)
        basis = "" if service is None else service.legal_basis
        term = "" if service is None else service.retention
        try:
            sections: tuple[ReviewSection, ...] = self._records.sections_of(tx, recorded.event_id)
        except KnownError:
            words = self._say("held-unreadable")
            yield HeldField(label=self._say("held-answers"), value=words, term=term)
            return
        for section in sections:
            for line in section.lines:
                if line.level and not line.answer:
                    continue
                one = None if law is None else law.law_at(generic_of(line.path))
                yield HeldField(
                    label=line.label,
                    value=line.answer,
                    purpose=""
                    if one is None or not one.purpose_id
                    else self.purpose_words(tx, "", one.purpose_id),
                    legal_basis=_first(one, basis),
                    term=term if one is None else one.retention,
                )

    def _consent(self, tx: Transaction, recorded: Recorded, event: ConsentGiven) -> HeldGroup:
        fields = [
            HeldField(
                label=self.purpose_words(tx, event.notice_id, one.purpose),
                value=self._say("held-agreed" if one.accepted else "held-not-agreed"),
                purpose=one.purpose,
            )
            for one in event.purposes
        ]
        if event.on_behalf is not None:
            witness = f"{event.on_behalf.who} ({event.on_behalf.relation})"
            fields.append(HeldField(label=self._say("held-witness"), value=witness))
        return self._plain(recorded, HeldKind.CONSENT, tuple(fields))

    def _objection(self, tx: Transaction, recorded: Recorded, event: UseOpposed) -> HeldGroup:
        fields = tuple(
            HeldField(
                label=self.purpose_words(tx, "", one.purpose),
                value=self._say("held-agreed" if one.accepted else "held-opposed"),
                purpose=one.purpose,
            )
            for one in event.purposes
        )
        if event.words:
            fields = (*fields, HeldField(label=self._say("held-words"), value=event.words))
        return self._plain(recorded, HeldKind.OBJECTION, fields)

    def _payment(
        self, tx: Transaction, recorded: Recorded, event: PaymentTaken, whole: bool
    ) -> HeldGroup:
        texts = self._texts()
        reserved = event.discreet and recorded.header.operator != self._desk.operator
        hidden = reserved and not whole
        lines = [
            HeldField(
                label=self._catalogue.concept_label(
                    tx, line.concept, line.tariff.rule_id, line.tariff.version
                ),
                value=texts.money(line.net_centavos),
            )
            for line in (() if hidden else event.lines)
        ]
        lines.append(
            HeldField(
                label=self._say("held-total"),
                value=texts.money(event.total_centavos),
                legal_basis=self._say("held-money-basis"),
            )
        )
        more = (
            ("held-payer", event.payer),
            ("held-account", event.account),
            ("held-initials", event.initials),
        )
        lines += [HeldField(label=self._say(label), value=value) for label, value in more if value]
        terminal = self._desk.identity.terminal
        return HeldGroup(
            kind=HeldKind.PAYMENT,
            title=self._say("paper-discreet") if hidden else self._say("held-kind-payment"),
            when=local(recorded.header.time_seconds),
            fields=tuple(lines),
            event_id=recorded.event_id,
            folio=folio_text(terminal, event.folio.series, event.folio.number),
            receipt_code=typed_code(recorded.head[:16]),
            reserved=hidden,
        )

    def _draft(self, tx: Transaction, row: kept.DraftRow) -> HeldGroup:
        kind, title, fields = HeldKind.CHARGE, self._say("held-kind-charge"), []
        if row.kind == KIND:
            kind = HeldKind.DRAFT
            content = DraftContent.decode(row.content)
            title = self._catalogue.name_of(tx, content.service_code)
            try:
                sections = self._records.sections_of_draft(tx, row.salt)
            except KnownError:
                sections = ()
            fields = [
                HeldField(label=line.label, value=line.answer)
                for section in sections
                for line in section.lines
                if line.answer
            ]
        return HeldGroup(
            kind=kind, title=title, when=local(row.updated_seconds), fields=tuple(fields)
        )

    def purpose_words(self, tx: Transaction, notice_id: str, purpose_id: str) -> str:
        """Return what a purpose is called in the app's language; its id where no notice says it."""
        for notice in pulled.notices(tx):
            if notice_id and notice.notice_id != notice_id:
                continue
            for purpose in notice.purposes:
                if purpose.purpose_id == purpose_id:
                    return in_language(purpose.sentences, self._texts().language) or purpose_id
        return purpose_id

    def _plain(
        self, recorded: Recorded, kind: HeldKind, fields: tuple[HeldField, ...]
    ) -> HeldGroup:
        return HeldGroup(
            kind=kind,
            title=self._say(f"held-kind-{kind.value}"),
            when=local(recorded.header.time_seconds),
            fields=fields,
            event_id=recorded.event_id,
        )

    def _right(self, request: RightsRequested) -> str:
        day = self._texts().day_with_year(request.received_on)
        return f"{self._say(f'right-{request.right.name.lower()}')} · {day}"

    def _label(self, message_id: str) -> str:
        texts = self._texts()
        return texts.text(message_id) if texts.has(message_id) else message_id.rpartition("-")[2]

    def _say(self, message_id: str) -> str:
        return self._texts().text(message_id)


def _first(one: FieldLaw | None, basis: str) -> str:
    return basis if one is None else one.legal_basis
