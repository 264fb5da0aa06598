"""Appending: the only way anything gets into the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sync.chain import digest_of, first_head, next_head
from sync.clock import Clock, RandomBytes
from sync.errors import MessageInvalid
from sync.events import (
    AppStarted,
    ClockJumped,
    Event,
    Header,
    OldStream,
    Protection,
    Recorded,
    StreamMoved,
    StreamOpened,
    StreamReason,
    decode_event,
    decode_header,
    encode_body,
)
from sync.ids import (
    BootId,
    DeviceId,
    EventId,
    OperatorNumber,
    Salt,
    StreamId,
    SubjectId,
    event_id_of,
    series_of,
)
from sync.journal.records import (
    StoredEvent,
    Verified,
    by_id,
    erase,
    head,
    newest_stream,
    read,
    streams,
    tip,
    verify,
)
from sync.journal.transaction import (
    EventMalformed,
    Left,
    NoStream,
    NoSuchPlace,
    OtherContent,
    Refused,
    Transaction,
)

NOBODY = OperatorNumber(0)
JUMP_SECONDS = 2
"""A drift that changed by more than this is an event of its own (PROTOCOL §6)."""
MOVED_AT_ONCE = 500
"""How many events are held in memory while a stream's end is appended again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The zero points of this program start, from which drift is counted."""

    wall_seconds: float
    monotonic_seconds: float

    @classmethod
    def at(cls, clock: Clock) -> Started:
        """Return the zero points as they are now."""
        return cls(
            wall_seconds=clock.now().timestamp(), monotonic_seconds=clock.monotonic_seconds()
        )


class Journal:
    """Appends events and reads them back; holds no state of its own between calls.

    *project* receives every new event in the same transaction and builds the read tables.
    """

    def __init__(
        self,
        *,
        device_id: DeviceId,
        clock: Clock,
        random: RandomBytes,
        boot: BootId,
        started: Started,
        project: Callable[[Transaction, Recorded], None],
    ) -> None:
        self._device_id = device_id
        self._clock = clock
        self._random = random
        self._boot = boot
        self._started = started
        self._project = project

    def open_stream(
        self,
        tx: Transaction,
        *,
        reason: StreamReason,
        certificate_hash: bytes,
        app_version: str,
        protection: Protection,
        operator: OperatorNumber = NOBODY,
        base: int | None = None,
    ) -> Recorded:
        """Draw a new stream and record its first event, which names the stream left behind.

        Without *base* the old stream is left at its last event: nothing is moved. With it the old
        stream ends at *base*, and what it holds after that follows in the new one (PROTOCOL §10).
        The first two bytes differ from those of every earlier stream, because they are the receipt
        series (PROTOCOL §2).
        """
        old = tip(tx)
        taken = {series_of(stream) for stream in streams(tx)}
        stream = StreamId(self._random(16))
        while series_of(stream) in taken:
            stream = StreamId(self._random(16))
        tx.execute(
            "INSERT INTO stream (stream, device_id) VALUES (?, ?)", (stream, self._device_id)
        )
        left = None
        if old is not None:
            left = self._left(tx, old.stream, old.seq if base is None else base, old.seq)
        opened = StreamOpened(
            reason=reason,
            old=left,
            certificate_hash=certificate_hash,
            app_version=app_version,
            protection=protection,
        )
        recorded = self.append(tx, opened, salt=Salt(self._random(16)), operator=operator)
        if left is not None:
            self._move(tx, left)
        return recorded

    def shorten(self, tx: Transaction, stream: StreamId, base: int, last: int) -> Recorded:
        """Let a stream that ended at *last* end at *base*, and return the event that says so.

        What it holds between follows that event in the current stream (PROTOCOL §10). The caller
        sees to it that *stream* is one that was left, and that *last* is where it ended until now.
        """
        left = self._left(tx, stream, base, last)
        moved = StreamMoved(old=left)
        recorded = self.append(tx, moved, salt=Salt(self._random(16)), operator=NOBODY)
        self._move(tx, left)
        return recorded

    def _left(self, tx: Transaction, stream: StreamId, base: int, last: int) -> OldStream:
        base_head, last_head = head(tx, stream, base), head(tx, stream, last)
        if base_head is None or last_head is None or not base <= last:
            raise NoSuchPlace(Left(stream=stream, base=base, last=last))
        return OldStream(
            stream=stream, base=base, base_head=base_head, last=last, last_head=last_head
        )

    def _move(self, tx: Transaction, left: OldStream) -> None:
        """Append again what a stream holds behind its base, byte for byte and in the same order.

        Headers are never encoded again: they are what was hashed and what receipts are signed over.
        Nothing is projected: each event was, when it was recorded. Without content, its stub moves.
        """
        stream = self._stream(tx)
        last, previous = self._last(tx, stream)
        for first in range(left.base + 1, left.last + 1, MOVED_AT_ONCE):
            rows = []
            for one in read(tx, left.stream, first, min(left.last, first + MOVED_AT_ONCE - 1)):
                last += 1
                previous = next_head(stream, last, previous, one.header, one.digest)
                gone = None if one.gone is None else int(one.gone)
                place = (stream, last, one.event_id, previous)
                rows.append((*place, one.header, one.digest, one.salt, one.body, gone))
            tx.executemany(
                "INSERT INTO event (stream, seq, event_id, head, header, digest, salt, body, gone)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def record_start(self, tx: Transaction, *, app_version: str) -> Recorded:
        """Record this program start with the zero points that its drifts are counted from."""
        started = AppStarted(
            started_seconds=max(0, int(self._started.wall_seconds)),
            monotonic_milliseconds=max(0, int(self._started.monotonic_seconds * 1000)),
            app_version=app_version,
        )
        return self.append(tx, started, salt=Salt(self._random(16)), operator=NOBODY)

    def current_stream(self, tx: Transaction) -> StreamId | None:
        """Return the stream that events are appended to, or None before enrolment."""
        return newest_stream(tx)

    def next_seq(self, tx: Transaction) -> int:
        """Return the number that the next event of the current stream will have."""
        stream = self._stream(tx)
        return self._last(tx, stream)[0] + 1

    def append(
        self,
        tx: Transaction,
        event: Event,
        *,
        salt: Salt,
        operator: OperatorNumber,
        subject: SubjectId | None = None,
        refs: tuple[EventId, ...] = (),
    ) -> Recorded:
        """Record an event and build what follows from it; the same event again changes nothing.

        The same salt with the same content returns the event as it was first recorded. A body
        that holds a folio differs at every try: ask `find` first. Raises OtherContent,
        EventMalformed or NoStream; then nothing was written once the caller rolls back.
        """
        event_id = event_id_of(salt)
        refused = Refused(event_id=event_id, event_name=event.name)
        try:
            body = encode_body(event)
            event = decode_event(event.kind, event.kind_version, body)
        except MessageInvalid as error:
            raise EventMalformed(refused) from error
        known = by_id(tx, event_id)
        if known is not None:
            header = decode_header(known.header)
            asked = (event.kind, subject, refs, digest_of(salt, body))
            if asked != (header.kind, header.subject, header.refs, known.digest):
                raise OtherContent(refused)
            return _recorded(known.stream, known.seq, known.head, event_id, header, event)
        stream = self._stream(tx)
        self._note_jump(tx, stream, operator)
        header = self._header(event, operator, subject, refs)
        return self._insert(tx, stream, salt, header, event)

    def _header(
        self,
        event: Event,
        operator: OperatorNumber,
        subject: SubjectId | None,
        refs: tuple[EventId, ...],
    ) -> Header:
        return Header(
            kind=event.kind,
            kind_version=event.kind_version,
            time_seconds=max(0, int(self._clock.now().timestamp())),
            drift_seconds=self._drift_seconds(),
            boot=self._boot,
            operator=operator,
            subject=subject,
            refs=refs,
        )

    def _insert(
        self, tx: Transaction, stream: StreamId, salt: Salt, header: Header, event: Event
    ) -> Recorded:
        event_id = event_id_of(salt)
        try:
            raw = header.encode()
        except MessageInvalid as error:
            raise EventMalformed(Refused(event_id=event_id, event_name=event.name)) from error
        body = encode_body(event)
        last, previous = self._last(tx, stream)
        seq = last + 1
        digest = digest_of(salt, body)
        head_now = next_head(stream, seq, previous, raw, digest)
        tx.execute(
            "INSERT INTO event (stream, seq, event_id, head, header, digest, salt, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (stream, seq, event_id, head_now, raw, digest, salt, body),
        )
        recorded = _recorded(stream, seq, head_now, event_id, header, event)
        self._project(tx, recorded)
        return recorded

    def _note_jump(self, tx: Transaction, stream: StreamId, operator: OperatorNumber) -> None:
        """Record a clock that moved since this boot's last event (PROTOCOL §6, kind 3)."""
        row = tx.execute(
            "SELECT header FROM event WHERE stream = ? ORDER BY seq DESC LIMIT 1", (stream,)
        ).fetchone()
        if row is None:
            return
        last = decode_header(row[0])
        before = last.drift_seconds if last.boot == self._boot else 0
        jump = self._drift_seconds() - before
        if abs(jump) > JUMP_SECONDS:
            event = ClockJumped(jump_seconds=jump)
            header = self._header(event, operator, None, ())
            self._insert(tx, stream, Salt(self._random(16)), header, event)

    def _drift_seconds(self) -> int:
        wall = self._clock.now().timestamp() - self._started.wall_seconds
        monotonic = self._clock.monotonic_seconds() - self._started.monotonic_seconds
        return round(wall - monotonic)

    def _stream(self, tx: Transaction) -> StreamId:
        stream = newest_stream(tx)
        if stream is None:
            raise NoStream
        return stream

    def _last(self, tx: Transaction, stream: StreamId) -> tuple[int, bytes]:
        row = tx.execute(
            "SELECT seq, head FROM event WHERE stream = ? ORDER BY seq DESC LIMIT 1", (stream,)
        ).fetchone()
        return (row[0], row[1]) if row else (0, first_head(self._device_id, stream))

    def find(self, tx: Transaction, event_id: EventId) -> Recorded | None:
        """Return an event where it stands now, or None; raise Erased when its body is gone."""
        known = by_id(tx, event_id)
        return None if known is None else known.recorded()

    def salt_of(self, tx: Transaction, event_id: EventId) -> Salt | None:
        """Return an event's salt, for its files; None for no event of ours, or an erased one."""
        known = by_id(tx, event_id)
        return None if known is None else known.salt

    def read(
        self, tx: Transaction, stream: StreamId, first: int, last: int
    ) -> tuple[StoredEvent, ...]:
        """Return the raw events of a stream from *first* to *last*, both included."""
        return read(tx, stream, first, last)

    def head(self, tx: Transaction, stream: StreamId, seq: int) -> bytes | None:
        """Return h(seq) of a stream of ours, h(0) too; None where we have no such event."""
        return head(tx, stream, seq)

    def verify(self, tx: Transaction, stream: StreamId, last_n: int | None = None) -> Verified:
        """Return how far the links of a stream hold; see `verify`."""
        return verify(tx, stream, last_n)

    def erase(self, tx: Transaction, event_ids: Iterable[EventId]) -> int:
        """Forget salt and body of events for ever and return how many rows that were."""
        return erase(tx, event_ids)


def _recorded(
    stream: StreamId, seq: int, head_now: bytes, event_id: EventId, header: Header, event: Event
) -> Recorded:
    return Recorded(
        stream=stream, seq=seq, head=head_now, event_id=event_id, header=header, event=event
    )
