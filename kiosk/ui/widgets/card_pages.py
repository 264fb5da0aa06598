"""Pages of answer cards: as many as fit, the rest on the next page; nothing scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import TouchButton
from kiosk.ui.widgets.touch_cards import (
    AnswerCard,
    CardWords,
    OneCard,
    SomeCard,
    set_chosen,
    show_card,
)

_MEASURED = 60
"""So many of the longest labels say how high the cards are; lists may have 50,000."""


class CardPages(QWidget):
    """Shows answers as cards. There are only as many cards as one page has (FORMS §13).

    `chosen` holds names. With *several* a touch adds or takes away, otherwise it replaces.
    """

    touched = Signal(str)
    """A person touched the card of this name; `chosen` already says what follows."""
    turned = Signal()
    """Another page of cards is shown."""

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        *,
        several: bool = False,
        hands_low: bool = True,
        most_columns: int = 2,
    ) -> None:
        super().__init__()
        self.theme, self.texts = theme, texts
        self._several, self._low, self._most_columns = several, hands_low, most_columns
        self._answers: tuple[CardWords, ...] = ()
        self._extra: CardWords | None = None
        self._longest: list[CardWords] | None = None
        self._cards: list[AnswerCard] = []
        self._decoded: dict[bytes, QPixmap] = {}
        self.chosen: set[str] = set()
        self._first = 0
        self._locked = self._wrong = False
        self._all_at_once = False
        self._picture_px = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._before = TouchButton(theme, texts.text("cards-before"), icon="chevron-left")
        self._after = TouchButton(
            theme, texts.text("cards-after"), icon="chevron-right", trailing=True
        )
        self._where = Text(theme, "", "body", "ink-2", bold=True).align_middle()
        for part in (self._before, self._where, self._after):
            part.setParent(self)
            part.hide()
        self._before.clicked.connect(lambda: self._turn(-1))
        self._after.clicked.connect(lambda: self._turn(1))

    # ---------------------------------------------------------------------------- content

    def set_answers(self, answers: Sequence[CardWords], *, extra: CardWords | None = None) -> None:
        """Show answers; *extra* stands below them, as wide as the page, on every page."""
        kept = tuple(answers)
        if kept == self._answers and extra == self._extra:
            return
        same_names = [one.name for one in kept] == [one.name for one in self._answers]
        self._answers, self._extra, self._longest = kept, extra, None
        if not same_names:
            self._first = 0
            self._show_chosen_page()
        self.updateGeometry()
        self._place()

    def set_chosen(self, names: set[str]) -> None:
        """Choose answers without saying so, and turn to the page of the first of them."""
        if names == self.chosen:
            return
        self.chosen = set(names)
        self._show_chosen_page()
        self._place()

    def show_all(self) -> None:
        """Take the room for every card: among other questions the page turns, not the cards."""
        self._all_at_once = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.updateGeometry()

    def set_locked(self, locked: bool) -> None:
        """Show only, or let choose."""
        self._locked = locked
        self._place()

    def set_wrong(self, wrong: bool) -> None:
        """Mark every card as one to look at again."""
        self._wrong = wrong
        self._place()

    def cards(self) -> tuple[AnswerCard, ...]:
        """Return the cards now seen, in reading order."""
        return tuple(card for card in self._cards if not card.isHidden())

    def forget(self) -> None:
        """Keep nothing of a visit: no answers, no chosen ones, no words on the cards."""
        self.chosen, self._answers, self._extra, self._first = set(), (), None, 0
        self._longest = None
        self._decoded.clear()
        for card in self._cards:
            show_card(card, CardWords(name="", label=""), chosen=False)
            card.hide()

    # ----------------------------------------------------------------------------- pages

    def _pictured(self) -> bool:
        return any(one.picture for one in self._answers[:_MEASURED])

    def _columns(self) -> int:
        wide = self.width() > 1.5 * max(self.height(), self.theme.size("choice-least"))
        if self._pictured():
            fitting = self._fitting(self.theme.size("choice-least"))
            if len(self._answers) == 2 and not wide:
                return 1 if self.height() > 2 * self._row_height(1) else 2
            return min(fitting, len(self._answers) or 1, 4 if wide else self._most_columns)
        if len(self._answers) <= 6 and not wide:
            return 1
        longest = self._longest_width()
        return min(self._fitting(max(longest, self.theme.size("choice-least"))), 3 if wide else 2)

    def _fitting(self, least: int) -> int:
        gap = self.theme.size("gutter")
        return max(1, (self.width() + gap) // (least + gap))

    def _samples(self) -> list[CardWords]:
        """Return the answers with the longest labels, on which the height is measured."""
        if self._longest is None:
            longest = sorted(self._answers, key=lambda one: len(one.label), reverse=True)
            self._longest = longest[:_MEASURED]
        return self._longest

    def _longest_width(self) -> int:
        self._make_cards(1)
        face = self._cards[0].face
        kept, widest = face.card, 0
        for one in self._samples():
            face.show(replace(one, picture=b""))
            widest = max(widest, face.natural_width())
        face.show(kept)
        return widest

    def _card_width(self, columns: int) -> int:
        return (self.width() - self.theme.size("gutter") * (columns - 1)) // columns

    def _row_height(self, columns: int, picture_px: int = 0) -> int:
        self._make_cards(1)
        face = self._cards[0].face
        face.picture_px = picture_px
        kept, highest = face.card, self.theme.size("choice-row")
        for one in self._samples():
            face.show(one)
            highest = max(highest, face.height(self._card_width(columns)))
        face.show(kept)
        return highest

    def _gap(self, columns: int) -> int:
        return self.theme.size("gutter" if self._pictured() or columns > 1 else "target-gap")

    def _extra_height(self) -> int:
        if self._extra is None:
            return 0
        return self.theme.size("no-answer-row") + self.theme.size("gutter")

    def _layout(self) -> tuple[int, int, int, int]:
        """Return columns, rows on a page, height of a row, gap between rows."""
        columns = self._columns()
        high, gap = self._row_height(columns), self._gap(columns)
        room = self.height() - self._extra_height()
        self._picture_px = 0
        if self._pictured() and high > room:  # one row must fit: smaller pictures before a page
            least = self.theme.size("choice-picture-least")
            liked = self.theme.pair("choice-picture").height()
            self._picture_px = max(least, liked - (high - room))
            high = self._row_height(columns, self._picture_px)
        needed = -(-len(self._answers) // columns)
        if self._all_at_once or needed * (high + gap) - gap <= room:
            return columns, max(1, needed), high, gap
        room -= self.theme.size("pager") + self.theme.size("gutter")
        return columns, max(1, (room + gap) // (high + gap)), high, gap

    def _per_page(self) -> int:
        columns, rows, _, _ = self._layout()
        return columns * rows

    def _show_chosen_page(self) -> None:
        if not self.isVisible() and self.height() < self.theme.size("choice-row"):
            return
        for number, one in enumerate(self._answers):
            if one.name in self.chosen:
                self._first = number - number % self._per_page()
                return

    def _turn(self, by: int) -> None:
        step = self._per_page()
        self._first = max(0, min(self._first + by * step, len(self._answers) - 1))
        self._first -= self._first % step
        self._place()
        self.turned.emit()

    # --------------------------------------------------------------------------- placing

    def minimumSizeHint(self) -> QSize:
        least = self.theme.size("choice-row")
        columns = 1
        if self._answers and self.width() > least:
            columns = self._columns()
            least = self._row_height(columns, self.theme.size("choice-picture-least"))
        if self._all_at_once:
            rows = max(1, -(-len(self._answers) // columns))
            least = rows * (least + self._gap(columns)) - self._gap(columns)
        elif len(self._answers) > columns:
            least += self.theme.size("pager") + self.theme.size("gutter")
        return QSize(self.theme.size("card-least"), least + self._extra_height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().height() <= 0:
            self._show_chosen_page()
        if self._all_at_once and event.oldSize().width() != event.size().width():
            self.updateGeometry()  # how many stand side by side decides how high this is
        self._place()

    def _make_cards(self, count: int) -> None:
        while len(self._cards) < count:
            card: AnswerCard
            card = SomeCard(self.theme) if self._several else OneCard(self.theme)
            card.face.decoded = self._decoded
            card.setParent(self)
            card.clicked.connect(lambda _checked=False, own=card: self._touch(own))
            card.hide()
            self._cards.append(card)

    def _touch(self, card: AnswerCard) -> None:
        name = card.face.card.name
        if self._locked:
            pass
        elif self._several:
            self.chosen ^= {name}
        else:
            self.chosen = {name}
        for other in self._cards:
            if not other.isHidden():
                set_chosen(other, chosen=other.face.card.name in self.chosen)
        if not self._locked:
            self.touched.emit(name)

    def _place(self) -> None:
        if self.width() <= 0 or not (self._answers or self._extra):
            for card in self._cards:
                card.hide()
            return
        columns, rows, high, gap = self._layout()
        per_page = columns * rows
        self._first = min(self._first, max(0, len(self._answers) - 1))
        self._first -= self._first % per_page
        page = self._answers[self._first : self._first + per_page]
        paged = len(self._answers) > per_page
        shown = [*page, *([self._extra] if self._extra is not None else [])]
        self._make_cards(len(shown))
        used = -(-len(page) // columns) if not paged else rows
        total = used * (high + gap) - gap + self._extra_height()
        total += self.theme.size("pager") + self.theme.size("gutter") if paged else 0
        top = max(0, self.height() - total) if self._low else 0
        wide, across = self._card_width(columns), self.theme.size("gutter")
        for number, (card, words) in enumerate(zip(self._cards, shown, strict=False)):
            card.setProperty("wrong", self._wrong)
            card.face.picture_px = self._picture_px
            show_card(card, words, chosen=words.name in self.chosen)
            row, column = divmod(number, columns)
            if words is self._extra:
                y = top + used * (high + gap) - gap + self.theme.size("gutter")
                card.setGeometry(0, y, self.width(), self.theme.size("no-answer-row"))
            else:
                if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                    column = columns - 1 - column
                card.setGeometry(column * (wide + across), top + row * (high + gap), wide, high)
            card.show()
        for card in self._cards[len(shown) :]:
            card.hide()
        self._place_pager(paged, per_page)

    def _place_pager(self, paged: bool, per_page: int) -> None:
        for part in (self._before, self._where, self._after):
            part.setVisible(paged)
        if not paged:
            return
        pages = -(-len(self._answers) // per_page)
        here = self._first // per_page + 1
        self._where.setText(self.texts.text("cards-page", page=here, pages=pages))
        high = self.theme.size("pager")
        y = self.height() - high
        side = max(self._before.sizeHint().width(), self._after.sizeHint().width())
        side = min(side, self.width() // 2 - self.theme.size("target-gap"))
        self._before.setGeometry(0, y, side, high)
        self._where.setGeometry(side, y, self.width() - 2 * side, high)
        self._after.setGeometry(self.width() - side, y, side, high)
        self._before.setVisible(here > 1)
        self._after.setVisible(here < pages)
