"""A push from its bytes to its signed answer: rate, memory, signature, transaction, ack (PROTOCOL
§8, §15).

The order matters: rates before the signature, the signature before HPKE, one-time codes stretched
before the transaction takes its lock, the commit and its mark in the witness before the ack is
signed.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func, select

from sync.central import schema
from sync.central.code_lists import Stretcher
from sync.central.consequences import Follow, nothing_follows
from sync.central.database import CentralDatabase
from sync.central.enrolment import device_point
from sync.central.errors import Refused
from sync.central.fresh import codes_asked
from sync.central.gate import RateLimit
from sync.central.ingest import Outcome, ingest
from sync.central.keys import CentralKeys
from sync.central.standing import standing_of
from sync.central.witness import CommitMark
from sync.clock import Clock, now_milliseconds
from sync.cose import KID_LABEL, open_shape
from sync.envelope import DOMAIN, ENVELOPE_CAP_BYTES, open_envelope
from sync.ids import DeviceId, Incarnation, StreamId
from sync.messages import Acknowledgement, AckResult, Standing, build_ack, envelope_mark
from sync.sealed import Dictionaries

ENVELOPES_REMEMBERED = 100_000
BUSY_SECONDS = 60

_log = logging.getLogger("sync.central.pushes")


_HWM, _LATER = schema.hwm, schema.later_code
_MARK = select(_HWM.c.seq, _HWM.c.head, _HWM.c.durable).where(
    _HWM.c.device_id == bindparam("device_id"), _HWM.c.stream == bindparam("stream")
)
_LAST_CODE = select(func.max(_LATER.c.number)).where(_LATER.c.device_id == bindparam("device_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PushAnswer:
    """The signed ack; `fits` is false for a gap or a fork (HTTP 409)."""

    ack: bytes
    result: AckResult
    new_events: int

    @property
    def fits(self) -> bool:
        """Say whether the batch continued what is stored."""
        return self.result is AckResult.STORED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stand:
    """Everything that an ack says and that may change: read from the database, not remembered.

    Another process may have moved it. A code after the ack has a new `later_code` number.
    """

    mark: tuple[int, bytes, int] | None
    last_later_code: int
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remembered:
    """An answer, good as long as its stream stands as it stood."""

    device_id: DeviceId
    stream: StreamId
    stand: _Stand
    answer: PushAnswer


class Pushes:
    """Answers pushes; safe to call from several threads."""

    def __init__(
        self,
        *,
        database: CentralDatabase,
        keys: CentralKeys,
        incarnation: Incarnation,
        clock: Clock,
        rate: RateLimit,
        stored: Callable[[], None],
        follow: Follow = nothing_follows,
        dictionaries: Dictionaries | None = None,
        committed: Callable[[CommitMark], None] = lambda _mark: None,
    ) -> None:
        self._committed = committed
        self._database = database
        self._keys = keys
        self._incarnation = incarnation
        self._clock = clock
        self._rate = rate
        self._stored = stored
        self._dictionaries = dictionaries
        self._follow = follow
        self._stretcher = Stretcher()
        self._answered: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, envelope: bytes, *, limited: bool = True) -> PushAnswer:
        """Return the ack of an envelope, whatever it says about it.

        Not *limited*: it came on a stick and not over a line; as many may come as it holds.

        Raises MessageInvalid or Refused when there is no envelope to speak of; nothing was stored
        then. A repeat is answered from memory with the same bytes as long as nothing of that device
        changed.
        """
        shape = open_shape(envelope, DOMAIN, ENVELOPE_CAP_BYTES, {KID_LABEL})
        if limited:
            self._rate.take(shape.kid)
        mark = envelope_mark(envelope)
        remembered = self._recall(mark)
        if remembered is not None:
            return remembered
        batch = open_envelope(
            envelope,
            lambda device_id: device_point(self._database, device_id),
            self._keys.seal_keys(),
            self._dictionaries,
        )
        self._stretcher.warm(self._database, codes_asked(batch))
        last_code = self._last_code(DeviceId(batch.device_id))
        outcome = ingest(
            self._database,
            batch,
            now_milliseconds(self._clock),
            self._stretcher,
            self._follow,
        )
        self._witness(outcome)
        stand = self._stand(outcome.device_id, outcome.stream)
        answer = PushAnswer(
            ack=build_ack(self._keys.signer, self._ack(outcome, mark, stand.standing)),
            result=outcome.result,
            new_events=outcome.new_events,
        )
        if outcome.new_events:
            self._stored()
        said = (outcome.seq, outcome.head, outcome.durable)
        if (stand.mark, stand.last_later_code) == (said, last_code):
            self._remember(mark, outcome, stand, answer)
        return answer

    def _witness(self, outcome: Outcome) -> None:
        """Mark what is stored; without the mark no ack goes out, and the device sends again.

        Also what had been stored before: the process may have ended before it was marked.
        """
        if outcome.result is not AckResult.STORED:
            return
        mark = CommitMark(
            device_id=outcome.device_id,
            stream=outcome.stream,
            seq=outcome.seq,
            head=outcome.head,
        )
        try:
            self._committed(mark)
        except OSError as error:
            _log.exception("the witness of commits cannot be written")
            raise Refused(503, "busy", "witness", BUSY_SECONDS) from error

    def _ack(self, outcome: Outcome, mark: bytes, standing: Standing) -> Acknowledgement:
        return Acknowledgement(
            device_id=outcome.device_id,
            incarnation=self._incarnation,
            stream=outcome.stream,
            seq=outcome.seq,
            head=outcome.head,
            durable_seq=outcome.durable,
            server_time_ms=now_milliseconds(self._clock),
            result=outcome.result,
            attention=outcome.codes,
            answers=mark,
            standing=standing,
        )

    def _last_code(self, device_id: DeviceId) -> int:
        with self._database.read() as connection:
            return connection.execute(_LAST_CODE, {"device_id": device_id}).scalar_one() or 0

    def _stand(self, device_id: DeviceId, stream: StreamId) -> _Stand:
        here = {"device_id": device_id, "stream": stream}
        with self._database.read() as connection:
            row = connection.execute(_MARK, here).one_or_none()
            last = connection.execute(_LAST_CODE, {"device_id": device_id}).scalar_one()
            standing = standing_of(connection)
        mark = None if row is None else (row.seq, bytes(row.head), row.durable)
        return _Stand(mark=mark, last_later_code=last or 0, standing=standing)

    def _recall(self, mark: bytes) -> PushAnswer | None:
        with self._lock:
            found = self._answered.get(mark)
        if found is None or self._stand(found.device_id, found.stream) != found.stand:
            return None
        with self._lock:
            if mark in self._answered:
                self._answered.move_to_end(mark)
        return replace(found.answer, new_events=0)

    def _remember(self, mark: bytes, outcome: Outcome, stand: _Stand, answer: PushAnswer) -> None:
        held = _Remembered(
            device_id=outcome.device_id, stream=outcome.stream, stand=stand, answer=answer
        )
        with self._lock:
            self._answered[mark] = held
            self._answered.move_to_end(mark)
            if len(self._answered) > ENVELOPES_REMEMBERED:
                self._answered.popitem(last=False)
