"""Functions on nodes, choices and the form itself (FORMS §5.8–5.14, §6)."""

from __future__ import annotations

import hashlib
import math

from forms.errors import EvaluationFailed
from forms.xpath.context import Context
from forms.xpath.functions import FunctionRegistry, nodes_of
from forms.xpath.nodes import XML, Node, NodeKind, in_document_order
from forms.xpath.text_functions import texts_of
from forms.xpath.values import Value, to_number, to_text

_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807


def _count(_context: Context, nodes: Value) -> Value:
    """Return how many nodes there are; one that is not relevant does not count, as in JavaRosa."""
    return float(sum(1 for node in nodes_of(nodes, "count") if node.relevant))


def _count_non_empty(_context: Context, nodes: Value) -> Value:
    return float(
        sum(
            1
            for node in nodes_of(nodes, "count-non-empty")
            if node.text() != "" or any(one.kind is NodeKind.ELEMENT for one in node.children)
        )
    )


def _position(context: Context, *nodes: Value) -> Value:
    if not nodes:
        return float(context.position)
    found = nodes_of(nodes[0], "position")
    if not found:
        return math.nan
    node = found[0]
    if node.index:
        return float(node.index)
    if node.parent is None:
        return 1.0
    # by order, not identity: text nodes and cells of rows are made anew at each look
    alike = node.parent.named(node.key)
    return float(1 + sum(1 for one in alike if one.order < node.order))


def _last(context: Context) -> Value:
    return float(context.size)


def _current(context: Context) -> Value:
    return [context.current]


def _top(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _id(context: Context, value: Value) -> Value:
    wanted = {name for text in texts_of(value) for name in text.split()}
    found = [
        node
        for node in _top(context.node).elements()
        for attribute in node.attributes
        if attribute.key == "id" and attribute.value in wanted
    ]
    return list(in_document_order(found))


def _first(context: Context, values: tuple[Value, ...], function: str) -> Node | None:
    if not values:
        return context.node
    nodes = nodes_of(values[0], function)
    return nodes[0] if nodes else None


def _name(context: Context, *values: Value) -> Value:
    node = _first(context, values, "name")
    if node is None:
        return ""
    return f"{node.prefix}:{node.local}" if node.prefix else node.local


def _local_name(context: Context, *values: Value) -> Value:
    node = _first(context, values, "local-name")
    return "" if node is None else node.local


def _namespace_uri(context: Context, *values: Value) -> Value:
    node = _first(context, values, "namespace-uri")
    return "" if node is None else node.namespace


def _lang(context: Context, value: Value) -> Value:
    wanted = to_text(value).lower()
    for node in (context.node, *context.node.ancestors()):
        for attribute in node.attributes:
            if attribute.local == "lang" and attribute.namespace == XML:
                spoken = (attribute.value or "").lower()
                return spoken == wanted or spoken.startswith(wanted + "-")
    return False


def _instance(context: Context, name: Value) -> Value:
    find = context.scope.instance
    node = find(to_text(name)) if find is not None else None
    return [] if node is None else [node]


def _seed(context: Context, value: Value) -> int:
    text = to_text(value)
    if text == "":
        return 0
    number = to_number(value, context.zone)
    if math.isfinite(number):
        return int(number)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def shuffled(nodes: list[Node], seed: int) -> list[Node]:
    """Return *nodes* in the order that *seed* gives: Fisher–Yates with Park–Miller."""
    state = seed % _MODULUS
    if state <= 0:
        state += _MODULUS - 1
    made = list(nodes)
    for place in range(len(made) - 1, 0, -1):
        state = state * _MULTIPLIER % _MODULUS
        other = int((state - 1) / (_MODULUS - 1) * (place + 1))
        made[place], made[other] = made[other], made[place]
    return made


def _randomize(context: Context, nodes: Value, *seed: Value) -> Value:
    found = nodes_of(nodes, "randomize")
    if seed:
        return shuffled(found, _seed(context, seed[0]))
    draw = context.scope.seed
    drawn = draw(context.current) if draw is not None else context.scope.environment.random()
    return shuffled(found, int(drawn * _MODULUS))


def _selected(_context: Context, value: Value, name: Value) -> Value:
    wanted, names = to_text(name).strip(), to_text(value).split()
    return wanted in names or (wanted == "" and not names)


def _selected_at(context: Context, value: Value, place: Value) -> Value:
    names = to_text(value).split()
    number = to_number(place, context.zone)
    if not math.isfinite(number) or not 0 <= int(number) < len(names):
        return ""
    return names[int(number)]


def _count_selected(_context: Context, value: Value) -> Value:
    return float(len(to_text(value).split()))


def _indexed_repeat(context: Context, target: Value, *pairs: Value) -> Value:
    if len(pairs) % 2:
        raise EvaluationFailed("indexed-repeat() needs an index for every repeat")
    within: Node | None = None
    for group, index in zip(pairs[::2], pairs[1::2], strict=True):
        instances = nodes_of(group, "indexed-repeat")
        if within is not None:
            instances = [one for one in instances if within in one.ancestors()]
        place = to_number(index, context.zone)
        if not math.isfinite(place) or not 1 <= int(place) <= len(instances):
            return []
        within = instances[int(place) - 1]
    return [
        node
        for node in nodes_of(target, "indexed-repeat")
        if within is None or node is within or within in node.ancestors()
    ]


def _itext(context: Context, name: Value) -> Value:
    if context.scope.itext is None:
        raise EvaluationFailed("the form has no texts")
    return context.scope.itext(to_text(name), context.scope.language)


def _property(context: Context, name: Value) -> Value:
    return context.scope.environment.device.get(to_text(name), "")


def register_all(registry: FunctionRegistry) -> None:
    """Add the functions on nodes, choices and the form."""
    registry.register("count", 1, 1, _count)
    registry.register("count-non-empty", 1, 1, _count_non_empty)
    registry.register("position", 0, 1, _position)
    registry.register("last", 0, 0, _last)
    registry.register("current", 0, 0, _current)
    registry.register("id", 1, 1, _id)
    registry.register("name", 0, 1, _name)
    registry.register("local-name", 0, 1, _local_name)
    registry.register("namespace-uri", 0, 1, _namespace_uri)
    registry.register("lang", 1, 1, _lang)
    registry.register("instance", 1, 1, _instance)
    registry.register("randomize", 1, 2, _randomize, volatile=True)
    registry.register("selected", 2, 2, _selected)
    registry.register("is-selected", 2, 2, _selected)
    registry.register("selected-at", 2, 2, _selected_at)
    registry.register("count-selected", 1, 1, _count_selected)
    registry.register("indexed-repeat", 3, 7, _indexed_repeat)
    registry.register("jr:itext", 1, 1, _itext)
    registry.register("version", 0, 0, lambda context: context.scope.version)
    registry.register("property", 1, 1, _property)
