"""The guard that fails a test for a log line nobody announced."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.support.logs import ExpectedLogs

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the inner runs find this project's tests, also where it is not installed."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def _record(level: int, name: str, text: str) -> logging.LogRecord:
    return logging.LogRecord(name, level, __file__, 1, text, None, None)


def test_an_announced_warning_passes() -> None:
    """A test may provoke the warning it announced, also from a child logger."""
    expected = ExpectedLogs()
    expected.expect("kiosk.vault", "disk .* full")

    assert expected.unexpected([_record(logging.ERROR, "kiosk.vault.file", "disk is full")]) == []


def test_any_other_warning_is_named() -> None:
    """A warning of another logger, or with other words, is reported as it was said."""
    expected = ExpectedLogs()
    expected.expect("kiosk.vault", "disk .* full")

    lines = expected.unexpected(
        [
            _record(logging.WARNING, "kiosk.vaulted", "disk is full"),
            _record(logging.ERROR, "kiosk.vault", "page damaged"),
            _record(logging.INFO, "kiosk.vault", "opened"),
        ]
    )

    assert lines == ["WARNING kiosk.vaulted: disk is full", "ERROR kiosk.vault: page damaged"]


@pytest.mark.slow
def test_the_guard_fails_a_real_run(pytester: pytest.Pytester) -> None:
    """With the project's own conftest a test that logs an error fails, and a quiet one passes."""
    root = pytester.path
    (root / "conftest.py").write_text(
        "from tests.conftest import *\nfrom tests.conftest import pytest_configure\n"
    )
    pytester.makepyfile(
        """
        import logging

        def test_loud():
            logging.getLogger("kiosk").error("something broke")

        def test_quiet():
            logging.getLogger("kiosk").info("fine")
        """
    )

    outcome = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:pytest-qt")

    outcome.assert_outcomes(passed=2, errors=1)
    outcome.stdout.fnmatch_lines(["*ERROR kiosk: something broke*"])


@pytest.mark.slow
def test_ci_refuses_an_avoidable_skip(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In CI a skip fails the run, unless it wants the folder of specifications."""
    monkeypatch.setenv("VENTANILLA_NO_SKIPS", "1")
    (pytester.path / "conftest.py").write_text(
        "from tests.conftest import *\nfrom tests.conftest import pytest_configure\n"
    )
    pytester.makepyfile(
        test_spec="import pytest\n\ndef test_it():\n    pytest.skip('shared: absent')\n"
    )
    allowed = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:pytest-qt")
    pytester.makepyfile(
        test_part="import pytest\n\ndef test_it():\n    pytest.skip('no compiler')\n"
    )
    refused = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:pytest-qt")

    assert allowed.ret == pytest.ExitCode.OK
    assert refused.ret == pytest.ExitCode.TESTS_FAILED
    refused.stdout.fnmatch_lines(["*skipped for want of a part*no compiler*"])
