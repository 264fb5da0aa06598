"""Any value that a kind of event allows: what Hypothesis draws from the annotations."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sync import cbor
from sync.annotated import InArray, InMap, entries_of
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

ANSWERS = st.recursive(
    st.none() | st.text(max_size=8) | st.integers(-(2**62), 2**62),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Return values that fit a shape."""
    match shape:
        case Whole():
            return st.integers(shape.low, shape.high)
        case Text():
            high = min(shape.high, shape.low + 12)
            return st.text(st.characters(codec="utf-8"), min_size=shape.low, max_size=high)
        case Octets():
            return st.binary(
                min_size=0 if shape.at_most else shape.size, max_size=min(shape.size, 64)
            )
        case Flag():
            return st.just(True) if shape.only_true else st.booleans()
        case Day():
            return st.dates()
        case Choice():
            members: Any = shape.members
            return st.sampled_from(list(members))
        case Many():
            high = min(shape.high, max(shape.low, 3))
            return st.lists(values(shape.item), min_size=shape.low, max_size=high).map(tuple)
        case Table():
            pairs = st.dictionaries(values(shape.key), values(shape.value), max_size=3)
            return pairs.map(_in_key_order)
        case Either():
            return st.one_of([values(one) for one in shape.shapes])
        case OrNull():
            return st.none() | values(shape.shape)
        case Nested():
            return ANSWERS
        case InArray() | InMap():
            return built(shape.owner)
        case _:
            raise AssertionError(shape)


def _in_key_order(pairs: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(pairs.items(), key=lambda pair: cbor.encode(pair[0])))


def built(owner: type[Any]) -> st.SearchStrategy[Any]:
    """Return instances of a class, with and without its optional fields."""
    fields = {}
    for entry in entries_of(owner):
        fields[entry.name] = values(entry.shape)
        if entry.optional:
            fields[entry.name] |= st.just(entry.absent)
    return st.builds(owner, **fields)
