"""K07 Pregunta: a form walked through page by page, over a port (`FormRunner`).

The same runner serves the preview of a form and a visit at the kiosk. It keeps nothing: every
answer goes to the port at once, and when the visit ends each widget forgets what it held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KnownError
from kiosk.services.views.runner import FormRunner, KioskPage
from kiosk.texts import Texts
from kiosk.ui.questions.question import NO_TOOLS, Given, Tools
from kiosk.ui.selfservice.frame import KioskFrame
from kiosk.ui.selfservice.notice import DecidePage, KioskNotice, NoticeWalk, ReadPage
from kiosk.ui.selfservice.overlay import HelpPage, LanguagePage
from kiosk.ui.selfservice.page import QuestionPage
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.paged import PagedArea
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import TouchButton

UNDO_MS = 5_000
"""How long a choice that moved on by itself can be taken back (FORMS §13)."""


class Work(Protocol):
    """Does work off the GUI thread and gives its result back on it: `Background.run`."""

    def __call__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None] | None = None,
    ) -> None:
        """Begin; *done* or *failed* is called later, in the order of the calls."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What the aids of the header change."""

    large_letters: bool = False
    high_contrast: bool = False


class FormPages(QWidget):
    """The window's content for one walk through a form."""

    ended = Signal()
    """*Continuar* on the last page: everything was answered."""
    finish_wanted = Signal()
    """*Terminar*."""
    left_first = Signal()
    """*Atrás* on the first page."""
    looks_wanted = Signal(object)
    """Looks: an aid of the header was touched; whoever owns the theme calls `show_looks`."""
    failed = Signal(object)
    """A KnownError: the last act did nothing."""
    page_shown = Signal(object)
    """A KioskPage is now seen."""
    notice_known = Signal(bool, object)
    """Whether the full notice was opened, and purpose -> answer; the first question comes next."""

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        runner: FormRunner,
        work: Work,
        *,
        tools: Tools = NO_TOOLS,
        institution: str = "",
        looks: Looks | None = None,
        notice: KioskNotice | None = None,
    ) -> None:
        """Build the window. *notice* is read, and what it asks decided, before the first page."""
        super().__init__()
        self.theme, self.texts, self._runner, self._work = theme, texts, runner, work
        self._tools, self._institution = tools, institution
        self.looks = looks or Looks()
        self.page: QuestionPage | None = None
        self._before_form = None if notice is None else NoticeWalk(notice)
        self._notice_page: ReadPage | DecidePage | None = None
        self._seen: KioskPage | None = None
        self._pads: list[QWidget] = []
        self._waiting = 0
        self._moving = False  # a page is on its way: another touch is for the page that is seen
        self._visit = 0
        self._covered = False
        self._before = ""  # what stood where something was answered last
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        # the panel decides the size; a page that needs more turns by pages
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._build_frame()

    # ---------------------------------------------------------------------------- building

    def _build_frame(self) -> None:
        frame = KioskFrame(self.theme, self.texts, self._institution)
        frame.back_wanted.connect(self._back)
        frame.forward_wanted.connect(self._forward)
        frame.finish_wanted.connect(self.finish_wanted.emit)
        frame.help_wanted.connect(self._show_help)
        frame.language_wanted.connect(self._show_languages)
        frame.letters_wanted.connect(lambda: self._want_looks(letters=True))
        frame.contrast_wanted.connect(lambda: self._want_looks(letters=False))
        self.frame = frame
        self.area = PagedArea(self.theme, self.texts)
        frame.place.addWidget(self.area)
        self._undo = UndoBar(self.theme, self.texts)
        frame.above_footer.addWidget(self._undo)
        self._column.addWidget(frame)

    def show_looks(self, theme: Theme, looks: Looks) -> None:
        """Draw everything anew in other sizes or colours; answers are with the port already."""
        self._commit()
        self._drop_page()
        old = self.frame
        old.stop()
        old.hide()
        old.deleteLater()
        self.theme, self.looks = theme, looks
        self._build_frame()
        if self._before_form is not None:
            self._show_notice(self._before_form)
        elif self._seen is not None:
            seen, self._seen = self._seen, None
            self._show(seen)

    def _want_looks(self, *, letters: bool) -> None:
        now = self.looks
        self.looks_wanted.emit(
            Looks(
                large_letters=now.large_letters is not letters,
                high_contrast=now.high_contrast if letters else not now.high_contrast,
            )
        )

    # ----------------------------------------------------------------------------- showing

    def start(self) -> None:
        """Show the notice where there is one to be read, else the page the port is at."""
        if self._before_form is not None:
            self._show_notice(self._before_form)
        else:
            self._do(self._runner.here)

    def _show_notice(self, walk: NoticeWalk) -> None:
        page = self._notice_page = walk.page(self.theme, self.texts)
        self.area.set_content(page)
        self.frame.aids["language"].hide()  # the notice is in the language that was chosen before
        self.frame.show_forward(self.texts.text("continue"))
        page.enter()

    def _move_notice(self, walk: NoticeWalk, *, onward: bool) -> None:
        if onward and not walk.may_go_on:
            if isinstance(self._notice_page, DecidePage):
                self._notice_page.refuse_silence()
            return
        if walk.forward() if onward else walk.back():
            self._show_notice(walk)
        elif onward:
            self._before_form = self._notice_page = None
            self.notice_known.emit(walk.opened, dict(walk.said))
            self._do(self._runner.here)
        else:
            self.left_first.emit()

    def _do(self, act: Callable[[], KioskPage]) -> None:
        """Let the port act, then show the page that follows."""
        self._waiting += 1
        visit = self._visit
        self._work(act, partial(self._arrived, visit), partial(self._refused, visit))

    def _move(self, act: Callable[[], KioskPage]) -> None:
        """Do what leads to another page, once; a second touch before it is there is no second."""
        if not self._moving:
            self._moving = True
            self._do(act)

    def _arrived(self, visit: int, page: KioskPage) -> None:
        if visit != self._visit:
            return  # of a visit that is over: nothing of it may be shown
        self._waiting -= 1
        if not self._waiting:  # with another act on its way this page is old news
            self._moving = False
            self._show(page)

    def _refused(self, visit: int, error: KnownError) -> None:
        if visit != self._visit:
            return
        self._waiting -= 1
        self._moving = False
        self.failed.emit(error)

    def _show(self, page: KioskPage) -> None:
        moved = self._seen is None or self._seen.key != page.key
        wrong = any(view.message for view in page.questions())
        self._seen = page
        if self.page is not None and not moved and self.page.same_questions(page):
            self.page.show_page(page)
            if wrong:
                self.page.enter()
        else:
            self._enter(page)
        self.frame.aids["language"].setVisible(len(page.languages) > 1)
        self.page_shown.emit(page)

    def _enter(self, page: KioskPage) -> None:
        self._drop_page()
        shown = QuestionPage(self.theme, self.texts, page, self._tools)
        shown.answered.connect(self._answered)
        shown.attached.connect(self._attached)
        shown.finished.connect(self._finished)
        shown.repeat_chosen.connect(self._repeat)
        shown.pad_changed.connect(self._show_pad)
        self.page = shown
        self.area.set_content(shown)
        self._pads = [q.pad for q in shown.questions.values() if q.pad is not None]
        for pad in self._pads:
            pad.hide()
            self.frame.dock.addWidget(pad)
        self.frame.show_forward(shown.primary_words())
        shown.enter()

    def _show_pad(self, wanted: QWidget | None) -> None:
        for pad in self._pads:
            pad.setVisible(pad is wanted)
        self.frame.show_dock(wanted is not None)

    def _drop_page(self) -> None:
        """End the page that is shown: its keys go with it."""
        if self.page is not None:
            self.page.release()
        for pad in self._pads:
            pad.hide()
            pad.deleteLater()
        self._pads, self.page = [], None
        self.frame.show_dock(False)

    # --------------------------------------------------------------------------- answering

    def _answered(self, path: str, text: str) -> None:
        seen = self._seen.questions() if self._seen is not None else ()
        self._before = next((view.value for view in seen if view.path == path), "")
        self._do(partial(self._runner.answer, path, text))

    def _attached(self, path: str, given: Given) -> None:
        self._do(partial(self._runner.attach, path, given.content, given.media_type))

    def _repeat(self, again: bool) -> None:
        if self._seen is not None and self._seen.ask is not None:
            path = self._seen.ask.path
            self._move(partial(self._runner.repeat, path, again=again))

    def _finished(self, path: str) -> None:
        """Go on after a `quick` choice; for some seconds it can be taken back."""
        if self.page is None:
            return
        before = self._before
        words = self.texts.text("quick-chosen", answer=self.page.chosen_words(path))
        self._move(self._runner.forward)
        self._undo.offer(words, lambda: self._take_back(path, before))

    def _take_back(self, path: str, before: str) -> None:
        self._move(self._runner.back)
        self._do(partial(self._runner.answer, path, before))

    # ------------------------------------------------------------------------------ moving

    def _commit(self) -> None:
        if self.page is not None:
            self.page.commit()

    def _forward(self) -> None:
        self._undo.end()
        if self._covered:
            self._uncover()
            return
        if self._before_form is not None:
            self._move_notice(self._before_form, onward=True)
            return
        self._commit()
        if self._seen is not None and self._seen.ended:
            self.ended.emit()
            return
        if self._seen is not None and self._seen.ask is not None:
            self._move(partial(self._runner.repeat, self._seen.ask.path, again=False))
            return
        self._move(self._runner.forward)

    def _back(self) -> None:
        self._undo.end()
        if self._covered:
            self._uncover()
            return
        if self._before_form is not None:
            self._move_notice(self._before_form, onward=False)
            return
        self._commit()
        if self._seen is not None and self._seen.first:
            self.left_first.emit()
            return
        self._move(self._runner.back)

    # -------------------------------------------------------------------------------- aids

    def _show_help(self) -> None:
        self._commit()
        asked = self._seen.questions() if self._seen is not None else ()
        self._cover(HelpPage(self.theme, self.texts, self._tools.speaker, asked))

    def _show_languages(self) -> None:
        if self._seen is None:
            return
        self._commit()
        page = LanguagePage(self.theme, self.texts, self._seen.languages, self._seen.language)
        page.chosen.connect(lambda name: self._do(partial(self._runner.set_language, name)))
        self._cover(page)

    def _cover(self, cover: HelpPage | LanguagePage) -> None:
        """Put a page of ours in place of the question; it comes back by itself."""
        self._drop_page()
        self._covered = True
        cover.closed.connect(self._uncover)
        self.area.set_content(cover)
        self.frame.show_forward(self.texts.text("continue"))
        cover.enter()

    def _uncover(self) -> None:
        self._covered = False
        if self._before_form is not None:
            self._show_notice(self._before_form)
            return
        seen, self._seen = self._seen, None
        if seen is not None:
            self._show(seen)

    def forget(self) -> None:
        """End the visit: every widget forgets, nothing of it stays on the screen (UX A24)."""
        self._undo.end()
        self._visit += 1
        self._waiting, self._moving, self._before = 0, False, ""
        if self.page is not None:
            self.page.forget()
        self._drop_page()
        self.area.set_content(QWidget())
        self._before_form = self._notice_page = None
        self._seen = None


class UndoBar(QFrame):
    """*Eligió: Sí* and a way to take it back, for five seconds."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.setProperty("card", "neutral")
        row = QHBoxLayout(self)
        margin = theme.size("margin")
        row.setContentsMargins(margin, theme.space(1), margin, theme.space(1))
        row.setSpacing(theme.size("gutter"))
        self.words = Text(theme, "", "body-2", bold=True)
        row.addWidget(self.words, 1)
        self.button = TouchButton(theme, texts.text("quick-undo"), icon="arrow-back-up")
        self.button.clicked.connect(self._act)
        row.addWidget(self.button)
        self._undo: Callable[[], None] = lambda: None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(UNDO_MS)
        self.timer.timeout.connect(self.end)
        self.hide()

    def offer(self, words: str, undo: Callable[[], None]) -> None:
        """Show what was chosen and offer to undo it for a while."""
        self.words.setText(words)
        self._undo = undo
        self.show()
        self.timer.start()
        announce(self, words)

    def _act(self) -> None:
        undo = self._undo
        self.end()
        undo()

    def end(self) -> None:
        """Offer it no longer."""
        self.timer.stop()
        self.words.setText("")
        self._undo = lambda: None
        self.hide()
