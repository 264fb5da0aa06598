"""A repeat on a page: its instances as lines, each opened as a page of its own (FORMS §4, §7)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import RepeatInstanceView, RepeatView
from kiosk.texts import Texts
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.markdown import plain
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Rule, clear_layout
from kiosk.ui.widgets.marks import StepCircle
from kiosk.ui.widgets.text import Icon, Text

LINES_AT_ONCE = 20
"""Longer tables are leafed through: a widget for each of 5 000 instances would stop the page."""


class RepeatTable(QWidget):
    """Lines with *Abrir* and *Quitar*, and *Agregar* below; removing asks first, in its place."""

    opened = Signal(str)
    """Reference of the instance whose page is wanted."""
    added = Signal(str)
    """Reference of the repeat that is to have one more."""
    removed = Signal(str)
    """Reference of the instance to take away; it was asked for twice."""

    def __init__(self, theme: Theme, texts: Texts, view: RepeatView) -> None:
        super().__init__()
        self.theme, self.texts, self.view = theme, texts, view
        self._first = 0
        self._asking = ""
        self._wrong: frozenset[str] = frozenset()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(2), 0, 0)
        column.setSpacing(theme.space(2))
        self._title = Text(theme, "", "h3")
        self._columns = Text(theme, "", "caption", "ink-2")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._leaf = QWidget()
        leaf = QHBoxLayout(self._leaf)
        leaf.setContentsMargins(0, 0, 0, 0)
        self._shown = Text(theme, "", "caption", "ink-2")
        before = Button(theme, texts.text("repeat-before"), Kind.LINK)
        after = Button(theme, texts.text("repeat-after"), Kind.LINK)
        before.clicked.connect(lambda: self._leaf_by(-LINES_AT_ONCE))
        after.clicked.connect(lambda: self._leaf_by(LINES_AT_ONCE))
        leaf.addWidget(before)
        leaf.addWidget(after)
        leaf.addWidget(self._shown, 1)
        self._add = Button(theme, "")
        self._add.clicked.connect(lambda: self.added.emit(self.view.path))
        column.addWidget(self._title)
        column.addWidget(self._columns)
        column.addLayout(self._lines)
        column.addWidget(self._leaf)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._draw()

    def show_view(self, view: RepeatView) -> None:
        """Draw the instances as they are now; a question about removing is taken back."""
        if view == self.view:
            return
        self.view = view
        self._asking = ""
        self._wrong = frozenset()
        self._draw()

    def show_wrong(self, paths: frozenset[str]) -> None:
        """Mark the lines of the instances in which these references stand, and no others."""
        wrong = frozenset(
            one.path
            for one in self.view.instances
            if any(path.startswith(one.path + "/") for path in paths)
        )
        if wrong != self._wrong:
            self._wrong = wrong
            self._draw()

    def inputs(self) -> tuple[QWidget, ...]:
        """Return what can take the focus first."""
        found = self.findChildren(Button)
        return tuple(button for button in found if not button.isHidden())

    def show_instance(self, path: str) -> None:
        """Leaf to the line of an instance."""
        for at, one in enumerate(self.view.instances):
            if one.path == path:
                self._first = at - at % LINES_AT_ONCE
                self._draw()

    def _leaf_by(self, lines: int) -> None:
        self._first = max(0, self._first + lines)
        self._draw()

    def _draw(self) -> None:
        view, texts = self.view, self.texts
        count = len(view.instances)
        if self._first >= count:
            self._first = max(0, count - 1) // LINES_AT_ONCE * LINES_AT_ONCE
        self._title.show_words(label_words(self.theme, view.label))
        self._title.setVisible(bool(view.label))
        self._columns.setText(" · ".join(plain(column) for column in view.columns))
        self._columns.setVisible(bool(view.instances) and any(view.columns))
        clear_layout(self._lines)
        if not view.instances:
            self._lines.addWidget(Text(self.theme, texts.text("repeat-none"), "body", "ink-2"))
        for one in view.instances[self._first : self._first + LINES_AT_ONCE]:
            self._lines.addWidget(Rule(self.theme))
            self._lines.addWidget(self._asked(one) if self._asking == one.path else self._line(one))
        self._leaf.setVisible(count > LINES_AT_ONCE)
        last = min(count, self._first + LINES_AT_ONCE)
        self._shown.setText(
            texts.text("repeat-shown", first=self._first + 1, last=last, count=count)
        )
        words = texts.text("repeat-add", label=plain(view.label)) if view.label else ""
        self._add.set_words(words or texts.text("repeat-add-plain"))
        self._add.setVisible(not view.fixed)

    def name_of(self, one: RepeatInstanceView) -> str:
        """Return what an instance is called: the repeat's label and its number."""
        if self.view.label:
            return self.texts.text("repeat-instance", label=plain(self.view.label), n=one.index)
        return self.texts.text("repeat-instance-plain", n=one.index)

    def _line(self, one: RepeatInstanceView) -> QWidget:
        theme = self.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(3))
        row.addWidget(StepCircle(theme, one.index, here=False, complete=False))
        cells = " · ".join(plain(cell) for cell in one.cells if cell)
        words = Text(theme, cells or self.texts.text("repeat-empty"), "label", bold=False)
        if not cells:
            words.set_ink("muted")
        row.addWidget(words, 1)
        if one.problem or one.path in self._wrong:
            row.addWidget(Icon(theme, "alert-circle", "error", "icon-small"))
            row.addWidget(
                Text(theme, self.texts.text("section-to-correct"), "caption", "error", wrap=False)
            )
        open_it = Button(
            theme, self.texts.text("repeat-open"), Kind.LINK,
            name=self.texts.text("repeat-open-name", instance=self.name_of(one)),
        )  # fmt: skip
        open_it.clicked.connect(lambda: self.opened.emit(one.path))
        row.addWidget(open_it)
        if not self.view.fixed:
            remove = Button(
                theme, self.texts.text("repeat-remove"), Kind.LINK,
                name=self.texts.text("repeat-remove-name", instance=self.name_of(one)),
            )  # fmt: skip
            remove.clicked.connect(lambda: self._ask(one.path))
            row.addWidget(remove)
        return holder

    def _asked(self, one: RepeatInstanceView) -> QWidget:
        """Return the line that asks whether an instance really goes (FORMS §7)."""
        theme = self.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(3))
        row.addWidget(Icon(theme, "alert-triangle", "warning"))
        words = self.texts.text("repeat-remove-ask", instance=self.name_of(one))
        row.addWidget(Text(theme, words), 1)
        stay = Button(theme, self.texts.text("repeat-remove-no"))
        go = Button(theme, self.texts.text("repeat-remove-yes"))
        stay.clicked.connect(lambda: self._ask(""))
        go.clicked.connect(lambda: self.removed.emit(one.path))
        row.addWidget(stay)
        row.addWidget(go)
        self._first_answer = stay
        return holder

    def _ask(self, path: str) -> None:
        self._asking = path
        self._draw()
        if path:
            self._first_answer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_first()

    def _focus_first(self) -> None:
        inputs = self.inputs()
        if inputs:
            inputs[0].setFocus(Qt.FocusReason.OtherFocusReason)
