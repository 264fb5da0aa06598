"""A forgotten passphrase: the office reads a code out, with two people, once, for one slot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.vault.slots import add_escrow_slot, create_operator_slot, slots_path
from sync import key_slots
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.institution import RECOVERY_NAME
from sync.central.keys import read_seal_private
from sync.clock import system_random
from sync.events import KeySlotChanged, SealedRecovery, SlotAct, SlotKind
from sync.ids import OperatorNumber, kid_of
from sync.profile import read_profile
from sync.sealed import seal_public_of
from tests.delivery.central_support import (
    TERMINAL,
    Central,
    Device,
    everything_stored,
    stream_opened,
)

CODE, SLOT = b"R-80-bits!", 3


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    """A device whose recovery slot 3 reached the central."""
    enrolled = central.enrol()
    enrolled.record(stream_opened(), operator=0)
    record_slot(central, enrolled, SLOT, CODE)
    push(central, enrolled)
    return enrolled


def record_slot(central: Central, device: Device, slot: int, code: bytes) -> None:
    """Record a new recovery slot, sealed to the institution's key and to the central's."""
    profile = central.platform.profile
    assert profile.recovery_public is not None
    readers = (profile.recovery_public, profile.centrals()[0].seal_public)
    device.record(
        KeySlotChanged(
            act=SlotAct.ADDED,
            slot_kind=SlotKind.RECOVERY,
            slot=slot,
            recovery=tuple(
                SealedRecovery(
                    sealing_kid=kid_of(reader),
                    sealed=key_slots.seal_recovery(reader, device.device_id, slot, code),
                )
                for reader in readers
            ),
        )
    )


def push(central: Central, device: Device, first: int = 1) -> None:
    envelope = device.envelope(central.platform, first, len(device.items))
    assert central.platform.pushes.answer(envelope).fits


def an_administrator(central: Central, name: str) -> Path:
    path = central.folder.parent / f"{name}.pem"
    if not path.exists():
        arguments = ["--name", name, "--root-key", str(central.root_key), "--out", str(path)]
        assert main(["administrator", *arguments]) == 0
    return path


def run(central: Central, act: str, keyfile: Path, *more: str, slot: int = SLOT) -> int:
    where = ["--dir", str(central.folder), "--terminal", TERMINAL, "--slot", str(slot)]
    return main(["recovery", act, *where, "--administrator", str(keyfile), *more])


def check_of(device: Device, slot: int = SLOT, code: bytes = CODE) -> str:
    return key_slots.recovery_check(device.device_id, slot, code)


def test_two_administrators_read_a_code_out_once(
    central: Central, device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """One asks, another grants; it is shown once, and both names are written down."""
    ana, luis = an_administrator(central, "Ana"), an_administrator(central, "Luis")

    asked = run(central, "request", ana, "--check", check_of(device).lower())
    alone = run(central, "grant", ana)
    capsys.readouterr()
    granted = run(central, "grant", luis)
    shown = capsys.readouterr().out
    again = run(central, "grant", luis)

    assert (asked, alone, granted, again) == (0, REFUSED, 0, REFUSED)
    assert key_slots.typed_recovery(shown) == CODE
    row = central.rows(schema.recovery_request)[0]
    assert (row["asked_by_name"], row["granted_by_name"]) == ("Ana", "Luis")
    assert row["granted_at_ms"] is not None


def test_the_same_person_with_two_files_is_one_person(
    central: Central, device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """What counts is the key: a copy of a key file is no second administrator."""
    ana = an_administrator(central, "Ana")
    copy = ana.with_name("copy.pem")
    copy.write_bytes(ana.read_bytes())
    run(central, "request", ana, "--check", check_of(device))

    assert run(central, "grant", copy) == REFUSED
    assert "recovery.same" in capsys.readouterr().err


def test_the_wrong_device_or_slot_is_noticed_before_anything_is_read(
    central: Central, device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    """The four characters belong to one slot of one device; a slot that is none is said."""
    ana = an_administrator(central, "Ana")
    record_slot(central, device, 4, bytes(10))
    push(central, device, len(device.items))

    statuses = [
        run(central, "request", ana, "--check", check_of(device, 4, bytes(10))),
        run(central, "request", ana, "--check", check_of(Device())),
        run(central, "request", ana, "--check", check_of(device), slot=9),
    ]

    said = capsys.readouterr().err
    assert statuses == [REFUSED] * 3
    assert (said.count("recovery.check"), said.count("recovery.slot")) == (2, 1)
    assert central.rows(schema.recovery_request) == []


@pytest.mark.parametrize("act", [SlotAct.USED, SlotAct.REMOVED])
def test_a_slot_that_is_no_more_is_not_read_out(
    central: Central, device: Device, act: SlotAct
) -> None:
    """A code works once: after its use, or once the slot is gone, nobody is shown it."""
    ana, luis = an_administrator(central, "Ana"), an_administrator(central, "Luis")
    assert run(central, "request", ana, "--check", check_of(device)) == 0
    device.record(KeySlotChanged(act=act, slot_kind=SlotKind.RECOVERY, slot=SLOT))
    push(central, device, len(device.items))

    assert run(central, "grant", luis) == REFUSED


def test_a_stranger_and_the_central_itself_are_no_administrators(
    central: Central, device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key without a certificate, or certified by another root, asks for nothing."""
    other = Central(tmp_path / "other")
    stranger = tmp_path / "stranger.pem"
    key = ["--root-key", str(other.root_key), "--out", str(stranger)]
    assert main(["administrator", "--name", "Eva", *key]) == 0
    other.close()

    statuses = [
        run(central, "request", keyfile, "--check", check_of(device))
        for keyfile in (stranger, central.folder / "keys" / "signing.pem", tmp_path / "none.pem")
    ]

    assert statuses == [REFUSED] * 3
    assert capsys.readouterr().err.count("administrator.key") == 2


def test_the_running_central_cannot_read_what_it_keeps(central: Central, device: Device) -> None:
    """Without the store's private half a push is still kept, and no code is in any clear byte."""
    (central.folder / "keys" / "recovery-store.key").unlink()
    central.restart()
    record_slot(central, device, 5, b"0123456789")
    push(central, device, len(device.items))

    assert [row["slot"] for row in central.rows(schema.recovery_code)] == [SLOT, 5]
    stored = everything_stored(central)
    assert CODE not in stored
    assert b"0123456789" not in stored


@pytest.mark.slow
def test_the_institutions_recovery_key_opens_a_devices_key_file(
    central: Central, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """init makes the key and puts its public half into the profile; another key opens nothing."""
    profile = read_profile((central.folder / "institution.vtp").read_bytes(), None)
    recovery = central.folder / RECOVERY_NAME
    assert profile.recovery_public == seal_public_of(read_seal_private(recovery))
    path, key = slots_path(tmp_path / "ventanilla.db"), bytes(range(32))
    create_operator_slot(path, OperatorNumber(7), "PRUEBA", "cuatro palabras de prueba", key)
    add_escrow_slot(path, key, profile.recovery_public, system_random)
    other = tmp_path / "other.key"
    other.write_bytes(bytes(range(1, 33)))

    opened = main(["escrow-open", "--recovery-key", str(recovery), "--slots", str(path)])
    printed = capsys.readouterr().out
    refused = [
        main(["escrow-open", "--recovery-key", str(one), "--slots", str(slots)])
        for one, slots in ((other, path), (recovery, recovery), (recovery, tmp_path / "none"))
    ]

    assert (opened, printed.strip()) == (0, key.hex())
    assert refused == [REFUSED] * 3


def test_an_older_institution_gets_a_recovery_key(
    central: Central, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The profile is signed anew with the public half; one that is there stays."""
    path = central.folder / "institution.vtp"
    before, key = read_profile(path.read_bytes(), None), tmp_path / "new.key"
    folder = ["--dir", str(central.folder), "--out", str(key)]
    root, strange = ["--root-key", str(central.root_key)], ["--root-key", str(tmp_path / "none")]

    statuses = [
        main(["recovery-key", *folder, *root]),
        main(["recovery-key", *folder, *strange, "--replace"]),
        main(["recovery-key", *folder, *root, "--replace"]),
        main(["recovery-key", *folder, *root, "--replace"]),
    ]

    after = read_profile(path.read_bytes(), before.roots, before.version)
    assert statuses == [REFUSED, REFUSED, 0, REFUSED]
    assert "recovery.key" in capsys.readouterr().err
    assert after.recovery_public == seal_public_of(read_seal_private(key))
    assert (after.version, after.offices) == (before.version + 1, before.offices)
