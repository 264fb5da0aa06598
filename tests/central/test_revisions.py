"""The tables of a database are those of its revision, on both databases, whatever it was before."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from sync.central import migrations, revisions, schema
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.central.revisions import HEAD, REVISIONS, State
from tests.support.central_databases import Kind, server
from tests.support.central_revision import revision_text

HERE = Path(migrations.__file__).parent


def an_empty_database(kind: Kind, folder: Path) -> CentralDatabase:
    if kind is Kind.POSTGRESQL:
        return CentralDatabase(server().new_database())
    path = folder / "central.db"
    path.touch()
    return CentralDatabase(path)


def differences(database: CentralDatabase) -> list[object]:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, schema.metadata))


def test_the_revision_is_what_the_schema_says() -> None:
    """Revision 0001 is written from the tables; run its command where this fails."""
    assert (HERE / "versions" / "r0001.py").read_text("utf-8") == revision_text()


def test_every_revision_is_known() -> None:
    """The list that a database is compared with is the folder, in order, without a branch."""
    configuration = Config()
    configuration.set_main_option("script_location", str(HERE))
    configuration.set_main_option("path_separator", "os")
    found = [one.revision for one in ScriptDirectory.from_config(configuration).walk_revisions()]

    assert tuple(reversed(found)) == REVISIONS


def test_a_new_database_is_what_the_revisions_make(
    kind: Kind, database: CentralDatabase, tmp_path: Path
) -> None:
    """`init` and `upgrade` give the same tables: alembic finds no difference to the schema."""
    upgraded = an_empty_database(kind, tmp_path)
    assert upgraded.state() is State.EMPTY

    upgraded.upgrade()

    assert upgraded.state() is State.CURRENT
    upgraded.open()
    try:
        assert differences(upgraded) == []
    finally:
        upgraded.close()
    assert differences(database) == []


def test_tables_that_were_made_before_are_taken(tmp_path: Path) -> None:
    """Whoever may make tables on a server makes them; the central's role need not."""
    prepared = an_empty_database(Kind.POSTGRESQL, tmp_path)
    prepared.upgrade()

    prepared.create()

    with prepared.write() as connection:
        connection.execute(schema.setting.insert().values(name="incarnation", value=bytes(16)))
    prepared.close()
    with pytest.raises(CentralError, match="exists"):
        prepared.create()


def test_a_newer_database_is_left_alone(database: CentralDatabase) -> None:
    """Whatever a later program made of it, this one refuses it and changes nothing."""
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    for act in (database.open, database.upgrade):
        with pytest.raises(CentralError, match="newer"):
            act()

    assert database.state() is State.NEWER


def test_an_older_database_waits_for_the_command(
    database: CentralDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No central changes tables by itself: the person at the machine makes a backup first."""
    database.close()
    monkeypatch.setattr(revisions, "REVISIONS", (HEAD, "0002"))
    monkeypatch.setattr(revisions, "HEAD", "0002")

    with pytest.raises(CentralError, match="older"):
        database.open()

    assert database.state() is State.OLDER


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_an_early_file_is_adopted(tmp_path: Path, version: int) -> None:
    """A file from before revisions gets what it lacks when it is opened, and is stamped."""
    database = CentralDatabase(tmp_path / "central.db")
    database.create()
    with database.write() as connection:
        for table in (schema.anchor, schema.seen_receipt, schema.ledger):
            table.drop(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        connection.execute(
            schema.setting.update()
            .where(schema.setting.c.name == "schema")
            .values(value=version.to_bytes(2, "big"))
        )
        connection.execute(schema.setting.insert().values(name="kept", value=b"1"))
    database.close()

    database.open()

    try:
        assert differences(database) == []
        with database.read() as connection:
            kept = {row.name: row.value for row in connection.execute(schema.setting.select())}
    finally:
        database.close()
    assert kept == {"schema": schema.SCHEMA_VERSION.to_bytes(2, "big"), "kept": b"1"}
    assert database.state() is State.CURRENT
