"""The columns of an XLSForm: what they are called, and what they are read as (FORMS §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.xlsform.workbook import Sheet
from forms.xpath.lexer import is_name

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
    "no_app_error_string": "noapperrorstring",
    "compact_tag": "instance::odk:tag",
}
_GROUPED = {
    "bind": {
        "relevant": "relevant",
        "constraint": "constraint",
        "required": "required",
        "calculate": "calculation",
        "readonly": "readonly",
        "jr:constraintmsg": "constraint_message",
        "jr:requiredmsg": "required_message",
        "jr:noapperrorstring": "noapperrorstring",
        "entities:saveto": "save_to",
    },
    "control": {"appearance": "appearance", "jr:count": "repeat_count", "autoplay": "autoplay"},
    "body": {"appearance": "appearance", "jr:count": "repeat_count", "autoplay": "autoplay"},
}
_CHOICE_ALIASES = {"caption": "label", "value": "name", "list name": "list_name"}
_SETTING_ALIASES = {
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
    "omit_instanceid": "omit_instanceID",
}
_ALIASES: Mapping[str, Mapping[str, str]] = {
    "survey": _SURVEY_ALIASES,
    "choices": _CHOICE_ALIASES,
    "external_choices": _CHOICE_ALIASES,
    "osm": _CHOICE_ALIASES,
    "settings": _SETTING_ALIASES,
    "entities": {"list_name": "dataset", "list name": "dataset"},
}

MEDIA = ("image", "big-image", "audio", "video")
"""Columns that name a file to show or play."""

TRANSLATED = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", *MEDIA}
)
"""Columns that may stand once per language."""

TEXTS = TRANSLATED - set(MEDIA) | {"noapperrorstring"}
"""Columns whose cells are texts for people, in which `${…}` may stand."""

EXPRESSIONS = frozenset(
    {
        "relevant",
        "constraint",
        "calculation",
        "required",
        "readonly",
        "choice_filter",
        "repeat_count",
    }
)
"""Columns of the survey sheet whose cells are expressions."""

ENTITY_EXPRESSIONS = frozenset({"label", "entity_id", "create_if", "update_if"})
"""Columns of the entities sheet whose cells are expressions."""

_GROUPS = frozenset({"body", "control", "bind", "instance", "media"})
SURVEY_COLUMNS = frozenset(
    {
        *("type", "name", "default", "appearance", "note", "disabled", "parameters", "trigger"),
        *("autoplay", "save_to", "query", "intent", "rows", "noapperrorstring"),
        *_GROUPS,
        *TRANSLATED,
        *EXPRESSIONS,
    }
)
"""Columns that mean something in a survey; others are comments."""

LAW_COLUMNS = frozenset({"legal_basis", "retention", "retention_months", "purpose", "sensitive"})
"""Why a question may be asked and how long its answer is kept (`law`); not the converter's."""

SETTING_COLUMNS = frozenset(
    {
        *("form_title", "form_id", "version", "default_language", "instance_name", "style"),
        *("allow_choice_duplicates", "name", "namespaces", "clean_text_values", "omit_instanceID"),
        *(
            "public_key",
            "submission_url",
            "auto_send",
            "auto_delete",
            "instance_xmlns",
            "attribute",
        ),
    }
)
"""Settings that mean something."""

IGNORED_SETTINGS = frozenset({"submission_url", "auto_send", "auto_delete"})
"""Settings that are read and have no effect here."""

ENTITY_COLUMNS = frozenset({"dataset", "repeat", *ENTITY_EXPRESSIONS})
"""What an entities sheet may hold."""

IDENTITY = frozenset({"type", "name", "list_name", "dataset", "save_to", "form_id"})
"""Columns whose cells are names: a stray space makes another name of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A header understood: the column's standard name and its language, blank without one.

    Of `bind::odk:length` the name is `bind`, the rest stands where a language would.
    """

    header: str
    name: str
    language: str = ""

    @property
    def standard(self) -> str:
        """Return the header as the standard writes it."""
        return f"{self.name}::{self.language}" if self.language else self.name


def columns_of(sheet: str, headers: tuple[str, ...]) -> dict[str, Column]:
    """Return the columns of a sheet by header."""
    double = any("::" in header for header in headers)
    return {header: _column(sheet, header, double) for header in headers}


def _column(sheet: str, header: str, double: bool) -> Column:
    aliases = _ALIASES.get(sheet, {})
    whole = "_".join(header.split()).lower()
    if whole in aliases:
        name, _, rest = aliases[whole].partition("::")
        return Column(header=header, name=name, language=rest)
    separator = "::" if double or "::" in header else ":"
    first, _, rest = header.partition(separator)
    rest = rest.strip()
    name = "_".join(first.split()).lower()
    name = aliases.get(name, aliases.get(first.strip().lower(), name))
    if sheet not in ("survey", "choices", "external_choices"):
        return Column(header=header, name=name, language=rest)
    if name == "media" and rest:
        kind, _, rest = rest.partition(separator)
        return Column(header=header, name=kind.strip().lower(), language=rest.strip())
    if name in _GROUPED and sheet == "survey":
        return _grouped(header, name, rest, separator)
    return Column(header=header, name=name, language=rest)


def _grouped(header: str, name: str, rest: str, separator: str) -> Column:
    """Return `bind::relevant` as `relevant`; other attributes keep their group."""
    attribute, _, language = rest.partition(separator)
    if separator == ":" and attribute.strip() in ("jr", "odk", "entities"):
        local, _, language = language.partition(separator)
        attribute = f"{attribute.strip()}:{local}"
    known = _GROUPED[name].get(attribute.strip().lower())
    if known is not None:
        return Column(header=header, name=known, language=language.strip())
    return Column(header=header, name="body" if name == "control" else name, language=rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet with its columns understood."""

    sheet: Sheet
    columns: Mapping[str, Column]

    def header(self, name: str) -> str:
        """Return the first header of a column without language; blank if there is none."""
        found = [header for header, one in self.columns.items() if one.name == name]
        plain = [header for header in found if not self.columns[header].language]
        return next(iter((*plain, *found)), "")

    def headers(self, *names: str) -> tuple[str, ...]:
        """Return every header of the columns of those names, in order."""
        return tuple(header for header, one in self.columns.items() if one.name in names)


def table_of(name: str, sheet: Sheet) -> Table:
    """Return the sheet that stands for *name* with its columns."""
    return Table(sheet=sheet, columns=columns_of(name, sheet.headers))


def usable_choice_column(column: Column) -> bool:
    """Tell whether a column of choices can be an element of the form."""
    return column.name in TRANSLATED | {"list_name"} or is_name(column.header)
