"""The way through V27: every answer it can give."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.desk import Desk

ANSWERS = ("bueno", "cancelado", "corte", "falso", "otro", "contradicho")


def walk_verify(desk: Desk) -> Iterator[str]:
    """Come in, ask for nothing, then for each answer; yield a name at each stop."""
    desk.unlock()
    desk.press("Ctrl+K", "Enter")
    desk.settle()
    yield f"{desk.at} empty"
    for typed in ANSWERS:
        desk.type(typed)
        desk.press("Enter")
        desk.settle()
        yield f"{desk.at} {typed}"
