"""Prints `docs/events.md` from the event types: `python -m tests.support.events_page`.

The page is never written by hand; a test compares the file with what this prints.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

from sync.annotated import Entry, InArray, entries_of
from sync.events import (
    EVENT_TYPES,
    Attachment,
    BalanceChange,
    Contact,
    Folio,
    Header,
    IdentityClaim,
    LeftBehind,
    LineChange,
    NumberRange,
    OffsetSample,
    OldStream,
    OnBehalf,
    OrderItem,
    PaymentLine,
    PersonName,
    Pieces,
    PurposeConsent,
    ReceiptConcept,
    RuleVersion,
    SealedRecovery,
    Settlement,
    SmallFile,
)
from sync.shape import Many, OrNull, Shape

RECORDS = (
    Folio,
    OldStream,
    Attachment,
    SmallFile,
    LeftBehind,
    Pieces,
    OffsetSample,
    PersonName,
    IdentityClaim,
    Contact,
    PurposeConsent,
    OnBehalf,
    RuleVersion,
    LineChange,
    PaymentLine,
    Settlement,
    NumberRange,
    ReceiptConcept,
    BalanceChange,
    OrderItem,
    SealedRecovery,
)

INTRODUCTION = """# Events

Generated from `sync/events` by `python -m tests.support.events_page`; do not edit. A kind's number,
once released, is never used again. Within a kind version only new keys may come; unknown keys are
kept and ignored. How header, body and chain fit together: PROTOCOL §6; ranges of kinds: §6a.
Amounts are centavos, times seconds since 1970 in UTC unless a name says otherwise.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([INTRODUCTION, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    yield "## Kinds\n"
    yield "| kind | version | name | what it says |"
    yield "|---|---|---|---|"
    for kind in sorted(EVENT_TYPES, key=lambda one: one.kind):
        yield f"| {kind.kind} | {kind.kind_version} | `{kind.name}` | {_sentence(kind)} |"
    yield "\n## Header\n"
    yield f"{_sentence(Header)}\n"
    yield from _keys(Header, "key")
    for kind in sorted(EVENT_TYPES, key=lambda one: one.kind):
        yield f"\n## {kind.kind} `{kind.name}`, version {kind.kind_version}\n"
        yield f"{_sentence(kind)}\n"
        yield from _keys(kind, "key")
    yield "\n## Records inside bodies\n"
    yield "Each stands as an array, in this order.\n"
    for record in RECORDS:
        yield f"### {record.__name__}\n"
        yield f"{_sentence(record)}\n"
        yield from _keys(record, "place")
        yield ""


def _sentence(owner: type[Any]) -> str:
    return (inspect.getdoc(owner) or "").split("\n")[0]


def _keys(owner: type[Any], column: str) -> Iterator[str]:
    yield f"| {column} | field | value | |"
    yield "|---|---|---|---|"
    for entry in entries_of(owner):
        needed = _default(entry) if entry.optional else "always"
        yield f"| {entry.number} | `{entry.name}` | {_words(entry.shape)} | {needed} |"


def _default(entry: Entry) -> str:
    return "left out when 0" if entry.absent == 0 and entry.absent is not False else "optional"


def _words(shape: Shape) -> str:
    match shape:
        case InArray():
            return shape.owner.__name__
        case OrNull():
            return f"{_words(shape.shape)} / null"
        case Many(item=InArray() as item):
            return shape.words.replace(item.words, item.owner.__name__)
        case _:
            return shape.words


if __name__ == "__main__":
    sys.stdout.write(page())
