"""The outbox's own tables: what was sent, what was answered, what the central's clock said.

Class *kept* (DESIGN §4): not derivable, never dropped. Acks, batches and codes are stored; the
state of a record is computed from them (PROTOCOL §11). Times are of the device's own clock in
seconds unless a name says server or milliseconds.
"""

from __future__ import annotations

from sync.device.blob_tables import create_blobs
from sync.device.bundle_tables import create_bundles
from sync.device.metered import create_metered
from sync.device.values import create_values
from sync.journal import Migration, Transaction

_TABLES = (
    # One row per stream: what is proven delivered, what is durable there, where and when a fork
    # closed it, which single event the central refuses to take. Nobody reads `stopped` any more: an
    # earlier version let a stream rest with which the central did not agree.
    """
    CREATE TABLE stream_state (
        stream BLOB PRIMARY KEY REFERENCES stream (stream),
        acknowledged INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged >= 0),
        durable INTEGER NOT NULL DEFAULT 0 CHECK (durable >= 0),
        closed_at INTEGER,
        base INTEGER CHECK (base >= 0),
        stopped TEXT,
        refused_seq INTEGER CHECK (refused_seq >= 1),
        refused_code TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID
    """,
    # Envelopes as sealed and signed; the bytes are kept until answered and sent again unchanged.
    """
    CREATE TABLE batch (
        id INTEGER PRIMARY KEY,
        stream BLOB NOT NULL REFERENCES stream (stream),
        first INTEGER NOT NULL CHECK (first >= 1),
        last INTEGER NOT NULL CHECK (last >= first),
        sha256_16 BLOB NOT NULL UNIQUE CHECK (length(sha256_16) = 16),
        envelope BLOB,
        channel TEXT NOT NULL DEFAULT 'http',
        state TEXT NOT NULL,
        created INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX batch_by_position ON batch (stream, first)",
    # What the central said of single events; below 32 a person must look (PROTOCOL §8).
    """
    CREATE TABLE event_code (
        stream BLOB NOT NULL REFERENCES stream (stream),
        seq INTEGER NOT NULL CHECK (seq >= 1),
        code INTEGER NOT NULL CHECK (code >= 1),
        received_at INTEGER NOT NULL,
        PRIMARY KEY (stream, seq, code)
    ) STRICT, WITHOUT ROWID
    """,
    # Signed acknowledgements, raw, as they were believed.
    """
    CREATE TABLE ack (
        id INTEGER PRIMARY KEY,
        stream BLOB NOT NULL REFERENCES stream (stream),
        seq INTEGER NOT NULL CHECK (seq >= 0),
        raw BLOB NOT NULL,
        server_time_milliseconds INTEGER NOT NULL,
        incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
        received_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX ack_by_position ON ack (stream, seq)",
    # Device clock against server clock at each contact (PROTOCOL §17); sent with kind 6.
    """
    CREATE TABLE clock_sample (
        id INTEGER PRIMARY KEY,
        device_time_milliseconds INTEGER NOT NULL,
        drift_seconds INTEGER NOT NULL,
        server_time_milliseconds INTEGER NOT NULL,
        round_trip_milliseconds INTEGER NOT NULL,
        recorded INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1))
    ) STRICT
    """,
    # One row: the central's identity as adopted, and when to speak to it next.
    """
    CREATE TABLE link (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        incarnation BLOB CHECK (length(incarnation) = 16),
        last_server_time_milliseconds INTEGER,
        last_contact INTEGER,
        last_delivery INTEGER,
        next_try INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        central_certificates BLOB,
        newest_revocations INTEGER
    ) STRICT
    """,
    "INSERT INTO link (id) VALUES (1)",
)


def create_outbox(tx: Transaction) -> None:
    """Create the outbox's tables and its one link row."""
    for statement in _TABLES:
        tx.execute(statement)


_PULL_TABLES = (
    # One row: how far the reference data were pulled, and from which database of the central.
    """
    CREATE TABLE pull_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        cursor BLOB NOT NULL DEFAULT x'' CHECK (length(cursor) <= 64),
        incarnation BLOB CHECK (length(incarnation) = 16)
    ) STRICT
    """,
    "INSERT INTO pull_state (id) VALUES (1)",
    # What the snapshot under way has brought; the rest of its dataset goes when it is complete.
    """
    CREATE TABLE pull_seen (
        dataset INTEGER NOT NULL,
        key TEXT NOT NULL,
        PRIMARY KEY (dataset, key)
    ) STRICT, WITHOUT ROWID
    """,
    # Datasets whose last edition did not hold: they keep what they had, the others go on. Once the
    # bad edition has passed by (ended), the next one gets another chance.
    """
    CREATE TABLE pull_stop (
        dataset INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        key TEXT NOT NULL,
        ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))
    ) STRICT
    """,
)


def create_pull(tx: Transaction) -> None:
    """Create the tables that say how far the reference data have come."""
    for statement in _PULL_TABLES:
        tx.execute(statement)


_ORDER_TABLES = (
    # One row: the newest revocation list, as signed. It outlives snapshots, and a lower number
    # never replaces it (PROTOCOL §19).
    """
    CREATE TABLE revocation_list (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        number INTEGER NOT NULL,
        raw BLOB NOT NULL
    ) STRICT
    """,
    # Wipe orders to this device that held, as signed, and what they say, because roots may change;
    # the highest number is followed. How far, and how long the app had run and how often it had
    # started when that stage began.
    """
    CREATE TABLE wipe_order (
        number INTEGER PRIMARY KEY,
        raw BLOB NOT NULL,
        why INTEGER NOT NULL,
        not_before INTEGER NOT NULL,
        administrator TEXT NOT NULL,
        stage INTEGER NOT NULL DEFAULT 0,
        running_seconds INTEGER NOT NULL DEFAULT 0,
        starts INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    # One row: how long the file was open in all, by the monotonic clock, and how often.
    """
    CREATE TABLE running (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        seconds INTEGER NOT NULL DEFAULT 0,
        starts INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "INSERT INTO running (id) VALUES (1)",
    # One row: what the central last said of the lease, and where the device stood at that contact.
    """
    CREATE TABLE lease (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        days INTEGER,
        stops INTEGER,
        running_seconds INTEGER NOT NULL DEFAULT 0,
        stream BLOB,
        seq INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "INSERT INTO lease (id) VALUES (1)",
    # Which version of which order of dataset 10 was carried out, and how.
    """
    CREATE TABLE erasure_done (
        key TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        outcome INTEGER NOT NULL
    ) STRICT
    """,
    # Bodies that went because the central keeps them for good, and the ack that allowed it, which
    # therefore stays for ever (PROTOCOL §10).
    """
    CREATE TABLE pruned (
        event_id BLOB PRIMARY KEY CHECK (length(event_id) = 16),
        ack INTEGER NOT NULL REFERENCES ack (id)
    ) STRICT
    """,
    """
    CREATE TRIGGER ack_that_allowed_stays BEFORE DELETE ON ack
    WHEN EXISTS (SELECT 1 FROM pruned WHERE pruned.ack = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'ack: what allowed pruning stays'); END
    """,
)


def create_orders(tx: Transaction) -> None:
    """Create what is kept of revocations, wipes, lease, erasures and pruning."""
    for statement in _ORDER_TABLES:
        tx.execute(statement)


def create_losses(tx: Transaction) -> None:
    """Create the list of times at which the central had gone back (PROTOCOL §10)."""
    tx.execute(
        """
        CREATE TABLE central_loss (
            id INTEGER PRIMARY KEY,
            noticed INTEGER NOT NULL,
            announced INTEGER NOT NULL CHECK (announced IN (0, 1)),
            events_again INTEGER NOT NULL
        ) STRICT
        """
    )


OUTBOX_MIGRATIONS: tuple[Migration, ...] = (
    ("create_outbox", create_outbox),
    ("create_pull", create_pull),
    ("create_orders", create_orders),
    ("create_metered", create_metered),
    ("create_blobs", create_blobs),
    ("create_losses", create_losses),
    ("create_bundles", create_bundles),
    ("create_values", create_values),
)
