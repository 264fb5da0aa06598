"""What a citizen's phone asks of the central: the verify page, and what became of a receipt.

Nothing here is written to a log, no cookie is set, nothing names who asked (RECEIPTS §9). Other
pages may ask too (CORS `*`): the verify page is best served by another body than the one it judges.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response

from sync.acuse import AcuseState
from sync.central.answering import COSE, answered, client_of
from sync.central.errors import Refused
from sync.central.platform import Platform
from sync.central.seen import AboutReceipt
from sync.central.verify_page import WORKER_HEADERS, VerifyPage, typed_page
from sync.errors import MessageInvalid
from sync.receipt_check import LARGEST_BYTES, LARGEST_DIGITS
from sync.receipts import digits_of

ANY_PAGE = {"Access-Control-Allow-Origin": "*"}
PLAIN = "text/plain"
HTML = "text/html; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
_NOT_KEPT = {**ANY_PAGE, "Cache-Control": "no-store"}


def add_receipt_routes(app: FastAPI, platform: Platform) -> None:
    """Add the paths of RECEIPTS §9 to the central's application."""
    pages = _Pages(platform)

    @app.get("/v")
    async def verify_page(request: Request) -> Response:
        def answer(_body: bytes) -> Response:
            page = pages.now()
            return _unless_held(request, page.html, HTML, page.headers)

        return await answered(platform, request, 0, None, answer)

    @app.get("/v-worker.js")
    async def verify_worker(request: Request) -> Response:
        def answer(_body: bytes) -> Response:
            return _unless_held(request, pages.now().worker, SCRIPT, WORKER_HEADERS)

        return await answered(platform, request, 0, None, answer)

    @app.post("/v1/receipts/seen")
    async def seen(request: Request) -> Response:
        def answer(body: bytes) -> Response:
            platform.receipts.address_rate.take(client_of(request))
            digits = _digits_in(body, request.headers.get("content-type", ""))
            try:
                about = platform.receipts.report(digits)
            except MessageInvalid as error:
                raise Refused(400, error.code) from error
            status = 202 if about.state is AcuseState.NOTED else 200
            return Response(about.acuse, status_code=status, media_type=COSE)

        return _open(await answered(platform, request, LARGEST_DIGITS, None, answer))

    @app.get("/v1/receipts/typed")
    async def typed(request: Request, f: str = "", c: str = "") -> Response:
        def answer(_body: bytes) -> Response:
            platform.receipts.typed_rate.take(client_of(request))
            return _typed_answer(request, pages.now(), platform.receipts.ask_typed(f, c))

        return _open(await answered(platform, request, 0, None, answer))

    @app.get("/v1/receipts/{device_id}/{series}/{number}")
    async def state(
        request: Request, device_id: str, series: str, number: str, a: str = ""
    ) -> Response:
        def answer(_body: bytes) -> Response:
            platform.receipts.address_rate.take(client_of(request))
            device, anchor = _octets(device_id, 8), _octets(a, 16)
            about = platform.receipts.ask(device, _number(series), _number(number), anchor)
            return Response(about.acuse, media_type=COSE)

        return _open(await answered(platform, request, 0, None, answer))


class _Pages:
    """The verify page of the profile that is published now, put together once per profile."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._page = VerifyPage(platform.profile)

    def now(self) -> VerifyPage:
        profile = self._platform.published_profile()
        if profile != self._page.profile:
            self._page = VerifyPage(profile)
        return self._page


def _unless_held(
    request: Request, content: bytes, media_type: str, headers: Mapping[str, str]
) -> Response:
    """Return a file, or 304 to a phone that holds these very bytes: links are paid by the byte."""
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    said = {**headers, "ETag": mark}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=said)
    return Response(content, media_type=media_type, headers=said)


def _open(response: Response) -> Response:
    """Return a response that any page may read and nobody keeps."""
    response.headers.update(_NOT_KEPT)
    return response


def _typed_answer(request: Request, page: VerifyPage, about: AboutReceipt) -> Response:
    """Return the page for a person, the signed bytes for a program."""
    if "text/html" not in request.headers.get("accept", ""):
        return Response(about.acuse, media_type=COSE)
    html, headers = typed_page(page, about)
    return Response(html, media_type=HTML, headers=headers)


def _digits_in(body: bytes, content_type: str) -> str:
    """Return the digits of a receipt that came as text or as its signed bytes."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/cose":
        if len(body) > LARGEST_BYTES:
            raise MessageInvalid("size", "more bytes than a receipt has")
        return digits_of(body)
    if kind != PLAIN:
        raise Refused(415, "shape", "text/plain with the digits, or application/cose")
    try:
        return body.decode("ascii").strip()
    except UnicodeDecodeError as error:
        raise Refused(400, "digits") from error


def _octets(text: str, size: int) -> bytes:
    """Return bytes written in hex; Refused 404 for anything else, as for a receipt not here."""
    try:
        octets = bytes.fromhex(text)
    except ValueError as error:
        raise Refused(404, "path") from error
    if len(octets) != size or len(text) != 2 * size:
        raise Refused(404, "path")
    return octets


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise Refused(404, "path")
    return int(text)
