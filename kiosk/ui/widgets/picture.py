"""A picture that keeps its shape wherever it stands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import Theme


class Picture(QWidget):
    """A picture in its own shape: never wider than its place, never larger than itself."""

    def __init__(self, theme: Theme, name: str, *, most_px: int) -> None:
        super().__init__()
        self._theme, self._most, self._pixmap = theme, most_px, QPixmap()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, pixmap: QPixmap, *, most_px: int = 0) -> None:
        """Draw another picture; most_px: its greatest height."""
        self._pixmap = pixmap
        self._most = most_px or self._most
        self.updateGeometry()
        self.update()

    def _fitting(self, width: int) -> QSize:
        size = self._pixmap.size() * (self._theme.zoom_percent / 100)
        return (
            size
            if size.width() <= width and size.height() <= self._most
            else size.scaled(max(1, width), self._most, Qt.AspectRatioMode.KeepAspectRatio)
        )

    def sizeHint(self) -> QSize:
        return self._fitting(2 * self._most)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._fitting(width).height()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.rect()
        box.setSize(self._fitting(self.width()))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.rect().right())
        painter.drawPixmap(box, self._pixmap)
        painter.end()
