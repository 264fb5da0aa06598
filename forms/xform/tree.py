"""XML of a form -> our tree; XML is read safely (FORMS §14)."""

from __future__ import annotations

from lxml import etree

from forms.errors import FormError
from forms.xpath.nodes import XFORMS, XHTML, XML, Node, NodeKind

MAX_XML_BYTES = 64 * 1024 * 1024


class XmlUnsafe(FormError):
    """The XML has a document type declaration; nothing of it was used."""

    code = "unsafe-xml"


class XmlBroken(FormError):
    """The bytes are no well-formed XML; nothing of it was used."""

    code = "container"

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def parse_xml(data: bytes) -> etree._Element:
    """Return the root element of *data*.

    Raises XmlUnsafe for any DOCTYPE, XmlBroken if it is not well-formed or larger than 64 MiB.
    """
    if len(data) > MAX_XML_BYTES:
        raise XmlBroken("larger than 64 MiB", 0)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=False,
    )
    if b"<!DOCTYPE" in data[:65_536]:
        raise XmlUnsafe("a DOCTYPE is not allowed")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise XmlBroken(broken.msg or "not well-formed", broken.lineno or 0) from None
    except ValueError as broken:
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
        prefix = "xml" if space == XML else _prefix(element, space)
        node.append_attribute(
            Node(
                NodeKind.ATTRIBUTE,
                local=short,
                namespace=space,
                prefix=prefix if space else "",
                value=str(value),
                plain=space == "",
            )
        )
    return node


def form_tree(element: etree._Element, plain: frozenset[str], above: str = "") -> Node:
    """Return a primary instance as a tree whose leaves carry their text and all have references."""
    node = element_node(element, plain)
    node.reference = f"{above}/{path_name(node)}"
    for attribute in node.attributes:
        attribute.reference = f"{node.reference}/@{path_name(attribute)}"
    inner = [child for child in element if isinstance(child.tag, str)]
    if not inner and above:
        node.value = element.text or ""
    for child in inner:
        node.append(form_tree(child, plain, node.reference))
    return node


def path_name(node: Node) -> str:
    """Return the name of *node* as it stands in a path: with its prefix where it needs one."""
    return (
        node.local if node.key == node.local or not node.prefix else f"{node.prefix}:{node.local}"
    )


def depth_of(node: Node) -> int:
    """Return how many elements deep *node* nests, itself included."""
    return (
        max(len(list(one.ancestors())) for one in node.elements()) - len(list(node.ancestors())) + 1
    )
