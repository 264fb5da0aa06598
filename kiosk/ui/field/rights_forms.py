"""V35 a request, V37 objecting to uses, V40 correcting the card: what a person asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views import NewPerson, PersonCheck, PersonRow
from kiosk.services.views.rights import NewRequest, RequestLine, Use
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.person import PersonScreen
from kiosk.ui.field.rights import RightsEntry
from kiosk.ui.widgets.cards import Card, Notice, PersonCard, clear_layout
from kiosk.ui.widgets.choices import ChoiceField, TickCard
from kiosk.ui.widgets.dates import DateField
from kiosk.ui.widgets.fields import Field, LineField
from kiosk.ui.widgets.text import Text
from sync.events import IdentityProof, PersonRight
from sync.ids import Salt

_WORDS_AT_MOST = 1_000


class RequestScreen(FieldScreen):
    """V35: which right, since when, how the person showed who they are."""

    screen_id: ClassVar[str] = "V35"
    title_id = "request-title"
    registered = Signal(object)
    """A RightsEntry that says what was registered."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme, text = kit.theme, self.text
        self._entry: RightsEntry | None = None
        self._salt: Salt | None = None
        self._going = False
        self.set_head(text("request-title"), subtitle=text("request-subtitle"))
        self.summary = self.add_summary()
        card = Card(theme)
        self.right = ChoiceField(theme, text("request-right"))
        self.right.set_choices(
            [(one.name, text(f"right-{one.name.lower()}")) for one in PersonRight]
        )
        parts = (text("date-day"), text("date-month"), text("date-year"))
        self.received = DateField(
            theme, text("request-received"), "", parts=parts, months=self.texts.months()
        )
        self.proof = ChoiceField(theme, text("request-proof"))
        self.proof.set_choices(
            [(one.name, text(f"proof-{one.name.lower()}")) for one in IdentityProof]
        )
        self.words = LineField(theme, text("request-words"), text("request-words-hint"))
        self.words.edit.setMaxLength(_WORDS_AT_MOST)
        for field in (self.right, self.received, self.proof, self.words):
            card.body.addWidget(field)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.side_column.addWidget(
            Notice(theme, "clock", self.text("rights-to-confirm"), "neutral")
        )
        self.add_primary(text("request-save"), key="Ctrl+Enter").clicked.connect(self._save)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, RightsEntry):
            return
        self.clear_problem()
        self._entry, self._going = argument, False
        person = argument.person
        self.person.show_person(person.display_name, person.initials, "")
        for field in (self.right, self.received, self.proof, self.words):
            field.set_value("")
            field.set_message(None)
        self.received.set_value(self.texts.today().isoformat())
        self.summary.show_messages([])
        self._salt = None
        self.kit.background.run(self.kit.services.rights.privacy.begin, self._begun)
        self.order_tabs()
        self.right.take_focus()

    def _begun(self, salt: Salt) -> None:
        self._salt = salt

    def _save(self) -> None:
        entry, salt, privacy = self._entry, self._salt, self.kit.services.rights.privacy
        if entry is None or salt is None or self._going:
            return
        wrong: list[tuple[str, Field | Callable[[], None]]] = []
        day = _day_of(self.received.value())
        if not self.right.value():
            wrong.append((self.text("request-no-right"), self.right))
        if day is None:
            wrong.append((self.text("request-day-form"), self.received))
        elif day > self.texts.today():
            wrong.append((self.text("request-day-future"), self.received))
        if not self.proof.value():
            wrong.append((self.text("request-no-proof"), self.proof))
        for field in (self.right, self.received, self.proof):
            field.set_message(next((words for words, one in wrong if one is field), None))
        self.summary.show_messages(wrong)
        self.order_tabs()
        if wrong or day is None:
            return
        proof = IdentityProof[self.proof.value()]
        request = NewRequest(
            right=PersonRight[self.right.value()],
            received_on=day,
            proof=proof,
            representative=proof is IdentityProof.REPRESENTATIVE_LETTER,
            words=self.words.value(),
        )
        self._going = True
        subject = entry.person.subject
        self.kit.background.run(
            lambda: privacy.register(salt, subject, request), self._saved, self._failed
        )

    def _saved(self, line: RequestLine) -> None:
        self._going = False
        if self._entry is not None:
            words = self.text("rights-requested", day=self.texts.day_with_year(line.answer_by))
            self.registered.emit(RightsEntry(person=self._entry.person, words=words))

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words


class UsesScreen(FieldScreen):
    """V37: what the person's data may be used for; unticked is objected to."""

    screen_id: ClassVar[str] = "V37"
    title_id = "uses-title"
    saved = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._entry: RightsEntry | None = None
        self._salt: Salt | None = None
        self._going = False
        self.ticks: dict[str, TickCard] = {}
        self.set_head(self.text("uses-title"), subtitle=self.text("uses-subtitle"))
        card = Card(theme)
        self._uses = QVBoxLayout()
        self._uses.setSpacing(theme.space(3))
        card.body.addLayout(self._uses)
        self.words = LineField(theme, self.text("uses-words"), "")
        self.words.edit.setMaxLength(_WORDS_AT_MOST)
        card.body.addWidget(self.words)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.add_primary(self.text("uses-save"), key="Ctrl+Enter").clicked.connect(self._save)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, RightsEntry):
            return
        self.clear_problem()
        self._entry, self._going, self._salt = argument, False, None
        person = argument.person
        self.person.show_person(person.display_name, person.initials, "")
        self.words.set_value("")
        clear_layout(self._uses)
        self.ticks = {}
        privacy = self.kit.services.rights.privacy

        def look() -> tuple[Salt, tuple[Use, ...]]:
            return privacy.begin(), privacy.uses(person.subject)

        self.kit.background.run(look, self._show, self.show_problem)

    def _show(self, found: tuple[Salt, tuple[Use, ...]]) -> None:
        self._salt, uses = found
        clear_layout(self._uses)
        self.ticks = {}
        for use in uses:
            tick = TickCard(self.theme, use.words)
            tick.set_words(use.words)
            tick.setChecked(use.agreed)
            tick.setAccessibleName(use.words)
            self._uses.addWidget(tick)
            if use.needed:
                note = self.text("uses-needed")
                self._uses.addWidget(Text(self.theme, note, "body", "ink-2"))
            self.ticks[use.purpose_id] = tick
        if not uses:
            self._uses.addWidget(Text(self.theme, self.text("uses-none")))
        self.order_tabs()
        first = next(iter(self.ticks.values()), self.words.edit)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        entry, salt, privacy = self._entry, self._salt, self.kit.services.rights.privacy
        if entry is None or salt is None or self._going:
            return
        self._going = True
        agreed = {purpose: tick.isChecked() for purpose, tick in self.ticks.items()}
        words = self.words.value()
        request = None if entry.request is None else entry.request.event_id
        subject = entry.person.subject
        self.kit.background.run(
            lambda: privacy.oppose(salt, subject, agreed, words, request),
            lambda _uses: self._saved(entry),
            self._failed,
        )

    def _saved(self, entry: RightsEntry) -> None:
        self._going = False
        self.saved.emit(RightsEntry(person=entry.person, words=self.text("uses-saved")))

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)


class RectifyScreen(PersonScreen):
    """V40: the card as it should be, with a reason; judged as a new one is."""

    screen_id: ClassVar[str] = "V40"
    title_id = "rectify-title"
    rectified = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._entry: RightsEntry | None = None
        self.set_head(self.text("rectify-title"), subtitle=self.text("rectify-subtitle"))
        card = Card(kit.theme)
        self.reason = LineField(kit.theme, self.text("rectify-reason"), "")
        self.reason.edit.setMaxLength(500)
        card.body.addWidget(self.reason)
        self.main_column.addWidget(card)
        if self.primary is not None:
            self.primary.set_words(self.text("rectify-save"))

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, RightsEntry):
            return
        self._entry = argument
        self._salt = None
        super().enter("")
        self.reason.set_value("")
        self.reason.set_message(None)
        subject = argument.person.subject
        privacy = self.kit.services.rights.privacy
        self.kit.background.run(lambda: privacy.card(subject), self._show_card, self.show_problem)

    def _show_card(self, person: NewPerson) -> None:
        """Begin with the card as it stands."""
        lines = {
            "given": self.given,
            "first_surname": self.first,
            "second_surname": self.second,
            "curp": self.curp,
            "phone": self.phone,
        }
        for name, line in lines.items():
            line.set_value(getattr(person, name))
        self.born.set_value(person.born)
        self.sex.set_value(person.sex)
        self.entity.set_value(person.entity)

    def _check(self) -> None:
        if not self.reason.value().strip():
            words = self.text("rectify-no-reason")
            self.reason.set_message(words)
            self.summary.show_messages([(words, self.reason)])
            self.order_tabs()
            return
        self.reason.set_message(None)
        super()._check()

    def _save(self, salt: Salt, person: NewPerson, check: PersonCheck) -> None:
        del check
        entry, privacy = self._entry, self.kit.services.rights.privacy
        if entry is None:
            return
        reason = self.reason.value()
        request = None if entry.request is None else entry.request.event_id
        subject = entry.person.subject
        self.kit.background.run(
            lambda: privacy.correct_person(salt, subject, person, reason, request),
            self._rectified,
            self._failed,
        )

    def _rectified(self, row: PersonRow) -> None:
        self._saving = False
        self._salt = None
        self.rectified.emit(RightsEntry(person=row, words=self.text("rights-corrected")))


def _day_of(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
