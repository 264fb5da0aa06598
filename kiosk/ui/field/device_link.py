"""How delivery stands, on V28: the connection, what it costs, the series, what is carried."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.views.device_status import LinkFacts, PaidLink
from kiosk.ui.field.page import Kit
from kiosk.ui.field.words import since_words, size_words
from kiosk.ui.widgets.choices import ChoiceField


def link_lines(kit: Kit, link: LinkFacts) -> list[tuple[str, str]]:
    """Return words and values about delivery; a line without a value is left out."""
    texts, cost = kit.texts, link.cost
    contact = link.last_contact_at
    spent = ""
    if cost.metered:
        spent = texts.text("device-paid-all", spent=size_words(texts, cost.spent_bytes))
        if cost.budget_bytes:
            spent = texts.text(
                "device-paid-of",
                spent=size_words(texts, cost.spent_bytes),
                most=size_words(texts, cost.budget_bytes),
            )
    series = ""
    if link.series is not None:
        why = texts.text(f"device-series-{link.series.reason.replace('_', '-')}")
        series = texts.text(
            "device-series-since",
            why=why,
            when=since_words(texts, link.series.since),
            n=link.series.count,
        )
    carried = texts.text("device-carried-none")
    if link.carried_devices:
        size = size_words(texts, link.carried_bytes)
        carried = texts.text("device-carried-some", n=link.carried_devices, size=size)
    held = link.held_until
    return [
        ("device-contact", texts.when(contact) if contact else texts.text("device-never")),
        ("device-held", texts.time(held) if held else ""),
        ("device-paid-today", spent),
        ("device-series", series),
        ("device-carried", carried),
    ]


class PaidLinkChoice(QWidget):
    """Whether this device's connection is paid by data; it counts at once."""

    said = Signal(object)
    """A PaidLink."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.field = ChoiceField(
            kit.theme, kit.texts.text("device-paid"), kit.texts.text("device-paid-hint")
        )
        self.field.set_choices(
            [(one.value, kit.texts.text(f"device-paid-{one.value}")) for one in PaidLink]
        )
        self.field.chosen.connect(lambda name: self.said.emit(PaidLink(name)))
        column.addWidget(self.field)

    def show_link(self, link: LinkFacts) -> None:
        """Show what was said last; nothing for whoever may not say it."""
        self.setVisible(link.may_choose)
        self.field.set_value(link.paid.value)
