"""The columns and types of an XLSForm: what they are called, which this build has (FORMS §4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_SURVEY_ALIASES = {
    "relevance": "relevant",
    "read_only": "readonly",
    "calculate": "calculation",
    "caption": "label",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::required": "required",
    "bind::calculate": "calculation",
    "bind::readonly": "readonly",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
}
_CHOICE_ALIASES = {"caption": "label", "value": "name", "list name": "list_name"}
_SETTING_ALIASES = {
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}

TRANSLATED = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"})
EXPRESSIONS = frozenset(
    {"relevant", "constraint", "calculation", "required", "readonly", "choice_filter"}
)
SURVEY_COLUMNS = frozenset(
    {"type", "name", "default", "appearance", "note", "disabled", *TRANSLATED, *EXPRESSIONS}
)
LATER_COLUMNS = frozenset(
    {
        "choice_filter",
        "parameters",
        "repeat_count",
        "trigger",
        "image",
        "big-image",
        "audio",
        "video",
        "autoplay",
        "media",
        "body",
        "control",
        "bind",
        "instance",
        "save_to",
        "query",
        "intent",
        "rows",
    }
)
"""Columns of the standard that a later version brings: a value in one is refused."""

SETTING_COLUMNS = frozenset(
    {
        "form_title",
        "form_id",
        "version",
        "default_language",
        "instance_name",
        "style",
        "allow_choice_duplicates",
        "name",
        "namespaces",
        "clean_text_values",
        "omit_instanceid",
    }
)
IGNORED_SETTINGS = frozenset({"submission_url", "auto_send", "auto_delete"})


class RowKind(Enum):
    """What a row of the survey sheet is."""

    QUESTION = "question"
    CALCULATE = "calculate"
    NOTE = "note"
    SELECT_ONE = "select_one"
    BEGIN_GROUP = "begin group"
    END_GROUP = "end group"
    BEGIN_LATER = "begin later"
    END_LATER = "end later"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowType:
    """A row's type: its kind, the choice list it names, what is not available in it."""

    kind: RowKind
    list_name: str = ""
    later: str = ""


_PLAIN = {
    "text": RowKind.QUESTION,
    "string": RowKind.QUESTION,
    "q string": RowKind.QUESTION,
    "add text prompt": RowKind.QUESTION,
    "integer": RowKind.QUESTION,
    "int": RowKind.QUESTION,
    "q int": RowKind.QUESTION,
    "add integer prompt": RowKind.QUESTION,
    "decimal": RowKind.QUESTION,
    "q decimal": RowKind.QUESTION,
    "add decimal prompt": RowKind.QUESTION,
    "date": RowKind.QUESTION,
    "q date": RowKind.QUESTION,
    "add date prompt": RowKind.QUESTION,
    "note": RowKind.NOTE,
    "q note": RowKind.NOTE,
    "add note prompt": RowKind.NOTE,
    "calculate": RowKind.CALCULATE,
    "q calculate": RowKind.CALCULATE,
    "add calculate prompt": RowKind.CALCULATE,
}
_LATER = frozenset(
    {
        "acknowledge",
        "trigger",
        "time",
        "datetime",
        "dateTime",
        "range",
        "hidden",
        "image",
        "photo",
        "audio",
        "video",
        "file",
        "barcode",
        "geopoint",
        "geotrace",
        "geoshape",
        "gps",
        "location",
        "start",
        "end",
        "today",
        "deviceid",
        "imei",
        "username",
        "phonenumber",
        "email",
        "simserial",
        "subscriberid",
        "start-geopoint",
        "background-geopoint",
        "audit",
        "background-audio",
        "osm",
        "xml-external",
        "csv-external",
        "rank",
        "select_multiple_external",
        "entity",
        "uri:deviceid",
        "device_id",
        "start_time",
        "end_time",
        "phone_number",
        "simid",
        "subscriber_id",
        "get_today",
    }
)
_LATER_WORDS = (
    "select_multiple",
    "select all that apply",
    "add select multiple prompt",
    "select_one_from_file",
    "select one from file",
    "select_multiple_from_file",
    "select_one_external",
    "rank",
    "osm",
    "cascading",
    "add image prompt",
    "add photo prompt",
    "add audio prompt",
    "add video prompt",
    "add file prompt",
    "add time prompt",
    "add datetime prompt",
    "add dateTime prompt",
    "add location prompt",
    "add barcode prompt",
    "add acknowledge prompt",
    "q ",
)
_SELECT = re.compile(
    r"(?:add select one prompt using|select one from|select_one|select one|select1) (\S+)"
    r"( or specify other| or_other| or other)?"
)
_CONTROL = re.compile(r"(begin|end)[ _](group|lgroup|repeat|loop|looped group)(?: (?:over )?\S+)?")


def row_type(text: str) -> RowType:
    """Return what the type cell *text* says."""
    words = " ".join(text.split())
    plain = _PLAIN.get(words)
    if plain is not None:
        return RowType(kind=plain)
    control = _CONTROL.fullmatch(words)
    if control is not None:
        begins = control[1] == "begin"
        if control[2] == "group":
            return RowType(kind=RowKind.BEGIN_GROUP if begins else RowKind.END_GROUP)
        kind = RowKind.BEGIN_LATER if begins else RowKind.END_LATER
        return RowType(kind=kind, later="repeats" if control[2] != "loop" else "loops")
    select = _SELECT.fullmatch(words)
    if select is not None:
        return _select(select[1], select[2])
    if words in _LATER or words.lower() in _LATER or words.startswith(_LATER_WORDS):
        return RowType(kind=RowKind.LATER, later=f"the type {words!r}")
    return RowType(kind=RowKind.UNKNOWN)


def _select(list_name: str, other: str | None) -> RowType:
    if other is not None:
        return RowType(kind=RowKind.LATER, later="or_other")
    if list_name.startswith("${"):
        return RowType(kind=RowKind.LATER, later="choices from answers")
    if list_name.endswith((".csv", ".xml", ".geojson")):
        return RowType(kind=RowKind.LATER, later="choices from files")
    return RowType(kind=RowKind.SELECT_ONE, list_name=list_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A header understood: the column's standard name and its language, blank without one."""

    header: str
    name: str
    language: str = ""


def columns_of(sheet: str, headers: tuple[str, ...]) -> dict[str, Column]:
    """Return the columns of a sheet by header."""
    double = any("::" in header for header in headers)
    return {header: _column(sheet, header, double) for header in headers}


def _column(sheet: str, header: str, double: bool) -> Column:
    aliases = {
        "survey": _SURVEY_ALIASES,
        "choices": _CHOICE_ALIASES,
        "settings": _SETTING_ALIASES,
    }.get(sheet, {})
    whole = "_".join(header.split()).lower()
    if whole in aliases:
        return Column(header=header, name=aliases[whole])
    if header.lower() in aliases:
        return Column(header=header, name=aliases[header.lower()])
    separator = "::" if double or "::" in header else ":"
    first, _, rest = header.partition(separator)
    name = "_".join(first.split()).lower()
    name = aliases.get(name, aliases.get(first.strip().lower(), name))
    if name == "media" and rest.strip():
        kind, _, rest = rest.partition(separator)
        name = kind.strip().lower()
    return Column(header=header, name=name, language=rest.strip())
