"""Questions on a sheet of their own: shown, answered by keys, and what they said kept."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import NO_TOOLS, Given, Question, Tools
from kiosk.ui.questions.registry import question_widget
from kiosk.ui.theme import Theme, load_theme
from kiosk.ui.theme_sheet import style_sheet
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.focus import FocusRing
from kiosk.ui.widgets.pairs import PairGrid
from tests.support.fake_values import a_clock
from tests.support.qt import RESOURCES, by_name, press, type_text

WIDTH, NARROW, ZOOMED = 960, 876, 1_218
"""The form's column at 1366×768 and at 1280×720 beside its side card, and alone at 200 %."""


@cache
def _texts(language: str) -> Texts:
    """Return the words of a language; reading them takes longer than a test."""
    return Texts(RESOURCES / "translations", language, a_clock())


@cache
def _theme() -> Theme:
    return load_theme(RESOURCES)


def _no_dialog(_parent: QWidget, title: str, _media_type: str) -> Given | None:
    """Fail instead of waiting for ever for a person."""
    raise AssertionError(f"a test would have opened the dialog {title!r}")


class Sheet(QWidget):
    """Questions on a card, two by two, as V09 shows them."""

    def __init__(
        self,
        *views: QuestionView,
        tools: Tools = NO_TOOLS,
        theme: Theme | None = None,
        language: str = "es",
        width_px: int = WIDTH,
    ) -> None:
        super().__init__()
        theme = _theme() if theme is None else theme
        self.texts = _texts(language)
        if tools.choose_file is None:
            tools = replace(tools, choose_file=_no_dialog)
        self.setObjectName("window")
        self.setPalette(theme.palette())
        self.setStyleSheet(style_sheet(theme))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # offscreen cannot
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around.addWidget(self.scroller)
        self.page = QWidget()
        self.page.setObjectName("page")
        self.scroller.setWidget(self.page)
        margin = theme.size("margin")
        column = QVBoxLayout(self.page)
        column.setContentsMargins(margin, margin, margin, margin)
        card = Card(theme)
        self.grid = PairGrid(theme)
        card.body.addWidget(self.grid)
        column.addWidget(card)
        column.addStretch(1)
        self.said: list[tuple[str, str]] = []
        self.files: list[tuple[str, Given]] = []
        self.finished: list[str] = []
        self.questions: list[Question] = []
        for view in views:
            question = question_widget(theme, self.texts, view, tools)
            question.answered.connect(lambda path, text: self.said.append((path, text)))
            question.attached.connect(lambda path, given: self.files.append((path, given)))
            question.finished.connect(self.finished.append)
            self.questions.append(question)
            self.grid.add(question, whole=question.whole_width)
        self.ring = FocusRing(theme, self)
        self.fit(width_px)

    def fit(self, width_px: int) -> None:
        """Show it at a width, as high as it has to be."""
        self.resize(width_px, 100)
        self.show()
        self.activateWindow()
        for _ in range(3):  # widths settle first, then the heights that follow from them
            QApplication.processEvents()
            layout = self.page.layout()
            high = layout.totalHeightForWidth(width_px) if layout is not None else 0
            self.resize(width_px, max(high, self.page.sizeHint().height()))
        QApplication.processEvents()

    def end(self) -> None:
        """Close it and let Qt forget it."""
        for question in self.questions:
            question.forget()
        self.ring.stop()
        self.close()
        self.deleteLater()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.DeferredDelete.value)

    @property
    def question(self) -> Question:
        """The only question."""
        (only,) = self.questions
        return only

    def question_at(self, place: int) -> Question:
        """Return one of the questions."""
        return self.questions[place]

    @property
    def answers(self) -> list[str]:
        """What was said, one after the other."""
        return [text for _, text in self.said]

    def named(self, role: QAccessible.Role, name: str) -> QWidget:
        """Return the visible widget of that role and name."""
        return by_name(self, role, name)

    def focus(self, role: QAccessible.Role, name: str) -> QWidget:
        """Put the focus on the widget of that role and name, and return it."""
        self.activateWindow()
        QApplication.processEvents()
        widget = self.named(role, name)
        widget.setFocus()
        QApplication.processEvents()
        return widget

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            press(key)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        type_text(text)
        QApplication.processEvents()
