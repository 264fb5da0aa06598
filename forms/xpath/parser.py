"""Tokens -> tree, by recursive descent with an operator stack per nesting level.

Brackets and arguments nest at most 200 deep (predicates count double), and so does the tree
(FORMS §5); what goes deeper is an ExpressionInvalid, never a RecursionError.
"""

from __future__ import annotations

from functools import lru_cache

from forms.errors import ExpressionInvalid
from forms.xpath.lexer import Kind, Token, tokenize
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
    Step,
    TypeTest,
)

MAX_DEPTH = 200
"""How deep brackets, arguments and the tree may nest."""

_PRECEDENCE = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_NEGATION = 7
_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
_AXES = {axis.value: axis for axis in Axis}
_ANY = TypeTest("node")


_LONGEST_KEPT = 1_000
"""Trees of longer texts are not kept; what is kept stays small beside a form."""


def parse(text: str) -> Expression:
    """Return the tree of *text*; raise ExpressionInvalid, and only that, if it is none.

    Forms say the same condition many times, so trees (which never change) are kept and shared.
    """
    return _kept(text) if len(text) <= _LONGEST_KEPT else _Parser(text).whole()


@lru_cache(maxsize=2048)
def _kept(text: str) -> Expression:
    return _Parser(text).whole()


@lru_cache(maxsize=4096)
def _plain_path(text: str) -> Path:
    """Return `/data/group/name` as a path; a form names each of its nodes many times."""
    return Path(True, None, (), tuple(_plain_step(name) for name in text.split("/")[1:]), 1)


@lru_cache(maxsize=4096)
def _plain_step(name: str) -> Step:
    return Step(Axis.CHILD, NameTest(None, name), ())


def _deep(*nodes: Expression) -> int:
    return 1 + max(node.depth for node in nodes)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._marks = [
            token.text if token.kind in (Kind.SYMBOL, Kind.OPERATOR) else ""
            for token in self._tokens
        ]
        """The symbol or operator at each place: most questions of a parser are about these."""
        self._at = 0
        self._nesting = 0

    def whole(self) -> Expression:
        if len(self._tokens) == 1:
            raise self._error("the expression is empty")
        tree = self._expression()
        if self._token.kind is not Kind.END:
            if self._token.text == ")":
                raise self._error("a closing parenthesis too many")
            raise self._error(f"unexpected {self._token.text!r}")
        return tree

    # --- tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _peek(self, offset: int = 1) -> Token:
        index = min(self._at + offset, len(self._tokens) - 1)
        return self._tokens[index]

    def _is(self, text: str) -> bool:
        return self._marks[self._at] == text

    def _take(self) -> Token:
        token = self._token
        self._at += 1
        return token

    def _accept(self, text: str) -> bool:
        if self._marks[self._at] != text:
            return False
        self._at += 1
        return True

    def _expect(self, text: str, reason: str) -> None:
        if not self._accept(text):
            raise self._error(reason)

    def _error(self, reason: str) -> ExpressionInvalid:
        return ExpressionInvalid(reason, self._text, self._token.position)

    def _checked(self, node: Expression) -> Expression:
        if node.depth > MAX_DEPTH:
            raise self._error(f"nested deeper than {MAX_DEPTH}")
        return node

    # --- operators

    def _expression(self) -> Expression:
        self._nesting += 1
        if self._nesting > MAX_DEPTH:
            raise self._error(f"nested deeper than {MAX_DEPTH}")
        operands: list[Expression] = []
        operators: list[str] = []
        while True:
            while self._is("-"):
                self._take()
                operators.append("neg")
            operands.append(self._operand())
            operator = self._token
            if operator.kind is not Kind.OPERATOR:
                break
            self._take()
            self._reduce(operands, operators, _PRECEDENCE[operator.text])
            operators.append(operator.text)
        self._reduce(operands, operators, 0)
        self._nesting -= 1
        return operands[0]

    def _reduce(self, operands: list[Expression], operators: list[str], level: int) -> None:
        """Join what binds at least as tightly as *level* on the two stacks."""
        while operators:
            top = operators[-1]
            if top == "neg":
                if level > _NEGATION:
                    return
                operators.pop()
                inner = operands.pop()
                operands.append(self._checked(Negate(inner, _deep(inner))))
                continue
            strength = _PRECEDENCE[top]
            if strength < level:
                return
            operators.pop()
            right = operands.pop()
            left = operands.pop()
            operands.append(self._checked(self._join(left, top, right, strength)))

    def _join(self, left: Expression, operator: str, right: Expression, level: int) -> Expression:
        # `(a + b) + c` becomes one chain too: chains are evaluated from the left.
        if isinstance(left, Chain) and _PRECEDENCE[left.rest[0][0]] == level:
            depth = max(left.depth, 1 + right.depth)
            return Chain(left.first, (*left.rest, (operator, right)), depth)
        return Chain(left, ((operator, right),), _deep(left, right))

    # --- operands

    def _operand(self) -> Expression:
        token = self._token
        if token.kind is Kind.PATH:
            self._take()
            return _plain_path(token.text)
        if token.kind is Kind.NUMBER:
            self._take()
            return self._filtered(Number(float(token.text)))
        if token.kind is Kind.LITERAL:
            self._take()
            return self._filtered(Literal(token.text))
        if self._is("("):
            self._take()
            inner = self._expression()
            self._expect(")", "a closing parenthesis is missing")
            return self._filtered(inner)
        if self._is("$"):
            raise self._error("variables are not allowed")
        if token.kind is Kind.NAME and self._peek().text == "(" and not self._is_node_type():
            return self._filtered(self._call())
        return self._path()

    def _is_node_type(self) -> bool:
        return self._token.text in _NODE_TYPES

    def _call(self) -> Expression:
        name = self._take()
        if name.text.endswith(":*"):
            raise self._error("a function name is missing")
        self._expect("(", "an opening parenthesis is missing")
        arguments: list[Expression] = []
        if not self._is(")"):
            arguments.append(self._expression())
            while self._accept(","):
                arguments.append(self._expression())
        self._expect(")", "a closing parenthesis is missing")
        depth = 1 + max((argument.depth for argument in arguments), default=0)
        return self._checked(Call(name.text, tuple(arguments), name.position, depth))

    def _filtered(self, start: Expression) -> Expression:
        """Return *start* with the predicates and steps that follow it, if any."""
        predicates = self._predicates()
        steps: list[Step] = []
        if self._is("/") or self._is("//"):
            self._steps(steps)
        if not predicates and not steps:
            return start
        return self._checked(self._made(False, start, predicates, steps))

    def _path(self) -> Expression:
        steps: list[Step] = []
        absolute = False
        if self._is("//"):
            absolute = True
            self._steps(steps)
        elif self._accept("/"):
            absolute = True
            if self._starts_step():
                steps.append(self._step())
                self._steps(steps)
        else:
            steps.append(self._step())
            self._steps(steps)
        return self._checked(self._made(absolute, None, (), steps))

    def _made(
        self,
        absolute: bool,
        start: Expression | None,
        predicates: tuple[Expression, ...],
        steps: list[Step],
    ) -> Path:
        inner = [*predicates, *(one for step in steps for one in step.predicates)]
        if start is not None:
            inner.append(start)
        depth = 1 + max((node.depth for node in inner), default=0)
        return Path(absolute, start, predicates, tuple(steps), depth)

    def _steps(self, steps: list[Step]) -> None:
        while (mark := self._marks[self._at]) in ("/", "//"):
            self._at += 1
            if mark == "//":
                steps.append(Step(Axis.DESCENDANT_OR_SELF, _ANY, ()))
            steps.append(self._step())

    def _starts_step(self) -> bool:
        token = self._token
        return token.kind is Kind.NAME or token.text in (".", "..", "@", "*")

    def _step(self) -> Step:
        mark = self._marks[self._at]
        if mark in (".", ".."):
            self._at += 1
            return Step(Axis.SELF if mark == "." else Axis.PARENT, _ANY, self._predicates())
        axis = Axis.CHILD
        if mark == "@":
            self._at += 1
            axis = Axis.ATTRIBUTE
        elif self._token.kind is Kind.NAME and self._peek().text == "::":
            named = _AXES.get(self._token.text)
            if named is None:
                raise self._error(f"there is no axis {self._token.text!r}")
            axis = named
            self._at += 2
        return Step(axis, self._test(), self._predicates())

    def _test(self) -> NameTest | TypeTest:
        token = self._token
        if token.kind is Kind.NAME and token.text in _NODE_TYPES and self._peek().text == "(":
            return self._type_test()
        if self._accept("*"):
            return NameTest(None, None)
        if token.kind is not Kind.NAME:
            raise self._error(self._missing(token))
        self._take()
        prefix, colon, local = token.text.partition(":")
        if not colon:
            return NameTest(None, prefix)
        return NameTest(prefix, None if local == "*" else local)

    def _missing(self, token: Token) -> str:
        if token.kind is Kind.END:
            return "something is missing at the end"
        return f"a value is missing before {token.text!r}"

    def _type_test(self) -> TypeTest:
        kind = self._take().text
        self._expect("(", "an opening parenthesis is missing")
        target: str | None = None
        if kind == "processing-instruction" and self._token.kind is Kind.LITERAL:
            target = self._take().text
        self._expect(")", "a closing parenthesis is missing")
        return TypeTest(kind, target)

    def _predicates(self) -> tuple[Expression, ...]:
        if self._marks[self._at] != "[":
            return ()
        found: list[Expression] = []
        while self._accept("["):
            self._nesting += 1  # a predicate costs twice the frames of a bracket
            found.append(self._expression())
            self._nesting -= 1
            self._expect("]", "a closing bracket is missing")
        return tuple(found)
