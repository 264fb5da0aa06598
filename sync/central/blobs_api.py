"""HEAD, PATCH and GET of `/v1/blobs/{id}` (PROTOCOL §13, §14, §15).

The body of a PATCH is written as it arrives, whatever its end: what came before a cut is on the
disk, and the next HEAD says how much that is. Its token binds method and path; the bytes are bound
by their hash, which is the name.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from sync.central.answering import (
    BUSY_SECONDS,
    COSE,
    check_media_type,
    chunks,
    client_of,
    error_response,
    route_of,
    status_of,
)
from sync.central.blobs import Taken, Upload, WrongPlace
from sync.central.engines import UNAVAILABLE
from sync.central.errors import Refused
from sync.central.gate import asked_of
from sync.central.platform import Platform
from sync.central.values import value_of
from sync.central.watch import watch_of
from sync.errors import MessageInvalid
from sync.ids import DeviceId

OFFSET_TYPE = "application/offset+octet-stream"
OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
OCTETS = "application/octet-stream"
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_NOT_KEPT = {"Cache-Control": "no-store"}
_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}

log = logging.getLogger("sync.central.api")


def add_blob_routes(app: FastAPI, platform: Platform) -> None:
    """Add the paths of attachments and large values to the central's application."""

    @app.head("/v1/blobs/{blob_id}")
    async def head(request: Request, blob_id: str) -> Response:
        async def answer() -> Response:
            return await run_in_threadpool(_head, platform, request, blob_id)

        return await _refusals(request, answer)

    @app.patch("/v1/blobs/{blob_id}")
    async def patch(request: Request, blob_id: str) -> Response:
        async def answer() -> Response:
            return await _patch(platform, request, blob_id)

        return await _refusals(request, answer)

    @app.get("/v1/blobs/{blob_id}")
    async def get(request: Request, blob_id: str) -> Response:
        async def answer() -> Response:
            return await run_in_threadpool(_get, platform, request, blob_id)

        return await _refusals(request, answer)


async def _refusals(request: Request, work: Callable[[], Awaitable[Response]]) -> Response:
    """Do the work; every refusal becomes an unsigned error, with an offset where it has one."""
    try:
        return await work()
    except ClientDisconnect:
        log.info("%s %s was cut", request.method, route_of(request))
        return error_response(400, "size")
    except MessageInvalid as error:
        refused = Refused(status_of(error.code), error.code, error.detail)
    except Refused as error:
        refused = error
    except UNAVAILABLE:
        log.exception("database")
        refused = Refused(503, "busy", retry_after_seconds=BUSY_SECONDS)
    except Exception:  # the top hook of STYLE rule 30: the device asks again with HEAD
        log.exception("%s %s", request.method, route_of(request))
        refused = Refused(500, "fault")
    watch_of(request).refused(refused.code)
    response = error_response(
        refused.status, refused.code, refused.detail, refused.retry_after_seconds
    )
    if isinstance(refused, WrongPlace):
        response.headers[OFFSET] = str(refused.offset)
    return response


def _admitted(platform: Platform, request: Request, name: str) -> tuple[DeviceId, bytes]:
    """Return whose file is asked for and its id; the limits come before the signature."""
    platform.address_rate.take(client_of(request))
    token = platform.gate.admit(*asked_of(request), b"")
    platform.device_rate.take(token.device_id)
    if re.fullmatch(r"[0-9a-f]{32}", name) is None:
        raise Refused(404, "path")
    owner = platform.blobs.owner(DeviceId(token.device_id), request.query_params.get("for"))
    return owner, bytes.fromhex(name)


def _head(platform: Platform, request: Request, name: str) -> Response:
    owner, blob_id = _admitted(platform, request, name)
    here = platform.blobs.here(owner, blob_id)
    if here is None:
        raise Refused(404, "path")
    headers = {OFFSET: str(here.offset), LENGTH: str(here.length_bytes), **_NOT_KEPT}
    return Response(status_code=200, headers=headers)


async def _patch(platform: Platform, request: Request, name: str) -> Response:
    def begin() -> Upload | Taken:
        owner, blob_id = _admitted(platform, request, name)
        check_media_type(request, OFFSET_TYPE)
        return platform.blobs.begin(owner, blob_id, _number(request, OFFSET), _length(request))

    begun = await run_in_threadpool(begin)
    taken = begun if isinstance(begun, Taken) else await _receive(request, begun)
    if taken.confirmation is None:
        return Response(status_code=204, headers={OFFSET: str(taken.offset)})
    headers = {OFFSET: str(taken.offset)}
    return Response(taken.confirmation, status_code=201, media_type=COSE, headers=headers)


async def _receive(request: Request, upload: Upload) -> Taken:
    """Write the body as it arrives; what came is synced however the request ends."""
    try:
        async for piece in chunks(request, upload.length_bytes - upload.offset):
            if piece:
                await run_in_threadpool(upload.write, piece)
    except BaseException:
        await run_in_threadpool(upload.keep)
        raise
    return await run_in_threadpool(upload.end)


def _get(platform: Platform, request: Request, name: str) -> Response:
    owner, blob_id = _admitted(platform, request, name)
    with platform.database.read() as connection:
        content = value_of(connection, blob_id)
    if content is None:
        content = platform.blobs.read(owner, blob_id)
    if content is None:
        raise Refused(404, "path")
    headers = {**_FOR_EVER, "Accept-Ranges": "bytes", "ETag": f'"{name}"'}
    asked = request.headers.get("range")
    if asked is None:
        return Response(content, media_type=OCTETS, headers=headers)
    found = _RANGE.fullmatch(asked.strip())
    first = int(found[1]) if found else 0
    last = min(int(found[2]) if found and found[2] else len(content) - 1, len(content) - 1)
    if found is None or first >= len(content) or last < first:
        response = error_response(416, "size")
        response.headers["Content-Range"] = f"bytes */{len(content)}"
        return response
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], status_code=206, media_type=OCTETS, headers=headers)


def _number(request: Request, name: str) -> int:
    """Return a header that must be a number; Refused 400 where it is none."""
    text = request.headers.get(name, "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Refused(400, "shape", name)
    return int(text)


def _length(request: Request) -> int:
    """Return `Upload-Length`; Refused 400 where offset and body do not fit into it."""
    length, offset = _number(request, LENGTH), _number(request, OFFSET)
    body = request.headers.get("content-length", "0").strip()
    if offset > length or (body.isascii() and body.isdigit() and offset + int(body) > length):
        raise Refused(400, "size", "more than Upload-Length")
    return length
