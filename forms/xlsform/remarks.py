"""Warnings about a form that works, but perhaps not as its author thinks (FORMS §3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.report import Finding, Place, Severity
from forms.xform.definition import (
    BoundExpression,
    DataType,
    FormDefinition,
    NodeDefinition,
    QuestionKind,
)
from forms.xpath.syntax import (
    Axis,
    Call,
    Chain,
    Expression,
    Literal,
    NameTest,
    Negate,
    Number,
    Path,
    TypeTest,
    walk,
)

_ORDER = frozenset({"<", "<=", ">", ">="})
_QUOTED_CALL = re.compile(r"""(['"])[a-z:-]+\(\s*\)\1""")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NAMED = 5


def expressions_of(node: NodeDefinition) -> Iterator[BoundExpression]:
    """Yield the expressions of a node's bind."""
    for one in (node.relevant, node.calculate, node.readonly, node.required, node.constraint):
        if one is not None:
            yield one


def inspect_types(definition: FormDefinition) -> list[Finding]:
    """Return a warning where an order (`<`) is asked of a text question and a number."""
    findings: list[Finding] = []
    for node in definition.nodes.values():
        for expression in expressions_of(node):
            for part in walk(expression.compiled.tree):
                if isinstance(part, Chain):
                    findings.extend(_mismatches(definition, expression, part))
    return findings


def _mismatches(
    definition: FormDefinition, expression: BoundExpression, chain: Chain
) -> Iterator[Finding]:
    left = chain.first
    for operator, right in chain.rest:
        if operator in _ORDER:
            for one, other in ((left, right), (right, left)):
                name = _text_question(definition, expression.path, one)
                if name and _is_number(other):
                    yield Finding(
                        severity=Severity.WARNING,
                        code="type-mismatch",
                        message=f'"{expression.compiled.source}": {name} is a text question, '
                        f"compared with a number by {operator}",
                        place=Place(line=expression.line),
                        name=definition.nodes[expression.path].local,
                        path=expression.path,
                        role=expression.role.value,
                    )
        left = right


def _is_number(expression: Expression) -> bool:
    match expression:
        case Number() | Negate(operand=Number()):
            return True
        case Literal(value=text):
            return _NUMBER.fullmatch(text) is not None
        case _:
            return False


def _text_question(definition: FormDefinition, own: str, expression: Expression) -> str:
    """Return the name of the text question that a path means, blank if it means something else."""
    if not isinstance(expression, Path) or expression.start_predicates:
        return ""
    here = own
    if expression.start is not None:
        if not isinstance(expression.start, Call) or expression.start.name != "current":
            return ""
    elif expression.absolute:
        here = ""
    for step in expression.steps:
        match step.axis, step.test:
            case Axis.PARENT, TypeTest(kind="node"):
                here = here.rpartition("/")[0]
            case Axis.SELF, TypeTest(kind="node"):
                pass
            case Axis.CHILD, NameTest(prefix=None, local=str() as local):
                here = f"{here}/{local}"
            case _:
                return ""
    question = definition.questions.get(here)
    node = definition.nodes.get(here)
    if question is None or node is None or question.kind is not QuestionKind.TEXT:
        return ""
    numeric = "numbers" in question.appearance.split()
    return "" if numeric or node.datatype is not DataType.STRING else node.local


def inspect_ready(definition: FormDefinition) -> list[Finding]:
    """Return warnings about ready XML that the sheets would have given for a workbook."""
    findings: list[Finding] = []
    for node in definition.nodes.values():
        if node.relevant is not None and _is_constant(node.relevant):
            text = node.relevant.compiled.source
            message = f'"{text}" does not depend on any answer'
            findings.append(_warning("always-true", message, node, node.relevant.line))
        if _QUOTED_CALL.fullmatch(node.default):
            message = f"{node.default} is a text, not a call: leave out the quotation marks"
            findings.append(_warning("quoted-function", message, node, 0))
    return [*findings, *_missing_texts(definition)]


def _is_constant(expression: BoundExpression) -> bool:
    tree = expression.compiled.tree
    calls = {one.name for one in walk(tree) if isinstance(one, Call)}
    return calls <= {"true", "not"} and not any(isinstance(one, Path) for one in walk(tree))


def _warning(code: str, message: str, node: NodeDefinition, line: int) -> Finding:
    place = Place(line=line)
    return Finding(
        severity=Severity.WARNING, code=code, message=message, place=place, name=node.local
    )


def _missing_texts(definition: FormDefinition) -> list[Finding]:
    """Return one warning per language that lacks texts which another language has."""
    every = dict.fromkeys(
        name for texts in definition.texts.values() for name, forms in texts.items() if "" in forms
    )
    findings: list[Finding] = []
    for language in definition.languages:
        texts = definition.texts.get(language, {})
        absent = [name for name in every if "" not in texts.get(name, {})]
        if absent:
            named = ", ".join(absent[:_NAMED]) + (", …" if len(absent) > _NAMED else "")
            message = f"{len(absent)} texts are absent in {language}, another is shown: {named}"
            findings.append(
                Finding(severity=Severity.WARNING, code="missing-translation", message=message)
            )
    return findings
