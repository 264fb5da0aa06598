"""A forgotten clave, the whole road: codes drawn at enrolment, read out by two, used once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.services.views.keys import RecoveryAsked, RecoveryCodeDoesNotFit, Restored
from sync.central import schema
from sync.central.__main__ import REFUSED
from sync.events import KeySlotChanged, OperatorUnlocked, SlotAct, SlotKind, UnlockMeans
from sync.ids import OperatorNumber
from tests.delivery.joint_support import CLERK, SUPERVISOR, JointCentral, JointDevice

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

NEW_CLAVE = "obsidiana vereda palmar"


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JointCentral]:
    made = JointCentral(tmp_path_factory.mktemp("joint"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def device(central: JointCentral) -> Iterator[JointDevice]:
    """A device whose clerk came in once with a link and then forgot the clave, without one."""
    made = JointDevice(central, central.folder.parent / "device").enrol(CLERK)
    with made.at_work():
        made.deliver()
    made.way.open = False
    yield made
    made.services.sessions.close()


def shown(device: JointDevice) -> RecoveryAsked:
    """Return what the door shows to somebody who forgot the clave."""
    asked = device.services.recovering.challenge()
    assert asked is not None
    return asked


def test_a_code_read_out_by_two_opens_once_and_is_told(
    central: JointCentral, device: JointDevice
) -> None:
    """New clave in, old clave out, slot gone, code spent; all of it reaches the central."""
    ana, luis = central.administrator("Ana"), central.administrator("Luis")
    before, asked = device.recovery_slots(), shown(device)
    old, new = device.clave, f"{NEW_CLAVE} {asked.slot}"
    assert central.recovery("request", ana, asked, asked.check.lower())[0] == 0
    status, out, err = central.recovery("grant", luis, asked)
    assert status == 0, err
    code = out.strip()
    use = device.services.recovering.use

    wrong = use(asked.slot, _other(code), CLERK, new)
    restored = use(asked.slot, code, CLERK, new, helped_by=OperatorNumber(SUPERVISOR))
    again = use(asked.slot, code, CLERK, "otra clave larga distinta")

    device.clave = new
    assert (type(wrong), type(restored), type(again)) == (
        RecoveryCodeDoesNotFit,
        Restored,
        RecoveryCodeDoesNotFit,
    )
    assert not device.opens_with(old)
    assert device.recovery_slots() == before - {asked.slot}
    assert shown(device).slot in before - {asked.slot}

    device.way.open = True
    with device.at_work():
        device.deliver()
        recorded = device.events()
        device_id = device.device_id
        needing_attention = device.attention()
    device.way.open = False

    changed = [one.event for one in recorded if isinstance(one.event, KeySlotChanged)]
    used = [(e.slot_kind, e.slot) for e in changed if e.act is SlotAct.USED]
    came_in = [
        one.event
        for one in recorded
        if isinstance(one.event, OperatorUnlocked) and one.event.means is UnlockMeans.RECOVERY
    ]
    assert used == [(SlotKind.RECOVERY, asked.slot)]
    assert [one.helped_by for one in came_in] == [SUPERVISOR]
    assert needing_attention == {}
    assert central.rows_of(schema.quarantine, device_id) == []
    stored = {row["event_id"] for row in central.rows_of(schema.event, device_id)}
    assert {one.event_id for one in recorded} <= stored
    ended = {
        row["slot"]: row["ended_at_ms"] is not None
        for row in central.rows_of(schema.recovery_code, device_id)
    }
    assert ended == {slot: slot == asked.slot for slot in before}
    assert central.recovery("request", ana, asked)[0] == REFUSED


def test_nobody_alone_and_no_other_slot_is_read_a_code(
    central: JointCentral, device: JointDevice
) -> None:
    """Nothing asked, one person twice, a copy of their file, or the wrong four characters."""
    asked = shown(device)
    ana, luis = central.administrator("Ana"), central.administrator("Luis")
    copy = ana.with_name("copy.pem")
    copy.write_bytes(ana.read_bytes())

    unasked = central.recovery("grant", luis, asked)
    wrong = central.recovery("request", ana, asked, _other(asked.check))
    assert central.recovery("request", ana, asked)[0] == 0
    alone = central.recovery("grant", ana, asked)
    twice = central.recovery("grant", copy, asked)

    refused = (unasked, wrong, alone, twice)
    assert [status for status, _out, _err in refused] == [REFUSED] * 4
    assert [out for _status, out, _err in refused] == [""] * 4
    for (_status, _out, err), said in zip(
        refused,
        ("recovery.request", "recovery.check", "recovery.same", "recovery.same"),
        strict=True,
    ):
        assert said in err


def _other(text: str) -> str:
    """Return a text of the same shape whose last character is another one."""
    return text[:-1] + ("7" if text[-1] != "7" else "8")
