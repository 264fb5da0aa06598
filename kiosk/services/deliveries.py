"""Counts and words for the strip and V24 (UX §3.9, §4.1); computed, never stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, assert_never

from kiosk.domain.citizens import badge_initials
from kiosk.services.desk import Desk, local
from kiosk.services.explaining import act_about
from kiosk.services.permissions import Permissions
from kiosk.services.views import (
    DeliveryLists,
    DeliveryNotice,
    DeliveryRow,
    DeliverySummary,
    DeliveryWord,
    FilesWaiting,
    LinkCost,
    LinkState,
    NoticeKind,
    RowAct,
)
from kiosk.store import kept, moments, queries, records, versions
from sync.catalogue import Capability
from sync.device import blob_tables
from sync.device.link import LinkStatus
from sync.device.memory import LinkMemory
from sync.device.outbox import Outbox
from sync.device.states import RecordState
from sync.events import PaymentTaken, RegistrationCorrected, RegistrationMade, StreamReason
from sync.ids import StreamId, folio_text
from sync.journal import Transaction

_DAY_SECONDS = 86_400
STALE_DAYS = 3  # the office's policy, default (UX §4.1)
_DELIVERED_SHOWN = 50
_MOST_LISTED = 1_000
_NOTICED_DAYS = 7
_STARTS = {
    StreamReason.FORK: NoticeKind.FORKED,
    StreamReason.WENT_BACK: NoticeKind.WENT_BACK,
}


class Courier(Protocol):
    """What the screens need of delivery: how the link stands, and that it hurries."""

    def status(self) -> LinkStatus:
        """Return how the link stands now."""
        ...

    def deliver_now(self) -> None:
        """Try now; returns at once."""
        ...


class Deliveries:
    """What is here, what arrived, what needs attention."""

    def __init__(
        self,
        desk: Desk,
        courier: Courier,
        service_name: Callable[[Transaction, int], str],
        clock_wrong: Callable[[Transaction], bool] = lambda _tx: False,
    ) -> None:
        self._desk = desk
        self._courier = courier
        self._service_name = service_name
        self._clock_wrong = clock_wrong
        self._outbox = Outbox()
        self._memory = LinkMemory()

    def summary(self) -> DeliverySummary:
        """Return the strip's figures."""
        status = self._courier.status()

        def work(tx: Transaction) -> DeliverySummary:
            view = self._outbox.view(tx, status.sending)
            waiting = _Waiting()
            for row in records.undelivered_records(tx, _MOST_LISTED):
                waiting.add(_word(view.state_of(row.stream, row.seq)))
            counts = records.record_counts(tx)
            left = counts.undelivered - waiting.on_the_way - waiting.attention
            now = self._desk.now_seconds()
            last = status.last_delivery_at or self._memory.last_delivery_at(tx)
            oldest = counts.oldest_undelivered_seconds
            return DeliverySummary(
                saved=left,
                on_the_way=waiting.on_the_way,
                delivered=counts.delivered,
                attention=counts.attention + waiting.attention,
                last_delivery_at=None if last is None else last.astimezone(),
                next_try_at=_local(status.next_try_at),
                link=LinkState(status.link.value),
                stale=_stale(counts.undelivered, oldest, now),
                bytes_waiting=counts.undelivered_bytes,
                oldest_at=None if oldest is None else local(oldest),
                trouble=status.last_error_code or "",
                held_until=_later(status.held_until, now),
                portal_url=status.portal_url or self._desk.identity.institution.base_url,
                cost=LinkCost(
                    metered=status.metered,
                    budget_bytes=status.budget_bytes,
                    spent_bytes=status.spent_bytes,
                    is_spent=status.budget_spent,
                ),
                files=_files(tx),
                clock_wrong=self._clock_wrong(tx),
                notices=self._notices(tx, now),
            )

        return self._desk.read(work)

    def rows(self) -> DeliveryLists:
        """Return the lists of V24."""
        status = self._courier.status()

        def work(tx: Transaction) -> DeliveryLists:
            view = self._outbox.view(tx, status.sending)
            sticks = records.on_sticks(tx)
            found: dict[DeliveryWord, list[DeliveryRow]] = {word: [] for word in DeliveryWord}
            for row in (
                *records.attention_records(tx),
                *records.undelivered_records(tx, _MOST_LISTED),
                *records.delivered_records(tx, _DELIVERED_SHOWN),
            ):
                word = _word(view.state_of(row.stream, row.seq, pruned=row.pruned))
                reason = view.attention_of(row.stream, row.seq)
                code = None if reason is None else reason.code
                shown = self._row(tx, row, word, code)
                if word is DeliveryWord.ON_THE_WAY:
                    shown = replace(shown, on_stick_since=_since(sticks, row))
                found[word].append(shown)
            return DeliveryLists(
                attention=tuple(found[DeliveryWord.ATTENTION]),
                saved=tuple(found[DeliveryWord.SAVED]),
                on_the_way=tuple(found[DeliveryWord.ON_THE_WAY]),
                delivered=tuple(found[DeliveryWord.DELIVERED]),
            )

        return self._desk.read(work)

    def deliver_now(self) -> None:
        """Hurry the delivery; returns at once. Raises `access.not_allowed`."""
        Permissions(self._desk).require(Capability.DELIVER)
        self._courier.deliver_now()

    def word(self, tx: Transaction, stream: StreamId, seq: int) -> DeliveryWord:
        """Return the word of one event inside a transaction."""
        view = self._outbox.view(tx, self._courier.status().sending)
        return _word(view.state_of(stream, seq))

    def _notices(self, tx: Transaction, now_seconds: int) -> tuple[DeliveryNotice, ...]:
        """Return what delivery met lately that a person should know."""
        since = now_seconds - _NOTICED_DAYS * _DAY_SECONDS
        found = []
        starts = moments.stream_starts(tx)
        kind = _STARTS.get(starts[-1].reason) if len(starts) > 1 else None
        if kind is not None and starts[-1].opened_seconds >= since:
            found.append(DeliveryNotice(kind=kind, since=local(starts[-1].opened_seconds)))
        for loss in self._memory.central_losses(tx)[:1]:
            kind = NoticeKind.CENTRAL_RESTORED if loss.announced else NoticeKind.CENTRAL_LOST
            if loss.noticed_seconds >= since:
                when = local(loss.noticed_seconds)
                found.append(DeliveryNotice(kind=kind, since=when, again=loss.events_again))
        return tuple(found)

    def _row(
        self, tx: Transaction, row: records.RecordRow, word: DeliveryWord, code: int | None
    ) -> DeliveryRow:
        person = None if row.subject is None else queries.person(tx, row.subject)
        receipt = kept.receipt_of(tx, row.event_id)
        folio = ""
        if receipt is not None:
            folio = folio_text(self._desk.identity.terminal, receipt.series, receipt.number)
        attention = word is DeliveryWord.ATTENTION
        return DeliveryRow(
            event_id=row.event_id,
            kind=row.kind,
            title=self._title(tx, row),
            folio=folio,
            person_initials=""
            if person is None
            else badge_initials(person.given, person.first_surname),
            when=local(row.recorded_seconds),
            word=word,
            reason_code=code,
            pruned=row.pruned,
            act=act_about(code, row.kind, has_receipt=bool(folio)) if attention else RowAct.SEE,
            record_id=versions.first_version(tx, row.event_id)
            if attention and row.kind == RegistrationCorrected.kind
            else row.event_id,
        )

    def _title(self, tx: Transaction, row: records.RecordRow) -> str:
        """Return the service's name; none for a shift or a person, and for a discreet service."""
        if row.kind == RegistrationMade.kind:
            made = queries.registration(tx, row.event_id)
        elif row.kind == PaymentTaken.kind:
            paid = queries.payment(tx, row.event_id)
            of = None if paid is None else paid.registration
            made = None if of is None else queries.registration(tx, of)
        elif row.kind == RegistrationCorrected.kind:
            made = queries.registration(tx, versions.first_version(tx, row.event_id))
        else:
            made = None
        if made is None or made.discreet:
            return ""
        return self._service_name(tx, made.service_code)


@dataclass(slots=True)
class _Waiting:
    """Counts while the undelivered records are walked through once."""

    on_the_way: int = 0
    attention: int = 0

    def add(self, word: DeliveryWord) -> None:
        if word is DeliveryWord.ON_THE_WAY:
            self.on_the_way += 1
        elif word is DeliveryWord.ATTENTION:
            self.attention += 1


def _word(state: RecordState) -> DeliveryWord:
    match state:
        case RecordState.DRAFT | RecordState.SEALED:
            return DeliveryWord.SAVED
        case RecordState.SENDING | RecordState.UNKNOWN | RecordState.EXPORTED:
            return DeliveryWord.ON_THE_WAY
        case RecordState.DELIVERED | RecordState.PRUNED:
            return DeliveryWord.DELIVERED
        case RecordState.NEEDS_ATTENTION:
            return DeliveryWord.ATTENTION
        case _:
            assert_never(state)


def _stale(undelivered: int, oldest_seconds: int | None, now_seconds: int) -> bool:
    """Say whether something has waited longer than the office's policy allows."""
    if not undelivered or oldest_seconds is None:
        return False
    return now_seconds - oldest_seconds > STALE_DAYS * _DAY_SECONDS


def _files(tx: Transaction) -> FilesWaiting:
    """Return the photos and files that the central has not confirmed, and why they wait."""
    held = blob_tables.waiting(tx)
    code = held.code or ("blob-missing" if held.missing else "")
    return FilesWaiting(count=held.count, size_bytes=held.size_bytes, code=code)


def _since(sticks: tuple[records.StickSpan, ...], row: records.RecordRow) -> datetime | None:
    """Return since when a record is on a stick: by the newest copy that holds it."""
    held = [span.copied_seconds for span in sticks if span.holds(row.stream, row.seq)]
    return local(max(held)) if held else None


def _later(when: datetime | None, now_seconds: int) -> datetime | None:
    """Return an instant in local time while it is still to come."""
    if when is None or when.timestamp() <= now_seconds:
        return None
    return when.astimezone()


def _local(when: datetime | None) -> datetime | None:
    return None if when is None else when.astimezone()
