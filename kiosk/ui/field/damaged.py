"""X02 El archivo está dañado: what is wrong, up to where it is intact, and how to save the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from kiosk.services.views.mending import DamageView, RescueView
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.screen import Act
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, clear_layout
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.text import Text


class DamagedScreen(FieldScreen):
    """First the clave, then what was found; then a folder, and what can be read goes there."""

    screen_id: ClassVar[str] = "X02"
    title_id = "damaged-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self._busy = False
        self._damage: DamageView | None = None
        self.clave = LineField(theme, self.text("damaged-clave"), secret=True)
        self.findings = Card(theme)
        self.folder = LineField(
            theme, self.text("damaged-folder"), self.text("damaged-folder-hint")
        )
        self.choose = Button(theme, self.text("damaged-choose"), Kind.SECONDARY)
        self.choose.clicked.connect(self._choose)
        self.done = Notice(theme, "info-circle", tone="neutral")
        for widget in (self.clave, self.findings, self.folder):
            self.main_column.addWidget(widget)
        self.main_column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.main_column.addWidget(self.done)
        self.add_primary(self.text("damaged-look")).clicked.connect(self._go_on)
        self.add_back()

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - the file is always the same
        self._busy, self._damage = False, None
        self.clear_problem()
        self.set_head(self.text("damaged-title"), subtitle=self.text("damaged-subtitle"))
        self.clave.set_value("")
        self.clave.set_message(None)
        self.clave.show()
        for widget in (self.findings, self.folder, self.choose, self.done):
            widget.hide()
        self._say_primary("damaged-look")
        self.clave.take_focus()

    def leave(self) -> None:
        """Let nothing of the clave or the key stay behind."""
        self.clave.set_value("")
        self.kit.background.run(self.kit.services.mending.forget, lambda _nothing: None)
        super().leave()

    def act(self, act: Act) -> bool:
        """Go back by key too: at the door the window does nothing by keys."""
        if act is Act.BACK:
            self.back_wanted.emit()
            return True
        return super().act(act)

    def _go_on(self) -> None:
        if self._busy:
            return
        if self._damage is None or not self._damage.opened:
            self._look()
        elif self._damage.readable and not self.done.isVisible():
            self._export()
        else:
            self.back_wanted.emit()

    # ------------------------------------------------------------------------- looking

    def _look(self) -> None:
        clave = self.clave.value()
        if not clave:
            self.clave.set_message(self.text("unlock-empty"))
            self.clave.take_focus()
            return
        self._busy = True
        self.clear_problem()
        self.clave.set_message(None)
        self._say_primary("damaged-looking")
        mending = self.kit.services.mending
        self.kit.background.run(lambda: mending.look(clave), self._looked, self._failed)

    def _looked(self, view: DamageView) -> None:
        self._busy, self._damage = False, view
        self.clave.set_value("")
        self._show_findings(view)
        if not view.opened:
            self.clave.set_message(self.text("clave-does-not-fit"))
            self.clave.take_focus()
            self._say_primary("damaged-look")
            return
        self.clave.hide()
        for widget in (self.folder, self.choose):
            widget.setVisible(bool(view.readable))
        self._say_primary("damaged-export" if view.readable else "damaged-back")
        if view.readable:
            self.folder.take_focus()
        self.order_tabs()

    def _show_findings(self, view: DamageView) -> None:
        clear_layout(self.findings.body)
        for finding in view.findings:
            self.findings.body.addWidget(Text(self.theme, finding.found, "label"))
            self.findings.body.addWidget(Text(self.theme, finding.todo, "body", "ink-2"))
        if view.sound:
            self.findings.body.addWidget(Text(self.theme, self.text("doctor-sound"), "label"))
        for line in view.readable:
            self.findings.body.addWidget(Text(self.theme, line))
        lines = [finding.found for finding in view.findings]
        self.findings.setVisible(bool(lines or view.readable or view.sound))
        announce(self.findings, " ".join([*lines, *view.readable]), at_once=True)

    # ---------------------------------------------------------------------- handing over

    def _choose(self) -> None:
        """Let a person point at a folder or a drive."""
        title = self.text("damaged-choose")
        chosen = QFileDialog.getExistingDirectory(self.window(), title)
        if chosen:
            self.folder.set_value(chosen)

    def _export(self) -> None:
        folder = self.folder.value().strip()
        if not folder:
            self.folder.set_message(self.text("damaged-folder-empty"))
            self.folder.take_focus()
            return
        self._busy = True
        self.clear_problem()
        self.folder.set_message(None)
        self._say_primary("damaged-exporting")
        mending = self.kit.services.mending
        self.kit.background.run(
            lambda: mending.export(Path(folder)), self._exported, self._export_failed
        )

    def _exported(self, view: RescueView) -> None:
        self._busy = False
        words = "\n".join(
            (
                self.text("rescue-done", file=view.file, folder=view.folder),
                self.text("rescue-kept", folder=view.kept),
                self.text("damaged-next"),
            )
        )
        self.done.words.setText(words)
        self.done.show()
        for widget in (self.folder, self.choose):
            widget.hide()
        self._say_primary("damaged-back")
        announce(self.done, words, at_once=True)
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------- trouble

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.clave.set_value("")
        self._say_primary("damaged-look")
        self.show_problem(error)

    def _export_failed(self, error: Exception) -> None:
        self._busy = False
        self._say_primary("damaged-export")
        self.show_problem(error)

    def _say_primary(self, message_id: str) -> None:
        if self.primary is not None:
            self.primary.set_words(self.text(message_id))
