"""Words drawn inside a painted widget: plain, or with the marks of a form's author."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QTextDocument,
    QTextOption,
)

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.text import Words

_ROOM = 100_000


class WordBlock:
    """Words in one role of the type scale; knows how high it is at a width, and draws itself."""

    def __init__(self, theme: Theme, words: Words, role: str, *, centred: bool = False) -> None:
        self._theme, self.words, self._role, self._centred = theme, words, role, centred
        self._font = theme.font(role, bold=False)
        self._bold = theme.font(role, bold=True)
        self._document: QTextDocument | None = None
        if words.html:
            self._document = QTextDocument()
            self._document.setDocumentMargin(0)
            option = QTextOption(
                Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeading
            )
            self._document.setDefaultTextOption(option)
            self._document.setDefaultFont(self._font)
            self._document.setHtml(words.html)

    def _flags(self) -> int:
        across = Qt.AlignmentFlag.AlignHCenter if self._centred else Qt.AlignmentFlag.AlignLeading
        return int(across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)

    def natural_width(self) -> int:
        """Return how wide the words are in one line, bold, as they are when chosen."""
        if self._document is not None:
            self._document.setTextWidth(-1)
            return round(self._document.idealWidth()) + 2
        metrics = QFontMetrics(self._bold)
        return max(metrics.horizontalAdvance(line) for line in self.words.plain.split("\n")) + 2

    def least_width(self) -> int:
        """Return how wide the longest word is."""
        longest = max(self.words.plain.split() or [""], key=len)
        return QFontMetrics(self._bold).horizontalAdvance(longest) + 2

    def height(self, width: int) -> int:
        """Return how high the words are when they wrap at *width*."""
        if self._document is not None:
            self._document.setTextWidth(max(1, width))
            return round(self._document.size().height())
        room = QRect(0, 0, max(1, width), _ROOM)
        return QFontMetrics(self._bold).boundingRect(room, self._flags(), self.words.plain).height()

    def draw(self, painter: QPainter, box: QRect, ink: str, *, bold: bool = False) -> None:
        """Draw the words in the middle of *box*."""
        if self._document is None:
            font: QFont = self._bold if bold else self._font
            painter.setFont(font)
            painter.setPen(self._theme.colour(ink))
            painter.drawText(box, self._flags(), self.words.plain)
            return
        high = self.height(box.width())
        option = self._document.defaultTextOption()
        option.setTextDirection(painter.layoutDirection())
        self._document.setDefaultTextOption(option)
        painter.save()
        painter.translate(QPointF(box.left(), box.top() + (box.height() - high) / 2))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, self._theme.colour(ink))
        context.clip = QRectF(0, 0, box.width(), high)
        self._document.documentLayout().draw(painter, context)
        painter.restore()
