"""The tables of delivery, kept for ever beside the journal; run by the vault as a migration set.

No state of a record is stored here, only the facts it is computed from (PROTOCOL §11).
"""

from __future__ import annotations

from sync.journal import Migration, Transaction


def create_outbox(tx: Transaction) -> None:
    """Make the tables of batches, acknowledgements and codes."""
    tx.execute(
        "CREATE TABLE stream_state ("
        " stream BLOB PRIMARY KEY,"
        " acknowledged INTEGER NOT NULL DEFAULT 0,"
        " durable INTEGER NOT NULL DEFAULT 0,"
        " closed_at INTEGER,"
        " stopped TEXT,"
        " refused_seq INTEGER,"
        " refused_code TEXT NOT NULL DEFAULT ''"
        ")"
    )
    tx.execute(
        "CREATE TABLE batch ("
        " number INTEGER PRIMARY KEY,"
        " stream BLOB NOT NULL,"
        " first INTEGER NOT NULL,"
        " last INTEGER NOT NULL,"
        " hash16 BLOB NOT NULL UNIQUE,"
        " channel INTEGER NOT NULL,"
        " state INTEGER NOT NULL,"
        " envelope BLOB"
        ")"
    )
    tx.execute("CREATE INDEX batch_open ON batch (stream, first) WHERE state = 1")
    tx.execute(
        "CREATE TABLE event_code ("
        " stream BLOB NOT NULL,"
        " seq INTEGER NOT NULL,"
        " code INTEGER NOT NULL,"
        " PRIMARY KEY (stream, seq, code)"
        ")"
    )
    tx.execute(
        "CREATE TABLE ack ("
        " stream BLOB NOT NULL,"
        " seq INTEGER NOT NULL,"
        " server_milliseconds INTEGER NOT NULL,"
        " message BLOB NOT NULL,"
        " PRIMARY KEY (stream, seq)"
        ")"
    )


def create_link_memory(tx: Transaction) -> None:
    """Make the table of what is remembered about the link itself."""
    tx.execute("CREATE TABLE link_memory (name TEXT PRIMARY KEY, value BLOB NOT NULL)")


OUTBOX_MIGRATIONS: tuple[Migration, ...] = (
    ("outbox: batches, acknowledgements, codes", create_outbox),
    ("outbox: memory of the link", create_link_memory),
)
