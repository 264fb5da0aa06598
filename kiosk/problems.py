"""Joins an error's code and facts with its three sentences; the only place that does (STYLE 28).

The Fluent message of the code `a.b_c` is `problem-a-b_c`, with the attributes `.happened`, `.safe`
and `.todo`. Facts become its variables: `due_centavos` is `$due`, shown as money, `free_bytes` is
`$free`, shown as a size; days, instants and paths are shown as people write them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.texts import Texts
from sync.errors import SyncError
from sync.money import Centavos

FAULT = "problem-app-unforeseen"
"""What is said when an error has no sentence of its own: our bug, the work is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What happened, whether the work is safe, what to do now."""

    happened: str
    safe: str
    todo: str


def problem_of(error: BaseException, texts: Texts) -> Problem:
    """Return the three sentences of an error; for an unforeseen one those of a fault of ours."""
    code = error.code if isinstance(error, KioskError | SyncError) else ""
    message_id = message_of(code)
    if not code or not texts.has(message_id):
        message_id = FAULT
    arguments = variables_of(getattr(error, "facts", None), texts)
    return Problem(
        happened=texts.part(message_id, "happened", **arguments),
        safe=texts.part(message_id, "safe", **arguments),
        todo=texts.part(message_id, "todo", **arguments),
    )


def message_of(code: str) -> str:
    """Return the Fluent id of a code: dots become dashes, underscores stay."""
    return "problem-" + code.replace(".", "-")


def variable_names(facts_type: type) -> frozenset[str]:
    """Return the Fluent variables that a type of facts gives."""
    return frozenset(
        field.name.removesuffix("_centavos").removesuffix("_bytes") for field in fields(facts_type)
    )


def variables_of(facts: object | None, texts: Texts) -> dict[str, str | int]:
    """Return facts as Fluent variables, each as people write it."""
    if facts is None or not is_dataclass(facts):
        return {}
    found: dict[str, str | int] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        name = field.name
        if name.endswith("_centavos") and isinstance(value, int):
            found[name.removesuffix("_centavos")] = texts.money(Centavos(value))
        elif name.endswith("_bytes") and isinstance(value, int):
            found[name.removesuffix("_bytes")] = texts.size(value)
        else:
            found[name] = _shown(value, texts)
    return found


def _shown(value: object, texts: Texts) -> str | int:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return value
        case datetime():
            return texts.when(value.astimezone())
        case date():
            return texts.day(value)
        case Path():
            return value.name
        case _:
            return str(value)
