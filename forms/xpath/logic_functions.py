"""Conditions, lazily: a branch that is not taken is not evaluated (FORMS §5.6)."""

from __future__ import annotations

from forms.errors import EvaluationFailed
from forms.xpath.context import Context
from forms.xpath.functions import Closure, FunctionRegistry
from forms.xpath.values import Value, to_boolean, to_number, to_text


def _if(context: Context, condition: Closure, yes: Closure, no: Closure) -> Value:
    return yes(context) if to_boolean(condition(context)) else no(context)


def _is_blank(value: Value) -> bool:
    if type(value) is float:
        return value != value
    return to_text(value) == ""


def _coalesce(context: Context, first: Closure, *others: Closure) -> Value:
    value = first(context)
    for other in others:
        if not _is_blank(value):
            return value
        value = other(context)
    return "" if _is_blank(value) else value


def _once(context: Context, made: Closure) -> Value:
    kept = context.current.text()
    if kept not in ("", "NaN"):
        return kept
    value = made(context)
    return "" if _is_blank(value) else value


def _boolean_from_string(context: Context, value: Value) -> Value:
    if type(value) is bool:
        return value
    if type(value) is float:
        return value == 1
    text = to_text(value)
    return text == "true" or to_number(text, context.zone) == 1


def _truths(value: Value) -> list[bool]:
    if type(value) is list:
        return [node.text() != "" for node in value]
    return [to_boolean(value)]


def _bounds(context: Context, least: Closure, most: Closure) -> tuple[float, float]:
    low, high = to_number(least(context), context.zone), to_number(most(context), context.zone)
    if low != low or high != high:
        raise EvaluationFailed("the bounds of a checklist must be numbers")
    return low, high


def _within(total: float, low: float, high: float) -> bool:
    return (low < 0 or total >= low) and (high < 0 or total <= high)


def _checklist(context: Context, least: Closure, most: Closure, *items: Closure) -> Value:
    low, high = _bounds(context, least, most)
    total = 0
    for item in items:
        total += sum(_truths(item(context)))
    return _within(total, low, high)


def _weighted(context: Context, least: Closure, most: Closure, *items: Closure) -> Value:
    if len(items) % 2:
        raise EvaluationFailed("weighted-checklist() needs a weight for every value")
    low, high = _bounds(context, least, most)
    total = 0.0
    for value, weight in zip(items[::2], items[1::2], strict=True):
        truths = _truths(value(context))
        weights = weight(context)
        numbers = (
            [to_number(node.text(), context.zone) for node in weights]
            if type(weights) is list
            else [to_number(weights, context.zone)]
        )
        total += sum(number for truth, number in zip(truths, numbers, strict=False) if truth)
    return _within(total, low, high)


def register_all(registry: FunctionRegistry) -> None:
    """Add the logic functions."""
    registry.register("if", 3, 3, _if, lazy=True)
    registry.register("coalesce", 2, None, _coalesce, lazy=True)
    registry.register("once", 1, 1, _once, lazy=True)
    registry.register("true", 0, 0, lambda _context: True)
    registry.register("false", 0, 0, lambda _context: False)
    registry.register("boolean", 1, 1, lambda _context, value: to_boolean(value))
    registry.register("boolean-from-string", 1, 1, _boolean_from_string)
    registry.register("not", 1, 1, lambda _context, value: not to_boolean(value))
    registry.register("checklist", 2, None, _checklist, lazy=True)
    registry.register("weighted-checklist", 2, None, _weighted, lazy=True)
