"""`ventanilla remove` as a person starts it: two persons, a real central, nothing left behind."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.command import DONE
from kiosk.store import pulled
from sync.central import schema
from sync.ids import DeviceId, OperatorNumber
from tests.delivery.joint_support import (
    CLAVE,
    SUPERVISOR,
    TECHNICIAN,
    TERMINAL,
    JointCentral,
    JointDevice,
    until,
)

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product


@pytest.fixture
def central(tmp_path: Path) -> Iterator[JointCentral]:
    made = JointCentral(tmp_path)
    yield made
    made.close()


def printed_code(central: JointCentral) -> str:
    """Return the only code of the list that the central prints for the supervisor."""
    words = ("--operator", str(SUPERVISOR), "--count", "1")
    status, page, err = central.command("codes", "--dir", str(central.folder), *words)
    assert status == 0, err
    (code,) = re.findall(r"\d\.\s+(\S{4}-\S{4})", page)
    return str(code)


def used_codes(central: JointCentral) -> list[DeviceId]:
    """Return the devices on which printed codes were used, as the central has it."""
    rows = central.rows(schema.approval_code)
    return [row["used_by_device"] for row in rows if row["used_by_event"] is not None]


def test_a_device_is_removed_with_a_supervisors_code_and_nothing_stays(
    central: JointCentral,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Keys, file, log and pictures go once the approval itself has arrived at the central."""
    profile = tmp_path / "profile"
    device = JointDevice(central, profile).enrol(TECHNICIAN, TERMINAL)
    code = printed_code(central)
    with device.at_work():
        boss = OperatorNumber(SUPERVISOR)
        device.services.deliveries.deliver_now()
        until(lambda: device.read(lambda tx: pulled.approval_codes(tx, boss)) is not None, "codes")
        device_id = device.device_id
    monkeypatch.setenv("VENTANILLA_KEYSTORE", "none")

    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CLAVE}\n{code}\n"))
    who = ("--operator", str(TECHNICIAN), "--approver", str(SUPERVISOR))

    done = main(["remove", "--profile", str(profile), *who])

    assert done == DONE, capsys.readouterr()
    assert [one.name for one in profile.rglob("*") if one.is_file()] == []
    assert used_codes(central) == [device_id]
