"""`python -m tests.demo`: the whole job against a real central on loopback.

With a display the app opens, ready to use, and the passphrase is shown. Without one, or with
HEADLESS=1, the job is played off screen through the real screens and every promise is checked.
Exit 0 only if all of it held.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from tests.demo.attended import open_for_a_person
from tests.demo.headless import play
from tests.demo.processes import ROOT


def main() -> int:
    """Play the job or open the app; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__)
    parser.add_argument(
        "--output",
        type=Path,
        default=ROOT / "demo-output",
        help="folder made anew: pictures, index.json, profile (default: demo-output)",
    )
    arguments = parser.parse_args()
    output: Path = arguments.output.resolve()
    _make_anew(output)
    return play(output) if headless() else open_for_a_person(output)


def headless() -> bool:
    """Say whether nobody could see a window, or nobody wants to."""
    if os.environ.get("HEADLESS", "0") not in ("", "0"):
        return True
    if sys.platform in ("win32", "darwin"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _make_anew(output: Path) -> None:
    """Empty the folder of an earlier run; refuse to touch a folder that is none of ours."""
    if output.exists() and any(output.iterdir()) and not (output / "index.json").exists():
        marks = {"central", "profile", "screens"}
        if not marks & {path.name for path in output.iterdir()}:
            raise SystemExit(f"{output} holds something else; choose another --output")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)


if __name__ == "__main__":
    sys.exit(main())
