"""Events: bodies and headers as bytes, and back; what does not fit is refused."""

from __future__ import annotations

import dataclasses
import inspect
import json
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cbor, events
from sync.annotated import entries_of
from sync.errors import MessageInvalid
from sync.events import (
    EVENT_TYPES,
    Event,
    Folio,
    Header,
    KindUnknown,
    PersonCreated,
    RegistrationMade,
    decode_event,
    decode_header,
    encode_body,
)
from sync.ids import BootId, EventId, OperatorNumber, SubjectId
from tests.support.event_values import built
from tests.support.events_page import page
from tests.support.shared import REPOSITORY, shared_file
from tests.support.vaults import a_person, a_registration


@given(event=st.one_of([built(kind) for kind in EVENT_TYPES]))
def test_every_body_comes_back_as_it_was(event: Event) -> None:
    """What is written is read again, equal, and writes the same bytes."""
    raw = encode_body(event)

    again = decode_event(event.kind, event.kind_version, raw)

    assert again == event
    assert encode_body(again) == raw


def test_the_published_events_are_ours_byte_for_byte() -> None:
    """Every header of the vectors, and every body whose kind we know, is read and rewritten."""
    vectors = json.loads(shared_file("vectors/protocol-vectors.json").read_text())
    known = 0

    for vector in vectors["chain"]["events"]:
        raw, body = bytes.fromhex(vector["header"]), bytes.fromhex(vector["body"])
        header = decode_header(raw)
        assert header.encode() == raw
        if header.kind in {kind.kind for kind in EVENT_TYPES}:
            known += 1
            event = decode_event(header.kind, header.kind_version, body)
            assert encode_body(event) == body
    assert known >= 8


@given(header=built(Header))
def test_every_header_comes_back_as_it_was(header: Header) -> None:
    """A header is read as it was written, and what is left out stays out."""
    raw = header.encode()

    assert decode_header(raw) == header
    assert (4 in cbor.decode(raw)) == (header.drift_seconds != 0)
    assert (8 in cbor.decode(raw)) == bool(header.refs)


def test_a_header_with_eight_refs_fits() -> None:
    """The largest header stays within 512 bytes."""
    header = Header(
        kind=60,
        kind_version=1,
        time_seconds=2**33,
        drift_seconds=-(2**33),
        boot=BootId(bytes(8)),
        operator=OperatorNumber(65_535),
        subject=SubjectId(bytes(16)),
        refs=tuple(EventId(bytes([number] * 16)) for number in range(8)),
    )

    assert len(header.encode()) <= 512


def test_unknown_keys_are_ignored_and_unknown_kinds_are_told_apart() -> None:
    """A newer app's extra key does no harm; its new kind or version has a code of its own."""
    body = cbor.decode(encode_body(a_person()))
    longer = cbor.encode({**body, 23: "new"})

    assert decode_event(50, 1, longer) == a_person()
    with pytest.raises(KindUnknown) as kind:
        decode_event(199, 1, longer)
    with pytest.raises(KindUnknown) as version:
        decode_event(50, 2, longer)
    assert (kind.value.code, version.value.code) == ("kind", "kind-version")


@pytest.mark.parametrize(
    "change",
    [
        {2: ["UNO", "PRUEBA"]},
        {2: ["UNO", "PRUEBA", None]},
        {2: {0: "UNO"}},
        {3: "1990-5-1"},
        {4: "HOMBRE"},
        {5: [["curp", "X", 9]]},
        {5: [["curp", "X", True]]},
        {6: "phone"},
        {3: None},
    ],
)
def test_a_body_that_does_not_fit_is_refused(change: dict[int, object]) -> None:
    """A wrong type, number or length is `shape`, and never a half-read event."""
    body = cbor.decode(encode_body(a_person()))

    with pytest.raises(MessageInvalid) as raised:
        decode_event(50, 1, cbor.encode({**body, **change}))

    assert raised.value.code == "shape"


def test_a_body_without_a_needed_key_is_refused() -> None:
    """Each needed key of a registration is missed when it is gone."""
    body = cbor.decode(encode_body(a_registration(Folio(series=1, number=2))))

    for key in (1, 2, 3, 4, 5, 8, 10):
        shorter = {number: value for number, value in body.items() if number != key}
        with pytest.raises(MessageInvalid):
            decode_event(40, 1, cbor.encode(shorter))


def test_what_does_not_fit_is_not_written() -> None:
    """An event built wrongly is refused on the way out, too."""
    person = a_person()
    wrong = dataclasses.replace(person, born="12/05/1990 or so")

    with pytest.raises(MessageInvalid):
        encode_body(wrong)
    with pytest.raises(MessageInvalid):
        encode_body(dataclasses.replace(person, names="UNO"))  # type: ignore[arg-type] # the point


def test_a_body_above_64_kib_is_refused() -> None:
    """The cap of PROTOCOL §6 holds when writing and when reading."""
    registration = a_registration(Folio(series=1, number=2))
    large = dataclasses.replace(registration, answers=("x" * 70_000,))

    with pytest.raises(MessageInvalid) as written:
        encode_body(large)
    body = cbor.encode({**cbor.decode(encode_body(registration)), 5: ["x" * 70_000]})
    with pytest.raises(MessageInvalid) as read:
        decode_event(40, 1, body)
    with pytest.raises(MessageInvalid) as header:
        decode_header(bytes(513))

    assert (written.value.code, read.value.code, header.value.code) == ("size", "size", "size")


def test_absent_answers_are_written_as_null() -> None:
    """Key 5 is always there: null says that the answers travel as an attachment."""
    registration = dataclasses.replace(
        a_registration(Folio(series=1, number=2)), answers=None, attachments=None
    )

    body = cbor.decode(encode_body(registration))

    assert 5 in body
    assert body[5] is None
    assert isinstance(decode_event(40, 1, cbor.encode(body)), RegistrationMade)


def test_kinds_and_names_are_each_used_once() -> None:
    """No two event types share a number or a name, nor two fields of one type a key."""
    kinds = [kind.kind for kind in EVENT_TYPES]
    names = [kind.name for kind in EVENT_TYPES]

    assert len(set(kinds)) == len(kinds)
    assert len(set(names)) == len(names)
    for kind in EVENT_TYPES:
        keys = [entry.number for entry in entries_of(kind)]
        assert len(set(keys)) == len(keys)
        assert {entry.name for entry in entries_of(kind)} == {
            field.name for field in dataclasses.fields(kind)
        }


def test_event_types_are_frozen_and_slotted() -> None:
    """Everything that crosses a layer is frozen, has slots, and is built by keyword."""
    exported: list[Any] = [getattr(events, name) for name in events.__all__]
    classes: list[Any] = [
        one
        for one in exported
        if inspect.isclass(one) and not issubclass(one, IntEnum | Exception | int | str)
    ]

    for one in classes:
        assert one.__dataclass_params__.frozen, one
        assert "__slots__" in vars(one), one
        assert all(field.kw_only for field in dataclasses.fields(one)), one
    assert PersonCreated in classes


def test_the_page_of_events_is_what_the_types_say() -> None:
    """`docs/events.md` is generated: `python -m tests.support.events_page > docs/events.md`."""
    written = (REPOSITORY / "docs" / "events.md").read_text(encoding="utf-8")

    assert written == page()
