"""A push from its bytes to its signed answer: rate, memory, signature, transaction, ack (PROTOCOL
§8, §15).

The order matters: rates before the signature, the signature before HPKE, one-time codes stretched
before the transaction takes its lock, the commit before the ack is signed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from sync.central.code_lists import Stretcher
from sync.central.consequences import Follow, nothing_follows
from sync.central.database import CentralDatabase
from sync.central.enrolment import device_point
from sync.central.fresh import codes_asked
from sync.central.gate import RateLimit
from sync.central.ingest import Outcome, ingest
from sync.central.keys import CentralKeys
from sync.central.standing import standing_of
from sync.clock import Clock, now_milliseconds
from sync.cose import KID_LABEL, open_shape
from sync.envelope import DOMAIN, ENVELOPE_CAP_BYTES, open_envelope
from sync.ids import DeviceId, Incarnation
from sync.messages import Acknowledgement, AckResult, build_ack, envelope_mark
from sync.sealed import Dictionaries

ENVELOPES_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PushAnswer:
    """The signed ack; `fits` is false for a gap or a fork (HTTP 409)."""

    ack: bytes
    fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remembered:
    """An answer, good as long as the device's counter has not moved on."""

    device_id: DeviceId
    moved: int
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
        stored: Callable[[DeviceId], None],
        follow: Follow = nothing_follows,
        dictionaries: Dictionaries | None = None,
    ) -> None:
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
        self._moved: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def answer(self, envelope: bytes) -> PushAnswer:
        """Return the ack of an envelope, whatever it says about it.

        Raises MessageInvalid or Refused when there is no envelope to speak of; nothing was stored
        then. A repeat is answered from memory with the same bytes as long as nothing of that device
        changed.
        """
        shape = open_shape(envelope, DOMAIN, ENVELOPE_CAP_BYTES, {KID_LABEL})
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
        before = self._counter(DeviceId(batch.device_id))
        self._stretcher.warm(self._database, codes_asked(batch))
        outcome = ingest(
            self._database,
            batch,
            now_milliseconds(self._clock),
            self._stretcher,
            self._follow,
        )
        answer = PushAnswer(
            ack=build_ack(self._keys.signer, self._ack(outcome, mark)),
            fits=outcome.result is AckResult.STORED,
        )
        if outcome.new_events:
            before = self.changed(outcome.device_id)
            self._stored(outcome.device_id)
        self._remember(mark, outcome.device_id, before, answer)
        return answer

    def changed(self, device_id: DeviceId) -> int:
        """Forget what was answered to a device: something it would be told has changed."""
        with self._lock:
            self._moved[device_id] = self._moved.get(device_id, 0) + 1
            return self._moved[device_id]

    def forget(self) -> None:
        """Forget every answer: codes were changed after the ack."""
        with self._lock:
            self._answered.clear()

    def _ack(self, outcome: Outcome, mark: bytes) -> Acknowledgement:
        with self._database.read() as connection:
            standing = standing_of(connection)
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

    def _counter(self, device_id: DeviceId) -> int:
        with self._lock:
            return self._moved.get(device_id, 0)

    def _recall(self, mark: bytes) -> PushAnswer | None:
        with self._lock:
            found = self._answered.get(mark)
            if found is None or found.moved != self._moved.get(found.device_id, 0):
                return None
            self._answered.move_to_end(mark)
            return found.answer

    def _remember(self, mark: bytes, device_id: DeviceId, moved: int, answer: PushAnswer) -> None:
        with self._lock:
            self._answered[mark] = _Remembered(device_id=device_id, moved=moved, answer=answer)
            self._answered.move_to_end(mark)
            if len(self._answered) > ENVELOPES_REMEMBERED:
                self._answered.popitem(last=False)
