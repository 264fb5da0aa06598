"""What delivery costs while nothing happens: `python -m tests.performance.idle [--minutes N]`.

A real file is open, the real engine runs on its driver's thread, and nothing is saved. Once with a
central that answers, on this computer, and once without any way to it. CPU seconds of the whole
process, divided by the time; the goal is 0.5 % of a core. Nothing is put off to do it: intervals
are those of the product.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.clock import SystemClock
from sync.device.driver import Driver
from sync.device.link import LinkState
from sync.device.meter import NetworkManagerMeter
from sync.device.outbox import Outbox
from sync.device.ports import NoFiles
from sync.device.route import SystemRoute
from sync.device.transport import HttpTransport
from tests.demo.processes import ROOT
from tests.performance.link.device import engine_of
from tests.performance.link.stage import CENTRAL_PORT, CERTIFICATE, prepare
from tests.performance.page import replace_between

GOAL_PERCENT = 0.5
EVENTS = 1_000
SETTLE_SECONDS = 20.0
HERE = "127.0.0.1"


def measured(folder: Path, seconds: float) -> tuple[float, LinkState]:
    """Return the percent of a core that delivery takes while idle, and the link's state."""
    transport = HttpTransport(f"https://{HERE}:{CENTRAL_PORT}")
    engine, _desk, vault = engine_of(folder, transport, NoFiles(), NetworkManagerMeter())
    clock = SystemClock()
    driver = Driver(engine, transport, clock=clock, route=SystemRoute("https://central.invalid"))
    driver.start()
    pause = threading.Event()
    settled = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < settled or (
        engine.status.link is LinkState.UP and vault.read(Outbox().view).counts().waiting
    ):
        pause.wait(1.0)
    before, started = time.process_time(), time.monotonic()
    pause.wait(seconds)
    spent, passed = time.process_time() - before, time.monotonic() - started
    state = engine.status.link
    driver.stop()
    vault.close()
    return 100 * spent / passed, state


def main() -> int:
    """Measure both and print; return 1 where one is above the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    seconds = 60 * options.minutes
    with TemporaryDirectory(prefix="ventanilla-idle-") as name:
        folder = Path(name)
        prepare(folder, EVENTS, 9_001, address=HERE)
        os.environ["SSL_CERT_FILE"] = str(folder / CERTIFICATE)
        central = subprocess.Popen(
            [sys.executable, "-m", "tests.performance.link.server", str(folder), HERE],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            if central.stdout is not None:
                central.stdout.readline()
            reachable = measured(folder, seconds)
        finally:
            central.kill()
            central.communicate()
        without = measured(folder, seconds)
    lines = ["| delivery while idle | link | percent of a core | goal |", "|---|---|---|---|"]
    lines += [
        f"| {what} | {state.value} | {percent:.2f} | {GOAL_PERCENT} |"
        for what, (percent, state) in (
            ("a central that answers", reachable),
            ("nobody answers", without),
        )
    ]
    how = f"{options.minutes:g} minutes each, {EVENTS} records in the file."
    text = "\n".join([*lines, "", how])
    print(text)
    if options.page is not None:
        replace_between(options.page, "idle", text)
    return 0 if max(reachable[0], without[0]) <= GOAL_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
