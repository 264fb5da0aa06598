"""V36 Entregar copia: printed, or on the person's own stick after a warning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from kiosk.errors import KnownError
from kiosk.services.copies import PersonCopy
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.rights import RightsEntry
from kiosk.ui.paper import copy_as_pdf, print_copy
from kiosk.ui.widgets.cards import Card, Notice, PersonCard
from kiosk.ui.widgets.text import Text

Print = Callable[[PersonCopy], None]
Choose = Callable[[], Path | None]


class CopyScreen(FieldScreen):
    """V36. Nothing of the copy touches this computer's disk; handing it over is recorded."""

    screen_id: ClassVar[str] = "V36"
    title_id = "copy-title"
    handed_over = Signal(object)
    """A RightsEntry that says how."""

    def __init__(
        self, kit: Kit, choose: Choose | None = None, print_it: Print | None = None
    ) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.choose: Choose = choose or self._ask_folder
        self.print_it: Print = print_it or (lambda copy: print_copy(copy, self.texts))
        self._entry: RightsEntry | None = None
        self.copy: PersonCopy | None = None
        self._warned = False
        self._going = False
        self.set_head(self.text("copy-title"), subtitle=self.text("copy-subtitle"))
        card = Card(theme)
        self.contents = Text(theme, "")
        card.body.addWidget(self.contents)
        self.main_column.addWidget(card)
        self.warning = Notice(theme, "alert-triangle", self.text("copy-warning"), "problem")
        self.main_column.addWidget(self.warning)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.add_primary(self.text("copy-print"), icon="file-text").clicked.connect(self._print)
        self.stick = self.add_action(self.text("copy-stick"), icon="device-floppy")
        self.stick.clicked.connect(self._to_stick)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, RightsEntry):
            return
        self.clear_problem()
        self._entry, self.copy, self._warned, self._going = argument, None, False, False
        self.warning.hide()
        self.stick.set_words(self.text("copy-stick"))
        person = argument.person
        self.person.show_person(person.display_name, person.initials, "")
        self.contents.setText("")
        copies = self.kit.services.rights.copies
        self.kit.background.run(lambda: copies.make(person.subject), self._made, self.show_problem)
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.copy = None

    def _made(self, copy: PersonCopy) -> None:
        self.copy = copy
        groups = copy.held.groups
        fields = sum(len(group.fields) for group in groups)
        self.contents.setText(self.text("copy-contents", groups=len(groups), fields=fields))
        self.order_tabs()

    def _print(self) -> None:
        copy, entry = self.copy, self._entry
        if copy is None or entry is None or self._going:
            return
        try:
            self.print_it(copy)
        except KnownError as error:
            self.show_problem(error)
            return
        self._going = True
        copies, request = self.kit.services.rights.copies, _request_of(entry)
        words = self.text("copy-printed")
        self.kit.background.run(
            lambda: copies.printed(copy, request),
            lambda _none: self._done(entry, words),
            self._failed,
        )

    def _to_stick(self) -> None:
        copy, entry = self.copy, self._entry
        if copy is None or entry is None or self._going:
            return
        if not self._warned:
            self._warned = True
            self.warning.show()
            self.stick.set_words(self.text("copy-stick-sure"))
            self.scroller.ensureWidgetVisible(self.warning)
            return
        folder = self.choose()
        if folder is None:
            return
        self._going = True
        pdf = copy_as_pdf(copy, self.texts)
        copies, request = self.kit.services.rights.copies, _request_of(entry)
        self.kit.background.run(
            lambda: copies.write(copy, pdf, folder, request),
            lambda names: self._done(entry, self.text("copy-written", files=", ".join(names))),
            self._failed,
        )

    def _done(self, entry: RightsEntry, words: str) -> None:
        self._going = False
        self.handed_over.emit(RightsEntry(person=entry.person, words=words))

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def _ask_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, self.text("copy-choose"))
        return Path(chosen) if chosen else None


def _request_of(entry: RightsEntry) -> Any:
    return None if entry.request is None else entry.request.event_id
