"""Required and constraint, on request, for relevant nodes only (FORMS §7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forms.model.recompute import Evaluator
from forms.xform.definition import FormDefinition, Label
from forms.xpath.nodes import Node
from forms.xpath.values import holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An answer that does not hold: code `required` or `constraint`, the form's own message.

    path: its reference.
    """

    path: str
    code: str
    message: str | None


def problems(
    definition: FormDefinition, evaluator: Evaluator, nodes: Iterable[Node]
) -> Iterator[tuple[Node, str, Label | None]]:
    """Yield (node, code, message) of every one of *nodes* that fails, in their order.

    A constraint that cannot be evaluated does not block: it is a fault of the form and kept as a
    finding.
    """
    scope = evaluator.scope()
    for node in nodes:
        known = definition.nodes[node.path]
        if known.required is None and known.constraint is None:
            continue
        if not node.relevant or not (known.is_leaf or known.is_attribute):
            continue
        if node.value in (None, ""):
            if node.required:
                yield node, "required", known.required_message
            continue
        if known.constraint is None:
            continue
        value = evaluator.evaluate(known.constraint, node, scope)
        if value is not None and not holds(value):
            yield node, "constraint", known.constraint_message
