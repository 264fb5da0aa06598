"""A report, a wipe and a removal on the real device and the real central, by their own commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backstage import Backstage, build_backstage, the_world
from kiosk.services.views import Unlocked
from kiosk.services.views.orders import ReportedWhy
from kiosk.settings import read_settings
from kiosk.texts import Texts
from kiosk.vault import slots, wiped
from sync.clock import SystemClock
from tests.demo.job import OPERATOR_NUMBER, PASSPHRASE, TERMINAL
from tests.demo.processes import Central, run, wait_until
from tests.faults.commands import ventanilla
from tests.faults.day import Day, holdings
from tests.support.logs import ExpectedLogs

pytestmark = pytest.mark.slow


@pytest.fixture
def central(day: Day) -> Iterator[Central]:
    """Serve the day's central where its device looks for it."""
    served = Central(day.central, day.port)
    served.start()
    yield served
    served.stop()


@pytest.fixture
def device(day: Day) -> Iterator[Backstage]:
    """Give the day's device without a window, opened by its clerk."""
    settings = read_settings(day.profile, {})
    texts = Texts(settings.translations, "es", SystemClock())
    built = build_backstage(settings, the_world(), texts, lambda: None)
    opened = built.services.sessions.unlock(OPERATOR_NUMBER, PASSPHRASE)
    assert isinstance(opened, Unlocked)
    yield built
    built.services.sessions.close()


def order(day: Day, *arguments: str) -> str:
    """Run a command of the central and return what it printed."""
    return run("sync.central", arguments[0], "--dir", str(day.central), *arguments[1:]).stdout


@pytest.mark.usefixtures("central")
def test_a_wipe_delivers_everything_first_and_then_nothing_opens(
    day: Day, device: Backstage, expected_logs: ExpectedLogs
) -> None:
    """Reported and wiped from the central: all work arrives there, the keys go, the app says so."""
    expected_logs.expect("ventanilla.orders", "wipe order")
    before = undelivered(device)
    key = day.folder / "administrator.key"
    run(
        "sync.central", "administrator", "--name", "PRUEBA Administradora",
        "--root-key", str(day.central / "offline" / "root.pem"), "--out", str(key),
    )  # fmt: skip
    order(day, "revoke", "--terminal", TERMINAL, "--why", "lost")
    services = device.services
    services.deliveries.deliver_now()
    wait_until(lambda: services.orders.status().reported is ReportedWhy.LOST, "it is reported")
    order(day, "wipe", "--terminal", TERMINAL, "--why", "lost", "--administrator", str(key))
    services.deliveries.deliver_now()

    wait_until(lambda: services.orders.followed() is not None, "the order is followed")
    wait_until(lambda: not wiped.begun_path(day.database).exists(), "it is done")

    assert not slots.slots_path(day.database).exists()
    report = json.loads(order(day, "report", "--json"))
    assert report["events"] >= before
    done = ventanilla("remove", "--profile", str(day.profile), "--check")
    assert (done.returncode, "ya se destruyeron" in done.stdout) == (0, True)
    done = ventanilla("remove", "--profile", str(day.profile))
    assert done.returncode == 0
    assert not day.database.exists()


def undelivered(device: Backstage) -> int:
    """Return how many events only the device holds; there are some."""
    look = device.services.removal.look()
    assert look.undelivered > 0
    return look.undelivered


def test_what_is_only_here_is_not_forgotten(day: Day, tmp_path: Path) -> None:
    """`remove` without a link lists what is only here and touches nothing; `--check` says no."""
    before = holdings(day.database)
    checked = ventanilla("remove", "--profile", str(day.profile), "--check")
    asked = ventanilla(
        "remove", "--profile", str(day.profile), "--operator", str(OPERATOR_NUMBER), "--wait", "0",
        typed=f"{PASSPHRASE}\n",
    )  # fmt: skip

    assert checked.returncode == 10
    assert asked.returncode == 10
    assert "1 registros" in asked.stdout
    assert "1 turnos" in asked.stdout
    assert holdings(day.database).same_work(before)
    nothing = ventanilla("remove", "--profile", str(tmp_path / "none"), "--check")
    assert nothing.returncode == 0
