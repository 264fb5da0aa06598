"""HTTP in, signed answers out (PROTOCOL §15).

Every body is read with a hard limit before anything of it is parsed. A signed answer says what is
true; the status and the unsigned error beside it are hints. Nothing here decides anything about
events.
"""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from sync import cbor
from sync.central.answering import CBOR, COSE, Timing, answered, error_response
from sync.central.blobs_api import add_blob_routes
from sync.central.engines import UNAVAILABLE
from sync.central.gate import asked_of
from sync.central.pages import PullRequest
from sync.central.platform import Platform
from sync.central.receipts_api import ANY_PAGE, add_receipt_routes
from sync.central.watch import NothingWatched, Watch
from sync.envelope import ENVELOPE_CAP_BYTES
from sync.ids import DeviceId
from sync.requests import ENROLMENT_CAP_BYTES

SMALL_BODY_BYTES = 4096  # probe and pull requests
__all__ = ["CBOR", "COSE", "create_app"]


def create_app(platform: Platform, watch: Watch | None = None) -> FastAPI:
    """Return the HTTP application of a central that is open; *watch* is told what it does."""
    app = FastAPI(title="Ventanilla central", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.watch = watch = watch or NothingWatched()
    app.add_middleware(Timing, watch=watch)

    @app.get("/v1/health")
    async def health() -> Response:
        try:
            ready = await run_in_threadpool(platform.is_ready)
        except UNAVAILABLE:
            ready = False
        return Response(status_code=204 if ready else 503)

    @app.get("/v1/central")
    async def central(request: Request) -> Response:
        def answer(_body: bytes) -> Response:
            certificates = platform.published_profile().central_certificates
            content = cbor.encode({1: list(certificates), 2: platform.revocations()})
            headers = {"Cache-Control": "public, max-age=3600", **ANY_PAGE}
            return Response(content, media_type=CBOR, headers=headers)

        return await answered(platform, request, 0, None, answer)

    @app.post("/v1/probe")
    async def probe(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            token = platform.gate.admit(*asked_of(request), body)
            platform.device_rate.take(token.device_id)
            return Response(platform.probe(token), media_type=COSE)

        return await answered(platform, request, SMALL_BODY_BYTES, None, answer)

    @app.post("/v1/enrol")
    async def enrol(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            answered = platform.enrolment.answer(body)
            watch.enrolled(answered.granted)
            status = 200 if answered.granted else 202
            return Response(answered.answer, status_code=status, media_type=COSE)

        return await answered(platform, request, ENROLMENT_CAP_BYTES, COSE, answer)

    @app.post("/v1/push")
    async def push(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            answered = platform.pushes.answer(body)
            watch.pushed(answered.result, answered.new_events)
            status = 200 if answered.fits else 409
            return Response(answered.ack, status_code=status, media_type=COSE)

        return await answered(platform, request, ENVELOPE_CAP_BYTES, COSE, answer)

    @app.post("/v1/pull")
    async def pull(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            token = platform.gate.admit(*asked_of(request), body)
            platform.device_rate.take(token.device_id)
            page = platform.pages.page(DeviceId(token.device_id), PullRequest.read(body))
            return Response(page, media_type=COSE)

        return await answered(platform, request, SMALL_BODY_BYTES, CBOR, answer)

    add_blob_routes(app, platform)
    add_receipt_routes(app, platform)

    @app.exception_handler(HTTPException)
    async def no_such_path(_request: Request, error: Exception) -> Response:
        watch.refused("path")
        status = error.status_code if isinstance(error, HTTPException) else 500
        return error_response(status, "path")

    return app
