"""The delivery engine: `step` does at most one exchange and says when to come back (PROTOCOL §16).

No thread, no sleep, no Qt: a driver calls `step`; time, randomness, network and store are given.
The network is never inside a transaction: a lane prepares in one, the request goes out, and the
lane concludes in another. What may go out when is the business of `pace`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sync.device.blobs import BlobLane
from sync.device.carry_lane import CarryLane
from sync.device.carrying import Carrying
from sync.device.link import ErrorCode, LinkStatus, Obstacle, Trouble
from sync.device.metered import METERED_DATASETS, allowance_of, note_bytes
from sync.device.orders import revocations_number
from sync.device.pace import LOOK_AGAIN_SECONDS, Lane, Pace
from sync.device.ports import Desk, Outcome, Stopwatch
from sync.device.probe import CertificateLane, ProbeLane
from sync.device.pull import DatasetsChanged, PullLane, stopped_datasets
from sync.device.push import NoCentral, PushLane
from sync.device.transport import NoAnswer, Request, Response, Transport
from sync.journal import Transaction

RETRY_STOPPED_SECONDS = 6 * 3600.0
CHORES_SECONDS = 60.0
HINT_SECONDS = 60.0  # how long what the operating system says of the link is believed

Chore = Callable[[], None]
"""Work of the device itself that needs no link and no person: waits, leases, erasures, pruning."""

_log = logging.getLogger("delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What a step did, and after how many seconds the next one is due."""

    wait_seconds: float
    did: Lane | None = None


class Engine:
    """Chooses, sends, believes or not, records. Called from one thread, but for what says so."""

    def __init__(
        self,
        desk: Desk,
        transport: Transport,
        changed: DatasetsChanged,
        chores: Sequence[Chore] = (),
    ) -> None:
        self._desk = desk
        self._chores = tuple(chores)
        self._chores_at = 0.0
        self._delivered = False
        self._revocations_asked = 0
        self._transport = transport
        self._probe = ProbeLane(desk)
        self._certificates = CertificateLane(desk)
        self._push = PushLane(desk)
        self._pull = PullLane(desk, changed)
        self._blobs = BlobLane(desk, more_urgent=lambda: self._bell)
        self._carried = CarryLane(desk, Carrying(desk))
        self._pace = Pace(self._uniform)
        self._status = LinkStatus()
        self._last_delivery_at: datetime | None = None
        self._forked = False
        self._stopped: tuple[int, ...] = ()
        self._pull_retry_at = 0.0
        self._begun = False
        self._hint: bool | None = None
        self._hint_at = -HINT_SECONDS
        self._bell = False
        self._hurry = False

    @property
    def status(self) -> LinkStatus:
        """Return what is known of the link; from any thread."""
        return self._status

    def look_again(self) -> None:
        """Take note that there may be something new to send; from any thread."""
        self._bell = True

    def deliver_now(self) -> None:
        """Skip every wait but `Retry-After`; from any thread."""
        self._hurry = True

    def way_out_changed(self, source: str | None) -> None:
        """Take a hint of the operating system: it only ever brings a probe forward."""
        self._blobs.new_contact()
        self._pace.way_out_changed(self._now(), is_up=source is not None)
        self._hint_at = -HINT_SECONDS

    def step(self) -> NextStep:
        """Do at most one exchange; say what it was and how long the next one can wait.

        Raises nothing: a defect of ours, or a store that cannot write, is logged with its
        traceback, arms a timer like any failure, and loses nothing.
        """
        lane: Lane | None = None
        try:
            self._begin()
            self._look_at_meter()
            self._take_wishes()
            for lane in self._pace.due(self._now()):
                outcome = self._run(lane)
                self._settle(lane, outcome)
                self._publish()
                if not outcome.idle:
                    self._do_chores()
                    return NextStep(wait_seconds=self._wait(), did=lane)
            self._publish()
            self._push.build_ahead()
            self._do_chores()
            return NextStep(wait_seconds=self._wait())
        except Exception as error:
            _log.exception("a delivery step failed; nothing is lost and it is tried again")
            return self._after_fault(lane, error)

    def _begin(self) -> None:
        if self._begun:
            return

        def work(tx: Transaction) -> bool:
            desk = self._desk
            desk.centrals.add(desk.memory.centrals(tx, desk.keys.roots))
            self._last_delivery_at = desk.memory.last_delivery_at(tx)
            self._forked = desk.outbox.has_forked(tx)
            return bool(stopped_datasets(tx))

        if self._desk.store.read(work):
            self._pull.begin_again()
        self._pull_retry_at = self._now() + RETRY_STOPPED_SECONDS
        self._begun = True

    def _look_at_meter(self) -> None:
        """Look whether bytes cost on this link, and what may still go today (PROTOCOL §16)."""
        desk, now = self._desk, self._now()
        if now - self._hint_at >= HINT_SECONDS:
            self._hint, self._hint_at = desk.meter.is_metered(), now
        wall = desk.clock.now()
        self._pace.allow(desk.store.read(lambda tx: allowance_of(tx, wall, self._hint)), now)

    def _take_wishes(self) -> None:
        if self._bell:
            self._bell = False
            self._pace.something_new()
        if self._hurry:
            self._hurry = False
            self._push.try_refused_now()
            self._blobs.try_refused_now()
            self._pace.hurry(self._now())
        if self._stopped and self._now() >= self._pull_retry_at:
            self._pull_retry_at = self._now() + RETRY_STOPPED_SECONDS
            self._pull.begin_again()
            self._pace.pull_again(self._now())

    def _run(self, lane: Lane) -> Outcome:
        match lane:
            case Lane.CERTIFICATES:
                answer, _ = self._exchange(self._certificates.prepare())
                return self._certificates.conclude(answer)
            case Lane.PROBE:
                asked = self._probe.prepare()
                answer, watch = self._exchange(asked.request)
                self._push.forget_rewinds()
                return self._probe.conclude(asked, answer, watch)
            case Lane.PUSH:
                return self._run_push()
            case Lane.PULL:
                wanted = METERED_DATASETS if self._pace.is_metered else None
                answer, _ = self._exchange(self._pull.prepare(wanted).request)
                return self._pull.conclude(answer)
            case Lane.BLOBS:
                return self._run_blobs()
            case Lane.CARRIED:
                return self._run_carried()

    def _run_push(self) -> Outcome:
        try:
            batch = self._push.prepare(self._pace.most_events)
        except NoCentral:
            trouble = Trouble(obstacle=Obstacle.REFUSED, code=ErrorCode.NO_CENTRAL)
            return Outcome(trouble=trouble, certificates=True)
        if batch is None:
            return Outcome(idle=True)
        self._status = replace(self._status, sending=batch.span)
        answer, watch = self._exchange(self._push.request_of(batch))
        return self._push.conclude(batch, answer, watch)

    def _run_carried(self) -> Outcome:
        prepared = self._carried.prepare()
        if prepared is None:
            return Outcome(idle=True)
        row, request = prepared
        answer, _ = self._exchange(request)
        return self._carried.conclude(row, answer)

    def _run_blobs(self) -> Outcome:
        asked = self._blobs.prepare()
        if asked is None:
            return Outcome(idle=True)
        answer, _ = self._exchange(asked.request)
        return self._blobs.conclude(asked, answer)

    def _exchange(self, request: Request) -> tuple[Response | NoAnswer, Stopwatch]:
        watch = Stopwatch.begin(self._desk)
        answer = self._transport.send(request)
        if self._pace.allowance.metered and answer.wire_bytes:
            count, wall = answer.wire_bytes, self._desk.clock.now()
            self._desk.store.write(lambda tx: note_bytes(tx, wall, count))
        came = answer.failure.value if isinstance(answer, NoAnswer) else answer.status
        _log.debug(
            "%s %s: %d bytes out, %s after %.1f s",
            request.method,
            request.path,
            request.body_bytes,
            came,
            watch.elapsed_seconds(),
        )
        return answer, watch

    def _settle(self, lane: Lane, outcome: Outcome) -> None:
        now = self._now()
        if outcome.forked:
            self._forked = True
            self._pace.something_new()
        if outcome.idle:
            retry_at = {Lane.PUSH: self._push.retry_at, Lane.BLOBS: self._blobs.retry_at}
            self._pace.idle(now, retry_at.get(lane), lane)
            if self._delivered:
                self._delivered, self._chores_at = False, now  # all is sent: who waits for that?
            return
        self._delivered = self._delivered or outcome.delivered
        if lane is Lane.PULL:
            self._chores_at = now
        if outcome.trouble is None:
            self._pace.answered(lane, now, again=outcome.again, standing=outcome.standing)
            if lane is Lane.PUSH and not outcome.forked and outcome.delivered:
                self._last_delivery_at = self._desk.clock.now()
            if lane is Lane.PULL:
                self._stopped = tuple(
                    stop.dataset for stop in self._desk.store.read(stopped_datasets)
                )
        else:
            self._pace.failed(lane, outcome.trouble, now)
        if outcome.probe:
            self._pace.ask_first(now)
        if outcome.certificates:
            self._pace.want_certificates()
        if outcome.standing is not None:
            self._want_revocations(outcome.standing.newest_revocations or 0, now)

    def _want_revocations(self, number: int, now: float) -> None:
        """Pull before its time, once for each list the central has that is newer than ours."""
        if number > self._revocations_asked:
            self._revocations_asked = number
            if number > self._desk.store.read(revocations_number):
                self._pace.pull_again(now)

    def _do_chores(self) -> None:
        """Do the chores once a minute, after whatever a lane had to do; each for itself."""
        if self._now() < self._chores_at:
            return
        self._chores_at = self._now() + CHORES_SECONDS
        for chore in (self._blobs.look_up, *self._chores):
            try:
                chore()
            except Exception:  # the background runner of STYLE rule 30
                _log.exception("a delivery step failed, a chore; the others are done, and it again")

    def _after_fault(self, lane: Lane | None, error: Exception) -> NextStep:
        if lane is None:
            self._status = replace(self._status, last_error_code=ErrorCode.DEFECT.value)
            return NextStep(wait_seconds=LOOK_AGAIN_SECONDS)
        trouble = Trouble(
            obstacle=Obstacle.REFUSED, code=ErrorCode.DEFECT, detail=type(error).__name__
        )
        self._pace.failed(lane, trouble, self._now())
        self._publish()
        return NextStep(wait_seconds=self._wait(), did=lane)

    def _publish(self) -> None:
        trouble = self._pace.shown_trouble
        self._status = LinkStatus(
            link=self._pace.link,
            last_delivery_at=self._last_delivery_at,
            next_try_at=self._desk.clock.now() + timedelta(seconds=self._wait()),
            last_error_code=None if trouble is None else trouble.code.value,
            last_error_detail="" if trouble is None else trouble.detail,
            consecutive_failures=self._pace.consecutive_failures,
            forked=self._forked,
            stopped_datasets=self._stopped,
            metered=self._pace.is_metered,
            budget_bytes=self._pace.allowance.budget_bytes,
            spent_bytes=self._pace.allowance.spent_bytes,
            budget_spent=self._pace.is_spent,
            held_until=self._held_until(),
            portal_url="" if trouble is None else trouble.portal_url,
        )

    def _held_until(self) -> datetime | None:
        held = self._pace.held_seconds(self._now())
        return None if held is None else self._desk.clock.now() + timedelta(seconds=held)

    def _wait(self) -> float:
        now = self._now()
        wait = self._pace.wait_seconds(now)
        return min(wait, max(0.0, self._chores_at - now)) if self._chores else wait

    def _now(self) -> float:
        return self._desk.clock.monotonic_seconds()

    def _uniform(self) -> float:
        return int.from_bytes(self._desk.random(7), "big") / 2.0**56
