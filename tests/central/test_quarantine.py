"""What waits is listed with its reason, kept as it came, and counts after an upgrade."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, cast

import pytest

from sync import cbor
from sync.annotated import Key
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.checks import Code
from sync.central.quarantine import REPLAYABLE, WORDS
from sync.events import codec
from sync.shape import Whole
from tests.delivery.central_support import Central, Device, record_a_day

FUTURE_KIND, PAYMENT = 199, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A kind of event that only a later version knows."""

    kind: ClassVar[int] = FUTURE_KIND
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "test.counted"

    how_many: Annotated[int, Key(2, Whole(0, 10))]


@contextmanager
def upgraded() -> Iterator[None]:
    """Run as the version that knows the kind; afterwards as this one again."""
    kinds = cast("dict[int, object]", codec._BY_KIND)
    kinds[FUTURE_KIND] = Counted
    try:
        yield
    finally:
        del kinds[FUTURE_KIND]


def quarantine(central: Central, *arguments: str) -> int:
    command, *rest = arguments
    return main(["quarantine", command, "--dir", str(central.folder), *rest])


def test_a_future_kind_is_kept_raw_and_applied_after_the_upgrade(
    central: Central, device: Device
) -> None:
    """Code 1 and every byte kept; the newer program applies it at its first look, and says so."""
    record_a_day(device)
    body = cbor.encode({2: 3})
    device.raw(device.header(FUTURE_KIND), body)
    last = len(device.items)
    outcome = central.push(device, 1, last)
    central.platform.catch_up()
    [before] = [row for row in central.rows(schema.event) if row["seq"] == last]

    with upgraded():
        central.platform.catch_up()

    [after] = [row for row in central.rows(schema.event) if row["seq"] == last]
    assert outcome.codes == ((last, Code.UNKNOWN_KIND),)
    assert (before["applied"], bytes(before["body"])) == (False, body)
    assert (after["applied"], after["code"], bytes(after["body"])) == (True, None, body)
    assert central.rows(schema.quarantine) == []
    [later] = central.rows(schema.later_code)
    assert (later["seq"], later["code"]) == (last, 0)


def test_a_future_version_of_a_kind_waits_too(central: Central, device: Device) -> None:
    """Code 2, not 3: a body that a later version reads is not called damaged."""
    record_a_day(device)
    header = cbor.encode({**cbor.decode(device.header(PAYMENT)), 2: 9})
    device.raw(header, cbor.encode({2: "new"}))

    outcome = central.push(device, 1, len(device.items))

    assert outcome.codes == ((len(device.items), Code.UNKNOWN_KIND_VERSION),)


def test_what_waits_is_listed_shown_and_replayed(
    central: Central, device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By command: reason and place in a line; bytes only into a file; replay says what is left."""
    record_a_day(device)
    device.raw(cbor.encode({**cbor.decode(device.header(PAYMENT)), 2: 9}), b"\xa0")
    device.raw(device.header(FUTURE_KIND), b"\xa0")
    last = len(device.items)
    central.push(device, 1, last)
    place = ["--device", device.device_id.hex(), "--stream", device.stream.hex()]
    out = tmp_path / "event.cbor"

    assert quarantine(central, "list") == 0
    listed = capsys.readouterr().out
    assert quarantine(central, "list", "--code", "1") == 0
    only = capsys.readouterr().out
    assert quarantine(central, "show", *place, "--seq", str(last), "--out", str(out)) == 0
    shown = capsys.readouterr().out
    assert quarantine(central, "replay", "--code", "1", "--code", "2") == 0
    replayed = capsys.readouterr().out

    assert listed.splitlines()[-1] == "waiting 2"
    assert "code 2" in listed
    assert only.splitlines()[-1] == "waiting 1"
    assert "needs a newer central" in only
    assert f"kind {FUTURE_KIND} version 1" in shown
    assert cbor.decode(out.read_bytes()) == [device.header(FUTURE_KIND), b"\xa0"]
    assert replayed == "replayed: 0 changed, 2 still wait\n"


def test_what_cannot_be_replayed_is_a_refusal(
    central: Central, device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another content under one id stays what it is; an event that does not wait is not shown."""
    place = ["--device", device.device_id.hex(), "--stream", device.stream.hex(), "--seq", "1"]

    statuses = [quarantine(central, "replay", "--code", "5"), quarantine(central, "show", *place)]

    said = capsys.readouterr().err
    assert statuses == [REFUSED, REFUSED]
    assert "quarantine.code" in said
    assert "quarantine.unknown" in said


def test_every_code_below_32_has_words() -> None:
    """No code that keeps an event out is listed bare; what repeats itself can be asked for too."""
    assert set(WORDS) == {code for code in Code if code < 32}
    assert {1, 2, 6, 7} <= REPLAYABLE
