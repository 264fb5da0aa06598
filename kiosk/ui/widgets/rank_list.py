"""A list to put in order: by dragging, by Alt and an arrow, or by two buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answers import Answer
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.word_block import WordBlock

_MOST_ROWS = 12


class _RankRow(QStyledItemDelegate):
    """Draws the place of a row once the order is given, its words, and a grip."""

    def __init__(self, theme: Theme, owner: RankList) -> None:
        super().__init__(owner)
        self._theme, self._owner = theme, owner

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        theme = self._theme
        view_width = self._owner.viewport().width()
        width = max(view_width, theme.size("card-least")) - self._beside()
        block: WordBlock = index.data(Qt.ItemDataRole.UserRole + 1)
        return QSize(0, max(theme.size("target-min"), block.height(width) + 2 * theme.space(2)))

    def _beside(self) -> int:
        theme = self._theme
        number = QFontMetrics(theme.font("label")).horizontalAdvance("00.")
        return number + theme.size("icon-body") + 4 * theme.space(3)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._theme
        box: QRect = option.rect
        state, across = option.state, option.direction
        painter.save()
        painter.setLayoutDirection(across)
        here = bool(state & QStyle.StateFlag.State_Selected)
        line = box.adjusted(0, 0, 0, -theme.size("hairline"))
        painter.fillRect(line, theme.colour("action-bg" if here else "surface"))
        painter.fillRect(
            QRect(box.left(), line.bottom() + 1, box.width(), theme.size("hairline")),
            theme.colour("line"),
        )
        pad, icon = theme.space(3), theme.size("icon-body")
        number = QFontMetrics(theme.font("label")).horizontalAdvance("00.")
        spot = QRect(box.left() + pad, box.top(), number, box.height())
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("gold-text"))
        place = f"{index.row() + 1}." if self._owner.given else "–"
        flags = int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QStyle.visualRect(across, box, spot), flags, place)
        block: WordBlock = index.data(Qt.ItemDataRole.UserRole + 1)
        left = spot.right() + pad
        words = QRect(left, box.top(), box.right() - 2 * pad - icon - left, box.height())
        block.draw(painter, QStyle.visualRect(across, box, words), "ink", bold=here)
        grip = QRect(box.right() - pad - icon, box.center().y() - icon // 2, icon, icon)
        painter.drawPixmap(
            QStyle.visualRect(across, box, grip), theme.icon("grip-vertical", "ink-2", icon)
        )
        painter.restore()


class RankList(QListWidget):
    """Answers in an order. `given` is false until somebody said that the order is theirs."""

    reordered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.given = False
        self.setObjectName("rows")
        self.setItemDelegate(_RankRow(theme, self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("wrong", False)
        self.setProperty("answer", True)

    def set_answers(self, answers: Sequence[Answer]) -> None:
        """Show these answers in this order."""
        self.clear()
        for answer in answers:
            item = QListWidgetItem(answer.words.plain)
            item.setData(Qt.ItemDataRole.UserRole, answer.name)
            block = WordBlock(self._theme, answer.words, "label")
            item.setData(Qt.ItemDataRole.UserRole + 1, block)
            self.addItem(item)
        if answers:
            self.setCurrentRow(0)
        self._fit()

    def _fit(self) -> None:
        rows = [self.sizeHintForRow(row) for row in range(min(self.count(), _MOST_ROWS))]
        self.setFixedHeight(sum(rows) + 2 * self._theme.size("input-border"))

    def names(self) -> list[str]:
        """Return the names in the order shown."""
        rows = (self.item(row) for row in range(self.count()))
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in rows]

    def set_order(self, names: list[str], *, given: bool) -> None:
        """Put the rows in an order; names that are not here are left out."""
        if given == self.given and names == self.names():
            return
        self.given = given
        rows = {name: number for number, name in enumerate(names)}
        items = [self.takeItem(0) for _ in range(self.count())]
        items.sort(key=lambda one: rows.get(str(one.data(Qt.ItemDataRole.UserRole)), len(rows)))
        for item in items:
            self.addItem(item)
        if items:
            self.setCurrentRow(0)
        self.viewport().update()

    def move_current(self, by: int) -> None:
        """Move the marked row up or down; it stays marked."""
        here = self.currentRow()
        to = here + by
        if here < 0 or not 0 <= to < self.count():
            return
        item = self.takeItem(here)
        self.insertItem(to, item)
        self.setCurrentRow(to)
        announce(self, f"{to + 1}. {item.text()}", at_once=True)
        self.give()

    def give(self) -> None:
        """Take the order as the answer."""
        self.given = True
        self.viewport().update()
        self.reordered.emit()

    def _step(self, event: QKeyEvent) -> int:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if not alt or not self.isEnabled():
            return 0
        return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)

    def event(self, event: QEvent) -> bool:
        """Alt and an arrow move a row here; elsewhere they change the section."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._step(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._step(event)
        if step:
            self.move_current(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        before = self.names()
        super().dropEvent(event)
        if self.names() != before:
            self.give()
