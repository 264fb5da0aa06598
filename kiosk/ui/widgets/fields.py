"""Label, hint, message and input as one accessible unit, and the summary of what to correct."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpacerItem, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, clear_layout
from kiosk.ui.widgets.text import Icon, Text, Words


def announce(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Tell a screen reader; politely unless *at_once*."""
    event = QAccessibleAnnouncementEvent(widget, words)
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive
        if at_once
        else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Field(QWidget):
    """Label above, hint under it, message in red, then the input; a red bar marks what is wrong."""

    left = Signal()

    def __init__(self, theme: Theme, label: str, hint: str = "") -> None:
        super().__init__()
        self.theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.space(1))
        self.label = Text(theme, label, "label")
        self.hint = Text(theme, hint, "body", "ink-2")
        self._message_row = QWidget()
        row = QHBoxLayout(self._message_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1) + theme.size("text-gap"))
        row.addWidget(
            Icon(theme, "alert-circle", "error", "icon-small"), 0, Qt.AlignmentFlag.AlignTop
        )
        self._message = Text(theme, "", "body", "error", bold=True)
        row.addWidget(self._message, 1)
        self._message_row.hide()
        self._head: list[QWidget] = [self.label, self.hint, self._message_row]
        for widget in self._head:
            self._layout.addWidget(widget)
        self.hint.setVisible(bool(hint))
        self._gap = QSpacerItem(0, theme.size("ring-gap"))
        self._layout.addItem(self._gap)

    def head_height(self) -> int:
        """Return how high label, hint and message are at the present width, without any gap."""
        width = self.width() - self._layout.contentsMargins().left()
        height = 0
        for part in self._head:
            if not part.isHidden():
                high = part.heightForWidth(width) if part.hasHeightForWidth() else -1
                height += (high if high >= 0 else part.sizeHint().height()) + self._layout.spacing()
        return height

    def set_gap(self, gap_px: int) -> None:
        """Leave room above the input so that it stands level with its neighbour's."""
        wanted = gap_px + self.theme.size("ring-gap")
        if self._gap.sizeHint().height() != wanted:
            self._gap.changeSize(0, wanted)
            self._layout.invalidate()
            self.updateGeometry()

    def add_head(self, widget: QWidget, *, below: QWidget) -> None:
        """Put something that belongs to the words, as a picture, below one of them."""
        at = self._head.index(below) + 1
        self._head.insert(at, widget)
        self._layout.insertWidget(self._layout.indexOf(below) + 1, widget)

    def add_input(self, widget: QWidget) -> None:
        """Put the input below the label."""
        self._layout.addWidget(widget)

    def inputs(self) -> tuple[QWidget, ...]:
        """Return what can take the focus, in reading order."""
        return ()

    def input(self) -> QWidget:
        """Return the first input."""
        return self.inputs()[0]

    def name_inputs(self) -> None:
        """Give every input the label as its name, hint and message as its description."""
        if not self.inputs():
            return
        first = self.inputs()[0]
        self.label.setBuddy(first)
        for widget in self.inputs():
            widget.setAccessibleDescription(self.described())
        first.setAccessibleName(self.label.words())

    def described(self) -> str:
        """Return what is said to a screen reader beside the name: message, then hint."""
        return " ".join(words for words in (self.message(), self.hint.words()) if words)

    def set_words(self, label: str | Words, hint: str | Words) -> None:
        """Change label and hint."""
        self.label.show_words(label)
        self.hint.show_words(hint)
        self.hint.setVisible(bool(hint))
        self.name_inputs()

    def message(self) -> str:
        """Return the message now shown, or nothing."""
        return "" if self._message_row.isHidden() else self._message.text()

    def set_message(self, words: str | None) -> None:
        """Say how to put the value right, or take the message away; the value stays."""
        if (words or "") == self.message():
            return
        self._message.setText(words or "")
        self._message_row.setVisible(bool(words))
        indent = self.theme.size("error-indent") + self.theme.size("error-bar") if words else 0
        self._layout.setContentsMargins(indent, 0, 0, 0)
        for widget in self.inputs():
            restyle(widget, "wrong", bool(words))
        self.name_inputs()
        self.update()

    def take_focus(self) -> None:
        """Put the focus on the first input."""
        self.input().setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        if self.message():
            painter = QPainter(self)
            bar = QRect(0, 0, self.theme.size("error-bar"), self.height())
            painter.fillRect(bar, self.theme.colour("error"))
            painter.end()


class LineField(Field):
    """One line of text. `left` comes when the field is left or Enter is pressed in it."""

    edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        label: str,
        hint: str = "",
        *,
        secret: bool = False,
        width_name: str = "",
    ) -> None:
        super().__init__(theme, label, hint)
        self.edit = line_edit(theme)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        if width_name:
            self.edit.setMaximumWidth(theme.size(width_name))
        self.edit.editingFinished.connect(self.left.emit)
        self.edit.textEdited.connect(self.edited.emit)
        self.add_input(self.edit)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def value(self) -> str:
        """Return what stands in the field, as typed."""
        return self.edit.text()

    def set_value(self, text: str) -> None:
        """Show a value."""
        if self.edit.text() != text:
            self.edit.setText(text)


def line_edit(theme: Theme) -> QLineEdit:
    """Return a bare one-line input of the right height and type."""
    edit = QLineEdit()
    edit.setFont(theme.font("label", bold=False))
    edit.setFixedHeight(theme.size("input"))
    edit.setProperty("wrong", False)
    return edit


_COMBO_LETTERS = 8


class Combo(QComboBox):
    """A closed list that the wheel does not change and that shows its arrow in every theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(theme.font("label", bold=False))
        self.setFixedHeight(theme.size("input"))
        self.setProperty("wrong", False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_COMBO_LETTERS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Enter goes to the next field, as everywhere
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = self._theme.size("icon-body")
        x = self.width() - size - self._theme.space(2)
        y = (self.height() - size) // 2
        painter.drawPixmap(x, y, self._theme.icon("chevron-down", "ink", size))
        painter.end()


class MonthBox(Combo):
    """The months by name; typing 11 chooses November as typing *nov* does."""

    def __init__(self, theme: Theme, months: tuple[str, ...]) -> None:
        super().__init__(theme)
        self.addItem("")
        self.addItems(list(months))
        self._digits = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isdigit() and text.isascii():
            joined = self._digits + text
            self._digits = joined if joined.lstrip("0") and int(joined) <= 12 else text
            number = int(self._digits)
            if number <= 12:
                self.setCurrentIndex(number)
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._digits = ""
            self.setCurrentIndex(0)
            return
        self._digits = ""
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._digits = ""
        super().focusInEvent(event)


class DateField(Field):
    """Day, month by name, year; the words under it repeat the date so that a slip is seen."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        hint: str,
        *,
        parts: tuple[str, str, str],
        months: tuple[str, ...],
    ) -> None:
        super().__init__(theme, label, hint)
        self._parts = parts
        self.day = line_edit(theme)
        self.day.setFixedWidth(theme.size("field-day"))
        self.day.setMaxLength(2)
        self.month = MonthBox(theme, months)
        self.month.setMinimumWidth(theme.size("field-month"))
        self.year = line_edit(theme)
        self.year.setFixedWidth(theme.size("field-year"))
        self.year.setMaxLength(4)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        for widget in self.inputs():
            row.addWidget(widget)
            widget.installEventFilter(self)
        row.addStretch(1)
        self._layout.addLayout(row)
        self.words = Text(theme, "", "body", "ink-2")
        self._words_row = QWidget()
        below = QHBoxLayout(self._words_row)
        below.setContentsMargins(0, theme.space(1), 0, 0)
        below.setSpacing(theme.space(2))
        below.addWidget(Icon(theme, "calendar", "success"), 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.words, 1)
        self._words_row.hide()
        self._layout.addWidget(self._words_row)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.day, self.month, self.year)

    def name_inputs(self) -> None:
        super().name_inputs()
        for widget, part in zip(self.inputs(), self._parts, strict=True):
            widget.setAccessibleName(f"{self.label.words()}, {part}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say `left` when the focus goes to something outside the three parts."""
        if event.type() is QEvent.Type.FocusOut and watched in self.inputs():
            reason = event.reason() if isinstance(event, QFocusEvent) else None
            if reason is not Qt.FocusReason.PopupFocusReason:
                self.left.emit()
        return super().eventFilter(watched, event)

    def value(self) -> str:
        """Return YYYY-MM-DD, nothing when nothing is typed, or the parts that are there."""
        day, month, year = self.day.text().strip(), self.month.currentIndex(), self.year.text()
        if not day and not month and not year.strip():
            return ""
        return "-".join(
            (year.strip().rjust(4, "0") if year.strip() else "",
             f"{month:02d}" if month else "",
             day.rjust(2, "0") if day else "")
        )  # fmt: skip

    def set_value(self, text: str) -> None:
        """Show a date as stored, or its parts as typed."""
        if text == self.value():
            return
        year, _, rest = text.partition("-")
        month, _, day = rest.partition("-")
        self.year.setText(year)
        self.month.setCurrentIndex(int(month) if month.isdigit() and int(month) <= 12 else 0)
        self.day.setText(day)

    def show_words(self, words: str) -> None:
        """Repeat the date in words; nothing hides the line."""
        self.words.setText(words)
        self._words_row.setVisible(bool(words))


class ErrorSummary(Card):
    """*Hay un problema*: every message, in the order of the fields; each line goes to its field."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, "summary")
        self.body.setContentsMargins(
            theme.size("button-pad"), theme.space(3), theme.size("button-pad"), theme.space(3)
        )
        self.body.setSpacing(theme.space(1))
        self._title = title
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(Icon(theme, "alert-circle", "error", "icon-large"))
        row.addWidget(Text(theme, title, "h2"), 1)
        self.body.addLayout(row)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.messages: tuple[str, ...] = ()
        self.hide()

    def show_messages(self, messages: list[tuple[str, Field | Callable[[], None]]]) -> None:
        """Show the messages, take the focus, and be read at once; an empty list hides the box.

        A message leads to its field, or does what stands in its place.
        """
        clear_layout(self._lines)
        self.messages = tuple(words for words, _ in messages)
        for words, field in messages:
            line = _SummaryLine(self.theme, words)
            line.clicked.connect(_leading_to(field))
            self._lines.addWidget(line)
        self.setVisible(bool(messages))
        self.changed.emit()
        if messages:
            self.setAccessibleName(self._title)
            self.setAccessibleDescription(" ".join(self.messages))
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, f"{self._title}. {' '.join(self.messages)}", at_once=True)


def _leading_to(where: Field | Callable[[], None]) -> Callable[[], None]:
    go: Callable[[], None] = where.take_focus if isinstance(where, Field) else where
    return lambda: go()


class _SummaryLine(Button):
    """A message that is a link to its field."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(theme, words, Kind.LINK)

    def _least_height(self) -> int:
        return self.theme.size("row-min")

    def heightForWidth(self, width: int) -> int:
        return max(self._least_height(), super().heightForWidth(width) - self.theme.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        font = self.theme.font("body", bold=True)
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self.theme.colour("error"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(flags | Qt.TextFlag.TextWordWrap), self.words())
        painter.end()
