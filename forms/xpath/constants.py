"""An operand beside a constant: `${age} >= 18`, `${sex} = 'f'`, what most conditions of forms are.

The results are those of `values.equal`, `values.compare` and arithmetic; what a constant can never
be (a node-set, a boolean, a moment) need not be asked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forms.xpath import values
from forms.xpath.context import Context
from forms.xpath.functions import Closure
from forms.xpath.values import Value, text_number

Combine = Callable[..., Value]

_TESTS: Mapping[str, Callable[[float, float], bool]] = {
    "=": values.equal_numbers,
    "!=": lambda left, right: not values.equal_numbers(left, right),
    **values.ORDERED,
}


def beside_number(operand: Closure, symbol: str, number: float, combine: Combine) -> Closure | None:
    """Return the comparison of *operand* with *number* on its right, None for other operators.

    combine: the operator for operands that are no nodes.
    """
    test = _TESTS.get(symbol)
    if test is None:
        return None

    def compare(context: Context) -> Value:
        value = operand(context)
        if type(value) is not list:
            return combine(value, number, context.zone)
        if len(value) == 1:
            return test(text_number(value[0].text(), context.zone), number)
        return any(test(text_number(one.text(), context.zone), number) for one in value)

    return compare


def beside_text(operand: Closure, symbol: str, text: str, combine: Combine) -> Closure | None:
    """Return whether *operand* equals, or differs from, *text*; None for other operators."""
    if symbol not in ("=", "!="):
        return None
    wanted = symbol == "="

    def equals(context: Context) -> Value:
        value = operand(context)
        if type(value) is not list:
            return combine(value, text, context.zone)
        if len(value) == 1:
            return (value[0].text() == text) is wanted
        return any((one.text() == text) is wanted for one in value)

    return equals
