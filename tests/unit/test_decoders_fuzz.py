"""Whatever bytes come, a decoder answers with a code that it documents, at once, in little memory.

Every message is tried twice over: its bytes damaged, and its payload made wrong *before* it is
signed or sealed, so that the decoder behind the signature is reached by whoever holds a key.
"""

from __future__ import annotations

import functools
import os
import random
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import cbor
from sync.annotated import write_map
from sync.catalogue import ENTRY_TYPES, decode_entry
from sync.errors import MessageInvalid
from sync.events import EVENT_TYPES, decode_event
from sync.sealed import from_plain
from tests.support.event_values import built
from tests.support.mutations import damaged, mutated
from tests.unit.decoder_cases import CASES, Case

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
EXAMPLES = 500 if SOAK else 25
SECONDS = 2.0  # of the processor, for one message: a hundred times what any honest one needs
KNOWN_CODES = frozenset({
    "size", "cbor", "shape", "header", "alg", "version", "sig", "cert-sig", "cert", "cert-role",
    "cert-time", "key", "root-unknown", "kid-unknown", "seal-key", "seal", "padding", "zstd",
    "bomb", "dict", "count", "chain", "head", "not-mine", "old", "token", "prefix", "digits",
    "base45", "field", "total", "kind", "kind-version", "key-unknown", "rescue-magic",
    "rescue-cut", "rescue-hash", "newer",
})  # fmt: skip


def code_of(decode: Callable[[], object]) -> str | None:
    """Return the code of a refusal, None where nothing was refused."""
    try:
        decode()
    except MessageInvalid as error:
        return error.code
    return None


def tried(case: Case, data: Any) -> str | None:
    """Return the code a decoder refuses something with, None where it takes it."""
    before = time.process_time()
    code = code_of(lambda: case.decode(data))

    assert time.process_time() - before < SECONDS
    assert code is None or code in KNOWN_CODES, code
    return code


def _decoded(made: Any, raw: bytes) -> object:
    if hasattr(made, "dataset"):
        return decode_entry(made.dataset, made.key, raw)
    return decode_event(made.kind, made.kind_version, raw)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_right_is_taken(case: Case) -> None:
    """The message that the others are made from holds: a decoder that refuses all is no proof."""
    assert tried(case, case.build(case.payload)) is None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(seed=st.integers(0, 2**32))
def test_a_wrong_payload_is_refused_with_a_code(case: Case, seed: int) -> None:
    """Signed and sealed as it should be, with a content that is not: taken, or a code."""
    dice = random.Random(seed)
    for _ in range(4):
        try:
            data = case.build(mutated(case.payload, dice))
        except (MessageInvalid, TypeError, ValueError):
            continue  # our own encoder refuses to write it
        tried(case, data)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(seed=st.integers(0, 2**32))
def test_damaged_bytes_are_refused_with_a_code(case: Case, seed: int) -> None:
    """A bit, a cut, a repeat: a code; and never taken for another message."""
    dice = random.Random(seed)
    whole = case.build(case.payload)
    for _ in range(6):
        if isinstance(whole, str):
            data: Any = damaged(whole.encode(), dice).decode("latin-1")
        else:
            data = damaged(whole, dice)
        if tried(case, data) is None:
            assert not case.is_signed or data == whole


@settings(
    max_examples=8 * EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
    database=None,
)  # fmt: skip
@given(
    made=st.one_of([built(kind) for kind in (*EVENT_TYPES, *ENTRY_TYPES)]),
    seed=st.integers(0, 2**32),
)
def test_a_wrong_body_or_entry_is_refused_with_a_code(made: Any, seed: int) -> None:
    """Every kind of event and every published value, with a place of it wrong: taken, or a code."""
    dice = random.Random(seed)
    for _ in range(3):
        try:
            raw = cbor.encode(mutated(write_map(made), dice))
        except (MessageInvalid, TypeError, ValueError):
            continue
        if dice.random() < 0.2:
            raw = damaged(raw, dice)
        assert code_of(functools.partial(_decoded, made, raw)) in KNOWN_CODES | {None}


@settings(max_examples=200 if not SOAK else 5_000, deadline=None, database=None)
@given(data=st.binary(max_size=120))
def test_noise_is_no_cbor_or_comes_back_as_it_was(data: bytes) -> None:
    """One encoding for everything: what is decoded encodes to the same bytes."""
    code = code_of(lambda: cbor.decode(data))

    assert code in (None, "cbor")
    assert code is not None or cbor.encode(cbor.decode(data)) == data


def _frame(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=19, write_content_size=True).compress(content)


def _plain(frame: bytes) -> bytes:
    data = len(frame).to_bytes(4, "big") + frame
    return data + bytes(-len(data) % 256)


def _lying_frame() -> bytes:
    """Return a frame that states 1,000 bytes and holds 64 MiB."""
    honest, bomb = _frame(bytes(1_000)), _frame(bytes(64 * 2**20))
    stated = zstandard.get_frame_parameters(honest).content_size
    head = zstandard.frame_header_size(bomb)
    descriptor = b"\x60" + (stated - 256).to_bytes(2, "little")  # single segment, two bytes of size
    return bomb[:4] + descriptor + bomb[head:]


BOMBS: dict[str, tuple[bytes, Callable[[bytes], Any], str]] = {
    "a frame that states too much": (_plain(_frame(bytes(64 * 2**20))), from_plain, "bomb"),
    "a frame that lies": (_plain(_lying_frame()), from_plain, "zstd"),
    "a length larger than the input": (b"\x5b" + b"\xff" * 8, cbor.decode, "cbor"),
    "an array of 2^32 items": (b"\x9a\xff\xff\xff\xff", cbor.decode, "cbor"),
    "a map of 2^62 pairs": (b"\xbb\x3f" + b"\xff" * 7, cbor.decode, "cbor"),
    "a million arrays in each other": (b"\x81" * 2**20, cbor.decode, "cbor"),
    "a million maps in each other": (b"\xa1\x00" * 2**19, cbor.decode, "cbor"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_nothing(name: str) -> None:
    """Sizes and depth are checked before anything is made of them."""
    data, decode, code = BOMBS[name]
    tracemalloc.start()
    try:
        with pytest.raises(MessageInvalid) as refused:
            decode(data)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert refused.value.code == code
    assert peak_bytes < 4 * 2**20
