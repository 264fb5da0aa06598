"""What every signed answer says beside its own matter: lease and newest revocation list (§8)."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from sync.catalogue import SettingsEntry, decode_entry
from sync.central import schema
from sync.central.database import setting_of
from sync.central.editions import Dataset
from sync.messages import Standing

NEW_CASH_PAYMENTS = 1
"""What stops at the end of a lease (PROTOCOL §19): registrations go on, saved work stays."""
REVOCATIONS_NUMBER = "revocations_number"
_SETTINGS = (  # built once: this stands in every answer to every device
    select(schema.reference.c.value)
    .join(schema.current_edition, schema.current_edition.c.edition == schema.reference.c.edition)
    .where(
        schema.current_edition.c.dataset == int(Dataset.SETTINGS),
        schema.reference.c.key == bindparam("key"),
    )
)


def settings_of(connection: Connection) -> SettingsEntry:
    """Return the settings published now, the defaults where none ever were."""
    key = SettingsEntry().key
    value = connection.execute(_SETTINGS, {"key": key}).scalar_one_or_none()
    held = None if value is None else decode_entry(Dataset.SETTINGS, key, value)
    return held if isinstance(held, SettingsEntry) else SettingsEntry()


def standing_of(connection: Connection) -> Standing:
    """Return the entries 10 to 13 of an ack or probe answer."""
    number = setting_of(connection, REVOCATIONS_NUMBER)
    return Standing(
        newest_revocations=None if number is None else int.from_bytes(number, "big"),
        lease={1: settings_of(connection).lease_days, 2: NEW_CASH_PAYMENTS},
    )
