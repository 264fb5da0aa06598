"""What became of events after their acknowledgement: values of pull dataset 8 (PROTOCOL §14)."""

from __future__ import annotations

from dataclasses import dataclass

from sync import cbor, fields
from sync.journal import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterCode:
    """What became of an event after its acknowledgement; code 0: it is applied now."""

    stream: bytes
    seq: int
    code: int


def later_code(value: bytes) -> LaterCode:
    """Return what a value of dataset 8 says; MessageInvalid for anything else."""
    stream, seq, code = fields.array(cbor.decode(value), 3, 3)
    return LaterCode(
        stream=fields.octets(stream, 16), seq=fields.unsigned(seq), code=fields.unsigned(code)
    )


def take_later_code(tx: Transaction, later: LaterCode) -> None:
    """Replace what was known of an event of ours; others' events are not looked at."""
    ours = tx.execute(
        "SELECT 1 FROM event WHERE stream = ? AND seq = ?", (later.stream, later.seq)
    ).fetchone()
    if ours is None:
        return
    tx.execute("DELETE FROM event_code WHERE stream = ? AND seq = ?", (later.stream, later.seq))
    if later.code:
        tx.execute(
            "INSERT INTO event_code (stream, seq, code, received_at) SELECT ?, ?, ?,"
            " coalesce(last_contact, 0) FROM link",
            (later.stream, later.seq, later.code),
        )
