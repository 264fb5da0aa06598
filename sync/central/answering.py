"""Around every answer: limits first, refusals as unsigned errors, no path with a name in the log.

The log names a route as it is written here, `/v1/receipts/{device_id}/…`, never the path that was
asked for: who asks about which receipt stands nowhere (PROTOCOL §15).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from ipaddress import IPv6Network
from time import perf_counter

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync import cbor
from sync.central.body_room import Held
from sync.central.engines import UNAVAILABLE
from sync.central.errors import Refused
from sync.central.platform import Platform
from sync.central.watch import Watch, watch_of
from sync.errors import MessageInvalid

log = logging.getLogger("sync.central.api")

COSE = 'application/cose; cose-type="cose-sign1"'
CBOR = "application/cbor"
BUSY_SECONDS = 5
NO_PROGRESS_SECONDS = 60  # more than a device waits (PROTOCOL §16): the slower side gives up last
SLOWEST_BYTES_PER_SECOND = 300  # a quarter of a link of 9,600 bit/s
_UNAUTHORIZED = frozenset(
    {
        "sig",
        "cert-sig",
        "cert",
        "cert-role",
        "key",
        "root-unknown",
        "kid-unknown",
        "replay",
        "token",
    }
)
_STATUS = {"size": 413, "version": 426}

_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "OPTIONS"})

Work = Callable[[bytes], Response]


def status_of(code: str) -> int:
    """Return the HTTP status of a code (PROTOCOL §23)."""
    return 401 if code in _UNAUTHORIZED else _STATUS.get(code, 400)


async def answered(
    platform: Platform, request: Request, cap_bytes: int, media_type: str | None, work: Work
) -> Response:
    """Read the body within its limit, run *work* on it in a thread, map refusals to errors."""
    try:
        platform.address_rate.take(client_of(request))
        check_media_type(request, media_type)
        with platform.bodies.held() as held:
            body = await read_body(request, cap_bytes, held)
            return await run_in_threadpool(work, body)
    except ClientDisconnect:  # lid closed, link gone: nothing was read whole, nobody hears this
        log.info("%s %s was cut", request.method, route_of(request))
        return error_response(400, "size")
    except MessageInvalid as error:
        refused = Refused(status_of(error.code), error.code, error.detail)
    except Refused as error:
        refused = error
    except UNAVAILABLE:
        log.exception("database")
        refused = Refused(503, "busy", retry_after_seconds=BUSY_SECONDS)
    except Exception:  # the top hook of STYLE rule 30: nothing was stored, the device tries again
        log.exception("%s %s", request.method, route_of(request))
        refused = Refused(500, "fault")
    watch_of(request).refused(refused.code)
    return error_response(refused.status, refused.code, refused.detail, refused.retry_after_seconds)


def check_media_type(request: Request, wanted: str | None) -> None:
    """Raise Refused 415 where a body is not what is *wanted*; None takes anything."""
    if wanted is None:
        return
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated != wanted.partition(";")[0]:
        raise Refused(415, "shape", f"Content-Type {wanted} is needed")


async def read_body(request: Request, cap_bytes: int, held: Held) -> bytes:
    """Return the body; see `chunks` and `BodyRoom` for what is raised instead."""
    parts = []
    async for part in chunks(request, cap_bytes):
        held.take(len(part))
        parts.append(part)
    return b"".join(parts)


async def chunks(
    request: Request,
    cap_bytes: int,
    *,
    no_progress_seconds: float = NO_PROGRESS_SECONDS,
    slowest: float = SLOWEST_BYTES_PER_SECOND,
) -> AsyncIterator[bytes]:
    """Yield the body as it comes.

    Raises MessageInvalid("size") as soon as it is known to pass the limit, and Refused 503 `busy`
    where nothing comes for a while, or all of it at a pace no link has: who trickles has no place.
    """
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated[:20]) > cap_bytes:
        raise MessageInvalid("size", f"at most {cap_bytes} bytes")
    loop = asyncio.get_running_loop()
    since, size = loop.time(), 0
    parts = request.stream()
    while True:
        until = min(loop.time(), since + size / slowest) + no_progress_seconds
        try:
            async with asyncio.timeout_at(until):
                part = await anext(parts)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise Refused(503, "busy", "no progress", BUSY_SECONDS) from error
        size += len(part)
        if size > cap_bytes:
            raise MessageInvalid("size", f"at most {cap_bytes} bytes")
        yield part


def error_response(
    status: int, code: str, detail: str = "", retry_after_seconds: int | None = None
) -> Response:
    """Return an unsigned error: a hint, never an answer."""
    content: dict[int, object] = {1: code}
    if detail:
        content[2] = detail
    headers = {} if retry_after_seconds is None else {"Retry-After": str(retry_after_seconds)}
    return Response(cbor.encode(content), status_code=status, media_type=CBOR, headers=headers)


def route_of(request: Request) -> str:
    """Return the route of a request as it is written, without what somebody asked about."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "?"))


class Timing:
    """Tells the watch which route was asked, how it ended and how long it took."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            route = str(getattr(scope.get("route"), "path", "?"))
            method = scope["method"] if scope["method"] in _METHODS else "?"
            self._watch.asked(method, route, status, perf_counter() - began)


def client_of(request: Request) -> str:
    """Return the address that asks: for rates, in memory only. Of IPv6 the /64 of a household."""
    host = request.client.host if request.client else ""
    if ":" not in host:
        return host
    try:
        return str(IPv6Network((host.partition("%")[0], 64), strict=False).network_address)
    except ValueError:
        return host
