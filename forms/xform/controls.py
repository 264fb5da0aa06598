"""What a control asks for: its kind, its parameters, what of it is not available (FORMS §4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from forms.report import Severity
from forms.xform.appearances import appearances_of
from forms.xform.binds import Bind
from forms.xform.definition import DataType, QuestionKind, Role
from forms.xform.places import Places
from forms.xpath.nodes import Node

CONTROLS = frozenset(
    {
        "input",
        "textarea",
        "secret",
        "select",
        "select1",
        "rank",
        "range",
        "trigger",
        "upload",
    }
)
"""Local names of the elements that ask for an answer."""

_INPUTS = {
    DataType.STRING: QuestionKind.TEXT,
    DataType.BOOLEAN: QuestionKind.TEXT,
    DataType.INT: QuestionKind.INTEGER,
    DataType.DECIMAL: QuestionKind.DECIMAL,
    DataType.DATE: QuestionKind.DATE,
    DataType.TIME: QuestionKind.TIME,
    DataType.DATETIME: QuestionKind.DATETIME,
    DataType.GEOPOINT: QuestionKind.GEOPOINT,
    DataType.GEOTRACE: QuestionKind.GEOTRACE,
    DataType.GEOSHAPE: QuestionKind.GEOSHAPE,
    DataType.BARCODE: QuestionKind.BARCODE,
    DataType.BINARY: QuestionKind.FILE,
}
_SELECTS = {
    "select": QuestionKind.SELECT_MULTIPLE,
    "select1": QuestionKind.SELECT_ONE,
    "rank": QuestionKind.RANK,
    "range": QuestionKind.RANGE,
    "trigger": QuestionKind.ACKNOWLEDGE,
    "secret": QuestionKind.TEXT,
}
_UPLOADS = {
    "image": QuestionKind.IMAGE,
    "audio": QuestionKind.AUDIO,
    "video": QuestionKind.VIDEO,
    "osm": QuestionKind.UNSUPPORTED,
}
_READ = frozenset({"ref", "nodeset", "bind", "appearance", "mediatype", "class", "id"})
_BIND_PARAMETERS = frozenset({"max-pixels", "quality", "length"})

_APPEARANCES = frozenset(
    {
        "multiline",
        "numbers",
        "url",
        "minimal",
        "autocomplete",
        "search",
        "quick",
        "columns",
        "columns-pack",
        "no-buttons",
        "label",
        "list-nolabel",
        "list",
        "table-list",
        "field-list",
        "likert",
        "signature",
        "draw",
        "annotate",
        "new",
        "new-front",
        "new-rear",
        "no-calendar",
        "month-year",
        "year",
        "hidden-answer",
        "masked",
        "thousands-sep",
        "horizontal",
        "horizontal-compact",
        "compact",
        "vertical",
        "no-ticks",
        "picker",
        "rating",
        "printer",
        "map",
        "counter",
        "bearing",
        "front",
        "full",
        "w1",
        "w2",
        "w3",
        "w4",
        "w5",
        "w6",
        "w7",
        "w8",
        "w9",
        "w10",
        "w11",
        "w12",
        "quickcompact",
        "gregorian",
        "dictionary",
        "text",
    }
)
_FALLBACKS = frozenset(
    {
        "placement-map",
        "maps",
        "image-map",
        "ethiopian",
        "coptic",
        "islamic",
        "bikram-sambat",
        "myanmar",
        "persian",
    }
)
_NUMBERED = re.compile(r"(?:columns|compact|quickcompact)-\d+")


@dataclass(slots=True, kw_only=True)
class ControlReader:
    """Tells what controls ask for."""

    places: Places
    _told: set[str] = field(default_factory=set)

    def kind(
        self, element: etree._Element, name: str, node: Node, bind: Bind
    ) -> tuple[QuestionKind, str]:
        """Return the kind, and what the question is where it cannot be answered here."""
        appearance = element.get("appearance", "")
        if "ex:" in appearance or _intent(element):
            return self._unsupported("other-app", element, node)
        if name == "upload":
            return self._upload(element, node)
        if name in _SELECTS:
            return _SELECTS[name], ""
        if element.get("query") is not None:
            return QuestionKind.SELECT_ONE, ""
        return _INPUTS[bind.datatype], ""

    def _upload(self, element: etree._Element, node: Node) -> tuple[QuestionKind, str]:
        media_type = element.get("mediatype", "").strip()
        if media_type and "/" not in media_type:
            message = f"{media_type[:80]!r} is no media type such as image/*"
            self.places.add("unknown-type", message, element, node, "type")
            return QuestionKind.FILE, ""
        kind = _UPLOADS.get(media_type.partition("/")[0], QuestionKind.FILE)
        if kind is QuestionKind.UNSUPPORTED:
            return self._unsupported("osm", element, node)
        return kind, ""

    def _unsupported(
        self, what: str, element: etree._Element, node: Node
    ) -> tuple[QuestionKind, str]:
        named = "an answer from another app" if what == "other-app" else what
        message = f"{named} cannot be given here; the question is shown, nothing else is blocked"
        self.places.warn("unsupported", message, element, node, "type")
        return QuestionKind.UNSUPPORTED, what

    def appearance(self, element: etree._Element, name: str, node: Node) -> str:
        """Return the appearance as written; what is not known is told once each."""
        written = element.get("appearance", "")
        if written:
            self._tell(written, element, node)
        if name == "secret":
            return f"{written} masked".strip()
        if name == "textarea":
            return f"{written} multiline".strip()
        return written

    def _tell(self, written: str, element: etree._Element, node: Node) -> None:
        for word in appearances_of(written):
            token = word.partition("(")[0]
            if token in _APPEARANCES or token in self._told or _NUMBERED.fullmatch(token):
                continue
            if token.startswith("ex:"):
                continue
            self._told.add(token)
            if token in _FALLBACKS:
                message = f"the appearance {token!r} is not available; the plain question is shown"
                self.places.warn("unsupported", message, element, node, "appearance")
            else:
                message = f"the appearance {token[:80]!r} is not known and ignored"
                self.places.add(
                    "unknown-appearance",
                    message,
                    element,
                    node,
                    "appearance",
                    severity=Severity.INFO,
                )


def _intent(element: etree._Element) -> bool:
    return bool(element.get("intent"))


def parameters_of(element: etree._Element, bind: Bind) -> dict[str, str]:
    """Return the attributes that say how a question is asked, by local name."""
    found = {
        local: value
        for key, value in bind.others.items()
        if (local := _local(key)) in _BIND_PARAMETERS
    }
    for key, value in element.attrib.items():
        if key not in _READ:
            found[_local(str(key))] = str(value)
    return found


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def is_note(bind: Bind, node: Node, written: Mapping[str, object]) -> bool:
    """Tell whether a text question only shows something; *written*: paths that actions write."""
    readonly = bind.conditions.get(Role.READONLY)
    if readonly is None or readonly.source.strip() != "true()":
        return False
    fixed = bool(node.value) or Role.CALCULATE in bind.conditions or node.reference in written
    return bind.datatype is DataType.STRING and not fixed
