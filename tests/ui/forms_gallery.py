"""Pictures of real forms: `python -m tests.ui.forms_gallery OUTDIR [--only NAME] [--pages N]`.

Every accepted form of the shared manifest, filled at random: its first sections as a clerk sees
them, its first questions as a citizen does.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.field.form_page import FormPage
from kiosk.ui.questions.question import NO_TOOLS
from kiosk.ui.theme import load_fonts, load_theme
from kiosk.ui.theme_sheet import style_sheet
from kiosk.ui.widgets.cards import Card
from tests.support.converted import Converted
from tests.support.fake_values import a_clock
from tests.support.kiosk_pages import Kiosk
from tests.support.qt import RESOURCES
from tests.support.real_forms import Page, accepted_forms, live_form, pages_of

WIDTH_PX, HEIGHT_PX = 960, 640


def draw(folder: Path, *, only: str, pages: int, converted: Converted) -> list[Path]:
    """Draw the first *pages* pages of each form in both modes; return the files."""
    made: list[Path] = []
    for file in accepted_forms():
        if only not in file:
            continue
        name = re.sub(r"\W+", "-", file)
        shown = list(pages_of(live_form(file, converted)))
        for number, page in enumerate(shown[:pages]):
            made.append(_field(folder / f"{name}-field-{number}.png", page))
        looks: dict[tuple[str, str], QuestionView] = {}
        for page in shown:
            for view in page.questions:
                looks.setdefault((view.kind.value, view.appearance), view)
        for number, view in enumerate(list(looks.values())[:pages]):
            made.append(_kiosk(folder / f"{name}-kiosk-{number}-{view.kind.value}.png", view))
    return made


def _field(path: Path, page: Page) -> Path:
    theme = load_theme(RESOURCES)
    scroller = QScrollArea()
    scroller.setStyleSheet(style_sheet(theme))
    scroller.setWidgetResizable(True)
    scroller.resize(WIDTH_PX, HEIGHT_PX)
    window = QWidget()
    window.setObjectName("window")
    scroller.setWidget(window)
    column = QVBoxLayout(window)
    card = Card(theme)
    column.addWidget(card)
    body = FormPage(theme, Texts(RESOURCES / "translations", "es", a_clock()), NO_TOOLS)
    card.body.addWidget(body)
    body.show_items(page.items, {})
    body.build_all()
    column.addStretch(1)
    scroller.show()
    QApplication.processEvents()
    window.grab().save(str(path))
    scroller.close()
    return path


def _kiosk(path: Path, view: QuestionView) -> Path:
    kiosk = Kiosk(view)
    kiosk.window.grab().save(str(path))
    kiosk.close()
    return path


def main() -> int:
    """Draw the gallery; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only forms with this in their name")
    parser.add_argument("--pages", type=int, default=3, help="how many pages of each form")
    wanted = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    load_fonts(RESOURCES)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        made = draw(
            wanted.folder, only=wanted.only, pages=wanted.pages, converted=Converted(Path(kept))
        )
    for path in made:
        print(path.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
