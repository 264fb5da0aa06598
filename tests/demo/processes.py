"""Child processes of the demonstration: started by argument lists, ended by their own ids."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sync.device.enrolment import read_institution

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = ROOT / "resources" / "catalogue" / "demo"
PATIENCE_SECONDS = 90.0


class DemoFailed(AssertionError):
    """Something the demonstration promises did not hold."""


def wait_until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as *holds*; raises DemoFailed when it does not within *seconds*."""
    pause = threading.Event()
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            raise DemoFailed(f"after {seconds:.0f} s still not: {what}")
        pause.wait(0.05)


def run(
    module: str, *arguments: str, typed: str = "", expected: Sequence[int] = (0,)
) -> subprocess.CompletedProcess[str]:
    """Run `python -m module arguments…` to its end; raises DemoFailed on another exit code."""
    finished = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if finished.returncode not in expected:
        raise DemoFailed(
            f"{module} {arguments[0]} ended with {finished.returncode}\n"
            f"{finished.stdout}{finished.stderr}"
        )
    return finished


def fingerprint_of(institution: Path) -> str:
    """Return the twelve characters that stand on the office's notice."""
    return read_institution(institution.read_bytes()).fingerprint


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Central:
    """The central platform in its own process, on loopback and an embedded database."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._serving: subprocess.Popen[bytes] | None = None

    @property
    def institution(self) -> Path:
        """Return the signed institution profile."""
        return self.folder / "institution.vtp"

    def prepare(self) -> None:
        """Make a new institution with a new root, and publish the demo catalogue."""
        self.init()
        run("sync.central", "publish", "--dir", str(self.folder), str(CATALOGUE))

    def init(self) -> None:
        """Make a new institution with a new root."""
        run(
            "sync.central",
            "init",
            "--dir",
            str(self.folder),
            "--name",
            "Ayuntamiento de Los Encinos (demostración)",
            "--place",
            "Los Encinos",
            "--domain-words",
            "demo punto invalid",
            "--phone",
            "951 000 0000",
            "--url",
            f"http://127.0.0.1:{self.port}",
            "--prefix",
            "https://demo.invalid/v#",
            "--legal-line",
            "Demostración. Sin valor.",
        )

    def enrol_code(self, terminal: str, operator_number: int) -> str:
        """Return a fresh one-time code for a terminal."""
        answer = run(
            "sync.central",
            "enrol-code",
            "--dir",
            str(self.folder),
            "--terminal",
            terminal,
            "--operator",
            str(operator_number),
        )
        return answer.stdout.splitlines()[0]  # the second line is the text of a QR code

    def start(self) -> None:
        """Serve; returns when the port answers."""
        if self._serving is not None:
            raise DemoFailed("the central is running already")
        with (self.folder / "serve.log").open("ab") as log:
            self._serving = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "sync.central",
                    "serve",
                    "--dir",
                    str(self.folder),
                    "--root-key",
                    str(self.folder / "offline" / "root.pem"),
                    "--host",
                    "127.0.0.1",
                    "--port",
                    str(self.port),
                ],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        wait_until(self._answers, "the central answers on its port")

    def stop(self) -> None:
        """End the process; the link is cut from here on."""
        if self._serving is None:
            return
        self._serving.terminate()
        try:
            self._serving.wait(15)
        except subprocess.TimeoutExpired:
            self._serving.kill()
            self._serving.wait()
        self._serving = None

    def report(self) -> dict[str, Any]:
        """Return what the central knows, read from its database."""
        answer = run("sync.central", "report", "--dir", str(self.folder), "--json")
        report: dict[str, Any] = json.loads(answer.stdout)
        return report

    def _answers(self) -> bool:
        if self._serving is None or self._serving.poll() is not None:
            log = (self.folder / "serve.log").read_text(errors="replace")
            raise DemoFailed(f"the central ended by itself:\n{log[-2000:]}")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


class PlayedApp:
    """One start of the real app with a player inside; messages come as JSON lines."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        module: str = "tests.demo.player",
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, "VENTANILLA_KEYSTORE": "none", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def messages_until(self, last: str) -> list[dict[str, Any]]:
        """Return the messages up to the one of kind *last*; raises DemoFailed if it never comes."""
        if self._process.stdout is None:
            raise DemoFailed("the player has no output")
        messages: list[dict[str, Any]] = []
        for line in self._process.stdout:
            if not line.startswith("{"):
                print(line, end="", file=sys.stderr)
                continue
            messages.append(json.loads(line))
            if messages[-1]["kind"] == "failed":
                raise DemoFailed(f"the player stopped: {messages[-1]['why']}")
            if messages[-1]["kind"] == last:
                return messages
        raise DemoFailed(f"the player ended with {self._process.wait()} before: {last}")

    def tell(self, word: str) -> None:
        """Send the player one line."""
        if self._process.stdin is not None:
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()

    def kill(self) -> None:
        """End the app the hard way, as a power cut would: SIGKILL."""
        os.kill(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        self._close()
        if code != -signal.SIGKILL:
            raise DemoFailed(f"the app ended with {code} before it was killed")

    def finish(self) -> None:
        """Wait for a regular end; raises DemoFailed on another exit code than 0."""
        code = self._process.wait(PATIENCE_SECONDS)
        self._close()
        if code != 0:
            raise DemoFailed(f"the app ended with {code}")

    def end(self) -> None:
        """Make sure that nothing of it is left, whatever happened before."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._close()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
