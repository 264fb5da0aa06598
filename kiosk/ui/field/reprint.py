"""V58 Reimprimir: a duplicate for whoever knows the folio and one fact (RECEIPTS §10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal

from kiosk.services.views.printing import (
    PrintDone,
    PrintResult,
    Reprint,
    ReprintFact,
    ReprintReason,
    ReprintView,
)
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import LineField, announce
from sync.ids import EventId


class ReprintScreen(FieldScreen):
    """Folio, one fact as it is said, why; from the second duplicate on a second person agrees."""

    screen_id: ClassVar[str] = "V58"
    title_id = "reprint-title"

    approval_wanted = Signal(object, object)
    """The event id that it is about, and a callable that goes on with the question's id."""
    finished = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.without_side()
        self.view: ReprintView | None = None
        self._busy = False
        self.set_head(self.text("reprint-title"), subtitle=self.text("reprint-subtitle"))
        self.said = Notice(kit.theme, "printer")
        self.said.hide()
        self.main_column.addWidget(self.said)
        self.summary = self.add_summary()
        theme = kit.theme
        self.folio = LineField(theme, self.text("reprint-folio"), self.text("reprint-folio-hint"))
        self.fact = ChoiceField(theme, self.text("reprint-fact"))
        self.fact.chosen.connect(self._ask_fact)
        self.value = LineField(theme, self.text("reprint-value"))
        self.reason = ChoiceField(theme, self.text("reprint-reason"))
        self.reason.set_choices(
            [(one.value, self.text(f"reprint-reason-{one.value}")) for one in ReprintReason]
        )
        self.other = LineField(theme, self.text("reprint-other"))
        self.reason.chosen.connect(self._show_other)
        for field in (self.folio, self.fact, self.value, self.reason, self.other):
            self.main_column.addWidget(field)
        self.add_primary(self.text("reprint-act")).clicked.connect(self._go)
        self.add_back()

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self.said.hide()
        self._busy = False
        self.view = argument if isinstance(argument, ReprintView) else None
        self.folio.set_value("" if self.view is None else self.view.folio)
        self.folio.edit.set_locked(self.view is not None)
        facts = tuple(ReprintFact) if self.view is None else self.view.facts
        self.fact.set_choices(
            [(one.name.lower(), self.text(f"reprint-fact-{one.name.lower()}")) for one in facts]
        )
        self.value.set_value("")
        self.reason.set_value("")
        self.other.set_value("")
        self._ask_fact("")
        self._show_other("")
        self.summary.show_messages([])
        start = self.folio if self.view is None else self.fact
        start.take_focus()
        self.order_tabs()

    def _ask_fact(self, name: str) -> None:
        """Ask for the value of the chosen fact, in its own words."""
        word = f"reprint-value-{name}" if name else "reprint-value"
        self.value.set_words(self.text(word), self.text(f"{word}-hint"))
        self.value.setVisible(bool(name))

    def _show_other(self, name: str) -> None:
        self.other.setVisible(name == ReprintReason.OTHER.value)

    def _wanted(self) -> tuple[ReprintFact, str, ReprintReason, str] | None:
        """Return what was answered, or show what is missing."""
        missing: list[tuple[str, Any]] = []
        fields = [
            (self.folio, self.folio.value().strip(), "reprint-folio-empty"),
            (self.fact, self.fact.value(), "reprint-fact-empty"),
            (self.reason, self.reason.value(), "reprint-reason-empty"),
        ]
        if self.fact.value():
            fields.insert(2, (self.value, self.value.value().strip(), "reprint-value-empty"))
        if self.reason.value() == ReprintReason.OTHER.value:
            fields.append((self.other, self.other.value().strip(), "reprint-other-empty"))
        for field, value, word in fields:
            words = None if value else self.text(word)
            field.set_message(words)
            if words is not None:
                missing.append((words, field))
        self.summary.show_messages(missing)
        if missing:
            return None
        reason = ReprintReason(self.reason.value())
        words = self.text(f"reprint-reason-{reason.value}")
        if reason is ReprintReason.OTHER:
            words = self.other.value().strip()
        fact = ReprintFact[self.fact.value().upper()]
        return fact, self.value.value().strip(), reason, words

    def _go(self) -> None:
        wanted = self._wanted()
        if wanted is None or self._busy:
            return
        self.clear_problem()
        reprints, folio, known = self.kit.services.paper.reprints, self.folio.value(), self.view

        def found(view: ReprintView) -> None:
            self._busy = False
            if view.approval_needed:
                self.approval_wanted.emit(view.event_id, self._then(view, wanted))
            else:
                self._print(view, wanted, None)

        def look() -> ReprintView:
            return reprints.find(folio) if known is None else reprints.view(known.event_id)

        self._busy = True
        self.kit.background.run(look, found, self._failed)

    def _then(
        self, view: ReprintView, wanted: tuple[ReprintFact, str, ReprintReason, str]
    ) -> Callable[[EventId], None]:
        return lambda question: self._print(view, wanted, question)

    def _print(
        self,
        view: ReprintView,
        wanted: tuple[ReprintFact, str, ReprintReason, str],
        question: EventId | None,
    ) -> None:
        fact, said, reason, words = wanted
        asked = Reprint(
            event_id=view.event_id,
            fact=fact,
            said=said,
            reason=reason,
            reason_words=words,
            question_id=question,
        )
        self._busy = True
        self._say(self.text("receipt-paper-printing"))
        reprints = self.kit.services.paper.reprints
        self.kit.printing.run(lambda: reprints.reprint(asked), self._done, self._failed)

    def _done(self, done: PrintDone) -> None:
        self._busy = False
        word = "reprint-done" if done.result is PrintResult.PRINTED else "reprint-in-doubt"
        self._say(self.text(word, n=done.copy, time=self.texts.time(done.at)))
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.said.hide()
        self.show_problem(error)

    def _say(self, words: str) -> None:
        self.said.words.setText(words)
        self.said.show()
        announce(self.said.words, words)
