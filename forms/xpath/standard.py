"""Every function of FORMS §6 in one registry."""

from __future__ import annotations

from forms.xpath import (
    choice_functions,
    date_functions,
    geo_functions,
    logic_functions,
    node_functions,
    number_functions,
    text_functions,
)
from forms.xpath.functions import FunctionRegistry


def standard_functions() -> FunctionRegistry:
    """Return a new registry with every function of FORMS §6."""
    registry = FunctionRegistry()
    for module in (
        text_functions,
        logic_functions,
        number_functions,
        node_functions,
        date_functions,
        geo_functions,
        choice_functions,
    ):
        module.register_all(registry)
    return registry
