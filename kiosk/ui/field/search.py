"""V04 Buscar persona: type or scan, arrow keys, Enter."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.account_cards import is_card
from kiosk.services.verifying import is_receipt_code
from kiosk.services.views import PersonRow, SearchResult
from kiosk.texts import Texts
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.screen import Act
from kiosk.ui.widgets.cards import Notice, Rule, SideCard, ValueRow
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import Avatar
from kiosk.ui.widgets.people import PeopleList, PersonLine
from kiosk.ui.widgets.search import SearchEdit
from kiosk.ui.widgets.text import Icon, Text

LEAST_CHARACTERS = 2
DEBOUNCE_MS = 120
ORDER_MARK = "/o#"
"""Stands in the code of every payment order and in nothing else (RECEIPTS §2a)."""
"""A scanner types a whole code in less; a person pauses longer than this between words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """What V04 is entered with: the text typed so far."""

    text: str = ""


class SearchScreen(FieldScreen):
    """Find somebody; the focus stays in the field while the arrow keys choose."""

    screen_id: ClassVar[str] = "V04"
    title_id = "search-title"
    person_opened = Signal(object)
    """A PersonRow whose card was opened; that is recorded."""
    order_scanned = Signal(str)
    """The text of a payment order that somebody shows."""
    card_scanned = Signal(str)
    """The code of an account card: V47 asks for its number."""
    receipt_scanned = Signal(str)
    """The code of a comprobante: V27 says what it is and opens it."""
    create_wanted = Signal(str)
    """Nobody fits: a new card with what was typed."""
    text_kept = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.field = SearchEdit(theme, self.text("search-title"), self.text("search-hint"))
        self.field.textEdited.connect(self._edited)
        self.people = PeopleList(theme, self.text("search-found"))
        self.field.steer(self.people)
        self.people.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.people.clicked.connect(lambda _index: self.field.setFocus())
        self.people.doubleClicked.connect(lambda _index: self._open())
        self.nobody = Notice(theme, "user-plus", tone="neutral")
        self.main_column.setSpacing(theme.space(3))
        self.main_column.addWidget(self.field)
        self.main_column.addWidget(Text(theme, self.text("search-help"), "body", "ink-2"))
        self.main_column.addWidget(self.nobody)
        self.main_column.addWidget(self.people, 1)
        self._side()
        self.add_primary(self.text("search-open")).clicked.connect(self._open)
        self.back_button = self.add_back()
        self.create_button = self.add_action(
            self.text("search-create"), key="Ctrl+Enter", icon="user-plus"
        )
        self.create_button.clicked.connect(self._create)
        self._asked = ""
        self._answered = ""
        self._open_when_answered = False
        self._opening = False
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(DEBOUNCE_MS)
        self._debounce.timeout.connect(self._search)

    def _side(self) -> None:
        theme = self.theme
        self.preview = SideCard(theme)
        head = QHBoxLayout()
        head.setSpacing(theme.space(4))
        self._avatar = Avatar(theme, "", "avatar-card")
        self._name = Text(theme, "", "h3")
        head.addWidget(self._avatar)
        head.addWidget(self._name, 1)
        self.preview.body.addLayout(head)
        self.preview.body.addWidget(Rule(theme))
        self._curp = ValueRow(theme, self.text("person-curp"), "")
        self._born = ValueRow(theme, self.text("person-born"), "")
        self.preview.body.addWidget(self._curp)
        self.preview.body.addWidget(self._born)
        self.preview.body.addWidget(Rule(theme))
        note = QHBoxLayout()
        note.setSpacing(theme.space(2))
        note.addWidget(Icon(theme, "eye", "ink-2"), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(Text(theme, self.text("search-recorded"), "body", "ink-2"), 1)
        self.preview.body.addLayout(note)
        self.side_column.addWidget(self.preview)

    def enter(self, argument: Any) -> None:
        entry = argument if isinstance(argument, SearchEntry) else SearchEntry()
        self.clear_problem()
        self._opening = self._open_when_answered = False
        self.field.setText(entry.text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self._answered = ""
        self._show_nobody_yet()
        self._search()

    def leave(self) -> None:
        self._debounce.stop()
        self.text_kept.emit(self.field.text())

    def _edited(self, _text: str) -> None:
        self._debounce.start()

    def _search(self) -> None:
        text = self.field.text().strip()
        self._asked = text
        if len(text) < LEAST_CHARACTERS or is_card(text) or is_receipt_code(text):
            self._answered = text
            self._show_nobody_yet()
            return
        self.kit.background.run(lambda: self.kit.services.citizens.search(text), self._found)

    def _show_nobody_yet(self) -> None:
        self.people.show_lines(())
        self.people.hide()
        self.nobody.hide()
        self._offer(found=True)
        self.field.set_note("")
        self._show_chosen()

    def _found(self, result: SearchResult) -> None:
        if result.text != self._asked:
            return  # a later search is under way
        self._answered = self._asked
        lines = tuple(person_line(self.texts, row, result.text) for row in result.rows)
        self.people.show_lines(lines)
        self.people.setMinimumHeight(
            min(len(lines), 4) * (self.theme.size("list-row") + self.theme.space(3))
        )
        self.people.setVisible(bool(lines))
        self.nobody.words.setText(self.text("search-none", text=result.text))
        self.nobody.setVisible(not lines)
        self._offer(bool(lines))
        note = self.text("search-count", n=len(lines)) if lines else ""
        self.field.set_note(note)
        announce(self.field, note or self.nobody.words.text())
        self._show_chosen()
        if self._open_when_answered:
            self._open_when_answered = False
            self._open()

    def _offer(self, found: bool) -> None:
        """Let Enter open the chosen card, or create one where nobody was found."""
        if self.primary is not None:
            self.primary.set_words(self.text("search-open" if found else "search-create"))
        self.create_button.setVisible(found)

    def _show_chosen(self) -> None:
        row = self.people.chosen()
        self.preview.setVisible(row is not None)
        if not isinstance(row, PersonRow):
            return
        self._name.setText(row.display_name)
        self._avatar.show_initials(row.initials)
        self._curp.value.setText(row.curp_masked or self.text("person-without"))
        self._born.value.setText(
            self.texts.born(row.born) if row.born else self.text("person-without")
        )

    def enter_pressed(self) -> None:
        text = self.field.text().strip()
        if ORDER_MARK in text:
            self._debounce.stop()
            self.field.setText("")
            self.order_scanned.emit(text)
            return
        if is_card(text):
            self._debounce.stop()
            self.field.setText("")  # Atrás comes back to an empty search, not to a card
            self.card_scanned.emit(text)
            return
        if is_receipt_code(text):
            self._debounce.stop()
            self.field.setText("")
            self.receipt_scanned.emit(text)
            return
        if self._debounce.isActive() or self.field.text().strip() != self._answered:
            self._debounce.stop()
            self._open_when_answered = True  # a scanner ends with Enter before the answer is here
            self._search()
            return
        self._open()

    def _open(self) -> None:
        row = self.people.chosen()
        if self._opening:
            return
        if not isinstance(row, PersonRow):
            if self.field.text().strip():
                self._create()
            return
        self._opening = True
        subject = row.subject
        self.kit.background.run(
            lambda: self.kit.services.citizens.card(subject), self._opened, self._failed
        )

    def _opened(self, row: PersonRow) -> None:
        self._opening = False
        self.person_opened.emit(row)

    def _failed(self, error: Exception) -> None:
        self._opening = False
        self.show_problem(error)

    def _create(self) -> None:
        self.create_wanted.emit(self.field.text().strip())

    def act(self, act: Act) -> bool:
        match act:
            case Act.CONTINUE:
                self._create()
                return True
            case Act.FIND_PERSON:
                self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.field.selectAll()
                return True
            case _:
                return super().act(act)


def person_line(texts: Texts, row: PersonRow, typed: str) -> PersonLine:
    """Return how a list shows a person."""
    return PersonLine(
        name=bold_pieces(row.display_name, typed),
        initials=row.initials,
        born=texts.text("person-born-on", day=texts.born(row.born)) if row.born else "",
        service=row.last_service or texts.text("person-no-services"),
        service_word=texts.text("person-last-service") if row.last_service else "",
        value=row,
    )


def bold_pieces(name: str, typed: str) -> tuple[tuple[str, bool], ...]:
    """Return the name in pieces, True for what was typed; accents and case do not matter."""
    prefixes = [_plain(word) for word in typed.split()]
    pieces: list[tuple[str, bool]] = []
    for number, word in enumerate(name.split()):
        if number:
            pieces.append((" ", False))
        fitting = max(
            (len(prefix) for prefix in prefixes if prefix and _plain(word).startswith(prefix)),
            default=0,
        )
        if fitting:
            pieces.append((word[:fitting], True))
        if word[fitting:]:
            pieces.append((word[fitting:], False))
    return tuple(pieces)


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
