"""V59 Impresora: which printer this device has; from now on, without a new start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from kiosk.devices.media import Paper
from kiosk.devices.printers import PrinterSettings
from kiosk.services.views.printing import PrinterKind, PrinterState, PrinterView
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.printer_words import state_words
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.choices import ChoiceField, TickCard
from kiosk.ui.widgets.fields import LineField, announce

_WITH_ADDRESS = (PrinterKind.USB, PrinterKind.NETWORK, PrinterKind.SERIAL, PrinterKind.FILE)
_ROLLS, _SHEETS = (Paper.MM_58, Paper.MM_80), (Paper.LETTER, Paper.A4)


class PrinterScreen(FieldScreen):
    """Kind, address, paper, drawer; a test page and a pulse to the drawer."""

    screen_id: ClassVar[str] = "V59"
    title_id = "printer-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.without_side()
        self._busy = False
        self._kept = PrinterSettings()
        self.set_head(self.text("printer-title"), subtitle=self.text("printer-subtitle"))
        self.said = Notice(kit.theme, "printer")
        self.said.hide()
        self.main_column.addWidget(self.said)
        theme = kit.theme
        self.kind = ChoiceField(theme, self.text("printer-kind"))
        self.kind.set_choices(
            [(one.value, self.text(f"printer-kind-{one.value}")) for one in PrinterKind]
        )
        self.kind.chosen.connect(self._kind_chosen)
        self.address = LineField(theme, self.text("printer-address"), " ")
        self.paper = ChoiceField(theme, self.text("printer-paper"))
        self.automatic = TickCard(theme, self.text("printer-automatic"))
        self.drawer = TickCard(theme, self.text("printer-drawer"))
        self.counts = TickCard(theme, self.text("printer-counts"))
        for widget in (
            self.kind, self.address, self.paper, self.automatic, self.drawer, self.counts,
        ):  # fmt: skip
            self.main_column.addWidget(widget)
        self.add_primary(self.text("printer-keep")).clicked.connect(self._keep)
        self.add_back()
        self.test = self.add_action(self.text("printer-test"))
        self.test.clicked.connect(self._test)
        self.open = self.add_action(self.text("printer-open"))
        self.open.clicked.connect(self._open)

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - it shows what is set
        self.clear_problem()
        self._busy = False
        self.said.hide()
        self.kit.background.run(
            self.kit.services.paper.printing.settings, self._show, self.show_problem
        )

    def _show(self, settings: PrinterSettings) -> None:
        self._kept = settings
        self.kind.set_value(settings.kind.value)
        self.address.set_value(settings.address)
        self.automatic.setChecked(settings.automatic)
        self.drawer.setChecked(settings.drawer)
        self.counts.setChecked(settings.counts_paper)
        self._kind_chosen(settings.kind.value)
        self.paper.set_value(str(settings.paper.value))
        self._show_tests()
        self.kind.take_focus()

    def _kind_chosen(self, name: str) -> None:
        """Ask what this kind of printer needs; what it does not need is absent, not grey."""
        kind = PrinterKind(name)
        thermal = kind in _WITH_ADDRESS
        self.address.setVisible(thermal)
        if thermal:
            hint = self.text(f"printer-address-{kind.value}")
            self.address.set_words(self.text("printer-address"), hint)
        papers = _SHEETS if kind is PrinterKind.SHEET else _ROLLS
        self.paper.set_choices(
            [(str(one.value), self.text(f"printer-paper-{one.value}")) for one in papers]
        )
        self.paper.set_value(str(papers[0].value))
        self.paper.setVisible(kind is not PrinterKind.NONE)
        self.automatic.setVisible(kind is not PrinterKind.NONE)
        self.drawer.setVisible(thermal)
        self.counts.setVisible(thermal)
        self.order_tabs()

    def _show_tests(self) -> None:
        self.test.setVisible(self._kept.kind is not PrinterKind.NONE)
        self.open.setVisible(self._kept.drawer)

    def _typed(self) -> PrinterSettings:
        kind = PrinterKind(self.kind.value() or PrinterKind.NONE.value)
        return PrinterSettings(
            kind=kind,
            address=self.address.value(),
            paper=Paper(int(self.paper.value() or Paper.MM_58.value)),
            drawer=self.drawer.isChecked(),
            counts_paper=self.counts.isChecked(),
            automatic=self.automatic.isChecked(),
        )

    def _keep(self) -> None:
        printing, typed = self.kit.services.paper.printing, self._typed()

        def work() -> tuple[PrinterView, PrinterSettings]:
            return printing.set_printer(typed), printing.settings()

        def done(result: tuple[PrinterView, PrinterSettings]) -> None:
            view, self._kept = result
            self._busy = False
            self._show_tests()
            self.address.set_value(self._kept.address)
            words = state_words(self.texts, view.state)
            self._say(f"{self.text('printer-kept')} {words}")

        self._run(work, done, self.text("printer-asking"))

    def _test(self) -> None:
        def done(state: PrinterState) -> None:
            self._busy = False
            self._say(f"{self.text('printer-tested')} {state_words(self.texts, state)}")

        printing = self.kit.services.paper.printing
        self._run(printing.test, done, self.text("receipt-paper-printing"))

    def _open(self) -> None:
        def done(opened: bool) -> None:
            self._busy = False
            self._say(self.text("printer-opened" if opened else "printer-no-drawer"))

        printing = self.kit.services.paper.printing
        self._run(printing.open_drawer, done, self.text("printer-asking"))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], words: str) -> None:
        if self._busy:
            return
        self._busy = True
        self.clear_problem()
        self._say(words)
        self.kit.printing.run(work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.said.hide()
        self.show_problem(error)

    def _say(self, words: str) -> None:
        self.said.words.setText(words)
        self.said.show()
        announce(self.said.words, words)
