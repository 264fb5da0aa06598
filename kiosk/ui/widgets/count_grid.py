"""The counting grid: one cell per note and coin, subtotals beside them (UX §3.2, §3.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.denominations import Denomination
from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.fields import LineEdit
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.text import Text
from sync.events import CoinOrNote
from sync.money import Centavos

_MOST_DIGITS = 5


class CountGrid(Card):
    """Notes at the left, coins at the right; Enter and ↓ go down, ↑ goes up."""

    edited = Signal(int)
    """The number of a cell whose text changed."""
    ended = Signal()
    """Enter in the last cell."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme)
        self._texts = texts
        self.shown: tuple[Denomination, ...] = ()
        self.cells: list[_Cell] = []
        self._sums: list[Text] = []
        self._area = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._area.setSizePolicy(policy)
        self._halves = EvenGrid(
            theme.space(6), theme.size("field-short"), most_columns=2, exact=True, parent=self._area
        )
        self.body.addWidget(self._area)

    def show_cells(
        self, denominations: Sequence[Denomination], cells: Sequence[str], cell: int = 0
    ) -> None:
        """Show what was typed, and put the focus where it was."""
        if tuple(denominations) != self.shown:
            self._build(tuple(denominations))
        for edit, text in zip(self.cells, cells, strict=True):
            edit.setText(text)
        self._tell()
        if self.cells:
            self.cells[min(cell, len(self.cells) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def texts_typed(self) -> tuple[str, ...]:
        """Return what stands in the cells."""
        return tuple(edit.text() for edit in self.cells)

    def current(self) -> int:
        """Return the cell that has the focus, else 0."""
        return next((n for n, edit in enumerate(self.cells) if edit.hasFocus()), 0)

    def total(self) -> Centavos:
        """Return what is counted so far."""
        return Centavos(
            sum(
                row.each_centavos * int(edit.text() or 0)
                for row, edit in zip(self.shown, self.cells, strict=True)
            )
        )

    def filled(self) -> int:
        """Return how many cells say something."""
        return sum(1 for edit in self.cells if edit.text())

    def set_wrong(self, number: int) -> None:
        """Lead to a cell that must be put right, counted from 1."""
        if 0 < number <= len(self.cells):
            self.cells[number - 1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, denominations: tuple[Denomination, ...]) -> None:
        while (item := self._halves.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.cells, self._sums, self.shown = [], [], denominations
        for form, title in ((CoinOrNote.NOTE, "count-notes"), (CoinOrNote.COIN, "count-coins")):
            half = QWidget()
            column = QVBoxLayout(half)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(self.theme.space(2))
            column.addWidget(Text(self.theme, self._texts.text(title), "h3"))
            rows = QGridLayout()
            rows.setHorizontalSpacing(self.theme.space(3))
            rows.setVerticalSpacing(self.theme.space(3))
            rows.setColumnStretch(4, 1)
            for row in denominations:
                if row.form is form:
                    self._add(rows, row)
            column.addLayout(rows)
            column.addStretch(1)
            self._halves.addWidget(half)

    def _add(self, rows: QGridLayout, row: Denomination) -> None:
        at, number = rows.rowCount(), len(self.cells)
        worth = self._worth(row)
        word = "count-notes-of" if row.form is CoinOrNote.NOTE else "count-coins-of"
        cell = _Cell(self.theme, lambda step: self._step(number, step))
        cell.setAccessibleName(self._texts.text(word, worth=worth))
        cell.textEdited.connect(lambda _text: self._changed(number))
        total = Text(self.theme, "", "body", wrap=False).align_right()
        rows.addWidget(_Picture(self.theme, row.form), at, 0)
        rows.addWidget(Text(self.theme, worth, "label", wrap=False), at, 1)
        rows.addWidget(Text(self.theme, "×", "body", "ink-2", wrap=False), at, 2)
        rows.addWidget(cell, at, 3)
        rows.addWidget(total, at, 4)
        self.cells.append(cell)
        self._sums.append(total)

    def _worth(self, row: Denomination) -> str:
        if row.each_centavos < 100:
            return self._texts.text("count-centavos", n=row.each_centavos)
        return self._texts.money(row.each_centavos).removesuffix(".00")

    def _changed(self, number: int) -> None:
        self._tell()
        self.edited.emit(number)

    def _tell(self) -> None:
        for row, edit, total in zip(self.shown, self.cells, self._sums, strict=True):
            count = int(edit.text() or 0)
            money = self._texts.money(Centavos(row.each_centavos * count))
            total.setText(money if edit.text() else "")

    def _step(self, number: int, step: int) -> None:
        if number + step >= len(self.cells):
            self.ended.emit()
        elif number + step >= 0:
            self.cells[number + step].setFocus(Qt.FocusReason.TabFocusReason)


class _Cell(LineEdit):
    """How many of one denomination; digits only."""

    def __init__(self, theme: Theme, step: Callable[[int], None]) -> None:
        super().__init__(theme)
        self._go = step
        self.setMaxLength(_MOST_DIGITS)
        self.setValidator(QIntValidator(0, 10**_MOST_DIGITS - 1, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(theme.font("label"))
        self.setFixedWidth(theme.size("count-cell"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() or event.key() == Qt.Key.Key_Down:
                self._go(1)
            return
        if plain and event.key() == Qt.Key.Key_Up:
            self._go(-1)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class _Picture(QWidget):
    """A note is a strip, a coin a disc: told apart without colour."""

    def __init__(self, theme: Theme, form: CoinOrNote) -> None:
        super().__init__()
        self._theme, self._form = theme, form
        height = theme.size("icon-large")
        self.setFixedSize(QSize(2 * height, height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(self._theme.colour("ink-2"))
        pen.setWidth(self._theme.size("input-border"))
        painter.setPen(pen)
        painter.setBrush(self._theme.colour("neutral-bg"))
        edge = self._theme.size("input-border")
        box = self.rect().adjusted(edge, edge, -edge, -edge)
        if self._form is CoinOrNote.NOTE:
            box.adjust(0, box.height() // 8, 0, -(box.height() // 8))
            painter.drawRoundedRect(box, self._theme.radius(), self._theme.radius())
            inner = box.height() // 2
            painter.drawEllipse(
                QRect(box.center().x() - inner // 2, box.center().y() - inner // 2, inner, inner)
            )
        else:
            side = box.height()
            disc = QRect(box.center().x() - side // 2, box.top(), side, side)
            painter.drawEllipse(disc)
            rim = side // 6
            painter.drawEllipse(disc.adjusted(rim, rim, -rim, -rim))
        painter.end()
