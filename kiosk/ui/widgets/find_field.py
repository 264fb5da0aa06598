"""A long list as one line to type into; what matches opens below it.

↓ opens, ↑ ↓ move, Enter takes what is marked, Escape closes. Nothing is marked before something was
typed or an arrow pressed: a hurried Enter only goes on.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QWidget,
)

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Field, LineEdit, announce
from kiosk.ui.widgets.find_model import AnswerModel, AnswerRows
from kiosk.ui.widgets.find_results import Results
from kiosk.ui.widgets.text import Text

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 6,
    Qt.Key.Key_PageUp: -6,
}
_MOST_LINES = 3
_MEASURED = 100
"""So many labels of a list are measured for the height of its rows; all rows are equally high."""


class FindEdit(LineEdit):
    """The line: an arrow at its end, the keys of a list, everything selected when it is entered."""

    moved = Signal(int)
    taken = Signal()
    escaped = Signal()
    entered = Signal()
    come = Signal()
    gone = Signal()
    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.list_open = False
        self.marked = False

    def trailing_room(self) -> int:
        return 0 if self.isReadOnly() else self._theme.size("icon-body") + self._theme.space(2)

    def event(self, event: QEvent) -> bool:
        """Escape closes the list before it means Atrás."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.list_open
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        key = Qt.Key(event.key())
        if plain and key in _MOVES and not self.isReadOnly():
            self.moved.emit(_MOVES[key])
        elif key is Qt.Key.Key_Escape and self.list_open:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list_open and self.marked:
            self.taken.emit()
            event.ignore()  # and on to the next field, as everywhere
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()
        self.come.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.gone.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.isReadOnly():
            self.selectAll()
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isReadOnly():
            return
        theme = self._theme
        side, pad = theme.size("icon-body"), theme.space(2)
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = pad if right else self.width() - pad - side
        painter = QPainter(self)
        painter.drawPixmap(x, (self.height() - side) // 2, theme.icon("chevron-down", "ink", side))
        painter.end()


class FindField(Field):
    """One of many, or several of many, by typing a part of the words."""

    chosen = Signal(str)
    """The name that was taken, or "" where the answer was taken away."""
    not_listed = Signal(str)
    """What was typed when the field was left and is in no answer; "" when that is over."""

    def __init__(self, theme: Theme, label: str, *, several: bool = False) -> None:
        super().__init__(theme, label)
        self._several = several
        self.model = AnswerModel()
        self._answers = AnswerRows.of(())
        self._preparing = QTimer(self)
        self._preparing.timeout.connect(self._prepare)
        self._name = ""
        self.edit = FindEdit(theme)
        self.edit.setProperty("wrong", False)
        self.results = Results(theme, self.edit, self.model, several=several)
        self.add_input(self.edit)
        self._words = Text(theme, "", "body", "ink-2")
        self.add_input(self._words)
        self._words.hide()
        edit = self.edit
        edit.textEdited.connect(self._typed)
        edit.moved.connect(self._move)
        edit.taken.connect(self._take_marked)
        edit.escaped.connect(self._escape)
        edit.gone.connect(self._leave)
        edit.come.connect(self._preparing.start)
        edit.pressed.connect(self._open_all)
        self.results.view.clicked.connect(self._clicked)
        self.results.closed.connect(self._closed)
        self.name_inputs()

    # ------------------------------------------------------------------------- the list

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def set_answers(self, answers: AnswerRows) -> None:
        """Show these answers."""
        self._answers = answers
        self.model.set_answers(answers)
        row = self.results.row
        first = [answers.answer(number) for number in range(min(_MEASURED, len(answers)))]
        row.pictures = any(answer.picture is not None for answer in first)
        longest = max((len(answer.words.plain) for answer in first), default=0)
        row.lines = min(_MOST_LINES, 1 + longest // 45)
        if not self.edit.hasFocus():
            self._show_name()

    def value(self) -> str:
        """Return the name of the answer, "" for none; of several, see `model.chosen`."""
        return self._name

    def set_value(self, name: str) -> None:
        """Choose one without saying so; a name that is not in the list is shown as it is."""
        self._name = name
        self.model.set_chosen(frozenset({name} if name else ()))
        self._show_name()

    def set_locked(self, locked: bool) -> None:
        """Show only, or let choose."""
        self.edit.set_locked(locked)

    def words_of(self, name: str) -> str:
        """Return what an answer says."""
        place = self._answers.place(name)
        return self._answers.plain(place) if place is not None else name

    def _show_name(self) -> None:
        words = "" if self._several or not self._name else self.words_of(self._name)
        shown = " ".join(words.split())
        if self.edit.text() != shown:
            self.edit.setText(shown)
            self.edit.setCursorPosition(0)
        room = self.edit.width() - self.edit.textMargins().right() - 2 * self.theme.space(3)
        long = self.edit.fontMetrics().horizontalAdvance(shown) > room > 0
        self._words.setText(shown)
        self._words.setVisible(long)

    # ------------------------------------------------------------------------- the keys

    def _prepare(self) -> None:
        """Make the list ready to be searched while nobody types yet, a part at a time."""
        if self.model.prepare():
            self._preparing.stop()

    def _typed(self, text: str) -> None:
        self.not_listed.emit("")
        self.model.find(text)
        self._open()
        self._mark(0 if text.strip() and self.model.rowCount() else -1)

    def _open_all(self) -> None:
        if not self.results.is_open():
            self.model.find("")
            self._open()
            self._mark(-1)

    def _open(self) -> None:
        if self.model.rowCount() == 0:
            self.results.close_down()
            return
        self.edit.list_open = True
        self.results.open_below()

    def _closed(self) -> None:
        self.edit.list_open = self.edit.marked = False

    def _mark(self, row: int) -> None:
        view = self.results.view
        self.edit.marked = row >= 0
        if row < 0:
            view.clearSelection()
            view.setCurrentIndex(QModelIndex())
            view.scrollToTop()
            return
        view.setCurrentIndex(self.model.index(row))
        view.scrollTo(self.model.index(row))
        announce(self.edit, self.model.answer(row).words.plain)

    def _move(self, by: int) -> None:
        if not self.results.is_open():
            self._open_all()
            row = self.model.row_of(self._name) if self._name else -1
            self._mark(row if row >= 0 else 0 if self.model.rowCount() else -1)
            return
        here = self.results.view.currentIndex().row() if self.edit.marked else -1
        if here + by >= self.model.rowCount() and self.model.canFetchMore(QModelIndex()):
            self.model.fetchMore(QModelIndex())
        last = self.model.rowCount() - 1
        self._mark(min(last, max(0, here + by)))

    def _take_marked(self) -> None:
        self._take(self.results.view.currentIndex().row())

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        answer = self.model.answer(row)
        if self._several:
            self.edit.clear()
            self.results.close_down()
            self.chosen.emit(answer.name)
            return
        self._name = answer.name
        self.model.set_chosen(frozenset({answer.name}))
        self.results.close_down()
        self._show_name()
        self.chosen.emit(answer.name)

    def _escape(self) -> None:
        self.results.close_down()
        self._show_name()
        self.edit.selectAll()

    def _leave(self) -> None:
        """Take what is typed in full, nothing for an empty line; say what is in no answer."""
        self.results.close_down()
        typed = " ".join(self.edit.text().split())
        if self._several or typed == " ".join(self.words_of(self._name).split()):
            if self._several and typed:
                self._leave_typed(typed)
            self._show_name()
            return
        if not typed:
            self._name = ""
            self.model.set_chosen(frozenset())
            self.chosen.emit("")
        else:
            self._leave_typed(typed)
        self._show_name()

    def _leave_typed(self, typed: str) -> None:
        self.model.find(typed)
        whole = [
            row
            for row in range(min(2, self.model.rowCount()))
            if self.model.answer(row).words.plain.casefold() == typed.casefold()
        ]
        if whole or self.model.rowCount() == 1:
            self._take(whole[0] if whole else 0)
        else:
            self.not_listed.emit(typed)

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self.results.close_down()
        self.edit.setText("")
        self.model.find("")
