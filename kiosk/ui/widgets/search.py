"""The large search field with its glass, key cap and count."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.paint import draw_keycap, keycap_size


class SearchEdit(QLineEdit):
    """A search field; the arrow keys move the selection of a list without leaving the field."""

    def __init__(self, theme: Theme, name: str, placeholder: str, key: str = "") -> None:
        super().__init__()
        self._theme, self._key, self._note = theme, key, ""
        self._list: QListView | None = None
        self.setFont(theme.font("h3", bold=False))
        self.setFixedHeight(theme.size("input-search"))
        self.setAccessibleName(name)
        self.setAccessibleDescription(placeholder)
        self.setPlaceholderText(placeholder)
        self._set_margins()

    def steer(self, view: QListView) -> None:
        """Let the arrow keys move the selection of *view*."""
        self._list = view

    def set_note(self, note: str) -> None:
        """Show a short count at the right inside the field, where there is room for it."""
        self._note = note
        self._set_margins()
        self.update()

    def _note_width(self) -> int:
        if not self._note:
            return 0
        width = self.fontMetrics().horizontalAdvance(self._note)
        return width if width < self.width() // 3 else 0

    def _set_margins(self) -> None:
        theme = self._theme
        left = theme.size("icon-large") + theme.space(4)
        cap = keycap_size(theme, self._key).width()
        right = theme.space(3) + (cap if not self._note else self._note_width())
        self.setTextMargins(left, 0, right, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        )
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if self._list is not None and plain and event.key() in moves:
            QApplication.sendEvent(self._list, event)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self._theme
        painter = QPainter(self)
        icon = theme.size("icon-large")
        painter.drawPixmap(
            theme.space(4), (self.height() - icon) // 2, theme.icon("search", "ink-2", icon)
        )
        if self._note and self._note_width():
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("ink-2"))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect().adjusted(0, 0, -theme.space(4), 0), int(flags), self._note)
        elif self._key:
            cap = keycap_size(theme, self._key)
            box = self.rect()
            box.setLeft(box.right() - cap.width() - theme.space(4))
            box.setSize(cap)
            box.moveTop((self.height() - cap.height()) // 2)
            draw_keycap(painter, theme, box, self._key, "ink-2")
        painter.end()
