"""V01 Desbloquear and V29 Bloqueado: who is going to work."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.errors import KnownError
from kiosk.problems import Problem
from kiosk.services.views import MustWait, OperatorName, Unlocked, WrongPassphrase
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.choices import PersonChoice
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.paint import arch


class ArchScene(QWidget):
    """A scene seen through the arch; the one ornament of field mode."""

    def __init__(self, theme: Theme, scene: str) -> None:
        super().__init__()
        self._theme, self._scene = theme, scene
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(theme.size("unlock-picture"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path: QPainterPath = arch(self.rect().toRectF())
        painter.setClipPath(path)
        painter.drawPixmap(0, 0, self._theme.scene(self._scene, self.size()))
        painter.end()


class UnlockScreen(FieldScreen):
    """Choose a name, type the clave, Enter."""

    screen_id: ClassVar[str] = "V01"
    title_id = "unlock-title"
    unlocked = Signal(object)
    """An Unlocked: the clave fits."""
    examine_wanted = Signal()
    """The file is damaged, and somebody wants to know how much of it."""

    _subtitle_id: ClassVar[str] = "unlock-subtitle"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self.picture = ArchScene(theme, "village")
        self._operators: tuple[OperatorName, ...] = ()
        self._group = QButtonGroup(self)
        self._names = QVBoxLayout()
        self._names.setSpacing(theme.space(2))
        self.clave = LineField(theme, self.text("unlock-clave"), secret=True)
        self.notice = Notice(theme, "info-circle", tone="neutral")
        self.notice.hide()
        self.enter_button = Button(theme, self.text("unlock-enter"), Kind.PRIMARY, key="Enter")
        self.enter_button.clicked.connect(self._try)
        self._trying = False
        self.primary = self.enter_button
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._waited)
        self._arrange()

    def _arrange(self) -> None:
        """Move the head beside the picture and put the form below it."""
        theme = self.theme
        form = QWidget()
        form.setMaximumWidth(theme.size("unlock-form"))
        self._form = form
        column = QVBoxLayout(form)
        column.setContentsMargins(0, theme.space(5), 0, theme.space(5))
        column.setSpacing(theme.space(4))
        column.addStretch(1)
        column.addWidget(self.head)
        column.addWidget(self.problem)
        column.addLayout(self._names)
        column.addWidget(self.notice)
        column.addWidget(self.clave)
        column.addWidget(self.enter_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.space(8))
        row.addStretch(1)
        picture = QVBoxLayout()
        picture.setContentsMargins(0, theme.size("unlock-top"), 0, 0)
        picture.addWidget(self.picture)
        row.addLayout(picture)
        row.addSpacing(theme.space(5))
        row.addWidget(form, 1000)
        row.addStretch(1)
        self.columns.fill_height()
        self.main_column.addLayout(row, 1)
        margins = self.page_column.contentsMargins()
        self.page_column.setContentsMargins(margins.left(), 0, margins.right(), 0)
        self.page_column.setStretch(self.page_column.indexOf(self.columns), 1)
        self.page_column.takeAt(self.page_column.count() - 1)  # the stretch below a page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.theme.size("unlock-picture") + self.theme.size("unlock-form")
        self.picture.setVisible(event.size().width() >= room + self.theme.space(8))

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - a door shows nothing it is given
        self.clear_problem()
        self.notice.hide()
        self.clave.set_value("")
        self.clave.set_message(None)
        self.set_head(self.text(self.title_id), subtitle=self.text(self._subtitle_id))
        self._show_operators(self._operators)
        self.kit.background.run(self.kit.services.sessions.operators, self._show_operators)
        self._focus()

    def show_closed(self, words: str) -> None:
        """Say that the file is closed and nothing is delivered until somebody enters."""
        self.notice.words.setText(words)
        self.notice.show()
        announce(self.notice, words)

    def _show_operators(self, operators: tuple[OperatorName, ...]) -> None:
        if operators == self._operators and self._names.count():
            return
        self._operators = operators
        while self._names.count():
            item = self._names.takeAt(0)
            widget = item.widget() if item is not None else None
            if isinstance(widget, PersonChoice):
                self._group.removeButton(widget)
                widget.hide()
                widget.deleteLater()
        for number, operator in enumerate(operators):
            card = PersonChoice(self.theme, operator.name, operator.initials)
            card.setChecked(number == 0)
            card.clicked.connect(self._focus)
            self._group.addButton(card, number)
            self._names.addWidget(card)
        self.order_tabs()
        self._focus()

    def _focus(self) -> None:
        if self.isVisible():
            self.clave.take_focus()

    def enter_pressed(self) -> None:
        self.enter_button.click()

    def _try(self) -> None:
        number = self._group.checkedId()
        clave = self.clave.value()
        if self._trying or self._wait.isActive():
            return
        if not clave or number < 0:
            self.clave.set_message(self.text("unlock-empty"))
            self.clave.take_focus()
            return
        self._trying = True
        self.clear_problem()
        self.clave.set_message(None)
        self.enter_button.set_words(self.text("unlock-trying"))
        operator = self._operators[number].number
        self.kit.background.run(
            lambda: self.kit.services.sessions.unlock(operator, clave), self._tried, self._failed
        )

    def _ready(self) -> None:
        self._trying = False
        self.enter_button.set_words(self.text("unlock-enter"))

    def _tried(self, result: Unlocked | WrongPassphrase | MustWait) -> None:
        self._ready()
        self.clave.set_value("")
        match result:
            case Unlocked():
                self.clear_problem()
                self.unlocked.emit(result)
            case WrongPassphrase():
                self._say(self.text("unlock-wrong", tries=result.tries_left))
            case MustWait():
                self._say(self.text("unlock-wait", time=self.texts.time(result.until)))
                self._wait.start(max(1, result.seconds) * 1000)

    def _say(self, words: str) -> None:
        self.clave.set_message(words)
        announce(self.clave, words, at_once=True)
        self.clave.take_focus()

    def _waited(self) -> None:
        self.clave.set_message(None)

    def _failed(self, error: Exception) -> None:
        self._ready()
        self.clave.set_value("")
        self.show_problem(error)

    def show_problem(self, error: Exception, action: str = "", key: str = "") -> None:
        """Show an error; a damaged file is no dead end: from here it can be looked at (X02)."""
        if isinstance(error, KnownError) and error.code == "vault.damaged":
            action = self.text("damaged-look")
        super().show_problem(error, action, key)

    def problem_acted(self) -> None:
        self.examine_wanted.emit()

    def show_fault(self, problem: Problem) -> None:
        """Show a defect of ours; whoever stands at the door can try again."""
        self._ready()
        self.clave.set_value("")
        self.problem.show_problem(problem)


class LockedScreen(UnlockScreen):
    """Nothing of a citizen on screen; the same door, the same way in."""

    screen_id: ClassVar[str] = "V29"
    title_id = "locked-title"
    _subtitle_id: ClassVar[str] = "locked-subtitle"
