"""When each lane may go out: the gate, the timers and the link's state (PROTOCOL §16).

Pure bookkeeping over monotonic seconds; it sends nothing and reads no clock.

The gate is opened by a verified probe answer only, and closed by any failure on the wire. Trouble
of one lane behind an open gate concerns that lane only, so that no failure of one stops another.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from sync.device.link import (
    CAP_LINK_SECONDS,
    CAP_NO_INTERFACE_SECONDS,
    CAP_SERVER_SECONDS,
    SHOWN_AFTER,
    Backoff,
    ErrorCode,
    LinkState,
    Obstacle,
    Trouble,
)
from sync.device.metered import Allowance
from sync.messages import Standing

IDLE_PROBE_SECONDS = 900.0  # any contact counts as one: about 1.2 KB each
IDLE_PULL_SECONDS = 900.0
LOOK_AGAIN_SECONDS = 60.0  # a missed wake never makes a record wait for the next save
NEXT_CONTACT_LIMIT_SECONDS = 86_400.0
WISH_SECONDS = 3_600.0  # how long *Enviar ahora* opens a metered link, if not all is sent before
_SPREAD = 0.1  # of the time the central asks for, so that a fleet does not come at once
_JUDGED_AT_ONCE = frozenset({ErrorCode.ENVELOPE, ErrorCode.NO_CENTRAL, ErrorCode.DEFECT})


class Lane(Enum):
    """What a step worked on."""

    CERTIFICATES = "certificates"
    PROBE = "probe"
    PUSH = "push"
    PULL = "pull"
    BLOBS = "blobs"
    CARRIED = "carried"


class Gate(Enum):
    """Whether push and pull may send.

    CLOSED: nobody has answered, or somebody else did; only the probe goes out.

    TOLERATED: the central answered the probe with an error status; the others try for themselves.

    OPEN: the last probe answer was verified and nothing has failed on the wire since.
    """

    CLOSED = "closed"
    TOLERATED = "tolerated"
    OPEN = "open"


class Pace:
    """Knows which lane is due, and why others wait; *uniform* draws from 0 to 1."""

    def __init__(self, uniform: Callable[[], float]) -> None:
        self._uniform = uniform
        self._timers = {lane: Backoff() for lane in Lane}
        self._troubles: dict[Lane, Trouble] = {}
        self._gate = Gate.CLOSED
        self._closed_by: Trouble | None = None
        self._interface_up = True
        self._certificates_wanted = False
        self._probe_first = True
        self._idle_until = dict.fromkeys(Lane, 0.0)
        self._contact_seconds: float | None = None
        self._allowance = Allowance()
        self._wish_until = 0.0  # a person pressed *Enviar ahora*: bytes do not count until then

    # -- what is due ---------------------------------------------------------------------------

    def due_at(self, lane: Lane) -> float | None:
        """Return from which moment a lane may go out; None while it may not at all."""
        if self.is_spent:
            return None
        ready_at = self._timers[lane].ready_at
        sends = self._gate is not Gate.CLOSED and not self._probe_first
        match lane:
            case Lane.CERTIFICATES:
                return ready_at if self._certificates_wanted else None
            case Lane.PROBE:
                return ready_at
            case Lane.PUSH:
                return max(ready_at, self._idle_until[lane]) if sends else None
            case Lane.PULL:
                return ready_at if sends else None
            case Lane.BLOBS | Lane.CARRIED:
                goes = sends and not self.is_metered
                return max(ready_at, self._idle_until[lane]) if goes else None

    def due(self, now: float) -> tuple[Lane, ...]:
        """Return the lanes that may go out now, the most urgent first."""
        return tuple(
            lane for lane in Lane if (moment := self.due_at(lane)) is not None and moment <= now
        )

    def wait_seconds(self, now: float) -> float:
        """Return how long until the next lane is due."""
        moments = [moment for lane in Lane if (moment := self.due_at(lane)) is not None]
        return max(0.0, min(moments, default=now + LOOK_AGAIN_SECONDS) - now)

    # -- links that cost by the byte -----------------------------------------------------------

    def allow(self, allowance: Allowance, now: float) -> None:
        """Take what the link may carry now; a link that costs no more gets all that waited."""
        if self._allowance.metered and not allowance.metered:
            self.pull_again(now)
        self._allowance = allowance
        if now >= self._wish_until:
            self._wish_until = 0.0

    @property
    def is_metered(self) -> bool:
        """Return whether bytes count now: blobs and most datasets wait then."""
        return self._allowance.metered and not self._wish_until

    @property
    def is_spent(self) -> bool:
        """Return whether today's bytes are used up, so that nothing at all goes out."""
        return self.is_metered and self._allowance.is_spent

    @property
    def allowance(self) -> Allowance:
        """Return what the link may carry, as it was last looked at."""
        return self._allowance

    @property
    def most_events(self) -> int | None:
        """Return how many events the next envelope may hold for their bytes, None: no limit."""
        return self._allowance.left_events if self.is_metered else None

    # -- hints and wishes ----------------------------------------------------------------------

    def something_new(self) -> None:
        """There may be something to send; waits after failures stay."""
        self._idle_until = dict.fromkeys(Lane, 0.0)

    def hurry(self, now: float) -> None:
        """Skip every wait but `Retry-After`; for an hour a metered link is as good as any."""
        self._idle_until = dict.fromkeys(Lane, 0.0)
        if self._allowance.metered:
            self._wish_until = now + WISH_SECONDS
        for timer in self._timers.values():
            timer.not_later_than(now)

    def way_out_changed(self, now: float, *, is_up: bool) -> None:
        """The operating system speaks from another address, or from none: ask the central first."""
        self._interface_up = is_up
        self._probe_first = True
        self._wish_until = 0.0  # it was meant for the link that is gone
        for timer in self._timers.values():
            if is_up:
                timer.link_up(now)
                timer.hold(now, 0.0)  # who asked for time may have been the other network
        self._timers[Lane.PROBE].not_later_than(now)

    # -- what came of an exchange --------------------------------------------------------------

    def answered(self, lane: Lane, now: float, *, again: bool, standing: Standing | None) -> None:
        """A lane had a valid answer."""
        if standing is not None and standing.next_contact_seconds is not None:
            asked = min(float(standing.next_contact_seconds), NEXT_CONTACT_LIMIT_SECONDS)
            self._contact_seconds = self._spread(asked)
        self._troubles.pop(lane, None)
        if lane is Lane.PROBE:
            self._open(now)
        pause = 0.0
        if lane is Lane.PULL and not again:
            pause = self._contact(IDLE_PULL_SECONDS)
        if lane is Lane.CERTIFICATES:
            self._certificates_wanted = False
            pause = LOOK_AGAIN_SECONDS
            if again:
                self._timers[Lane.PROBE].not_later_than(now)
        self._timers[lane].succeeded(now, next_in_seconds=pause)
        if self._gate is Gate.OPEN and not self._probe_first:
            self._timers[Lane.PROBE].succeeded(
                now, next_in_seconds=self._contact(IDLE_PROBE_SECONDS)
            )

    def idle(self, now: float, retry_at: float | None, lane: Lane = Lane.PUSH) -> None:
        """Nothing waits to be sent by a lane, or nothing that may be tried before *retry_at*."""
        self._idle_until[lane] = now + LOOK_AGAIN_SECONDS
        if retry_at is not None:
            self._idle_until[lane] = min(self._idle_until[lane], max(now, retry_at))
        elif self._troubles.get(lane) is not None:
            self._troubles.pop(lane)
            self._timers[lane].succeeded(now)

    def failed(self, lane: Lane, trouble: Trouble, now: float) -> None:
        """A lane had no answer that counts; a timer is armed in every case."""
        server = trouble.obstacle in {Obstacle.SERVER, Obstacle.REFUSED}
        link_cap = CAP_LINK_SECONDS if self._interface_up else CAP_NO_INTERFACE_SECONDS
        self._troubles[lane] = trouble
        timer = self._timers[lane]
        timer.failed(
            now,
            self._uniform(),
            cap_seconds=CAP_SERVER_SECONDS if server else link_cap,
        )
        if trouble.retry_after_seconds is not None:
            for each in self._timers.values():
                each.hold(now, self._spread(trouble.retry_after_seconds))
        if lane is Lane.PROBE:
            tolerated = server and trouble.status is not None and trouble.status >= 400
            self._gate = Gate.TOLERATED if tolerated else Gate.CLOSED
            self._closed_by = trouble
            self._probe_first = False
        elif not server:
            self._gate, self._closed_by = Gate.CLOSED, trouble
            if self._troubles.get(Lane.PROBE) is None:
                self._timers[Lane.PROBE].due_at(timer.ready_at)

    def ask_first(self, now: float) -> None:
        """The central must say where it stands before anything else is sent."""
        self._probe_first = True
        if self._troubles.get(Lane.PROBE) is None:
            self._timers[Lane.PROBE].not_later_than(now)

    def want_certificates(self) -> None:
        """The central signs with a key that is not known yet."""
        self._certificates_wanted = True

    def pull_again(self, now: float) -> None:
        """Reference data are wanted before their time."""
        self._timers[Lane.PULL].not_later_than(now)

    def _open(self, now: float) -> None:
        """The link is up: begin again from the shortest waits if it had been down."""
        was_down = self._timers[Lane.PROBE].failures > 0 or self._closed_by is None
        self._gate, self._closed_by, self._probe_first = Gate.OPEN, None, False
        for lane in (Lane.PUSH, Lane.PULL, Lane.BLOBS, Lane.CARRIED):
            known = self._troubles.get(lane)
            if known is not None and known.obstacle in {Obstacle.LINE, Obstacle.PORTAL}:
                self._troubles.pop(lane)
            if was_down and (known is None or known.obstacle is not Obstacle.REFUSED):
                self._timers[lane].link_up(now)

    def _spread(self, seconds: float) -> float:
        """Return that time and up to a tenth more: nobody comes before, not all come at once."""
        return seconds * (1.0 + _SPREAD * self._uniform())

    def _contact(self, seconds: float) -> float:
        return seconds if self._contact_seconds is None else self._contact_seconds

    # -- what a person may know ----------------------------------------------------------------

    def held_seconds(self, now: float) -> float | None:
        """Return how long the central has asked not to be spoken to, None where it has not."""
        held = max(timer.hold_until for timer in self._timers.values()) - now
        return held if held > 0 else None

    @property
    def link(self) -> LinkState:
        """Return the state of the link: what is between us and the central comes first."""
        way = self._way_trouble
        if way is not None:
            return LinkState.PORTAL if way.obstacle is Obstacle.PORTAL else LinkState.DOWN
        if any(self._is_refused(lane) for lane in (Lane.PROBE, Lane.PUSH)):
            return LinkState.REFUSED
        if self._gate is Gate.OPEN:
            push = self._troubles.get(Lane.PUSH)
            server_down = push is not None and push.obstacle is Obstacle.SERVER
            return LinkState.DOWN if server_down else LinkState.UP
        return LinkState.UNKNOWN if self._closed_by is None else LinkState.DOWN

    @property
    def shown_trouble(self) -> Trouble | None:
        """Return the trouble a person should read; refusals only from the third in a row."""
        if self._way_trouble is not None:
            return self._way_trouble
        for lane in (Lane.PUSH, Lane.PROBE, Lane.PULL, Lane.CERTIFICATES, Lane.BLOBS, Lane.CARRIED):
            trouble = self._troubles.get(lane)
            if trouble is None:
                continue
            patient = trouble.obstacle is Obstacle.REFUSED and trouble.code not in _JUDGED_AT_ONCE
            if not patient or self._timers[lane].failures >= SHOWN_AFTER:
                return trouble
        return None

    @property
    def _way_trouble(self) -> Trouble | None:
        """Return what keeps us from the central at all, None while it can be spoken to."""
        closed = self._closed_by
        if closed is None or closed.obstacle not in {Obstacle.LINE, Obstacle.PORTAL}:
            return None
        return closed

    @property
    def consecutive_failures(self) -> int:
        """Return how often in a row the lane in most trouble has failed."""
        return max((self._timers[lane].failures for lane in self._troubles), default=0)

    def _is_refused(self, lane: Lane) -> bool:
        trouble = self._troubles.get(lane)
        return (
            trouble is not None
            and trouble.obstacle is Obstacle.REFUSED
            and trouble.code not in _JUDGED_AT_ONCE
            and self._timers[lane].failures >= SHOWN_AFTER
        )
