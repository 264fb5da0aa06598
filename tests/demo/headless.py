"""The whole job off screen: link cut, work, two kills, link back, everything compared."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.demo.checks import Check, equal, table
from tests.demo.compare import compare
from tests.demo.job import OPERATOR_NUMBER, PASSPHRASE, STICK, TERMINAL
from tests.demo.people import PEOPLE
from tests.demo.processes import (
    CATALOGUE,
    Central,
    DemoFailed,
    PlayedApp,
    fingerprint_of,
    free_port,
    run,
)
from tests.demo.receipts import ReadReceipt, check_receipts, read_pictures

SCREENS = (
    "V01 V02 V03 V04 V06 V07 V08 V09 V11 V12 V13 V14 V15 V16 V24 V25 V29".split()  # noqa: SIM905
)
"""Every screen of the first issue; each must have been seen and kept."""


def enrol(central: Central, profile: Path) -> None:
    """Enrol a fresh device and give its operator the demo passphrase."""
    code = central.enrol_code(TERMINAL, OPERATOR_NUMBER)
    run(
        "kiosk",
        "enrol",
        "--institution",
        str(central.institution),
        "--code",
        code,
        "--fingerprint",
        fingerprint_of(central.institution),
        "--profile",
        str(profile),
        typed=f"{PASSPHRASE}\n{PASSPHRASE}\n",
    )


def play(output: Path) -> int:
    """Play the job into *output*; print a table and return the exit code."""
    central = Central(output / "central", free_port())
    profile = output / "profile"
    apps: list[PlayedApp] = []
    try:
        print("demo: preparing a central platform and enrolling a device", flush=True)
        central.prepare()
        central.start()
        enrol(central, profile)
        central.stop()
        screens = _work(output, profile, central, apps)
        report = central.report()
        receipts = read_pictures(output / "screens" / "receipts", central.institution)
        checks = [
            *compare(report, CATALOGUE),
            *check_receipts(receipts, central.institution, report),
            equal("screens kept", SCREENS, [name for name in SCREENS if name in screens]),
        ]
        _write_index(output, central.institution, screens, receipts, report["events"])
    except DemoFailed as failure:
        print(f"demo: {failure}", flush=True)
        return 1
    finally:
        for app in apps:
            app.end()
        central.stop()
    return _verdict(checks, output)


def _work(output: Path, profile: Path, central: Central, apps: list[PlayedApp]) -> dict[str, Path]:
    """Play the three starts of the app and return the pictures of screens by id."""
    screens: dict[str, Path] = {}
    stick = output / "drives" / STICK
    stick.mkdir(parents=True)

    def start(act: str) -> PlayedApp:
        app = PlayedApp(
            ["--profile", str(profile), "--pictures", str(output / "screens"), "--act", act],
            {"QT_QPA_PLATFORM": "offscreen", "VENTANILLA_DRIVES": str(stick.parent)},
        )
        apps.append(app)
        return app

    def take_in(messages: Sequence[dict[str, Any]]) -> None:
        for message in messages:
            if message["kind"] == "screen":
                screens[message["id"]] = Path(message["file"])

    print("demo: the link is cut; a shift, two payments, a third registration", flush=True)
    app = start("morning")
    take_in(app.messages_until("reached"))
    print("demo: SIGKILL inside the save of a registration, before its commit", flush=True)
    app.kill()
    app = start("noon")
    take_in(app.messages_until("reached"))
    print("demo: SIGKILL inside the save of a payment, after its commit", flush=True)
    app.kill()
    app = start("evening")
    take_in(app.messages_until("ready"))
    print("demo: a stick with the day's work is carried to the central", flush=True)
    run("sync.central", "bundle", "import", "--dir", str(central.folder), str(stick))
    print("demo: the link is back too; nobody presses anything, nothing counts twice", flush=True)
    central.start()
    app.tell("link is back")
    take_in(app.messages_until("done"))
    app.finish()
    return screens


def _write_index(
    output: Path,
    institution: Path,
    screens: dict[str, Path],
    receipts: Sequence[ReadReceipt],
    events_delivered: int,
) -> None:
    kept = output / "institution.vtp"
    shutil.copyfile(institution, kept)
    folder = output / "receipts"
    folder.mkdir(exist_ok=True)
    rows = []
    for receipt in receipts:
        file = folder / f"{receipt.folio}.png"
        shutil.copyfile(receipt.file, file)
        rows.append({"kind": int(receipt.kind), "folio": receipt.folio, "file": str(file)})
    people: list[str] = []
    for person in PEOPLE:
        people += [person.given, person.first_surname, person.second_surname, person.curp]
    people.append(PASSPHRASE)
    index = {
        "profile": str(output / "profile"),
        "institution": str(kept),
        "people": list(dict.fromkeys(people)),
        "screens": [{"id": name, "file": str(file)} for name, file in sorted(screens.items())],
        "receipts": rows,
        "events_delivered": events_delivered,
    }
    (output / "index.json").write_text(
        json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def _verdict(checks: Sequence[Check], output: Path) -> int:
    print(table(checks))
    broken = sum(not check.held for check in checks)
    print(f"demo: {len(checks) - broken} held, {broken} did not; pictures in {output}")
    return 1 if broken else 0
