"""HTTP in, signed answers out (PROTOCOL §15).

Every body is read with a hard limit before anything of it is parsed. A signed answer says what is
true; the status and the unsigned error beside it are hints. Nothing here decides anything about
events.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from sync import cbor
from sync.central.errors import Refused
from sync.central.pages import PullRequest
from sync.central.platform import Platform
from sync.envelope import ENVELOPE_CAP_BYTES
from sync.errors import MessageInvalid
from sync.ids import DeviceId
from sync.requests import ENROLMENT_CAP_BYTES

log = logging.getLogger("sync.central.api")

COSE = 'application/cose; cose-type="cose-sign1"'
CBOR = "application/cbor"
SMALL_BODY_BYTES = 4096  # probe and pull requests
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


def create_app(platform: Platform) -> FastAPI:
    """Return the HTTP application of a central that is open."""
    app = FastAPI(title="Ventanilla central", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/v1/health")
    async def health() -> Response:
        try:
            ready = await run_in_threadpool(platform.is_ready)
        except OperationalError:
            ready = False
        return Response(status_code=204 if ready else 503)

    @app.get("/v1/central")
    async def central(request: Request) -> Response:
        def answer(_body: bytes) -> Response:
            content = cbor.encode(
                {1: list(platform.profile.central_certificates), 2: platform.revocations()}
            )
            headers = {"Cache-Control": "public, max-age=3600"}
            return Response(content, media_type=CBOR, headers=headers)

        return await _answered(platform, request, 0, None, answer)

    @app.post("/v1/probe")
    async def probe(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            token = platform.gate.admit(*_asked(request), body)
            platform.device_rate.take(token.device_id)
            return Response(platform.probe(token), media_type=COSE)

        return await _answered(platform, request, SMALL_BODY_BYTES, None, answer)

    @app.post("/v1/enrol")
    async def enrol(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            answered = platform.enrolment.answer(body)
            status = 200 if answered.granted else 202
            return Response(answered.answer, status_code=status, media_type=COSE)

        return await _answered(platform, request, ENROLMENT_CAP_BYTES, COSE, answer)

    @app.post("/v1/push")
    async def push(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            answered = platform.pushes.answer(body)
            status = 200 if answered.fits else 409
            return Response(answered.ack, status_code=status, media_type=COSE)

        return await _answered(platform, request, ENVELOPE_CAP_BYTES, COSE, answer)

    @app.post("/v1/pull")
    async def pull(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            token = platform.gate.admit(*_asked(request), body)
            platform.device_rate.take(token.device_id)
            page = platform.pages.page(DeviceId(token.device_id), PullRequest.read(body))
            return Response(page, media_type=COSE)

        return await _answered(platform, request, SMALL_BODY_BYTES, CBOR, answer)

    @app.exception_handler(HTTPException)
    async def no_such_path(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return _error(status, "path")

    return app


def _asked(request: Request) -> tuple[str | None, str, str]:
    """Return Authorization, method, and path with query exactly as they were asked."""
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope.get("query_string", b"")
    target = path + (b"?" + query if query else b"")
    return request.headers.get("authorization"), request.method, target.decode("latin-1")


async def _answered(
    platform: Platform, request: Request, cap_bytes: int, media_type: str | None, work: Work
) -> Response:
    """Read the body within its limit, run *work* on it in a thread, map refusals to errors."""
    try:
        platform.address_rate.take(request.client.host if request.client else "")
        _check_media_type(request, media_type)
        body = await _read(request, cap_bytes)
        return await run_in_threadpool(work, body)
    except ClientDisconnect:  # lid closed, link gone: nothing was read whole, nobody hears this
        log.info("%s %s was cut", request.method, request.url.path)
        return _error(400, "size")
    except MessageInvalid as error:
        return _error(status_of(error.code), error.code, error.detail)
    except Refused as refused:
        return _error(refused.status, refused.code, refused.detail, refused.retry_after_seconds)
    except OperationalError:
        log.exception("database")
        return _error(503, "busy", retry_after_seconds=BUSY_SECONDS)
    except Exception:  # the top hook of STYLE rule 30: nothing was stored, the device tries again
        log.exception("%s %s", request.method, request.url.path)
        return _error(500, "fault")


def _check_media_type(request: Request, wanted: str | None) -> None:
    if wanted is None:
        return
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated != wanted.partition(";")[0]:
        raise Refused(415, "shape", f"Content-Type {wanted} is needed")


async def _read(request: Request, cap_bytes: int) -> bytes:
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


def _error(
    status: int, code: str, detail: str = "", retry_after_seconds: int | None = None
) -> Response:
    content: dict[int, object] = {1: code}
    if detail:
        content[2] = detail
    headers = {} if retry_after_seconds is None else {"Retry-After": str(retry_after_seconds)}
    return Response(cbor.encode(content), status_code=status, media_type=CBOR, headers=headers)
