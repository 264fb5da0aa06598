"""How a payment that was given back looks in a list and on its comprobante."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.text import Icon, Text


def cancelled_line(theme: Theme, texts: Texts, when: datetime, role: str = "body") -> QWidget:
    """Return the crossed circle and *Cancelado* with its moment, beside the delivery word."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space(2))
    row.addWidget(Icon(theme, "ban", "ink-2"))
    words = texts.text("reversal-cancelled", when=texts.when(when))
    row.addWidget(Text(theme, words, role, "ink-2"), 1)
    return holder
