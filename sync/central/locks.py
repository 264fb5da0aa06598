"""Who may write beside whom on PostgreSQL; on SQLite one writes at a time and nothing is needed.

A push holds the institution's lock with others and its device's row alone: devices are stored side
by side. What an administrator does holds the institution's lock alone, as if nobody else were
there. Every lock ends with its transaction.
"""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import Connection, func, select

from sync.central import schema
from sync.ids import DeviceId

_NAMESPACE = 0x7674  # "vt": advisory locks of other programs on the same database stay apart


class Lock(IntEnum):
    """Advisory locks of one institution's database."""

    INSTITUTION = 1  # shared by pushes, alone for what an administrator does
    DERIVED = 2  # tables worked out over all devices: cash completion, published accounts
    ERASURES = 3  # numbers of erasures and the log file beside the database
    PROJECTIONS = 4  # the one process whose read tables follow the journal
    MIGRATION = 5


def lock_institution(connection: Connection, *, alone: bool) -> None:
    """Wait until this transaction may write: beside others, or *alone*."""
    if connection.dialect.name != "postgresql":
        return
    take = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    connection.execute(select(take(_NAMESPACE, int(Lock.INSTITUTION))))


def lock_alone(connection: Connection, lock: Lock) -> None:
    """Wait until nobody else holds *lock*; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_NAMESPACE, int(lock))))


def try_session_lock(connection: Connection, lock: Lock) -> bool:
    """Take a lock for as long as this connection lives; False where somebody holds it."""
    return bool(
        connection.execute(select(func.pg_try_advisory_lock(_NAMESPACE, int(lock)))).scalar_one()
    )


def lock_device(connection: Connection, device_id: DeviceId) -> None:
    """Wait until nobody else writes about this device (PROTOCOL §9: its registry row)."""
    if connection.dialect.name != "postgresql":
        return
    device = schema.device
    connection.execute(
        select(device.c.device_id)
        .where(device.c.device_id == device_id)
        .with_for_update(key_share=True)  # foreign keys to the row stay possible
    )
