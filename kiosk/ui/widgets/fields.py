"""Label, hint, message and input as one accessible unit, and the summary of what to correct."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

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

    def add_inputs(self, layout: QLayout) -> None:
        """Put several inputs, already in their layout, below the label."""
        self._layout.addLayout(layout)

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
        edit: LineEdit | None = None,
    ) -> None:
        super().__init__(theme, label, hint)
        self.edit = line_edit(theme) if edit is None else edit
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


class LineEdit(QLineEdit):
    """One line of the right height and type; locked, it shows a lock and lets nobody type."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(theme.font("label", bold=False))
        self.setFixedHeight(theme.size("input"))
        self.setProperty("wrong", False)

    def set_locked(self, locked: bool) -> None:
        """Show only, or let type."""
        self.setReadOnly(locked)
        policy = Qt.FocusPolicy.ClickFocus if locked else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(policy)
        self.set_room()

    def set_room(self) -> None:
        """Keep the words clear of what is drawn in the line."""
        lead = self._theme.size("icon-small") + self._theme.space(2) if self._has_lock() else 0
        trail = self.trailing_room()
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setTextMargins(trail if right else lead, 0, lead if right else trail, 0)

    def trailing_room(self) -> int:
        """Return how much room is taken at the end of the line."""
        return 0

    def _has_lock(self) -> bool:
        """Tell whether there is room for a lock: small parts of a date are only grey."""
        return self.isReadOnly() and self.width() >= self._theme.size("field-short")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._has_lock():
            theme = self._theme
            side, pad = theme.size("icon-small"), theme.space(3)
            right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            x = self.width() - pad - side if right else pad
            painter = QPainter(self)
            painter.drawPixmap(x, (self.height() - side) // 2, theme.icon("lock", "ink-2", side))
            painter.end()


def line_edit(theme: Theme) -> LineEdit:
    """Return a bare one-line input of the right height and type."""
    return LineEdit(theme)


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
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = self._theme.space(2) if right else self.width() - size - self._theme.space(2)
        y = (self.height() - size) // 2
        painter.drawPixmap(x, y, self._theme.icon("chevron-down", "ink", size))
        painter.end()


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
