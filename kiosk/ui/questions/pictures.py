"""Pictures: taken with the camera, chosen, or drawn by hand (`signature` `draw` `annotate`)."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QWidget

from kiosk.errors import KnownError
from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.files import FileQuestion
from kiosk.ui.questions.labels import picture_of
from kiosk.ui.questions.question import Given
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answers import Answer, CardLook, RadioAnswer
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.canvas import Canvas
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.picture import Picture
from kiosk.ui.widgets.text import Words

_FRAME_MS = 100
_SETTLE_MS = 2_000
"""So long after the last line a drawing is given; leaving the question gives it at once."""
_COLOURS = (("ink", "draw-black"), ("error", "draw-red"), ("link", "draw-blue"))
_WIDTHS = (("1", "draw-thin"), ("2.5", "draw-middle"), ("5", "draw-thick"))


class ImageQuestion(FileQuestion):
    """A photograph or a picture. Without a camera that is said, and a file can be chosen."""

    choose_id: ClassVar[str] = "image-choose"

    def add_pane(self) -> None:
        self._frame = Picture(
            self.theme, self.texts.text("image-camera"), most_px=self.theme.size("camera-frame")
        )
        self._frame.hide()
        self.buttons.add_input(self._frame)
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._show_frame)

    def add_buttons(self) -> None:
        self._take: Button | None = None
        self._stop: Button | None = None
        if self.tools.camera is not None:
            self._take = Button(self.theme, self.texts.text("image-open-camera"), icon="camera")
            self._take.clicked.connect(self._press)
            self._take.setProperty("answer", True)
            self.buttons.add_button(self._take)
            self._stop = Button(self.theme, self.texts.text("image-close-camera"), icon="x")
            self._stop.clicked.connect(self._close_camera)
            self.buttons.add_button(self._stop)
            self._stop.hide()
        only_new = bool({"new", "new-front"} & self.looks())
        if not only_new or self.tools.camera is None:
            self.choose_button()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        only_new = bool({"new", "new-front"} & self.looks())
        if only_new and self.tools.camera is None:
            self.remark(self.texts.text("image-no-camera"))

    def takes(self, given: Given) -> bool:
        if picture_of(given.content).isNull():
            self.remark(self.texts.text("image-not-read", name=given.file_name))
            return False
        return super().takes(given)

    # ---------------------------------------------------------------------------- camera

    def _press(self) -> None:
        if self._frames.isActive():
            self._take_picture()
        elif self._show_frame():
            self._frames.start()
            self._say()

    def _show_frame(self) -> bool:
        camera = self.tools.camera
        if camera is None:
            return False
        try:
            frame = picture_of(camera.preview())
        except KnownError as error:
            self._close_camera()
            self.say_problem(error)
            return False
        self._frame.show_picture(frame)
        self._frame.show()
        return True

    def _take_picture(self) -> None:
        camera = self.tools.camera
        if camera is None:
            return
        try:
            content = camera.picture()
        except KnownError as error:
            self._close_camera()
            self.say_problem(error)
            return
        self._close_camera()
        kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        name = self.texts.text("image-file-name")
        given = Given(
            content=content, media_type=kind, file_name=f"{name}.{kind.removeprefix('image/')}"
        )
        if self.takes(given):
            self.give(given)

    def _close_camera(self) -> None:
        if self._frames.isActive() and self.tools.camera is not None:
            self.tools.camera.close()
        self._frames.stop()
        self._frame.hide()
        self._frame.show_picture(QPixmap())
        if self._stop is not None and self._stop.hasFocus() and self._take is not None:
            self._take.setFocus()
        self._say()

    def _say(self) -> None:
        if self._take is None or self._stop is None:
            return
        open_ = self._frames.isActive()
        self._take.set_words(self.texts.text("image-take" if open_ else "image-open-camera"))
        self._stop.setVisible(open_)
        self.buttons.name_inputs()

    def forget(self) -> None:
        self._close_camera()
        super().forget()


class PenRow(QWidget):
    """Pens of which one is in the hand; named for a screen reader by what they differ in."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, texts: Texts, name_id: str, pens: tuple[tuple[str, str], ...]
    ) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        flow = FlowLayout(theme.space(2), self)
        flow.setContentsMargins(0, theme.space(1), 0, 0)
        for number, (value, words_id) in enumerate(pens):
            answer = Answer(name=value, words=Words(texts.text(words_id)))
            card = RadioAnswer(theme, answer, CardLook())
            card.setProperty("answer", False)  # Enter does not stop at a pen
            card.setAccessibleName(f"{texts.text(words_id)}, {texts.text(name_id)}")
            card.setChecked(number == 0)
            self._group.addButton(card, number)
            flow.addWidget(card)
        self._group.idClicked.connect(lambda number: self.chosen.emit(pens[number][0]))


class DrawingQuestion(FileQuestion):
    """A sheet to draw on. What is drawn is given soon after the last line, and when it is left."""

    ratio: ClassVar[float] = 0.5
    colours: ClassVar[bool] = True
    file_name: ClassVar[str] = "draw"
    again_id: ClassVar[str] = "draw-again"

    def add_pane(self) -> None:
        self._dirty = False
        self.canvas = Canvas(self.theme, ratio=self.ratio)
        self.canvas.setMaximumWidth(self.theme.size("canvas-most"))
        self.canvas.setFixedHeight(self.theme.size(f"canvas-{self.file_name}"))
        self.canvas.drawn.connect(self._drawn)
        self.buttons.add_input(self.canvas)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self.commit)

    def add_buttons(self) -> None:
        theme, texts = self.theme, self.texts
        self._undo = Button(theme, texts.text("draw-undo"), icon="arrow-back-up")
        self._undo.clicked.connect(self.canvas.undo)
        self._clear = Button(theme, texts.text("draw-clear"), icon="eraser")
        self._clear.clicked.connect(self.canvas.clear)
        self._again = Button(theme, texts.text(self.again_id), icon="pencil")
        self._again.clicked.connect(self.take_away)
        for button in (self._undo, self._clear, self._again):
            self.buttons.add_button(button)
        self._pens: tuple[PenRow, ...] = ()
        if self.colours:
            colours = PenRow(theme, texts, "draw-colour", _COLOURS)
            colours.chosen.connect(lambda role: setattr(self.canvas, "pen_colour", role))
            widths = PenRow(theme, texts, "draw-width", _WIDTHS)
            widths.chosen.connect(lambda pens: setattr(self.canvas, "pens_wide", float(pens)))
            self._pens = (colours, widths)
            for row in self._pens:
                self.buttons.add_input(row)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.canvas.setAccessibleName(self.words(view.label))
        self.canvas.setAccessibleDescription(self.field.described())

    def _drawn(self) -> None:
        self._dirty = True
        if self.canvas.strokes:
            self._settled.start()
        else:
            self._settled.stop()
            self.commit()
        self._say()

    def commit(self) -> None:
        """Give what is drawn, or take it away where everything was wiped."""
        self._settled.stop()
        if not self._dirty or self.view.readonly:
            return
        self._dirty = False
        most = self.view.parameters.get("max-pixels", "")
        content = self.canvas.png(int(most) if most.isdigit() else 0)
        if content:
            given = Given(
                content=content, media_type="image/png", file_name=f"{self.file_name}.png"
            )
            self._pending = given
            self.attached.emit(self.view.path, given)
        else:
            self.wiped()

    def wiped(self) -> None:
        """Take the answer away: no line is left."""
        self._pending = None
        self.answered.emit(self.view.path, "")

    def sheet(self) -> bool:
        """Tell whether the sheet is shown, and not the picture that was kept."""
        kept = self.view.attachment
        return bool(self.canvas.strokes) or kept is None or self._pending is not None

    def take_away(self) -> None:
        """Begin anew: an empty sheet, no answer."""
        self.canvas.forget()
        self._dirty = False
        self.view = replace(self.view, attachment=None, value="")
        super().take_away()
        self.show_file()
        self.canvas.setFocus()

    def show_file(self) -> None:
        """Show the sheet while it is drawn on, and the kept picture where it is not."""
        kept = self.view.attachment
        drawing = self.sheet()
        self.canvas.setVisible(drawing and not self.view.readonly)
        self.box.hide()
        if not drawing and kept is not None:
            super().show_file()
            self.box.set_locked(True)
        self._say()

    def _say(self) -> None:
        """Offer what can be done now."""
        drawing = not self.canvas.isHidden()
        for widget in (self._undo, self._clear, *self._pens):
            widget.setVisible(drawing)
        self._again.setVisible(not drawing)
        self.buttons.name_inputs()

    def forget(self) -> None:
        self._settled.stop()
        self.canvas.forget()
        super().forget()


class SignatureQuestion(DrawingQuestion):
    """A signature: black on white, lines only, no time and no pressure."""

    colours: ClassVar[bool] = False
    file_name: ClassVar[str] = "signature"
    again_id: ClassVar[str] = "draw-sign-again"


class AnnotateQuestion(DrawingQuestion):
    """Lines over a picture that is chosen first."""

    file_name: ClassVar[str] = "annotate"
    choose_id: ClassVar[str] = "image-choose"

    def add_buttons(self) -> None:
        self._choose = self.choose_button()
        super().add_buttons()

    def takes(self, given: Given) -> bool:
        if picture_of(given.content).isNull():
            self.remark(self.texts.text("image-not-read", name=given.file_name))
            return False
        return super().takes(given)

    def give(self, given: Given) -> None:
        """Lay the picture under the sheet; with or without lines it is the answer."""
        self._base = given
        self.canvas.forget()
        self.canvas.set_background(given.content)
        super().give(given)

    _base: Given | None = None

    def wiped(self) -> None:
        if self._base is not None:
            self.give(self._base)

    def sheet(self) -> bool:
        return self.canvas.has_background

    def show_file(self) -> None:
        super().show_file()
        none = self.view.attachment is None and self._pending is None
        self._again.setHidden(self.canvas.has_background or none)
        if none and not self.view.readonly:
            self.remark(self.texts.text("draw-choose-first"))

    def take_away(self) -> None:
        self._base = None
        super().take_away()
        self.buttons.take_focus()
