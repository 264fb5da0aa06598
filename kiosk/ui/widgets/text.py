"""Text on a screen: one class, so that type and colour always come from the tokens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from kiosk.ui.theme import Theme


class Text(QLabel):
    """Plain words in a role of the type scale; wraps, never elides, never reads markup."""

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        role: str = "body",
        ink: str = "ink",
        *,
        bold: bool | None = None,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role, bold=bold))
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        self.setText(words)

    def set_ink(self, ink: str) -> None:
        """Change the colour role."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            self.style().unpolish(self)
            self.style().polish(self)

    def align_right(self) -> Text:
        """Set the words against the right edge, as amounts are."""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self

    def align_middle(self) -> Text:
        """Centre the words."""
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return self


class Rule(QFrame):
    """A thin line between things."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rule")
        self.setFixedHeight(theme.size("hairline"))


class Icon(QLabel):
    """An icon beside words; it is never alone and says nothing to a screen reader."""

    def __init__(self, theme: Theme, name: str, ink: str, size_name: str = "icon-body") -> None:
        super().__init__()
        self._theme, self._size = theme, theme.size(size_name)
        self.setFixedSize(self._size, self._size)
        self.show_icon(name, ink)

    def show_icon(self, name: str, ink: str) -> None:
        """Draw another icon."""
        self.setPixmap(self._theme.icon(name, ink, self._size))
