"""How the printer stands, in words, and a warning before money is taken (UX §4.2)."""

from __future__ import annotations

from kiosk.services.views.printing import PrinterState, PrinterView
from kiosk.texts import Texts
from kiosk.ui.field.page import Kit
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.fields import announce

_QUIET = (PrinterState.READY, PrinterState.MUTE, PrinterState.ABSENT)


def state_words(texts: Texts, state: PrinterState) -> str:
    """Return how a printer stands, as one sentence."""
    return texts.text(f"printer-state-{state.value.replace('_', '-')}")


def warning_words(texts: Texts, view: PrinterView) -> str:
    """Return what to know before money is taken; "" where there is nothing to say."""
    if not view.is_set or view.state in _QUIET:
        return ""
    below = "printer-warn-low" if view.ready else "printer-warn-stopped"
    return f"{state_words(texts, view.state)} {texts.text(below)}"


class PrinterNotice(Notice):
    """Stands above the amount on V14, and only where the printer has something to say."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "printer", tone="problem")
        self._kit = kit
        self.hide()

    def ask(self) -> None:
        """Ask the printer, without anybody waiting for it; the clerk may go on meanwhile."""
        self.hide()
        self._kit.printing.run(self._kit.services.paper.printing.status, self._show, self._failed)

    def _show(self, view: PrinterView) -> None:
        words = warning_words(self._kit.texts, view)
        self.words.setText(words)
        self.setVisible(bool(words))
        if words:
            announce(self.words, words)

    def _failed(self, error: Exception) -> None:
        """Say nothing: what is wrong with the file is said by whoever works with it."""
        del error
