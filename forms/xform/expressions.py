"""Expressions of a form: compiled at their node, their faults collected as findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.errors import ExpressionInvalid
from forms.report import Finding, Place, Severity
from forms.xform.definition import BoundExpression, Read, Role
from forms.xpath import patterns
from forms.xpath.anchors import Site
from forms.xpath.compiler import Compiled, compile_expression
from forms.xpath.functions import FunctionRegistry
from forms.xpath.nodes import STANDARD_PREFIXES, Node
from forms.xpath.parser import parse
from forms.xpath.references import Reads, generic_path, reads_of
from forms.xpath.special import SITED
from forms.xpath.syntax import Call, Expression, Literal, Path, walk

MAX_EXPRESSIONS = 200_000
"""How many expressions a form may have (FORMS §14)."""

_STRAIGHT = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})


def straightened(text: str) -> str:
    """Return *text* with typographic quotation marks made straight."""
    return text.translate(_STRAIGHT)


@dataclass(slots=True, kw_only=True)
class ExpressionBinder:
    """Compiles expressions for one form and keeps what was found on the way.

    document: the primary instance, every repeat in it at least once, references generic. repeats:
    generic paths of the repeats, which decide what an absolute path means inside them (FORMS §5.7).
    """

    functions: FunctionRegistry
    document: Node
    namespaces: dict[str, str]
    instances: frozenset[str]
    repeats: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    _trees: dict[str, Expression] = field(default_factory=dict)
    _compiled: dict[tuple[str, str], Compiled] = field(default_factory=dict)

    def bind(self, text: str, node: Node, role: Role, line: int) -> BoundExpression | None:
        """Return *text* compiled at *node*; None, with a finding, if it cannot be used."""
        self.count += 1
        if self.count > MAX_EXPRESSIONS:
            if self.count == MAX_EXPRESSIONS + 1:
                self._add("too-large", f"more than {MAX_EXPRESSIONS} expressions", node, role, line)
            return None
        try:
            site = Site(generic_path(node), self.repeats)
            compiled = self._compile(text, site)
        except ExpressionInvalid as fault:
            self._invalid(fault, node, role, line)
            return None
        faults = self._faults(compiled, node, role, line)
        reads = reads_of(compiled.tree, node, self.document, self._resolve, self.repeats)
        for name in reads.instances:
            if name not in self.instances:
                message = f'"{text}": there is no list or instance {name!r}'
                faults += self._add("unknown-reference", message, node, role, line)
        for missing in reads.missing:
            message = f'"{text}": {_path_text(missing)} names no question; it reads blank'
            self._add("unknown-reference", message, node, role, line, Severity.WARNING)
        if faults:
            return None
        return BoundExpression(
            path=site.path,
            role=role,
            compiled=compiled,
            reads=_paths(reads, value=True),
            looks=_paths(reads, value=False),
            line=line,
            dependencies=tuple(
                Read(path=one.path, anchor=one.anchor, sibling=one.sibling, value=one.value)
                for one in reads.reached
            ),
            instances=tuple(dict.fromkeys(reads.instances)),
        )

    def _compile(self, text: str, site: Site) -> Compiled:
        """Return *text* compiled for *site*; the same text is parsed once.

        What names nothing from the root means the same everywhere and is compiled once too.
        """
        tree = self._trees.get(text)
        if tree is None:
            tree = self._trees[text] = parse(text)
        place = site.path if _depends_on_site(tree) else ""
        compiled = self._compiled.get((text, place))
        if compiled is None:
            compiled = compile_expression(text, self.functions, self.namespaces, site, tree)
            self._compiled[text, place] = compiled
        return compiled

    def _resolve(self, prefix: str) -> str:
        return self.namespaces.get(prefix) or STANDARD_PREFIXES.get(prefix, "")

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


def _depends_on_site(tree: Expression) -> bool:
    return any(
        one.absolute if isinstance(one, Path) else isinstance(one, Call) and one.name in SITED
        for one in walk(tree)
    )


def _paths(reads: Reads, *, value: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.path for one in reads.reached if one.value is value))


def _path_text(path: Path) -> str:
    names = [getattr(step.test, "local", None) or "*" for step in path.steps]
    return ("/" if path.absolute else "") + "/".join(names)
