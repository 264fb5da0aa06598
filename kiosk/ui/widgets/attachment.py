"""A file that answers a question: its name, how large it is, what it looks like."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.picture import Picture
from kiosk.ui.widgets.text import Icon, Text

_KIB = 1024


def size_words(texts: Texts, size_bytes: int) -> str:
    """Return `86 KB` or `1.2 MB`."""
    if size_bytes < _KIB * _KIB:
        return texts.text("file-size-kb", n=str(max(1, round(size_bytes / _KIB))))
    whole, tenth = divmod(round(size_bytes * 10 / (_KIB * _KIB)), 10)
    decimal, _ = texts.number_signs()
    return texts.text("file-size-mb", n=f"{whole}{decimal}{tenth}")


class AttachmentBox(QFrame):
    """The file, with *Quitar*; it is shown, never opened."""

    removed = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self.setProperty("card", "neutral")
        column = QVBoxLayout(self)
        pad = theme.space(3)
        column.setContentsMargins(pad, theme.space(2), pad, theme.space(2))
        column.setSpacing(theme.space(2))
        self.picture = Picture(theme, "", most_px=theme.size("media-picture"))
        column.addWidget(self.picture)
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(Icon(theme, "paperclip", "ink-2"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = Text(theme, "", "body")
        row.addWidget(self._words, 1)
        self.remove = Button(theme, texts.text("question-remove"), Kind.LINK, icon="x")
        self.remove.clicked.connect(self.removed.emit)
        row.addWidget(self.remove)
        column.addLayout(row)
        self.hide()

    def show_file(self, name: str, size_bytes: int, pixmap: QPixmap, *, of: str) -> None:
        """Show a file; *of* is the question it answers."""
        words = f"{name} · {size_words(self._texts, size_bytes)}"
        self._words.setText(words)
        self.picture.setVisible(not pixmap.isNull())
        self.picture.setAccessibleName(self._texts.text("question-picture", label=of))
        self.picture.show_picture(pixmap)
        self.remove.set_words(
            self._texts.text("question-remove"), f"{self._texts.text('question-remove')}, {of}"
        )
        self.show()

    def set_locked(self, locked: bool) -> None:
        """Show only, or let remove."""
        self.remove.setVisible(not locked)
