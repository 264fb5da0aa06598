"""The HTTP interface as an OpenAPI document: the application's own routes, with their words.

The central serves no document and no console; `ventanilla-central openapi` writes one. PROTOCOL.md
is normative; what stands here says which bytes go where, with which status.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from sync.central.answering import CBOR, COSE

HTML, SCRIPT, PLAIN = "text/html", "text/javascript", "text/plain"
OCTETS, OFFSET_OCTETS = "application/octet-stream", "application/offset+octet-stream"
TOKEN = "ventanillaToken"  # noqa: S105 - the name of a scheme
CODES = (
    "size cbor shape header alg version sig cert-sig cert cert-role key root-unknown kid-unknown"
    " seal-key seal padding zstd bomb dict count chain head replay token blob-offset blob-hash"
    " blob-quota code code-used kid-taken busy path fault digits"
)
"""PROTOCOL §23, with `path` and `fault` for what is not about a message."""

Answers = dict[int, tuple[str, str | None]]
"""Status → what it says, and the content type of its body (None: no body)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path, as a third party needs it."""

    name: str
    words: str
    section: str
    answers: Answers
    body: tuple[str, ...] = ()
    body_words: str = ""
    needs_token: bool = False
    query: dict[str, str] | None = None
    headers: dict[str, str] | None = None


_OFFSETS = {
    "Upload-Offset": "where the body begins, in bytes",
    "Upload-Length": "length of the whole ciphertext",
}
_FOR = {"for": "id of the device whose file it is, for a carrier; 16 hex digits"}

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("GET", "/v1/health"): Operation(
        name="health",
        words="For machines in the data centre; a device decides nothing by it.",
        section="15",
        answers={204: ("The database answers.", None), 503: ("It does not.", None)},
    ),
    ("GET", "/v1/central"): Operation(
        name="central",
        words="Certificates of the central and the newest revocation list; public.",
        section="15",
        answers={200: ("`{1: [certificate], 2: revocation list / null}`", CBOR)},
    ),
    ("POST", "/v1/probe"): Operation(
        name="probe",
        words="Where the central stands in each stream of the device.",
        section="15",
        needs_token=True,
        answers={200: ("Signed probe answer, with the nonce of the token.", COSE)},
    ),
    ("POST", "/v1/enrol"): Operation(
        name="enrol",
        words="A device asks for its certificate with a one-time code.",
        section="18",
        body=(COSE,),
        body_words="Enrolment request, signed by the new key, sealed to the central.",
        answers={
            200: ("Granted: signed answer.", COSE),
            202: ("Pending: signed answer; the same bytes get the final one later.", COSE),
            403: ("`code` or `code-used`.", CBOR),
            409: ("`kid-taken`.", CBOR),
        },
    ),
    ("POST", "/v1/push"): Operation(
        name="push",
        words="Events of one device; whoever delivers them.",
        section="7",
        body=(COSE,),
        body_words="Push envelope, at most 1 MiB.",
        answers={
            200: ("Stored: signed acknowledgement, result 0.", COSE),
            409: ("Gap or fork: signed acknowledgement, result 1 or 2.", COSE),
        },
    ),
    ("POST", "/v1/pull"): Operation(
        name="pull",
        words="The next page of reference data after a cursor.",
        section="14",
        needs_token=True,
        body=(CBOR,),
        body_words="`{1: cursor, 2: max bytes, ? 3: [dataset]}`",
        answers={200: ("Signed page, sealed to the device.", COSE)},
    ),
    ("HEAD", "/v1/blobs/{blob_id}"): Operation(
        name="blobOffset",
        words="How much of a file is here (Upload-Offset, Upload-Length).",
        section="13",
        needs_token=True,
        query=_FOR,
        answers={
            200: ("Both headers.", None),
            404: ("Nothing of it.", CBOR),
            410: ("Erased.", CBOR),
        },
    ),
    ("PATCH", "/v1/blobs/{blob_id}"): Operation(
        name="blobAppend",
        words="The whole remainder of a file from an offset on.",
        section="13",
        needs_token=True,
        query=_FOR,
        headers=_OFFSETS,
        body=(OFFSET_OCTETS,),
        body_words="Ciphertext.",
        answers={
            201: ("Complete, hash right: signed confirmation.", COSE),
            204: ("So much is here: Upload-Offset.", None),
            404: ("`path`: no such name.", CBOR),
            409: ("`blob-offset`, `blob-hash`: go on at Upload-Offset.", CBOR),
            410: ("Erased: no more of it is taken.", CBOR),
            507: ("`blob-quota`.", CBOR),
        },
    ),
    ("GET", "/v1/blobs/{blob_id}"): Operation(
        name="blobRead",
        words="A large value of the reference data, or a file of the device's own; by Range.",
        section="14",
        needs_token=True,
        query=_FOR,
        answers={
            200: ("The whole of it.", OCTETS),
            206: ("The range that was asked for.", OCTETS),
            404: ("Not here.", CBOR),
            410: ("Erased.", CBOR),
            416: ("No such range.", CBOR),
        },
    ),
    ("POST", "/v1/receipts/seen"): Operation(
        name="receiptSeen",
        words="Somebody holds this receipt.",
        section="RECEIPTS §9",
        body=(PLAIN, COSE),
        body_words="Its digits, or its signed bytes.",
        answers={
            200: ("Signed acuse.", COSE),
            202: ("Signed acuse: noted, its event has not arrived.", COSE),
        },
    ),
    ("GET", "/v1/receipts/typed"): Operation(
        name="receiptTyped",
        words="The receipt with this folio and these ten characters.",
        section="RECEIPTS §9",
        query={"f": "folio as printed", "c": "ten characters as printed"},
        answers={200: ("Signed acuse; a page where `Accept` names HTML.", COSE),
                 404: ("No receipt here has both.", CBOR)},
    ),
    ("GET", "/v1/receipts/{device_id}/{series}/{number}"): Operation(
        name="receiptState",
        words="What became of a receipt whose anchor is known.",
        section="RECEIPTS §9",
        query={"a": "anchor, 32 hex digits"},
        answers={200: ("Signed acuse.", COSE), 404: ("No such receipt.", CBOR)},
    ),
    ("GET", "/v"): Operation(
        name="verifyPage",
        words="The page on which a citizen's phone verifies a receipt; public.",
        section="RECEIPTS §9",
        answers={200: ("The page.", HTML), 304: ("The phone holds these bytes.", None)},
    ),
    ("GET", "/v-worker.js"): Operation(
        name="verifyWorker",
        words="Its worker; public.",
        section="RECEIPTS §9",
        answers={200: ("The worker.", SCRIPT), 304: ("The phone holds these bytes.", None)},
    ),
}  # fmt: skip
_EVERYWHERE: Answers = {
    400: ("The message does not hold.", CBOR),
    413: ("`size`: larger than its limit.", CBOR),
    415: ("Another content type is needed.", CBOR),
    426: ("`version`: a newer protocol.", CBOR),
    429: ("`busy`: too often; Retry-After in seconds.", CBOR),
    500: ("`fault`: nothing was stored, try again.", CBOR),
    503: ("`busy`: Retry-After in seconds.", CBOR),
}
_UNAUTHORIZED = (
    "Signature, certificate, token or key unknown; keep all and try again at the next contact.",
    CBOR,
)


def openapi_document(app: FastAPI, base_url: str) -> dict[str, Any]:
    """Return the document of an application; KeyError for a route that has no words here."""
    paths: dict[str, Any] = {}
    for method, path in sorted(routes_of(app)):
        written = _operation(OPERATIONS[method, path], path)
        paths.setdefault(path, {})[method.lower()] = written
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ventanilla central",
            "version": "1",
            "description": "Ventanilla protocol 1. Signed bodies decide; statuses are hints.",
        },
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                TOKEN: {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`Ventanilla <base64url>`: signed `{1: method, 2: path with"
                    " query, 3: nonce, 4: known incarnation, ? 5: SHA-256(body)}` (PROTOCOL §15)",
                }
            },
            "schemas": {
                "Bytes": {"type": "string", "format": "binary"},
                "Error": {
                    "type": "string",
                    "format": "binary",
                    "description": "CBOR `{1: code, ? 2: detail}`, unsigned, a hint only. Codes: "
                    + ", ".join(CODES.split()),
                },
            },
        },
    }


def routes_of(app: FastAPI) -> set[tuple[str, str]]:
    """Return every (method, path) that an application answers."""
    found = set()
    for route in app.routes:
        if isinstance(route, APIRoute):
            found |= {(method, route.path) for method in route.methods or ()}
    return found


def answers_of(operation: Operation) -> Answers:
    """Return everything an operation may answer."""
    if operation.name == "health":
        return operation.answers
    signed = operation.needs_token or COSE in operation.body
    unauthorized = {401: _UNAUTHORIZED} if signed else {}
    return {**_EVERYWHERE, **unauthorized, **operation.answers}


def _operation(said: Operation, path: str) -> dict[str, Any]:
    where = said.section if said.section.startswith("RECEIPTS") else f"PROTOCOL §{said.section}"
    written: dict[str, Any] = {
        "operationId": said.name,
        "summary": said.words,
        "description": where,
        "responses": {
            str(status): _response(words, media_type)
            for status, (words, media_type) in sorted(answers_of(said).items())
        },
    }
    parameters = [
        *(_parameter(name, "path", "", required=True) for name in re.findall(r"{(\w+)}", path)),
        *(_parameter(name, "query", words) for name, words in (said.query or {}).items()),
        *(
            _parameter(name, "header", words, required=True)
            for name, words in (said.headers or {}).items()
        ),
    ]
    if parameters:
        written["parameters"] = parameters
    if said.body:
        written["requestBody"] = {
            "required": True,
            "description": said.body_words,
            "content": {
                media_type: {"schema": {"$ref": "#/components/schemas/Bytes"}}
                for media_type in said.body
            },
        }
    if said.needs_token:
        written["security"] = [{TOKEN: []}]
    return written


def _response(words: str, media_type: str | None) -> dict[str, Any]:
    if media_type is None:
        return {"description": words}
    schema = "Error" if media_type == CBOR and not words.startswith("`{") else "Bytes"
    return {
        "description": words,
        "content": {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _parameter(name: str, where: str, words: str, *, required: bool = False) -> dict[str, Any]:
    written = {"name": name, "in": where, "required": required, "schema": {"type": "string"}}
    return {**written, "description": words} if words else written
