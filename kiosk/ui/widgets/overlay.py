"""Something that opens over the page, below a field: a list or a calendar. Never a window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme


class Overlay(QFrame):
    """Hangs below (or above) its anchor and follows it; a press elsewhere closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, anchor: QWidget) -> None:
        super().__init__(anchor)
        self.theme, self._anchor = theme, anchor
        self._watched: list[QWidget] = []
        self.setObjectName("overlay")
        self.body = QVBoxLayout(self)
        edge = theme.size("input-border")
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(0)
        self.hide()
        anchor.destroyed.connect(self.deleteLater)

    def is_open(self) -> bool:
        """Tell whether it is shown."""
        return not self.isHidden()

    def open_below(self) -> None:
        """Show it under its anchor, or above where there is no room below."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        if not self._watched:
            here: QWidget | None = self._anchor
            while here is not None:
                here.installEventFilter(self)
                self._watched.append(here)
                here = here.parentWidget() if here is not window else None
        self.place()
        self.show()
        self.raise_()

    def close_down(self) -> None:
        """Hide it; it may be opened again."""
        if self.isHidden() and not self._watched:
            return
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        self.hide()
        self.closed.emit()

    def wanted_height(self, width: int) -> int:  # noqa: ARG002 - subclasses wrap words
        """Return how high it would be with all the room."""
        return self.sizeHint().height()

    def wanted_width(self, anchor_width: int) -> int:
        """Return how wide it is; as its anchor unless a subclass says otherwise."""
        return anchor_width

    def place(self) -> None:
        """Stand where the anchor is now."""
        window = self._anchor.window()
        at = QRect(self._anchor.mapTo(window, QPoint(0, 0)), self._anchor.size())
        gap = self.theme.space(1) + self.theme.size("ring-gap")
        wide = min(self.wanted_width(at.width()), window.width())
        high = self.wanted_height(wide)
        below, above = window.height() - at.bottom() - 2 * gap, at.top() - 2 * gap
        under = below >= high or below >= above
        high = min(high, max(self.theme.size("row-min"), below if under else above))
        top = at.bottom() + 1 + gap if under else at.top() - gap - high
        left = at.left()
        if self._anchor.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = at.right() + 1 - wide
        left = max(0, min(left, window.width() - wide))
        self.setGeometry(left, top, wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched in self._watched and not self.isHidden():
            if kind is QEvent.Type.Hide and watched is self._anchor:
                self.close_down()
            elif kind in (QEvent.Type.Move, QEvent.Type.Resize):
                self.place()
            elif kind is QEvent.Type.MouseButtonPress and watched is not self._anchor:
                self.close_down()
        return super().eventFilter(watched, event)
