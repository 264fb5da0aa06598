"""Cancelling: first block, then erase what no law keeps; and terms that have ended.

Blocked at once: out of every list and search, read only with a second person's approval, and that
is recorded. Erased with an approval (matter 7), once the central has everything: what is erased
before it was delivered reaches the central as a stub, for which nobody can answer. Only when the
legal term runs out first may a supervisor decide otherwise. Money is blocked until its own term.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from kiosk.domain.legal_clocks import CountryPack, months_later
from kiosk.errors import KnownError
from kiosk.services.access_log import AccessLog
from kiosk.services.catalogue import Catalogue
from kiosk.services.desk import Desk, local, local_day
from kiosk.services.erasing import ERASABLE_KINDS, Erasing, erase_events, forget_drafts, is_money
from kiosk.services.held import Holdings
from kiosk.services.permissions import Permissions
from kiosk.services.privacy import Granted, RequestAnswered, RequestUnknown
from kiosk.services.views.rights import (
    BlockedLine,
    Cancelled,
    CancelPlan,
    EndedTerm,
    HeldData,
)
from kiosk.store import accounts, erasure, pulled, rights, versions
from sync.catalogue import Capability
from sync.events import (
    ApprovalMatter,
    DataBlocked,
    DataCancelled,
    ErasureReason,
    PersonRight,
    RequestOutcome,
    RightsAnswered,
    RightsRequested,
    UseOpposed,
    ViewedPart,
)
from sync.ids import EventId, SubjectId, folio_text
from sync.journal import Transaction, by_id

_RECORD_KINDS = (40, 41)
_MOST_ENDED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class UndeliveredFacts:
    """How many events the central has not confirmed."""

    count: int


class NotDelivered(KnownError):
    """The central does not have everything yet; it is blocked, nothing was erased."""

    code: ClassVar[str] = "privacy.undelivered"

    def __init__(self, count: int) -> None:
        super().__init__(UndeliveredFacts(count=count))


class NothingHeld(KnownError):
    """Nothing of this person is here that could be blocked or erased; nothing was written."""

    code: ClassVar[str] = "privacy.nothing_held"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A person's events that still say something, by what may become of them."""

    erasable: tuple[EventId, ...]
    money: tuple[EventId, ...]
    records: int
    last_money_day: date | None


class Cancelling:
    """Blocks and erases at the person's request, and when a term has ended."""

    def __init__(
        self,
        desk: Desk,
        pack: CountryPack,
        catalogue: Catalogue,
        holdings: Holdings,
        log: AccessLog,
        erasing: Erasing,
        granted: Granted,
    ) -> None:
        self._desk = desk
        self._pack = pack
        self._catalogue = catalogue
        self._holdings = holdings
        self._log = log
        self._erasing = erasing
        self._granted = granted
        self._permissions = Permissions(desk)

    # ------------------------------------------------------------------- cancelling

    def plan(self, subject: SubjectId) -> CancelPlan:
        """Return what a cancellation would block, keep and erase; writes nothing."""

        def work(tx: Transaction) -> CancelPlan:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            return self._plan(tx, subject)

        return self._desk.read(work)

    def block(self, subject: SubjectId, request_id: EventId) -> CancelPlan:
        """Take a person out of every list and search (kind 92), and forget what was only begun.

        What is blocked already stays so. Raises KnownError `privacy.request_unknown`,
        `privacy.nothing_held`; nothing was written.
        """

        def work(tx: Transaction) -> CancelPlan:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            self._request(tx, subject, request_id)
            parts = self._parts(tx, subject)
            if not parts.erasable and not parts.money:
                raise NothingHeld
            self._block(tx, subject, parts, request_id)
            drafts = erasure.drafts_about(tx, subject)
            if drafts:
                forget_drafts(tx, drafts, self._desk.now_seconds())
            return self._plan(tx, subject)

        plan = self._desk.write(work)
        self._erasing.finish()
        return plan

    def cancel(
        self,
        subject: SubjectId,
        request_id: EventId,
        question_id: EventId,
        *,
        even_undelivered: bool = False,
    ) -> Cancelled:
        """Erase what no law keeps (kinds 4, 93); money stays blocked, receipts stay verifiable.

        Needs a given approval of matter 7 about the very request. Raises KnownError
        `approval.missing`, `privacy.undelivered`, `privacy.request_unknown`, `privacy.answered` (it
        was refused); nothing was erased then.
        """

        def work(tx: Transaction) -> tuple[int, int]:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            request = self._request(tx, subject, request_id)
            about = (request_id,)
            approval = self._granted(tx, question_id, ApprovalMatter.ERASURE, about)
            parts = self._parts(tx, subject)
            waiting = rights.undelivered(tx, parts.erasable)
            if waiting and not even_undelivered:
                raise NotDelivered(waiting)
            self._block(tx, subject, parts, request_id)
            self._answer(tx, request, parts)
            erasure.clear_initials(tx, parts.money)
            drafts = erasure.drafts_about(tx, subject)
            forget_drafts(tx, drafts, self._desk.now_seconds())
            reason = ErasureReason.PERSON_ASKED
            gone = erase_events(tx, self._desk, parts.erasable, reason, self._desk.operator)
            event = DataCancelled(erased=gone, blocked=len(parts.money))
            refs = (request_id, approval)
            salt = self._desk.new_salt()
            self._desk.append(tx, event, salt=salt, subject=subject, refs=refs)
            return gone, len(parts.money)

        erased, kept = self._desk.write(work)
        return Cancelled(erased=erased, kept=kept, cleaned=self._erasing.finish())

    def _plan(self, tx: Transaction, subject: SubjectId) -> CancelPlan:
        parts = self._parts(tx, subject)
        since = [row for row in rights.blocked_people(tx) if row.subject == subject]
        return CancelPlan(
            subject=subject,
            erased_records=parts.records,
            erased_events=len(parts.erasable),
            files=len(erasure.files_of(tx, parts.erasable)),
            drafts=len(erasure.drafts_about(tx, subject)),
            kept_events=len(parts.money),
            kept_until=self._money_until(parts),
            kept_basis=self._pack.money_basis if parts.money else "",
            undelivered=rights.undelivered(tx, parts.erasable),
            blocked_since=local(since[0].since_seconds) if since else None,
        )

    def _parts(self, tx: Transaction, subject: SubjectId) -> _Parts:
        erasable, money, records, last = [], [], 0, 0
        own = accounts.ids_of(tx, subject)  # merged: every id is theirs
        for row in rights.events_of(tx, subject):
            stored = by_id(tx, row.event_id)
            if stored is None or stored.body is None or row.subject not in own:
                continue
            if is_money(row.kind):
                money.append(row.event_id)
                last = max(last, row.happened_seconds)
            elif row.kind in ERASABLE_KINDS:
                event = stored.recorded().event
                if isinstance(event, RightsRequested | UseOpposed) and not event.words:
                    continue  # that something was asked stays; it says nothing more
                erasable.append(row.event_id)
                records += row.kind in _RECORD_KINDS
        return _Parts(
            erasable=tuple(erasable),
            money=tuple(money),
            records=records,
            last_money_day=local_day(last) if money else None,
        )

    def _money_until(self, parts: _Parts) -> date | None:
        day = parts.last_money_day
        return None if day is None else months_later(day, self._pack.money_months)

    def _block(
        self, tx: Transaction, subject: SubjectId, parts: _Parts, request_id: EventId
    ) -> None:
        """Record what is blocked and is not yet: money until its term, the rest until erased."""
        groups = (
            (parts.money, self._pack.money_basis, self._money_until(parts)),
            (parts.erasable, self._pack.law, None),
        )
        for ids, basis, until in groups:
            new = tuple(one for one in ids if not rights.is_blocked(tx, one))
            if not new:
                continue
            event = DataBlocked(event_ids=new, legal_basis=basis[:500], until=until)
            salt = self._desk.new_salt()
            self._desk.append(tx, event, salt=salt, subject=subject, refs=(request_id,))

    def _request(
        self, tx: Transaction, subject: SubjectId, request_id: EventId
    ) -> rights.RequestRow:
        row = rights.request(tx, request_id)
        if row is None or row.subject != subject or row.right is not PersonRight.CANCELLATION:
            raise RequestUnknown
        if row.outcome is RequestOutcome.REFUSED:
            raise RequestAnswered
        return row

    def _answer(self, tx: Transaction, request: rights.RequestRow, parts: _Parts) -> None:
        """Record the answer that carrying it out is, where none was given before."""
        if request.outcome is not None:
            return
        event = RightsAnswered(
            outcome=RequestOutcome.PARTLY if parts.money else RequestOutcome.GRANTED,
            basis=self._pack.money_basis[:500] if parts.money else None,
        )
        refs, salt = (request.event_id,), self._desk.new_salt()
        self._desk.append(tx, event, salt=salt, subject=request.subject, refs=refs)

    # ------------------------------------------------------------------ what is blocked

    def blocked(self) -> tuple[BlockedLine, ...]:
        """Return of whom something is blocked; no names. Needs BLOCKED_DATA."""

        def work(tx: Transaction) -> tuple[BlockedLine, ...]:
            self._permissions.require(Capability.BLOCKED_DATA, tx=tx)
            return tuple(
                BlockedLine(
                    subject=row.subject,
                    events=row.events,
                    since=local(row.since_seconds),
                    until=row.until,
                    legal_basis=row.legal_basis,
                )
                for row in rights.blocked_people(tx)
            )

        return self._desk.read(work)

    def open_blocked(self, subject: SubjectId, question_id: EventId) -> HeldData:
        """Return what is blocked of a person; recorded (kind 97) with the approval it rests on.

        Needs BLOCKED_DATA and a given approval of matter 11. Raises KnownError `approval.missing`,
        `access.not_allowed`; nothing was shown.
        """

        def work(tx: Transaction) -> HeldData:
            self._permissions.require(Capability.BLOCKED_DATA, tx=tx)
            approval = self._granted(tx, question_id, ApprovalMatter.BLOCKED_DATA, None)
            self._log.viewed(tx, ViewedPart.BLOCKED, subject, (approval,))
            return self._holdings.collect(tx, subject, blocked=True, whole=False)

        return self._desk.write(work)

    # ----------------------------------------------------------------------- terms

    def ended(self) -> tuple[EndedTerm, ...]:
        """Return records whose term has ended for every answer in every version; oldest first.

        A record without a stated term for its form never ends by itself. Needs APPROVE.
        """

        def work(tx: Transaction) -> tuple[EndedTerm, ...]:
            self._permissions.require(Capability.APPROVE, tx=tx)
            return tuple(self._ended(tx))[:_MOST_ENDED]

        return self._desk.read(work)

    def erase_ended(self, event_ids: tuple[EventId, ...], question_id: EventId) -> Cancelled:
        """Erase records whose term has ended, with one approval (matter 7).

        Only those of which the central holds every version for good; others are left alone.
        """

        def work(tx: Transaction) -> int:
            self._permissions.require(Capability.APPROVE, tx=tx)
            approval = self._granted(tx, question_id, ApprovalMatter.ERASURE, None)
            may = {one.event_id for one in self._ended(tx) if one.may_go}
            chosen = [
                version
                for first in event_ids
                if first in may
                for version, _form, _version in rights.versions_of_record(tx, first)
            ]
            if not chosen:
                raise NothingHeld
            reason = ErasureReason.TERM_ENDED
            operator = self._desk.operator
            return erase_events(tx, self._desk, chosen, reason, operator, (approval,))

        erased = self._desk.write(work)
        return Cancelled(erased=erased, kept=0, cleaned=self._erasing.finish())

    def _ended(self, tx: Transaction) -> list[EndedTerm]:
        today = local_day(self._desk.now_seconds())
        found = []
        tomorrow = self._desk.now_seconds() + int(timedelta(days=1).total_seconds())
        for row in rights.registrations_before(tx, tomorrow):
            every = rights.versions_of_record(tx, row.event_id)
            months = [self._months(tx, form, version) for _id, form, version in every]
            terms = [one for one in months if one is not None]
            if len(terms) < len(months):
                continue
            last = versions.versions_of(tx, row.event_id)[0].made_seconds
            ended_on = months_later(local_day(last), max(terms))
            if ended_on > today:
                continue
            line = versions.one_registration(tx, row.event_id)
            if line is None:
                continue
            ids = [event_id for event_id, _form, _version in every]
            terminal = self._desk.identity.terminal
            found.append(
                EndedTerm(
                    event_id=row.event_id,
                    service_name=self._catalogue.name_of(tx, row.service_code),
                    folio=folio_text(terminal, line.folio.series, line.folio.number),
                    saved_at=local(row.made_seconds),
                    ended_on=ended_on,
                    may_go=not rights.undelivered(tx, ids, durable=True),
                )
            )
        return found

    def _months(self, tx: Transaction, form_id: str, version: str) -> int | None:
        """Return the longest term of a form's answers; None where none is stated."""
        law = pulled.form_law(tx, form_id, version)
        if law is None or not law.fields:
            return None
        return max(one.retention_months for one in law.fields)
