"""Tree -> closures.

Unknown functions and wrong arity are collected, not raised: the importer refuses them, and the
closure made for them raises only when it is reached (FORMS §5.6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial

from forms.errors import EvaluationFailed, ExpressionInvalid
from forms.xpath import special, values
from forms.xpath.anchors import Site
from forms.xpath.constants import beside_number, beside_text
from forms.xpath.context import Context
from forms.xpath.functions import Closure, Function, FunctionRegistry, nodes_of
from forms.xpath.instances import item_path, leads_down
from forms.xpath.nodes import STANDARD_PREFIXES, in_document_order
from forms.xpath.parser import parse
from forms.xpath.paths import PathCompiler
from forms.xpath.syntax import (
    Call,
    Chain,
    Expression,
    Literal,
    Negate,
    Number,
    Path,
    children,
    walk,
)
from forms.xpath.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionProblem:
    """A call that cannot work: code `unknown-function` or `wrong-arity`."""

    code: str
    name: str
    position: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compiled:
    """An expression ready to run."""

    source: str
    tree: Expression
    evaluate: Closure
    problems: tuple[FunctionProblem, ...]
    functions: FunctionRegistry

    @property
    def volatile(self) -> bool:
        """Tell whether it may differ each time it runs."""
        calls = (one for one in walk(self.tree) if isinstance(one, Call))
        return any((found := self.functions.find(one.name)) and found.volatile for one in calls)


def compile_expression(
    text: str,
    functions: FunctionRegistry,
    namespaces: Mapping[str, str] | None = None,
    place: Site | None = None,
    tree: Expression | None = None,
) -> Compiled:
    """Return *text* compiled; raise ExpressionInvalid if it does not parse.

    place: where in a form it stands, which decides what absolute paths mean (FORMS §5.7); it must
    then run with a node of that generic path as `current`. tree: *text* parsed, where it is known.
    """
    tree = parse(text) if tree is None else tree
    compiler = _Compiler(text, functions, namespaces or {}, place)
    evaluate = compiler.closure(tree)
    return Compiled(
        source=text,
        tree=tree,
        evaluate=evaluate,
        problems=tuple(dict.fromkeys(compiler.problems)),  # predicates may be compiled twice
        functions=functions,
    )


class _Compiler:
    def __init__(
        self,
        text: str,
        functions: FunctionRegistry,
        namespaces: Mapping[str, str],
        place: Site | None,
    ) -> None:
        self._text = text
        self._functions = functions
        self._namespaces = namespaces
        self._place = place
        self._paths = PathCompiler(self.closure, self._resolve, place)
        self._walking = 0
        self.problems: list[FunctionProblem] = []

    def _resolve(self, prefix: str) -> str:
        namespace = self._namespaces.get(prefix) or STANDARD_PREFIXES.get(prefix)
        if namespace is None:
            raise ExpressionInvalid(f"the prefix {prefix!r} is not declared", self._text)
        return namespace

    def closure(self, node: Expression) -> Closure:
        """Return the closure of *node*."""
        match node:
            case Number(value=number):
                return lambda _context: number
            case Literal(value=text):
                return lambda _context: text
            case Negate(operand=operand):
                return _negation(self.closure(operand))
            case Chain(rest=rest):
                return self._chain(node, rest)
            case Call():
                return self._call(node)
            case Path():
                return self._path(node)

    def _path(self, node: Path) -> Closure:
        if node.start is not None and not leads_down(node.steps):
            return self._walked(lambda: self._paths.closure(node))
        walked = self._paths.closure(node)
        found = None if self._walking else item_path(node, walked, self.closure)
        return walked if found is None else found.nodes

    def _walked(self, compile_: Callable[[], Closure]) -> Closure:
        """Compile what needs to know where the items of a list stand: their lists are walked."""
        self._walking += 1
        try:
            return compile_()
        finally:
            self._walking -= 1

    # --- operators

    def _chain(self, node: Chain, rest: tuple[tuple[str, Expression], ...]) -> Closure:
        operator = rest[0][0]
        if operator in ("and", "or", "|"):
            if operator == "|":
                return _union(
                    tuple(self._walked(partial(self.closure, it)) for it in children(node))
                )
            operands = (self.closure(node.first), *(self.closure(one) for _, one in rest))
            return _every(operands) if operator == "and" else _some(operands)
        if len(rest) == 1:
            return self._pair(node.first, operator, rest[0][1])
        first = self.closure(node.first)
        match rest:
            case (("=" | "!=", Literal(value=text)),):
                return _is_text(first, text, negated=operator == "!=")
            case _:
                return _folded(
                    first, tuple((_BINARY[symbol], self.closure(one)) for symbol, one in rest)
                )

    def _pair(self, left: Expression, operator: str, right: Expression) -> Closure:
        first, combine = self.closure(left), _BINARY[operator]
        made: Closure | None = None
        if isinstance(right, Number):
            made = beside_number(first, operator, right.value, combine)
        elif isinstance(right, Literal):
            made = beside_text(first, operator, right.value, combine)
        return _folded(first, ((combine, self.closure(right)),)) if made is None else made

    # --- calls

    def _call(self, node: Call) -> Closure:
        function = self._functions.find(node.name)
        if function is None:
            return self._collected(node, "unknown-function", f"there is no function {node.name}()")
        if not function.takes(len(node.arguments)):
            return self._collected(node, "wrong-arity", _arity(function, len(node.arguments)))
        made = self._special(node, function)
        return _applied(function, self._arguments(node)) if made is None else made

    def _special(self, node: Call, function: Function) -> Closure | None:
        """Return the closure of a call that is compiled by itself, None for all others."""
        if node.name == "count" and (counted := self._counted(node.arguments[0])) is not None:
            return counted
        if self._place is None:
            return None
        if node.name == "indexed-repeat":
            return special.indexed_repeat(node, self._place, self.closure)
        if node.name in special.AGGREGATES:
            return special.aggregate(node, self._place, function, self._arguments(node))
        return None

    def _arguments(self, node: Call) -> tuple[Closure, ...]:
        if node.name == "position":
            return tuple(self._walked(partial(self.closure, it)) for it in node.arguments)
        return tuple(self.closure(argument) for argument in node.arguments)

    def _counted(self, argument: Expression) -> Closure | None:
        """Return what counts the items of a list without making nodes of them."""
        if self._walking or not isinstance(argument, Path):
            return None
        found = item_path(argument, self._paths.closure(argument), self.closure)
        return None if found is None else found.count

    def _collected(self, node: Call, code: str, reason: str) -> Closure:
        for argument in node.arguments:
            self.closure(argument)  # their problems are listed too
        self.problems.append(
            FunctionProblem(code=code, name=node.name, position=node.position, reason=reason)
        )

        def fail(_context: Context) -> Value:
            raise EvaluationFailed(reason)

        return fail


def _arity(function: Function, given: int) -> str:
    if function.maximum == function.minimum:
        wanted = str(function.minimum)
    elif function.maximum is None:
        wanted = f"at least {function.minimum}"
    else:
        wanted = f"{function.minimum} to {function.maximum}"
    return f"{function.name}() takes {wanted} arguments, {given} given"


def _applied(function: Function, arguments: tuple[Closure, ...]) -> Closure:
    call = function.call
    if function.lazy:
        return lambda context: call(context, *arguments)
    match arguments:
        case ():
            return lambda context: call(context)
        case (only,):
            return lambda context: call(context, only(context))
        case (first, second):
            return lambda context: call(context, first(context), second(context))
        case _:
            return lambda context: call(context, *[one(context) for one in arguments])


def _negation(operand: Closure) -> Closure:
    return lambda context: -values.to_number(operand(context), context.zone)


def _every(operands: tuple[Closure, ...]) -> Closure:
    if len(operands) == 2:
        first, second = operands
        truth = values.to_boolean
        return lambda context: truth(first(context)) and truth(second(context))

    def every(context: Context) -> Value:
        return all(values.to_boolean(operand(context)) for operand in operands)

    return every


def _some(operands: tuple[Closure, ...]) -> Closure:
    if len(operands) == 2:
        first, second = operands
        truth = values.to_boolean
        return lambda context: truth(first(context)) or truth(second(context))

    def some(context: Context) -> Value:
        return any(values.to_boolean(operand(context)) for operand in operands)

    return some


def _union(operands: tuple[Closure, ...]) -> Closure:
    def union(context: Context) -> Value:
        together = []
        for operand in operands:
            together.extend(nodes_of(operand(context), "|"))
        return in_document_order(together)

    return union


Combine = Callable[[Value, Value, tzinfo], Value]


def _equality(negated: bool) -> Combine:
    return lambda left, right, zone: values.equal(left, right, zone, negated=negated)


def _comparison(operator: str) -> Combine:
    return lambda left, right, zone: values.compare(left, right, operator, zone)


def _arithmetic(operate: Callable[[float, float], float]) -> Combine:
    def combine(left: Value, right: Value, zone: tzinfo) -> Value:
        if type(left) is float and type(right) is float:
            return operate(left, right)
        return operate(*values.numbers_of_pair(left, right, zone))

    return combine


_BINARY: Mapping[str, Combine] = {
    "=": _equality(False),
    "!=": _equality(True),
    "<": _comparison("<"),
    "<=": _comparison("<="),
    ">": _comparison(">"),
    ">=": _comparison(">="),
    "+": _arithmetic(lambda one, other: one + other),
    "-": _arithmetic(lambda one, other: one - other),
    "*": _arithmetic(lambda one, other: one * other),
    "div": _arithmetic(values.divide),
    "mod": _arithmetic(values.modulo),
}


def _is_text(first: Closure, text: str, *, negated: bool) -> Closure:
    """Compare with a text that stands in the expression: what most conditions of a form do."""

    def compare(context: Context) -> Value:
        left = first(context)
        if type(left) is list and len(left) == 1:
            return (left[0].text() == text) != negated
        return values.equal(left, text, context.zone, negated=negated)

    return compare


def _folded(first: Closure, rest: tuple[tuple[Combine, Closure], ...]) -> Closure:
    """Join a chain from the left, in a loop: a thousand terms must not be a thousand frames."""
    if len(rest) == 1:
        combine, second = rest[0]
        return lambda context: combine(first(context), second(context), context.zone)

    def fold(context: Context) -> Value:
        value = first(context)
        for combine, operand in rest:
            value = combine(value, operand(context), context.zone)
        return value

    return fold
