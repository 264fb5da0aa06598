"""K11 Pago: the order is on its way out of the slot; what to do with it, in three steps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.services.views import OrderView
from kiosk.texts import Texts
from kiosk.ui.selfservice.frame import KioskFrame
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Card, Rule
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.widgets.text import Text


class OrderPage(QWidget):
    """The slip with its number and code, what it costs today, and where to go. No name."""

    def __init__(self, theme: Theme, texts: Texts, order: OrderView, *, printed: bool) -> None:
        super().__init__()
        self.theme, self.texts, self.order = theme, texts, order
        self.setObjectName("page")
        column = QVBoxLayout(self)
        margin = theme.size("margin")
        column.setContentsMargins(margin, theme.space(5), margin, theme.space(5))
        column.setSpacing(theme.space(4))
        self.title = Text(theme, texts.text("kiosk-order-title"), "h1")
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title.setProperty("own-ring", True)
        column.addWidget(self.title)
        column.addWidget(Text(theme, texts.text("kiosk-order-under"), "body-2", "ink-2"))
        column.addWidget(self._order(order))
        column.addWidget(self._steps(printed=printed))
        column.addStretch(1)

    def enter(self) -> None:
        """Put the focus on the title and have the page said, its number with it."""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.title.text()}. {self._said()}")

    def _said(self) -> str:
        return self.texts.text("order-said", number=self.order.number)

    def _order(self, order: OrderView) -> QWidget:
        theme, texts = self.theme, self.texts
        card = Card(theme)
        row = QHBoxLayout()
        row.setSpacing(theme.size("gutter"))
        slip = QVBoxLayout()
        slip.addWidget(Text(theme, texts.text("kiosk-order-slip"), "label").align_middle())
        slip.addWidget(Text(theme, order.number, "amount").align_middle())
        self.code = QrCode(theme, texts.text("order-code"))
        self.code.show_text(order.qr_text)
        slip.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        slip.addStretch(1)
        row.addLayout(slip)
        facts = QVBoxLayout()
        facts.setSpacing(theme.space(2))
        if order.expected_centavos is not None:
            money = texts.money(order.expected_centavos)
            facts.addWidget(Text(theme, texts.text("kiosk-order-total"), "label"))
            facts.addWidget(Text(theme, money, "amount"))
            facts.addWidget(Rule(theme))
        for words in (order.service_name, *order.concepts):
            if words:
                facts.addWidget(Text(theme, words))
        until = texts.text("kiosk-order-until", day=texts.day(order.good_until.date()))
        facts.addWidget(Text(theme, until, "body", bold=True))
        if order.parts > 1:
            part = texts.text("order-part", part=str(order.part), parts=str(order.parts))
            facts.addWidget(Text(theme, part, "label"))
        facts.addStretch(1)
        row.addLayout(facts, 1)
        card.body.addLayout(row)
        return card

    def _steps(self, *, printed: bool) -> QWidget:
        theme, texts = self.theme, self.texts
        card = Card(theme)
        first = "kiosk-order-take" if printed else "kiosk-order-photo"
        names = (first, "kiosk-order-go", "kiosk-order-pay")
        for number, name in enumerate(names, start=1):
            if number > 1:
                card.body.addWidget(Rule(theme))
            row = QHBoxLayout()
            row.setSpacing(theme.space(4))
            mark = Text(theme, str(number), "h1", "action", wrap=False)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.addWidget(Text(theme, texts.text(name), "h3"))
            under = texts.text(f"{name}-under", number=self.order.number)
            words.addWidget(Text(theme, under, "body", "ink-2"))
            row.addLayout(words, 1)
            card.body.addLayout(row)
        return card


class OrderWindow(QWidget):
    """K11 in its frame; it holds nothing of the person, so *Listo* ends the visit at once."""

    finished = Signal()
    print_wanted = Signal(object)
    """The OrderView to be printed once more."""

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        order: OrderView,
        *,
        institution: str = "",
        printed: bool = True,
    ) -> None:
        super().__init__()
        self.frame = KioskFrame(theme, texts, institution)
        self.page = OrderPage(theme, texts, order, printed=printed)
        self.frame.place.addWidget(self.page)
        self.frame.show_forward(texts.text("kiosk-order-done"))
        self.frame.back.set_words(texts.text("kiosk-order-again"))
        self.frame.back.setVisible(printed)
        self.frame.back_wanted.connect(lambda: self.print_wanted.emit(order))
        self.frame.forward_wanted.connect(self.finished.emit)
        self.frame.finish_wanted.connect(self.finished.emit)
        whole = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the panel's size counts
        whole.addWidget(self.frame)
