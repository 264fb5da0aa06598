"""What stands around every kiosk page: header with the aids, footer with Atrás and Continuar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.theme_sheet import style_sheet
from kiosk.ui.widgets.buttons import Kind
from kiosk.ui.widgets.focus import FocusRing
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import AidButton, TouchButton


class Fret(QWidget):
    """The stepped fret that closes the header."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.size("ornament-band"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, high = self._theme, self.height()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("brand"))
        unit = high / 8
        pen = QPen(theme.colour("gold-on-brand"), unit)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        x = -unit
        while x < self.width():
            path = QPainterPath()
            path.moveTo(x, 7 * unit)
            for across, down in (
                (9, 7),
                (9, 1.5),
                (2.5, 1.5),
                (2.5, 5),
                (6, 5),
                (6, 3.2),
                (4.4, 3.2),
            ):
                path.lineTo(x + across * unit, down * unit)
            painter.drawPath(path)
            painter.drawLine(
                round(x + 9 * unit), round(7 * unit), round(x + 11 * unit), round(7 * unit)
            )
            x += 11 * unit
        painter.end()


class StepBar(QWidget):
    """*Paso 2 de 6* and as many lines, those gone through filled."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._step = self._steps = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        self._words = Text(theme, "", "body", "ink-2", bold=True)
        column.addWidget(self._words)
        self._line = QWidget()
        self._line.setFixedHeight(theme.size("step-bar"))
        column.addWidget(self._line)
        self.hide()

    def show_step(self, step: int, steps: int) -> None:
        """Show how far one is; 0 of 0 where the number is not certain: then nothing is shown."""
        self._step, self._steps = step, steps
        self._words.setText(self._texts.text("kiosk-step", step=step, steps=steps))
        self.setVisible(steps > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, box = self._theme, self._line.geometry()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = theme.space(1) if self._steps <= 20 else 0
        wide = (box.width() - gap * (self._steps - 1)) / max(1, self._steps)
        for number in range(self._steps):
            painter.setBrush(theme.colour("action" if number < self._step else "line"))
            spot = QRectF(box.left() + number * (wide + gap), box.top(), wide, box.height())
            painter.drawRoundedRect(spot, box.height() / 2, box.height() / 2)
        painter.end()


class KioskFrame(QFrame):
    """Header, place for a page, place for its keys, footer. It holds no form."""

    language_wanted = Signal()
    letters_wanted = Signal()
    contrast_wanted = Signal()
    help_wanted = Signal()
    finish_wanted = Signal()
    back_wanted = Signal()
    forward_wanted = Signal()

    def __init__(self, theme: Theme, texts: Texts, institution: str = "") -> None:
        super().__init__()
        self.theme, self.texts = theme, texts
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setPalette(theme.palette())
        self.setStyleSheet(style_sheet(theme))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header(institution))
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self.place = QVBoxLayout()
        self.place.setContentsMargins(0, 0, 0, 0)
        self._middle.addLayout(self.place, 1)
        self._dock = QFrame()
        self._dock.setObjectName("keyboard")
        self.dock = QVBoxLayout(self._dock)
        self.dock.setContentsMargins(0, 0, 0, 0)
        self.dock.setSpacing(0)
        self.dock.addStretch(1)
        self._middle.addWidget(self._dock)
        self._dock.hide()
        column.addLayout(self._middle, 1)
        self.above_footer = QVBoxLayout()
        self.above_footer.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.above_footer)
        column.addWidget(self._footer())
        self._ring = FocusRing(theme, self)
        self.setProperty("rings", True)

    def stop(self) -> None:
        """Follow the focus no more."""
        self._ring.stop()

    # ------------------------------------------------------------------------------ header

    def _header(self, institution: str) -> QWidget:
        theme, texts = self.theme, self.texts
        header = QFrame()
        header.setObjectName("top-bar-kiosk")
        whole = QVBoxLayout(header)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head.setContentsMargins(
            theme.size("margin"), theme.space(2), theme.size("margin"), theme.space(3)
        )
        self._head.setSpacing(theme.space(2))
        self._brand = QHBoxLayout()
        self._brand.setSpacing(theme.space(3))
        logo = Text(theme, "")
        size = theme.pair("logo-pair")
        logo.setPixmap(theme.scene("logo", size))
        logo.setFixedSize(size)
        self._brand.addWidget(logo)
        self._brand.addWidget(Text(theme, texts.text("app-name"), "h2", "on-brand", wrap=False))
        self._institution = Text(theme, institution, "body", "on-brand-2")
        self._institution.setVisible(not theme.large)  # the words of the aids need the room
        self._brand.addWidget(self._institution, 1)
        if theme.large:
            self._brand.addStretch(1)
        self.finish = AidButton(theme, texts.text("kiosk-finish-short"), "x", row=True)
        self.finish.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.finish.clicked.connect(self.finish_wanted.emit)
        self._brand.addWidget(self.finish)
        self._head.addLayout(self._brand)
        self._aids = QHBoxLayout()
        self._aids.setSpacing(theme.size("target-gap"))
        self.aids: dict[str, AidButton] = {}
        for name, icon, wanted in (
            ("language", "language", self.language_wanted),
            ("letters", "text-size", self.letters_wanted),
            ("contrast", "contrast", self.contrast_wanted),
            ("help", "help", self.help_wanted),
        ):
            aid = AidButton(theme, texts.text(f"kiosk-aid-{name}"), icon)
            aid.clicked.connect(wanted.emit)
            self._aids.addWidget(aid, 1)
            self.aids[name] = aid
        self._head.addLayout(self._aids)
        whole.addLayout(self._head)
        whole.addWidget(Fret(theme))
        return header

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lying = event.size().width() > event.size().height()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(across if lying else down)
        # on a lying panel keys below the page would leave no room for the question: beside it
        self._middle.setDirection(across if lying else down)
        finish_in = self._aids if lying else self._brand
        if finish_in.indexOf(self.finish) < 0:
            finish_in.addWidget(self.finish)

    # ------------------------------------------------------------------------------ footer

    def _footer(self) -> QWidget:
        theme, texts = self.theme, self.texts
        footer = QFrame()
        footer.setObjectName("action-bar")
        footer.setMinimumHeight(theme.size("footer"))
        row = QHBoxLayout(footer)
        row.setContentsMargins(
            theme.size("margin"), theme.space(2), theme.size("margin"), theme.space(2)
        )
        row.setSpacing(theme.size("gutter"))
        self.back = TouchButton(theme, texts.text("back"), icon="arrow-left")
        self.back.setMinimumWidth(theme.size("button-least"))
        self.back.clicked.connect(self.back_wanted.emit)
        self.forward = TouchButton(
            theme, texts.text("continue"), Kind.PRIMARY, icon="arrow-right", trailing=True
        )
        self.forward.setMinimumWidth(2 * theme.size("button-least"))
        self.forward.clicked.connect(self.forward_wanted.emit)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.back, 0, middle)
        row.addStretch(1)
        row.addWidget(self.forward, 0, middle)
        return footer

    def show_dock(self, shown: bool) -> None:
        """Give the keys of a page their place, or give that place back to the page."""
        self._dock.setVisible(shown)

    def show_forward(self, words: str) -> None:
        """Say on the primary button what it does here."""
        self.forward.set_words(words)
