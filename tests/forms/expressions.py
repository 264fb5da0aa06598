"""Evaluate an expression over a small document, for tests of the XPath engine."""

from __future__ import annotations

from datetime import datetime

from forms.environment import Environment
from forms.xform.tree import form_tree, parse_xml, plain_namespaces
from forms.xpath.compiler import compile_expression
from forms.xpath.context import Context, Scope
from forms.xpath.functions import FunctionRegistry
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.standard import standard_functions
from forms.xpath.values import Value, to_text
from tests.forms.tables import CLOCK, environment

FUNCTIONS = standard_functions()
DOCUMENT = (
    "<data><blank/><zero>0</zero><five>5</five><word>hola</word><yes>true</yes><no>false</no>"
    "<born>2000-02-29</born><seen>2026-11-20T09:30:00.000-06:00</seen>"
    "<kid><age>3</age><name>Ana</name></kid><kid><age>7</age><name>Beto</name></kid>"
    "<kid><age/><name/></kid><many>a b c</many></data>"
)


def tree(xml: str = DOCUMENT) -> Node:
    """Return a document as a form's tree."""
    document = Node(NodeKind.DOCUMENT)
    document.append(form_tree(parse_xml(xml.encode()), plain_namespaces("")))
    return document


def value(
    expression: str,
    *,
    at: str = "",
    xml: str = DOCUMENT,
    now: datetime = CLOCK,
    zone: str = "America/Mexico_City",
    functions: FunctionRegistry = FUNCTIONS,
    world: Environment | None = None,
) -> Value:
    """Return what *expression* gives at the first element called *at* (else the document)."""
    document = tree(xml)
    node = next((one for one in document.descendants() if at and one.local == at), document)
    scope = Scope(
        root=document, environment=world or environment(now=now, zone=zone), now=now, version="7"
    )
    return compile_expression(expression, functions).evaluate(Context(node, scope))


def text(expression: str, *, at: str = "", zone: str = "America/Mexico_City") -> str:
    """Return the result as text."""
    return to_text(value(expression, at=at, zone=zone))
