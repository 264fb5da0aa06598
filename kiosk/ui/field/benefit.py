"""V49 Entrega de apoyo: what a programme owes a person is handed over and signed for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.services.benefits import Receiver
from kiosk.services.views import PersonRow
from kiosk.services.views.accounts import Benefit, BenefitDone
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Card, PersonCard, SideCard
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import Field, LineField
from kiosk.ui.widgets.signature import SignatureField
from kiosk.ui.widgets.text import Text
from sync.events import BenefitMeans
from sync.ids import Salt

_SELF, _OTHER = "self", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitEntry:
    """To whom something is delivered."""

    person: PersonRow


class BenefitScreen(FieldScreen):
    """Which benefit, in which way, to whom; then the signature."""

    screen_id: ClassVar[str] = "V49"
    title_id = "benefit-title"
    delivered = Signal(object, object)
    """The PersonRow and the BenefitDone."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme, text = kit.theme, self.text
        self._entry: BenefitEntry | None = None
        self._open: tuple[Benefit, ...] = ()
        self._salt: Salt | None = None
        self._busy = False
        self.set_head(text("benefit-title"))
        self.summary = self.add_summary()
        self.none = Text(theme, text("benefit-none"), "body", "ink-2")
        self.main_column.addWidget(self.none)
        self.form = Card(theme)
        self.which = ChoiceField(theme, text("benefit-which"))
        self.which.chosen.connect(lambda _name: self._show_ways())
        self.way = ChoiceField(theme, text("benefit-way"))
        self.way.chosen.connect(lambda _name: self._name_button())
        self.who = ChoiceField(theme, text("benefit-who"))
        self.who.set_choices([(one, text(f"benefit-who-{one}")) for one in (_SELF, _OTHER)])
        self.who.chosen.connect(lambda _name: self._show_other())
        self.name = LineField(theme, text("benefit-name"))
        self.name.edit.setMaxLength(200)
        self.relation = LineField(theme, text("benefit-relation"), text("benefit-relation-hint"))
        self.relation.edit.setMaxLength(100)
        self.ink = SignatureField(
            theme, text("benefit-sign"), text("benefit-sign-hint"), text("benefit-sign-clear")
        )
        self.fields: tuple[Field, ...] = (
            self.which, self.way, self.who, self.name, self.relation, self.ink,
        )  # fmt: skip
        for field in self.fields:
            self.form.body.addWidget(field)
        self.main_column.addWidget(self.form)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.side = SideCard(theme)
        self.law = Text(theme, "", "body", "ink-2")
        self.side.body.addWidget(self.law)
        self.side_column.addWidget(self.side)
        self.add_primary(text("benefit-deliver"), key="Ctrl+Enter").clicked.connect(self._deliver)
        self.add_back()

    # ------------------------------------------------------------------------ coming in

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, BenefitEntry):
            return
        self.clear_problem()
        self._entry, self._salt, self._busy, self._open = argument, None, False, ()
        person = argument.person
        self.person.show_person(person.display_name, person.initials, "")
        for field in (self.which, self.way, self.who, self.name, self.relation):
            field.set_value("")
        self.ink.forget()
        self._say({})
        for part in (self.none, self.form, self.side):
            part.hide()
        if self.primary is not None:
            self.primary.hide()
        benefits, subject = self.kit.services.accounts.benefits, person.subject
        self.kit.background.run(
            lambda: (benefits.begin(), benefits.open_for(subject)), self._begun, self.show_problem
        )

    def leave(self) -> None:
        self.ink.forget()

    def _begun(self, begun: tuple[Salt, tuple[Benefit, ...]]) -> None:
        self._salt, self._open = begun
        self.which.set_choices([(one.entitlement_id, self._line(one)) for one in self._open])
        self.none.setVisible(not self._open)
        self.form.setVisible(bool(self._open))
        if self.primary is not None:
            self.primary.setVisible(bool(self._open))
        if len(self._open) == 1:
            self.which.set_value(self._open[0].entitlement_id)
        self._show_ways()
        self._show_other()
        if self._open:
            self.which.take_focus()

    def _line(self, one: Benefit) -> str:
        return self.text(
            "benefit-choice",
            programme=one.programme,
            what=one.what if one.quantity == 1 else f"{one.quantity} × {one.what}",
            left=one.left,
            times=one.times,
        )

    def _chosen(self) -> Benefit | None:
        wanted = self.which.value()
        return next((one for one in self._open if one.entitlement_id == wanted), None)

    def _show_ways(self) -> None:
        one = self._chosen()
        self.way.setVisible(one is not None)
        self.side.setVisible(one is not None)
        if one is not None:
            self.way.set_choices(
                [(way.name, self.text(f"benefit-way-{way.name.lower()}")) for way in one.means]
            )
            self.way.set_value(one.means[0].name if len(one.means) == 1 else "")
            self.law.setText(self.text("benefit-law", law=one.legal_reference))
        self._name_button()
        self.order_tabs()

    def _show_other(self) -> None:
        other = self.who.value() == _OTHER
        self.name.setVisible(other)
        self.relation.setVisible(other)
        self.order_tabs()

    def _name_button(self) -> None:
        one, words = self._chosen(), self.text("benefit-deliver")
        if one is not None and self.way.value() not in ("", BenefitMeans.IN_KIND.name):
            amount = self.texts.money(one.amount_centavos)
            words = self.text("benefit-deliver-amount", amount=amount)
        if self.primary is not None:
            self.primary.set_words(words)

    # ----------------------------------------------------------------------- delivering

    def _deliver(self) -> None:
        entry, salt, one = self._entry, self._salt, self._chosen()
        if entry is None or salt is None or self._busy:
            return
        self.clear_problem()
        missing = self._missing()
        self._say(missing)
        if missing or one is None:
            return
        self._busy = True
        means = BenefitMeans[self.way.value()]
        receiver = Receiver(
            signature=self.ink.png(),
            on_behalf=self.name.value() if self.who.value() == _OTHER else "",
            relation=self.relation.value() if self.who.value() == _OTHER else "",
        )
        benefits, subject, wanted = (
            self.kit.services.accounts.benefits, entry.person.subject, one.entitlement_id,
        )  # fmt: skip
        self.kit.background.run(
            lambda: benefits.deliver(salt, subject, wanted, means, receiver),
            self._done,
            self._failed,
        )

    def _missing(self) -> dict[Field, str]:
        found: dict[Field, str] = {}
        for field, word in (
            (self.which, "benefit-which-empty"),
            (self.way, "benefit-way-empty"),
            (self.who, "benefit-who-empty"),
        ):
            if not field.value():
                found[field] = word
        if self.who.value() == _OTHER:
            for line, word in (
                (self.name, "benefit-name-empty"),
                (self.relation, "benefit-relation-empty"),
            ):
                if not line.value().strip():
                    found[line] = word
        if not self.ink.png():
            found[self.ink] = "benefit-sign-empty"
        return found

    def _say(self, missing: dict[Field, str]) -> None:
        for field in self.fields:
            word = missing.get(field)
            field.set_message(None if word is None else self.text(word))
        self.summary.show_messages(
            [(self.text(missing[field]), field) for field in self.fields if field in missing]
        )
        self.order_tabs()

    def _done(self, done: BenefitDone) -> None:
        self._busy = False
        self.ink.forget()
        if self._entry is not None:
            self.delivered.emit(self._entry.person, done)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_problem(error)
