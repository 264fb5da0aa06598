"""Reference data arrive whole, in one transaction with their cursor, or not at all."""

from __future__ import annotations

import dataclasses

import pytest

from sync import cbor
from sync.catalogue import OperatorEntry, Role, encode_entry
from sync.device.link import LinkState
from sync.device.pull import pull_state, stopped_datasets
from sync.device.states import RecordState
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.ids import OperatorNumber
from sync.messages import Page, PageEntry, PageOperation, build_page
from tests.support.delivery import Device
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral, signed


def an_operator(number: int, name: str = "PRUEBA UNO", *, version: int = 1) -> PageEntry:
    entry = OperatorEntry(number=OperatorNumber(number), name=name, role=Role.CLERK)
    return PageEntry(
        dataset=3,
        key=entry.key,
        version=version,
        operation=PageOperation.PUT,
        value=encode_entry(entry),
    )


def complete(dataset: int = 3) -> PageEntry:
    return PageEntry(
        dataset=dataset,
        key="",
        version=0,
        operation=PageOperation.SNAPSHOT_COMPLETE,
        value=None,
    )


def bad_operator(number: int) -> PageEntry:
    return dataclasses.replace(an_operator(number), value=b"\xa0")


def held(device: Device) -> list[str]:
    return [
        row[0]
        for row in device.store.read(
            lambda tx: tx.execute("SELECT key FROM reference ORDER BY key").fetchall()
        )
    ]


def test_pages_arrive_and_say_what_changed(device: Device, central: ModelCentral) -> None:
    """Every page is applied and its datasets are named once, also across a program start."""
    central.pages = [[an_operator(1)], [an_operator(2), complete()]]

    device.run(30)

    assert held(device) == ["operator:1", "operator:2"]
    assert device.changed == [frozenset({3}), frozenset({3})]
    device.start_program()
    device.run(2000)
    assert len(device.changed) == 2


def test_old_entries_go_only_when_the_snapshot_is_complete(
    device: Device, central: ModelCentral
) -> None:
    """Half a snapshot removes nothing; its end removes what it did not bring."""
    central.pages = [[an_operator(1), an_operator(2), complete()]]
    device.run(30)
    central.pages += [[an_operator(2, version=2)], [an_operator(3), complete()]]
    device.wire.script = []
    served = central.pages.pop()
    device.engine.deliver_now()
    device.run(30)
    assert held(device) == ["operator:1", "operator:2"]

    central.pages.append(served)
    device.engine.deliver_now()
    device.run(30)

    assert held(device) == ["operator:2", "operator:3"]


def test_a_deleted_entry_goes(device: Device, central: ModelCentral) -> None:
    """Operation 1 removes one entry at once."""
    central.pages = [[an_operator(1), an_operator(2), complete()]]
    device.run(30)
    gone = PageEntry(
        dataset=3, key="operator:1", version=2, operation=PageOperation.DELETE, value=None
    )
    central.pages.append([gone])

    device.engine.deliver_now()
    device.run(30)

    assert held(device) == ["operator:2"]


def test_a_bad_page_stops_its_dataset_and_nothing_else(
    device: Device, central: ModelCentral, caplog: pytest.LogCaptureFixture
) -> None:
    """A value that does not hold leaves its dataset as it was; others and the push go on."""
    unknown = PageEntry(dataset=99, key="x", version=1, operation=PageOperation.PUT, value=b"\x01")
    central.pages = [[an_operator(1), complete()]]
    device.run(30)
    central.pages.append([an_operator(2), bad_operator(4), complete(), unknown])
    device.record(1)
    device.engine.deliver_now()
    device.run(60)

    assert held(device) == ["operator:1", "x"]
    assert device.engine.status.stopped_datasets == (3,)
    assert len(central.stored) == 2
    assert "dataset 3 stops" in caplog.text
    caplog.clear()

    central.pages.append([an_operator(5), complete()])
    device.engine.deliver_now()
    device.run(60)
    assert held(device) == ["operator:5", "x"]
    assert device.store.read(stopped_datasets) == ()


def test_a_stopped_dataset_gets_another_chance_at_the_next_start(
    device: Device, central: ModelCentral, caplog: pytest.LogCaptureFixture
) -> None:
    """The app may have learnt to read it since: everything is asked for anew."""
    central.pages = [[an_operator(1), bad_operator(2)]]
    device.run(30)
    assert held(device) == []
    caplog.clear()
    central.pages = [[an_operator(1), an_operator(2)]]

    device.start_program()
    device.run(30)

    assert held(device) == ["operator:1", "operator:2"]
    assert device.store.read(stopped_datasets) == ()


def test_a_page_for_another_cursor_is_not_applied(device: Device, central: ModelCentral) -> None:
    """A replayed page changes nothing; after three the device starts again from the beginning."""
    central.pages = [[an_operator(1)], [an_operator(2)], [an_operator(3)]]
    replay: list[Response] = []

    def old_page(request: Request) -> Response:
        if request.path != "/v1/pull":
            return central.handle(request)
        replay.append(replay[0] if replay else central.handle(request))
        return replay[0]

    device.wire.always = old_page
    device.run(20, steps=4)
    assert held(device) == ["operator:1"]

    device.wire.always = None
    device.run(3600)
    assert held(device) == ["operator:1", "operator:2", "operator:3"]


def test_a_page_that_is_cut_or_unsigned_changes_nothing(
    device: Device, central: ModelCentral
) -> None:
    """Cursor and content move together or not at all."""
    central.pages = [[an_operator(1)]]
    device.engine.step()
    device.engine.step()
    html = Response(status=200, headers={"content-type": "text/html"}, body=b"<html>")
    device.wire.script = [lambda _r: html, central.handle, lambda _r: NoAnswer(failure=Failure.CUT)]

    device.run(4, steps=3)
    assert held(device) == []
    assert device.store.read(pull_state).cursor == b""

    device.run(60)
    assert held(device) == ["operator:1"]


def test_a_page_of_another_database_waits_for_a_probe(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """A page of a new incarnation is applied only after the probe has adopted it."""
    expected_logs.expect("delivery", "database is another one")
    central.pages = [[an_operator(1), complete()]]
    device.run(30)
    central.forget_after(0)
    central.pages = [[an_operator(2), complete()]]

    def stale(request: Request) -> Response:
        page = Page(
            incarnation=b"?" * 16,
            cursor_before=cbor.decode(request.body)[1],
            cursor_after=b"zzzz",
            entries=(an_operator(9), complete()),
            more=False,
        )
        return signed(
            200,
            build_page(
                central.keys.signer,
                page,
                device_id=device.keys.device_id,
                device_seal_public=central.device_seal_public,
            ),
        )

    device.engine.deliver_now()
    device.wire.script = [central.handle, central.handle, stale]
    device.run(3600)

    assert "operator:9" not in held(device)


def test_pull_trouble_does_not_stop_the_push(device: Device, central: ModelCentral) -> None:
    """While every pull is refused, what is saved is still delivered."""
    device.wire.always = lambda request: (
        Response(status=500) if request.path == "/v1/pull" else central.handle(request)
    )
    for _ in range(3):
        device.record(1)
        device.run(600)

    assert len(central.stored) == 4
    assert device.engine.status.link is LinkState.UP


def test_a_later_word_on_an_event_replaces_the_first(device: Device, central: ModelCentral) -> None:
    """An event the central could apply after all no longer needs attention (dataset 8)."""
    central.code_of = lambda _header: 7
    device.record(1)
    device.run(30)
    assert device.view().state_of(device.stream, 2) is RecordState.NEEDS_ATTENTION
    later = PageEntry(
        dataset=8,
        key=f"code:{device.stream.hex()}:2",
        version=1,
        operation=PageOperation.PUT,
        value=cbor.encode([device.stream, 2, 0]),
    )
    central.pages = [[later]]

    device.engine.deliver_now()
    device.run(30)

    assert device.view().state_of(device.stream, 2) is RecordState.DELIVERED
    assert device.view().state_of(device.stream, 1) is RecordState.NEEDS_ATTENTION
