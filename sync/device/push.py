"""The push lane: cut a batch, send it, believe the answer or not (PROTOCOL §7, §8, §12, §16).

`prepare` and `conclude` are each one or two short transactions; the network lies between them.
A kill at any point leaves either the batch stored and unanswered, or the answer applied whole.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial

from sync.device.acks import TakenAck, believe
from sync.device.decision import Act, Decision
from sync.device.link import ErrorCode, Obstacle, Span, Trouble, error_hint, trouble_of
from sync.device.outbox import Batch
from sync.device.ports import Desk, Outcome, Stopwatch
from sync.device.sealing import Cut, NoCentral, Sealer
from sync.device.states import Channel, StreamRow
from sync.device.transport import COSE_TYPE, Failure, NoAnswer, Request, Response
from sync.envelope import FullItem, Item, StubItem
from sync.errors import MessageInvalid, SyncError
from sync.events import ClockSample
from sync.ids import Salt, StreamId
from sync.journal import NOBODY, StoredEvent, Transaction
from sync.messages import ACK_CAP_BYTES, Acknowledgement, AckResult, read_ack

FIRST_EVENTS = 100
FEWEST_EVENTS_AFTER_CUT = 10
MOST_EVENTS = 500
ENVELOPE_LIMIT_BYTES = 256 * 1024
AIRTIME_GOOD_SECONDS = 4.0
AIRTIME_LONG_SECONDS = 8.0
MOST_GROWTH = 4.0
REFUSED_RETRY_SECONDS = 6 * 3600.0
_SEAL_CODES = frozenset({"seal-key", "seal"})

__all__ = ["NoCentral", "PushLane", "Sizing"]
_log = logging.getLogger("delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """How many events the next envelope may hold."""

    events: int = FIRST_EVENTS

    def after_cut(self, count: int) -> Sizing:
        """Return the size after the line broke while *count* events were on it."""
        if count <= FEWEST_EVENTS_AFTER_CUT:
            return self  # so few are not divided: the same bytes go again
        return Sizing(events=max(FEWEST_EVENTS_AFTER_CUT, count // 2))

    def after_refusal(self, count: int) -> Sizing:
        """Return the size after an envelope of *count* events was refused: half, down to one."""
        return Sizing(events=max(1, count // 2))

    def after_success(self, count: int, airtime_seconds: float) -> Sizing:
        """Return the size after an answer: larger while a full batch takes less than 4 s.

        By a half at least; where the line is much faster than that, as much as 6 s would carry, and
        fourfold at most. Each batch costs a round trip, so on a long line few are worth much.
        """
        if airtime_seconds > AIRTIME_LONG_SECONDS:
            return Sizing(events=max(FEWEST_EVENTS_AFTER_CUT, self.events * 3 // 4))
        if count < self.events or airtime_seconds > AIRTIME_GOOD_SECONDS:
            return self
        aim = (AIRTIME_GOOD_SECONDS + AIRTIME_LONG_SECONDS) / 2
        times = min(MOST_GROWTH, max(1.5, aim / max(airtime_seconds, 0.001)))
        return Sizing(events=min(MOST_EVENTS, max(self.events + 1, int(self.events * times))))


class PushLane:
    """Delivers the journal's streams, one batch at a time, in order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sizing = Sizing()
        self._sealer = Sealer(desk)
        self._rewound: dict[StreamId, int] = {}
        self._retry_at: dict[StreamId, float] = {}

    @property
    def retry_at(self) -> float | None:
        """Return the monotonic second at which a refused event is tried again, None if none is."""
        return min(self._retry_at.values(), default=None)

    def try_refused_now(self) -> None:
        """Let refused events be tried again at once, because a person asks for it."""
        self._retry_at.clear()

    def forget_rewinds(self) -> None:
        """Begin again behind what is acknowledged, after a probe has said where that is."""
        self._rewound.clear()

    def prepare(self, most_events: int | None = None) -> Batch | None:
        """Return the batch to send next, stored; None when nothing waits.

        It has *most_events* at most, where a metered link leaves room for so many only.

        A batch that was sent before and is still one division of what waits comes back with the
        same bytes. Raises NoCentral when no certificate to seal to is known.
        """
        size = self._sizing.events if most_events is None else min(self._sizing.events, most_events)
        while True:
            chosen = self._desk.store.read(partial(self._choose, limit=size))
            if chosen is None or isinstance(chosen, Batch):
                return chosen
            if self._record_samples():
                continue
            envelope = self._sealer.seal(chosen)
            count = len(chosen.items)
            if len(envelope) > ENVELOPE_LIMIT_BYTES and count > 1:
                size = count // 2
                continue
            kept = self._keep(chosen, envelope)
            if kept is not None:
                return kept

    def build_ahead(self) -> None:
        """Build the next envelope while there is nothing else to do, if it is a full one.

        A smaller one would change with the next save. It is not stored: nothing was sent yet.
        """
        if self._sealer.has_built:
            return
        limit = self._sizing.events
        chosen = self._desk.store.read(partial(self._choose, limit=limit))
        if isinstance(chosen, Cut) and len(chosen.items) >= limit:
            self._sealer.build(chosen)

    def request_of(self, batch: Batch) -> Request:
        """Return the request that carries a batch; it needs no token (PROTOCOL §15)."""
        return Request(
            method="POST",
            path="/v1/push",
            body=batch.envelope,
            content_type=COSE_TYPE,
            answer_limit_bytes=ACK_CAP_BYTES,
        )

    def conclude(self, batch: Batch, answer: Response | NoAnswer, watch: Stopwatch) -> Outcome:
        """Apply the answer to a batch: a valid ack in one transaction, anything else not at all."""
        invalid: MessageInvalid | None = None
        if isinstance(answer, Response) and answer.body:
            try:
                ack = read_ack(answer.body, self._desk.centrals.signers)
            except MessageInvalid as error:
                invalid = error
            else:
                return self._believe(batch, ack, answer, watch)
        return self._unanswered(batch, answer, invalid)

    def _choose(self, tx: Transaction, limit: int) -> Batch | Cut | None:
        now = self._desk.clock.monotonic_seconds()
        for row in self._desk.outbox.streams(tx):
            first = self._first_of(row)
            last = _end_of(first, limit, row.last_to_send)
            if row.refused_seq == first:
                if now < self._retry_at.get(row.stream, 0.0):
                    continue
                last = min(last, first)
            if first > last:
                continue
            kept = self._desk.outbox.kept_batch(tx, row.stream, first)
            if kept is not None and kept.last <= last:
                return kept
            return self._read(tx, Span(stream=row.stream, first=first, last=last))
        return None

    def _record_samples(self) -> bool:
        """Save the clock samples of past contacts as an event, when there is something to send.

        So they never cause traffic of their own (PROTOCOL §17). Say whether one was saved.
        """
        desk = self._desk
        if not desk.store.read(desk.memory.ripe_samples):
            return False

        def work(tx: Transaction) -> None:
            samples = desk.memory.ripe_samples(tx)
            salt = Salt(desk.random(16))
            desk.memory.samples_recorded(tx)
            desk.journal.append(tx, ClockSample(samples=samples), salt=salt, operator=NOBODY)

        desk.store.write(work)
        return True

    def _first_of(self, row: StreamRow) -> int:
        rewound = self._rewound.get(row.stream, 0)
        if row.acknowledged < rewound <= row.last_to_send:
            return rewound
        return row.acknowledged + 1

    def _read(self, tx: Transaction, span: Span) -> Cut:
        events = self._desk.journal.read(tx, span.stream, span.first, span.last)
        previous = self._desk.journal.head(tx, span.stream, span.first - 1)
        if previous is None or len(events) != span.last - span.first + 1:
            raise BrokenJournal(span)
        return Cut(
            span=span,
            previous_head=previous,
            last_head=events[-1].head,
            items=tuple(item_of(one) for one in events),
        )

    def _keep(self, cut: Cut, envelope: bytes) -> Batch | None:
        """Store the batch, unless one of its events was erased while it was being sealed."""

        def work(tx: Transaction) -> Batch | None:
            if self._read(tx, cut.span).items != cut.items:
                return None
            return self._desk.outbox.keep_batch(tx, cut.span, envelope, self._desk.clock.now())

        return self._desk.store.write(work)

    def _believe(
        self, batch: Batch, ack: Acknowledgement, answer: Response, watch: Stopwatch
    ) -> Outcome:
        airtime = watch.elapsed_seconds() - answer.round_trip_seconds

        def work(tx: Transaction) -> TakenAck:
            taken = believe(self._desk, tx, ack, answer.body, Channel.NETWORK)
            if taken.newest:
                self._desk.memory.keep_sample(tx, watch.sample(ack.server_time_ms))
            return taken

        taken = self._desk.store.write(work)
        match taken.act:
            case Act.ADVANCE:
                self._rewound.pop(batch.stream, None)
                self._retry_at.pop(batch.stream, None)
                self._sizing = self._sizing.after_success(batch.count, airtime)
                return Outcome(again=True, delivered=True, standing=taken.standing)
            case Act.REWIND:
                return self._rewind(batch, taken.decision)
            case Act.FORK:
                self._rewound.pop(batch.stream, None)
                self._retry_at.pop(batch.stream, None)
                return Outcome(again=True, forked=True, standing=taken.standing)
            case Act.INCARNATION:
                return Outcome(trouble=_no_answer(taken.act.value), probe=True)
            case Act.IGNORE | Act.NOT_MINE | Act.STREAM_UNKNOWN:
                # Of a stream that was left, a gap says that the central has less than it once had.
                probe = taken.act is Act.IGNORE and ack.result is not AckResult.STORED
                trouble = _no_answer(taken.act.value)
                return Outcome(trouble=trouble, standing=taken.standing, probe=probe)

    def _rewind(self, batch: Batch, decision: Decision) -> Outcome:
        """Go on where the central stands; the same place twice is no progress and waits."""
        if decision.probe_first or decision.next_seq is None:
            return Outcome(trouble=_no_answer("rewind"), probe=True)
        repeated = decision.next_seq == batch.first
        self._rewound[batch.stream] = decision.next_seq
        if repeated:
            return Outcome(trouble=_no_answer("gap"))
        return Outcome(again=True)

    def _unanswered(
        self, batch: Batch, answer: Response | NoAnswer, invalid: MessageInvalid | None
    ) -> Outcome:
        trouble = trouble_of(answer, invalid)
        if isinstance(answer, NoAnswer):
            if answer.failure in {Failure.CUT, Failure.TIMEOUT}:
                self._sizing = self._sizing.after_cut(batch.count)
            return Outcome(trouble=trouble)
        code = error_hint(answer)
        if answer.status == 400 and code in _SEAL_CODES:
            self._desk.store.write(lambda tx: self._desk.outbox.drop_envelopes(tx, batch.stream))
            return Outcome(trouble=trouble, certificates=True)
        if answer.status == 400 and code == "dict" and self._sealer.do_without_dictionary():
            self._desk.store.write(lambda tx: self._desk.outbox.drop_envelopes(tx, batch.stream))
            return Outcome(again=True)
        if answer.status == 413 or (answer.status == 400 and answer.media_type != "text/html"):
            return self._refused(batch, code or f"http {answer.status}", trouble)
        unknown_signer = invalid is not None and invalid.code == "kid-unknown"
        return Outcome(trouble=trouble, probe=answer.status == 401, certificates=unknown_signer)

    def _refused(self, batch: Batch, code: str, trouble: Trouble) -> Outcome:
        if batch.count > 1:
            self._sizing = self._sizing.after_refusal(batch.count)
            return Outcome(again=True)
        _log.error("the central refuses the envelope of one event: %s", code)
        self._desk.store.write(
            lambda tx: self._desk.outbox.mark_refused(tx, batch.stream, batch.first, code)
        )
        self._retry_at[batch.stream] = self._desk.clock.monotonic_seconds() + REFUSED_RETRY_SECONDS
        refused = Trouble(
            obstacle=Obstacle.REFUSED, code=ErrorCode.ENVELOPE, detail=code, status=trouble.status
        )
        return Outcome(trouble=refused, again=True)


class BrokenJournal(SyncError):
    """The journal has no unbroken run of events where its own numbers say so; nothing was sent."""

    code = "journal.broken"


def item_of(event: StoredEvent) -> Item:
    """Return an event as it travels; raises BrokenJournal where it has neither body nor reason."""
    if event.salt is not None and event.body is not None:
        return FullItem(header=event.header, salt=event.salt, body=event.body)
    if event.gone is None:
        raise BrokenJournal(event.event_id)
    return StubItem(
        header=event.header, digest=event.digest, event_id=event.event_id, reason=int(event.gone)
    )


def _end_of(first: int, limit: int, last: int) -> int:
    """Return where a batch ends; a rest of a third or less goes along, for small batches lose."""
    end = min(last, first + limit - 1)
    with_rest = last - end <= limit // 3 and last - first < MOST_EVENTS
    return last if with_rest else end


def _no_answer(detail: str) -> Trouble:
    return Trouble(obstacle=Obstacle.REFUSED, code=ErrorCode.NO_ANSWER, detail=detail)
