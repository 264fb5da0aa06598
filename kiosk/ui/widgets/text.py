"""Text on a screen: one class, so that type and colour always come from the tokens."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from kiosk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: in plain words, and as rich text of our own making where it has marks.

    html never comes from outside as it is; `kiosk.ui.questions.markdown` writes it.
    """

    plain: str
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.plain)


def words_of(words: str | Words) -> Words:
    """Return words that are plain unless they are told otherwise."""
    return Words(words) if isinstance(words, str) else words


class Text(QLabel):
    """Words in a role of the type scale; wraps, never elides, reads no markup but `Words.html`."""

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
        self._theme, self._role, self._bold = theme, role, bold
        self._words = Words("")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role, bold=bold))
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        self.setText(words)

    def words(self) -> str:
        """Return what is said, without marks."""
        return self._words.plain if self.textFormat() is Qt.TextFormat.RichText else self.text()

    def show_words(self, words: str | Words) -> None:
        """Say something else; with bold parts the rest is regular, or they would not be seen."""
        words = words_of(words)
        if self.text() == (words.html or words.plain):
            return
        self._words = words
        rich = Qt.TextFormat.RichText if words.html else Qt.TextFormat.PlainText
        self.setTextFormat(rich)
        bold = False if "<b>" in words.html else self._bold
        self.setFont(self._theme.font(self._role, bold=bold))
        self.setText(words.html or words.plain)

    def set_role(self, role: str, *, bold: bool | None = None) -> None:
        """Change the role in the type scale."""
        self._role, self._bold = role, bold
        some_bold = self.textFormat() is Qt.TextFormat.RichText and "<b>" in self.text()
        self.setFont(self._theme.font(role, bold=False if some_bold else bold))

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
