"""Functions on numbers (FORMS §5.4, §6)."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from forms.xpath.context import Context
from forms.xpath.functions import FunctionRegistry, nodes_of
from forms.xpath.values import NAN, Value, to_number


def _number(context: Context, *values: Value) -> Value:
    return to_number(values[0] if values else [context.node], context.zone)


def _truncated(context: Context, value: Value) -> Value:
    number = to_number(value, context.zone)
    return float(math.trunc(number)) if math.isfinite(number) else number


def round_half_up(number: float, digits: int) -> float:
    """Return *number* rounded to *digits* decimals on its decimal text, ties toward +infinity."""
    if not math.isfinite(number) or abs(digits) > 300:
        return number
    scaled = Decimal(repr(number)).scaleb(digits)
    whole = (scaled + Decimal("0.5")).to_integral_value(rounding=ROUND_FLOOR)
    return float(whole.scaleb(-digits))


def _round(context: Context, value: Value, *digits: Value) -> Value:
    places = to_number(digits[0], context.zone) if digits else 0.0
    if not math.isfinite(places):
        return NAN
    return round_half_up(to_number(value, context.zone), int(places))


def _stepped(step: Callable[[float], int]) -> Callable[[Context, Value], Value]:
    def function(context: Context, value: Value) -> Value:
        number = to_number(value, context.zone)
        return float(step(number)) if math.isfinite(number) else number

    return function


def _sum(context: Context, value: Value) -> Value:
    texts = [node.text() for node in nodes_of(value, "sum")]
    return math.fsum(to_number(text, context.zone) for text in texts if text != "")


def _numbers(context: Context, values: tuple[Value, ...]) -> list[float]:
    found: list[float] = []
    for value in values:
        if type(value) is list:
            texts = (node.text() for node in value)
            found.extend(to_number(text, context.zone) for text in texts if text != "")
        elif value != "":
            found.append(to_number(value, context.zone))
    return found


def _extreme(pick: Callable[[list[float]], float]) -> Callable[..., Value]:
    def function(context: Context, *values: Value) -> Value:
        numbers = _numbers(context, values)
        if not numbers or any(number != number for number in numbers):
            return NAN
        return pick(numbers)

    return function


def _guarded(operate: Callable[..., float]) -> Callable[..., Value]:
    def function(context: Context, *values: Value) -> Value:
        numbers = [to_number(value, context.zone) for value in values]
        if any(number != number for number in numbers):
            return NAN
        try:
            return float(operate(*numbers))
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return math.inf

    return function


def _log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


def _power(number: float, exponent: float) -> float:
    if number == 0 and exponent < 0:
        return math.inf
    return math.pow(number, exponent)


def register_all(registry: FunctionRegistry) -> None:
    """Add the number functions."""
    registry.register("number", 0, 1, _number)
    registry.register("int", 1, 1, _truncated)
    registry.register("round", 1, 2, _round)
    registry.register("floor", 1, 1, _stepped(math.floor))
    registry.register("ceiling", 1, 1, _stepped(math.ceil))
    registry.register("abs", 1, 1, _guarded(abs))
    registry.register("sum", 1, 1, _sum)
    registry.register("min", 1, None, _extreme(min))
    registry.register("max", 1, None, _extreme(max))
    registry.register("pow", 2, 2, _guarded(_power))
    registry.register("log", 1, 1, _guarded(_log))
    registry.register("log10", 1, 1, _guarded(_log10))
    registry.register("exp", 1, 1, _guarded(math.exp))
    registry.register("exp10", 1, 1, _guarded(lambda number: 10.0**number))
    registry.register("sqrt", 1, 1, _guarded(math.sqrt))
    for name in ("sin", "cos", "tan", "asin", "acos", "atan"):
        registry.register(name, 1, 1, _guarded(getattr(math, name)))
    registry.register("atan2", 2, 2, _guarded(math.atan2))
    registry.register("pi", 0, 0, lambda _context: math.pi)
    registry.register(
        "random", 0, 0, lambda context: context.scope.environment.random(), volatile=True
    )
