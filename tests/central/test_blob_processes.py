"""Several processes take files together, and one that is killed takes nothing along."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sync.central.blobs import Here
from tests.delivery.central_support import Central, Device
from tests.support.blob_office import BlobOffice
from tests.support.processes import children_of, listens, wait_until

SEALED = bytes(range(253)) * 1_600

pytestmark = [
    pytest.mark.slow,
    pytest.mark.on_a_file,
    pytest.mark.soak,  # a service of several processes to start
]


class ServedOffice(BlobOffice):
    """The same requests to a central that is processes of its own."""

    def __init__(self, central: Central, device: Device, url: str) -> None:
        self.central = central
        self.device = device
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=60)  # a worker may still be loading

    def stop(self) -> None:
        """Close the connection."""
        self.http.close()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


def test_a_killed_worker_loses_no_byte_and_leaves_no_lock(central: Central) -> None:
    """SIGKILL of every worker in the middle of a body: HEAD knows each byte, the rest follows."""
    device = central.enrol()
    command = [
        sys.executable, "-m", "sync.central", "serve", "--dir", str(central.folder), "--port", "0",
        "--workers", "2",
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1]
        port = int(url.rpartition(":")[2])
        office = ServedOffice(central, device, url)

        def workers() -> list[int]:
            found = []
            for child in children_of(process.pid):
                with contextlib.suppress(FileNotFoundError):  # it has just ended
                    found += [child] if listens(child, port) else []
            return found

        try:
            wait_until(lambda: len(workers()) == 2, "two workers answer")
            with office.line(SEALED) as line:
                line.sendall(SEALED[:123_456])
                office.until(SEALED, 123_456)
                before = workers()
                for worker in before:
                    os.kill(worker, signal.SIGKILL)
            wait_until(lambda: len(set(workers()) - set(before)) == 2, "both come back")
            office.stop()
            again = ServedOffice(central, device, url)
            assert again.here(SEALED) == Here(offset=123_456, length_bytes=len(SEALED))
            assert again.patch(SEALED, 0).headers["upload-offset"] == "123456"
            assert again.patch(SEALED, 123_456).status_code == 201
            again.stop()
        finally:
            process.terminate()
            process.wait(30)
