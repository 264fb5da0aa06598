"""What a select offers now; an answer it does not offer any more is dropped (FORMS §7, §8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forms.model.changes import ChangeCollector
from forms.model.recompute import Evaluator
from forms.model.texts import Texts
from forms.xform.definition import (
    Choice,
    FormDefinition,
    Itemset,
    Label,
    Media,
    Question,
    QuestionKind,
)
from forms.xpath.items import RowNode
from forms.xpath.nodes import Node, NodeKind

NO_MEDIA = Media()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """A choice as it is shown; columns: the cells of its row, read when asked for."""

    name: str
    label: str
    media: Media = NO_MEDIA
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """What a list gave, in order; labels only where they are answers of this form.

    views: how it reads, by language, where no answer is inserted.
    """

    names: tuple[str, ...]
    items: tuple[Node, ...]
    known: frozenset[str]
    labels: tuple[str, ...]
    views: dict[str, tuple[ChoiceView, ...]] = field(default_factory=dict)


NO_COLUMNS: Mapping[str, str] = {}


class Cells(Mapping[str, str]):
    """The cells of an item by name."""

    def __init__(self, item: Node) -> None:
        self._item = item

    def __getitem__(self, name: str) -> str:
        for child in self._item.children:
            if child.local == name:
                return child.text()
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(
            dict.fromkeys(
                child.local for child in self._item.children if child.kind is NodeKind.ELEMENT
            )
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)


def cell(item: Node, name: str) -> str:
    """Return what stands at *name* in an item: a child, a path of children, `@name` or `.`."""
    if isinstance(item, RowNode) and name in item.columns:
        return item.cell(name)
    node = item
    for step in name.split("/"):
        if step in (".", ""):
            continue
        if step.startswith("@"):
            among, step = node.attributes, step[1:]
        else:
            found = node.named(step)
            if found:
                node = found[0]
                continue
            among, step = node.children, step.rpartition(":")[2]
        inner = next((one for one in among if one.local == step), None)
        if inner is None:
            return ""
        node = inner
    return node.text()


SEVERAL = frozenset({QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK})
"""Kinds whose answer is names joined by a space."""


class Choices:
    """The lists of one instance."""

    def __init__(self, definition: FormDefinition, evaluator: Evaluator, texts: Texts) -> None:
        self._definition = definition
        self._evaluator = evaluator
        self._texts = texts
        self._lists: dict[Node, Offered] = {}
        self.ranked: dict[Node, str] = {}
        self._shown: dict[tuple[int, str], tuple[ChoiceView, ...]] = {}
        self._labels: dict[str, tuple[tuple[ChoiceView, ...], dict[str, str]]] = {}

    def forget(self, node: Node) -> None:
        """Forget a question that is gone."""
        self._lists.pop(node, None)
        self.ranked.pop(node, None)

    def renew(self, node: Node, changes: ChangeCollector) -> None:
        """Evaluate the list of a question anew; answers it does not offer are dropped."""
        question = self._definition.questions[node.path]
        known = self._lists.get(node)
        before = node.value or self.ranked.get(node, "")
        if question.itemset is None or (known is None and before == ""):
            return  # nobody has looked yet, and there is nothing to lose
        made = self._evaluated(question.itemset, node)
        if known is None or (made.names, made.labels) != (known.names, known.labels):
            self._lists[node] = made
            changes.choices[node] = None
        self._evaluator.answer(node, self.kept(question, node, before), changes)

    def _evaluated(self, itemset: Itemset, node: Node) -> Offered:
        value = self._evaluator.evaluate(itemset.nodes, node, self._evaluator.scope())
        own = itemset.instance == ""
        items: list[Node] = []
        names: list[str] = []
        for item in value if type(value) is list else ():
            name = cell(item, itemset.value_name).strip()
            if own and (not item.relevant or name == ""):
                continue
            items.append(item)
            names.append(name)
        labels = tuple(cell(item, itemset.label_name) for item in items) if own else ()
        return Offered(tuple(names), tuple(items), frozenset(names), labels)

    def offered(self, question: Question, node: Node) -> frozenset[str]:
        """Return the names a question offers now."""
        if question.itemset is None:
            return question.choice_names
        return self._list(question.itemset, node).known

    def _list(self, itemset: Itemset, node: Node) -> Offered:
        found = self._lists.get(node)
        if found is None:
            found = self._lists[node] = self._evaluated(itemset, node)
        return found

    def kept(self, question: Question, node: Node, text: str) -> str:
        """Return what of an answer is offered, the order of its names kept.

        A rank question that was answered names all that is offered: what it lacks comes last. It
        remembers the order of names that are not offered for a while.
        """
        if question.kind is QuestionKind.SELECT_ONE:
            name = text.strip()
            return name if name in self.offered(question, node) else ""
        if question.kind is QuestionKind.RANK:
            return self._ranked(question, node, text)
        if question.kind is QuestionKind.SELECT_MULTIPLE:
            offered = self.offered(question, node)
            return " ".join(name for name in dict.fromkeys(text.split()) if name in offered)
        return text

    def _ranked(self, question: Question, node: Node, text: str) -> str:
        if text.strip() == "":
            self.ranked.pop(node, None)
            return ""
        if question.itemset is None:
            names = tuple(choice.name for choice in question.choices)
        else:
            names = self._list(question.itemset, node).names
        order = [*dict.fromkeys((*text.split(), *self.ranked.get(node, "").split()))]
        self.ranked[node] = " ".join(order)
        offered = frozenset(names)
        kept = [name for name in order if name in offered]
        return " ".join(dict.fromkeys((*kept, *names)))

    # --- shown

    def views(self, question: Question, node: Node, language: str) -> tuple[ChoiceView, ...]:
        """Return the choices of a question in a language, in the order they are offered."""
        itemset = question.itemset
        if itemset is None:
            return self._inline(question.choices, node, language) if question.choices else ()
        offered = self._list(itemset, node)
        found = offered.views.get(language)
        if found is None:
            found = self._itemset(itemset, offered, node, language)
            if not itemset.label_is_itext or self._is_plain(itemset, offered):
                offered.views[language] = found
        return found

    def _inline(
        self, choices: tuple[Choice, ...], node: Node, language: str
    ) -> tuple[ChoiceView, ...]:
        """Return choices written in the form; where they insert no answers, the same for all."""
        found = self._shown.get((id(choices), language))
        if found is not None:
            return found
        scope = self._texts.scope(language)
        made = tuple(
            ChoiceView(
                name=choice.name,
                label=self._texts.text(choice.label, node, scope) or choice.name,
                media=self._definition.media_of(choice.label, language),
                columns=NO_COLUMNS if choice.item is None else Cells(choice.item),
            )
            for choice in choices
        )
        if not any(self._definition.inserted(choice.label) for choice in choices):
            self._shown[id(choices), language] = made
        return made

    def _is_plain(self, itemset: Itemset, offered: Offered) -> bool:
        labels = (Label(itext_id=cell(item, itemset.label_name)) for item in offered.items)
        return not any(self._definition.inserted(label) for label in labels)

    def _itemset(
        self, itemset: Itemset, offered: Offered, node: Node, language: str
    ) -> tuple[ChoiceView, ...]:
        scope = self._texts.scope(language)
        by_language = any(
            isinstance(item, RowNode) and f"{itemset.label_name}::{language}" in item.columns
            for item in offered.items[:1]
        )
        made: list[ChoiceView] = []
        for name, item in zip(offered.names, offered.items, strict=True):
            # a file may have a column per language, as itemsets.csv does
            text = cell(item, f"{itemset.label_name}::{language}") if by_language else ""
            text = text or cell(item, itemset.label_name)
            media = NO_MEDIA
            if itemset.label_is_itext:
                label = Label(itext_id=text)
                text = self._texts.text(label, node, scope)
                media = self._definition.media_of(label, language)
            made.append(ChoiceView(name=name, label=text or name, media=media, columns=Cells(item)))
        return tuple(made)

    def label(self, node: Node, path: str, value: str) -> str:
        """Return the label of *value* at the question at *path* as seen from *node* (§5.13).

        Several names give their labels joined by `, `; an unknown name is blank.
        """
        question = self._definition.questions.get(path.strip())
        if question is None:
            return ""
        at = next(iter(self._evaluator.tree.related(node, question.path)), None)
        if at is None:
            return ""
        with self._texts.as_they_are():
            views = self.views(question, at, self._evaluator.language)
        known = self._labels.get(question.path)
        if known is None or known[0] is not views:
            known = (views, {view.name: view.label for view in reversed(views)})
            self._labels[question.path] = known
        labels = known[1]
        names = value.split() if question.kind in SEVERAL else [value.strip()]
        return ", ".join(labels[name] for name in names if name in labels)
