"""Pictures of the screens about device and payment: `python -m tests.ui.device_gallery OUTDIR`.

V00, V13–V15, V24–V28, V30, V45, V54 and V57 in their states, at 100 %, and with `--all` in high
contrast and at 200 %.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from kiosk.services.field import FieldServices
from kiosk.ui.theme import Contrast, load_fonts
from tests.support.desk import SIZE, SMALL, Desk
from tests.support.device_walk import (
    allowed_at_the_door,
    before_enrolment,
    in_practice,
    walk_device,
    walk_enrolment,
    walk_practice,
    walk_practice_door,
)
from tests.support.estimate_walk import walk_estimate
from tests.support.pay_walk import walk_paying
from tests.support.qt import RESOURCES
from tests.support.stick_walk import walk_sticks
from tests.support.verify_walk import walk_verify

WALKS: dict[
    str, tuple[Callable[[Desk], Iterator[str]], Callable[[FieldServices], FieldServices]]
] = {
    "enrolment": (walk_enrolment, before_enrolment),
    "practice-door": (walk_practice_door, allowed_at_the_door),
    "practice": (walk_practice, in_practice),
    "status": (walk_device, lambda fakes: fakes),
    "estimate": (walk_estimate, lambda fakes: fakes),
    "verify": (walk_verify, lambda fakes: fakes),
    "sticks": (walk_sticks, lambda fakes: fakes),
    "paying": (walk_paying, lambda fakes: fakes),
}


def draw(folder: Path, *, all_looks: bool, only: str, language: str) -> Iterator[Path]:
    """Draw every stop of every walk into *folder*."""
    looks = [(Contrast.LIGHT, 100, SIZE)]
    if all_looks:
        looks += [(Contrast.HIGH, 100, SMALL), (Contrast.LIGHT, 200, SMALL)]
    for contrast, zoom, size in looks:
        for name, (walk, services) in WALKS.items():
            if only and only not in name:
                continue
            desk = Desk(
                language=language, contrast=contrast, zoom_percent=zoom, size=size,
                services=services,
            )  # fmt: skip
            for number, stop in enumerate(walk(desk)):
                words = stop.replace(" ", "-")
                path = folder / f"{name}-{number:02}-{words}-{contrast.value}-{zoom}.png"
                desk.window.picture().save(str(path))
                yield path
            desk.close()


def main() -> int:
    """Draw the gallery; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="also 200 % and high contrast")
    parser.add_argument("--only", default="", help="only walks with this in their name")
    parser.add_argument("--language", default="es")
    wanted = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    load_fonts(RESOURCES)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for path in draw(
        wanted.folder, all_looks=wanted.all, only=wanted.only, language=wanted.language
    ):
        print(path.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
