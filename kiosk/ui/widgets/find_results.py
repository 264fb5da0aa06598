"""The rows below a line that is typed into: drawn as they are seen, all equally high."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answers import draw_tick_box
from kiosk.ui.widgets.find_model import AnswerModel
from kiosk.ui.widgets.overlay import Overlay


class _Row(QStyledItemDelegate):
    """Draws an answer: a box where several may be chosen, its picture, its words."""

    def __init__(self, theme: Theme, *, several: bool) -> None:
        super().__init__()
        self._theme, self._several = theme, several
        self.lines, self.pictures = 1, False

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        return QSize(1, self.height())

    def height(self) -> int:
        """Return how high a row is."""
        theme = self._theme
        words = self.lines * QFontMetrics(theme.font("label", bold=False)).lineSpacing()
        picture = theme.size("answer-picture") if self.pictures else 0
        return max(theme.size("target-min"), max(words, picture) + theme.space(3))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, answer = self._theme, index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        state, across = option.state, option.direction
        model = index.model()
        chosen = isinstance(model, AnswerModel) and answer.name in model.chosen
        here = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setLayoutDirection(across)
        if here:
            painter.fillRect(box, theme.colour("action"))
        elif chosen:
            painter.fillRect(box, theme.colour("action-bg"))
        pad = theme.space(3)
        x = box.left() + pad
        if self._several:
            side = theme.size("radio")
            spot = QRect(x, box.center().y() - side // 2, side, side)
            draw_tick_box(painter, theme, QStyle.visualRect(across, box, spot), chosen=chosen)
            x += side + pad
        if answer.picture is not None and not answer.picture.isNull():
            side = theme.size("answer-picture")
            size = answer.picture.size().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRect(x, box.center().y() - size.height() // 2, size.width(), size.height())
            painter.drawPixmap(QStyle.visualRect(across, box, spot), answer.picture)
            x += size.width() + pad
        painter.setFont(theme.font("label", bold=chosen))
        painter.setPen(theme.colour("on-action" if here else "ink"))
        room = QRect(x, box.top(), box.right() - pad - x, box.height())
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QStyle.visualRect(across, box, room),
            int(flags | Qt.TextFlag.TextWordWrap),
            answer.words.plain,
        )
        painter.restore()


class Results(Overlay):
    """The list below the line."""

    def __init__(self, theme: Theme, anchor: QWidget, model: AnswerModel, *, several: bool) -> None:
        super().__init__(theme, anchor)
        self.row = _Row(theme, several=several)
        self.view = QListView()
        self.view.setModel(model)
        self.view.setItemDelegate(self.row)
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.body.addWidget(self.view)
        self._model = model

    def wanted_height(self, width: int) -> int:  # noqa: ARG002 - rows do not depend on it
        rows = min(self.theme.plain("find-rows"), max(1, self._model.rowCount()))
        return rows * self.row.height() + 2 * self.theme.size("input-border")
