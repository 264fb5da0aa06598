"""The tables can lie on several machines: Citus's rules, asked of the schema and of the server.

Each rule is asked twice: of SQLAlchemy's metadata, which is what we wrote, and of PostgreSQL's own
catalogue, which is what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.schema.distribution import (
    DISTRIBUTED_OTHERWISE,
    REFERENCE_TABLES,
    distribution_column,
)
from tests.support.central_databases import new_database_url, server

KEYS = """
    SELECT c.relname AS name, i.relname AS key, a.attname AS first
    FROM pg_index x
    JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
    WHERE n.nspname = 'public' AND x.indisunique
"""
FOREIGN_KEYS = """
    SELECT c.relname AS name, p.relname AS parent, a.attname AS first, b.attname AS parent_first
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_class p ON p.oid = k.confrelid
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
    JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
"""
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="module")
def on_a_server() -> Iterator[CentralDatabase]:
    database = CentralDatabase(new_database_url() or server().new_database())
    if not database.is_postgresql:
        raise AssertionError("a server's catalogue is asked")
    database.upgrade()
    database.open()
    yield database
    database.close()


def test_the_lists_name_tables_that_are_there() -> None:
    """A table that was renamed or dropped is not excused from a rule by its old name."""
    there = set(schema.metadata.tables)

    assert there >= REFERENCE_TABLES
    assert there >= set(DISTRIBUTED_OTHERWISE)


def test_every_key_begins_with_the_distribution_column() -> None:
    """As we wrote them: primary keys, unique constraints, unique indexes, foreign keys."""
    for table in schema.metadata.sorted_tables:
        column = distribution_column(table.name)
        if column is None:
            continue
        assert next(iter(table.primary_key.columns)).name == column, table.name
        for index in table.indexes:
            if index.unique:
                assert index.columns[0].name == column, index.name
        for key in table.foreign_key_constraints:
            parent = distribution_column(key.referred_table.name)
            if parent is not None:
                assert (key.column_keys[0], key.elements[0].column.name) == (column, parent)


def test_the_server_holds_the_same_rules(on_a_server: CentralDatabase) -> None:
    """As PostgreSQL keeps them: pg_index and pg_constraint name the same first columns."""
    with on_a_server.read() as connection:
        tables = set(connection.execute(text(TABLES)).scalars()) - {"alembic_version"}
        keys = connection.execute(text(KEYS)).all()
        foreign = connection.execute(text(FOREIGN_KEYS)).all()

    assert tables == set(schema.metadata.tables)
    assert len(keys) >= len(tables)
    assert {row.name for row in keys} >= tables
    assert len(foreign) == sum(
        len(table.foreign_key_constraints) for table in schema.metadata.sorted_tables
    )
    for row in keys:
        column = distribution_column(row.name) if row.name in tables else None
        assert column is None or row.first == column, row
    for row in foreign:
        column, parent = distribution_column(row.name), distribution_column(row.parent)
        assert parent is None or (row.first, row.parent_first) == (column, parent), row


def test_no_cursor_counts_over_devices(on_a_server: CentralDatabase) -> None:
    """DESIGN §8: no global sequence; numbers grow per device, edition or account."""
    with on_a_server.read() as connection:
        sequences = connection.execute(
            text("SELECT relname FROM pg_class WHERE relkind = 'S'")
        ).scalars()

        assert list(sequences) == []
