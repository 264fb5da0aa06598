"""V53 Tarjeta: a printed card becomes a person's, or takes the place of the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.services.account_errors import NumberRefused
from kiosk.services.views import PersonRow
from kiosk.services.views.accounts import AccountState
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Card, Notice, PersonCard
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import Field, LineField
from sync.events import CardReplacement, IdentityProof
from sync.ids import Salt

DIGITS = 6
_CARD_ROOM = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEntry:
    """Whose card is given or replaced."""

    person: PersonRow
    state: AccountState


class CardScreen(FieldScreen):
    """The card is scanned; the person types six digits twice, and nobody sees them."""

    screen_id: ClassVar[str] = "V53"
    title_id = "card-title"
    given = Signal(object, object)
    """The PersonRow and the AccountState with the new card."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme, text = kit.theme, self.text
        self._entry: CardEntry | None = None
        self._salt: Salt | None = None
        self._busy = False
        self.summary = self.add_summary()
        card = Card(theme)
        self.reason = ChoiceField(theme, text("card-reason"))
        self.reason.set_choices(
            [(one.name, text(f"card-reason-{one.name.lower()}")) for one in CardReplacement]
        )
        self.reason.chosen.connect(lambda _name: self._show_needed())
        self.proof = ChoiceField(theme, text("card-proof"))
        self.proof.set_choices(
            [(one.name, text(f"proof-{one.name.lower()}")) for one in IdentityProof]
        )
        self.card = LineField(theme, text("card-scan"), text("card-scan-hint"))
        self.card.edit.setMaxLength(_CARD_ROOM)
        self.digits = secret_digits(kit, "card-digits", "card-digits-hint")
        self.again = secret_digits(kit, "card-again")
        for field in (self.reason, self.proof, self.card, self.digits, self.again):
            card.body.addWidget(field)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.side_column.addWidget(
            Notice(theme, "info-circle", text("card-digits-hint"), "neutral")
        )
        self.add_primary(text("card-give"), key="Ctrl+Enter").clicked.connect(self._save)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, CardEntry):
            return
        self.clear_problem()
        self._entry, self._salt, self._busy = argument, None, False
        person, replaces = argument.person, argument.state.account_id is not None
        about = "card-replace-about" if replaces else "card-give-about"
        self.set_head(self.text("card-title"), subtitle=self.text(about))
        self.person.show_person(person.display_name, person.initials, "")
        for field in (self.reason, self.proof):
            field.set_value("")
            field.setVisible(replaces)
        self.card.set_value("")
        self._forget_digits()
        self._say({})
        if self.primary is not None:
            self.primary.set_words(self.text("card-replace" if replaces else "card-give"))
        self._show_needed()
        (self.reason if replaces else self.card).take_focus()
        self.kit.background.run(self.kit.services.accounts.cards.begin, self._begun)

    def leave(self) -> None:
        self._forget_digits()

    def _begun(self, salt: Salt) -> None:
        self._salt = salt

    def _forget_digits(self) -> None:
        self.digits.set_value("")
        self.again.set_value("")

    def _replaces(self) -> bool:
        return self._entry is not None and self._entry.state.account_id is not None

    def _needs_card(self) -> bool:
        """Say whether a new card is needed: not for a forgotten number alone."""
        return not self._replaces() or self.reason.value() != CardReplacement.NUMBER_FORGOTTEN.name

    def _show_needed(self) -> None:
        self.card.setVisible(self._needs_card())
        self.order_tabs()

    def _save(self) -> None:
        entry, salt = self._entry, self._salt
        if entry is None or salt is None or self._busy:
            return
        self.clear_problem()
        missing = self._missing()
        self._say(missing)
        if missing:
            return
        self._busy = True
        cards, subject = self.kit.services.accounts.cards, entry.person.subject
        text, digits, again = self.card.value(), self.digits.value(), self.again.value()
        if self._replaces():
            reason = CardReplacement[self.reason.value()]
            proof = IdentityProof[self.proof.value()]
            scanned = text if self._needs_card() else None
            self.kit.background.run(
                lambda: cards.replace(
                    salt, subject, scanned, digits, again, reason=reason, proof=proof
                ),
                self._saved,
                self._failed,
            )
        else:
            self.kit.background.run(
                lambda: cards.open(salt, subject, text, digits, again), self._saved, self._failed
            )

    def _missing(self) -> dict[Field, str]:
        found: dict[Field, str] = {}
        if self._replaces():
            for field, word in (
                (self.reason, "card-reason-empty"),
                (self.proof, "card-proof-empty"),
            ):
                if not field.value():
                    found[field] = word
        if self._needs_card() and not self.card.value().strip():
            found[self.card] = "card-scan-empty"
        if len(self.digits.value()) != DIGITS:
            found[self.digits] = "card-digits-form"
        return found

    def _say(self, missing: dict[Field, str]) -> None:
        fields = (self.reason, self.proof, self.card, self.digits, self.again)
        for field in fields:
            word = missing.get(field)
            field.set_message(None if word is None else self.text(word))
        self.summary.show_messages(
            [(self.text(missing[field]), field) for field in fields if field in missing]
        )
        self.order_tabs()

    def _saved(self, state: AccountState) -> None:
        self._busy = False
        self._forget_digits()
        if self._entry is not None:
            self.given.emit(self._entry.person, state)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, NumberRefused):
            fault = error.fault
            self._forget_digits()
            self._say({self.digits: f"card-digits-{fault}"})
            return
        self.show_problem(error)


def secret_digits(kit: Kit, label_id: str, hint_id: str = "") -> LineField:
    """Return a field for six digits that nobody can read over a shoulder."""
    texts = kit.texts
    hint = texts.text(hint_id) if hint_id else ""
    field = LineField(kit.theme, texts.text(label_id), hint, secret=True, width_name="card-least")
    field.edit.setMaxLength(DIGITS)
    return field
