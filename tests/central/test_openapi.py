"""The document says what the central does; strange requests get one of the answers it names."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator

import httpx
import pytest

from sync import cbor
from sync.central.__main__ import main
from sync.central.answering import CBOR
from sync.central.api import create_app
from sync.central.memory import Rate
from sync.central.openapi import (
    CODES,
    OPERATIONS,
    answers_of,
    openapi_document,
    routes_of,
)
from sync.central.platform import Limits
from sync.requests import authorization_of, build_token
from tests.delivery.central_running import Running
from tests.delivery.central_support import Central, Device
from tests.support.mutations import LEAVES, damaged, mutated

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
TIMES = 150 if SOAK else 12
UNLIMITED = Rate(burst=1e9, per_second=1e9)
PIECES = (
    "", "..", "%2e%2e", "%2F", "%00", "'; DROP TABLE event; --", "\\", "*", "{device_id}",
    "0011223344556677", "00" * 16, "1", "-1", "9" * 30, "1e3", "ñ", "%C3%28", "a" * 300, "٣",
    "${jndi:x}", "<script>", "?", ";", " ",
)  # fmt: skip
"""What a path or a question may hold that is none of ours."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    limits = Limits(address=UNLIMITED, device=UNLIMITED)
    central = Central(tmp_path_factory.mktemp("openapi"), limits=limits)
    server = Running(central)
    yield server
    server.stop()
    central.close()


def test_every_route_stands_in_the_document(running: Running) -> None:
    """No route without words, no words without a route; nothing serves the document itself."""
    app = create_app(running.central.platform)
    document = openapi_document(app, "https://central.invalid")

    written = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }
    assert written == routes_of(app) == set(OPERATIONS)
    assert running.http.get("/openapi.json").status_code == 404
    assert running.http.get("/docs").status_code == 404


def test_the_command_writes_it(running: Running, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON, with the institution's own address."""
    assert main(["openapi", "--dir", str(running.central.folder)]) == 0

    document = json.loads(capsys.readouterr().out)

    assert document["servers"] == [{"url": running.central.platform.profile.base_url}]
    push = document["paths"]["/v1/push"]["post"]
    assert {"200", "400", "401", "409", "413", "415", "426", "429", "503"} <= set(push["responses"])


def strange_request(
    method: str, path: str, device: Device, http: httpx.Client, dice: random.Random
) -> httpx.Request:
    """Return a request to a path with parts of it, its token, its headers or its body strange."""
    while "{" in path:
        head, _, rest = path.partition("{")
        path = head + dice.choice(PIECES) + rest.partition("}")[2]
    if dice.random() < 0.4:
        path += "?" + "&".join(
            f"{dice.choice('acf')}={dice.choice(PIECES)}" for _ in range(dice.randrange(1, 4))
        )
    said = OPERATIONS.get((method, path.partition("?")[0]))
    body = cbor.encode(mutated({1: dice.choice(LEAVES), 2: 5}, dice))
    if dice.random() < 0.3:
        body = dice.randbytes(dice.choice((0, 1, 40, 5_000)))
    headers = {
        "Content-Type": dice.choice((*(said.body if said else ()), CBOR, "text/plain", "x;y=ñ")),
        "Range": dice.choice(("bytes=0-", "bytes=9-1", "bytes=٣-", "x")),
        "Upload-Offset": dice.choice(("0", "-1", "9" * 13, "x")),
        "Upload-Length": dice.choice(("5", "99999999999", "")),
    }
    request = http.build_request(method, path, content=body, headers=encoded(headers))
    target = request.url.raw_path.decode("ascii")
    token = build_token(
        device.signer, method=method, path=target, nonce=dice.randbytes(16), incarnation=None,
        body=body,
    )  # fmt: skip
    if dice.random() < 0.25:
        token = damaged(token, dice) or b"x"
    if dice.random() < 0.9:
        request.headers["Authorization"] = authorization_of(token)
    return request


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


@pytest.mark.parametrize(("method", "path"), sorted(OPERATIONS))
def test_strange_requests_get_an_answer_that_is_named(
    running: Running, method: str, path: str
) -> None:
    """Metacharacters, wrong types, damaged tokens, any body: a status of the document, its content
    type, and a code of PROTOCOL §23; never 500.
    """
    dice = random.Random(f"{method} {path}")
    device = running.central.enrol()
    for _ in range(TIMES):
        request = strange_request(method, path, device, running.http, dice)
        answer = running.http.send(request)

        named = answers_of(OPERATIONS[method, path]) | {404: ("no such path", CBOR)}
        named |= {405: ("no such method", CBOR)}
        assert answer.status_code in named, (request.url, answer.content)
        assert answer.status_code != 500, (request.url, request.content)
        if answer.status_code >= 400 and method != "HEAD" and path != "/v1/health":
            assert answer.headers["content-type"].startswith((CBOR, "application/cose"))
        is_error = answer.status_code >= 400 and answer.headers.get("content-type") == CBOR
        if is_error and answer.content and not path.startswith("/v1/receipts"):  # the verifier's
            assert cbor.decode(answer.content)[1] in CODES.split()
