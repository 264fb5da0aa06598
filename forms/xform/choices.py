"""Choices of selects: written in place, from a list of the form, or an itemset (FORMS §8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from forms.errors import ExpressionInvalid
from forms.xform.definition import Choice, Itemset, Label, Role, SecondaryInstance
from forms.xform.places import Places
from forms.xform.search import search_of, searched_file
from forms.xform.texts import TextReader, plain_label
from forms.xform.tree import children_by_name, leaf_text, line_of, local_name
from forms.xpath.items import RowNode, RowsNode
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.parser import parse
from forms.xpath.syntax import Axis, Call, Expression, Literal, NameTest, Path

ITEMSETS = "itemsets"
"""The instance that stands for `itemsets.csv`, the lists of `select_one_external`."""

_QUERY = re.compile(r"\s*instance\(\s*(['\"])([^'\"]*)\1\s*\)\s*/\s*root\s*/\s*item\b")
_ITEXT = re.compile(r"jr:itext\(\s*(.*?)\s*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a select offers: choices, or the itemset that gives them."""

    inline: tuple[Choice, ...] = ()
    names: frozenset[str] = frozenset()
    itemset: Itemset | None = None


NO_CHOICES = Choices()


@dataclass(slots=True, kw_only=True)
class ChoiceReader:
    """Reads the choices of controls; questions of one list share them."""

    places: Places
    texts: TextReader
    secondary: Mapping[str, SecondaryInstance]
    _lists: dict[tuple[str, str, str], Choices] = field(default_factory=dict)
    _labelled: set[tuple[str, str]] = field(default_factory=set)

    def read(self, element: etree._Element, itemset: etree._Element | None, node: Node) -> Choices:
        """Return the choices of a control, its findings recorded; *itemset*: the one inside it."""
        if itemset is not None:
            return self._itemset(itemset, node)
        query = element.get("query")
        if query is not None:
            return self._query(query, element, node)
        made = self._inline(element, node)
        appearance = element.get("appearance", "")
        return self._searched(appearance, made, element, node) if "search" in appearance else made

    def _inline(self, element: etree._Element, node: Node) -> Choices:
        found: list[Choice] = []
        for child in element:
            if local_name(child) == "item":
                inside = children_by_name(child)
                value = inside.get("value")
                label = self.texts.label(inside.get("label"), node, Role.CHOICE_LABEL)
                text = leaf_text(value).strip() if value is not None else ""
                found.append(Choice(name=text, label=label or plain_label(text)))
        return _choices(tuple(found))

    # --- itemsets

    def _itemset(self, element: etree._Element, node: Node) -> Choices:
        source = element.get("nodeset", "")
        inside = children_by_name(element)
        value, label = inside.get("value"), inside.get("label")
        value_name = (value.get("ref", "") if value is not None else "").strip()
        label_reference = (label.get("ref", "") if label is not None else "").strip()
        if not value_name:
            message = "the list of choices does not say which column is stored"
            self.places.add("missing-name", message, element, node, "type")
            return NO_CHOICES
        key = (source, value_name, label_reference or value_name)
        known = self._lists.get(key)
        if known is not None:
            return known
        try:
            tree = parse(source)
        except ExpressionInvalid as fault:
            self.places.add("xpath-syntax", str(fault), element, node, Role.CHOICE_FILTER.value)
            return NO_CHOICES
        instance = _instance_of(tree)
        if instance and instance not in self.secondary:
            message = f"there is no list {instance!r}"
            self.places.add("unknown-reference", message, element, node, "type")
            return NO_CHOICES
        rows = self._rows(tree, instance)
        if rows is not None:
            made = self._fixed(rows, key, node)
            self._lists[key] = made
            return made
        return self._filtered(tree, instance, key, element, node)

    def _fixed(self, rows: list[Node], key: tuple[str, str, str], node: Node) -> Choices:
        """Return the choices of a whole list of the form."""
        _, value_name, label_reference = key
        itext = _ITEXT.fullmatch(label_reference)
        found: list[Choice] = []
        for row in rows:
            name = _cell(row, value_name).strip()
            if itext is None:
                label = plain_label(_cell(row, label_reference))
            else:
                label = self._itext(_cell(row, itext[1]), node)
            found.append(Choice(name=name, label=label, item=row))
        return _choices(tuple(found))

    def _itext(self, name: str, node: Node) -> Label:
        self.texts.compile(name, node, Role.CHOICE_LABEL)
        return Label(itext_id=name)

    def _filtered(
        self,
        tree: Expression,
        instance: str,
        key: tuple[str, str, str],
        element: etree._Element,
        node: Node,
    ) -> Choices:
        source, value_name, label_reference = key
        nodes = self.texts.bind(source, node, Role.CHOICE_FILTER, line_of(element))
        if nodes is None:
            return NO_CHOICES
        itext = _ITEXT.fullmatch(label_reference)
        if itext is not None:
            self._label_texts(instance, itext[1], node)
        return Choices(
            itemset=Itemset(
                nodes=nodes,
                instance=instance,
                value_name=value_name,
                label_name=itext[1] if itext is not None else label_reference,
                label_is_itext=itext is not None,
                randomized=isinstance(tree, Call) and tree.name == "randomize",
            )
        )

    def _label_texts(self, instance: str, column: str, node: Node) -> None:
        """Compile the texts that the rows of a list name, once per list."""
        known = self.secondary.get(instance)
        if known is None or known.tree is None:
            self.texts.expect_any()
            return
        if (instance, column) in self._labelled:
            return
        self._labelled.add((instance, column))
        rows = known.tree.children[0] if known.tree.children else None
        # the nodes of rows are light, as long as nobody asks for all their cells
        inner = rows.children if isinstance(rows, RowsNode) else known.tree.descendants()
        for row in inner:
            if not row.is_leaf:
                name = _cell(row, column)
                if name:
                    self.texts.compile(name, node, Role.CHOICE_LABEL)

    def _rows(self, tree: Expression, instance: str) -> list[Node] | None:
        """Return the items of a whole list of the form; None where answers or files decide."""
        known = self.secondary.get(instance)
        if known is None or known.tree is None or not isinstance(tree, Path):
            return None
        if tree.start_predicates:
            return None
        nodes = [known.tree]
        for step in tree.steps:
            if step.predicates or step.axis is not Axis.CHILD:
                return None
            if not isinstance(step.test, NameTest) or step.test.local is None or step.test.prefix:
                return None
            nodes = [child for one in nodes for child in one.named(step.test.local)]
        return nodes

    # --- select_one_external

    def _query(self, query: str, element: etree._Element, node: Node) -> Choices:
        """Return the rows of `itemsets.csv` that `query` chooses (Collect's dialect)."""
        found = _QUERY.match(query)
        if found is None:
            message = f"{query[:200]!r} is no query of an external list"
            self.places.add("xpath-syntax", message, element, node, Role.CHOICE_FILTER.value)
            return NO_CHOICES
        source = query
        instance = found[2]
        if instance not in self.secondary:
            quote = "'" if "'" not in instance else '"'
            rest = query[found.end() :]
            source = f"instance('{ITEMSETS}')/root/item[list_name = {quote}{instance}{quote}]{rest}"
            instance = ITEMSETS
        nodes = self.texts.bind(source, node, Role.CHOICE_FILTER, line_of(element))
        if nodes is None:
            return NO_CHOICES
        return Choices(
            itemset=Itemset(nodes=nodes, instance=instance, value_name="name", label_name="label")
        )

    # --- search()

    def _searched(
        self, appearance: str, columns: Choices, element: etree._Element, node: Node
    ) -> Choices:
        """Return the rows that `search()` finds; the written choices name the columns.

        Choices whose name is a number are choices of their own, shown before the rows.
        """
        if not searched_file(appearance):
            return columns
        search = search_of(appearance)
        named = [one for one in columns.inline if not one.name.lstrip("-").isdigit()]
        if search is None or not named:
            message = f"{appearance[:200]!r} is no search that can be done here"
            self.places.warn("unsupported", message, element, node, "appearance")
            return columns
        nodes = self.texts.bind(search.source, node, Role.CHOICE_FILTER, line_of(element))
        if nodes is None:
            return NO_CHOICES
        kept = tuple(one for one in columns.inline if one is not named[0])
        return Choices(
            inline=kept,
            names=frozenset(one.name for one in kept),
            itemset=Itemset(
                nodes=nodes,
                instance=search.instance,
                value_name=named[0].name,
                label_name=self._column(named[0]) or named[0].name,
            ),
        )

    def _column(self, choice: Choice) -> str:
        """Return the column that a choice of a search has for its label: the first one named."""
        label = choice.label
        text = label.inline
        if text is None:
            table = self.texts.texts.get(self.texts.default_language)
            text = table.get(label.itext_id, {}).get("") if table is not None else None
        written = "" if text is None else "".join(one for one in text.parts if isinstance(one, str))
        return written.partition(",")[0].strip()


def _choices(inline: tuple[Choice, ...]) -> Choices:
    return Choices(inline=inline, names=frozenset(choice.name for choice in inline))


def _instance_of(tree: Expression) -> str:
    """Return the secondary instance whose items *tree* gives, "" if it gives nodes of answers."""
    match tree:
        case Call(name="randomize", arguments=(first, *_)):
            return _instance_of(first)
        case Path(start=Call(name="instance", arguments=(Literal(value=name),))):
            return name
        case Path(start=start) if start is not None:
            return _instance_of(start)
        case _:
            return ""


def _cell(row: Node, name: str) -> str:
    if name.startswith("@"):
        return next((one.value or "" for one in row.attributes if one.local == name[1:]), "")
    if isinstance(row, RowNode):
        return row.cell(name)
    for child in row.children:
        if child.kind is NodeKind.ELEMENT and child.local == name:
            return child.text()
    return ""
