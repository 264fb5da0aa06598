"""A list of people: model and painter, so that a thousand rows cost what ten do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.paint import draw_avatar

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """What one row says: name in pieces (bold where it matched), and two small lines."""

    name: tuple[tuple[str, bool], ...]
    initials: str
    born: str
    service: str
    service_word: str
    value: Any

    def spoken(self) -> str:
        """Return the row for a screen reader."""
        plain = "".join(piece for piece, _ in self.name)
        return ", ".join(part for part in (plain, self.born, self.service) if part)


class PeopleModel(QAbstractListModel):
    """The rows found."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[PersonLine, ...] = ()

    def show_lines(self, lines: tuple[PersonLine, ...]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken()
        if role == Qt.ItemDataRole.UserRole:
            return line
        return None


class PeopleList(QListView):
    """Rows of people; the chosen one has a tint and a bar, not the ring."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.people = PeopleModel()
        self.setModel(self.people)
        self.setItemDelegate(_PersonPainter(theme, self))
        self.setAccessibleName(name)
        self.setSpacing(0)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_lines(self, lines: tuple[PersonLine, ...]) -> None:
        """Show people and choose the first."""
        self.people.show_lines(lines)
        if lines:
            self.setCurrentIndex(self.people.index(0))

    def chosen(self) -> Any:
        """Return the value of the chosen row, or None."""
        index = self.currentIndex()
        return self.people.lines[index.row()].value if index.isValid() else None


class _PersonPainter(QStyledItemDelegate):
    """Draws one row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(self._theme.size("card-least"), self._row() + self._theme.space(3))

    def _row(self) -> int:
        return self._theme.size("list-row")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, PersonLine):
            return
        theme = self._theme
        state: Any = option.state
        area: QRect = option.rect
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        box = QRect(area.left(), area.top(), area.width() - 2, self._row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("action-bg" if chosen else "surface"))
        width = theme.size("rule") if chosen else theme.size("hairline")
        painter.setPen(QPen(theme.colour("action" if chosen else "line"), width))
        radius = theme.radius("field-card")
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), radius, radius)
        if chosen:
            edge = QPainterPath()
            edge.addRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), radius, radius)
            painter.save()
            painter.setClipPath(edge)
            bar = QRect(box.left(), box.top(), theme.size("selected-bar"), box.height())
            painter.fillRect(bar, theme.colour("action"))
            painter.restore()
        self._draw_inside(painter, box, line, chosen=chosen)
        painter.restore()

    def _draw_inside(
        self, painter: QPainter, box: QRect, line: PersonLine, *, chosen: bool
    ) -> None:
        theme = self._theme
        side = theme.size("avatar-row")
        avatar = QRect(
            box.left() + theme.size("button-pad"), box.center().y() - side // 2 + 1, side, side
        )
        colours = ("action", "on-action") if chosen else ("sand", "ink")
        draw_avatar(painter, theme, avatar, line.initials, *colours)
        left = avatar.right() + theme.space(4)
        arrow = theme.size("icon-body")
        right = box.right() - theme.size("button-pad") - arrow
        middle = box.center().y()
        wide = right - left > theme.size("field-two-columns")
        upper = QRect(left, box.top(), right - left, middle - box.top() + 1)
        lower = QRect(left, middle, right - left, box.bottom() - middle - theme.space(1))
        self._draw_name(painter, upper.adjusted(0, theme.space(2), 0, 0), line)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("ink-2"))
        painter.drawText(lower, flags, line.born)
        if wide:
            column = left + (right - left) * 6 // 10
            painter.setPen(theme.colour("ink"))
            room = QRect(column, upper.top() + theme.space(2), right - column, upper.height())
            metrics = QFontMetrics(theme.font("body"))
            service = metrics.elidedText(
                line.service, Qt.TextElideMode.ElideRight, right - column - theme.space(2)
            )
            painter.drawText(room, flags, service)
            painter.setPen(theme.colour("ink-2"))
            painter.drawText(
                QRect(column, lower.top(), right - column, lower.height()), flags, line.service_word
            )
        icon = theme.icon("chevron-right", "action" if chosen else "ink-2", arrow)
        painter.drawPixmap(right, middle - arrow // 2, icon)

    def _draw_name(self, painter: QPainter, room: QRect, line: PersonLine) -> None:
        theme = self._theme
        x = room.left()
        painter.setPen(theme.colour("ink"))
        for piece, bold in line.name:
            font = theme.font("label", bold=bold)
            painter.setFont(font)
            flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRect(x, room.top(), room.right() - x, room.height()), flags, piece)
            x += QFontMetrics(font).horizontalAdvance(piece)
