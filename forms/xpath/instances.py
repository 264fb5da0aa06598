"""Paths into a list beside the answers: `instance('people')/root/item[state = /data/state]/name`.

Conjunctions of `column = something the row does not decide` go through the hash index of the list;
the rest of the predicate runs on the items that are left. Whatever this cannot do with the same
result is walked as any other path (FORMS §8). Where both could raise, the index may not meet the
item that would: then there is a value instead of a failure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.errors import EvaluationFailed
from forms.xpath.context import Context
from forms.xpath.functions import Closure
from forms.xpath.items import Items
from forms.xpath.nodes import Node
from forms.xpath.syntax import (
    Axis,
    Call,
    Chain,
    Expression,
    Literal,
    NameTest,
    Number,
    Path,
    Step,
    children,
    walk,
)
from forms.xpath.values import Value, to_boolean

_DOWN = frozenset({Axis.CHILD, Axis.ATTRIBUTE, Axis.SELF, Axis.DESCENDANT, Axis.DESCENDANT_OR_SELF})
_OF_THE_CONTEXT = frozenset({"position", "last"})
_ALWAYS_THE_SAME = frozenset({"current", "today", "now", "true", "false", "pi", "version"})
"""Functions without arguments that do not look at the candidate."""

_NEVER_THE_SAME = frozenset({"random", "uuid", "randomize", "lang", "id"})
"""Functions that look at the candidate whatever they are given, or differ with every call."""

_BOOLEAN = frozenset(
    {
        "selected",
        "is-selected",
        "contains",
        "starts-with",
        "ends-with",
        "not",
        "true",
        "false",
        "boolean",
        "boolean-from-string",
        "regex",
        "checklist",
        "weighted-checklist",
        "geofence",
        "intersects",
    }
)
"""Functions whose result is never a number, so never a position."""

Compile = Callable[[Expression], Closure]
Select = Callable[[list[Node], Context], list[Node]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPath:
    """A path into a list, ready to run: `nodes` gives what it leads to, `count` how many.

    Both fall back to *walked*, the ordinary closure of the same path.
    """

    name: str
    root: str
    item: str
    lookups: tuple[tuple[str, Closure, Closure], ...]
    selects: tuple[Select, ...]
    cell: Callable[[Node], list[Node]] | None
    walked: Closure

    def nodes(self, context: Context) -> Value:
        """Return the nodes in document order."""
        found = self._items(context)
        if found is None:
            return self.walked(context)
        nodes = self._selected(*found, context)
        cell = self.cell
        return nodes if cell is None else [one for node in nodes for one in cell(node)]

    def count(self, context: Context) -> float:
        """Return how many nodes `nodes` would give."""
        found = self._items(context)
        if found is None or self.cell is not None or self.selects or found[2]:
            return float(len(self.nodes(context)))  # type: ignore[arg-type]  # a path gives nodes
        items, equal, _ = found
        return 0.0 if equal is None else float(items.count(equal))

    def _selected(
        self, items: Items, equal: dict[str, str] | None, rest: list[Closure], context: Context
    ) -> list[Node]:
        if equal is None:
            return []
        nodes = items.find(equal) if equal else items.every()
        if rest:
            nodes = _kept(nodes, rest, context)
        for select in self.selects:
            if not nodes:
                return nodes
            nodes = select(nodes, context)
        return nodes

    def _items(self, context: Context) -> tuple[Items, dict[str, str] | None, list[Closure]] | None:
        """Return the list, what its columns must hold (None: no item can) and what is left to ask.

        None where the list is of another shape, or where a value to compare with fails: walked, it
        may never be asked for.
        """
        find = context.scope.items
        items = find(self.name) if find is not None else None
        if items is None or not items.under(self.root, self.item):
            return None
        equal: dict[str, str] | None = {}
        rest: list[Closure] = []
        for column, value_of, whole in self.lookups:
            try:
                texts = _texts(value_of(context))
            except EvaluationFailed:
                return None
            if texts is None or len(texts) > 1:
                rest.append(whole)
            elif not texts:
                equal = None
            elif equal is not None and equal.setdefault(column, texts[0]) != texts[0]:
                rest.append(whole)
        return items, equal, rest


def _texts(value: Value) -> list[str] | None:
    """Return the texts one of which a cell must be; None where text does not decide (numbers)."""
    if type(value) is str:
        return [value]
    if type(value) is list:
        return list(dict.fromkeys(node.text() for node in value))
    return None


def _kept(nodes: list[Node], conditions: list[Closure], context: Context) -> list[Node]:
    inner = Context(context.node, context.scope, 1, 1, context.current)
    kept = []
    for node in nodes:
        inner.node = node
        if all(to_boolean(condition(inner)) for condition in conditions):
            kept.append(node)
    return kept


def _condition(closures: list[Closure]) -> Select:
    return lambda nodes, context: _kept(nodes, closures, context)


def _positional(condition: Closure) -> Select:
    def select(nodes: list[Node], context: Context) -> list[Node]:
        inner = Context(context.node, context.scope, 0, len(nodes), context.current)
        kept: list[Node] = []
        for position, node in enumerate(nodes, start=1):
            inner.node, inner.position = node, position
            value = condition(inner)
            if value == position if type(value) is float else to_boolean(value):
                kept.append(node)
        return kept

    return select


def item_path(path: Path, walked: Closure, compile_: Compile) -> ItemPath | None:
    """Return *path* as a path into a list; None where it is none or must be walked."""
    match path:
        case Path(
            start=Call(name="instance", arguments=(Literal(value=name),)),
            start_predicates=(),
            steps=(root, item, *last),
        ) if len(last) <= 1:
            pass
        case _:
            return None
    root_name, item_name = _child(root), _child(item)
    if root_name is None or item_name is None or root.predicates:
        return None
    cell = None
    if last:
        column = _column(last[0])
        if column is None or last[0].predicates:
            return None
        cell = _cell(column)
    if not all(_stays_below(one) for one in item.predicates):
        return None
    lookups, selects = _split(item.predicates, compile_)
    return ItemPath(
        name=name,
        root=root_name,
        item=item_name,
        lookups=tuple(lookups),
        selects=tuple(selects),
        cell=cell,
        walked=walked,
    )


def leads_down(steps: tuple[Step, ...]) -> bool:
    """Tell whether steps from an item never leave it; else its place in the list must be known."""
    return all(step.axis in _DOWN for step in steps)


def _split(
    predicates: tuple[Expression, ...], compile_: Compile
) -> tuple[list[tuple[str, Closure, Closure]], list[Select]]:
    """Return the comparisons an index decides, and everything else in its order.

    A predicate that may be a position counts what the ones before it left, so lookups stop there.
    """
    lookups: list[tuple[str, Closure, Closure]] = []
    selects: list[Select] = []
    counted = False
    for predicate in predicates:
        if counted or not _is_condition(predicate):
            counted = True
            selects.append(_positional(compile_(predicate)))
            continue
        rest: list[Closure] = []
        for part in _conjuncts(predicate):
            found = _lookup(part)
            if found is None:
                rest.append(compile_(part))
            else:
                lookups.append((found[0], compile_(found[1]), compile_(part)))
        if rest:
            selects.append(_condition(rest))
    return lookups, selects


def _child(step: Step) -> str | None:
    test = step.test
    if step.axis is not Axis.CHILD or not isinstance(test, NameTest) or test.prefix is not None:
        return None
    return test.local


def _column(step: Step) -> str | None:
    """Return the column a step leads to, `@name` for an attribute."""
    if step.axis is Axis.ATTRIBUTE:
        test = step.test
        plain = isinstance(test, NameTest) and test.prefix is None and test.local
        return f"@{test.local}" if plain else None  # type: ignore[union-attr]  # plain says it
    return _child(step)


def _cell(column: str) -> Callable[[Node], list[Node]]:
    if column.startswith("@"):
        return lambda node: [one for one in node.attributes if one.key == column[1:]]
    return lambda node: node.named(column)


def _conjuncts(node: Expression) -> list[Expression]:
    if isinstance(node, Chain) and node.rest[0][0] == "and":
        return [
            part for one in (node.first, *(it for _, it in node.rest)) for part in _conjuncts(one)
        ]
    return [node]


def _lookup(node: Expression) -> tuple[str, Expression] | None:
    """Return column and value of a comparison that an index decides."""
    match node:
        case Chain(first=left, rest=(("=", right),)):
            for one, other in ((left, right), (right, left)):
                column = _own_column(one)
                if column is not None and _is_fixed(other):
                    return column, other
        case _:
            pass
    return None


def _own_column(node: Expression) -> str | None:
    match node:
        case Path(absolute=False, start=None, steps=(step,)) if not step.predicates:
            return _column(step)
        case _:
            return None


def _is_fixed(node: Expression) -> bool:
    """Tell whether *node* has the same value for every candidate."""
    match node:
        case Number() | Literal():
            return True
        case Path(absolute=True):
            return not _draws(node)  # its predicates look at their own candidates
        case Path(start=start):
            return start is not None and _is_fixed(start) and not _draws(node)
        case Call(name=name, arguments=()):
            return name in _ALWAYS_THE_SAME
        case Call(name=name) if name in _NEVER_THE_SAME:
            return False
        case _:
            return all(_is_fixed(one) for one in children(node))


def _draws(node: Expression) -> bool:
    return any(isinstance(one, Call) and one.name in _NEVER_THE_SAME for one in walk(node))


def _is_condition(node: Expression) -> bool:
    """Tell whether a predicate is a condition whatever happens: never a number, no position."""
    if not _ignores_position(node):
        return False
    match node:
        case Chain(rest=((operator, _), *_)):
            return operator in ("and", "or", "=", "!=", "<", "<=", ">", ">=", "|")
        case Call(name=name):
            return name in _BOOLEAN
        case Path() | Literal():
            return True
        case _:
            return False


def _ignores_position(node: Expression) -> bool:
    match node:
        case Call(name=name, arguments=()) if name in _OF_THE_CONTEXT:
            return False
        case Path(start=start):
            return start is None or _ignores_position(start)
        case _:
            return all(_ignores_position(one) for one in children(node))


def _stays_below(node: Expression) -> bool:
    """Tell whether *node*, asked of an item, looks at nothing but the item and what is fixed."""
    match node:
        case Path(absolute=True):
            return True
        case Path(start=None, steps=steps):
            return all(
                step.axis in _DOWN and all(map(_stays_below, step.predicates)) for step in steps
            )
        case Path(start=start, start_predicates=filters, steps=steps) if start is not None:
            if _is_fixed(start):
                return True
            return (
                _stays_below(start)
                and all(map(_stays_below, filters))
                and all(step.axis in _DOWN for step in steps)
            )
        case Call(name="position", arguments=(only,)):
            return _is_fixed(only)
        case Call(name="id" | "lang"):
            return False
        case _:
            return all(map(_stays_below, children(node)))
