"""Texts of a form with the answers inserted, as they read at a node in a language (FORMS §9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from forms.model.recompute import Evaluator
from forms.xform.definition import FormDefinition, Label
from forms.xpath.context import Scope
from forms.xpath.nodes import Node
from forms.xpath.values import to_text


class Texts:
    """Reads the texts of one instance. escape: what an inserted answer becomes in a shown text."""

    def __init__(self, definition: FormDefinition, evaluator: Evaluator) -> None:
        self._definition = definition
        self._evaluator = evaluator
        self.escape: Callable[[str], str] | None = None

    @contextmanager
    def as_they_are(self) -> Iterator[None]:
        """Insert answers as they are: the text becomes a value, nobody shows it as it is."""
        kept, self.escape = self.escape, None
        try:
            yield
        finally:
            self.escape = kept

    def scope(self, language: str) -> Scope:
        """Return a scope in *language*."""
        scope = self._evaluator.scope()
        scope.language = language
        return scope

    def text(self, label: Label | None, node: Node, scope: Scope, form: str = "") -> str:
        """Return *label* as it reads at *node* in the language of *scope*; "" for none."""
        text = self._definition.text_of(label, scope.language, form)
        if text is None:
            return ""
        made: list[str] = []
        for part in text.parts:
            if isinstance(part, str):
                made.append(part)
                continue
            at = next(iter(self._evaluator.tree.related(node, part.path)), None)
            value = self._evaluator.evaluate(part, at, scope) if at is not None else None
            inserted = "" if value is None else to_text(value)
            made.append(inserted if self.escape is None else self.escape(inserted))
        return "".join(made)
