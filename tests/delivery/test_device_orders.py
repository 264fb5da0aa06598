"""Signed orders of dataset 1 arrive, and only those of whoever may give them."""

from __future__ import annotations

import pytest

from sync import cbor
from sync.catalogue import ErasureAct, ErasureEntry, RecoveryCodeEntry
from sync.device import lease, orders
from sync.device.pull import stopped_datasets
from sync.device.transport import Request, Response
from sync.device.wiping import WipeStage
from sync.errors import MessageInvalid
from sync.messages import PageEntry, PageOperation, Standing
from sync.revocations import Reported, read_revocations
from sync.wipe import WipeOrder, sign_wipe
from tests.support.delivery import Device
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral
from tests.support.orders import (
    Administrator,
    a_list,
    an_administrator,
    entry_line,
    list_line,
    wipe_line,
)

LOST = b"lost-one"
COMPLETE = PageEntry(
    dataset=1, key="", version=0, operation=PageOperation.SNAPSHOT_COMPLETE, value=None
)


@pytest.fixture
def administrator(central: ModelCentral) -> Administrator:
    """Give somebody whom the root lets order wipes."""
    return an_administrator(central.root)


def signed_list(central: ModelCentral, number: int, *devices: bytes) -> bytes:
    return a_list(central.keys.signer, central.keys.certificate, number, *devices)


def pull(device: Device, central: ModelCentral, *lines: PageEntry) -> None:
    central.pages.append([*lines])
    device.engine.deliver_now()
    device.run(60)


def held_number(device: Device) -> int:
    return device.store.read(orders.revocations_number)


def wipe_of(device: Device) -> orders.WipeRow | None:
    return device.store.read(orders.wipe_row)


def test_the_higher_list_wins_and_none_is_taken_back(device: Device, central: ModelCentral) -> None:
    """A lower list, a deletion and the end of a snapshot leave the list that is held."""
    pull(device, central, list_line(signed_list(central, 4, LOST)), COMPLETE)
    pull(device, central, list_line(signed_list(central, 3)), COMPLETE)
    gone = PageEntry(
        dataset=1, key="revocations", version=9, operation=PageOperation.DELETE, value=None
    )
    pull(device, central, gone, COMPLETE)

    raw = device.store.read(orders.revocations)

    assert raw is not None
    read = read_revocations(raw, device.keys.roots)
    assert (read.number, held_number(device)) == (4, 4)
    assert orders.entry_for(read, LOST) is not None
    assert orders.entry_for(read, device.keys.device_id) is None
    assert device.store.read(stopped_datasets) == ()
    assert device.changed == [frozenset({1})]


def test_a_list_that_no_root_stands_behind_is_refused(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """A list of another institution's central is not held; what came with it is."""
    expected_logs.expect("delivery", "cert-sig|root-unknown")
    stranger = ModelCentral()
    administrator = an_administrator(central.root)
    wipe = administrator.orders(device.keys.device_id)
    pull(
        device,
        central,
        list_line(signed_list(stranger, 9)),
        wipe_line(device.keys.device_id, wipe),
        COMPLETE,
    )

    assert held_number(device) == 0
    assert wipe_of(device) is not None
    assert device.engine.status.stopped_datasets == (1,)


def test_a_wipe_is_never_taken_from_the_centrals_key(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """Whoever holds the central's machines cannot have a device destroyed (mutant 20)."""
    expected_logs.expect("delivery", "refused: cert")
    order = WipeOrder(
        device_id=device.keys.device_id, number=7, not_before_seconds=0, why=Reported.LOST
    )
    forged = sign_wipe(central.keys.signer, central.keys.certificate, order)

    pull(device, central, wipe_line(device.keys.device_id, forged), COMPLETE)

    assert wipe_of(device) is None
    assert device.engine.status.stopped_datasets == (1,)


def test_a_wipe_for_another_device_is_not_ours(
    device: Device,
    central: ModelCentral,
    administrator: Administrator,
    expected_logs: ExpectedLogs,
) -> None:
    """An order to somebody else is refused whatever key it stands under."""
    expected_logs.expect("delivery", "refused: not-mine")

    pull(device, central, wipe_line(device.keys.device_id, administrator.orders(LOST)))

    assert wipe_of(device) is None


def test_only_a_higher_order_replaces_one(
    device: Device, central: ModelCentral, administrator: Administrator
) -> None:
    """The same order again, or an older one, changes nothing; a higher one is followed."""
    mine = device.keys.device_id
    pull(device, central, wipe_line(mine, administrator.orders(mine, 5)))
    pull(device, central, wipe_line(mine, administrator.orders(mine, 5), version=2))
    pull(device, central, wipe_line(mine, administrator.orders(mine, 4), version=3))
    first = wipe_of(device)
    pull(device, central, wipe_line(mine, administrator.orders(mine, 6), version=4))

    second = wipe_of(device)

    assert first is not None
    assert (first.number, first.stage) == (5, WipeStage.TAKEN)
    assert second is not None
    assert second.number == 6
    assert device.store.read(stopped_datasets) == ()


def test_a_higher_order_goes_on_where_the_first_stood(
    device: Device, administrator: Administrator
) -> None:
    """Once capture has stopped, no further order lets it begin again."""
    mine = device.keys.device_id
    roots = device.keys.roots

    def work(number: int) -> None:
        signed = administrator.orders(mine, number)
        device.store.write(lambda tx: orders.take_wipe(tx, signed, roots, mine))

    work(1)
    device.store.write(lambda tx: orders.set_stage(tx, 1, WipeStage.DELIVERING))
    work(2)

    row = wipe_of(device)
    assert row is not None
    assert (row.number, row.stage) == (2, WipeStage.DELIVERING)
    with pytest.raises(MessageInvalid, match="seen before"):
        work(2)


def test_the_public_page_of_the_central_brings_a_list_too(
    device: Device, central: ModelCentral
) -> None:
    """`/v1/central` carries the list as signed; a device that asks for certificates takes it."""
    raw = signed_list(central, 2, LOST)
    body = cbor.encode({1: [cbor.decode(central.keys.certificate)], 2: cbor.decode(raw)})

    def answer(request: Request) -> Response:
        if request.path == "/v1/central":
            return Response(status=200, body=body)
        return central.handle(request)

    device.run(30)
    central.rotate_keys()
    device.wire.always = answer
    device.engine.deliver_now()
    device.run(120)

    assert held_number(device) == 2


def test_news_of_a_newer_list_brings_the_pull_forward(
    device: Device, central: ModelCentral
) -> None:
    """A probe that names a list we lack makes the device ask at once, and once only."""
    device.run(30)
    device.record()
    central.pages.append([list_line(signed_list(central, 8)), COMPLETE])
    central.standing = Standing(newest_revocations=8)
    device.wire.sent.clear()

    device.run(30)

    assert held_number(device) == 8
    central.standing = Standing(newest_revocations=9)  # which nobody publishes
    device.wire.sent.clear()
    for _ in range(5):
        device.record()
        device.run(20)
    assert device.wire.paths().count("pull") == 1


def test_an_answer_renews_the_lease(device: Device, central: ModelCentral) -> None:
    """Days come from the newest signed answer; the count begins anew at each."""
    central.standing = Standing(lease={1: 30, 2: 1})
    device.run(30)
    first = device.store.read(lease.lease_row)
    device.record(3)
    central.standing = Standing(lease={1: "many"})
    device.run(30)

    second = device.store.read(lease.lease_row)

    assert (first.days, first.stops, first.seq) == (30, 1, 1)
    assert (second.days, second.seq) == (30, 4)


def test_what_an_answer_asks_for_beside_is_passed_over(
    device: Device, central: ModelCentral
) -> None:
    """Orders of entry 12 that this app cannot follow yet, or does not know, keep nothing back."""
    central.standing = Standing(orders=((1, None), (2, {}), (3, b"log"), (99, 7)))
    device.record(2)

    device.run(60)

    assert device.view().counts().waiting == 0
    assert device.store.read(stopped_datasets) == ()


def test_silence_renews_nothing(device: Device) -> None:
    """Without a valid answer the zero points stay where they were."""
    device.wire.always = lambda _request: Response(status=200, body=b"<html>")
    device.record(3)
    device.run(300)

    assert device.store.read(lease.lease_row).stream is None


def test_erasures_and_recovery_codes_are_checked_when_pulled(
    device: Device, central: ModelCentral, caplog: pytest.LogCaptureFixture
) -> None:
    """Datasets 10 and 11 are held as published; one that does not hold stops its own dataset."""
    erasure = ErasureEntry(event_id=bytes(16), act=ErasureAct.ERASE)
    code = RecoveryCodeEntry(device_id=LOST, terminal="20067-009", slot=2, code=bytes(10))
    bad = PageEntry(
        dataset=10, key="erasure:00", version=1, operation=PageOperation.PUT, value=b"\xa0"
    )
    pull(device, central, entry_line(erasure), entry_line(code), bad)

    keys = [
        row[0]
        for row in device.store.read(lambda tx: tx.execute("SELECT key FROM reference").fetchall())
    ]

    assert keys == [code.key]
    assert device.engine.status.stopped_datasets == (10,)
    assert "dataset 10 stops" in caplog.text
    caplog.clear()
