"""V41 Personas de este equipo and V42 Cambiar mi clave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.permissions import ApprovalMissing
from kiosk.services.views import OperatorName, PeopleView
from kiosk.services.views.keys import OldPassphraseWrong, PassphraseChanged, SlotView
from kiosk.ui.field.new_key import NewKeyOffer
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.step_down import StepDown
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, clear_layout
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.text import Rule, Text
from sync.ids import EventId


class DevicePeopleScreen(FieldScreen):
    """Who opens this device; a person is added with a clave shown once, or taken away."""

    screen_id: ClassVar[str] = "V41"
    title_id = "openers-title"

    approval_wanted = Signal(object)
    """A callable that goes on once a second person approved: it takes the question's id."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self.view: PeopleView | None = None
        self._clave = ""
        self._busy = False
        self.set_head(self.text("openers-title"), subtitle=self.text("openers-subtitle"))
        self.step_down = StepDown(self)
        self.said = Notice(theme, "check", tone="success")
        self.said.hide()
        self.main_column.addWidget(self.said)
        self.new_key = NewKeyOffer(kit)
        self.new_key.button.clicked.connect(self._rotate)
        self.main_column.addWidget(self.new_key)
        card = Card(theme)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(2))
        card.body.addLayout(self._rows)
        self.main_column.addWidget(card)
        self.others = ChoiceField(theme, self.text("openers-add"), self.text("openers-add-hint"))
        self.main_column.addWidget(self.others)
        self.nobody = Text(theme, self.text("openers-nobody"), "body", "ink-2")
        self.main_column.addWidget(self.nobody)
        self.clave_card = Card(theme)
        self.clave_card.body.addWidget(Text(theme, self.text("openers-clave"), "body", "ink-2"))
        self._words = Text(theme, "", "h2")
        self.clave_card.body.addWidget(self._words)
        self.main_column.addWidget(self.clave_card)
        self.add_button = self.add_primary(self.text("openers-add-act"))
        self.add_button.clicked.connect(self._add)
        self.add_back()

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - it shows what there is
        self.clear_problem()
        self._busy = False
        self._say("")
        self.new_key.hide()
        self._read(first=True)

    def clear_problem(self) -> None:
        super().clear_problem()
        self.step_down.withdraw()

    def leave(self) -> None:
        self.step_down.withdraw()  # what would follow names a clave
        self._clave = ""
        self._words.setText("")
        self._say("")  # it may name a clave

    def _read(self, *, first: bool = False) -> None:
        device = self.kit.services.device

        def read() -> tuple[PeopleView, str]:
            return device.people(), device.propose()

        self.kit.background.run(read, lambda found: self._show(*found, first), self.show_problem)

    def _show(self, view: PeopleView, clave: str, first: bool) -> None:
        self.view, self._clave = view, clave
        clear_layout(self._rows)
        for number, slot in enumerate(view.slots):
            if number:
                self._rows.addWidget(Rule(self.theme))
            self._rows.addWidget(self._row(slot))
        some = bool(view.others)
        self.others.setVisible(some)
        self.clave_card.setVisible(some)
        self.add_button.setVisible(some)
        self.nobody.setVisible(not some)
        self.others.set_choices([(str(one.number), one.name) for one in view.others])
        self._words.setText(clave if some else "")
        self.order_tabs()
        if first and some:
            self.others.take_focus()

    def _row(self, slot: SlotView) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.space(4))
        row.addWidget(Text(self.theme, slot.name or str(slot.operator), "label"), 1)
        if slot.mine:
            row.addWidget(Text(self.theme, self.text("openers-mine"), "body", "ink-2", wrap=False))
        if slot.removable:
            name = self.text("openers-remove-name", person=slot.name)
            button = Button(self.theme, self.text("openers-remove"), Kind.LINK, icon="x", name=name)
            button.clicked.connect(lambda: self._remove(slot))
            row.addWidget(button)
        return holder

    # ------------------------------------------------------------------------------ acts

    def _add(self, *, approval: EventId | None = None) -> None:
        view, chosen, clave = self.view, self.others.value(), self._clave
        if view is None or self._busy:
            return
        if not chosen:
            self.others.set_message(self.text("openers-choose"))
            self.others.take_focus()
            return
        self.others.set_message(None)
        person = next(one for one in view.others if str(one.number) == chosen)
        self._add_person(person, clave, approval)

    def _add_person(self, person: OperatorName, clave: str, approval: EventId | None) -> None:
        keys = self.kit.services.keys
        done = self.text("openers-added", person=person.name, clave=clave)
        self._run(
            lambda: keys.add_operator(person.number, clave, approval=approval),
            done,
            lambda question: self._add_person(person, clave, question),
        )

    def _remove(self, slot: SlotView, approval: EventId | None = None) -> None:
        if self._busy:
            return
        keys = self.kit.services.keys
        done = self.text("openers-removed", person=slot.name)
        self._run(
            lambda: keys.remove(slot.slot, approval=approval),
            done,
            lambda question: self._remove(slot, question),
            then=self.new_key.show,
        )

    def _rotate(self) -> None:
        if self._busy:
            return
        self._busy = True
        self.clear_problem()
        self._say(self.text("device-rotating"))

        def finished(_result: object) -> None:
            self._busy = False
            self.new_key.hide()
            self._say(self.text("device-rotated"))
            self.order_tabs()

        def failed(error: Exception) -> None:
            self._busy = False
            self._say("")
            self.show_problem(error)

        self.kit.background.run(self.kit.services.keys.rotate, finished, failed)

    def _run(
        self,
        work: Callable[[], object],
        done: str,
        again: Callable[[EventId], None],
        then: Callable[[], None] = lambda: None,
    ) -> None:
        self._busy = True
        self.clear_problem()
        self._say("")
        self.new_key.hide()

        def finished(_result: object) -> None:
            self._busy = False
            self._say(done)
            then()
            self._read()

        def lowered() -> object:
            self.kit.services.keys.leave_keystore()
            return work()

        def decided() -> None:
            self._run(lowered, done, again, then)

        def failed(error: Exception) -> None:
            self._busy = False
            if isinstance(error, ApprovalMissing):
                self.approval_wanted.emit(again)
            elif not self.step_down.offer(error, decided):
                self.show_problem(error)

        self.kit.background.run(work, finished, failed)

    def _say(self, words: str) -> None:
        self.said.words.setText(words)
        self.said.setVisible(bool(words))
        if words:
            announce(self.said, words)


class ClaveScreen(FieldScreen):
    """The old clave once, the new one twice; nobody else's is ever asked."""

    screen_id: ClassVar[str] = "V42"
    title_id = "myclave-title"

    changed = Signal(str)
    """What to say on the screen before: the clave is another one from now on."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self._busy = False
        self.set_head(self.text("myclave-title"), subtitle=self.text("myclave-subtitle"))
        self.step_down = StepDown(self)
        self.summary = self.add_summary()
        self.old = LineField(theme, self.text("myclave-old"), secret=True)
        self.proposal = Card(theme)
        self.proposal.body.addWidget(Text(theme, self.text("myclave-proposal"), "body", "ink-2"))
        self._words = Text(theme, "", "h3")
        self.proposal.body.addWidget(self._words)
        self.new = LineField(
            theme, self.text("myclave-new"), self.text("alta-clave-hint"), secret=True
        )
        self.again = LineField(theme, self.text("alta-clave-again"), secret=True)
        for widget in (self.old, self.proposal, self.new, self.again):
            self.main_column.addWidget(widget)
        self.add_primary(self.text("myclave-change")).clicked.connect(self._change)
        self.add_back()

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - it is one's own clave
        self.clear_problem()
        self._busy = False
        self.leave()
        self.summary.show_messages([])
        self.kit.background.run(self.kit.services.device.propose, self._words.setText)
        self.old.take_focus()

    def clear_problem(self) -> None:
        super().clear_problem()
        self.step_down.withdraw()

    def leave(self) -> None:
        self.step_down.withdraw()  # what would follow names a clave
        self._words.setText("")
        for field in (self.old, self.new, self.again):
            field.set_value("")
            field.set_message(None)

    def _change(self) -> None:
        if self._busy:
            return
        old, new = self.old.value(), self.new.value()
        differs = " ".join(new.split()) != " ".join(self.again.value().split())
        messages = [
            (self.old, "myclave-old-empty" if not old.strip() else ""),
            (self.new, "myclave-new-empty" if not new.strip() else ""),
            (self.again, "alta-clave-differs" if new.strip() and differs else ""),
        ]
        for field, message_id in messages:
            field.set_message(self.text(message_id) if message_id else None)
        wrong = [(self.text(one), field) for field, one in messages if one]
        self.summary.show_messages(list(wrong))
        self.clear_problem()
        if wrong:
            self.order_tabs()
            return
        keys = self.kit.services.keys

        def lowered() -> PassphraseChanged | OldPassphraseWrong:
            keys.leave_keystore()
            return keys.change_passphrase(old, new)

        def failed(error: Exception) -> None:
            self._busy = False
            if not self.step_down.offer(error, lambda: self._run(lowered, failed)):
                self.show_problem(error)

        self._run(lambda: keys.change_passphrase(old, new), failed)

    def _run(
        self,
        work: Callable[[], PassphraseChanged | OldPassphraseWrong],
        failed: Callable[[Exception], None],
    ) -> None:
        self._busy = True
        self.clear_problem()
        self.kit.background.run(work, self._answered, failed)

    def _answered(self, answer: PassphraseChanged | OldPassphraseWrong) -> None:
        self._busy = False
        if isinstance(answer, PassphraseChanged):
            self.changed.emit(self.text("myclave-changed"))
            return
        words = self.text("myclave-old-wrong")
        self.old.set_message(words)
        self.summary.show_messages([(words, self.old)])

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
