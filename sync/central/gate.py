"""Who may ask: tokens, nonces seen before, and rates (PROTOCOL §15).

A token binds method, path and body to a device's key. It has no time and no expiry, so the central
remembers the last nonces: a replay gains nothing, but it is refused where it is noticed. What is
remembered, by one process or by several together, is `memory`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from starlette.requests import Request

from sync.central.errors import Refused
from sync.central.memory import NONCES_REMEMBERED, Levels, Once, OwnLevels, OwnOnce, Rate
from sync.clock import Clock
from sync.errors import MessageInvalid
from sync.requests import Token, read_token, token_of

ADDRESS_RATE = Rate(burst=600, per_second=100)
DEVICE_RATE = Rate(burst=200, per_second=20)


class TokenGate:
    """Lets a request in if its token is of an enrolled device, of this request, and new."""

    def __init__(
        self, device_point: Callable[[bytes], bytes | None], nonces: Once | None = None
    ) -> None:
        self._device_point = device_point
        self._nonces = OwnOnce(NONCES_REMEMBERED) if nonces is None else nonces

    def admit(self, authorization: str | None, method: str, path: str, body: bytes) -> Token:
        """Return the token of a request; MessageInvalid (`token`, `replay`, `sig`, …) otherwise."""
        if authorization is None:
            raise MessageInvalid("token", "no Authorization")
        token = read_token(token_of(authorization), self._device_point)
        token.check(method, path, body)
        if not self._nonces.is_new((token.device_id, token.nonce)):
            raise MessageInvalid("replay", "nonce seen before")
        return token


class RateLimit:
    """A token bucket per key; the least recently seen keys are forgotten."""

    def __init__(self, rate: Rate, clock: Clock, levels: Levels | None = None) -> None:
        self._rate = rate
        self._clock = clock
        self._levels = OwnLevels() if levels is None else levels

    def take(self, key: Hashable) -> None:
        """Return if *key* may ask now; Refused 429 `busy` with the seconds to wait otherwise."""
        now = self._clock.monotonic_seconds()
        level = self._levels.spend(key, self._rate, now)
        if level < 1:
            wait_seconds = max(1, math.ceil((1 - level) / self._rate.per_second))
            raise Refused(429, "busy", retry_after_seconds=wait_seconds)


def asked_of(request: Request) -> tuple[str | None, str, str]:
    """Return Authorization, method, and path with query exactly as they were asked."""
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope.get("query_string", b"")
    target = path + (b"?" + query if query else b"")
    return request.headers.get("authorization"), request.method, target.decode("latin-1")
