"""V01 Desbloquear and V29 Bloqueado: who is going to work."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.errors import KnownError
from kiosk.problems import Problem
from kiosk.services.views import MustWait, OperatorName, Unlocked, WrongPassphrase
from kiosk.ui.field.allowed import to_choose
from kiosk.ui.field.end_wait import EndWait
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.paint import arch
from kiosk.ui.widgets.people_choice import PeopleChoices


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
    practice_wanted = Signal()
    """Somebody wants to practise, without coming in."""
    forgotten = Signal(object)
    """Whoever is chosen forgot the clave; their number, or None."""

    _subtitle_id: ClassVar[str] = "unlock-subtitle"
    _offers_practice: ClassVar[bool] = True

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self.picture = ArchScene(theme, "village")
        self.people = PeopleChoices(theme)
        self.people.chosen.connect(self._chosen)
        self._waits: dict[int, QTimer] = {}
        self.clave = LineField(theme, self.text("unlock-clave"), secret=True)
        self.notice = Notice(theme, "info-circle", tone="neutral")
        self.notice.hide()
        self.enter_button = Button(theme, self.text("unlock-enter"), Kind.PRIMARY, key="Enter")
        self.enter_button.clicked.connect(self._try)
        self._trying = False
        self._names_known = False
        self._pressed_early = False  # Enter came before the names did
        self.primary = self.enter_button
        self.end_wait = EndWait(kit)
        self.end_wait.ended.connect(self._waited)
        self.end_wait.failed.connect(self._failed)
        self.forgot_button = Button(theme, self.text("unlock-forgot"), Kind.LINK)
        self.forgot_button.clicked.connect(lambda: self.forgotten.emit(self.people.number()))
        self.practice_button = Button(theme, self.text("practice-door"), Kind.LINK, icon="pencil")
        self.practice_button.clicked.connect(self.practice_wanted.emit)
        self.practice_button.hide()
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
        column.addWidget(self.people)
        column.addWidget(self.notice)
        column.addWidget(self.clave)
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        row.addWidget(self.enter_button)
        row.addWidget(self.forgot_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.end_wait)
        column.addWidget(self.practice_button, 0, Qt.AlignmentFlag.AlignLeft)
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
        self._names_known = self._pressed_early = False
        self.end_wait.forget()
        self.set_head(self.text(self.title_id), subtitle=self.text(self._subtitle_id))
        self.kit.background.run(self.kit.services.sessions.operators, self._show_operators)
        if self._offers_practice:
            self.kit.background.run(self.kit.services.practice.offered, self._offer_practice)
        self._focus()

    def _offer_practice(self, offered: bool) -> None:
        self.practice_button.setVisible(offered)
        self.order_tabs()

    def show_closed(self, words: str) -> None:
        """Say that the file is closed and nothing is delivered until somebody enters."""
        self.notice.words.setText(words)
        self.notice.show()
        announce(self.notice, words)

    def _show_operators(self, operators: tuple[OperatorName, ...]) -> None:
        if self.people.show_people([to_choose(one) for one in operators]):
            self.order_tabs()
        self._focus()
        number = self.people.number()
        if number is not None:
            self._look_up_wait(number)
        self._names_known = True
        early, self._pressed_early = self._pressed_early, False
        if early and len(operators) == 1:  # with several, nobody's tries are spent unasked
            self._try()

    def choose(self, number: int) -> None:
        """Choose a name, as when somebody comes back with a new clave."""
        self.people.choose(number)
        self._chosen(number)

    def _chosen(self, number: int) -> None:
        self.clave.set_message(None)
        self.clave.set_value("")
        self.end_wait.forget()
        self._look_up_wait(number)
        self._focus()

    def _look_up_wait(self, number: int) -> None:
        """Say at once when the chosen person must wait, also after a new start of the program."""

        def found(wait: MustWait | None) -> None:
            if wait is not None and number == self.people.number():
                self._must_wait(number, wait)

        sessions = self.kit.services.sessions
        self.kit.background.run(lambda: sessions.wait_of(number), found)

    def _must_wait(self, number: int, wait: MustWait) -> None:
        self._say(self.text("unlock-wait", time=self.texts.time(wait.until)))
        timer = self._waits.get(number)
        if timer is None:
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._waited(number))
            self._waits[number] = timer
        timer.start(max(1, wait.seconds) * 1000)
        self.end_wait.offer(number)

    def _must_still_wait(self, number: int) -> bool:
        timer = self._waits.get(number)
        return timer is not None and timer.isActive()

    def _focus(self) -> None:
        if self.isVisible():
            self.clave.take_focus()

    def enter_pressed(self) -> None:
        if self.end_wait.holds_focus():
            self.end_wait.press()
        else:
            self.enter_button.click()

    def _try(self) -> None:
        number, clave = self.people.number(), self.clave.value()
        if self._trying or (number is not None and self._must_still_wait(number)):
            return
        if clave and not self._names_known:
            self._pressed_early = True
            return
        if not clave or number is None:
            self.clave.set_message(self.text("unlock-empty"))
            self.clave.take_focus()
            return
        self._trying = True
        self.clear_problem()
        self.clave.set_message(None)
        self.enter_button.set_words(self.text("unlock-trying"))
        self.kit.background.run(
            lambda: self.kit.services.sessions.unlock(number, clave),
            lambda result: self._tried(number, result),
            self._failed,
        )

    def _ready(self) -> None:
        self._trying = False
        self.enter_button.set_words(self.text("unlock-enter"))

    def _tried(self, number: int, result: Unlocked | WrongPassphrase | MustWait) -> None:
        self._ready()
        self.clave.set_value("")
        match result:
            case Unlocked():
                self.clear_problem()
                self.unlocked.emit(result)
            case WrongPassphrase():
                self._say(self.text("unlock-wrong", tries=result.tries_left))
            case MustWait():
                self._must_wait(number, result)

    def _say(self, words: str) -> None:
        self.clave.set_message(words)
        announce(self.clave, words, at_once=True)
        self.clave.take_focus()

    def _waited(self, number: int) -> None:
        timer = self._waits.pop(number, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        if number == self.people.number():
            self.clave.set_message(None)
            self.end_wait.forget()
            self._focus()

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
    _offers_practice: ClassVar[bool] = False  # somebody's work lies behind it
