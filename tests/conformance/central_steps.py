"""The `central` group of the protocol vectors: pushes against one empty central, in their order.

`central_results(vectors)` yields one (name, fault) per step and one for `fork_proof`; fault is None
where the central did what the vector says. The real `sync.central` runs, on a database file of its
own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from sync.central import schema
from sync.central.checks import is_quarantine
from sync.central.database import CentralDatabase
from sync.central.ingest import ingest
from sync.envelope import OpenedEnvelope, open_envelope
from sync.ids import kid_of
from sync.messages import AckResult

RESULTS = {"ok": AckResult.STORED, "gap": AckResult.GAP, "fork": AckResult.FORK}
NOW_MS = 1_796_000_000_000  # after every event in the vectors


def central_results(vectors: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield the name of each step and what was wrong with it, None where nothing was."""
    with tempfile.TemporaryDirectory() as folder:
        database = CentralDatabase(Path(folder) / "central.db")
        database.create()
        try:
            _enrol(database, vectors)
            for step in vectors["central"]["steps"]:
                yield step["name"], _step_fault(database, vectors, step)
            yield "fork proof", _fork_proof_fault(database, vectors["central"]["fork_proof"])
        finally:
            database.close()


def _enrol(database: CentralDatabase, vectors: dict[str, Any]) -> None:
    point = bytes.fromhex(vectors["keys"]["device"]["point"])
    with database.write() as connection:
        connection.execute(
            insert(schema.device).values(
                device_id=kid_of(point),
                terminal="20067-007",
                operator=1,
                point=point,
                certificate=b"",
                sealing_public=bytes.fromhex(vectors["keys"]["device-seal"]["public"]),
                protection=2,
                app_version="1.0.0",
                enrolled_at_ms=0,
            )
        )


def _opened(vectors: dict[str, Any], envelope: bytes) -> OpenedEnvelope:
    keys = vectors["keys"]
    seal = keys["central-seal"]
    points = {
        bytes.fromhex(keys[name]["kid"]): bytes.fromhex(keys[name]["point"])
        for name in ("device", "device-2")
    }
    dictionaries = {
        int(number): bytes.fromhex(content) for number, content in vectors["dictionaries"].items()
    }
    return open_envelope(
        envelope,
        points.get,
        {bytes.fromhex(seal["kid"]): bytes.fromhex(seal["private"])},
        dictionaries,
    )


def _step_fault(
    database: CentralDatabase, vectors: dict[str, Any], step: dict[str, Any]
) -> str | None:
    batch = _opened(vectors, bytes.fromhex(step["envelope"]))
    before = _rows(database, batch.stream)
    outcome = ingest(database, batch, NOW_MS)
    after = _rows(database, batch.stream)
    new = {seq: row for seq, row in after.items() if seq not in before}
    found = {
        "result": outcome.result,
        "seq": outcome.seq,
        "head": outcome.head.hex(),
        "applied": [seq for seq, (applied, _) in sorted(new.items()) if applied],
        "quarantined": [
            [seq, code] for seq, (_, code) in sorted(new.items()) if is_quarantine(code)
        ],
    }
    wanted = {**{name: step[name] for name in found}, "result": RESULTS[step["result"]]}
    return None if found == wanted else f"found {found}, wanted {wanted}"


def _rows(database: CentralDatabase, stream: bytes) -> dict[int, tuple[bool, int | None]]:
    event = schema.event
    with database.read() as connection:
        rows = connection.execute(
            select(event.c.seq, event.c.applied, event.c.code).where(event.c.stream == stream)
        ).all()
    return {row.seq: (row.applied, row.code) for row in rows}


def _fork_proof_fault(database: CentralDatabase, proof: dict[str, Any]) -> str | None:
    """A receipt issued in the stream that was left still finds its event, by its anchor."""
    anchor = schema.anchor
    with database.read() as connection:
        found = connection.execute(
            select(anchor.c.stream, anchor.c.seq).where(
                anchor.c.anchor16 == bytes.fromhex(proof["last_head"])[:16]
            )
        ).one_or_none()
    return None if found is not None else "the anchor of h(last) in the old stream is not known"
