"""Words of the dialects of CHT and CommCare: reported, not supported (FORMS §3)."""

from __future__ import annotations

import re

from lxml import etree

from forms.report import Finding, Place, Severity
from forms.xform.tree import split_name
from forms.xlsform.columns import EXPRESSIONS
from forms.xlsform.inspection import Inspection
from forms.xlsform.types import is_foreign_type
from forms.xpath.functions import FunctionRegistry

_FUNCTIONS = (
    *("cond", "lower-case", "upper-case", "replace", "sort", "sort-by", "distinct-values"),
    *("index-of", "id-compress", "sleep", "encrypt-string", "json-property", "checksum"),
    *("join-chunked", "closest-point-on-polygon", "is-point-inside-polygon", "here"),
    *("z-score", "to-bikram-sambat", "parse-timestamp-to-date", "add-date", "difference-in-months"),
    *("difference-in-days", "difference-in-weeks", "difference-in-years"),
)
_CALL = re.compile(
    r"(?<![\w:.-])((?:cht:[\w-]+)|" + "|".join(map(re.escape, _FUNCTIONS)) + r")\s*\("
)
_ATTRIBUTE = re.compile(r"(db-doc\S*|db-object\S*|cht:\S+|vellum:\S+)")
_APPEARANCE = re.compile(r"\b(db-object|select-contact|android-app-launcher)\b")
_CODE = EXPRESSIONS | {"default", "bind"}
_SPACES = ("commcarehq.org", "cht.medic", "medic.org")
"""Parts of the namespaces of those dialects."""


def check_dialect(looked: Inspection) -> None:
    """Remark on every type, function, attribute and appearance of another dialect."""
    for row in looked.rows:
        if is_foreign_type(row.type_text):
            _say(looked, f"the type {row.type_text!r}", row.place("type"), row.name)
            message = f"there is no type {row.type_text!r}"
            looked.add("unknown-type", message, row.place("type"), row.name)
        for header, text in row.cells.items():
            column = row.columns[header]
            place = Place(sheet="survey", row=row.number, column=header)
            attribute = column.name in ("bind", "instance", "body") and column.language
            if attribute and _ATTRIBUTE.fullmatch(column.language):
                _say(looked, f"the attribute {column.language!r}", place, row.name)
            elif column.name == "appearance" and _APPEARANCE.search(text):
                _say(looked, f"the appearance {text!r}", place, row.name)
            elif column.name in _CODE and "(" in text:
                for name in dict.fromkeys(_CALL.findall(text)):
                    if looked.functions.find(name) is None:
                        _say(looked, f"the function {name}()", place, row.name)


def _say(looked: Inspection, what: str, place: Place, name: str) -> None:
    message = f"{what} belongs to the dialect of CHT or CommCare, which is not supported"
    looked.add("foreign-dialect", message, place, name, Severity.WARNING)


def inspect_dialect(root: etree._Element, functions: FunctionRegistry) -> list[Finding]:
    """Return a warning for every namespace and function of another dialect in ready XML."""
    found: dict[str, int] = {}
    for uri in root.nsmap.values():
        _note_namespace(found, uri, 1)
    for element in root.iter(etree.Element):
        line: object = element.sourceline
        number = line if isinstance(line, int) else 0
        _note_namespace(found, split_name(str(element.tag))[0], number)
        for name, value in element.attrib.items():
            if "(" not in value:
                continue
            for call in _CALL.findall(str(value)):
                if functions.find(call) is None:
                    what = f"the function {call}() in {split_name(str(name))[1]}"
                    found.setdefault(what, number)
    return [
        Finding(
            severity=Severity.WARNING,
            code="foreign-dialect",
            message=f"{what} belongs to the dialect of CHT or CommCare, which is not supported",
            place=Place(line=line),
        )
        for what, line in found.items()
    ]


def _note_namespace(found: dict[str, int], uri: str, line: int) -> None:
    if uri and any(part in uri for part in _SPACES):
        found.setdefault(f"the namespace {uri}", line)
