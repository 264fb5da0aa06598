"""V43 Respaldos and V44 Retirar este equipo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views.care import BackupDone, BackupLine, BackupsView
from kiosk.services.views.removal import RemovalLook
from kiosk.ui.field.device import choose_folder
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.words import size_words
from kiosk.ui.widgets.cards import Card, Notice, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Rule, Text
from sync.ids import EventId


class BackupsScreen(FieldScreen):
    """Where backups go, which there are, and which must be gone soon."""

    screen_id: ClassVar[str] = "V43"
    title_id = "backups-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.without_side()
        self.choose: Callable[[], Path | None] = lambda: choose_folder(
            self, self.text("device-backup-where")
        )
        self._busy = False
        self._folder: Path | None = None
        self.set_head(self.text("backups-title"), subtitle=self.text("backups-subtitle"))
        self.said = Notice(kit.theme, "check", tone="success")
        self.said.hide()
        self.main_column.addWidget(self.said)
        self.where = Card(kit.theme, tight=True)
        self._where = Text(kit.theme, "", "label")
        self._every = Text(kit.theme, "", "body", "ink-2")
        self.where.body.addWidget(self._where)
        self.where.body.addWidget(self._every)
        self.main_column.addWidget(self.where)
        card = Card(kit.theme)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(kit.theme.space(2))
        card.body.addLayout(self._rows)
        self.main_column.addWidget(card)
        self.main_column.addWidget(Text(kit.theme, self.text("backups-restore"), "body", "ink-2"))
        self.add_primary(self.text("backups-now")).clicked.connect(self._back_up)
        self.add_back()
        self.folder_button = self.add_action(self.text("backups-folder"))
        self.folder_button.clicked.connect(self._set_folder)

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - it shows what there is
        self.clear_problem()
        self._busy = False
        self.said.hide()
        self._read()
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        self.kit.background.run(self.kit.services.care.backups, self._show, self.show_problem)

    def _show(self, view: BackupsView) -> None:
        self._folder = view.folder
        self._where.setText(str(view.folder) if view.folder else self.text("device-backup-nowhere"))
        self._every.setText(
            self.text("backups-every", hours=view.every_hours)
            if view.every_hours
            else self.text("backups-by-hand")
        )
        clear_layout(self._rows)
        for number, line in enumerate(view.lines):
            if number:
                self._rows.addWidget(Rule(self.theme))
            self._rows.addWidget(Text(self.theme, self._when(line), "label"))
            self._rows.addWidget(Text(self.theme, self._about(line), "body", "ink-2"))
        if not view.lines:
            self._rows.addWidget(Text(self.theme, self.text("backups-none"), "body", "ink-2"))

    def _when(self, line: BackupLine) -> str:
        size = size_words(self.texts, line.size_bytes)
        return self.text("backups-line", when=self.texts.when(line.made_at), size=size)

    def _about(self, line: BackupLine) -> str:
        parts = [line.folder, self.text("backups-in-reach" if line.in_reach else "backups-away")]
        if line.erased_since and line.expires_at is not None:
            day = self.texts.day_with_year(line.expires_at.date())
            parts.append(self.text("backups-must-go", day=day))
        return " · ".join(parts)

    def _back_up(self) -> None:
        if self._busy:
            return
        folder = None
        if self._folder is None:
            folder = self.choose()
            if folder is None:
                return
        self._busy = True
        self.clear_problem()
        self._say(self.text("device-backing-up"))
        care = self.kit.services.care
        self.kit.background.run(lambda: care.backup(folder), self._made, self._failed)

    def _made(self, made: BackupDone) -> None:
        self._busy = False
        size = size_words(self.texts, made.size_bytes)
        self._say(self.text("device-backed-up", name=made.file.name, size=size))
        self._read()

    def _set_folder(self) -> None:
        folder = self.choose()
        if folder is None or self._busy:
            return
        care = self.kit.services.care
        self.clear_problem()
        self.kit.background.run(
            lambda: care.set_backup_folder(folder), lambda _nothing: self._read(), self._failed
        )

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.said.hide()
        self.show_problem(error)

    def _say(self, words: str) -> None:
        self.said.words.setText(words)
        self.said.show()
        announce(self.said, words)


class RemovalScreen(FieldScreen):
    """Nothing goes while something is only here; then a second person's word, then the keys."""

    screen_id: ClassVar[str] = "V44"
    title_id = "removing-title"

    approval_wanted = Signal(object)
    """A callable that goes on once a second person approved: it takes the question's id."""
    deliveries_wanted = Signal()
    over = Signal()
    """The device is none any more; the program may be closed."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.without_side()
        self._look: RemovalLook | None = None
        self._question: EventId | None = None
        self._busy = self._gone = False
        self.set_head(self.text("removing-title"), subtitle=self.text("removing-subtitle"))
        self._card = Card(kit.theme)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(kit.theme.space(2))
        self._card.body.addLayout(self._lines)
        self.main_column.addWidget(self._card)
        self.go = self.add_primary(self.text("removing-go"))
        self.go.clicked.connect(self._primary)
        self.back_button = self.add_back()

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - it shows what stands in the way
        self.clear_problem()
        self._busy = self._gone = False
        self.back_button.show()
        self._read()

    def _read(self) -> None:
        self.kit.background.run(self.kit.services.removal.look, self._show, self.show_problem)

    def _show(self, look: RemovalLook) -> None:
        self._look = look
        words = [
            self.text(f"removal-{one.kind.value}", count=one.count)
            for one in look.held
            if one.count
        ]
        state = "removing-may-go" if look.may_go else "removing-not-yet"
        self._say([self.text(state), *words])
        self.go.set_words(self.text("removing-go" if look.may_go else "removing-deliver"))
        self.order_tabs()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, lines: list[str]) -> None:
        clear_layout(self._lines)
        for number, line in enumerate(lines):
            role = "label" if number == 0 else "body"
            self._lines.addWidget(Text(self.theme, line, role))
        announce(self._card, " ".join(lines))

    def _primary(self) -> None:
        if self._busy or self._look is None:
            return
        self.clear_problem()
        if self._gone:
            self.over.emit()
        elif not self._look.may_go:
            self.deliveries_wanted.emit()
        elif self._question is None:
            self.approval_wanted.emit(self.remove)
        else:
            self.remove(self._question)

    def remove(self, question: EventId) -> None:
        """Go on with an approval; it is kept, because it must itself be delivered first."""
        self._question = question
        self._busy = True
        removal = self.kit.services.removal
        self.kit.background.run(lambda: removal.remove(question), self._removed, self._failed)

    def _removed(self, _nothing: None) -> None:
        self._busy, self._gone, self._question = False, True, None
        self.back_button.hide()
        self._say([self.text("removing-done"), self.text("removing-done-about")])
        self.go.set_words(self.text("removing-close"))

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_problem(error)

    def back(self) -> bool:
        return self._gone
