"""The lists beside the answers: in the form, as files, or the last record (FORMS §8).

A list in the form is looked up through one index for all instances of the form. A file is asked of
the environment as rows; where it only has the bytes, they are read here once.
"""

from __future__ import annotations

import hashlib

from forms.environment import Environment, Rows
from forms.errors import FormError
from forms.itemsets.files import EMPTY, read_rows
from forms.itemsets.legacy import FILE_NAME, labelled
from forms.report import Finding, Severity
from forms.xform.definition import FormDefinition, SecondaryInstance
from forms.xform.secondary import LAST_SAVED
from forms.xform.tree import list_tree, parse_xml, plain_namespaces, split_name
from forms.xpath.items import Items, RowItems, TreeItems, items_of, rows_tree
from forms.xpath.nodes import Node, NodeKind


class SecondaryInstances:
    """Finds lists by id or file name; what is declared and not there is empty, with one finding."""

    def __init__(self, definition: FormDefinition, environment: Environment) -> None:
        self._definition = definition
        self._environment = environment
        self._items: dict[str, Items | None] = {}
        self._trees: dict[str, Node] = {}
        self.findings: dict[str, Finding] = {}

    def items(self, name: str) -> Items | None:
        """Return the list *name* to look up in; None where there is none, or nothing but a tree."""
        if name not in self._items:
            self._items[name] = self._found(name)
        return self._items[name]

    def tree(self, name: str) -> Node | None:
        """Return the list *name* as a tree, to be walked; None where it is not declared."""
        known = self._definition.secondary.get(name)
        if known is None:
            return None
        if known.tree is not None:
            return known.tree
        if known.source == LAST_SAVED:
            if name not in self._trees:
                self._trees[name] = self._last_saved(known)
            return self._trees[name]
        items = self.items(name)
        return items.tree if isinstance(items, RowItems) else None

    def _found(self, name: str) -> Items | None:
        known = self._definition.secondary.get(name)
        if known is None:
            # pulldata may name a file that no instance declares
            same = (one for one in self._definition.secondary.values() if one.file_name == name)
            declared = next(same, None)
            if declared is not None:
                return self.items(declared.name)
            return self._file(name, name if "." in name else f"{name}.csv")
        if known.tree is not None:
            return self._in_form(known, known.tree)
        if not known.file_name:
            return None
        return self._file(name, known.file_name)

    def _in_form(self, known: SecondaryInstance, tree: Node) -> Items:
        key = f"items:{known.name}"
        made = self._definition.derived.get(key)
        if isinstance(made, RowItems | TreeItems):
            return made
        items = self._definition.derived[key] = items_of(tree)
        return items

    def _file(self, name: str, file_name: str) -> Items:
        rows = self._environment.rows(file_name)
        if rows is None:
            rows = self._read(name, file_name)
        return items_of(rows_tree(labelled(rows) if file_name == FILE_NAME else rows))

    def _read(self, name: str, file_name: str) -> Rows:
        data = self._environment.media(file_name)
        if data is None:
            self._note(name, "missing-file", f"the file {file_name!r} is not there; it reads empty")
            return EMPTY
        # shared by all instances of the form, as long as the file is the same
        key, digest = f"rows:{file_name}", hashlib.sha256(data).digest()
        kept = self._definition.derived.get(key)
        if isinstance(kept, tuple) and kept[0] == digest:
            rows: Rows = kept[1]
            return rows
        try:
            rows = read_rows(file_name, data)
        except FormError as broken:
            self._note(name, broken.code, f"{file_name}: {broken}; it reads empty")
            return EMPTY
        self._definition.derived[key] = (digest, rows)
        return rows

    def _last_saved(self, known: SecondaryInstance) -> Node:
        """Return the last sealed record; before the first, and where it is broken, nothing."""
        tree = Node(NodeKind.ELEMENT, local="instance")
        data = self._environment.last_saved()
        if data is None:
            return tree
        try:
            root = parse_xml(data)
        except FormError as broken:
            self._note(known.name, broken.code, "the last record cannot be read; it reads empty")
            return tree
        tree.append(list_tree(root, plain_namespaces(split_name(str(root.tag))[0])))
        return tree

    def _note(self, name: str, code: str, message: str) -> None:
        self.findings.setdefault(
            name, Finding(severity=Severity.WARNING, code=code, message=message, name=name)
        )
