"""ODK Web Forms' engine on the same recorded steps, where Node is present."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.performance.forms.engine import PLAYER
from tests.performance.forms.recording import Recording
from tests.performance.forms.tools import LIMIT_SECONDS, in_child
from tests.performance.rows import Row, at_most, percentile

PACKAGES = ("@getodk/xforms-engine@0.22.0", "jsdom@26.1.0")
SCRIPT = Path(__file__).with_name("peer.mjs")
SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure of one form in both engines, in milliseconds."""

    form: str
    what: str
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """Return how many times ours fits into theirs; above 1 ours is ahead."""
        return self.theirs / self.ours if self.ours else float("inf")


def install(folder: Path) -> str:
    """Fetch the packages into *folder*, once; return "" or why that cannot be."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "Node is not on this computer: no comparison with ODK Web Forms"
    if not (folder / "node_modules" / "@getodk" / "xforms-engine").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true, "type": "module"}\n')
        fetched = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
        if fetched.returncode != 0:
            return f"the packages could not be fetched: {fetched.stderr.strip().splitlines()[-1:]}"
    shutil.copy(SCRIPT, folder / SCRIPT.name)
    return ""


def compared(recordings: Sequence[Recording], folder: Path) -> list[Compared]:
    """Return every figure of every form in both engines, one after the other."""
    rows: list[Compared] = []
    for one in recordings:
        ours = in_child(PLAYER, "play", str(one.form), str(one.steps))
        theirs = _played(one, folder)
        steps = len(json.loads(one.steps.read_text(encoding="utf-8")))
        print(
            f"{one.name}: {steps} steps, refused by ours {len(ours['refused'])}, "
            f"by theirs {len(theirs['refused'])}"
        )
        rows += [
            Compared(form=one.name, what=what, ours=ours[what], theirs=theirs[what])
            for what in ("load", "create")
        ]
        rows += [
            Compared(
                form=one.name,
                what=f"change, {label}",
                ours=percentile(ours["times"], share),
                theirs=percentile(theirs["times"], share),
            )
            for label, share in SHARES
        ]
    return rows


def _played(one: Recording, folder: Path) -> dict[str, Any]:
    finished = subprocess.run(
        ["node", SCRIPT.name, str(one.form), str(one.steps)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    if finished.returncode != 0:
        raise RuntimeError(f"{SCRIPT.name} ended with {finished.returncode}\n{finished.stderr}")
    played: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return played


def rows_of(comparison: Sequence[Compared]) -> list[Row]:
    """Return the comparison as rows of the bench: the goal of ours is what theirs took.

    The longest change of a form with more than 400 binds may take half of theirs.
    """
    return [
        at_most(
            f"{one.form}: {one.what}, ODK Web Forms {_shown(one.theirs)}",
            one.ours,
            "ms",
            round(one.theirs / 2 if one.what == "change, max" else one.theirs, 3),
        )
        for one in comparison
    ]


def table(comparison: Sequence[Compared]) -> str:
    """Return the comparison as people read it, the ratio first."""
    lines = [
        "| form | what | times as fast | ours, ms | ODK Web Forms, ms |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.form} | {one.what} | {one.ratio:.1f} | {_shown(one.ours)} | {_shown(one.theirs)} |"
        for one in comparison
    ]
    return "\n".join(lines)


def _shown(milliseconds: float) -> str:
    """Return three figures, and no exponent."""
    return f"{milliseconds:.0f}" if milliseconds >= 100 else f"{milliseconds:.3g}"
