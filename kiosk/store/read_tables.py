"""The read tables: derived from the journal, disposable, rebuilt identically (DESIGN §4).

Nothing here is a fact of its own. Amounts are centavos, times seconds of the device's clock, days
are ISO dates. `record` lists what a person calls a record, each where it stands now.
"""

from __future__ import annotations

from kiosk.store import (
    access_tables,
    account_tables,
    consent_tables,
    ledger_tables,
    order_tables,
    rights_tables,
    shift_tables,
)
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP VIEW IF EXISTS record",
    "DROP TABLE IF EXISTS stream_start",
    "DROP TABLE IF EXISTS printed",
    "DROP TABLE IF EXISTS payment_line",
    "DROP TABLE IF EXISTS payment",
    "DROP TABLE IF EXISTS registration_file",
    "DROP TABLE IF EXISTS correction",
    "DROP TABLE IF EXISTS registration",
    "DROP TABLE IF EXISTS consent_purpose",
    "DROP TABLE IF EXISTS consent",
    "DROP TABLE IF EXISTS person_identity",
    "DROP TABLE IF EXISTS person_word",
    "DROP TABLE IF EXISTS person",
)

_CREATED_IN_ORDER = (
    """
    CREATE TABLE person (
        subject BLOB PRIMARY KEY,
        given TEXT NOT NULL,
        first_surname TEXT NOT NULL,
        second_surname TEXT NOT NULL,
        sort_name TEXT NOT NULL,
        born TEXT,
        sex TEXT,
        curp TEXT,
        phone TEXT,
        operator INTEGER NOT NULL,
        created_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX person_by_name ON person (sort_name)",
    "CREATE INDEX person_by_born ON person (born)",
    """
    CREATE TABLE person_word (
        word TEXT NOT NULL,
        subject BLOB NOT NULL,
        PRIMARY KEY (word, subject)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX person_word_by_subject ON person_word (subject, word)",
    """
    CREATE TABLE person_identity (
        type TEXT NOT NULL,
        value TEXT NOT NULL,
        subject BLOB NOT NULL,
        verdict INTEGER NOT NULL,
        PRIMARY KEY (type, value, subject)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE consent (
        event_id BLOB PRIMARY KEY,
        subject BLOB,
        notice_id TEXT NOT NULL,
        notice_version INTEGER NOT NULL,
        text_hash BLOB NOT NULL,
        means INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        given_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX consent_by_subject ON consent (subject)",
    """
    CREATE TABLE consent_purpose (
        event_id BLOB NOT NULL,
        position INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        accepted INTEGER NOT NULL,
        PRIMARY KEY (event_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE registration (
        event_id BLOB PRIMARY KEY,
        subject BLOB NOT NULL,
        service_code INTEGER NOT NULL,
        form_id TEXT NOT NULL,
        form_version TEXT NOT NULL,
        definition_hash BLOB NOT NULL,
        instance_name TEXT,
        series INTEGER NOT NULL,
        number INTEGER NOT NULL,
        shift BLOB,
        discreet INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL,
        receipt_seconds INTEGER
    ) STRICT
    """,
    "CREATE INDEX registration_by_subject ON registration (subject)",
    "CREATE INDEX registration_by_service ON registration (service_code)",
    """
    CREATE TABLE correction (
        event_id BLOB PRIMARY KEY,
        registration BLOB NOT NULL,
        replaces BLOB NOT NULL,
        subject BLOB,
        service_code INTEGER NOT NULL,
        form_id TEXT NOT NULL,
        form_version TEXT NOT NULL,
        definition_hash BLOB NOT NULL,
        instance_name TEXT,
        reason TEXT NOT NULL,
        discreet INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX correction_by_registration ON correction (registration)",
    """
    CREATE TABLE registration_file (
        event_id BLOB NOT NULL,
        position INTEGER NOT NULL,
        blob_index INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        length_bytes INTEGER NOT NULL,
        blob_id BLOB NOT NULL,
        PRIMARY KEY (event_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX registration_file_by_blob ON registration_file (blob_id)",
    """
    CREATE TABLE payment (
        event_id BLOB PRIMARY KEY,
        subject BLOB,
        registration BLOB,
        shift BLOB NOT NULL,
        series INTEGER NOT NULL,
        number INTEGER NOT NULL,
        total_centavos INTEGER NOT NULL,
        rounding_centavos INTEGER NOT NULL,
        means INTEGER NOT NULL,
        tendered_centavos INTEGER NOT NULL,
        change_centavos INTEGER NOT NULL,
        rounding_id TEXT NOT NULL,
        rounding_version INTEGER NOT NULL,
        payer TEXT,
        account TEXT,
        discreet INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        taken_seconds INTEGER NOT NULL,
        receipt_seconds INTEGER
    ) STRICT
    """,
    "CREATE INDEX payment_by_registration ON payment (registration)",
    "CREATE INDEX payment_by_shift ON payment (shift)",
    """
    CREATE TABLE payment_line (
        event_id BLOB NOT NULL,
        position INTEGER NOT NULL,
        concept INTEGER NOT NULL,
        quantity INTEGER NOT NULL,
        unit_centavos INTEGER NOT NULL,
        tariff_id TEXT NOT NULL,
        tariff_version INTEGER NOT NULL,
        changes_centavos INTEGER NOT NULL,
        net_centavos INTEGER NOT NULL,
        PRIMARY KEY (event_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE printed (
        event_id BLOB NOT NULL,
        of_event BLOB NOT NULL,
        copy INTEGER NOT NULL,
        printer TEXT NOT NULL,
        result INTEGER NOT NULL,
        printed_seconds INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        PRIMARY KEY (event_id, of_event)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX printed_by_event ON printed (of_event)",
    """
    CREATE TABLE stream_start (
        event_id BLOB PRIMARY KEY,
        stream BLOB NOT NULL,
        reason INTEGER NOT NULL,
        opened_seconds INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE VIEW record AS
    SELECT r.event_id, r.kind, r.subject, r.service_code, r.amount_centavos, r.recorded_seconds,
           e.stream, e.seq, s.number AS stream_number, e.gone,
           length(e.header) + coalesce(length(e.body), 0) + 16 AS size_bytes
    FROM (
        SELECT event_id, 40 AS kind, subject, service_code, NULL AS amount_centavos,
               made_seconds AS recorded_seconds FROM registration
        UNION ALL
        SELECT event_id, 41, subject, service_code, NULL, made_seconds FROM correction
        UNION ALL
        SELECT event_id, 60, subject, NULL, total_centavos, taken_seconds FROM payment
        UNION ALL
        SELECT r.event_id, 61, p.subject, NULL, r.total_centavos, r.reversed_seconds
        FROM reversal AS r LEFT JOIN payment AS p ON p.event_id = r.payment
        UNION ALL
        SELECT shift, 30, NULL, NULL, float_centavos, opened_seconds FROM shift
        UNION ALL
        SELECT event_id, 31, NULL, NULL, change_centavos, moved_seconds FROM cash_move
        UNION ALL
        SELECT closing, 33, NULL, NULL, NULL, closed_seconds FROM shift WHERE closing IS NOT NULL
        UNION ALL
        SELECT event_id, 36, NULL, NULL, amount_centavos, made_seconds FROM deposit
        WHERE event_id NOT IN (SELECT event_id FROM cash_move)
        UNION ALL
        SELECT subject, 50, subject, NULL, NULL, created_seconds FROM person
    ) AS r
    JOIN event AS e ON e.event_id = r.event_id
    JOIN stream AS s ON s.stream = e.stream
    WHERE s.number = (SELECT max(n.number) FROM event AS m JOIN stream AS n ON n.stream = m.stream
                      WHERE m.event_id = r.event_id)
    """,
)


def drop_read_tables(tx: Transaction) -> None:
    """Drop every read table and nothing else."""
    access_tables.drop(tx)
    account_tables.drop(tx)
    consent_tables.drop(tx)
    for statement in (
        *DROPPED_IN_ORDER,
        *ledger_tables.DROPPED_IN_ORDER,
        *shift_tables.DROPPED_IN_ORDER,
        *order_tables.DROPPED_IN_ORDER,
        *rights_tables.DROPPED_IN_ORDER,
    ):
        tx.execute(statement)


def create_read_tables(tx: Transaction) -> None:
    """Create every read table, empty."""
    for statement in (
        *shift_tables.CREATED_IN_ORDER,
        *ledger_tables.CREATED_IN_ORDER,
        *order_tables.CREATED_IN_ORDER,
        *_CREATED_IN_ORDER,
        *rights_tables.CREATED_IN_ORDER,
    ):
        tx.execute(statement)
    access_tables.create(tx)
    account_tables.create(tx)
    consent_tables.create(tx)
