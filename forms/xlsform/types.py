"""What stands in the column `type`: every type and alias the converter knows (FORMS §4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class RowKind(Enum):
    """What a row of the survey sheet is."""

    QUESTION = "question"
    CALCULATE = "calculate"
    NOTE = "note"
    SELECT = "select"
    METADATA = "metadata"
    AUDIT = "audit"
    EXTERNAL = "external"
    UNSUPPORTED = "unsupported"
    SETTING = "setting"
    BEGIN = "begin"
    END = "end"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowType:
    """A row's type understood.

    name: its standard name (`integer`, `select_multiple`, `repeat`). list_name: the choice list it
    names. file_name: the file its choices come from. source: the repeat or question in `${…}` they
    come from. external: whether the list stands on external_choices. other: `or_other`.
    """

    kind: RowKind
    name: str = ""
    list_name: str = ""
    file_name: str = ""
    source: str = ""
    external: bool = False
    other: bool = False


_QUESTIONS = {
    "text": "text|string|q string|add text prompt|phone number",
    "integer": "integer|int|q int|add integer prompt|percentage|number of days in last month"
    "|number of days in last six months|number of days in last year",
    "decimal": "decimal|q decimal|add decimal prompt",
    "date": "date|q date|add date prompt",
    "time": "time",
    "dateTime": "dateTime|datetime|date time|q dateTime|q date time|add dateTime prompt"
    "|add date time prompt",
    "range": "range",
    "acknowledge": "acknowledge|trigger|q acknowledge|add acknowledge prompt",
    "image": "image|photo|q picture|q image|add image prompt|add photo prompt",
    "audio": "audio|q audio|add audio prompt",
    "video": "video|q video|add video prompt",
    "file": "file|add file prompt",
    "barcode": "barcode|q barcode|add barcode prompt",
    "geopoint": "geopoint|gps|location|q geopoint|q location|add location prompt",
    "geotrace": "geotrace|q geotrace",
    "geoshape": "geoshape|q geoshape",
}
_NOTES = "note|q note|add note prompt"
_CALCULATES = "calculate|q calculate|add calculate prompt"
_METADATA = {
    "start": "start|start time|get start time",
    "end": "end|end time|get end time",
    "today": "today|get today",
    "deviceid": "deviceid|imei|device id|get device id|uri:deviceid",
    "username": "username|uri:username",
    "phonenumber": "phonenumber|get phone number|uri:phonenumber",
    "email": "email|uri:email",
    "simserial": "simserial|sim id|get sim id|uri:simserial",
    "subscriberid": "subscriberid|subscriber id|get subscriber id|uri:subscriberid",
    "start-geopoint": "start-geopoint",
    "background-geopoint": "background-geopoint",
    "hidden": "hidden",
}
_UNSUPPORTED = {
    "background-audio": "background-audio",
    "osm": "osm",
    "select_one": "select one using|q select1",  # the converter knows them, but gives no choices
    "select_multiple": "select multiple using|select multiple from|q select",
}
_SETTINGS = "form_title|set_form_title|form_id|set_form_id|prefix"


def _table() -> dict[str, RowType]:
    known: dict[str, RowType] = {}
    for kind, names in (
        (RowKind.QUESTION, _QUESTIONS),
        (RowKind.NOTE, {"note": _NOTES}),
        (RowKind.CALCULATE, {"calculate": _CALCULATES}),
        (RowKind.METADATA, _METADATA),
        (RowKind.AUDIT, {"audit": "audit"}),
        (RowKind.EXTERNAL, {"xml-external": "xml-external", "csv-external": "csv-external"}),
        (RowKind.UNSUPPORTED, _UNSUPPORTED),
        (RowKind.SETTING, {"setting": _SETTINGS}),
    ):
        for name, words in names.items():
            known.update(dict.fromkeys(words.split("|"), RowType(kind=kind, name=name)))
    return known


PLAIN_TYPES = _table()
"""Every type that is one fixed text."""

_COMMANDS = {
    "select_one": "add select one prompt using|select one from|select1|select_one|select one",
    "select_multiple": "add select multiple prompt using|select all that apply from"
    "|select_multiple|select all that apply",
    "rank": "rank",
}
_FILE_COMMANDS = {
    "select_one": "select_one_from_file|select one from file",
    "select_multiple": "select_multiple_from_file|select multiple from file",
}
_BY_COMMAND = {word: name for name, words in _COMMANDS.items() for word in words.split("|")}
_BY_FILE_COMMAND = {w: name for name, words in _FILE_COMMANDS.items() for w in words.split("|")}
_SELECT = re.compile(
    r"(?P<command>"
    + "|".join(
        sorted((*_BY_COMMAND, *_BY_FILE_COMMAND, "select_one_external"), key=len, reverse=True)
    )
    + r") (?P<list>\S+)(?P<other> (?:or specify other|or_other|or other))?"
)
_CONTROLS = {
    "group": "group",
    "repeat": "repeat",
    "lgroup": "repeat",
    "looped group": "repeat",
    "loop": "loop",
}
_BEGIN = re.compile(r"begin[\s_](group|lgroup|repeat|looped group|loop)(?: (?:over )?(\S+))?")
_END = re.compile(r"end[\s_](group|lgroup|repeat|looped group|loop)")
_OSM = re.compile(r"osm \S+")
_REFERENCE = re.compile(r"\$\{([^}]*)\}")
FILE_SUFFIXES = (".csv", ".xml", ".geojson")
"""What a file with choices may be."""


def row_type(text: str) -> RowType:
    """Return what the type cell *text* says."""
    words = " ".join(text.split())
    plain = PLAIN_TYPES.get(words)
    if plain is not None:
        return plain
    begin = _BEGIN.fullmatch(words)
    if begin is not None:
        return RowType(kind=RowKind.BEGIN, name=_CONTROLS[begin[1]], list_name=begin[2] or "")
    end = _END.fullmatch(words)
    if end is not None:
        return RowType(kind=RowKind.END, name=_CONTROLS[end[1]])
    if _OSM.fullmatch(words):
        return RowType(kind=RowKind.UNSUPPORTED, name="osm")
    select = _SELECT.fullmatch(words)
    return _select(select) if select is not None else RowType(kind=RowKind.UNKNOWN)


def _select(found: re.Match[str]) -> RowType:
    command, listed, other = found["command"], found["list"], found["other"] is not None
    if command in _BY_FILE_COMMAND:
        name = _BY_FILE_COMMAND[command]
        return RowType(kind=RowKind.SELECT, name=name, file_name=listed, other=other)
    if command == "select_one_external":
        return RowType(kind=RowKind.SELECT, name="select_one", list_name=listed, external=True)
    name = _BY_COMMAND[command]
    reference = _REFERENCE.fullmatch(listed)
    if reference is not None:
        return RowType(kind=RowKind.SELECT, name=name, source=reference[1], other=other)
    if listed.endswith(FILE_SUFFIXES):
        return RowType(kind=RowKind.SELECT, name=name, file_name=listed, other=other)
    return RowType(kind=RowKind.SELECT, name=name, list_name=listed, other=other)


_DIALECT = re.compile(r"(db:\S+|contact|user|db-object|string-format|tel|select-contact\S*)")


def is_foreign_type(text: str) -> bool:
    """Tell whether *text* is a type of the CHT dialect (`db:person`)."""
    return _DIALECT.fullmatch(text) is not None
