"""Required and constraint, on request, for relevant nodes only (FORMS §7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.model.recompute import Evaluator
from forms.xform.definition import FormDefinition, Label
from forms.xpath.nodes import Node
from forms.xpath.values import holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An answer that does not hold: code `required` or `constraint`, the form's own message."""

    path: str
    code: str
    message: str | None


def problems(
    definition: FormDefinition,
    nodes: Mapping[str, Node],
    evaluator: Evaluator,
    paths: Iterable[str],
) -> Iterator[tuple[str, str, Label | None]]:
    """Yield (path, code, message) of every node of *paths* that fails, in their order.

    A constraint that cannot be evaluated does not block: it is a fault of the form and kept as a
    finding.
    """
    scope = evaluator.scope()
    for path in paths:
        known = definition.nodes[path]
        if known.required is None and known.constraint is None:
            continue
        node = nodes[path]
        if not node.relevant or not (known.is_leaf or known.is_attribute):
            continue
        if node.value in (None, ""):
            if node.required:
                yield path, "required", known.required_message
            continue
        if known.constraint is None:
            continue
        value = evaluator.evaluate(known.constraint, scope)
        if value is not None and not holds(value):
            yield path, "constraint", known.constraint_message
