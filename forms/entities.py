"""Entities: what a sealed record does to entity lists, and the lists as they then read (FORMS §11).

A record that is sealed but not delivered already counts on this device: an entity it created or
updated is in its list at once, marked as not yet delivered, until the list that the central hands
down has caught up with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from forms.environment import Row, Rows
from forms.model.instance import FormInstance
from forms.xform.definition import EntityDefinition, EntityMode
from forms.xpath.nodes import Node

ID, LABEL = "name", "label"
VERSION, TRUNK_VERSION, BRANCH_ID = "__version", "__trunkVersion", "__branchId"
UNDELIVERED = "__undelivered"
"""The column of our own that says `1` for what this device has not delivered yet."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityChange:
    """What one record does to one entity. mode: CREATE or UPDATE, never UPSERT.

    label: blank where an update leaves it. properties: those that have a place in the record, blank
    ones too. base_version, trunk_version, branch_id: what the update builds on, blank for a create.
    """

    list_name: str
    mode: EntityMode
    id: str
    label: str
    properties: Mapping[str, str]
    base_version: str = ""
    trunk_version: str = ""
    branch_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityProblem:
    """Why an entity cannot be made of a record: code `label` or `id`, at the `entity` element."""

    reference: str
    list_name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityOutcome:
    """All that a record does to entity lists, in document order, and what it cannot do."""

    changes: tuple[EntityChange, ...] = ()
    problems: tuple[EntityProblem, ...] = ()


def entity_changes(
    instance: FormInstance, rows: Callable[[str], Rows | None] = lambda _name: None
) -> EntityOutcome:
    """Return what a finished record does to entity lists; nothing is changed.

    rows: an entity list by its name, with what this device added to it. Where a record both creates
    and updates, the list decides: what is in it is updated. An entity that is not relevant or whose
    conditions do not hold does nothing; one without a label (for a create) or id is a problem.
    """
    changes: list[EntityChange] = []
    problems: list[EntityProblem] = []
    for entity in instance.definition.entities:
        for node in _nodes(instance.element(), entity.path):
            made = _change(entity, node, rows)
            if isinstance(made, EntityChange):
                changes.append(made)
            elif made is not None:
                problems.append(made)
    return EntityOutcome(changes=tuple(changes), problems=tuple(problems))


def _nodes(root: Node, path: str) -> Iterator[Node]:
    """Yield the relevant elements at a generic path, one per instance of the repeats around it."""
    if not root.relevant:
        return
    if root.path == path:
        yield root
        return
    for child in root.children:
        if path == child.path or path.startswith(child.path + "/"):
            yield from _nodes(child, path)


def _change(
    entity: EntityDefinition,
    node: Node,
    rows: Callable[[str], Rows | None],
) -> EntityChange | EntityProblem | None:
    attributes = {one.local: one.text() for one in node.attributes}
    creates = attributes.get("create", "").strip() in _TRUE
    updates = attributes.get("update", "").strip() in _TRUE
    if not creates and not updates:
        return None
    name = attributes.get("id", "").strip()
    known = _row_of(rows(entity.list_name), name) if updates else None
    makes = creates and (not updates or known is None)
    mode = EntityMode.CREATE if makes else EntityMode.UPDATE
    label = "".join(one.text() for one in node.children if one.path == entity.label_path)
    code = _fault(mode, name, label)
    if code is not None:
        return EntityProblem(reference=node.reference, list_name=entity.list_name, code=code)
    properties = {key: _saved(node, path) for key, path in entity.properties.items()}
    if mode is EntityMode.CREATE:
        return EntityChange(
            list_name=entity.list_name, mode=mode, id=name, label=label, properties=properties
        )
    found = known or {}
    return EntityChange(
        list_name=entity.list_name,
        mode=mode,
        id=name,
        label=label,
        properties=properties,
        base_version=attributes.get("baseVersion", "") or found.get(VERSION, ""),
        trunk_version=attributes.get("trunkVersion", "") or found.get(TRUNK_VERSION, ""),
        branch_id=attributes.get("branchId", "") or found.get(BRANCH_ID, ""),
    )


def _fault(mode: EntityMode, name: str, label: str) -> str | None:
    """Return what an entity lacks: the central makes none without a label or a UUID."""
    if name == "" or (mode is EntityMode.CREATE and not _UUID.fullmatch(name)):
        return "id"
    return "label" if mode is EntityMode.CREATE and label.strip() == "" else None


def _saved(node: Node, path: str) -> str:
    """Return the value of the property's node in the same instance of the entity's repeat."""
    owner: Node = node
    while owner.parent is not None and not path.startswith(owner.path + "/"):
        owner = owner.parent
    return next((one.text() for one in _nodes(owner, path)), "")


def _row_of(rows: Rows | None, name: str) -> Mapping[str, str] | None:
    if rows is None:
        return None
    row = next(rows.find({ID: name}), None) if name else None
    return None if row is None else dict(zip(rows.columns, row, strict=False))


# --- the lists as this device sees them


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """An entity as this device made it, until the central's list has caught up with `version`.

    created: it was not in the list before. properties: only what records of this device say.
    """

    id: str
    label: str
    properties: Mapping[str, str]
    version: int
    trunk_version: str
    branch_id: str
    created: bool


def applied(
    change: EntityChange, before: LocalEntity | None, new_id: Callable[[], str]
) -> LocalEntity:
    """Return the entity after a change of a record sealed here.

    before: what earlier records of this device made of it. new_id: a UUID v4, for the branch that
    an entity begins with its first change on a device (specification 2024.1).
    """
    if before is not None:
        return LocalEntity(
            id=change.id,
            label=change.label if change.label.strip() else before.label,
            properties={**before.properties, **change.properties},
            version=before.version + 1,
            trunk_version=before.trunk_version,
            branch_id=before.branch_id,
            created=before.created,
        )
    created = change.mode is EntityMode.CREATE
    base = _whole(change.base_version)
    return LocalEntity(
        id=change.id,
        label=change.label,
        properties=dict(change.properties),
        version=1 if created else base + 1,
        trunk_version="" if created else change.trunk_version or change.base_version,
        branch_id=(not created and change.branch_id) or new_id(),
        created=created,
    )


def local_entities(
    changes: Iterable[EntityChange], new_id: Callable[[], str]
) -> Mapping[str, Mapping[str, LocalEntity]]:
    """Return list -> id -> entity after *changes* of records not yet delivered, oldest first."""
    found: dict[str, dict[str, LocalEntity]] = {}
    for change in changes:
        own = found.setdefault(change.list_name, {})
        own[change.id] = applied(change, own.get(change.id), new_id)
    return found


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,18}", text.strip()) else 0


@dataclass(slots=True)
class EntityRows:
    """An entity list with what this device added: updated rows in their place, new ones at the end.

    A row of the central whose version has reached ours is shown as the central has it. Without any
    entity of our own the list is exactly the central's. base: None where nothing came down yet.
    """

    base: Rows | None
    local: Mapping[str, LocalEntity]
    _columns: tuple[str, ...] = field(init=False)
    _updated: dict[str, Row] = field(init=False)
    _created: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        own = () if self.base is None else self.base.columns
        if self.local or self.base is None:
            fixed = (ID, LABEL, *(key for one in self.local.values() for key in one.properties))
            versions = (VERSION, TRUNK_VERSION, BRANCH_ID, UNDELIVERED)
            own = tuple(dict.fromkeys((*own, *fixed, *versions)))
        self._columns = own
        self._updated = {}
        self._created = []
        for entity in self.local.values():
            before = _row_of(self.base, entity.id)
            if before is not None and _whole(before.get(VERSION, "")) >= entity.version:
                continue
            if before is not None:
                self._updated[entity.id] = self._row(entity, before)
            elif entity.created:
                self._created.append(self._row(entity, {}))
            # an update of what the central no longer lists is not shown

    def _row(self, entity: LocalEntity, before: Mapping[str, str]) -> Row:
        cells = {
            **before,
            **entity.properties,
            ID: entity.id,
            LABEL: entity.label if entity.label.strip() else before.get(LABEL, ""),
            VERSION: str(entity.version),
            TRUNK_VERSION: entity.trunk_version,
            BRANCH_ID: entity.branch_id,
            UNDELIVERED: "1",
        }
        return tuple(cells.get(one, "") for one in self._columns)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns: the central's, then what our own entities add."""
        return self._columns

    def __len__(self) -> int:
        """Return the number of rows."""
        return (0 if self.base is None else len(self.base)) + len(self._created)

    def undelivered(self, name: str) -> bool:
        """Tell whether the entity of that id is as this device has it, not yet delivered."""
        return name in self._updated or any(row[self._place(ID)] == name for row in self._created)

    def _place(self, column: str) -> int:
        return self._columns.index(column)

    def find(self, equal: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rows whose cells have exactly these texts; unknown columns read blank."""
        if any(self._fits(row, equal) for row in self._updated.values()):
            # an updated row stands where it stood: only reading the whole list tells where
            yield from (row for row in self.scan() if self._fits(row, equal))
            return
        if self.base is not None:
            yield from self._merged(self.base.find(equal), updated=False)
        yield from (row for row in self._created if self._fits(row, equal))

    def scan(self) -> Iterator[Row]:
        """Yield every row."""
        if self.base is not None:
            yield from self._merged(self.base.scan(), updated=True)
        yield from self._created

    def _merged(self, rows: Iterator[Row], *, updated: bool) -> Iterator[Row]:
        if not self._updated:
            filling = len(self._columns) - (0 if self.base is None else len(self.base.columns))
            yield from (row + ("",) * filling for row in rows) if filling else rows
            return
        place = self._place(ID)
        width = len(self._columns)
        for row in rows:
            own = self._updated.get(row[place])
            if own is None:
                yield row + ("",) * (width - len(row))
            elif updated:
                yield own

    def _fits(self, row: Row, equal: Mapping[str, str]) -> bool:
        for column, text in equal.items():
            cell = row[self._place(column)] if column in self._columns else ""
            if cell != text:
                return False
        return True
