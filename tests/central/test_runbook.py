"""Every command of `docs/central.md` does what the page says, in the order of the page."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sync.central.__main__ import main
from sync.central.answering import COSE
from sync.central.platform import Platform, open_platform
from sync.clock import SystemClock, system_random
from sync.requests import EnrolmentRequest, build_enrolment_request
from tests.delivery.central_support import Device, an_xml, record_a_day
from tests.delivery.test_central_command import CATALOGUE, a_workbook

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "central.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Return the lines of the page that a person types."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines)
    return [line.removeprefix("$ ") for line in lines]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Shell:
    """Runs the page's lines: our commands, and the few others that stand between them."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._jobs: list[subprocess.Popen[str]] = []
        self._ports = {"8000": str(free_port()), "9464": str(free_port())}
        self.device = Device()
        self.said: dict[str, str] = {}

    def run(self, line: str) -> None:
        """Run a line and keep what it said."""
        for written, taken in self._ports.items():
            line = line.replace(f":{written}", f":{taken}").replace(f" {written} ", f" {taken} ")
        if not SOAK:  # three processes less to start; test_workers starts them
            line = line.replace("--workers 2", "--workers 1")
        name, *words = shlex.split(line)
        match name:
            case "mv":
                Path(words[0]).rename(words[1])
            case "curl":
                answer = httpx.get(words[-1])
                assert answer.is_success, line
                self.said[words[-1].rpartition("/")[2]] = answer.text
            case "kill":
                self._stop(int(words[0].removeprefix("%")) - 1)
            case "ventanilla-central" if words[-1] == "&":
                self._start(words[:-1])
            case "ventanilla-central":
                assert main(words) == 0, (line, self._capsys.readouterr().err)
                self.said[words[0]] = self._capsys.readouterr().out
                self._as_the_device(words[0])
            case _:
                raise AssertionError(line)

    def close(self) -> None:
        for job in self._jobs:
            job.kill()
            job.wait()
            assert job.stdout is not None
            job.stdout.close()

    def _start(self, words: list[str]) -> None:
        job = subprocess.Popen(
            [sys.executable, "-m", "sync.central", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},  # the page's folder is not ours
        )
        self._jobs.append(job)
        assert job.stdout is not None
        assert any(line.startswith("serving ") for line in job.stdout)

    def _stop(self, number: int) -> None:
        self._jobs[number].send_signal(signal.SIGTERM)
        assert self._jobs[number].wait(30) == 0

    def _as_the_device(self, command: str) -> None:
        """Do what the device in the office does meanwhile: ask to be let in, then deliver."""
        url = f"http://127.0.0.1:{self._ports['8000']}"
        with_type = {"Content-Type": COSE}
        if command == "enrol-code":
            with a_platform() as platform:
                request = build_enrolment_request(
                    self.device.signer,
                    EnrolmentRequest(
                        point=self.device.signer.point,
                        code=self.said[command].split()[0],
                        seal_public=self.device.seal[1],
                        protection=0,
                        app_version="1.0.0",
                        nonce=bytes(16),
                    ),
                    central_seal_public=platform.profile.centrals()[0].seal_public,
                )
            asked = httpx.post(f"{url}/v1/enrol", content=request, headers=with_type)
            assert asked.status_code == 202
        if command in ("certify", "restore", "rotate-keys"):
            if command == "certify":
                record_a_day(self.device)
            with a_platform() as platform:
                envelope = self.device.envelope(platform, 1, len(self.device.items))
                if command == "restore":  # the service is stopped: the device waits
                    return
            pushed = httpx.post(f"{url}/v1/push", content=envelope, headers=with_type)
            assert pushed.status_code == 200, pushed.content


class a_platform:  # noqa: N801 - reads like the fixtures around it
    """The central of the page, opened for a moment."""

    def __enter__(self) -> Platform:
        self._held = open_platform(
            Path("central"), clock=SystemClock(), random=system_random, submission_xml=an_xml
        )
        return self._held

    def __exit__(self, *_error: object) -> None:
        self._held.close()


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    """A folder with a catalogue and an empty stick, and nothing else."""
    monkeypatch.chdir(tmp_path)
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    (catalogue / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    a_workbook(catalogue / "acta.xlsx")
    (tmp_path / "stick").mkdir()
    made = Shell(capsys)
    yield made
    made.close()


@pytest.mark.soak
@pytest.mark.slow
def test_the_page_can_be_followed(shell: Shell) -> None:
    """From an empty folder to an upgrade; what devices delivered is there after the restore."""
    for line in commands():
        shell.run(line)

    assert "ventanilla_ready 1.0" in shell.said["metrics"]
    assert "certified" in shell.said["certify"]
    assert shell.device.device_id.hex() in shell.said["devices"]
    assert "1 streams" in shell.said["backup-verify"]
    assert f"events {len(shell.device.items)}" in shell.said["report"]
    assert "REVOKED" not in shell.said["devices"]
    assert '"/v1/push"' in shell.said["openapi"]


def test_every_command_of_the_program_is_known_to_somebody() -> None:
    """Each command stands on this page or on the one for offices."""
    office = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    pages = (
        PAGE
        + office
        + "".join(
            (ROOT / "docs" / name).read_text(encoding="utf-8")
            for name in ("accounts.md", "fraud.md", "reports.md", "verify-page.md", "privacy.md")
        )
    )
    from sync.central.__main__ import _parser

    [names] = [
        action.choices
        for action in _parser()._actions
        if hasattr(action, "choices") and isinstance(action.choices, dict)
    ]
    unknown = sorted(name for name in names if name not in pages)
    assert unknown == []
