"""Text and numbers: a large field and the keys that its kind needs."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from kiosk.domain.curp_entry import GROUPS, birth_date
from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.keyboard import Keyboard, Layout
from kiosk.ui.widgets.text import Text

_SECRET = frozenset({"hidden-answer", "masked"})
_MASK_LETTERS = re.compile(r"[^A-Z0-9]")


def appearances(view: QuestionView) -> frozenset[str]:
    """Return the words of a question's appearance."""
    return frozenset(view.appearance.split())


def touch_line(theme: Theme, *, secret: bool = False) -> QLineEdit:
    """Return a bare line for keys on the screen: nothing pops up, nothing is dragged."""
    edit = QLineEdit()
    edit.setFont(theme.font("label", bold=False))
    edit.setMinimumHeight(theme.size("input"))
    edit.setProperty("wrong", False)
    edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    edit.setDragEnabled(False)
    if secret:
        edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit


def layout_of(view: QuestionView) -> Layout:
    """Return the keys that a text or number needs."""
    words = appearances(view)
    if view.kind is QuestionKind.INTEGER:
        return Layout.INTEGER
    if view.kind is QuestionKind.DECIMAL:
        return Layout.DECIMAL
    if view.kind is QuestionKind.BARCODE:
        return Layout.CODE
    return Layout.NUMBERS if "numbers" in words else Layout.LETTERS


class TouchText(TouchQuestion):
    """One line: text, a telephone, a whole or decimal number, a secret."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        words = appearances(view)
        self.edit = self._line(secret=bool(words & _SECRET))
        self.edit.setReadOnly(view.readonly)
        self.edit.installEventFilter(self)
        self.body.addWidget(self.edit)
        self._sums = Text(theme, "", "body-2", "ink-2", bold=True)
        self._sums.setVisible("thousands-sep" in words)
        self.body.addWidget(self._sums)
        self.body.addStretch(1)
        self.head.set_own_inputs(self.edit)
        layout = self._layout()
        if view.kind in (QuestionKind.INTEGER, QuestionKind.DECIMAL):
            self.edit.textChanged.connect(self._keep_number)
        self.edit.textChanged.connect(self._changed)
        self.keyboard = Keyboard(theme, texts, layout, typed=self.edit.text)
        self.keyboard.done.connect(self._done)
        if not view.readonly:
            self.pad = self.keyboard
        self.begin(view)

    def _line(self, *, secret: bool) -> QLineEdit:
        return touch_line(self.theme, secret=secret)

    def _layout(self) -> Layout:
        return layout_of(self.view)

    def _keep_number(self, text: str) -> None:
        allowed = "0123456789-" + (".," if self.view.kind is QuestionKind.DECIMAL else "")
        kept = "".join(letter for letter in text if letter in allowed)
        if kept != text:
            self.edit.setText(kept)

    def _changed(self, text: str) -> None:
        self.keyboard.refresh()
        if not self._sums.isHidden():
            self._sums.setText(_grouped(text))

    def _done(self) -> None:
        self.commit()
        self.pad_done.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if (
                event.type() is QEvent.Type.FocusIn
                or event.type() is QEvent.Type.MouseButtonRelease
            ):
                self.pad_wanted.emit()
            elif event.type() is QEvent.Type.FocusOut:
                self.commit()
        return super().eventFilter(watched, event)

    def typed(self) -> str:
        text = self.edit.text()
        return text.replace(",", ".") if self.view.kind is QuestionKind.DECIMAL else text

    def set_typed(self, text: str) -> None:
        self.edit.setText(text)  # which forgets what could be undone, too

    def forget(self) -> None:
        super().forget()
        self.edit.clear()
        self.edit.setText("")


def _grouped(text: str) -> str:
    """Return digits in groups of three, nothing for what is no number."""
    sign = "-" if text.startswith("-") else ""
    whole, point, rest = text.lstrip("-").replace(",", ".").partition(".")
    if not whole.isdigit():
        return ""
    return f"{sign}{int(whole):,}{point}{rest}"


class TouchLongText(TouchQuestion):
    """Several lines."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self.edit = QPlainTextEdit()
        self.edit.setFont(theme.font("label", bold=False))
        self.edit.setMinimumHeight(theme.size("text-area"))
        self.edit.setProperty("wrong", False)
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.edit.setTabChangesFocus(True)
        self.edit.setReadOnly(view.readonly)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.installEventFilter(self)
        self.body.addWidget(self.edit, 1)
        self.head.set_own_inputs(self.edit)
        self.keyboard = Keyboard(
            theme, texts, Layout.LETTERS, typed=self.edit.toPlainText, lines=True
        )
        self.keyboard.done.connect(self._done)
        self.edit.textChanged.connect(self.keyboard.refresh)
        if not view.readonly:
            self.pad = self.keyboard
        self.begin(view)

    def _done(self) -> None:
        self.commit()
        self.pad_done.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonRelease):
                self.pad_wanted.emit()
            elif event.type() is QEvent.Type.FocusOut:
                self.commit()
        return super().eventFilter(watched, event)

    def typed(self) -> str:
        return self.edit.toPlainText()

    def set_typed(self, text: str) -> None:
        self.edit.setPlainText(text)

    def forget(self) -> None:
        super().forget()
        self.edit.document().clearUndoRedoStacks()


class CurpLine(QLineEdit):
    """Eighteen cells, grouped as the CURP is built; the next one has the ring."""

    def __init__(self, theme: Theme, names: tuple[str, ...]) -> None:
        super().__init__()
        self._theme, self._names = theme, names
        self.setMaxLength(sum(GROUPS))
        self.setFont(theme.font("label", bold=True))
        self.setObjectName("bare")
        self.setProperty("own-ring", True)
        self.setProperty("wrong", False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._cell_height() + self._caption_height() + 2 * self._edge())
        self.textEdited.connect(self._tidy)

    def _cell_height(self) -> int:
        return self._theme.pair("curp-cell").height()

    def _caption_height(self) -> int:
        return QFontMetrics(self._theme.font("body")).height() + self._theme.space(1)

    def _edge(self) -> int:
        yellow, outer = self._theme.ring()
        return yellow + outer

    def _tidy(self, text: str) -> None:
        tidy = _MASK_LETTERS.sub("", text.upper().replace("Ñ", "X"))
        if tidy != text:
            self.setText(tidy)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size("choice-least"), self.height())

    def _cells(self) -> list[QRectF]:
        """Return the box of each character."""
        small, large = self._theme.space(1), 2 * self._theme.space(2)
        edge = self._edge()
        gaps = (sum(GROUPS) - len(GROUPS)) * small + (len(GROUPS) - 1) * large
        wide = (self.width() - 2 * edge - gaps) / sum(GROUPS)
        boxes, x = [], float(edge)
        for group in GROUPS:
            for _ in range(group):
                boxes.append(QRectF(x, edge, wide, self._cell_height()))
                x += wide + small
            x += large - small
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, typed = self._theme, self.text()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = self._cells()
        line = theme.size("input-border")
        role = "error" if self.property("wrong") else "border"
        yellow, outer = theme.ring()
        for number, box in enumerate(boxes):
            if number == len(typed) and self.hasFocus():
                around = box.adjusted(-yellow, -yellow, yellow, yellow)
                painter.setPen(QPen(theme.colour("focus-ring"), outer))
                painter.setBrush(theme.colour("focus"))
                painter.drawRoundedRect(around, theme.radius(), theme.radius())
            painter.setPen(QPen(theme.colour(role), line))
            painter.setBrush(theme.colour("surface"))
            half = line / 2
            painter.drawRoundedRect(
                box.adjusted(half, half, -half, -half), theme.radius(), theme.radius()
            )
            if number < len(typed):
                painter.setPen(theme.colour("ink"))
                painter.setFont(self.font())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), typed[number])
        self._captions(painter, boxes)
        painter.end()

    def _captions(self, painter: QPainter, boxes: list[QRectF]) -> None:
        theme, first = self._theme, 0
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("ink-2"))
        top = round(boxes[0].bottom()) + theme.space(1)
        for group, name in zip(GROUPS, self._names, strict=True):
            middle = (boxes[first].left() + boxes[first + group - 1].right()) / 2
            wide = QFontMetrics(painter.font()).horizontalAdvance(name) + 2
            left = min(max(0, round(middle - wide / 2)), self.width() - wide)
            flags = int(Qt.AlignmentFlag.AlignCenter)
            if not theme.large:
                painter.drawText(QRect(left, top, wide, self._caption_height()), flags, name)
            first += group


class TouchCurp(TouchText):
    """A CURP: only the keys that can come now stand up; the date of birth is read back."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        self._born: Notice | None = None
        super().__init__(theme, texts, view, tools)
        self._born = Notice(theme, "calendar", "", "success")
        self._born.words.setFont(theme.font("body-2", bold=True))
        self.body.insertWidget(1, self._born)
        self._changed(self.edit.text())

    def _line(self, *, secret: bool) -> QLineEdit:  # noqa: ARG002 - a CURP is shown as it is typed
        names = tuple(self.texts.text(f"curp-part-{number}") for number in range(1, 7))
        return CurpLine(self.theme, names)

    def _layout(self) -> Layout:
        return Layout.CURP

    def _changed(self, text: str) -> None:
        super()._changed(text)
        if self._born is None:
            return
        day = birth_date(text, self.texts.today())
        self._born.setVisible(day is not None)
        if day is not None:
            self._born.words.setText(self.texts.text("curp-born", day=self.texts.born(day)))


def is_curp(view: QuestionView) -> bool:
    """Tell whether a text question asks for a CURP: it is called so, or its appearance says so.

    Not by its label: *¿Por qué no tiene CURP?* wants words.
    """
    name = view.path.rpartition("/")[2].lower()
    return view.kind is QuestionKind.TEXT and (name == "curp" or "curp" in appearances(view))
