"""Money as it is typed, told, and given back."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.text import Text
from sync.money import Centavos

_TYPED = re.compile(r"(\d{1,8})?(?:\.(\d{0,2}))?")


def read_pesos(text: str) -> Centavos | None:
    """Return the centavos of what was typed, or None when it is not an amount.

    Digits are pesos, a point begins the centavos: `200` is 20,000 centavos, `185.5` is 18,550.
    Commas between thousands and a peso sign are let pass, for scanners and pasted text.
    """
    found = _TYPED.fullmatch(text.replace(",", "").replace("$", "").strip())
    if found is None or (not found.group(1) and not found.group(2)):
        return None
    pesos, cents = found.group(1) or "0", (found.group(2) or "").ljust(2, "0")
    return Centavos(int(pesos) * 100 + int(cents))


def typed_pesos(amount_centavos: Centavos) -> str:
    """Return an amount as one would type it: `200`, `185.50`."""
    pesos, cents = divmod(amount_centavos, 100)
    return f"{pesos}.{cents:02d}" if cents else str(pesos)


class AmountInput(QFrame):
    """The large field for cash: a peso sign at the left, the digits at the right edge."""

    edited = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.size("input-amount"))
        row = QHBoxLayout(self)
        edge = theme.size("button-pad")
        row.setContentsMargins(edge, 0, edge, 0)
        row.addWidget(Text(theme, "$", "amount", "ink-2", bold=False, wrap=False))
        self.edit = _AmountEdit(theme)
        self.edit.setAccessibleName(name)
        self.edit.textEdited.connect(lambda _text: self.edited.emit())
        row.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)
        self._wrong = False

    def amount(self) -> Centavos | None:
        """Return what is typed in centavos, or None when it is not an amount."""
        return read_pesos(self.edit.text())

    def set_amount(self, amount_centavos: Centavos | None) -> None:
        """Show an amount, or an empty field."""
        self.edit.setText("" if amount_centavos is None else typed_pesos(amount_centavos))

    def set_wrong(self, wrong: bool) -> None:
        """Draw the field in the colour of input that must be put right."""
        self._wrong = wrong
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.size("input-border")
        pen = painter.pen()
        pen.setColor(theme.colour("error" if self._wrong else "border"))
        pen.setWidth(width)
        painter.setPen(pen)
        painter.setBrush(theme.colour("surface"))
        half = max(1, width // 2)
        box = self.rect().adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, theme.radius(), theme.radius())
        painter.end()


class _AmountEdit(QLineEdit):
    """A line that keeps only digits and one point."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bare")
        self.setFont(theme.font("amount-input"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(11)
        self.textChanged.connect(self._keep_amount)
        self._last = ""

    def _keep_amount(self, text: str) -> None:
        cleaned = text.replace(",", "").replace("$", "").strip()
        if cleaned == "" or _TYPED.fullmatch(cleaned) is not None:
            if cleaned != text:
                self.setText(cleaned)
            self._last = cleaned
            return
        at = self.cursorPosition()
        self.setText(self._last)
        self.setCursorPosition(max(0, at - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class QuickTender(Button):
    """A note or the exact amount, one press away."""

    def __init__(self, theme: Theme, words: str, note: str, name: str) -> None:
        super().__init__(theme, words)
        self._note = note
        self.setFont(theme.font("h3"))
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width(), max(size.height(), self.theme.size("quick-tender")))

    def heightForWidth(self, width: int) -> int:
        least = self.theme.size("quick-tender")
        if self._note:
            least = max(least, super().heightForWidth(width) + self.theme.space(4))
        return max(super().heightForWidth(width), least)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._note:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        ink, face = self._face(painter)
        painter.setPen(self.theme.colour(ink))
        painter.setFont(self.font())
        middle = face.center().y() + self.theme.space(1)
        upper = face.adjusted(0, self.theme.space(1), 0, middle - face.bottom())
        lower = face.adjusted(0, middle - face.top(), 0, -self.theme.space(1))
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignCenter), self.words())
        painter.setFont(self.theme.font("caption"))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignCenter), self._note)
        painter.end()


class OutcomeBlock(QWidget):
    """What follows from the cash typed: change in green, or what is missing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tone = "neutral"
        self.setMinimumHeight(theme.size("tender-block"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        edge = theme.space(5)
        row.setContentsMargins(edge, theme.space(2), edge, theme.space(2))
        self.word = Text(theme, "", "h3")
        self.value = Text(theme, "", "amount-input", wrap=False).align_right()
        row.addWidget(self.word, 1)
        row.addWidget(self.value)

    def show_outcome(self, tone: str, word: str, value: str) -> None:
        """Show a word and an amount; *tone* is `success`, `warning` or `neutral`."""
        self._tone = tone
        ink = {"success": "success", "warning": "warning"}.get(tone, "ink-2")
        for label, text in ((self.word, word), (self.value, value)):
            label.set_ink(ink)
            label.setText(text)
        self.setAccessibleName(f"{word} {value}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.colour(f"{self._tone}-bg"))
        if self._tone != "neutral":
            bar = self.rect()
            bar.setWidth(theme.size("selected-bar"))
            painter.fillRect(bar, theme.colour(self._tone))
        painter.end()
