"""What holds for every test: fixed draws, no unexpected log line, an account of skips.

Order: pytest-randomly shuffles tests on every run (without `-q` it prints its seed,
`--randomly-seed=N` repeats one), so a test that needs another one before it is found.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.logs import ExpectedLogs

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak",
    max_examples=5_000,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ALLOWED_SKIPS = ("shared:", "kernel:", "administrator:")
"""Skips whose reason begins so are no failure in CI, for nothing here can install what they want:
the folder of specifications, network namespaces with their devices, or not being administrator."""

_skips = pytest.StashKey[list[tuple[str, str]]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `soak`, unless this is one."""
    if os.environ.get("VENTANILLA_SOAK") == "1":
        return
    left_out = [item for item in items if item.get_closest_marker("soak")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def expected_logs(caplog: pytest.LogCaptureFixture) -> Iterator[ExpectedLogs]:
    """Fail a test that logs a warning or worse which it did not announce with `expect(...)`."""
    caplog.set_level(logging.WARNING)
    expected = ExpectedLogs()

    yield expected

    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    lines = expected.unexpected(records)
    if lines:
        pytest.fail("unexpected log:\n  " + "\n  ".join(lines), pytrace=False)


def pytest_configure(config: pytest.Config) -> None:
    """Begin the account of skipped tests."""
    config.stash[_skips] = []
    config.pluginmanager.register(_SkipAccount(config), "ventanilla-skips")


class _SkipAccount:
    """Collects each skip with its reason; in CI one that could have been avoided fails the run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test and why."""
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            self._note(report.nodeid, str(reason).removeprefix("Skipped: "))

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a whole module that was skipped and why."""
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            self._note(report.nodeid, str(reason).removeprefix("Skipped: "))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run in CI if a test was skipped for want of a part that could be there."""
        if os.environ.get("VENTANILLA_NO_SKIPS") and self._avoidable() and not session.exitstatus:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say in red which skips count as failures in CI."""
        for test, reason in self._avoidable():
            terminalreporter.write_line(f"skipped for want of a part: {test}: {reason}", red=True)

    def _note(self, test: str, reason: str) -> None:
        skips = self._config.stash[_skips]
        if (test, reason) not in skips:
            skips.append((test, reason))

    def _avoidable(self) -> list[tuple[str, str]]:
        return [
            (test, reason)
            for test, reason in self._config.stash[_skips]
            if not reason.startswith(ALLOWED_SKIPS)
        ]
