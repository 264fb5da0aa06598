"""Pictures of every question at the kiosk: `python -m tests.ui.kiosk_gallery OUTDIR`.

Each page is drawn off screen on an upright panel of 21.5 inches; with `--all` also in Letra
grande, in high contrast, and on a lying panel.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import Contrast, load_fonts
from tests.support.kiosk_pages import (
    A_NOTICE,
    EVERY_TOOL,
    LYING,
    TALL,
    Kiosk,
    a_question,
    an_order_window,
    every_kind,
)
from tests.support.qt import RESOURCES

LOOKS = (
    ("tall", TALL, Contrast.LIGHT, False),
    ("large", TALL, Contrast.LIGHT, True),
    ("contrast", TALL, Contrast.HIGH, False),
    ("lying", LYING, Contrast.LIGHT, False),
)


def draw(folder: Path, *, all_looks: bool, only: str = "") -> list[Path]:
    """Draw every page into *folder*; return the files."""
    made = []
    for look, size, contrast, large in LOOKS if all_looks else LOOKS[:1]:
        for name, view in every_kind().items():
            if only not in name:
                continue
            kiosk = Kiosk(
                view, a_question(), size=size, contrast=contrast, large=large, tools=EVERY_TOOL
            )
            path = folder / f"kiosk-{name}-{look}.png"
            kiosk.window.grab().save(str(path))
            made.append(path)
            kiosk.close()
        if only in "notice":
            made += _before_form(folder, look, size=size, contrast=contrast, large=large)
        if only in "order":
            made.append(_order(folder, look, size=size, contrast=contrast, large=large))
    return made


def _order(
    folder: Path, look: str, *, size: tuple[int, int], contrast: Contrast, large: bool
) -> Path:
    """Draw K11, the payment order."""
    window = an_order_window(size=size, contrast=contrast, large=large)
    path = folder / f"kiosk-order-{look}.png"
    window.grab().save(str(path))
    window.frame.stop()
    window.deleteLater()
    return path


def _before_form(
    folder: Path, look: str, *, size: tuple[int, int], contrast: Contrast, large: bool
) -> list[Path]:
    """Draw the notice, and what is decided after it."""
    kiosk = Kiosk(a_question(), size=size, contrast=contrast, large=large, notice=A_NOTICE)
    made = []
    for name in ("notice", "notice-decide"):
        made.append(folder / f"kiosk-{name}-{look}.png")
        kiosk.settle()
        kiosk.window.grab().save(str(made[-1]))
        kiosk.window.frame.forward.click()
    kiosk.close()
    return made


def main() -> int:
    """Draw the gallery; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="also large, in contrast, lying")
    parser.add_argument("--only", default="", help="only pages with this in their name")
    wanted = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    load_fonts(RESOURCES)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for path in draw(wanted.folder, all_looks=wanted.all, only=wanted.only):
        print(path.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
