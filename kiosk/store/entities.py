"""What records sealed on this device did to entity lists (FORMS §11)."""

from __future__ import annotations

import json

from forms.entities import EntityChange
from forms.xform.definition import EntityMode
from sync.ids import EventId
from sync.journal import Transaction


def keep_changes(tx: Transaction, event_id: EventId, changes: tuple[EntityChange, ...]) -> None:
    """Keep what a record did to entity lists, after everything before it."""
    tx.executemany(
        "INSERT INTO entity_change (list_name, event_id, change) VALUES (?, ?, ?)",
        [(one.list_name, event_id, _written(one)) for one in changes],
    )


def changes_of(tx: Transaction, list_name: str) -> tuple[EntityChange, ...]:
    """Return what was done to one list on this device, the oldest first."""
    rows = tx.execute(
        "SELECT change FROM entity_change WHERE list_name = ? ORDER BY number", (list_name,)
    )
    return tuple(_read(list_name, row[0]) for row in rows)


def _written(change: EntityChange) -> str:
    return json.dumps(
        [
            change.mode.value,
            change.id,
            change.label,
            dict(change.properties),
            change.base_version,
            change.trunk_version,
            change.branch_id,
        ],
        ensure_ascii=False,
    )


def _read(list_name: str, raw: str) -> EntityChange:
    mode, entity_id, label, properties, base, trunk, branch = json.loads(raw)
    return EntityChange(
        list_name=list_name,
        mode=EntityMode(mode),
        id=entity_id,
        label=label,
        properties=properties,
        base_version=base,
        trunk_version=trunk,
        branch_id=branch,
    )
