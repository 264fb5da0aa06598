"""The vector group `central`: pushes against one empty central, in their order."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.ingest import ingest
from sync.central.moved import Proof
from sync.envelope import open_envelope
from sync.messages import AckResult
from tests.conformance.keys import VectorKeys
from tests.conformance.results import Results, expect

Vectors = dict[str, Any]
NOW_MS = 1_795_700_000_000  # after every event of the vectors
QUARANTINE_BELOW = 32
_RESULT_WORDS = {AckResult.STORED: "ok", AckResult.GAP: "gap", AckResult.FORK: "fork"}


def run_central(vectors: Vectors, keys: VectorKeys, results: Results) -> None:
    """Feed every step to one new database of the central and compare what is true after it."""
    part = vectors["central"]
    with tempfile.TemporaryDirectory() as folder:
        database = CentralDatabase(Path(folder) / "central.db")
        database.create()
        try:
            _enrol(database, keys)
            for step in part["steps"]:
                results.run(f"central {step['name']}", partial(_check_step, database, step, keys))
            proof = part["fork_proof"]
            results.run("central fork_proof", partial(_check_fork_proof, database, proof, keys))
        finally:
            database.close()


def _check_fork_proof(database: CentralDatabase, proof: Vectors, keys: VectorKeys) -> None:
    """Compare what the steps left behind: the five values hold, and lead from old anchors on."""
    left, anchor, event = schema.stream_left, schema.anchor, schema.event
    old, base = bytes.fromhex(proof["old_stream"]), proof["base_seq"]
    with database.read() as connection:
        row = connection.execute(select(left).where(left.c.old == old)).one()
        place = connection.execute(
            select(anchor.c.stream, anchor.c.seq).where(
                anchor.c.device_id == keys.device_id,
                anchor.c.anchor16 == bytes.fromhex(proof["last_head"])[:16],
            )
        ).one()
        code = connection.execute(
            select(event.c.code).where(event.c.stream == row.stream, event.c.seq == row.seq)
        ).scalar_one()
    expect("base", (row.base, row.base_head), (base, bytes.fromhex(proof["base_head"])))
    expect("last", (row.last, row.last_head.hex()), (proof["last_seq"], proof["last_head"]))
    expect("proof", Proof(row.proof), Proof.HOLDS)
    expect("place", (place.stream, place.seq), (row.stream, row.seq + row.last - base))
    expect("notice", code, None)


def _enrol(database: CentralDatabase, keys: VectorKeys) -> None:
    with database.write() as connection:
        connection.execute(
            insert(schema.device).values(
                device_id=keys.device_id,
                point=keys.points["device"],
                terminal="20067-007",
                certificate=b"",
                sealing_public=keys.seal_public["device-seal"],
                operator=1,
                app_version="1.0.0",
                protection=2,
                enrolled_at_ms=NOW_MS,
            )
        )


def _check_step(database: CentralDatabase, step: Vectors, keys: VectorKeys) -> None:
    batch = open_envelope(
        bytes.fromhex(step["envelope"]),
        keys.device_point,
        keys.central_seal_keys,
        keys.dictionaries,
    )
    before = _events(database, batch.stream)
    outcome = ingest(database, batch, NOW_MS)
    after = _events(database, batch.stream)
    new = [row for row in after if row not in before]
    quarantined = [
        [seq, code] for seq, _, code in new if code is not None and code < QUARANTINE_BELOW
    ]
    expect("result", _RESULT_WORDS[outcome.result], step["result"])
    expect("seq", outcome.seq, step["seq"])
    expect("head", outcome.head, bytes.fromhex(step["head"]))
    expect("applied", [seq for seq, applied, _ in new if applied], step["applied"])
    expect("quarantined", quarantined, step["quarantined"])


def _events(database: CentralDatabase, stream: bytes) -> list[tuple[int, bool, int | None]]:
    """Return (seq, applied, code) of every event stored of a stream."""
    event = schema.event
    with database.read() as connection:
        rows = connection.execute(
            select(event.c.seq, event.c.applied, event.c.code)
            .where(event.c.stream == stream)
            .order_by(event.c.seq)
        )
        return [(row.seq, row.applied, row.code) for row in rows]
