"""Pads of keys that are no keyboard: the days of a month, the months, hours, minutes, digits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Key


class GridPad(QFrame):
    """Keys in even columns; *Borrar* and *Listo* in the same corners as on the keyboard."""

    pressed_key = Signal(str)
    erased = Signal()
    done = Signal()

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        keys: Sequence[tuple[str, str, str]],
        columns: int,
        *,
        narrow: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make keys of (value, words, name); *narrow*: no wider than a pad of digits."""
        super().__init__(parent)
        self.theme, self._columns, self._narrow = theme, columns, narrow
        self.setObjectName("keyboard")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._keys: list[tuple[str, Key]] = []
        for value, words, name in keys:
            key = Key(theme, words, name=name, parent=self)
            key.clicked.connect(lambda _checked=False, value=value: self.pressed_key.emit(value))
            self._keys.append((value, key))
        self.erase = Key(theme, texts.text("key-erase"), icon="backspace", parent=self)
        self.erase.clicked.connect(self.erased.emit)
        self.ready = Key(theme, texts.text("touch-done"), icon="check", parent=self)
        self.ready.clicked.connect(self.done.emit)
        self.words = Text(theme, "", "body", bold=True, parent=self).align_middle()

    def key(self, value: str) -> Key:
        """Return the key of a value."""
        return next(key for own, key in self._keys if own == value)

    def choose(self, value: str) -> None:
        """Mark the key of the value that is chosen now."""
        for own, key in self._keys:
            key.setCheckable(own == value)
            key.setChecked(own == value)
            key.update()

    def allow(self, values: frozenset[str]) -> None:
        """Let only these come now."""
        for own, key in self._keys:
            key.setEnabled(own in values)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _rows(self) -> int:
        return -(-len(self._keys) // self._columns)

    def sizeHint(self) -> QSize:
        gap, pad = self.theme.size("target-gap"), self.theme.size("keyboard-pad")
        rows = self._rows() * (self.theme.pair("key").height() + gap)
        high = 2 * pad + rows + self.theme.size("keyboard-bottom")
        return QSize(self.theme.size("dock-across"), high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _place(self) -> None:
        theme = self.theme
        gap, pad = theme.size("target-gap"), theme.size("keyboard-pad")
        margin = theme.size("margin")
        columns = self._columns
        high = theme.pair("key").height()
        room = self.width() - 2 * margin
        unit = (room - gap * (columns - 1)) / columns
        if self._narrow:
            unit = min(unit, float(theme.pair("pad-key").width()))
        left = margin + (room - unit * columns - gap * (columns - 1)) / 2
        rows = self._rows()
        for number, (_, key) in enumerate(self._keys):
            row, column = divmod(number, columns)
            if self._narrow and row == rows - 1 and len(self._keys) % columns == 1:
                column = columns // 2  # the nought stands below the eight
            x = left + column * (unit + gap)
            key.setGeometry(round(x), pad + row * (high + gap), int(unit), high)
        y = pad + rows * (high + gap)
        bottom = theme.size("keyboard-bottom")
        side = min(theme.size("keyboard-side"), room // 3 - gap)
        self.erase.setGeometry(margin, y, side, bottom)
        self.ready.setGeometry(self.width() - margin - side, y, side, bottom)
        self.words.setGeometry(margin + side + gap, y, room - 2 * (side + gap), bottom)


def digits_pad(theme: Theme, texts: Texts) -> GridPad:
    """Return the ten digits, one above as on a telephone."""
    return GridPad(theme, texts, [(one, one, one) for one in "1234567890"], 3, narrow=True)
