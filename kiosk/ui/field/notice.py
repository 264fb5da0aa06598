"""V33 Aviso de privacidad: read before the first question; what is sensitive is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.views import NoticePage, PurposeChoice, SectionView
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.questions.markdown import plain
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, SideCard, clear_layout
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.printing import can_print, print_text
from kiosk.ui.widgets.text import Text
from sync.events import NoticeMeans
from sync.ids import Salt

_YES, _NO = "yes", "no"
_MEANS = (
    (NoticeMeans.READ_ON_SCREEN, "notice-on-screen"),
    (NoticeMeans.READ_ALOUD, "notice-aloud"),
    (NoticeMeans.ON_PAPER, "notice-on-paper"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWanted:
    """What V33 is entered with. to_review: it leads back to V11, whence it was opened."""

    draft_id: Salt
    to_review: bool = False


class NoticeScreen(FieldScreen):
    """One key says how the person came to know the notice; silence decides nothing."""

    screen_id: ClassVar[str] = "V33"
    title_id = "notice-title"
    known = Signal(object, bool)
    """A SectionView, and whether it leads back to V11: the notice is recorded, all is decided."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._wanted: NoticeWanted | None = None
        self.page: NoticePage | None = None
        self._going = False
        self._opened = False
        self.set_head(self.text("notice-title"), subtitle=self.text("notice-subtitle"))
        self.summary = self.add_summary()
        self._card = Card(theme)
        self._short = Text(theme, "", "h3", bold=False)
        self._card.body.addWidget(self._short)
        self.open_full = Button(theme, self.text("notice-full"), Kind.LINK, icon="file-text")
        self.open_full.clicked.connect(self._toggle_full)
        self._card.body.addWidget(self.open_full, 0, Qt.AlignmentFlag.AlignLeft)
        self._full = QWidget()
        full = QVBoxLayout(self._full)
        full.setContentsMargins(0, 0, 0, 0)
        full.setSpacing(theme.space(2))
        self._full_lines = QVBoxLayout()
        full.addLayout(self._full_lines)
        self._print = Button(theme, self.text("notice-print"), Kind.LINK)
        self._print.clicked.connect(self._print_full)
        self._print.setVisible(can_print())
        full.addWidget(self._print, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.body.addWidget(self._full)
        self.main_column.addWidget(self._card)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme.space(3))
        self.main_column.addLayout(self._choices)
        self.fields: dict[str, ChoiceField] = {}
        self._side = QVBoxLayout()
        self.side_column.addLayout(self._side)
        self.means: list[Button] = []
        for number, (means, message_id) in enumerate(_MEANS):
            words, key = self.text(message_id), str(number + 1)
            button = self.add_action(words, Kind.SECONDARY if number else Kind.PRIMARY, key=key)
            button.clicked.connect(lambda _on=False, means=means: self._go(means))
            self.means.append(button)
        self.primary = self.means[0]
        self.go_on = self.add_action(self.text("continue"), Kind.PRIMARY, key="Ctrl+Enter")
        self.go_on.clicked.connect(lambda: self._go(NoticeMeans.READ_ON_SCREEN))
        self.add_back()

    # -------------------------------------------------------------------------- showing

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, NoticeWanted):
            return
        self.clear_problem()
        self._wanted, self.page = argument, None
        self._going = self._opened = False
        self.summary.show_messages([])
        self._card.hide()
        for button in (*self.means, self.go_on):
            button.setEnabled(False)
        draft = argument.draft_id
        notices = self.kit.services.notices
        self.kit.background.run(lambda: notices.page(draft), self._show, self.show_problem)

    def _show(self, page: NoticePage) -> None:
        self.page = page
        for button in (*self.means, self.go_on):
            button.setEnabled(True)
        for button in self.means:
            button.setVisible(page.due)
        self.go_on.setVisible(not page.due)
        self.primary = self.means[0] if page.due else self.go_on
        self._short.setText(page.short)
        self.open_full.setVisible(bool(page.full))
        clear_layout(self._full_lines)
        for paragraph in page.full.strip().split("\n\n"):
            title, _, rest = paragraph.partition("\n")
            self._full_lines.addWidget(Text(self.theme, title, "label" if rest else "body"))
            if rest:
                self._full_lines.addWidget(Text(self.theme, rest))
        self._show_full()
        self._card.show()
        self._show_choices(page.choices)
        self._show_side(page)
        self.order_tabs()
        self.scroller.verticalScrollBar().setValue(0)
        self._focus()

    def _show_choices(self, choices: tuple[PurposeChoice, ...]) -> None:
        clear_layout(self._choices)
        self.fields = {}
        for one in choices:
            card = Card(self.theme)
            labels = ", ".join(plain(label) for label in one.labels)
            field = ChoiceField(
                self.theme, one.sentence, self.text("notice-sensitive", questions=labels)
            )
            field.set_choices(
                [(_YES, self.text("notice-accepts")), (_NO, self.text("notice-refuses"))]
            )
            field.set_value("" if one.accepted is None else _YES if one.accepted else _NO)
            field.chosen.connect(lambda _name, field=field: self._decided(field))
            card.body.addWidget(field)
            self._choices.addWidget(card)
            self.fields[one.purpose_id] = field

    def _show_side(self, page: NoticePage) -> None:
        clear_layout(self._side)
        card = SideCard(self.theme, self.text("review-service"))
        card.body.addWidget(Text(self.theme, page.service_name, "h3"))
        card.body.addWidget(Text(self.theme, page.person.display_name))
        self._side.addWidget(card)

    def _toggle_full(self) -> None:
        self._full.setVisible(not self._full.isVisible())
        self._opened = self._opened or self._full.isVisible()
        self.open_full.set_words(
            self.text("notice-close" if self._full.isVisible() else "notice-full")
        )
        self.order_tabs()

    def _show_full(self) -> None:
        self._full.hide()
        self.open_full.set_words(self.text("notice-full"))

    def _print_full(self) -> None:
        if self.page is not None:
            print_text(self.text("notice-title"), self.page.full)

    def _focus(self) -> None:
        """Begin at the words of the notice; where they were read, at what is to be decided."""
        page = self.page
        if page is not None and page.due and page.full:
            self.open_full.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        open_ones = [field for field in self.fields.values() if not field.value()]
        if open_ones:
            open_ones[0].take_focus()
        elif self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------- deciding

    def _decided(self, field: ChoiceField) -> None:
        field.set_message(None)
        if not any(one.message() for one in self.fields.values()):
            self.summary.show_messages([])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        page = self.page
        if number in ("1", "2", "3") and page is not None and page.due:
            self.means[int(number) - 1].click()
            return
        super().keyPressEvent(event)

    def enter_pressed(self) -> None:
        """Enter goes on to the next choice, then to the buttons; it says nothing by itself."""
        undecided = [field for field in self.fields.values() if not field.value()]
        if undecided:
            undecided[0].take_focus()
        elif self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.TabFocusReason)

    def _go(self, means: NoticeMeans) -> None:
        page, wanted = self.page, self._wanted
        if page is None or wanted is None or self._going:
            return
        said = {purpose: field.value() for purpose, field in self.fields.items()}
        missing = [self.fields[purpose] for purpose, value in said.items() if not value]
        if missing:
            words = self.text("notice-undecided")
            for field in missing:
                field.set_message(words)
            self.summary.show_messages([(words, field) for field in missing])
            self.order_tabs()
            self.scroller.verticalScrollBar().setValue(0)
            return
        self._going = True
        decided = {purpose: value == _YES for purpose, value in said.items()}
        notices, opened = self.kit.services.notices, self._opened
        self.kit.background.run(
            lambda: notices.shown(page.draft_id, means, decided, full=opened),
            lambda view: self._done(view, wanted),
            self._failed,
        )

    def _done(self, view: SectionView, wanted: NoticeWanted) -> None:
        self._going = False
        self.known.emit(view, wanted.to_review)

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
