"""Lost, misused and retired devices: a cut by folio, decisions by people, wipes by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.administrators import Administrator, make_administrator, read_administrator
from sync.central.device_list import list_devices
from sync.central.editions import Item
from sync.central.errors import CentralError
from sync.central.keys import read_signer
from sync.central.own_items import _orders
from sync.central.revocation import Report, decide, revoke
from sync.central.wipes import publish_order, sign_order
from sync.events import CardOpened, CardReason, KeySlotChanged, SlotAct, SlotKind
from sync.ids import DeviceId, crockford_number, series_of
from sync.messages import read_ack
from sync.revocations import (
    REVOCATIONS_KEY,
    ForgedStatement,
    Reported,
    read_revocations,
    read_statement,
    sign_statement,
)
from sync.wipe import read_wipe_for, sign_wipe, wipe_key
from tests.delivery.central_support import (
    Central,
    Device,
    a_payment,
    a_person,
    a_shift,
    read_tables_of,
    stream_opened,
)

ACT = CardOpened(reason=CardReason.NAME_SEARCH)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    """seq 1 start receipt 1 · 2 shift, receipt 2 · 3 payment 3 · 4 card · 5 payment 4 · 6 card."""
    enrolled = central.enrol()
    enrolled.record(stream_opened(), operator=0)
    shift = enrolled.record(a_shift(enrolled))
    enrolled.record(a_payment(enrolled, shift))
    enrolled.record(ACT, subject=bytes(16))
    enrolled.record(a_payment(enrolled, shift))
    enrolled.record(ACT, subject=bytes(16))
    return enrolled


@pytest.fixture
def administrator(central: Central, tmp_path: Path) -> Administrator:
    return an_administrator(central, tmp_path / "ana.pem")


def an_administrator(central: Central, path: Path) -> Administrator:
    now_seconds = central.now_ms() // 1000
    make_administrator(read_signer(central.root_key), "Ana", path, now_seconds)
    return read_administrator(path, central.platform.profile.roots, now_seconds)


def push(central: Central, device: Device, first: int = 1, last: int | None = None) -> list[int]:
    """Deliver, let the background follow, and return the codes the ack names."""
    envelope = device.envelope(central.platform, first, last or len(device.items))
    answer = central.platform.pushes.answer(envelope)
    central.platform.catch_up()
    signer = central.platform.keys.signer
    return [code for _, code in read_ack(answer.ack, {signer.kid: signer.point}).attention]


def report(central: Central, device: Device, **changes: object) -> int:
    values: dict[str, object] = {"device_id": device.device_id, "why": Reported.LOST, **changes}
    with central.database.write() as connection:
        return revoke(
            connection,
            Report(**values),  # type: ignore[arg-type]
            central.platform.keys,
            central.platform.profile.roots,
            central.now_ms(),
        )


def decided(central: Central, device: Device, who: Administrator, *, released: bool) -> int:
    with central.database.write() as connection:
        count = decide(
            connection,
            device.device_id,
            released=released,
            administrator=who,
            now_ms=central.now_ms(),
            follow=central.platform.consequences,
        )
    central.platform.catch_up()
    return count


def good(device: Device, number: int) -> dict[int, int]:
    return {series_of(device.stream): number}


def codes_of(central: Central) -> list[int | None]:
    return [row["code"] for row in central.rows(schema.event)]


def orders_for(central: Central, device_id: DeviceId) -> dict[str, Item]:
    with central.database.read() as connection:
        return {item.key: item for item in _orders(connection, device_id)}


def test_what_comes_after_the_cut_is_stored_and_waits(central: Central, device: Device) -> None:
    """By folio and by place: the payment above the last good number and all that stands behind."""
    report(central, device, last_good=good(device, 3))

    codes = push(central, device)

    assert codes == [9, 9, 9]
    assert codes_of(central) == [None, None, None, 9, 9, 9]
    assert all(row["body"] is not None for row in central.rows(schema.event))
    assert [row["seq"] for row in read_tables_of(central)["payment"]] == [3]


def test_the_cut_holds_across_batches_of_one(central: Central, device: Device) -> None:
    """However the device divides what it sends."""
    report(central, device, last_good=good(device, 3))

    codes = [push(central, device, seq, seq) for seq in range(1, len(device.items) + 1)]

    assert codes == [[], [], [], [9], [9], [9]]


def test_without_a_number_everything_stored_so_far_is_good(
    central: Central, device: Device
) -> None:
    """A lost laptop: what had arrived counts, what comes from it later does not by itself."""
    push(central, device, 1, 5)

    held_back = report(central, device)
    later = push(central, device, 6)

    assert (held_back, later) == (0, [9])
    listed = central.platform.revocations()
    assert listed is not None
    entry = read_revocations(listed, central.platform.profile.roots).devices[0]
    assert (entry.device_id, entry.last_good) == (device.device_id, good(device, 4))


def test_a_series_that_is_not_named_is_cut_whole(central: Central, device: Device) -> None:
    """A thief's new stream has a start receipt 1: nothing of it counts."""
    report(central, device, last_good={})
    thief = Device(signer=device.signer, seal=device.seal)
    thief.record(stream_opened(), operator=0)
    thief.record(a_person())

    assert push(central, thief) == [9, 9]


def test_an_earlier_cut_takes_back_what_was_shown(central: Central, device: Device) -> None:
    """Events applied before the report get code 9, leave the read tables and the device is told."""
    push(central, device)
    assert len(read_tables_of(central)["payment"]) == 2

    held_back = report(central, device, last_good=good(device, 2), why=Reported.KEY_MISUSED)

    assert held_back == 4
    assert read_tables_of(central)["payment"] == []
    assert [(row["seq"], row["code"]) for row in central.rows(schema.later_code)] == [
        (3, 9), (4, 9), (5, 9), (6, 9),
    ]  # fmt: skip


def test_an_administrator_releases_or_refuses(
    central: Central, device: Device, administrator: Administrator
) -> None:
    """Released events count as if nothing had been reported; refused ones stay, with a name."""
    other = central.enrol()
    other.record(stream_opened(), operator=0)
    other.record(ACT, subject=bytes(16))
    report(central, device, last_good=good(device, 3))
    report(central, other, last_good={})
    push(central, device)
    push(central, other)

    released = decided(central, device, administrator, released=True)
    refused = decided(central, other, administrator, released=False)

    assert (released, refused) == (3, 2)
    by_device = {
        one.device_id: [row["code"] for row in central.rows(schema.event)
                        if row["device_id"] == one.device_id]
        for one in (device, other)
    }  # fmt: skip
    assert by_device == {device.device_id: [None] * 6, other.device_id: [9, 9]}
    assert len(read_tables_of(central)["payment"]) == 2
    verdicts = central.rows(schema.verdict)
    assert {row["administrator"] for row in verdicts} == {"Ana"}
    with central.database.read() as connection:
        assert [state.waiting for state in list_devices(connection)] == [0, 0]
    central.platform.projections.rebuild()
    assert len(read_tables_of(central)["payment"]) == 2


def test_the_list_grows_and_is_public(central: Central, device: Device) -> None:
    """Each report signs a list with a higher number; acks name it and `/v1/central` holds it."""
    second = central.enrol()
    assert central.platform.revocations() is None
    report(central, device)
    report(central, second, why=Reported.RETIRED)

    item = orders_for(central, device.device_id)[REVOCATIONS_KEY]
    listed = read_revocations(item.value, central.platform.profile.roots)
    answer = central.platform.pushes.answer(device.envelope(central.platform, 1, 1))
    signer = central.platform.keys.signer
    ack = read_ack(answer.ack, {signer.kid: signer.point})

    assert item.value == central.platform.revocations()
    assert (item.version, listed.number, ack.standing.newest_revocations) == (2, 2, 2)
    assert {one.why for one in listed.devices} == {Reported.LOST, Reported.RETIRED}
    assert ack.standing.lease == {1: 180, 2: 1}


def test_only_a_roots_statement_says_forged(central: Central, device: Device) -> None:
    """The central's own key cannot: its statement is refused and nothing is listed."""
    said = ForgedStatement(device_id=device.device_id, last_good=good(device, 2))
    roots = central.platform.profile.roots
    by_central = sign_statement(central.platform.keys.signer, said)
    by_root = sign_statement(read_signer(central.root_key), said)

    for statement, why in ((by_central, Reported.KEY_MISUSED), (by_root, Reported.LOST)):
        with pytest.raises(CentralError, match=r"revoke\.statement"):
            report(central, device, statement=statement, why=why)
    assert central.platform.revocations() is None
    report(central, device, statement=by_root, why=Reported.KEY_MISUSED)

    listed = read_revocations(central.platform.revocations() or b"", roots)
    assert listed.devices[0].last_good == good(device, 2)
    assert read_statement(listed.devices[0].statement or b"", roots) == said


def test_a_wipe_is_an_administrators_and_reaches_its_device_alone(
    central: Central, device: Device, administrator: Administrator
) -> None:
    """The order travels as its own bytes in dataset 1; the central's key can give none."""
    other, roots = central.enrol(), central.platform.profile.roots
    signed = sign_order(
        administrator, device.device_id, why=Reported.LOST, number=1, not_before_seconds=5
    )
    keys = central.platform.keys
    forged = sign_wipe(keys.signer, keys.certificate, read_wipe_for(
        signed, roots, device.device_id, 0
    ).order)  # fmt: skip

    with central.database.write() as connection:
        publish_order(connection, signed, roots, central.now_ms())
        for wrong, code in ((forged, "wipe.order"), (signed, "wipe.old")):
            with pytest.raises(CentralError, match=code):
                publish_order(connection, wrong, roots, central.now_ms())

    held = orders_for(central, device.device_id)
    assert list(held) == [wipe_key(device.device_id)]
    assert held[wipe_key(device.device_id)].value == signed
    assert orders_for(central, other.device_id) == {}


def test_devices_are_listed_with_what_matters(
    central: Central, device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """Last contact, protection, key slots and streams, for a person to read."""
    for slot in (1, 2, 3):
        kind = SlotKind.OPERATOR if slot == 1 else SlotKind.RECOVERY
        device.record(KeySlotChanged(act=SlotAct.ADDED, slot_kind=kind, slot=slot))
    device.record(KeySlotChanged(act=SlotAct.USED, slot_kind=SlotKind.RECOVERY, slot=3))
    push(central, device)

    assert main(["devices", "--dir", str(central.folder)]) == 0

    said = capsys.readouterr().out
    assert "20067-007  heard 2026-11-20T16:00+00:00  protection passphrase" in said
    assert "operator slots 1  recovery slots 1" in said
    series = crockford_number(series_of(device.stream), 4)
    assert f"stream {series} stored 10 durable 0" in said


def test_a_lost_laptop_by_command(
    central: Central, device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """revoke, release, statement and wipe, as an office types them; refusals change nothing."""
    push(central, device)
    folder, key = ["--dir", str(central.folder)], tmp_path / "ana.pem"
    root = ["--root-key", str(central.root_key)]
    hex_id, series = device.device_id.hex(), crockford_number(series_of(device.stream), 4)
    this = ["--device", hex_id]
    signed = tmp_path / "statement"

    statuses = [
        main(["administrator", "--name", "Ana", *root, "--out", str(key)]),
        main(["statement", *this, *root, "--last-good", f"{series}=3", "--out", str(signed)]),
        main(["revoke", *folder, *this, "--why", "misused", "--statement", str(signed)]),
        main(["release", *folder, *this, "--administrator", str(key)]),
        main(["wipe", *folder, "--terminal", "20067-007", "--administrator", str(key)]),
    ]
    apart = ["--institution", str(central.folder / "institution.vtp"), *this, "--number", "2"]
    away = tmp_path / "order"
    statuses += [
        main(["wipe-order", *apart, "--administrator", str(key), "--out", str(away)]),
        main(["wipe", *folder, "--order", str(away)]),
    ]
    refused = [
        main(["wipe", *folder, "--order", str(away)]),
        main(["wipe", *folder, *this]),
        main(["wipe", *folder, *this, "--administrator", str(central.root_key)]),
        main(["revoke", *folder, "--device", "00" * 8, "--why", "lost"]),
        main(["revoke", *folder, "--terminal", "20067-008", "--why", "lost"]),
        main(["administrator", "--name", "Eva", *root, "--out", str(key)]),
    ]

    said = capsys.readouterr()
    assert statuses == [0] * 7
    assert refused == [REFUSED] * 6
    assert "3 events held back" in said.out
    assert "released 3 events by Ana" in said.out
    assert f"wipe 1 of {hex_id} by Ana" in said.out
    assert f"wipe 2 of {hex_id} by Ana" in said.out
    assert key.stat().st_mode & 0o077 == 0
