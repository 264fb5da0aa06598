"""The device's end of a run: the real vault and engine, or the plain way; `ready`, `go`, figures.

    python -m tests.performance.link.device ours|posts FOLDER URL

Waits for a line on its input, delivers everything, and prints `{"seconds": …, "requests": …}`.
"""

from __future__ import annotations

import json
import ssl
import sys
import threading
import time
from collections import deque
from pathlib import Path

import httpx

from kiosk.settings import resources_folder
from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import project
from kiosk.vault.database import Database
from sync.blobs import blob_id_of
from sync.central.institution import PROFILE_NAME
from sync.certificates import read_central_certificate
from sync.clock import SystemClock, system_random
from sync.cose import SoftwareSigner
from sync.device.blob_tables import waiting as waiting_files
from sync.device.engine import Engine
from sync.device.enrolment import read_institution
from sync.device.keys import Centrals, DeviceKeys
from sync.device.metered import MeterHint, NoMeter
from sync.device.outbox import Outbox
from sync.device.ports import BlobFiles, Desk, NoFiles
from sync.device.sealing import Dictionaries
from sync.device.transport import HttpTransport, NoAnswer, Request, Response, Transport
from sync.dictionaries import shipped_dictionaries
from sync.ids import BootId
from sync.journal import Journal, Started
from tests.performance.link.stage import CERTIFICATE, KEY, PHOTO_FILE, RECORDS, SIGNER, VAULT
from tests.support.delivery import plain_new_stream

POST_TRIES_SECONDS = 1.0


class Counting:
    """A transport that counts what it is asked to send."""

    def __init__(self, inner: HttpTransport) -> None:
        self._inner = inner
        self.requests = 0
        self.body_bytes = 0
        self.log: list[tuple[str, int, float]] = []

    def send(self, request: Request) -> Response | NoAnswer:
        """Send it."""
        self.requests += 1
        self.body_bytes += len(request.body)
        started = time.monotonic()
        answer = self._inner.send(request)
        took = time.monotonic() - started
        self.log.append((request.path, len(request.body), round(took, 2)))
        return answer


def engine_of(
    folder: Path, transport: Transport, files: BlobFiles, meter: MeterHint | None = None
) -> tuple[Engine, Desk, Database]:
    """Return the engine as the app builds it, on the file in *folder*."""
    secrets = json.loads((folder / SIGNER).read_text("utf-8"))
    profile = read_institution((folder / "central" / PROFILE_NAME).read_bytes()).profile
    keys = DeviceKeys(
        signer=SoftwareSigner.from_private(bytes.fromhex(secrets["signer"])),
        seal_private=bytes.fromhex(secrets["seal"]),
        roots=profile.roots,
    )
    clock = SystemClock()
    started = Started.at(clock)
    vault = Database(folder / VAULT, sets=STORE_SETS)
    vault.open(KEY)
    journal = Journal(
        device_id=keys.device_id,
        clock=clock,
        random=system_random,
        boot=BootId(system_random(8)),
        started=started,
        project=project,
    )
    desk = Desk(
        keys=keys,
        centrals=Centrals(
            read_central_certificate(one, profile.roots) for one in profile.central_certificates
        ),
        store=vault,
        journal=journal,
        clock=clock,
        random=system_random,
        program_start=started,
        new_stream=plain_new_stream(journal),
        files=files,
        meter=meter or NoMeter(),
        dictionaries=Dictionaries(shipped_dictionaries(resources_folder())),
    )
    return Engine(desk, transport, lambda _datasets: None), desk, vault


def ours(folder: Path, url: str, files: BlobFiles | None = None) -> dict[str, object]:
    """Deliver the journal as the app does, until the central has acknowledged all of it."""
    line = HttpTransport(url)
    transport = Counting(line)
    engine, desk, vault = engine_of(folder, transport, files or NoFiles())
    pause = threading.Event()
    _wait_for_go()
    started = time.monotonic()
    while vault.read(Outbox().view).counts().waiting or (files and vault.read(waiting_files).count):
        wait = engine.step().wait_seconds
        pause.wait(wait)
    seconds = time.monotonic() - started
    view = vault.read(desk.outbox.view).counts()
    if view.needs_attention:
        raise RuntimeError(f"the central finds fault with {view.needs_attention} records")
    line.close()
    vault.close()
    return {
        "seconds": seconds,
        "requests": transport.requests,
        "body_bytes": transport.body_bytes,
        "log": transport.log,
    }


class OnePhoto:
    """The sealed file of the one photo."""

    def __init__(self, sealed: bytes) -> None:
        self._sealed = sealed
        self._blob_id = blob_id_of(sealed)

    def length_of(self, blob_id: bytes, /) -> int | None:
        """Return its length."""
        return len(self._sealed) if blob_id == self._blob_id else None

    def read_at(self, _blob_id: bytes, offset: int, most_bytes: int, /) -> bytes:
        """Return a piece."""
        return self._sealed[offset : offset + most_bytes]


def photo(folder: Path, url: str) -> dict[str, object]:
    """Deliver records and their photo, until the central has confirmed the photo."""
    return ours(folder, url, OnePhoto((folder / PHOTO_FILE).read_bytes()))


def posts(folder: Path, url: str) -> dict[str, object]:
    """Send each record by itself over one connection that is kept; again after a failure."""
    waiting = deque(json.loads((folder / RECORDS).read_text("utf-8")))
    context = ssl.create_default_context(cafile=str(folder / CERTIFICATE))
    timeout = httpx.Timeout(25.0, connect=10.0)
    requests, body_bytes = 0, 0
    pause = threading.Event()
    _wait_for_go()
    started = time.monotonic()
    with httpx.Client(verify=context, timeout=timeout, trust_env=False) as client:
        while waiting:
            body = json.dumps(waiting[0], ensure_ascii=False).encode()
            requests += 1
            body_bytes += len(body)
            try:
                answer = client.post(f"{url}/records", content=body)
            except httpx.TransportError:
                pause.wait(POST_TRIES_SECONDS)
                continue
            if answer.status_code == 201:
                waiting.popleft()
    seconds = time.monotonic() - started
    return {"seconds": seconds, "requests": requests, "body_bytes": body_bytes}


def _wait_for_go() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def main() -> int:
    """Run one way and print what came of it."""
    way, folder, url = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    run = {"ours": ours, "posts": posts, "photo": photo}[way]
    print(json.dumps(run(folder, url)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
