"""Two layouts that Qt lacks: things in a row that wrap, and equal cells that fill the width."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget


class _ListLayout(QLayout):
    """Keeps the items; a subclass places them and says how high that is."""

    def __init__(self, gap_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap_px
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _seen(self, box: QRect, inner: QRect) -> QRect:
        """Return *box* as it stands where people read from right to left, if they do."""
        parent = self.parentWidget()
        if parent is None or parent.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return box
        return QStyle.visualRect(Qt.LayoutDirection.RightToLeft, inner, box)

    @abstractmethod  # checked by mypy: Qt's metaclass leaves no room for ABCMeta
    def _place(self, rect: QRect, *, move: bool) -> int:
        """Return the height the items need in *rect*; with *move*, put them there."""


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


class FlowLayout(_ListLayout):
    """Items from left to right, wrapping; those after `mark_right()` stand at the right edge."""

    def __init__(
        self, gap_px: int, parent: QWidget | None = None, *, row_gap_px: int | None = None
    ) -> None:
        super().__init__(gap_px, parent)
        self._row_gap = gap_px if row_gap_px is None else row_gap_px
        self._right_from: int | None = None

    def mark_right(self) -> None:
        """Put every later item at the right edge when its row has room."""
        self._right_from = len(self._items)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() for item in self._shown())
        width += self._gap * max(0, len(self._shown()) - 1)
        height = max((item.sizeHint().height() for item in self._shown()), default=0)
        margins = self.contentsMargins()
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, int, int, bool]]]:
        rows: list[list[tuple[QLayoutItem, int, int, bool]]] = [[]]
        used = 0
        for index, item in enumerate(self._items):
            if item.isEmpty():
                continue
            wide = min(item.sizeHint().width(), width)
            if rows[-1] and used + self._gap + wide > width:
                rows.append([])
                used = 0
            used += wide + (self._gap if rows[-1] else 0)
            right = self._right_from is not None and index >= self._right_from
            rows[-1].append((item, wide, _height(item, wide), right))
        return [row for row in rows if row]

    def _place(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        y = inner.top()
        for row in self._rows(inner.width()):
            row_height = max(height for _, _, height, _ in row)
            if move:
                self._place_row(row, inner, y, row_height)
            y += row_height + self._row_gap
        bottom = y - self._row_gap if self._shown() else y
        return bottom - rect.top() + margins.bottom()

    def _place_row(
        self,
        row: list[tuple[QLayoutItem, int, int, bool]],
        inner: QRect,
        y: int,
        row_height: int,
    ) -> None:
        x = inner.left()
        rights = [entry for entry in row if entry[3]]
        right_width = sum(wide for _, wide, _, _ in rights) + self._gap * max(0, len(rights) - 1)
        for item, wide, high, right in row:
            if right and rights and item is rights[0][0]:
                x = max(x, inner.right() + 1 - right_width)
            box = QRect(x, y + (row_height - high) // 2, wide, high)
            item.setGeometry(self._seen(box, inner))
            x += wide + self._gap


class EvenGrid(_ListLayout):
    """Cells of equal width; as many columns as the widest item, or *least_px*, allows."""

    def __init__(
        self,
        gap_px: int,
        least_px: int,
        *,
        most_columns: int = 6,
        natural: bool = False,
        exact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a grid. exact: *most_columns* of them, fewer only where words would break."""
        super().__init__(gap_px, parent)
        self._least, self._most, self._natural = least_px, most_columns, natural
        self._exact = exact
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)

    def sizeHint(self) -> QSize:
        width = max((item.sizeHint().width() for item in self._shown()), default=0)
        return QSize(max(width, self._least), self.heightForWidth(max(width, self._least)))

    def minimumSize(self) -> QSize:
        return QSize(0, 0)

    def columns(self, width: int) -> int:
        """Return how many cells stand side by side in *width*."""
        shown = self._shown()
        least = self._least
        if self._exact:
            least = max([1, *(item.minimumSize().width() for item in shown)])
            fitting = max(1, (width + self._gap) // (least + self._gap))
            return int(min(fitting, self._most))
        if self._natural:
            least = max([least, *(item.sizeHint().width() for item in shown)])
        fitting = max(1, (width + self._gap) // (least + self._gap))
        return int(min(fitting, self._most, max(1, len(shown))))

    def _place(self, rect: QRect, *, move: bool) -> int:
        shown = self._shown()
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        columns = self.columns(inner.width())
        wide = (inner.width() - self._gap * (columns - 1)) // columns
        y = inner.top()
        for start in range(0, len(shown), columns):
            row = shown[start : start + columns]
            high = max(_height(item, wide) for item in row)
            if move:
                for column, item in enumerate(row):
                    box = QRect(inner.left() + column * (wide + self._gap), y, wide, high)
                    item.setGeometry(self._seen(box, inner))
            y += high + self._gap
        bottom = y - self._gap if shown else y
        return bottom - rect.top() + margins.bottom()
