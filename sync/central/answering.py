"""Around every answer: limits first, refusals as unsigned errors, no path with a name in the log.

The log names a route as it is written here, `/v1/receipts/{device_id}/…`, never the path that was
asked for: who asks about which receipt stands nowhere (PROTOCOL §15).
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import OperationalError
from starlette.requests import ClientDisconnect

from sync import cbor
from sync.central.errors import Refused
from sync.central.platform import Platform
from sync.errors import MessageInvalid

log = logging.getLogger("sync.central.api")

COSE = 'application/cose; cose-type="cose-sign1"'
CBOR = "application/cbor"
BUSY_SECONDS = 5
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
        body = await read_body(request, cap_bytes)
        return await run_in_threadpool(work, body)
    except ClientDisconnect:  # lid closed, link gone: nothing was read whole, nobody hears this
        log.info("%s %s was cut", request.method, route_of(request))
        return error_response(400, "size")
    except MessageInvalid as error:
        return error_response(status_of(error.code), error.code, error.detail)
    except Refused as refused:
        return error_response(
            refused.status, refused.code, refused.detail, refused.retry_after_seconds
        )
    except OperationalError:
        log.exception("database")
        return error_response(503, "busy", retry_after_seconds=BUSY_SECONDS)
    except Exception:  # the top hook of STYLE rule 30: nothing was stored, the device tries again
        log.exception("%s %s", request.method, route_of(request))
        return error_response(500, "fault")


def check_media_type(request: Request, wanted: str | None) -> None:
    """Raise Refused 415 where a body is not what is *wanted*; None takes anything."""
    if wanted is None:
        return
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated != wanted.partition(";")[0]:
        raise Refused(415, "shape", f"Content-Type {wanted} is needed")


async def read_body(request: Request, cap_bytes: int) -> bytes:
    """Return the body; MessageInvalid("size") as soon as it is known to pass the limit."""
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > cap_bytes:
        raise MessageInvalid("size", f"at most {cap_bytes} bytes")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > cap_bytes:
            raise MessageInvalid("size", f"at most {cap_bytes} bytes")
        parts.append(part)
    return b"".join(parts)


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


def client_of(request: Request) -> str:
    """Return the address that asks: for rates, in memory only."""
    return request.client.host if request.client else ""
