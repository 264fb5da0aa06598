"""Files as answers: chosen, or recorded where the device can; shown by name and size, removed."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.errors import KnownError
from kiosk.problems import problem_of
from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.chooser import choose_by_dialog
from kiosk.ui.questions.labels import picture_of
from kiosk.ui.questions.question import NO_TOOLS, Given, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.attachment import AttachmentBox
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.layouts import FlowLayout


class ButtonsField(Field):
    """A label over a row of buttons."""

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__(theme, label)
        self._buttons: list[Button] = []
        self.bar = QWidget()
        self.flow = FlowLayout(theme.space(3), self.bar)
        self.flow.setContentsMargins(0, theme.space(1), 0, 0)

    def add_button(self, button: Button) -> Button:
        """Add a button to the row."""
        self.flow.addWidget(button)
        self._buttons.append(button)
        return button

    def finish(self) -> None:
        """Put the row below what was added before it."""
        self.add_input(self.bar)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        shown = tuple(one for one in self._buttons if not one.isHidden() and one.isEnabled())
        return shown or tuple(self._buttons[:1])

    def name_inputs(self) -> None:
        for button in self._buttons:
            button.setAccessibleName(f"{button.words()}, {self.label.words()}")
            button.setAccessibleDescription(self.described())


class FileQuestion(Question):
    """Choose a file. What was chosen is shown at once; the service keeps it and answers."""

    whole_width = True
    choose_id: ClassVar[str] = "file-choose"

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self.buttons = ButtonsField(theme, view.label)
        super().__init__(theme, texts, view, self.buttons, tools)
        self._pending: Given | None = None
        self.box = AttachmentBox(theme, texts)
        self.box.removed.connect(self.take_away)
        self.add_pane()
        self.buttons.add_input(self.box)
        self.add_buttons()
        self.buttons.finish()
        self.show_view(view)

    def add_pane(self) -> None:
        """Put what stands above the file, as a preview or a canvas."""

    def add_buttons(self) -> None:
        """Put the buttons that give a file."""
        self.choose_button()

    def choose_button(self) -> Button:
        """Put the button that opens a dialog, and return it."""
        button = Button(self.theme, self.texts.text(self.choose_id), icon="paperclip")
        button.clicked.connect(self.choose)
        button.setProperty("answer", True)
        return self.buttons.add_button(button)

    # ---------------------------------------------------------------------------- giving

    def choose(self) -> None:
        """Let a person choose a file; none chosen changes nothing."""
        ask = self.tools.choose_file or choose_by_dialog
        try:
            given = ask(self, self.texts.text(self.choose_id), self.view.media_type)
        except KnownError as error:
            self.say_problem(error)
            return
        if given is not None and self.takes(given):
            self.give(given)

    def takes(self, given: Given) -> bool:
        """Tell whether a file fits the question; say so where not."""
        wanted = [one.strip() for one in self.view.media_type.split(",") if one.strip()]
        fits = not wanted or any(_fits(given, one) for one in wanted)
        if not fits:
            self.remark(self.texts.text("file-other-kind", name=given.file_name))
        return fits

    def give(self, given: Given) -> None:
        """Take a file as the answer."""
        self.remark("")
        self._pending = given
        self.attached.emit(self.view.path, given)
        self.show_file()

    def take_away(self) -> None:
        """Take the answer away."""
        self._pending = None
        self._sent = ""
        self.answered.emit(self.view.path, "")
        self.remark("")
        self.box.hide()
        self.buttons.take_focus()

    def say_problem(self, error: KnownError) -> None:
        """Say what happened and what to do, under the input."""
        problem = problem_of(error, self.texts)
        self.remark(f"{problem.happened} {problem.todo}")

    # --------------------------------------------------------------------------- showing

    def show_view(self, view: QuestionView) -> None:
        kept = view.attachment
        if kept is not None and kept != self.view.attachment:
            self._pending = None
        super().show_view(view)
        for button in self.buttons.inputs():
            button.setEnabled(not view.readonly)
        self.buttons.bar.setVisible(not view.readonly)
        self.show_file()

    def show_file(self) -> None:
        """Show the file that is the answer, or none."""
        pending, kept = self._pending, self.view.attachment
        if pending is not None:
            picture = self.preview_of(pending.content, pending.media_type)
            self.box.show_file(
                pending.file_name, len(pending.content), picture, of=self.words(self.view.label)
            )
        elif kept is not None:
            picture = picture_of(kept.preview)
            self.box.show_file(kept.name, kept.size_bytes, picture, of=self.words(self.view.label))
        else:
            self.box.hide()
        self.box.set_locked(self.view.readonly)

    def preview_of(self, content: bytes, media_type: str) -> QPixmap:
        """Return what a file looks like, empty for all but pictures."""
        return picture_of(content) if media_type.startswith("image/") else QPixmap()

    def commit(self) -> None:
        """Nothing is typed here; files are given when they are chosen."""

    def forget(self) -> None:
        super().forget()
        self._pending = None
        self.box.picture.show_picture(QPixmap())


class RecordingQuestion(FileQuestion):
    """Sound or video: recorded where the device has a recorder, chosen anywhere."""

    def add_buttons(self) -> None:
        self._recording = False
        self._record: Button | None = None
        if self.tools.recorder is not None:
            words = self.texts.text("file-record")
            self._record = Button(self.theme, words, icon="microphone")
            self._record.clicked.connect(self._switch)
            self._record.setProperty("answer", True)
            self.buttons.add_button(self._record)
        self.choose_button()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        if self.tools.recorder is None:
            video = view.kind is QuestionKind.VIDEO
            self.remark(self.texts.text("file-no-video" if video else "file-no-recorder"))

    def _switch(self) -> None:
        recorder, button = self.tools.recorder, self._record
        if recorder is None or button is None:
            return
        video = self.view.kind is QuestionKind.VIDEO
        kind, name = ("video/webm", "video.webm") if video else ("audio/ogg", "audio.ogg")
        try:
            if self._recording:
                self._recording = False
                self.give(Given(content=recorder.stop(), media_type=kind, file_name=name))
            else:
                recorder.start(kind)
                self._recording = True
        except KnownError as error:
            self._recording = False
            self.say_problem(error)
        words_id = "file-record-stop" if self._recording else "file-record"
        button.set_words(self.texts.text(words_id))
        self.buttons.name_inputs()

    def forget(self) -> None:
        if self._recording and self.tools.recorder is not None:
            self.tools.recorder.stop()
            self._recording = False
        super().forget()


def _fits(given: Given, wanted: str) -> bool:
    if wanted in ("*", "*/*"):
        return True
    if wanted.startswith("."):
        return given.file_name.lower().endswith(wanted.lower())
    if wanted.endswith("/*"):
        return given.media_type.startswith(wanted[:-1])
    return given.media_type == wanted
