"""V12 Consentimiento y firma: what for, who sees it, how long; agreed, refused, signed."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import Agreement, ConsentText, PurposeChoice, RegistrationSaved, Review
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.review import choice_line
from kiosk.ui.questions.markdown import plain
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Rule, SideCard, clear_layout
from kiosk.ui.widgets.choices import ChoiceField, TickCard
from kiosk.ui.widgets.fields import Field, LineField
from kiosk.ui.widgets.signature import MOST_BYTES, SignatureField
from kiosk.ui.widgets.text import Icon, Text
from sync.events import ConsentMeans
from sync.ids import EventId, Salt

_TICK, _SIGN, _MARK, _WITNESS = "tick", "sign", "mark", "witness"
_MEANS = {
    _TICK: ConsentMeans.TICKED,
    _SIGN: ConsentMeans.DRAWN,
    _MARK: ConsentMeans.DRAWN,
    _WITNESS: ConsentMeans.WITNESS,
}


class _TickField(Field):
    """The sentence to agree to, as a field so that it can say what is missing."""

    def __init__(self, kit: Kit, label: str) -> None:
        super().__init__(kit.theme, label)
        self.tick = TickCard(kit.theme)
        self.add_input(self.tick)

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.tick,)

    def show_sentence(self, sentence: str) -> None:
        """Show the sentence, unticked."""
        self.tick.set_words(sentence)
        self.tick.setChecked(False)
        self.name_inputs()
        self.tick.setAccessibleName(sentence)

    def set_message(self, words: str | None) -> None:
        super().set_message(words)
        self.tick.setAccessibleName(self.tick.text().replace("&&", "&"))
        self.tick.update()


class SignatureCard(Card):
    """How the person agrees: the tick alone, a signature, a mark, or a witness who signs."""

    changed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme)
        theme, text = kit.theme, kit.texts.text
        self._text = text
        self.body.setSpacing(theme.space(3))
        self.means = ChoiceField(theme, text("consent-means"))
        self.means.chosen.connect(lambda _name: self._show_parts())
        self.body.addWidget(self.means)
        self.witness = LineField(theme, text("consent-witness"))
        self.relation = LineField(theme, text("consent-relation"), text("consent-relation-hint"))
        self.ink = SignatureField(
            theme, text("consent-sign-here"), text("consent-sign-hint"), text("draw-clear")
        )
        for part in (self.witness, self.relation, self.ink):
            self.body.addWidget(part)
        self.ink.drawn.connect(lambda: self.ink.set_message(None))

    def begin(self, *, must_sign: bool) -> None:
        """Show it anew; the tick alone counts only where nothing sensitive is agreed to."""
        ways = [_SIGN, _MARK, _WITNESS] if must_sign else [_TICK, _SIGN, _MARK, _WITNESS]
        self.means.set_choices([(way, self._text(f"consent-way-{way}")) for way in ways])
        self.means.set_value("" if must_sign else _TICK)
        self.means.set_message(None)
        for field in (self.witness, self.relation):
            field.set_value("")
        self.ink.forget()
        self._show_parts()

    @property
    def signs(self) -> bool:
        """Whether somebody draws a signature or a mark."""
        return self.means.value() not in ("", _TICK)

    def _show_parts(self) -> None:
        way = self.means.value()
        self.means.set_message(None)
        self.ink.setVisible(self.signs)
        self.witness.setVisible(way == _WITNESS)
        self.relation.setVisible(way == _WITNESS)
        if self.signs:
            self.ink.set_words(self._text(f"consent-ink-{way}"), self._text("consent-sign-hint"))
        for field in (self.witness, self.relation, self.ink):
            field.set_message(None)
        self.changed.emit()

    def missing(self) -> list[tuple[str, Field]]:
        """Return what is not there yet, and say it at its place."""
        found: list[tuple[str, Field]] = []
        if not self.means.value():
            found.append((self._text("consent-no-means"), self.means))
        if self.means.value() == _WITNESS:
            if not self.witness.value().strip():
                found.append((self._text("consent-no-witness"), self.witness))
            if not self.relation.value().strip():
                found.append((self._text("consent-no-relation"), self.relation))
        if self.signs:
            size_bytes = len(self.ink.png())
            if not size_bytes:
                found.append((self._text("consent-no-ink"), self.ink))
            elif size_bytes > MOST_BYTES:
                found.append((self._text("consent-much-ink"), self.ink))
        for words, field in found:
            field.set_message(words)
        return found

    def agreement(self, purposes: tuple[tuple[str, bool], ...]) -> Agreement:
        """Return how the person agreed."""
        return Agreement(
            purposes=purposes,
            means=_MEANS[self.means.value()],
            signature=self.ink.png() if self.signs else b"",
            witness=self.witness.value(),
            relation=self.relation.value(),
        )


class ConsentScreen(FieldScreen):
    """A few lines, one sentence, unticked; what is not needed has a tick of its own."""

    screen_id: ClassVar[str] = "V12"
    title_id = "consent-title"
    saved = Signal(object)
    """A RegistrationSaved: consents and registration are durable."""
    corrected = Signal(object)
    """The event id of the first version of a record whose correction is durable."""
    decide_wanted = Signal(object)
    """The draft's id: what was said of sensitive data is to be said anew (V33)."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._draft: Salt | None = None
        self._corrects = False
        self._saving = False
        self.set_head(self.text("consent-title"), subtitle=self.text("consent-subtitle"))
        self.summary = self.add_summary()
        card = Card(theme)
        card.body.setSpacing(theme.space(4))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(3))
        card.body.addLayout(self._lines)
        card.body.addWidget(Rule(theme))
        self.field = _TickField(kit, self.text("consent-sentence"))
        self.tick = self.field.tick
        self.tick.toggled.connect(self._ticked)
        card.body.addWidget(self.field)
        self._optional = QVBoxLayout()
        self._optional.setSpacing(theme.space(3))
        card.body.addLayout(self._optional)
        self.ticks: dict[str, TickCard] = {}
        self.main_column.addWidget(card)
        self._sensitive = QVBoxLayout()
        self.main_column.addLayout(self._sensitive)
        self.signature = SignatureCard(kit)
        self.signature.changed.connect(self._means_changed)
        self.main_column.addWidget(self.signature)
        self._side = QVBoxLayout()
        self.side_column.addLayout(self._side)
        self._save_button = self.add_primary(self.text("consent-save"), key="Ctrl+Enter")
        self._save_button.clicked.connect(self._save)
        self.add_back()

    # -------------------------------------------------------------------------- showing

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, Review):
            return
        self.clear_problem()
        self._saving = False
        self._draft, self._corrects = argument.draft_id, argument.corrects
        self.summary.show_messages([])
        self.field.set_message(None)
        self._show_side(argument)
        draft = argument.draft_id
        self.kit.background.run(
            lambda: self.kit.services.registrations.consent(draft), self._show, self.show_problem
        )

    def leave(self) -> None:
        self.signature.ink.forget()

    def _show_side(self, review: Review) -> None:
        clear_layout(self._side)
        card = SideCard(self.theme, self.text("review-service"))
        card.body.addWidget(Text(self.theme, review.service_name, "h3"))
        card.body.addWidget(Text(self.theme, review.person.display_name))
        self._side.addWidget(card)

    def _show(self, consent: ConsentText) -> None:
        clear_layout(self._lines)
        for line in consent.lines:
            row = QHBoxLayout()
            row.setSpacing(self.theme.space(3))
            row.addWidget(Icon(self.theme, "chevron-right", "action"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(self.theme, line, "label", bold=False), 1)
            self._lines.addLayout(row)
        self.field.show_sentence(consent.sentence)
        self._show_optional(consent.optional)
        self._show_sensitive(consent.sensitive)
        self.signature.begin(must_sign=consent.must_sign)
        self.order_tabs()
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_optional(self, optional: tuple[PurposeChoice, ...]) -> None:
        clear_layout(self._optional)
        self.ticks = {}
        if optional:
            self._optional.addWidget(Text(self.theme, self.text("consent-optional"), "label"))
        for one in optional:
            tick = TickCard(self.theme)
            tick.set_words(one.sentence)
            tick.setAccessibleName(one.sentence)
            tick.setChecked(bool(one.accepted))
            self._optional.addWidget(tick)
            self.ticks[one.purpose_id] = tick
            if one.labels:
                labels = ", ".join(plain(label) for label in one.labels)
                words = self.text("consent-without", questions=labels)
                tick.setAccessibleDescription(words)
                self._optional.addWidget(Text(self.theme, words, "body", "ink-2"))

    def _show_sensitive(self, sensitive: tuple[PurposeChoice, ...]) -> None:
        clear_layout(self._sensitive)
        if not sensitive:
            return
        card = Card(self.theme)
        card.body.addWidget(Text(self.theme, self.text("review-sensitive"), "label"))
        for one in sensitive:
            card.body.addWidget(choice_line(self.kit, one))
        button = Button(
            self.theme, self.text("review-change-short"), Kind.LINK,
            name=self.text("review-change", field=self.text("review-sensitive")),
        )  # fmt: skip
        button.clicked.connect(lambda: self.decide_wanted.emit(self._draft))
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._sensitive.addWidget(card)

    # --------------------------------------------------------------------------- saving

    def _ticked(self, on: bool) -> None:
        if on:
            self.field.set_message(None)
            self.summary.show_messages([])

    def _means_changed(self) -> None:
        words = "consent-sign-save" if self.signature.signs else "consent-save"
        self._save_button.set_words(self.text(words))
        self.order_tabs()

    def enter_pressed(self) -> None:
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.TabFocusReason)

    def _missing(self) -> list[tuple[str, Field]]:
        found: list[tuple[str, Field]] = []
        if not self.tick.isChecked():
            words = self.text("consent-missing")
            self.field.set_message(words)
            found.append((words, self.field))
        return [*found, *self.signature.missing()]

    def _save(self) -> None:
        draft = self._draft
        if draft is None or self._saving:
            return
        missing = self._missing()
        self.summary.show_messages(list(missing))
        if missing:
            self.order_tabs()
            return
        self._saving = True
        ticked = tuple((purpose, tick.isChecked()) for purpose, tick in self.ticks.items())
        agreement = self.signature.agreement(ticked)
        registrations = self.kit.services.registrations
        if self._corrects:
            self.kit.background.run(
                lambda: registrations.save_correction(draft, True, agreement),
                self._corrected,
                self._failed,
            )
        else:
            self.kit.background.run(
                lambda: registrations.save(draft, True, agreement), self._saved, self._failed
            )

    def _saved(self, result: RegistrationSaved) -> None:
        self._forget()
        self.saved.emit(result)

    def _corrected(self, event_id: EventId) -> None:
        self._forget()
        self.corrected.emit(event_id)

    def _forget(self) -> None:
        self._saving = False
        self._draft = None
        self.signature.ink.forget()

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
