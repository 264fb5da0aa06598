"""Writes revision 0001 of the central's tables from `sync.central.schema`.

`python -m tests.support.central_revision > sync/central/migrations/versions/r0001.py`
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateIndexOp, CreateTableOp, MigrateOperation, OpContainer
from sqlalchemy import create_engine

from sync.central import schema

HEADING = '''"""Every table of the central where it is missing: early files get what they lack.

Written by `python -m tests.support.central_revision`; no comment here, they stand in the schema.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what is missing."""
'''


def revision_text() -> str:
    """Return the file of revision 0001 as it must be for the tables of today."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        found = produce_migrations(MigrationContext.configure(connection), schema.metadata)
    engine.dispose()
    assert found.upgrade_ops is not None
    for one in _operations(found.upgrade_ops):
        if isinstance(one, CreateTableOp | CreateIndexOp):
            one.if_not_exists = True
    body = render_python_code(found.upgrade_ops)
    lines = [line for line in body.splitlines() if not line.strip().startswith("# ###")]
    return _formatted(HEADING + "\n".join(f"    {line.strip()}" for line in lines) + "\n")


def _operations(container: OpContainer) -> Iterator[MigrateOperation]:
    for one in container.ops:
        if isinstance(one, OpContainer):
            yield from _operations(one)
        else:
            yield one


def _formatted(source: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--line-length", "100", "-"],
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    print(revision_text(), end="")
