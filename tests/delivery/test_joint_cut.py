"""A device that goes away in the middle of a request is everyday business for the central."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from sync.central import schema
from sync.central.api import COSE
from tests.delivery.joint_support import JointCentral, until


@pytest.fixture
def central(tmp_path: Path) -> Iterator[JointCentral]:
    made = JointCentral(tmp_path)
    yield made
    made.close()


def test_a_push_that_is_cut_is_no_fault(
    central: JointCentral, caplog: pytest.LogCaptureFixture
) -> None:
    """Noted in one quiet line, without a traceback; nothing is stored and others are answered."""
    caplog.set_level(logging.INFO, logger="sync.central.api")
    url = central.platform.profile.base_url
    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    head = f"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Type: {COSE}\r\nContent-Length: 900\r\n"
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(f"{head}\r\n".encode() + bytes(400))

    until(lambda: "POST /v1/push was cut" in caplog.text, "the cut is noted")

    assert "Traceback" not in caplog.text
    assert httpx.get(f"{url}/v1/health").status_code == 204
    assert central.rows(schema.event) == []
