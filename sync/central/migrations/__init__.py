"""Revisions of the central's tables (Alembic), the same for SQLite and PostgreSQL.

Revision 0001 is written from `sync.central.schema` until it is released:
`python -m tests.support.central_revision > sync/central/migrations/versions/r0001.py`.
After its release it never changes; a change of the tables is a further file beside it, its number
at the end of `sync.central.revisions.REVISIONS`. A test compares schema, revisions and databases.
"""
