"""The app's migration sets, one per class of table; the journal's own set comes before them.

*kept* is not derivable and never dropped; *pulled* is replaced by the central's snapshots; *outbox*
belongs to delivery; *read tables* are dropped and built again from the journal.
"""

from __future__ import annotations

from kiosk.store import backup_tables, card_tries
from kiosk.store.projections import rebuild
from kiosk.store.pruned import create_pruned
from kiosk.vault.migrations import MigrationSet
from sync.device.schema import OUTBOX_MIGRATIONS
from sync.journal import Transaction

_KEPT_TABLES = (
    # The bytes of every receipt, beside the journal: nothing in the chain depends on them.
    """
    CREATE TABLE receipt (
        stream BLOB NOT NULL,
        seq INTEGER NOT NULL,
        series INTEGER NOT NULL CHECK (series BETWEEN 0 AND 65535),
        number INTEGER NOT NULL CHECK (number >= 1),
        cose BLOB,
        PRIMARY KEY (stream, seq),
        UNIQUE (series, number),
        FOREIGN KEY (stream, seq) REFERENCES event (stream, seq)
    ) STRICT
    """,
    """
    CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt
    BEGIN SELECT RAISE(ABORT, 'receipt: a receipt stays'); END
    """,
    # Bytes that name a payer's initials go with the person (PROTOCOL §6); they never change, and
    # a receipt that could not be signed at first is signed later (RECEIPTS §5).
    """
    CREATE TRIGGER receipt_is_fixed BEFORE UPDATE ON receipt
    WHEN NEW.stream <> OLD.stream OR NEW.seq <> OLD.seq OR NEW.series <> OLD.series
      OR NEW.number <> OLD.number
      OR (OLD.cose IS NOT NULL AND NEW.cose IS NOT NULL AND NEW.cose <> OLD.cose)
    BEGIN SELECT RAISE(ABORT, 'receipt: bytes stay as they were signed'); END
    """,
    # What is not an event yet, under the salt that its event will have.
    """
    CREATE TABLE draft (
        salt BLOB PRIMARY KEY CHECK (length(salt) = 16),
        kind TEXT NOT NULL,
        subject BLOB,
        content BLOB NOT NULL,
        created_seconds INTEGER NOT NULL,
        updated_seconds INTEGER NOT NULL
    ) STRICT
    """,
    # One row: who this device is. The file's encryption is what guards the private halves.
    """
    CREATE TABLE device_identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        signing_private BLOB NOT NULL CHECK (length(signing_private) = 32),
        sealing_private BLOB NOT NULL CHECK (length(sealing_private) = 32),
        profile BLOB NOT NULL,
        request BLOB,
        certificate BLOB,
        account_key BLOB CHECK (length(account_key) = 32),
        enrolled_seconds INTEGER
    ) STRICT
    """,
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
    # The key slots as the journal knows them; the wrapped keys stand in the file beside it.
    """
    CREATE TABLE key_slot (
        slot INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        added_seconds INTEGER NOT NULL,
        removed_seconds INTEGER
    ) STRICT
    """,
)

_PACKAGE_TABLES = (
    # A form's own files (media, lists) beside its XML, as long as a draft or a record needs them;
    # the same bytes of two versions stand once.
    """
    CREATE TABLE form_file (
        definition_hash BLOB NOT NULL CHECK (length(definition_hash) = 16),
        name TEXT NOT NULL,
        content_hash BLOB NOT NULL,
        PRIMARY KEY (definition_hash, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE form_content (
        content_hash BLOB PRIMARY KEY CHECK (length(content_hash) = 32),
        content BLOB NOT NULL
    ) STRICT
    """,
    # Lists of more rows than should stand in memory, cell by cell where they are looked up.
    """
    CREATE TABLE form_list (
        content_hash BLOB PRIMARY KEY CHECK (length(content_hash) = 32),
        columns TEXT NOT NULL,
        length INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE form_row (
        content_hash BLOB NOT NULL,
        number INTEGER NOT NULL,
        cells TEXT NOT NULL,
        PRIMARY KEY (content_hash, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE form_cell (
        content_hash BLOB NOT NULL,
        place INTEGER NOT NULL,
        text TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (content_hash, place, text, number)
    ) STRICT, WITHOUT ROWID
    """,
    # What records sealed here did to entity lists, in the order in which they were sealed: the
    # lists show it until what the central publishes has caught up with it.
    """
    CREATE TABLE entity_change (
        number INTEGER PRIMARY KEY,
        list_name TEXT NOT NULL,
        event_id BLOB NOT NULL,
        change TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX entity_change_by_list ON entity_change (list_name, number)",
    # Instances of repeats taken out of a draft, the last one first to come back.
    """
    CREATE TABLE draft_removal (
        salt BLOB NOT NULL,
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        instance TEXT NOT NULL,
        dump_before TEXT NOT NULL,
        dump_after BLOB NOT NULL,
        typed BLOB NOT NULL,
        PRIMARY KEY (salt, number)
    ) STRICT, WITHOUT ROWID
    """,
)

_PULLED_TABLES = (
    """
    CREATE TABLE reference (
        dataset INTEGER NOT NULL,
        key TEXT NOT NULL,
        version INTEGER NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (dataset, key)
    ) STRICT
    """,
)


def create_kept(tx: Transaction) -> None:
    """Create receipts, drafts, identity, settings and the list of key slots."""
    for statement in _KEPT_TABLES:
        tx.execute(statement)


def create_packages(tx: Transaction) -> None:
    """Create what forms need beside their XML, and what drafts need for taking something back."""
    for statement in _PACKAGE_TABLES:
        tx.execute(statement)


def create_pulled(tx: Transaction) -> None:
    """Create the table of what the central publishes."""
    for statement in _PULLED_TABLES:
        tx.execute(statement)


STORE_SETS: tuple[MigrationSet, ...] = (
    MigrationSet(
        name="kept",
        migrations=(
            ("create_kept", create_kept),
            ("create_packages", create_packages),
            ("create_backups", backup_tables.create),
            ("create_pruned", create_pruned),
            ("create_card_tries", card_tries.create),
        ),
    ),
    MigrationSet(name="pulled", migrations=(("create_pulled", create_pulled),)),
    MigrationSet(name="outbox", migrations=OUTBOX_MIGRATIONS),
    # A change of a read table is a new name here for the same work: drop all, build all again.
    MigrationSet(
        name="read",
        migrations=(
            ("build_1", rebuild),
            ("build_2", rebuild),
            ("build_3", rebuild),
            ("build_4", rebuild),
            ("build_5", rebuild),  # cash moved, shift closed and deposits are records too
        ),
    ),
)
