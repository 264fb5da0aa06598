"""Shapes: what fits is written and read, what does not is `shape`, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, Any

import pytest

from sync.annotated import InArray, InMap, Key, Place, describe, read_map, write_map
from sync.errors import MessageInvalid
from sync.shape import (
    Choice,
    Day,
    Either,
    Flag,
    Many,
    Nested,
    Octets,
    OrNull,
    Shape,
    Table,
    Text,
    Whole,
)


class Colour(IntEnum):
    """A closed set."""

    RED = 1
    BLUE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Stands as an array."""

    x: Annotated[int, Place(0, Whole(-5, 5))]
    y: Annotated[int, Place(1, Whole(-5, 5))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Stands as a map; *remembered* is in no message."""

    title: Annotated[str, Key(1, Text(1, 5))]
    points: Annotated[tuple[Point, ...], Key(2, Many(InArray(Point), 1, 2))]
    note: Annotated[str | None, Key(3, Text())] = None
    remembered: int = 0


SHAPES: tuple[tuple[Shape, Any, Any], ...] = (
    (Whole(0, 9), 9, 9),
    (Text(1, 3), "ñañ", "ñañ"),
    (Octets(2), b"ab", b"ab"),
    (Octets(2, at_most=True), b"", b""),
    (Flag(), False, False),
    (Flag(only_true=True), True, True),
    (Day(), date(2024, 2, 29), 20240229),
    (Choice(Colour), Colour.BLUE, 2),
    (Many(Whole()), (1, 2), [1, 2]),
    (Table(Text(), Whole()), (("a", 1), ("b", 2)), {"a": 1, "b": 2}),
    (Either((Text(), Whole())), 7, 7),
    (OrNull(Whole()), None, None),
    (OrNull(Whole()), 1, 1),
    (Nested(), (("a", None), 3), [["a", None], 3]),
    (InArray(Point), Point(x=1, y=-1), [1, -1]),
    (
        InMap(Drawing),
        Drawing(title="t", points=(Point(x=0, y=0),)),
        {1: "t", 2: [[0, 0]]},
    ),
)


@pytest.mark.parametrize(("shape", "value", "written"), SHAPES)
def test_what_fits_goes_both_ways(shape: Shape, value: Any, written: Any) -> None:
    """Each shape writes its value and reads the same value back, and can say its name."""
    assert shape.write(value) == written
    assert shape.read(written) == value
    assert shape.words


@pytest.mark.parametrize(
    ("shape", "wrong"),
    [
        (Whole(0, 9), 10),
        (Whole(0, 9), -1),
        (Whole(0, 9), True),
        (Whole(0, 9), 1.0),
        (Text(1, 3), ""),
        (Text(1, 3), "abcd"),
        (Text(), b"a"),
        (Octets(2), b"a"),
        (Octets(2), "ab"),
        (Octets(2, at_most=True), b"abc"),
        (Flag(), 1),
        (Flag(only_true=True), False),
        (Day(), 20230229),
        (Day(), "20240229"),
        (Day(), 10**12),
        (Choice(Colour), 3),
        (Choice(Colour), True),
        (Choice(Colour), "RED"),
        (Many(Whole(), 1, 2), []),
        (Many(Whole(), 1, 2), [1, 2, 3]),
        (Many(Whole()), {"a": 1}),
        (Many(Whole()), ["a"]),
        (Table(Text(), Whole()), []),
        (Table(Text(), Whole()), {1: 1}),
        (Either((Text(), Whole())), None),
        (OrNull(Whole()), "a"),
        (Nested(), 1.5),
        (Nested(), [b"a"]),
        (Nested(), True),
        (InArray(Point), [1]),
        (InArray(Point), [1, 2, 3]),
        (InArray(Point), [9, 0]),
        (InArray(Point), {0: 1, 1: 1}),
        (InMap(Drawing), [1]),
        (InMap(Drawing), {1: "t"}),
        (InMap(Drawing), {1: "t", 2: [[0, 0]], 3: None}),
    ],
)
def test_what_does_not_fit_is_not_read(shape: Shape, wrong: Any) -> None:
    """A wrong type, range or count is refused with the code `shape`."""
    with pytest.raises(MessageInvalid) as raised:
        shape.read(wrong)

    assert raised.value.code == "shape"


@pytest.mark.parametrize(
    ("shape", "wrong"),
    [
        (Day(), 20240229),
        (Choice(Colour), 1),
        (Many(Whole()), [1]),
        (Table(Text(), Whole()), {"a": 1}),
        (Table(Text(), Whole()), (("a", 1), ("a", 2))),
        (Either((Text(), Whole())), b"a"),
        (Nested(), [1]),
        (InArray(Point), [1, 1]),
        (InMap(Drawing), Point(x=1, y=1)),
    ],
)
def test_what_does_not_fit_is_not_written(shape: Shape, wrong: Any) -> None:
    """A value of the wrong Python type never reaches the bytes."""
    with pytest.raises(MessageInvalid):
        shape.write(wrong)


def test_a_map_leaves_out_its_defaults_and_ignores_what_it_does_not_know() -> None:
    """Absent keys are absent, unknown keys do no harm, unmarked fields stay at home."""
    drawing = Drawing(title="t", points=(Point(x=0, y=0),), remembered=9)

    assert write_map(drawing) == {1: "t", 2: [[0, 0]]}
    again = read_map(Drawing, {1: "t", 2: [[0, 0]], 99: "newer", "text": 1})
    assert (again.title, again.note, again.remembered) == ("t", None, 0)


def test_a_refusal_names_class_and_field() -> None:
    """Whoever reads the log finds where a message did not hold."""
    with pytest.raises(MessageInvalid, match=r"Drawing\.points.*Point\.x"):
        read_map(Drawing, {1: "t", 2: [[99, 0]]})
    with pytest.raises(MessageInvalid, match=r"Drawing\.title is missing"):
        read_map(Drawing, {2: [[0, 0]]})


def test_a_shape_describes_itself() -> None:
    """The generated pages say what PROTOCOL §6a says, in its notation."""
    assert describe(Drawing) == (
        "{ 1: tstr title, 2: [1*2 [int x, int y]] points, ? 3: tstr note }"
    )
    assert InMap(Drawing).words == describe(Drawing)
    assert Many(Text(), 1).words == "[1* tstr]"
    assert Octets(8, "kid", at_most=True).words == "bstr .size 0..8 (kid)"
