"""The map of a form at the side: each section, how far it is, the way there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.services.views import SectionMark, SectionState
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.marks import StepCircle


class MapRow(QWidget):
    """One section: its circle, its name, how far it is."""

    def __init__(
        self,
        theme: Theme,
        number: int,
        mark: SectionMark,
        state: tuple[str, str],
        *,
        here: bool,
    ) -> None:
        super().__init__()
        words, ink = state
        if here:
            self.setProperty("map", "here")
            self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("map-row")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        row.setSpacing(theme.space(3))
        circle = StepCircle(theme, number, here=here, complete=mark.state is SectionState.COMPLETE)
        row.addWidget(circle)
        self.button = _MapButton(theme, mark.title, words, ink, here)
        row.addWidget(self.button, 1)


class _MapButton(Button):
    """A section's name and state; pressing it goes there."""

    def __init__(self, theme: Theme, title: str, state: str, ink: str, here: bool) -> None:
        self._state, self._ink, self._here = state, ink, here
        super().__init__(theme, title, Kind.LINK, name=title)
        self.setAccessibleDescription(state)

    def _boxes(self, width: int) -> tuple[QRect, QRect]:
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(1, width), 10_000)
        title = QFontMetrics(self.theme.font("body", bold=self._here)).boundingRect(
            room, flags, self.words()
        )
        bold = self._ink == "error"
        state = QFontMetrics(self.theme.font("caption", bold=bold)).boundingRect(
            room, flags, self._state
        )
        return title, state

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        size.setHeight(self.heightForWidth(size.width()))
        return size

    def heightForWidth(self, width: int) -> int:
        title, state = self._boxes(width)
        return max(self._least_height(), title.height() + state.height() + self.theme.space(1))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self.theme
        title, state = self._boxes(self.width())
        top = (self.height() - title.height() - state.height()) // 2
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        painter = QPainter(self)
        painter.setFont(theme.font("body", bold=self._here))
        painter.setPen(theme.colour("ink"))
        painter.drawText(QRect(0, top, self.width(), title.height()), flags, self.words())
        painter.setFont(theme.font("caption", bold=self._ink == "error"))
        painter.setPen(theme.colour(self._ink))
        painter.drawText(
            QRect(0, top + title.height(), self.width(), state.height()), flags, self._state
        )
        painter.end()
