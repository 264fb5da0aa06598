"""The central's end of a run: the real central over TLS, and `POST /records` beside it.

    python -m tests.performance.link.server FOLDER ADDRESS

`/records` is the plain way to do it: one record a request, JSON, kept in SQLite before the answer,
the same record twice is one. Says `ready` once it answers.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from kiosk.settings import resources_folder
from sync.central.api import create_app
from sync.central.institution import ROOT_NAME
from sync.central.platform import open_platform
from sync.central.server import CentralServer, bind
from sync.clock import SystemClock, system_random
from sync.dictionaries import shipped_dictionaries
from tests.performance.link.stage import CENTRAL_PORT, CERTIFICATE, CERTIFICATE_KEY, an_xml


class Records:
    """A table of JSON records, each committed before it is answered."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._table = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._table.execute("PRAGMA journal_mode = WAL")
        self._table.execute("PRAGMA synchronous = FULL")
        self._table.execute("CREATE TABLE record (id TEXT PRIMARY KEY, content TEXT NOT NULL)")

    def keep(self, content: bytes) -> None:
        """Keep a record; the same again changes nothing."""
        record = json.loads(content)
        with self._lock:
            self._table.execute(
                "INSERT OR IGNORE INTO record VALUES (?, ?)", (record["_id"], content.decode())
            )

    def count(self) -> int:
        """Return how many there are."""
        with self._lock:
            return int(self._table.execute("SELECT count(*) FROM record").fetchone()[0])


def add_records(app: FastAPI, records: Records) -> None:
    """Add the plain way to the central's application."""

    @app.post("/records")
    async def keep(request: Request) -> Response:
        await run_in_threadpool(records.keep, await request.body())
        return Response(status_code=201)

    @app.get("/records")
    async def count() -> int:
        return await run_in_threadpool(records.count)


def main() -> int:
    """Serve until killed."""
    folder, address = Path(sys.argv[1]), sys.argv[2]
    platform = open_platform(
        folder / "central",
        clock=SystemClock(),
        random=system_random,
        submission_xml=an_xml,
        root_key=folder / "central" / ROOT_NAME,
        dictionaries=shipped_dictionaries(resources_folder()),
    )
    app = create_app(platform)
    add_records(app, Records(folder / "records.db"))
    listener = bind(address, CENTRAL_PORT)
    server = CentralServer(app, lambda: print("ready", flush=True))
    server.config.ssl_certfile = str(folder / CERTIFICATE)
    server.config.ssl_keyfile = str(folder / CERTIFICATE_KEY)
    server.run(sockets=[listener])
    platform.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
