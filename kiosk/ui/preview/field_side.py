"""The form as a clerk sees it: one section a page, with the others one click away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kiosk.services.preview import PreviewPage, PreviewService
from kiosk.texts import Texts
from kiosk.ui.field.form_page import FormPage
from kiosk.ui.questions.question import Given, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.fields import Combo
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.text import Text

Do = Callable[[Callable[[], PreviewPage]], None]


class FieldSide(QWidget):
    """Draws the pages of a `PreviewService`; every act of the person goes to it at once."""

    acted = Signal(object)
    """A callable that returns the page that follows; whoever listens runs it off this thread."""

    def __init__(self, theme: Theme, texts: Texts, service: PreviewService, tools: Tools) -> None:
        super().__init__()
        self._theme, self._texts, self._service = theme, texts, service
        self._page: PreviewPage | None = None
        self._said: frozenset[str] = frozenset()  # answered since the page was drawn last
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self.sections = Combo(theme)
        self.sections.setAccessibleName(texts.text("form-sections"))
        self.sections.activated.connect(self._choose)
        column.addWidget(self.sections)
        self._title = Text(theme, "", "h2")
        column.addWidget(self._title)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, theme.space(3), 0)
        card = Card(theme)
        self.items = FormPage(theme, texts, tools)
        card.body.addWidget(self.items)
        outer.addWidget(card)
        outer.addStretch(1)
        self._area.setWidget(inside)
        column.addWidget(self._area, 1)
        bar = QWidget()
        row = FlowLayout(theme.space(3), bar)
        self.check = Button(theme, texts.text("preview-check"), Kind.SECONDARY, icon="check")
        self.check.clicked.connect(lambda: self._do(service.check))
        self.before = Button(theme, texts.text("preview-before"), icon="arrow-left")
        self.after = Button(theme, texts.text("preview-after"), icon="arrow-right", trailing=True)
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.up = Button(theme, texts.text("preview-up"), icon="arrow-up")
        self.up.clicked.connect(lambda: self._do(service.leave_place))
        for button in (self.check, self.before, self.after, self.up):
            row.addWidget(button)
        column.addWidget(bar)
        self.items.answered.connect(
            lambda path, text: self._do(partial(service.answer, path, text))
        )
        self.items.attached.connect(self._attach)
        self.items.opened.connect(self._open)
        self.items.added.connect(lambda path: self._do(partial(service.add, path)))
        self.items.removed.connect(lambda path: self._do(partial(service.remove, path)))

    def _do(self, act: Callable[[], PreviewPage]) -> None:
        self.acted.emit(act)

    def _answer(self, path: str, text: str) -> None:
        self._said |= {path}
        self._do(partial(self._service.answer, path, text))

    def _attach(self, path: str, given: Given) -> None:
        self._do(partial(self._service.attach, path, given.content, given.media_type))

    def _open(self, place: str) -> None:
        if self._page is not None:
            self._do(partial(self._service.open, self._page.section, place))

    def _choose(self, row: int) -> None:
        if self._page is not None and 0 <= row < len(self._page.sections):
            self.items.commit()
            self._do(partial(self._service.open, self._page.sections[row].index))

    def _step(self, by: int) -> None:
        if self._page is None:
            return
        indexes = [line.index for line in self._page.sections]
        at = indexes.index(self._page.section) + by
        if 0 <= at < len(indexes):
            self._choose(at)

    def show_page(self, page: PreviewPage) -> None:
        """Draw a page; one that was left before is drawn from its top."""
        moved = self._page is None or (page.section, page.place) != (
            self._page.section, self._page.place,
        )  # fmt: skip
        self._page = page
        titles = [line.title for line in page.sections]
        if titles != [self.sections.itemText(n) for n in range(self.sections.count())]:
            self.sections.clear()
            self.sections.addItems(titles)
        here = next((n for n, one in enumerate(page.sections) if one.index == page.section), 0)
        self.sections.setCurrentIndex(here)
        self.sections.setVisible(len(titles) > 1)
        self._title.setText(page.title)
        if moved:
            self.items.begin()
        self.items.show_items(page.items, {}, said=self._said)
        self._said = frozenset()
        self.up.setVisible(bool(page.place))
        self.before.setVisible(here > 0 and not page.place)
        self.after.setVisible(here < len(titles) - 1 and not page.place)
        if moved:
            self._area.verticalScrollBar().setValue(0)

    def commit(self) -> None:
        """Let every question say what is typed in it."""
        self.items.commit()
