"""Content that is higher than its place turns by pages: two buttons, nothing to drag."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.touch import TouchButton

_OVERLAP = 0.85
"""A turn moves by this share of what is seen, so that one line is seen on both pages."""


class _View(QScrollArea):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PagedArea(QWidget):
    """Shows `content`; where it does not fit, *Ver más* and *Volver arriba* stand below it."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self._view = _View()
        self._view.setWidgetResizable(True)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._view, 1)
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(theme.size("margin"), 0, theme.size("margin"), theme.space(2))
        row.setSpacing(theme.size("target-gap"))
        self.up = TouchButton(theme, texts.text("paged-up"), icon="arrow-up")
        self.down = TouchButton(theme, texts.text("paged-down"), icon="arrow-down")
        self.up.clicked.connect(self._to_top)
        self.down.clicked.connect(self._onward)
        row.addWidget(self.up, 1)
        row.addWidget(self.down, 1)
        column.addWidget(self._bar)
        self._bar.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._look)
        self._view.verticalScrollBar().rangeChanged.connect(lambda *_: self._later.start())
        self._view.verticalScrollBar().valueChanged.connect(lambda *_: self._later.start())

    def set_content(self, widget: QWidget) -> None:
        """Show this; what was shown before is deleted."""
        self._view.setWidget(widget)
        widget.installEventFilter(self)
        self._to_top()
        self._later.start()

    def show_widget(self, widget: QWidget) -> None:
        """Turn to where *widget* is."""
        self._view.ensureWidgetVisible(widget, 0, self._theme.space(4))

    def _to_top(self) -> None:
        self._view.verticalScrollBar().setValue(0)

    def _onward(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(_OVERLAP * self._view.viewport().height()))

    def _look(self) -> None:
        """Offer to turn only where there is more; the bar itself takes room, so look once again."""
        bar = self._view.verticalScrollBar()
        more = bar.maximum() > self._theme.space(1)
        if more != self._bar.isVisibleTo(self):
            self._bar.setVisible(more)
        self.up.setVisible(bar.value() > 0)
        self.down.setVisible(bar.value() < bar.maximum())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._later.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()
