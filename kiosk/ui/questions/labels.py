"""What stands above an input: the words with their marks, pictures, sound, *Más ayuda*.

A label may have a picture, a larger one, a clip and a video; what this device cannot show or play
is said, so that nobody waits for it.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.devices.ports import Speaker
from kiosk.services.views import LabelMedia, QuestionView
from kiosk.services.views.forms import NO_MEDIA
from kiosk.texts import Texts
from kiosk.ui.questions import markdown
from kiosk.ui.theme import Contrast, Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import clear_layout
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.picture import Picture
from kiosk.ui.widgets.text import Text, Words

_LEAST_CONTRAST = 3.0
"""A colour of a form's author that is fainter than this on our surface is not used (UX A13)."""


def label_words(theme: Theme, text: str) -> Words:
    """Return a label, hint or guidance of a form ready to be shown."""
    if markdown.is_plain(text):
        return Words(text)
    plain = markdown.plain(text)
    rich = markdown.html(text, colour=partial(_readable, theme), addresses=not theme.kiosk)
    unmarked = markdown.html(markdown.escape(plain))
    return Words(plain) if rich == unmarked else Words(plain, rich)


def _readable(theme: Theme, written: str) -> str | None:
    """Return a colour that can be read on our surface, None for others."""
    colour = QColor.fromString(written)
    if theme.contrast is Contrast.HIGH or not colour.isValid() or colour.alpha() < 255:
        return None
    front, back = _luminance(colour), _luminance(theme.colour("surface"))
    low, high = sorted((front, back))
    return colour.name() if (high + 0.05) / (low + 0.05) >= _LEAST_CONTRAST else None


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def picture_of(encoded: bytes) -> QPixmap:
    """Return a picture, empty where the bytes are none."""
    image = QImage()
    if encoded:
        image.loadFromData(encoded)
    return QPixmap.fromImage(image)


class MediaBox(QWidget):
    """Picture, clip and video of a label; nothing where it has none."""

    def __init__(self, theme: Theme, texts: Texts, speaker: Speaker | None, name: str) -> None:
        super().__init__()
        self._theme, self._texts, self._speaker, self._name = theme, texts, speaker, name
        self._shown = NO_MEDIA
        self._playing = False
        self._large = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        column.setSpacing(theme.space(1))
        self._column = column
        self.hide()

    def show_media(self, media: LabelMedia, name: str) -> None:
        """Show what belongs to a label; the same media stay as they are."""
        if media == self._shown and name == self._name:
            return
        self._shown, self._name, self._large = media, name, False
        self._draw()

    def _draw(self) -> None:
        theme, texts, media = self._theme, self._texts, self._shown
        clear_layout(self._column)
        pixmap = picture_of(media.image or media.big_image)
        if not pixmap.isNull():
            picture = Picture(
                theme,
                texts.text("question-picture", label=self._name),
                most_px=theme.size("media-picture"),
            )
            picture.show_picture(pixmap)
            self._column.addWidget(picture)
        row = QWidget()
        buttons = FlowLayout(theme.space(4), row)
        if media.big_image and not pixmap.isNull():
            larger = Button(theme, "", Kind.LINK, icon="search")
            self._say_size(larger)
            larger.clicked.connect(lambda: self._switch(larger, picture))
            buttons.addWidget(larger)
        if media.audio and self._speaker is not None:
            play = Button(theme, texts.text("question-listen"), Kind.LINK, icon="volume")
            play.set_words(play.words(), texts.text("question-listen-name", label=self._name))
            play.clicked.connect(lambda: self._play(play))
            buttons.addWidget(play)
        self._column.addWidget(row)
        row.setVisible(buttons.count() > 0)
        for words in self._cannot():
            self._column.addWidget(Text(theme, words, "caption", "ink-2"))
        self.setVisible(not pixmap.isNull() or buttons.count() > 0 or bool(self._cannot()))

    def _cannot(self) -> list[str]:
        """Return what this device lacks, in words."""
        media, texts = self._shown, self._texts
        said = []
        if media.audio and self._speaker is None:
            said.append(texts.text("question-no-sound"))
        if media.video_name:
            said.append(texts.text("question-no-video", name=media.video_name))
        said += [texts.text("question-missing-file", name=name) for name in media.missing]
        return said

    def _say_size(self, button: Button) -> None:
        words_id = "question-picture-smaller" if self._large else "question-picture-larger"
        words = self._texts.text(words_id)
        button.set_words(words, f"{words}, {self._name}")

    def _switch(self, button: Button, picture: Picture) -> None:
        self._large = not self._large
        media, theme = self._shown, self._theme
        encoded = media.big_image if self._large else media.image or media.big_image
        size = theme.size("media-picture-large" if self._large else "media-picture")
        picture.show_picture(picture_of(encoded), most_px=size)
        self._say_size(button)

    def _play(self, button: Button) -> None:
        if self._speaker is None:
            return
        if self._playing:
            self._speaker.stop()
            self._playing = False
        else:
            self._playing = self._speaker.play(self._shown.audio)
            if not self._playing:
                self._column.addWidget(
                    Text(self._theme, self._texts.text("question-no-sound"), "caption", "ink-2")
                )
                button.hide()
                return
        words_id = "question-listen-stop" if self._playing else "question-listen"
        name_id = "question-listen-stop-name" if self._playing else "question-listen-name"
        button.set_words(self._texts.text(words_id), self._texts.text(name_id, label=self._name))

    def stop(self) -> None:
        """Be silent."""
        if self._playing and self._speaker is not None:
            self._speaker.stop()
            self._playing = False


class Guidance(QWidget):
    """*Más ayuda*: a longer explanation that opens and closes in place."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._texts, self._theme, self._name = texts, theme, ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.button = Button(theme, "", Kind.LINK, icon="help")
        self.button.clicked.connect(self._switch)
        self.words = Text(theme, "", "body", "ink-2")
        self.words.hide()
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.words)
        self.hide()

    def show_guidance(self, view: QuestionView) -> None:
        """Offer the guidance of a question; none hides the button."""
        self._name = markdown.plain(view.label)
        self.words.show_words(label_words(self._theme, view.guidance))
        self._say()
        self.setVisible(bool(view.guidance))

    def _say(self) -> None:
        shown = not self.words.isHidden()
        words = self._texts.text("question-help-close" if shown else "question-help")
        self.button.set_words(words, f"{words}, {self._name}")

    def _switch(self) -> None:
        self.words.setVisible(self.words.isHidden())
        self._say()
        self.toggled.emit(not self.words.isHidden())
