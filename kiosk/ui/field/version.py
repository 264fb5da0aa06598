"""V32 Versión nueva: what moving a draft to the newer version of its form would change."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views import AnswerFate, FateLine, SectionView, VersionChange
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.questions.markdown import plain
from kiosk.ui.widgets.cards import Card, Notice, Rule, clear_layout
from kiosk.ui.widgets.text import Text

_GROUPS = (
    (AnswerFate.QUESTION_GONE, "version-question-gone"),
    (AnswerFate.CHOICE_GONE, "version-choice-gone"),
    (AnswerFate.BLANKED, "version-blanked"),
    (AnswerFate.RETYPED, "version-retyped"),
    (AnswerFate.MOVED, "version-moved"),
)


class VersionScreen(FieldScreen):
    """Nothing is changed before the person says so; saying no leaves the draft as it is."""

    screen_id: ClassVar[str] = "V32"
    title_id = "version-title"
    moved = Signal(object)
    """The SectionView of the draft in its newer version."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.change: VersionChange | None = None
        self._going = False
        self.without_side()
        self.set_head(self.text("version-title"))
        self._kept = Notice(kit.theme, "info-circle", tone="info")
        self.main_column.addWidget(self._kept)
        self._card = Card(kit.theme)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(kit.theme.space(2))
        self._card.body.addLayout(self._lines)
        self.main_column.addWidget(self._card)
        self._move = self.add_primary(self.text("version-move"), key="Ctrl+Enter")
        self._move.clicked.connect(self._go)
        stay = self.add_action(self.text("version-stay"), key="Esc")
        stay.clicked.connect(self.back_wanted.emit)

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, SectionView):
            return
        self.clear_problem()
        self._going = False
        self.change = None
        self._card.hide()
        self._kept.hide()
        self._move.setEnabled(False)
        draft = argument.draft_id
        registrations = self.kit.services.registrations
        self.kit.background.run(
            lambda: registrations.version_change(draft), self._show, self.show_problem
        )

    def _show(self, change: VersionChange) -> None:
        self.change = change
        self.set_head(
            self.text("version-title"),
            subtitle=self.text("version-subtitle", old=change.from_version, new=change.to_version),
        )
        self._kept.words.setText(self.text("version-kept", n=change.kept))
        self._kept.show()
        clear_layout(self._lines)
        for fate, title_id in _GROUPS:
            lines = [line for line in change.lines if line.fate is fate]
            if lines:
                self._lines.addWidget(Text(self.theme, self.text(title_id), "label"))
                for line in lines:
                    self._lines.addWidget(Text(self.theme, self._words(line)))
                self._lines.addWidget(Rule(self.theme))
        if change.new_required:
            self._lines.addWidget(Text(self.theme, self.text("version-required"), "label"))
            for label in change.new_required:
                self._lines.addWidget(Text(self.theme, plain(label)))
        if not change.lines and not change.new_required:
            self._lines.addWidget(Text(self.theme, self.text("version-nothing")))
        self._card.show()
        self._move.setEnabled(True)
        self.order_tabs()
        self._move.setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self, line: FateLine) -> str:
        if line.now and line.now != line.value:
            return self.text(
                "version-line-now", field=plain(line.label), value=line.value, now=line.now
            )
        return self.text("version-line", field=plain(line.label), value=line.value)

    def _go(self) -> None:
        change = self.change
        if change is None or self._going:
            return
        self._going = True
        draft = change.draft_id
        registrations = self.kit.services.registrations
        self.kit.background.run(
            lambda: registrations.move_to_new_version(draft), self._moved, self._failed
        )

    def _moved(self, view: SectionView) -> None:
        self._going = False
        self.moved.emit(view)

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def enter_pressed(self) -> None:
        """Enter does nothing: moving is pressed on purpose."""
