"""The journal's own tables: the class that only grows (DESIGN §4).

Triggers abort whatever would change the past: deleting a row, replacing one, changing a header,
leaving a gap, or giving a body back. Salt and body may only go, and only together (PROTOCOL §6).
"""

from __future__ import annotations

from sync.journal.transaction import Migration, Transaction

_TABLES = (
    """
    CREATE TABLE stream (
        number INTEGER PRIMARY KEY,
        stream BLOB NOT NULL UNIQUE CHECK (length(stream) = 16),
        device_id BLOB NOT NULL CHECK (length(device_id) = 8)
    ) STRICT
    """,
    """
    CREATE TABLE event (
        stream BLOB NOT NULL REFERENCES stream (stream),
        seq INTEGER NOT NULL CHECK (seq >= 1),
        event_id BLOB NOT NULL CHECK (length(event_id) = 16),
        head BLOB NOT NULL CHECK (length(head) = 32),
        header BLOB NOT NULL CHECK (length(header) <= 512),
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        salt BLOB CHECK (length(salt) = 16),
        body BLOB CHECK (length(body) <= 65536),
        gone INTEGER CHECK (gone IN (1, 2)),
        PRIMARY KEY (stream, seq),
        UNIQUE (event_id, stream),
        CHECK ((salt IS NULL) = (body IS NULL) AND (body IS NULL) = (gone IS NOT NULL))
    ) STRICT
    """,
)

_TRIGGERS = (
    """
    CREATE TRIGGER event_in_order BEFORE INSERT ON event
    WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM event WHERE stream = NEW.stream), 0)
      OR EXISTS (SELECT 1 FROM event WHERE event_id = NEW.event_id AND stream = NEW.stream)
    BEGIN SELECT RAISE(ABORT, 'journal: an event stands at the end, once'); END
    """,
    """
    CREATE TRIGGER event_stays BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'journal: an event stays'); END
    """,
    """
    CREATE TRIGGER event_header_stays
    BEFORE UPDATE OF stream, seq, event_id, head, header, digest ON event
    BEGIN SELECT RAISE(ABORT, 'journal: a header stays'); END
    """,
    """
    CREATE TRIGGER event_body_only_goes BEFORE UPDATE OF salt, body, gone ON event
    WHEN NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'journal: salt and body only go, together'); END
    """,
    """
    CREATE TRIGGER stream_stays BEFORE DELETE ON stream
    BEGIN SELECT RAISE(ABORT, 'journal: a stream stays'); END
    """,
    """
    CREATE TRIGGER stream_is_fixed BEFORE UPDATE ON stream
    BEGIN SELECT RAISE(ABORT, 'journal: a stream stays as it was drawn'); END
    """,
)


def create_journal(tx: Transaction) -> None:
    """Create the tables of streams and events with the triggers that guard them."""
    for statement in _TABLES + _TRIGGERS:
        tx.execute(statement)


JOURNAL_MIGRATIONS: tuple[Migration, ...] = (("create_journal", create_journal),)
