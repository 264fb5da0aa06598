"""What a newer app wrote into a header survives a fork on an older one (PROTOCOL §10, §21)."""

from __future__ import annotations

from sync import cbor, chain
from sync.ids import event_id_of
from sync.journal import Transaction, read, streams, tip, verify
from tests.simulation.central import template
from tests.simulation.clocks import Sun
from tests.simulation.disk import Disk
from tests.simulation.machine import Machine

LATER_KEY, LATER_VALUE = 9, "of a later version"


def newer_event(tx: Transaction) -> None:
    """Append what a newer app would have: a header with an additive key."""
    last, salt, body = tip(tx), bytes(16), b"\xa1\x02\x01"
    assert last is not None
    header = cbor.encode(
        {1: 20, 2: 1, 3: 1_795_000_000, 5: bytes(8), 6: 42, LATER_KEY: LATER_VALUE}
    )
    seq, digest = last.seq + 1, chain.digest_of(salt, body)
    head = chain.next_head(last.stream, seq, last.head, header, digest)
    tx.execute(
        "INSERT INTO event (stream, seq, event_id, head, header, digest, salt, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (last.stream, seq, event_id_of(salt), head, header, digest, salt, body),  # type: ignore[arg-type]
    )


def test_a_header_moves_byte_for_byte_with_keys_nobody_here_knows() -> None:
    """Mutant 17: decoding a header and encoding it again would drop what a newer app said."""
    identity = template().identities[0]
    machine = Machine("one", identity, Sun(), "seed", lambda _m, _r: None, Disk())  # type: ignore[arg-type, return-value]
    machine.enrol(b"I" * 16)  # type: ignore[arg-type]
    machine.disk.write(newer_event)

    machine.disk.write(lambda tx: machine.desk.new_stream(tx, 1))

    old, new = machine.disk.read(streams)
    before = machine.disk.read(lambda tx: read(tx, old, 2, 99))
    after = machine.disk.read(lambda tx: read(tx, new, 2, 99))
    assert [one.header for one in after] == [one.header for one in before]
    assert LATER_KEY in cbor.decode(after[-1].header)
    assert machine.disk.read(lambda tx: verify(tx, new)).holds
