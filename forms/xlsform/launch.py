"""Starts the converter's process and reads its answer (FORMS §1.2)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TIME_LIMIT_SECONDS = 120.0
_TURN_SECONDS = 0.2
CONVERTER_ARGUMENT = "--convert-form"
"""A packaged program that imports forms, started with this and a name, is `child.main([name])`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How the converter is started and how long it may run; tests hand in others.

    stopped: asked a few times a second; once it is true the process is ended at once.
    """

    command: tuple[str, ...]
    seconds: float = TIME_LIMIT_SECONDS
    stopped: Callable[[], bool] = lambda: False


def converter() -> Launch:
    """Return how to start the converter: from source with Python, when packaged with the app."""
    if getattr(sys, "frozen", False):
        return Launch(command=(sys.executable, CONVERTER_ARGUMENT))
    return Launch(command=(sys.executable, "-m", "forms.xlsform.child"))


class ConverterFailed(Exception):
    """The converter crashed, ran out of memory or time; the message is its last line."""


def run_converter(data: bytes, form_name: str, launch: Launch) -> dict[str, Any]:
    """Return the converter's answer; raise ConverterFailed where it gives none.

    Either way the process has ended and the folder for its temporary files is gone.
    """
    with tempfile.TemporaryDirectory(prefix="ventanilla-form-", ignore_cleanup_errors=True) as own:
        try:
            done = _run(data, form_name, launch, own)
        except OSError as failed:
            raise ConverterFailed(f"could not be started: {failed}") from None
    if done.returncode != 0:
        raise ConverterFailed(_last_line(done.stderr, done.returncode))
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise ConverterFailed("gave no readable answer") from None
    if not isinstance(answer, dict):
        raise ConverterFailed("gave no readable answer")
    return answer


def _run(
    data: bytes, form_name: str, launch: Launch, folder: str
) -> subprocess.CompletedProcess[bytes]:
    """Return the ended process; raise ConverterFailed where it was ended by us."""
    # The form goes in as a file: what `communicate` has not written to a pipe when a turn ends is
    # never written (CPython 3.11), and a form larger than the pipe would wait for ever.
    source = Path(folder) / "form"
    source.write_bytes(data)
    with source.open("rb") as given:
        process = subprocess.Popen(  # noqa: S603  # our own program, arguments not from a shell
            [*launch.command, form_name],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(folder),
            cwd=folder,  # what lies where the app was started cannot pose as a module of ours
        )
    waited = 0.0
    with process:
        while True:
            turn = min(_TURN_SECONDS, max(0.0, launch.seconds - waited))
            try:
                output, errors = process.communicate(timeout=turn)
            except subprocess.TimeoutExpired:
                waited += turn
                if launch.stopped() or waited >= launch.seconds:
                    process.kill()
                    process.communicate()
                    why = (
                        "stopped"
                        if launch.stopped()
                        else f"stopped after {launch.seconds:g} seconds"
                    )
                    raise ConverterFailed(why) from None
                continue
            except BaseException:
                process.kill()
                raise
            return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def _environment(temporary: str) -> dict[str, str]:
    source = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary}
    environment["PYTHONPATH"] = os.pathsep.join(
        part for part in (source, environment.get("PYTHONPATH", "")) if part
    )
    return environment


def _last_line(errors: bytes, status: int) -> str:
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    if lines:
        return lines[-1][:300]
    if status < 0:
        names = {one.value: one.name for one in signal.Signals}
        return f"ended by {names.get(-status, 'signal')} (status {status})"
    return f"ended with status {status}"
