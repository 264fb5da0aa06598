"""The preview of a form: try it in both modes, read the report beside it, change the file, again.

The file is read in a child process and on a thread of its own; it can be stopped. When the file
changes on disk it is read again by itself. Nothing that is answered here is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from forms.xlsform.convert import FileUnreadable, Imported
from kiosk.errors import KnownError
from kiosk.problems import problem_of
from kiosk.services.preview import Opened, PreviewPage, PreviewService
from kiosk.services.views.runner import KioskPage
from kiosk.settings import Settings
from kiosk.texts import Texts
from kiosk.ui.background import Background
from kiosk.ui.preview.field_side import FieldSide
from kiosk.ui.preview.kiosk_side import KioskSide
from kiosk.ui.preview.report import ReportPanel
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.selfservice.overlay import language_name
from kiosk.ui.theme import Theme
from kiosk.ui.theme_sheet import style_sheet
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Notice, ProblemBox
from kiosk.ui.widgets.fields import Combo, announce
from kiosk.ui.widgets.focus import FocusRing
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.text import Text

LOOK_MS = 1_000
"""How often the file is looked at for a change."""


class PreviewWindow(QWidget):
    """One file. `read` begins; everything else follows from what it gives."""

    closed = Signal()

    def __init__(
        self,
        service: PreviewService,
        settings: Settings,
        theme: Theme,
        texts: Texts,
        background: Background,
        reader: Background,
        *,
        tools: Tools = NO_TOOLS,
    ) -> None:
        super().__init__()
        self.theme, self.texts, self.service = theme, texts, service
        self._settings, self._tools = settings, tools
        self._background, self._reader = background, reader
        self._stamp = (0, 0)
        self._reading = self._again = False
        self._opened: Opened | None = None
        self.mode = "field"
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setPalette(theme.palette())
        self.setStyleSheet(style_sheet(theme))
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        body = QHBoxLayout()
        margin = theme.size("margin")
        body.setContentsMargins(margin, theme.space(3), margin, theme.space(3))
        body.setSpacing(theme.size("gutter"))
        self._told = Notice(theme, "eye", texts.text("preview-nothing-kept"), "neutral")
        self._told.setFixedWidth(theme.size("side-card") + theme.space(8))
        body.addWidget(self._left(), 1)
        self.report = ReportPanel(theme, texts)
        self.report.setFixedWidth(theme.size("side-card") + theme.space(8))
        right = QVBoxLayout()
        right.setSpacing(theme.space(2))
        right.addWidget(self.report, 1)
        right.addWidget(self._told)
        body.addLayout(right)
        column.addLayout(body, 1)
        self._ring = FocusRing(theme, self)
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_MS)
        self._watch.timeout.connect(self.look)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_F5), self)
        shortcut.activated.connect(self.read)
        self.resize(theme.window_size())
        self.setWindowTitle(texts.text("preview-window"))

    # ---------------------------------------------------------------------------- building

    def _top(self) -> QWidget:
        theme, texts = self.theme, self.texts
        bar = QFrame()
        bar.setObjectName("action-bar")
        flow = FlowLayout(theme.space(3), bar)
        margin = theme.size("margin")
        flow.setContentsMargins(margin, theme.space(2), margin, theme.space(2))
        self._name = Text(theme, "", "h3", wrap=False)
        flow.addWidget(self._name)
        self.field_mode = Button(theme, texts.text("preview-field"), icon="device-laptop")
        self.kiosk_mode = Button(theme, texts.text("preview-kiosk"), icon="user")
        self.turn = Button(theme, texts.text("preview-turn"), Kind.LINK, icon="refresh")
        for button, mode in ((self.field_mode, "field"), (self.kiosk_mode, "kiosk")):
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _checked=False, mode=mode: self.show_mode(mode))
            flow.addWidget(button)
        self.turn.clicked.connect(lambda: self.kiosk_side.turn())
        flow.addWidget(self.turn)
        self.languages = Combo(theme)
        self.languages.setAccessibleName(texts.text("kiosk-aid-language"))
        self.languages.activated.connect(self._choose_language)
        flow.addWidget(self.languages)
        flow.mark_right()
        self.answers = Button(theme, texts.text("preview-answers"), icon="file-text")
        self.answers.setCheckable(True)
        self.answers.clicked.connect(self._show_answers)
        self.restart = Button(theme, texts.text("preview-restart"), icon="eraser")
        self.restart.clicked.connect(self._restart)
        self.again = Button(theme, texts.text("preview-again"), icon="refresh", key="F5")
        self.again.clicked.connect(self.read)
        for button in (self.answers, self.restart, self.again):
            flow.addWidget(button)
        return bar

    def _left(self) -> QWidget:
        theme, texts = self.theme, self.texts
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self._reading_box = QWidget()
        row = QHBoxLayout(self._reading_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Notice(theme, "clock", texts.text("preview-reading")), 1)
        self.stop = Button(theme, texts.text("preview-stop"), icon="x")
        self.stop.clicked.connect(self._stop)
        row.addWidget(self.stop)
        self._reading_box.hide()
        column.addWidget(self._reading_box)
        self.problem = ProblemBox(theme)
        column.addWidget(self.problem)
        self._refused = Notice(theme, "ban", texts.text("preview-refused-words"), "problem")
        self._refused.hide()
        column.addWidget(self._refused)
        self.field_side = FieldSide(theme, texts, self.service, self._tools)
        self.field_side.acted.connect(self._act)
        column.addWidget(self.field_side, 1)
        self.kiosk_side = KioskSide(
            self._settings.resources,
            texts,
            self._background.run,
            self._tools,
            language_kept=self._language_kept,
        )
        self.kiosk_side.failed.connect(self._failed)
        self.kiosk_side.ended.connect(lambda: self.show_answers(shown=True))
        self.kiosk_side.page_shown.connect(self._kiosk_moved)
        column.addWidget(self.kiosk_side, 1)
        self.xml = QPlainTextEdit()
        self.xml.setReadOnly(True)
        self.xml.setFont(theme.font("body"))
        self.xml.setAccessibleName(texts.text("preview-answers"))
        self.xml.hide()
        column.addWidget(self.xml, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        for side in (self.field_side, self.kiosk_side):
            side.hide()
        return left

    # ------------------------------------------------------------------------ reading a file

    def read(self) -> None:
        """Read the file; while it is read the form before stays. A second wish waits its turn."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self._stamp = self.service.stamp()
        self._reading_box.show()
        self.stop.setEnabled(True)
        self._watch.start()
        self._reader.run(self.service.read, self._was_read)

    def look(self) -> None:
        """Read the file again if it was changed since."""
        now = self.service.stamp()
        if now not in (self._stamp, (0, 0)) and not self._reading:
            self.read()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.service.stop_reading()

    def _was_read(self, result: Imported | FileUnreadable) -> None:
        if self._again:
            self._reading = False
            self.read()
            return
        self._commit()
        self._background.run(lambda: self.service.take(result), self._taken)

    def _taken(self, opened: Opened) -> None:
        self._reading = False
        self._reading_box.hide()
        self._opened = opened
        self._name.setText(opened.title or opened.file_name)
        self.setWindowTitle(self.texts.text("preview-window-of", name=opened.file_name))
        self.report.show_opened(opened)
        self._refused.setVisible(not opened.accepted and not opened.unreadable)
        self._told.setVisible(opened.accepted)
        self.problem.hide()
        self.show_answers(shown=False)
        announce(self, self.report.verdict())
        if self._again:
            self.read()

    # ----------------------------------------------------------------------- showing the form

    def show_mode(self, mode: str) -> None:
        """Show the form as a clerk or as a citizen sees it; the answers are the same."""
        self._commit()
        self.mode = mode
        self.show_answers(shown=False)

    def show_answers(self, *, shown: bool) -> None:
        """Show the record that the answers would make, or the form again."""
        here = self._opened is not None and self._opened.accepted
        self._commit()
        self.answers.setChecked(shown and here)
        for button in (self.answers, self.restart, self.field_mode, self.kiosk_mode):
            button.setEnabled(here)
        self.field_mode.setChecked(self.mode == "field")
        self.kiosk_mode.setChecked(self.mode == "kiosk")
        self.xml.setVisible(shown and here)
        self.field_side.setVisible(here and not shown and self.mode == "field")
        self.kiosk_side.setVisible(here and not shown and self.mode == "kiosk")
        self.turn.setVisible(here and not shown and self.mode == "kiosk")
        self._rest.setVisible(not here)
        self.kiosk_side.forget()
        if not here:
            self.languages.hide()
        elif shown:
            self._background.run(self.service.submission, self.xml.setPlainText)
        elif self.mode == "kiosk":
            self.kiosk_side.start(self.service)
        else:
            self._act(self.service.page)

    def _show_answers(self) -> None:
        self.show_answers(shown=not self.xml.isVisible())

    def _act(self, act: Callable[[], PreviewPage]) -> None:
        self._background.run(act, self._show_page, self._failed)

    def _show_page(self, page: PreviewPage) -> None:
        if self._opened is None or not self._opened.accepted:
            return
        self.problem.hide()
        self.field_side.show_page(page)
        self._show_languages(page.languages, page.language)

    def _kiosk_moved(self, page: KioskPage) -> None:
        self.problem.hide()
        self._show_languages(page.languages, page.language)

    def _show_languages(self, languages: tuple[str, ...], language: str) -> None:
        names = [language_name(self.texts, one) for one in languages]
        if names != [self.languages.itemText(n) for n in range(self.languages.count())]:
            self.languages.clear()
            for name, one in zip(names, languages, strict=True):
                self.languages.addItem(name, one)
        if language in languages:
            self.languages.setCurrentIndex(languages.index(language))
        self.languages.setVisible(len(languages) > 1)

    def _choose_language(self, row: int) -> None:
        language = self.languages.itemData(row)
        self._commit()
        if self.mode == "kiosk" and not self.xml.isVisible():
            self._background.run(
                lambda: self.service.set_language(language),
                lambda _page: self.kiosk_side.start(self.service),
            )
            return
        self._act(lambda: self.service.set_language(language))
        if self.xml.isVisible():
            self._background.run(self.service.submission, self.xml.setPlainText)

    def _language_kept(self, language: str) -> None:
        self.service.keep_language(language)

    def _restart(self) -> None:
        self._background.run(self.service.again, lambda _none: self.show_answers(shown=False))

    def _failed(self, error: Any) -> None:
        if isinstance(error, KnownError):
            self.problem.show_problem(problem_of(error, self.texts))

    def _commit(self) -> None:
        """Send what is still in a field to the form."""
        if self.field_side.isVisible():
            self.field_side.commit()
        if self.kiosk_side.isVisible():
            self.kiosk_side.commit()

    # ----------------------------------------------------------------------------- leaving

    def end(self) -> None:
        """Look at the file no longer, and let go of what was answered."""
        self._watch.stop()
        self.kiosk_side.forget()
        self._ring.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
