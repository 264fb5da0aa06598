"""Fields that the screens of the cash desk share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainterPath

from kiosk.ui.field.page import Kit
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.amount import AmountInput
from kiosk.ui.widgets.canvas import Stroke
from kiosk.ui.widgets.dates import DateField
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.signature import SignatureField
from sync.money import Centavos


def date_field(kit: Kit, label: str, hint: str = "") -> DateField:
    """Return a field for a calendar day."""
    text = kit.texts.text
    return DateField(
        kit.theme,
        label,
        hint,
        parts=(text("date-day"), text("date-month"), text("date-year")),
        months=kit.texts.months(),
    )


def day_of(field: DateField) -> date | None:
    """Return the day that is typed, None where it is none."""
    try:
        return date.fromisoformat(field.value())
    except ValueError:
        return None


class OwnSignature(SignatureField):
    """The signature of whoever is at work: drawn, or with Space their name in print.

    Who signs with a key is at work under their own clave; the picture shows how it was signed.
    """

    def __init__(self, kit: Kit, hint_id: str = "cash-sign-hint") -> None:
        text = kit.texts.text
        super().__init__(kit.theme, text("cash-sign"), text(hint_id), text("draw-clear"))
        self.name = ""
        self.canvas.installEventFilter(self)
        self.drawn.connect(lambda: self.set_message(None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write the name where Space is pressed on the empty paper."""
        if (
            watched is self.canvas
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
            and self.name
        ):
            self.canvas.clear()
            self.canvas.add(_written(self.theme, self.name))
            return True
        return super().eventFilter(watched, event)


def _written(theme: Theme, name: str) -> tuple[Stroke, ...]:
    """Return a name as lines across the paper."""
    path = QPainterPath()
    path.addText(0, 0, theme.font("h2"), name)
    box = path.boundingRect()
    if box.isEmpty():
        return ()
    wide, high = 0.8 / box.width(), 0.4 / box.height()
    return tuple(
        Stroke(
            "ink",
            tuple(
                QPointF(0.1 + (one.x() - box.x()) * wide, 0.3 + (one.y() - box.y()) * high)
                for one in polygon.toList()
            ),
        )
        for polygon in path.toSubpathPolygons()
    )


class AmountField(Field):
    """The large cash field with its label, hint and message."""

    def __init__(self, kit: Kit, label: str, hint: str) -> None:
        super().__init__(kit.theme, label, hint)
        self.amount = AmountInput(kit.theme, label)
        self.add_input(self.amount)
        self.name_inputs()

    def inputs(self) -> tuple[Any, ...]:
        return (self.amount.edit,)

    def set_message(self, words: str | None) -> None:
        super().set_message(words)
        self.amount.set_wrong(bool(words))

    def centavos(self) -> Centavos | None:
        """Return what is typed, None where it is no amount."""
        return self.amount.amount()

    def forget(self) -> None:
        """Empty the field."""
        self.amount.set_amount(None)
        self.set_message(None)

    def take_focus(self) -> None:
        self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def all_said(checks: Iterable[tuple[Field, bool, str]], text: Callable[[str], str]) -> bool:
    """Say beside each field what it lacks, go to the first of them; return whether none does.

    A check is a field, whether it says what it must, and the id of the message where it does not.
    """
    first: Field | None = None
    for field, said, message in checks:
        field.set_message(None if said else text(message))
        if not said and first is None:
            first = field
    if first is not None:
        first.take_focus()
    return first is None
