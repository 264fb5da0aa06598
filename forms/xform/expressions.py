"""Expressions of a form: bound at their node, their faults collected as findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.errors import ExpressionInvalid
from forms.report import Finding, Place, Severity
from forms.xform.bound import BoundExpression, Expressions
from forms.xform.kinds import Role
from forms.xpath import patterns
from forms.xpath.compiler import Compiled
from forms.xpath.nodes import Node
from forms.xpath.references import generic_path
from forms.xpath.syntax import Call, Literal, Path, walk

MAX_EXPRESSIONS = 200_000
"""How many expressions a form may have (FORMS §14)."""

_STRAIGHT = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})


def straightened(text: str) -> str:
    """Return *text* with typographic quotation marks made straight."""
    return text.translate(_STRAIGHT)


@dataclass(slots=True, kw_only=True)
class ExpressionBinder:
    """Puts expressions at their places and keeps what was found on the way.

    common: what all of them share. instances: the secondary instances there are. trusting: the form
    was accepted before, so nothing is looked for and nothing compiled before it is needed.
    """

    common: Expressions
    instances: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    trusting: bool = False
    count: int = 0

    def bind(self, text: str, node: Node, role: Role, line: int) -> BoundExpression | None:
        """Return *text* at *node*; None, with a finding, if it cannot be used."""
        bound = BoundExpression(text, node, role, line, self.common)
        if self.trusting:
            return bound
        self.count += 1
        if self.count > MAX_EXPRESSIONS:
            if self.count == MAX_EXPRESSIONS + 1:
                self._add("too-large", f"more than {MAX_EXPRESSIONS} expressions", node, role, line)
            return None
        try:
            faults = self._faults(bound.compiled, node, role, line)
        except ExpressionInvalid as fault:
            self._invalid(fault, node, role, line)
            return None
        reading = bound.reading
        for name in reading.instances:
            if name not in self.instances:
                message = f'"{text}": there is no list or instance {name!r}'
                faults += self._add("unknown-reference", message, node, role, line)
        for missing in reading.missing:
            message = f'"{text}": {_path_text(missing)} names no question; it reads blank'
            self._add("unknown-reference", message, node, role, line, Severity.WARNING)
        return None if faults else bound

    def _add(
        self,
        code: str,
        message: str,
        node: Node,
        role: Role,
        line: int,
        severity: Severity = Severity.ERROR,
    ) -> int:
        self.findings.append(
            Finding(
                severity=severity,
                code=code,
                message=message,
                place=Place(line=line),
                name=node.local,
                path=generic_path(node),
                role=role.value,
            )
        )
        return 1

    def _invalid(self, fault: ExpressionInvalid, node: Node, role: Role, line: int) -> None:
        straight = straightened(fault.expression)
        if "typographic" in fault.reason:
            message = f'"{fault.expression}": write it with straight quotation marks: {straight}'
            self._add("typographic-quotes", message, node, role, line)
        else:
            self._add("xpath-syntax", str(fault), node, role, line)

    def _faults(self, compiled: Compiled, node: Node, role: Role, line: int) -> int:
        faults = 0
        for problem in compiled.problems:
            message = f'"{compiled.source}": {problem.reason}'
            faults += self._add(problem.code, message, node, role, line)
        if "regex" not in compiled.source:
            return faults
        for part in walk(compiled.tree):
            match part:
                case Call(name="regex", arguments=(_, Literal(value=pattern))):
                    faults += self._pattern(pattern, compiled, node, role, line)
                case _:
                    continue
        return faults

    def _pattern(self, pattern: str, compiled: Compiled, node: Node, role: Role, line: int) -> int:
        try:
            patterns.prepared(pattern)
        except patterns.PatternRefused as refused:
            message = f'"{compiled.source}": {refused}'
            return self._add("regex-risk", message, node, role, line)
        return 0


def _path_text(path: Path) -> str:
    names = [getattr(step.test, "local", None) or "*" for step in path.steps]
    return ("/" if path.absolute else "") + "/".join(names)
