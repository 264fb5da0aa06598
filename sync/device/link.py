"""What is known about the link: its state, what an unusable answer means, when to try again.

The link is up only while a verified probe answer says so (PROTOCOL §16); hints of the operating
system and plain statuses never do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from urllib.parse import urlsplit

from sync import cbor
from sync.device.transport import Failure, NoAnswer, Response
from sync.errors import MessageInvalid
from sync.ids import StreamId

CAP_LINK_SECONDS = 15.0  # links of 40 s exist: while the interface is up, never wait longer
CAP_NO_INTERFACE_SECONDS = 60.0  # trying costs nothing then, and the hint may be wrong
CAP_SERVER_SECONDS = 900.0  # after 5xx, 429 and refusals
SHOWN_AFTER = 3  # 401 and wrong signatures are shown from the third in a row on
_MAX_EXPONENT = 20
_ERROR_BODY_LIMIT_BYTES = 4096
_URL_LIMIT = 2048
_WRONG_SIGNER = frozenset({"sig", "cert-sig", "cert", "cert-role", "key", "root-unknown"})
_UNKNOWN_SIGNER = frozenset({"kid-unknown", "alg"})


class LinkState(Enum):
    """The state of the link, as screens show it.

    UNKNOWN: nobody has asked yet since the program started.

    UP: the last probe answer was verified, and nothing has failed on the wire since.

    DOWN: no answer came, or the central answers that it cannot work now.

    PORTAL: somebody else answers in the central's place (a captive portal); nothing is sent.

    REFUSED: the central, or somebody who signs wrongly for it, has refused this device three times.
    """

    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"
    PORTAL = "portal"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of events of one stream."""

    stream: StreamId
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """What screens may know of the link at one moment; times are the device's own wall clock.

    `last_error_code` is one of ErrorCode's values; `last_error_detail` is the central's own hint or
    the status, for a technician. `sending` is the batch on the line at this moment. `forked`: the
    central once held another history of a stream (a copy of this device, or a restored one), and
    this device has gone on in a new one; nothing is lost and nothing rests.

    `metered`: bytes count on this link, so blobs and most datasets wait. `budget_bytes` is what the
    institution allows in a day (0: no limit), `spent_bytes` what metered links have carried today;
    `budget_spent`: nothing more goes today but by *Enviar ahora*. `held_until`: the central asked
    not to be spoken to before. `portal_url` is where a captive portal sent us, empty if it did not.
    """

    link: LinkState = LinkState.UNKNOWN
    last_delivery_at: datetime | None = None
    next_try_at: datetime | None = None
    last_error_code: str | None = None
    last_error_detail: str = ""
    consecutive_failures: int = 0
    sending: Span | None = None
    forked: bool = False
    stopped_datasets: tuple[int, ...] = ()
    metered: bool = False
    budget_bytes: int = 0
    spent_bytes: int = 0
    budget_spent: bool = False
    held_until: datetime | None = None
    portal_url: str = ""


class ErrorCode(Enum):
    """Every reason a screen may have to explain about the link."""

    NO_ROUTE = "link.no_route"
    CUT = "link.cut"
    TIMEOUT = "link.timeout"
    TLS = "link.tls"
    PORTAL = "link.portal"
    SERVER = "link.server"
    BUSY = "link.busy"
    REFUSED = "link.refused"
    WRONG_SIGNATURE = "link.wrong_signature"
    ENVELOPE = "link.envelope_refused"
    NO_ANSWER = "link.no_answer"
    PAGE = "link.page"
    NO_CENTRAL = "link.no_central"
    DEFECT = "link.defect"


class Obstacle(Enum):
    """What kind of trouble an unusable answer is.

    LINE: the wire failed; whether anything arrived is unknown.

    PORTAL: not our central at all.

    SERVER: our central, or the proxy before it, cannot work now (5xx, 429).

    REFUSED: a 4xx with a reason, or a signature that does not hold.
    """

    LINE = "line"
    PORTAL = "portal"
    SERVER = "server"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why an answer does not count."""

    obstacle: Obstacle
    code: ErrorCode
    detail: str = ""
    status: int | None = None
    retry_after_seconds: int | None = None
    portal_url: str = ""


_LINE_CODES = {
    Failure.NO_ROUTE: ErrorCode.NO_ROUTE,
    Failure.CUT: ErrorCode.CUT,
    Failure.TIMEOUT: ErrorCode.TIMEOUT,
}


def trouble_of(answer: Response | NoAnswer, invalid: MessageInvalid | None = None) -> Trouble:
    """Return what an answer without a usable signed body means.

    *invalid* says why its body did not verify, where it was looked at: a signature that does not
    hold is a refusal, bytes that are no signed message at all are a portal.
    """
    if isinstance(answer, NoAnswer):
        return _trouble_of_silence(answer)
    status = answer.status
    if 200 <= status < 300 and invalid is not None:
        if invalid.code in _WRONG_SIGNER | _UNKNOWN_SIGNER:
            code = ErrorCode.WRONG_SIGNATURE
            return Trouble(obstacle=Obstacle.REFUSED, code=code, detail=invalid.code, status=status)
        return Trouble(
            obstacle=Obstacle.PORTAL, code=ErrorCode.PORTAL, detail=invalid.code, status=status
        )
    hint = error_hint(answer) or f"http {status}"
    if status == 429 or (status >= 500 and status != 511):
        return Trouble(
            obstacle=Obstacle.SERVER,
            code=ErrorCode.BUSY if status in {429, 503} else ErrorCode.SERVER,
            detail=hint,
            status=status,
            retry_after_seconds=answer.retry_after_seconds,
        )
    if 400 <= status < 500 and status != 407 and answer.media_type != "text/html":
        return Trouble(
            obstacle=Obstacle.REFUSED, code=ErrorCode.REFUSED, detail=hint, status=status
        )
    return Trouble(
        obstacle=Obstacle.PORTAL,
        code=ErrorCode.PORTAL,
        detail=hint,
        status=status,
        portal_url=portal_url_of(answer),
    )


def _trouble_of_silence(answer: NoAnswer) -> Trouble:
    match answer.failure:
        case Failure.TLS:
            return Trouble(obstacle=Obstacle.PORTAL, code=ErrorCode.TLS, detail=answer.detail)
        case Failure.TOO_LARGE:
            return Trouble(
                obstacle=Obstacle.PORTAL, code=ErrorCode.PORTAL, detail="size", status=answer.status
            )
        case failure:
            return Trouble(obstacle=Obstacle.LINE, code=_LINE_CODES[failure], detail=answer.detail)


def portal_url_of(answer: Response) -> str:
    """Return where a portal redirects to, for a person's browser; empty for anything else.

    It comes from a stranger: only a plain web address in printable ASCII is handed on.
    """
    location = answer.headers.get("location", "")
    plain = location.isascii() and location.isprintable() and len(location) <= _URL_LIMIT
    if not 300 <= answer.status < 400 or not plain or " " in location:
        return ""
    try:
        parts = urlsplit(location)
    except ValueError:
        return ""
    return location if parts.scheme in {"http", "https"} and parts.hostname else ""


def error_hint(answer: Response) -> str:
    """Return the code in an unsigned error body `{1: code}` (PROTOCOL §15), or an empty text."""
    if not answer.body or len(answer.body) > _ERROR_BODY_LIMIT_BYTES:
        return ""
    try:
        content = cbor.decode(answer.body)
    except MessageInvalid:
        return ""
    code = content.get(1) if isinstance(content, dict) else None
    return code[:32] if isinstance(code, str) else ""


class Backoff:
    """When one loop may try again: full jitter, with `Retry-After` as a minimum (PROTOCOL §16).

    Times are monotonic seconds.
    """

    def __init__(self) -> None:
        self._exponent = 0
        self._ready_at = 0.0
        self._hold_until = 0.0
        self.failures = 0

    @property
    def ready_at(self) -> float:
        """Return the moment from which a try is allowed."""
        return max(self._ready_at, self._hold_until)

    @property
    def hold_until(self) -> float:
        """Return the moment before which the central asked not to be tried."""
        return self._hold_until

    def failed(self, now: float, uniform: float, *, cap_seconds: float) -> None:
        """Arm the timer after a failure; *uniform* is drawn from 0 to 1."""
        jitter = uniform * min(cap_seconds, 2.0 ** min(self._exponent, _MAX_EXPONENT))
        self._exponent += 1
        self.failures += 1
        self._ready_at = now + jitter

    def hold(self, now: float, seconds: float) -> None:
        """Try in no case before that many seconds: the central asked for it (`Retry-After`)."""
        self._hold_until = now + seconds

    def succeeded(self, now: float, *, next_in_seconds: float = 0.0) -> None:
        """Forget the failures; the next try is due in that many seconds."""
        self._exponent = 0
        self.failures = 0
        self._ready_at = now + next_in_seconds

    def link_up(self, now: float) -> None:
        """Begin again from the shortest wait, because the link is there."""
        self._exponent = 0
        self._ready_at = min(self._ready_at, now)

    def not_later_than(self, moment: float) -> None:
        """Bring the next try forward; `Retry-After` still holds."""
        self._ready_at = min(self._ready_at, moment)

    def due_at(self, moment: float) -> None:
        """Set the next try to a moment; `Retry-After` still holds."""
        self._ready_at = moment
