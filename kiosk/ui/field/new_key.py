"""The offer of a new file key after a person was taken away from a device."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.field.page import Kit
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.text import Text


class NewKeyOffer(Card):
    """One line: why, and the act. Whoever kept a copy of the key file opens copies until then."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, tight=True)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(kit.theme.space(4))
        row.addWidget(Text(kit.theme, kit.texts.text("newkey-why")), 1)
        self.button = Button(
            kit.theme, kit.texts.text("newkey-act"), Kind.SECONDARY,
            name=kit.texts.text("device-act-rotate"),
        )  # fmt: skip
        row.addWidget(self.button)
        self.body.addWidget(holder)
        self.hide()
