"""The on-screen keyboard (UX §8.3): it types key events that carry their text, like a real one.

Keys never take the focus, so the field being typed into keeps it. *Borrar* and *Listo* stand in the
same corners of every layout. Nothing is hidden behind a long press.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

from kiosk.domain.curp_entry import allowed_next
from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Key


class Layout(Enum):
    """Which keys there are."""

    LETTERS = "letters"
    CODE = "code"  # capitals and digits: folios, plates, codes
    NUMBERS = "numbers"  # digits, space and sign: telephone, house number
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    CURP = "curp"


_ACCENTS = ("Á", "É", "Í", "Ó", "Ú", "Ü")
_LETTER_ROWS = ("QWERTYUIOP", "ASDFGHJKLÑ", "ZXCVBNM")
_DIGITS = "1234567890"
_SIGNS = (".", ",", "-", "/")
_MORE_SIGNS = ("-", "/", ".", ",", "#", "@", "_", "+", ":", "(", ")", "'")
_PADS = {
    Layout.INTEGER: ("123", "456", "789", "-0"),
    Layout.DECIMAL: ("123", "456", "789", "-0."),
    Layout.MONEY: ("123", "456", "789", " 0."),
    Layout.NUMBERS: ("123", "456", "789", "-0 "),
}
_NAMES = {".": "key-point", ",": "key-comma", "-": "key-dash", "/": "key-slash", "'": "key-quote"}
_SHIFT, _SIGN_PAGE, _SPACE, _RETURN = "\x0e", "\x0f", " ", "\n"


class Keyboard(QFrame):
    """Keys of one layout, for whatever text input has the focus."""

    done = Signal()
    """*Listo*: the answer is typed."""

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        layout: Layout,
        *,
        typed: Callable[[], str] | None = None,
        lines: bool = False,
    ) -> None:
        """Make the keys; *typed* gives what stands in the field, *lines*: a key for a new line."""
        super().__init__()
        self.theme, self.texts, self.layout_kind = theme, texts, layout
        self._typed, self._lines = typed, lines
        self._target: QWidget | None = None
        self._rows: list[list[tuple[Key, float]]] = []
        self._letters: dict[str, Key] = {}
        self._capital, self._signs = True, False
        self.setObjectName("keyboard")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.erase = Key(theme, texts.text("key-erase"), icon="backspace", parent=self)
        self.erase.setAutoRepeat(True)
        self.erase.clicked.connect(self._erase)
        self.ready = Key(theme, texts.text("touch-done"), icon="check", parent=self)
        self.ready.clicked.connect(self._done)
        self.middle: Key | Text
        if layout in (Layout.LETTERS, Layout.CODE):
            self.middle = Key(theme, texts.text("key-space"), parent=self)
            self.middle.clicked.connect(lambda: self._type(_SPACE))
        else:
            self.middle = Text(theme, "", "body", bold=True, parent=self).align_middle()
        self._build()
        self.refresh()

    # ------------------------------------------------------------------------------ keys

    def for_target(self, target: QWidget) -> Keyboard:
        """Type into *target*; without one, into what has the focus."""
        self._target = target
        return self

    def _build(self) -> None:
        for row in self._rows:
            for key, _ in row:
                key.hide()
                key.deleteLater()
        self._rows, self._letters = [], {}
        for planned in self._plan():
            self._rows.append([(self._key(one), width) for one, width in planned])

    def _plan(self) -> list[list[tuple[str, float]]]:
        kind = self.layout_kind
        if kind in _PADS:
            return [[(one, 1.0) for one in row] for row in _PADS[kind]]
        digits = [(one, 1.0) for one in _DIGITS]
        letters = [[(one, 1.0) for one in row] for row in _LETTER_ROWS]
        if kind in (Layout.CURP, Layout.CODE):
            if kind is Layout.CODE:
                letters[2] += [("-", 1.0), ("/", 1.0), (".", 1.0)]
            return [digits, *letters]
        if self._signs:
            letters = [
                [(one, 1.0) for one in _MORE_SIGNS[:10]],
                [(one, 1.0) for one in (*_MORE_SIGNS[10:], "¿", "?", ";", "%", "&", "=", "*")][:10],
                [(_SIGN_PAGE, 2.0), (".", 1.0), (",", 1.0)],
            ]
            return [digits, *letters]
        accents = [(one, 1.0) for one in (*_ACCENTS, *_SIGNS)]
        last = [(_SHIFT, 1.5), *letters[2], (_SIGN_PAGE, 1.5)]
        if self._lines:
            last = [(_SHIFT, 1.0), *letters[2], (_RETURN, 1.0), (_SIGN_PAGE, 1.0)]
        return [accents, letters[0], letters[1], last]

    def _key(self, one: str) -> Key:
        match one:
            case "\x0e":
                key = Key(self.theme, "", icon="letter-case-upper", parent=self)
                key.setAccessibleName(self.texts.text("key-capital"))
                key.setCheckable(True)
                key.clicked.connect(self._shift)
            case "\x0f":
                words = "key-letters" if self._signs else "key-signs"
                key = Key(self.theme, self.texts.text(words), role="body-2", parent=self)
                key.clicked.connect(self._turn)
            case "\n":
                key = Key(self.theme, "", icon="corner-down-left", parent=self)
                key.setAccessibleName(self.texts.text("key-line"))
                key.clicked.connect(lambda: self._send(Qt.Key.Key_Return, "\r"))
            case " ":
                key = Key(self.theme, "", parent=self)
                key.setEnabled(self.layout_kind is Layout.NUMBERS)
                key.show_words("", self.texts.text("key-space"))
                key.clicked.connect(lambda: self._type(_SPACE))
            case _:
                key = Key(self.theme, one, name=self._name(one), parent=self)
                key.clicked.connect(lambda _checked=False, own=key: self._type(own.words()))
                if one.isalpha():
                    self._letters[one] = key
        key.show()
        return key

    def _name(self, one: str) -> str:
        message = _NAMES.get(one)
        return self.texts.text(message, sign=one) if message else one

    def keys(self) -> tuple[Key, ...]:
        """Return every key of the rows, in reading order."""
        return tuple(key for row in self._rows for key, _ in row)

    # ---------------------------------------------------------------------------- typing

    def _into(self) -> QWidget | None:
        if self._target is not None:
            return self._target
        return QApplication.focusWidget()

    def _send(self, key: Qt.Key | int, text: str) -> None:
        target = self._into()
        if target is None:
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, int(key), Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(target, event)
        self.refresh()

    def _type(self, text: str) -> None:
        self._send(0, text)

    def _erase(self) -> None:
        self._send(Qt.Key.Key_Backspace, "")

    def _done(self) -> None:
        self.done.emit()

    def _shift(self) -> None:
        self._capital = not self._capital
        self._show_case()

    def _turn(self) -> None:
        self._signs = not self._signs
        self._build()
        self.updateGeometry()
        self._place()
        self.refresh()

    def refresh(self) -> None:
        """Look at what stands in the field: which keys can come, capitals at a beginning."""
        typed = self._typed() if self._typed is not None else None
        if self.layout_kind is Layout.CURP:
            allowed = allowed_next(typed or "")
            for key in self.keys():
                key.setEnabled(key.words() in allowed)
            if isinstance(self.middle, Text):
                self.middle.setText(self._now(allowed))
        elif self.layout_kind is Layout.LETTERS and typed is not None:
            self._capital = not typed.strip() or typed.rstrip(" ").endswith((".", "?", "\n"))
            self._show_case()

    def _now(self, allowed: frozenset[str]) -> str:
        """Say in words what can come now."""
        some = sorted(allowed)
        if not some:
            return self.texts.text("curp-whole")
        if len(some) > 4:
            digits, letters = any(map(str.isdigit, some)), any(map(str.isalpha, some))
            kind = "both" if digits and letters else "digits" if digits else "letters"
            return self.texts.text("curp-now-kind", kind=kind)
        if len(some) == 1:
            return self.texts.text("curp-now", choices=some[0])
        return self.texts.text("curp-now-or", choices=", ".join(some[:-1]), last=some[-1])

    def _show_case(self) -> None:
        for letter, key in self._letters.items():
            small = self.layout_kind is Layout.LETTERS and not self._capital
            shown = letter.lower() if small else letter
            if key.words() != shown:
                key.show_words(shown)
        for key in self.keys():
            if key.isCheckable():
                key.setChecked(self._capital)

    # ---------------------------------------------------------------------------- placing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        gap, pad = self.theme.size("target-gap"), self.theme.size("keyboard-pad")
        rows = len(self._rows) * (self.theme.pair("key").height() + gap)
        high = 2 * pad + rows + self.theme.size("keyboard-bottom")
        return QSize(self.theme.size("dock-across"), high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _place(self) -> None:
        theme = self.theme
        gap, pad = theme.size("target-gap"), theme.size("keyboard-pad")
        margin = theme.size("margin")
        high, room = theme.pair("key").height(), self.width() - 2 * margin
        y = pad
        most = max(sum(width for _, width in row) for row in self._rows)
        count = max(len(row) for row in self._rows)
        pad_keys = self.layout_kind in _PADS
        unit = (room - gap * (count - 1)) / (count if pad_keys else max(most, 10.0))
        if pad_keys:
            unit = min(unit, float(theme.pair("pad-key").width()))
        for row in self._rows:
            # a key of two units covers the gap between them as well
            widths = [unit * width + gap * (width - 1) for _, width in row]
            x = margin + (room - sum(widths) - gap * (len(row) - 1)) / 2
            for (key, _), wide in zip(row, widths, strict=True):
                key.setGeometry(round(x), y, int(wide), high)
                x += wide + gap
            y += high + gap
        bottom = theme.size("keyboard-bottom")
        side = min(theme.size("keyboard-side"), room // 3 - gap)
        self.erase.setGeometry(margin, y, side, bottom)
        self.ready.setGeometry(self.width() - margin - side, y, side, bottom)
        self.middle.setGeometry(margin + side + gap, y, room - 2 * (side + gap), bottom)
