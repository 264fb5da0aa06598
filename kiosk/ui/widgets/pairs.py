"""Fields two by two."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Field


class PairGrid(QWidget):
    """Fields two by two where the width allows it, one below the other where not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries: list[tuple[QWidget, bool]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(5))
        self._grid.setVerticalSpacing(theme.space(4))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._wide = True
        self._after = (0, 0)  # row and column where the next entry goes

    def add(self, widget: QWidget, *, whole: bool = False) -> None:
        """Add a field at the end; *whole* gives it the full width."""
        self._entries.append((widget, whole))
        self._place()

    def set_entries(self, entries: list[tuple[QWidget, bool]]) -> None:
        """Show these fields in this order; the others are taken out, not destroyed."""
        if entries == self._entries:
            return
        more = entries[: len(self._entries)] == self._entries
        if more and self._entries:
            first, self._entries = len(self._entries), entries
            self._place(first)
            return
        keep = {widget for widget, _ in entries}
        for widget, _ in self._entries:
            if widget not in keep:
                self._grid.removeWidget(widget)
        self._entries = entries
        self._place()

    def _place(self, first: int = 0) -> None:
        """Put the entries from *first* on into the grid; those before stand there already."""
        row, column = self._after if first else (0, 0)
        for widget, whole in self._entries[first:]:
            self._grid.removeWidget(widget)
            if whole or not self._wide:
                row += 1 if column else 0
                self._grid.addWidget(widget, row, 0, 1, 2, _standing(widget))
                row, column = row + 1, 0
            else:
                self._grid.addWidget(widget, row, column, _standing(widget))
                row, column = (row + 1, 0) if column else (row, 1)
            if widget.isHidden():
                widget.show()
        self._after = (row, column)

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of one column only: where two do not fit they become one."""
        widest = max((widget.minimumSizeHint().width() for widget, _ in self._entries), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._level()
        return answer

    def _level(self) -> None:
        """Let the inputs of a row stand on one line though one has a hint and the other none."""
        rows: dict[int, list[Field]] = {}
        for widget, _ in self._entries:
            field = widget if isinstance(widget, Field) else getattr(widget, "field", None)
            at = self._grid.indexOf(widget)
            if isinstance(field, Field) and at >= 0:
                place: tuple[int, int, int, int] = self._grid.getItemPosition(at)  # type: ignore[assignment]  # the stubs say object
                rows.setdefault(place[0], []).append(field)
        for fields in rows.values():
            highest = max(field.head_height() for field in fields)
            for field in fields:
                field.set_gap(highest - field.head_height() if len(fields) > 1 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._theme.size("field-two-columns")
        if wide != self._wide:
            self._wide = wide
            self._place()
        self._level()


def _standing(widget: QWidget) -> Qt.AlignmentFlag:
    """Return where a widget stands in its cell: fields at the top, cards fill it."""
    return Qt.AlignmentFlag.AlignTop if isinstance(widget, Field) else Qt.AlignmentFlag(0)
