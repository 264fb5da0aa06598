"""One page of a form at the kiosk: its head, its questions, and the keys of the one at work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views.runner import KioskPage, RepeatAsk
from kiosk.texts import Texts
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.question import Given, Mode, Tools
from kiosk.ui.questions.registry import question_widget
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.selfservice.frame import StepBar
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.card_pages import CardPages
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch_cards import CardWords

YES, NO = "yes", "no"


class QuestionPage(QWidget):
    """The questions of one page. It is made when the page is entered and ends with it."""

    answered = Signal(str, str)
    attached = Signal(str, object)
    finished = Signal(str)
    repeat_chosen = Signal(bool)
    pad_changed = Signal(object)
    """The keys to show below the page: a widget, or None."""

    def __init__(self, theme: Theme, texts: Texts, page: KioskPage, tools: Tools) -> None:
        super().__init__()
        self.theme, self.texts, self.page, self._tools = theme, texts, page, tools
        self.questions: dict[str, TouchQuestion] = {}
        self.ask: CardPages | None = None
        self._pad: QWidget | None = None
        self.setObjectName("page")
        self._column = QVBoxLayout(self)
        margin = theme.size("margin")
        self._column.setContentsMargins(margin, theme.space(5), margin, theme.space(5))
        self._column.setSpacing(theme.space(2))
        self._steps = StepBar(theme, texts)
        self._kicker = Text(theme, "", "body-2", "ink-2", bold=True)
        self._first_line = QHBoxLayout()
        self._first_line.setSpacing(theme.size("gutter"))
        above = QVBoxLayout()
        above.setSpacing(theme.space(2))
        above.addWidget(self._steps)
        above.addWidget(self._kicker)
        self._first_line.addLayout(above, 1)
        self._column.addLayout(self._first_line)
        self._title = Text(theme, "", "h1")
        self._title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title.setProperty("own-ring", True)
        self._column.addWidget(self._title)
        self._under = Text(theme, "", "body-2", "ink-2")
        self._column.addWidget(self._under)
        self._column.addSpacing(theme.space(2))
        self._build(page)
        self.show_page(page)

    # ---------------------------------------------------------------------------- building

    def _build(self, page: KioskPage) -> None:
        several = len(page.questions()) > 1
        for view in page.questions():
            question = question_widget(self.theme, self.texts, view, self._tools, Mode.KIOSK)
            if not isinstance(question, TouchQuestion):
                raise TypeError("a kiosk page holds questions to be touched")
            if several:
                question.set_compact()
            question.answered.connect(self.answered.emit)
            question.attached.connect(self._attached)
            question.finished.connect(self.finished.emit)
            question.pad_wanted.connect(lambda own=question: self._show_pad(own.pad))
            question.pad_done.connect(self._pad_done)
            self.questions[view.path] = question
            if question.listen is not None and not several and not view.media.audio:
                self._first_line.addWidget(question.listen, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addWidget(question, 0 if several else 1)
            if several:
                self._column.addSpacing(self.theme.space(4))
        if page.ask is not None:
            self._build_ask(page.ask)
        if several or page.ended:
            self._column.addStretch(1)

    def _build_ask(self, ask: RepeatAsk) -> None:
        self.ask = CardPages(self.theme, self.texts)
        self.ask.set_answers(
            [
                CardWords(name=YES, label=self.texts.text("repeat-yes")),
                CardWords(name=NO, label=self.texts.text("repeat-no")),
            ]
        )
        self.ask.touched.connect(lambda name: self.repeat_chosen.emit(name == YES))
        self._column.addWidget(self.ask, 1)
        self._kicker.setText(ask.label)

    def _attached(self, path: str, given: Given) -> None:
        self.attached.emit(path, given)

    # ----------------------------------------------------------------------------- showing

    def show_page(self, page: KioskPage) -> None:
        """Draw what followed from an answer; the focus stays where it is."""
        self.page = page
        self._steps.show_step(page.step, page.steps)
        several = len(page.questions()) > 1
        title, under, kicker = page.title, "", page.kicker
        if page.ask is not None:
            title = self.texts.text("repeat-another" if page.ask.count else "repeat-first")
            under = self.texts.text("repeat-count", n=page.ask.count)
            kicker = page.ask.label
        elif page.ended:
            title, under = self.texts.text("kiosk-end-title"), self.texts.text("kiosk-end-words")
        for part, words in ((self._kicker, kicker), (self._title, title), (self._under, under)):
            part.show_words(label_words(self.theme, words))
            part.setVisible(bool(words))
        if len(page.questions()) == 1 or (several and not page.title):
            self._title.hide()
        for view in page.questions():
            question = self.questions.get(view.path)
            if question is not None:
                question.show_view(view)

    def same_questions(self, page: KioskPage) -> bool:
        """Tell whether *page* is this one with other values: then it is only drawn anew."""
        before = [(view.path, view.kind, view.appearance) for view in self.page.questions()]
        after = [(view.path, view.kind, view.appearance) for view in page.questions()]
        return page.key == self.page.key and before == after

    def enter(self) -> None:
        """Put the focus where work begins, and have the page said (UX A12)."""
        first = next(iter(self.questions.values()), None)
        wrong = next((q for q in self.questions.values() if q.view.message), None)
        at = wrong or first
        if at is not None and at.pad is not None:
            at.field.take_focus()
            self._show_pad(at.pad)
        else:
            self._show_pad(None)
            title = at.head.label if at is not None and len(self.questions) == 1 else self._title
            title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            title.setProperty("own-ring", True)
            title.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, " ".join(self.sentences()), at_once=wrong is not None)

    def sentences(self) -> tuple[str, ...]:
        """Return what is said of the page when it is entered: messages first."""
        said = [q.head.message() for q in self.questions.values() if q.head.message()]
        said += [part.words() for part in (self._kicker, self._title) if not part.isHidden()]
        said += [q.head.label.words() for q in self.questions.values()]
        return tuple(said)

    # --------------------------------------------------------------------------------- pads

    @property
    def pad(self) -> QWidget | None:
        """Return the keys that are shown for this page."""
        return self._pad

    def _show_pad(self, pad: QWidget | None) -> None:
        if pad is not self._pad:
            self._pad = pad
            self.pad_changed.emit(pad)

    def _pad_done(self) -> None:
        """Go to the keys of the question below, where there is one; else put them away."""
        waiting = [q for q in self.questions.values() if q.pad is not None]
        at = next((n for n, q in enumerate(waiting) if q.pad is self._pad), len(waiting))
        for question in waiting[at + 1 :]:
            question.field.take_focus()
            self._show_pad(question.pad)
            return
        self._show_pad(None)
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    # ----------------------------------------------------------------------------- leaving

    def commit(self) -> None:
        """Say what is typed and was not said yet."""
        for question in self.questions.values():
            question.commit()

    def release(self) -> None:
        """Let go of cameras and sounds: the page is left."""
        for question in self.questions.values():
            question.release()

    def chosen_words(self, path: str) -> str:
        """Return the label of what was chosen for a question, for the bar that offers to undo."""
        view = self.questions[path].view
        value = self.questions[path].typed()
        return next((one.label for one in view.choices if one.name == value), value)

    def forget(self) -> None:
        """Keep nothing of the visit in any widget."""
        for question in self.questions.values():
            question.forget()
        for text in (self._kicker, self._title, self._under):
            text.setText("")

    def primary_words(self) -> str:
        """Return what the button that goes on says on this page."""
        ids = {question.primary_id for question in self.questions.values()}
        return self.texts.text(ids.pop() if len(ids) == 1 else "continue")
