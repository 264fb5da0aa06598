"""Functions that look into lists: `pulldata`, `jr:choice-name` (FORMS §5.13)."""

from __future__ import annotations

import re
from functools import lru_cache

from forms.errors import EvaluationFailed, ExpressionInvalid
from forms.xpath.compiler import Compiled, compile_expression
from forms.xpath.context import Context
from forms.xpath.functions import FunctionRegistry
from forms.xpath.values import Value, to_text

_INDEX = re.compile(r"\[\d+\]")
_SEVERAL = ", "
"""What stands between the labels of several values, as in JavaRosa."""


def _pulldata(context: Context, file: Value, column: Value, key_column: Value, key: Value) -> Value:
    name = to_text(file).strip()
    find = context.scope.items
    if find is None:
        return ""
    items = find(name)
    if items is None and name.lower().endswith(".csv"):
        items = find(name[:-4])
    if items is None:
        return ""
    return items.first(to_text(column).strip(), {to_text(key_column).strip(): to_text(key)})


@lru_cache(maxsize=1024)
def _path(text: str) -> Compiled:
    try:
        return compile_expression(text, FunctionRegistry())
    except ExpressionInvalid as broken:
        raise EvaluationFailed(f"jr:choice-name() needs the path of a question: {broken}") from None


def _choice_name(context: Context, value: Value, path: Value) -> Value:
    label_of = context.scope.choice_label
    text = to_text(value)
    if label_of is None or text == "":
        return ""
    target = _path(to_text(path)).evaluate(Context(context.current, context.scope))
    if type(target) is not list or not target:
        return ""
    question = _INDEX.sub("", target[0].reference)
    whole = label_of(context.current, question, text)
    if whole != "" or " " not in text:
        return whole
    labels = (label_of(context.current, question, one) for one in text.split())
    return _SEVERAL.join(one for one in labels if one != "")


def register_all(registry: FunctionRegistry) -> None:
    """Add the functions that look into lists."""
    registry.register("pulldata", 4, 4, _pulldata)
    registry.register("jr:choice-name", 2, 2, _choice_name)
