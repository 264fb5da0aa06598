"""XML of a form -> our tree; XML is read safely (FORMS §14)."""

from __future__ import annotations

from lxml import etree

from forms.errors import FormError
from forms.xpath.nodes import JAVAROSA, XFORMS, XHTML, XML, Node, NodeKind

MAX_XML_BYTES = 64 * 1024 * 1024
MAX_DEEP = 100
"""How deep elements may nest, in an instance or in the body."""

_DOCTYPES = tuple(
    "<!DOCTYPE".encode(encoding)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
)


class XmlUnsafe(FormError):
    """The XML has a document type declaration; nothing of it was used."""

    code = "unsafe-xml"


class XmlBroken(FormError):
    """The bytes are no XML we read; nothing of it was used. `code`: `container` or `too-large`."""

    code = "container"

    def __init__(self, reason: str, line: int, code: str = "container") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.code = code


def parse_xml(data: bytes) -> etree._Element:
    """Return the root element of *data*.

    Raises XmlUnsafe for any DOCTYPE, XmlBroken if it is not well-formed or larger than 64 MiB.
    """
    if len(data) > MAX_XML_BYTES:
        raise XmlBroken("larger than 64 MiB", 0, "too-large")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=False,
    )
    # a DOCTYPE stands before the root; seen here, its entities are not even read
    if any(mark in data[:65_536] for mark in _DOCTYPES):
        raise XmlUnsafe("a DOCTYPE is not allowed")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        if any(mark in data for mark in _DOCTYPES):
            raise XmlUnsafe("a DOCTYPE is not allowed") from None
        if isinstance(broken, etree.XMLSyntaxError):
            raise XmlBroken(broken.msg or "not well-formed", broken.lineno or 0) from None
        raise XmlBroken(str(broken), 0) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlUnsafe("a DOCTYPE is not allowed")
    return root


def plain_namespaces(root_namespace: str) -> frozenset[str]:
    """Return the namespaces whose names match without a prefix (FORMS §5.15)."""
    own = () if root_namespace == XHTML else (root_namespace,)
    return frozenset({"", XFORMS, *own})


def split_name(tag: str) -> tuple[str, str]:
    """Return namespace and local part of lxml's `{namespace}local`."""
    if tag.startswith("{"):
        namespace, _, local = tag[1:].partition("}")
        return namespace, local
    return "", tag


def local_name(element: etree._Element) -> str:
    """Return the local name of an element, blank for comments and instructions."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int:
    """Return the line of the file the element begins in, 0 if unknown."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def children_by_name(element: etree._Element) -> dict[str, etree._Element]:
    """Return the first child of each local name, whatever its namespace."""
    found: dict[str, etree._Element] = {}
    for child in element:
        found.setdefault(local_name(child), child)
    return found


def tree_of(element: etree._Element, plain: frozenset[str]) -> Node:
    """Return *element* and all below it as a tree with text nodes (for documents of any kind)."""
    node = element_node(element, plain)
    if element.text:
        node.append(Node(NodeKind.TEXT, value=element.text))
    for child in element:
        if isinstance(child, etree._Comment):
            node.append(Node(NodeKind.COMMENT, value=child.text or ""))
        elif isinstance(child, etree._ProcessingInstruction):
            node.append(
                Node(NodeKind.INSTRUCTION, local=str(child.target or ""), value=child.text or "")
            )
        elif isinstance(child.tag, str):
            node.append(tree_of(child, plain))
        if child.tail:
            last = node.children[-1] if node.children else None
            if last is not None and last.kind is NodeKind.TEXT:
                last.value = (last.value or "") + child.tail
            else:
                node.append(Node(NodeKind.TEXT, value=child.tail))
    return node


def _prefix(element: etree._Element, namespace: str) -> str:
    return next((key for key, uri in element.nsmap.items() if uri == namespace and key), "")


def element_node(element: etree._Element, plain: frozenset[str]) -> Node:
    """Return the node of one element with its attributes, without its children."""
    namespace, local = split_name(str(element.tag))
    node = Node(
        NodeKind.ELEMENT,
        local=local,
        namespace=namespace,
        prefix=element.prefix or "",
        plain=namespace in plain,
    )
    for name, value in element.attrib.items():
        space, short = split_name(str(name))
        prefix = "xml" if space == XML else _prefix(element, space) if space else ""
        node.append_attribute(
            Node(
                NodeKind.ATTRIBUTE,
                local=short,
                namespace=space,
                prefix=prefix,
                value=str(value),
                plain=space == "",
            )
        )
    return node


def form_tree(
    element: etree._Element,
    plain: frozenset[str],
    above: str = "",
    templates: set[Node] | None = None,
    depth: int = 1,
) -> Node:
    """Return a primary instance as a tree whose leaves carry their text and all have references.

    References are generic: instances of a repeat have the same. templates: receives the nodes
    marked with `jr:template`, whose mark is taken away. Raises XmlBroken where it nests too deep.
    """
    _shallow(depth, element)
    node = element_node(element, plain)
    node.reference = f"{above}/{path_name(node)}"
    if templates is not None and element.get(_TEMPLATE) is not None:
        templates.add(node)
        kept = [one for one in node.attributes if (one.namespace, one.local) != _TEMPLATE_NAME]
        node.attributes = []
        for attribute in kept:
            node.append_attribute(attribute)
    for attribute in node.attributes:
        attribute.reference = f"{node.reference}/@{path_name(attribute)}"
    inner = [child for child in element if isinstance(child.tag, str)]
    if not inner and above:
        node.value = leaf_text(element)
    for child in inner:
        node.append(form_tree(child, plain, node.reference, templates, depth + 1))
    return node


_TEMPLATE = f"{{{JAVAROSA}}}template"
_TEMPLATE_NAME = (JAVAROSA, "template")


def list_tree(element: etree._Element, plain: frozenset[str]) -> Node:
    """Return a secondary instance as a tree whose leaves carry their text.

    White space between its elements is no part of it. Raises XmlBroken where it nests too deep.
    """
    return _ListBuilder(plain).node(element, 1)


class _ListBuilder:
    """Makes the nodes of a list: thousands of elements of a few names."""

    def __init__(self, plain: frozenset[str]) -> None:
        self._plain = plain
        self._names: dict[str, tuple[str, str, bool]] = {}

    def node(self, element: etree._Element, depth: int) -> Node:
        tag = str(element.tag)
        known = self._names.get(tag)
        if known is None:
            namespace, local = split_name(tag)
            known = self._names[tag] = (namespace, local, namespace in self._plain)
        namespace, local, plain = known
        if len(element) == 0 and plain and not element.attrib:
            value = element.text or ""
            return Node(NodeKind.ELEMENT, local=local, namespace=namespace, value=value)
        _shallow(depth, element)
        node = element_node(element, self._plain)
        is_leaf = True
        for child in element:
            if isinstance(child.tag, str):
                is_leaf = False
                node.append(self.node(child, depth + 1))
        if is_leaf:
            node.value = leaf_text(element)
        return node


def leaf_text(element: etree._Element) -> str:
    """Return the text of an element without children elements, comments aside."""
    text = element.text or ""
    for comment in element:
        text += comment.tail or ""
    return text


def _shallow(depth: int, element: etree._Element) -> None:
    if depth > MAX_DEEP:
        raise XmlBroken(f"elements nest deeper than {MAX_DEEP}", line_of(element), "too-large")


def path_name(node: Node) -> str:
    """Return the name of *node* as it stands in a path: with its prefix where it needs one."""
    return (
        node.local if node.key == node.local or not node.prefix else f"{node.prefix}:{node.local}"
    )
