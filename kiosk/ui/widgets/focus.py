"""The focus ring: yellow hugging the control, a dark (or white) line around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.amount import AmountInput


class _RingStyle(QProxyStyle):
    """Gives the frame its margin and keeps it above what it surrounds."""

    def __init__(self, margin_px: int) -> None:
        super().__init__()
        self._margin = margin_px

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric in (
            QStyle.PixelMetric.PM_FocusFrameHMargin,
            QStyle.PixelMetric.PM_FocusFrameVMargin,
        ):
            return self._margin
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's name
    ) -> int:
        if hint is QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returnData)


class FocusRing(QFocusFrame):
    """Follows the focus inside one window."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        yellow, outer = theme.ring()
        self._ring_style = _RingStyle(yellow + outer)
        self.setStyle(self._ring_style)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()  # or the window would show it, around nothing, until something has the focus
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def stop(self) -> None:
        """Follow the focus no more."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new is self._window or not self._window.isAncestorOf(new):
            self.setWidget(None)  # type: ignore[arg-type]  # Qt takes none: no ring
            return
        if new.property("own-ring") or self._within_another(new):
            self.setWidget(None)  # type: ignore[arg-type]  # it draws the ring itself
            return
        parent = new.parentWidget()
        self.setWidget(parent if isinstance(parent, AmountInput) else new)

    def _within_another(self, widget: QWidget) -> bool:
        """Tell whether a frame inside this window has a ring of its own, and the focus is in it.

        Qt puts the ring beside what it surrounds; it would end with that frame.
        """
        around = widget.parentWidget()
        while around is not None and around is not self._window:
            if around.property("rings"):
                return True
            around = around.parentWidget()
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come back when what has the focus is scrolled into view; Qt only hides the frame."""
        answer = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isHidden():
            parent = self.parentWidget()
            if (
                parent is not None
                and self.widget() is not None
                and parent.rect().intersects(self.geometry())
            ):
                self.raise_()
                self.show()
        return answer

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        yellow, outer = theme.ring()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect())
        corner = theme.radius() + 2
        painter.setPen(QPen(theme.colour("focus-ring"), outer))
        half = outer / 2
        painter.drawRoundedRect(
            box.adjusted(half, half, -half, -half), corner + yellow, corner + yellow
        )
        painter.setPen(QPen(theme.colour("focus"), yellow))
        inset = outer + yellow / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), corner, corner)
        painter.end()
