"""What became of the paper, on V16: printed, printing, not printed, or nobody knows."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.views.printing import PrintDone, PrintResult
from kiosk.ui.field.page import Kit
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.text import Icon, Text


class PaperState(Enum):
    """How it stands with the paper of the receipt that is shown."""

    NO_PRINTER = "no-printer"
    TO_PRINT = "to-print"
    PRINTING = "printing"
    PRINTED = "printed"
    IN_DOUBT = "in-doubt"


class PrintCard(Card):
    """One sentence and what can be done about it; it asks nobody and prints nothing."""

    print_wanted = Signal()
    again_wanted = Signal()
    picture_wanted = Signal()
    said = Signal(bool)
    """Whether the paper came out, after it was asked."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, tight=True)
        self._kit = kit
        theme, text = kit.theme, kit.texts.text
        self.state = PaperState.NO_PRINTER
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(Icon(theme, "printer", "ink-2"))
        self.words = Text(theme, "")
        row.addWidget(self.words, 1)
        self.body.addLayout(row)
        self._acts = FlowLayout(theme.space(3))
        self.body.addLayout(self._acts)
        key = key_of(Act.PRINT)
        self.print = Button(theme, text("receipt-print"), Kind.LINK, key=key)
        self.again = Button(theme, text("receipt-print-again"), Kind.LINK, key=key)
        self.picture = Button(theme, text("receipt-picture"), Kind.LINK, key=key)
        self.extra_picture = Button(theme, text("receipt-picture"), Kind.LINK)
        self.yes = Button(theme, text("receipt-came-out-yes"), Kind.SECONDARY)
        self.no = Button(theme, text("receipt-came-out-no"), Kind.SECONDARY)
        for button in (
            self.yes, self.no, self.print, self.again, self.picture, self.extra_picture,
        ):  # fmt: skip
            self._acts.addWidget(button)
        self.print.clicked.connect(self.print_wanted.emit)
        self.again.clicked.connect(self.again_wanted.emit)
        self.picture.clicked.connect(self.picture_wanted.emit)
        self.extra_picture.clicked.connect(self.picture_wanted.emit)
        self.yes.clicked.connect(lambda: self.said.emit(True))
        self.no.clicked.connect(lambda: self.said.emit(False))
        self.show_state(PaperState.NO_PRINTER)

    def show_state(self, state: PaperState, words: str = "") -> None:
        """Show how it stands; *words* say it better than the state's own sentence."""
        self.state = state
        self.words.setText(words or self._kit.texts.text(f"receipt-paper-{state.value}"))
        self.print.setVisible(state is PaperState.TO_PRINT)
        self.again.setVisible(state is PaperState.PRINTED)
        self.picture.setVisible(state is PaperState.NO_PRINTER)
        self.extra_picture.setVisible(state not in (PaperState.NO_PRINTER, PaperState.IN_DOUBT))
        self.yes.setVisible(state is PaperState.IN_DOUBT)
        self.no.setVisible(state is PaperState.IN_DOUBT)

    def show_done(self, done: PrintDone) -> None:
        """Show what became of a print."""
        texts = self._kit.texts
        match done.result:
            case PrintResult.UNKNOWN:
                self.show_state(PaperState.IN_DOUBT)
            case PrintResult.FAILED:
                self.show_state(PaperState.TO_PRINT)
            case PrintResult.PRINTED if done.provisional:
                self.show_state(PaperState.TO_PRINT, texts.text("receipt-paper-provisional"))
            case PrintResult.PRINTED:
                words = texts.text("receipt-paper-printed", time=texts.time(done.at))
                self.show_state(PaperState.PRINTED, words)
        announce(self.words, self.words.text())

    def press(self) -> None:
        """Do what F8 does now."""
        match self.state:
            case PaperState.NO_PRINTER:
                self.picture_wanted.emit()
            case PaperState.TO_PRINT:
                self.print_wanted.emit()
            case PaperState.PRINTED:
                self.again_wanted.emit()
            case PaperState.PRINTING | PaperState.IN_DOUBT:
                pass
