"""V27 Verificar comprobante: scan, paste, open a picture, or type folio and code; offline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views.verifying import Checked, VerifyPageView
from kiosk.ui.field.enrol_pages import choose_file
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.verify_words import facts, headline, notes, to_do
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.widgets.answer_mark import AnswerMark
from kiosk.ui.widgets.cards import Card, Notice, Rule, SideCard, clear_layout
from kiosk.ui.widgets.fields import LineField, announce, restyle
from kiosk.ui.widgets.text import Text

MOST_REMEMBERED = 5
Choose = Callable[[], Path | None]


class VerifyScreen(FieldScreen):
    """V27. The field for the code has the focus, so that a scanner may type at once."""

    screen_id: ClassVar[str] = "V27"
    title_id = "verify-title"
    receipt_wanted = Signal(object)
    """The event id of this device's own comprobante that is wanted on V16."""

    def __init__(self, kit: Kit, choose: Choose | None = None) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.choose: Choose = choose or self._ask_picture
        self.checked: Checked | None = None
        self._going = False
        self.set_head(self.text("verify-title"), subtitle=self.text("verify-subtitle"))
        self._what = Notice(theme, "scan", self.text("verify-what"), "neutral")
        self.main_column.addWidget(self._what)
        self._add_answer()
        self._facts = Card(theme)
        self._facts.body.setSpacing(theme.space(2))
        self._facts.hide()
        self.main_column.addWidget(self._facts)
        side = SideCard(theme, self.text("verify-other"))
        self.code = LineField(theme, self.text("verify-code"), self.text("verify-code-hint"))
        self.folio = LineField(theme, self.text("verify-folio-label"))
        hint = self.text("verify-typed-hint")
        self.typed = LineField(theme, self.text("verify-typed-label"), hint)
        for field in (self.code, self.folio, self.typed):
            side.body.addWidget(field)
        self.side_column.addWidget(side)
        self._today = SideCard(theme, self.text("verify-today"))
        self._today.hide()
        self.side_column.addWidget(self._today)
        self._page = SideCard(theme, self.text("verify-page-title"))
        self._page.hide()
        self.side_column.addWidget(self._page)
        self._rows: list[tuple[str, str]] = []
        self.add_primary(self.text("verify-check"), icon="scan").clicked.connect(self._check)
        self.picture = self.add_action(self.text("verify-picture"), icon="photo-down")
        self.picture.clicked.connect(self._check_picture)
        self.open = self.add_action(self.text("verify-open"), key=key_of(Act.PRINT), icon="receipt")
        self.open.clicked.connect(self._open)
        self.add_back()

    def _add_answer(self) -> None:
        theme = self.theme
        self._answer = Card(theme, "neutral")
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        self._mark = AnswerMark(theme)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        self._age = Text(theme, "", "label")
        self._word = Text(theme, "", "h1")
        self._why = Text(theme, "")
        for line in (self._age, self._word, self._why):
            words.addWidget(line)
        row.addLayout(words, 1)
        self._answer.body.addLayout(row)
        self._answer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._answer.hide()
        self.main_column.addWidget(self._answer)

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self._going = False
        self._empty_fields()
        self._show_nothing()
        verifying = self.kit.services.verifying
        self.kit.background.run(verifying.page, self._show_page, self.show_problem)
        if isinstance(argument, str) and argument:
            self._run(lambda: verifying.check(argument))
        self.code.take_focus()
        self.order_tabs()

    def _show_nothing(self) -> None:
        """Before the first answer: what can be checked here."""
        self.checked = None
        self._what.show()
        self._answer.hide()
        self._facts.hide()
        self.open.hide()

    def leave(self) -> None:
        self.checked = None
        self._rows.clear()
        clear_layout(self._facts.body)
        self._empty_fields()

    def act(self, act: Act) -> bool:
        if act is Act.VERIFY:
            self.code.take_focus()
            return True
        if act is Act.PRINT and self._is_open_to_us():
            self._open()  # V16 knows whether it is the first paper or a duplicate
            return True
        return super().act(act)

    def _is_open_to_us(self) -> bool:
        return self.checked is not None and self.checked.event_id is not None

    def _open(self) -> None:
        if self.checked is not None and self.checked.event_id is not None:
            self.receipt_wanted.emit(self.checked.event_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let what a scanner types while the answer has the focus be the next code."""
        if event.text().isprintable() and event.text() and self._answer.hasFocus():
            self.code.take_focus()
            QApplication.sendEvent(self.code.edit, event)
            return
        super().keyPressEvent(event)

    def _empty_fields(self) -> None:
        for field in (self.code, self.folio, self.typed):
            field.set_value("")
            field.set_message(None)

    def _check(self) -> None:
        code = self.code.value().strip()
        folio, typed = self.folio.value().strip(), self.typed.value().strip()
        verifying = self.kit.services.verifying
        for field in (self.code, self.folio, self.typed):
            field.set_message(None)
        if code:
            self._run(lambda: verifying.check(code))
        elif folio and typed:
            self._run(lambda: verifying.check_typed(folio, typed))
        elif folio:
            self._ask_for(self.typed, "verify-typed-empty")
        elif typed:
            self._ask_for(self.folio, "verify-folio-empty")
        else:
            self._ask_for(self.code, "verify-code-empty")

    def _ask_for(self, field: LineField, message_id: str) -> None:
        words = self.text(message_id)
        field.set_message(words)
        announce(field, words, at_once=True)
        field.take_focus()

    def _check_picture(self) -> None:
        path = self.choose()
        if path is not None:
            self._run(lambda: self.kit.services.verifying.check_file(path))

    def _ask_picture(self) -> Path | None:
        kinds = f"{self.text('verify-picture-kinds')} (*.png *.jpg *.jpeg *.webp)"
        return choose_file(self.window(), self.text("verify-picture"), kinds)

    def _run(self, work: Callable[[], Checked]) -> None:
        if self._going:
            return
        self._going = True
        self.clear_problem()
        self.kit.background.run(work, self._show, self._failed)

    def _failed(self, error: Exception) -> None:
        self._going = False
        self._show_nothing()
        self.show_problem(error)
        self.code.take_focus()

    def _show(self, checked: Checked) -> None:
        self._going = False
        self.checked = checked
        said = headline(checked, self.texts)
        restyle(self._answer, "card", said.tone)
        self._mark.show_mark(said.mark)
        self._word.set_ink(said.ink)
        self._age.setText(said.age)
        self._age.setVisible(bool(said.age))
        self._word.setText(said.word)
        self._why.setText(said.why)
        self._what.hide()
        self._answer.show()
        self.open.setVisible(checked.event_id is not None)
        self._show_facts(checked)
        self._remember(checked, said.word)
        self._empty_fields()
        self.order_tabs()
        self._answer.setAccessibleName(said.spoken)
        self._answer.setFocus(Qt.FocusReason.OtherFocusReason)  # in view, however large the text
        announce(self, said.spoken, at_once=True)

    def _show_facts(self, checked: Checked) -> None:
        theme, column = self.theme, self._facts.body
        clear_layout(column)
        steps = to_do(checked, self.texts)
        rows = facts(checked, self.texts)
        if steps and rows:
            column.addWidget(Text(theme, self.text("verify-unproven"), "h3"))
        for label, value, role in rows:
            column.addWidget(self._pair(label, value, role))
        if steps:
            column.addWidget(Text(theme, self.text("verify-do"), "h3"))
            for number, step in enumerate(steps, start=1):
                column.addWidget(Text(theme, f"{number}. {step}"))
        if rows or steps:
            column.addWidget(Rule(theme))
        for note in notes(checked, self.texts):
            column.addWidget(Text(theme, note, "body", "ink-2"))
        self._facts.show()

    def _pair(self, label: str, value: str, role: str) -> QWidget:
        theme = self.theme
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        row.addWidget(Text(theme, label, "body", "ink-2"), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(theme, value, role), 2)
        return pair

    def _show_page(self, page: VerifyPageView) -> None:
        """Show which page on a phone is the institution's own."""
        clear_layout(self._page.body)
        theme, shown = self.theme, [page.domain_words]
        for name, digest in zip(
            ("verify-page-file", "verify-page-worker"), page.hashes, strict=False
        ):
            groups = " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
            shown.append(f"{self.text(name)}: {groups}")
        if not page.hashes:
            shown.append(self.text("verify-page-none"))
        title = self.text("verify-page-title")
        self._page.body.addWidget(Text(theme, title, "body", "gold-text", bold=True))
        for words in shown:
            self._page.body.addWidget(Text(theme, words, "caption", "ink-2"))
        self._page.show()

    def _remember(self, checked: Checked, word: str) -> None:
        """Keep time and answer of the last ones while the screen is seen; no folio, no name."""
        self._rows.insert(0, (self.texts.time(checked.at), word))
        del self._rows[MOST_REMEMBERED:]
        clear_layout(self._today.body)
        self._today.body.addWidget(
            Text(self.theme, self.text("verify-today"), "body", "gold-text", bold=True)
        )
        for time, said in self._rows:
            self._today.body.addWidget(Text(self.theme, f"{time} · {said}", "body", "ink-2"))
        self._today.show()
