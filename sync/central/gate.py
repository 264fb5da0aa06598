"""Who may ask: tokens, nonces seen before, and rates (PROTOCOL §15).

A token binds method, path and body to a device's key. It has no time and no expiry, so the central
remembers the last nonces: a replay gains nothing, but it is refused where it is noticed. All of
this is memory of one process; with several processes it belongs into one they share.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from sync.central.errors import Refused
from sync.clock import Clock
from sync.errors import MessageInvalid
from sync.requests import Token, read_token, token_of

NONCES_REMEMBERED = 10_000
MOST_BUCKETS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many requests at once, and how many per second after that."""

    burst: float
    per_second: float


ADDRESS_RATE = Rate(burst=600, per_second=100)
DEVICE_RATE = Rate(burst=200, per_second=20)


class TokenGate:
    """Lets a request in if its token is of an enrolled device, of this request, and new."""

    def __init__(
        self,
        device_point: Callable[[bytes], bytes | None],
        nonces_remembered: int = NONCES_REMEMBERED,
    ) -> None:
        self._device_point = device_point
        self._most = nonces_remembered
        self._seen: OrderedDict[tuple[bytes, bytes], None] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, authorization: str | None, method: str, path: str, body: bytes) -> Token:
        """Return the token of a request; MessageInvalid (`token`, `replay`, `sig`, …) otherwise."""
        if authorization is None:
            raise MessageInvalid("token", "no Authorization")
        token = read_token(token_of(authorization), self._device_point)
        token.check(method, path, body)
        self._remember((token.device_id, token.nonce))
        return token

    def _remember(self, key: tuple[bytes, bytes]) -> None:
        with self._lock:
            if key in self._seen:
                raise MessageInvalid("replay", "nonce seen before")
            self._seen[key] = None
            if len(self._seen) > self._most:
                self._seen.popitem(last=False)


class RateLimit:
    """A token bucket per key; the least recently seen keys are forgotten."""

    def __init__(self, rate: Rate, clock: Clock, most_buckets: int = MOST_BUCKETS) -> None:
        self._rate = rate
        self._clock = clock
        self._most = most_buckets
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Hashable) -> None:
        """Return if *key* may ask now; Refused 429 `busy` with the seconds to wait otherwise."""
        now = self._clock.monotonic_seconds()
        with self._lock:
            level, since = self._buckets.pop(key, (self._rate.burst, now))
            level = min(self._rate.burst, level + (now - since) * self._rate.per_second)
            enough = level >= 1
            self._buckets[key] = (level - 1 if enough else level, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        if not enough:
            wait_seconds = max(1, math.ceil((1 - level) / self._rate.per_second))
            raise Refused(429, "busy", retry_after_seconds=wait_seconds)
