"""Checks of the column `parameters`: which a type takes, and what they may be (FORMS §4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from forms.xlsform.cells import SurveyRow
from forms.xlsform.inspection import Inspection
from forms.xpath.lexer import is_name

_PAIR = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_SEPARATORS = re.compile(r"[\s,;]*")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
_REFERENCE = re.compile(r"\$\{[^}]*\}")


def _whole(value: str) -> str:
    return "" if re.fullmatch(r"[+-]?\d+", value) else "must be a whole number"


def _not_negative(value: str) -> str:
    return "" if value.isdecimal() else "must be a whole number, zero or more"


def _number(value: str) -> str:
    return "" if _NUMBER.fullmatch(value) else "must be a number"


def _seed(value: str) -> str:
    known = _NUMBER.fullmatch(value) or _REFERENCE.fullmatch(value)
    return "" if known else "must be a number or ${question}"


def _name(value: str) -> str:
    return "" if is_name(value) else "must be the name of a column"


def _any(_value: str) -> str:
    return ""


def _one_of(*known: str) -> Callable[[str], str]:
    return lambda value: "" if value.lower() in known else f"must be {' or '.join(known)}"


_YES_NO = _one_of("true", "false")
_SELECT = {"randomize": _YES_NO, "seed": _seed}
_GEO = {"allow-mock-accuracy": _YES_NO, "reference-geometry": _any}
_RANGE = dict.fromkeys(("start", "end", "step", "tick_interval", "placeholder"), _number)
_ACCEPTED: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    "text": {"rows": _whole},
    "image": {"max-pixels": _whole, "app": _any},
    "audio": {"quality": _one_of("voice-only", "low", "normal", "external")},
    "background-audio": {"quality": _one_of("voice-only", "low", "normal")},
    "range": {**_RANGE, "tick_labelset": _any},
    "geopoint": {**_GEO, "capture-accuracy": _number, "warning-accuracy": _number},
    "geotrace": {**_GEO, "incremental": _one_of("true")},
    "geoshape": {**_GEO, "incremental": _one_of("true")},
    "audit": {
        "location-priority": _one_of("no-power", "low-power", "balanced", "high-accuracy"),
        "location-min-interval": _not_negative,
        "location-max-age": _not_negative,
        "track-changes": _YES_NO,
        "track-changes-reasons": _one_of("on-form-edit"),
        "identify-user": _YES_NO,
    },
}
_SELECTS = frozenset({"select_one", "select_multiple", "rank"})
_CHECKED_WORDS = frozenset(
    {"text", "image", "photo", "audio", "background-audio", "range", "audit"}
    | {"geopoint", "geotrace", "geoshape", "add image prompt", "add photo prompt"}
)
"""Types whose parameters the converter reads; it ignores those of other aliases."""


def check_parameters(looked: Inspection, row: SurveyRow) -> None:
    """Check the parameters of a row: each known to its type, with a value that it may have."""
    text = row.text("parameters")
    accepted = _accepted(row)
    if not text or accepted is None:
        return
    place = row.place("parameters")
    if _SEPARATORS.fullmatch(_PAIR.sub("", text)) is None:
        message = f'"{text}": parameters are written key=value, with spaces between'
        looked.add("bad-parameter", message, place, row.name)
        return
    pairs = {key.lower(): value for key, value in _PAIR.findall(text)}
    for key, value in pairs.items():
        if key not in accepted:
            message = f"{key} is no parameter here; there are {', '.join(sorted(accepted))}"
            looked.add("bad-parameter", message, place, row.name)
        elif problem := accepted[key](value):
            looked.add("bad-parameter", f"{key}={value}: {problem}", place, row.name)
    for key, other in (("seed", "randomize"), ("location-max-age", "location-priority")):
        if key in pairs and key in accepted and other not in pairs:
            message = f"{key} needs {other} too"
            looked.add("bad-parameter", message, place, row.name)


def _accepted(row: SurveyRow) -> Mapping[str, Callable[[str], str]] | None:
    if row.type.name in _SELECTS and row.type_text:
        if row.type.external:
            return _SELECT
        return {**_SELECT, "value": _name, "label": _name} if row.type.file_name else _SELECT
    if row.type_text not in _CHECKED_WORDS:
        return None
    return _ACCEPTED.get(row.type.name)
