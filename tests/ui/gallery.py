"""Pictures of every question: `python -m tests.ui.gallery OUTDIR`.

Each page is drawn off screen in the width of the form's column, at 100 % and, with `--all`, at
200 % and in high contrast as well.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from kiosk.ui.questions.question import NO_TOOLS
from kiosk.ui.theme import Contrast, load_fonts, load_theme
from tests.support.qt import RESOURCES
from tests.support.question_samples import every_tool, samples
from tests.support.sheet import WIDTH, ZOOMED, Sheet


def draw(folder: Path, *, all_looks: bool, only: str = "") -> list[Path]:
    """Draw every page into *folder*; return the files."""
    looks = [(Contrast.LIGHT, 100, WIDTH)]
    if all_looks:
        looks += [(Contrast.HIGH, 100, WIDTH), (Contrast.LIGHT, 200, ZOOMED)]
    made = []
    for contrast, zoom, width in looks:
        theme = load_theme(RESOURCES, contrast=contrast, zoom_percent=zoom)
        for name, views in samples().items():
            if only and only not in name:
                continue
            for tools_name, tools in (("", NO_TOOLS), ("-tools", every_tool())):
                if tools_name and name not in ("image", "files", "places", "media"):
                    continue
                page = Sheet(*views, tools=tools, theme=theme, width_px=width)
                path = folder / f"field-{name}{tools_name}-{contrast.value}-{zoom}.png"
                page.grab().save(str(path))
                made.append(path)
                page.end()
    return made


def main() -> int:
    """Draw the gallery; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="also 200 % and high contrast")
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
