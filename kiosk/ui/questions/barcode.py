"""Codes: a scanner that types and ends with Enter, a picture of the code, or typed by hand."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kiosk.errors import KnownError
from kiosk.problems import problem_of
from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.chooser import choose_by_dialog
from kiosk.ui.questions.labels import picture_of
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.questions.text import SecretEdit, TextQuestion
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.fields import LineEdit
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.picture import Picture

_FRAME_MS = 200


class BarcodeQuestion(TextQuestion):
    """One line that a scanner types into; the buttons read a code from a picture or the camera."""

    _bar: QWidget | None = None

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, tools)
        self._frame = Picture(theme, texts.text("image-camera"), most_px=theme.size("camera-frame"))
        self._frame.hide()
        bar = QWidget()
        flow = FlowLayout(theme.space(3), bar)
        flow.setContentsMargins(0, theme.space(1), 0, 0)
        self._buttons: list[Button] = []
        self._camera: Button | None = None
        if tools.scanner is not None:
            if tools.camera is not None:
                self._camera = Button(theme, texts.text("barcode-camera"), icon="scan")
                self._camera.clicked.connect(self._switch_camera)
                self._buttons.append(self._camera)
            picture = Button(theme, texts.text("barcode-picture"), icon="photo-down")
            picture.clicked.connect(self._read_picture)
            self._buttons.append(picture)
        for button in self._buttons:
            flow.addWidget(button)
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._look)
        self.line.add_input(self._frame)
        self.line.add_input(bar)
        self._bar = bar
        self._dress()

    def _dress(self) -> None:
        view = self.view
        for button in self._buttons:
            button.setAccessibleName(f"{button.words()}, {self.words(view.label)}")
        if self._bar is not None:
            self._bar.setVisible(bool(self._buttons) and not view.readonly)
        if not view.value and not view.readonly:
            self.edit.setPlaceholderText(self.texts.text("barcode-placeholder"))

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        if self._bar is not None:
            self._dress()

    # --------------------------------------------------------------------------- reading

    def _take(self, image: bytes) -> bool:
        """Take the code in a picture, if there is one."""
        scanner = self.tools.scanner
        codes = scanner.read_image(image) if scanner is not None else ()
        if not codes:
            return False
        self.line.set_value(codes[0])
        self.remark(self.texts.text("barcode-several") if len(codes) > 1 else "")
        self.commit()
        return True

    def _read_picture(self) -> None:
        ask = self.tools.choose_file or choose_by_dialog
        try:
            given = ask(self, self.texts.text("image-choose"), "image/*")
        except KnownError as error:
            self._say_problem(error)
            return
        if given is not None and not self._take(given.content):
            self.remark(self.texts.text("barcode-none"))

    def _switch_camera(self) -> None:
        if self._frames.isActive():
            self._close_camera()
        elif self._look():
            return
        elif self._camera is not None and not self._frame.isHidden():
            self._frames.start()
            self._camera.set_words(self.texts.text("barcode-camera-stop"))
            self._dress()

    def _look(self) -> bool:
        """Look for a code in one frame; tell whether there was one."""
        camera = self.tools.camera
        if camera is None:
            return False
        try:
            frame = camera.preview()
        except KnownError as error:
            self._close_camera()
            self._say_problem(error)
            return False
        if self._take(frame):
            self._close_camera()
            self.edit.setFocus()
            return True
        self._frame.show_picture(picture_of(frame))
        self._frame.show()
        return False

    def _close_camera(self) -> None:
        if self.tools.camera is not None:
            self.tools.camera.close()
        self._frames.stop()
        self._frame.hide()
        if self._camera is not None:
            self._camera.set_words(self.texts.text("barcode-camera"))
            self._dress()

    def _say_problem(self, error: KnownError) -> None:
        problem = problem_of(error, self.texts)
        self.remark(f"{problem.happened} {problem.todo}")

    def forget(self) -> None:
        if self._frames.isActive():
            self._close_camera()
        super().forget()


class SecretBarcodeQuestion(BarcodeQuestion):
    """A code that nobody sees."""

    @staticmethod
    def make(theme: Theme) -> LineEdit:
        return SecretEdit(theme)
