"""The registry of functions: by name, with arity, purity and laziness (FORMS §6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms.errors import EvaluationFailed
from forms.xpath.context import Context
from forms.xpath.nodes import Node
from forms.xpath.values import Value

Closure = Callable[[Context], Value]
"""A compiled expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function. Lazy ones receive closures instead of values; volatile ones differ per call."""

    name: str
    minimum: int
    maximum: int | None
    call: Callable[..., Value]
    lazy: bool = False
    volatile: bool = False

    def takes(self, count: int) -> bool:
        """Tell whether the function accepts that many arguments."""
        return self.minimum <= count and (self.maximum is None or count <= self.maximum)


class FunctionRegistry:
    """Functions by exact name. A deployment adds its own with `register`."""

    def __init__(self, functions: Mapping[str, Function] | None = None) -> None:
        self._functions: dict[str, Function] = dict(functions or {})

    def register(
        self,
        name: str,
        minimum: int,
        maximum: int | None,
        call: Callable[..., Value],
        *,
        lazy: bool = False,
        volatile: bool = False,
    ) -> None:
        """Add a function, or replace the one of that name."""
        self._functions[name] = Function(
            name=name, minimum=minimum, maximum=maximum, call=call, lazy=lazy, volatile=volatile
        )

    def find(self, name: str) -> Function | None:
        """Return the function of that name, None if there is none."""
        return self._functions.get(name)

    def names(self) -> frozenset[str]:
        """Return every registered name."""
        return frozenset(self._functions)


def nodes_of(value: Value, function: str) -> list[Node]:
    """Return a node-set argument; raise EvaluationFailed if it is something else."""
    if type(value) is not list:
        raise EvaluationFailed(f"{function}() needs nodes")
    return value
