"""What every field screen is made of: head, two columns, problem box, action bar, Enter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kiosk.problems import problem_of
from kiosk.services.field import FieldServices
from kiosk.services.views import Session
from kiosk.texts import Texts
from kiosk.ui.background import Background
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.screen import Act, Screen
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import ProblemBox
from kiosk.ui.widgets.choices import ChoiceCard
from kiosk.ui.widgets.fields import ErrorSummary
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What every screen is given: looks, words, services, the worker, the devices of questions."""

    theme: Theme
    texts: Texts
    services: FieldServices
    background: Background
    tools: Tools = NO_TOOLS
    printer_lane: Background | None = None
    drive_lane: Background | None = None

    @property
    def printing(self) -> Background:
        """Where printers are waited for: beside the file's own worker, where there is a second."""
        return self.printer_lane or self.background

    @property
    def slow(self) -> Background:
        """Where drives are waited for: beside the file's worker and the printers'."""
        return self.drive_lane or self.background


class ActionBar(QFrame):
    """Primary at the left, then Atrás, then the rest; what leaves the task stands at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("action-bar")
        self.setMinimumHeight(theme.size("action-bar"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.flow = FlowLayout(theme.space(3), self)
        margin = theme.size("margin")
        edge = (theme.size("action-bar") - theme.size("button-amount")) // 2
        self.flow.setContentsMargins(margin, edge, margin, edge)


class Columns(QWidget):
    """Main and side column; side by side where there is room, one below the other where not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._threshold = theme.size("content-two-columns")
        self._side_width = theme.size("side-card")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.size("gutter"))
        self.main, self.side = QWidget(), QWidget()
        self.main_column = self._column(self.main, theme)
        self.side_column = self._column(self.side, theme)
        self._box.addWidget(self.main, 1)
        self._box.addWidget(self.side, 0)
        self.side.setFixedWidth(self._side_width)
        self._wide = True

    @staticmethod
    def _column(widget: QWidget, theme: Theme) -> QVBoxLayout:
        outer = QVBoxLayout(widget)  # an alignment instead of this stretch would cut wrapped text
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(theme.space(4))
        outer.addLayout(column)
        outer.addStretch(1)
        return column

    def fill_height(self) -> None:
        """Let the main column have the whole height, for a list or a picture."""
        outer = self.main.layout()
        if outer is not None:
            outer.takeAt(1)

    def set_side_width(self, width_px: int) -> None:
        """Give the side column another width."""
        self._side_width = width_px
        if self._wide:
            self.side.setFixedWidth(width_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._threshold
        if wide == self._wide:
            return
        self._wide = wide
        if wide:
            self._box.setDirection(QBoxLayout.Direction.LeftToRight)
            self.side.setFixedWidth(self._side_width)
        else:
            self._box.setDirection(QBoxLayout.Direction.TopToBottom)
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)


class FieldScreen(Screen):
    """A screen of field mode: it fills two columns, adds its buttons, emits what happened."""

    title_id = ""

    back_wanted = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit, self.theme, self.texts = kit, kit.theme, kit.texts
        self.primary: Button | None = None
        theme = kit.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.page_column = QVBoxLayout(page)
        margin = theme.size("margin")
        self.page_column.setContentsMargins(margin, theme.space(4), margin, theme.space(4))
        self.page_column.setSpacing(theme.space(3))
        self.kicker = Text(theme, "", "body", "gold-text", bold=True)
        self.heading = Text(theme, self.text(self.title_id) if self.title_id else "", "h1")
        self.subtitle = Text(theme, "", "body", "ink-2")
        self.head = QWidget()
        head = QVBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        self.head_right = QHBoxLayout()
        self.head_right.setSpacing(theme.space(1))
        title = QHBoxLayout()
        title.addWidget(self.heading, 1)
        title.addLayout(self.head_right)
        head.addWidget(self.kicker)
        head.addLayout(title)
        head.addWidget(self.subtitle)
        self.kicker.hide()
        self.subtitle.hide()
        self.page_column.addWidget(self.head)
        self.columns = Columns(theme)
        self.main, self.main_column = self.columns.main, self.columns.main_column
        self.side_column = self.columns.side_column
        self.problem = ProblemBox(theme)
        self.problem.acted.connect(self.problem_acted)
        self.main_column.addWidget(self.problem)
        self.page_column.addWidget(self.columns)
        self.page_column.addStretch(1)
        self.scroller.setWidget(page)
        page.installEventFilter(self)
        self._scroll_later = QTimer(self)
        self._scroll_later.setSingleShot(True)
        self._scroll_later.timeout.connect(self._scroll_to_focus)
        column.addWidget(self.scroller, 1)
        self.action_bar = ActionBar(theme)
        column.addWidget(self.action_bar)
        self.action_bar.hide()
        QApplication.instance().focusChanged.connect(self._keep_in_view)  # type: ignore[union-attr]  # an application exists wherever a widget does

    def show_session(self, session: Session) -> None:
        """Learn who is at work, before the first visit and whenever it is somebody else."""

    # ------------------------------------------------------------------------- building

    def text(self, message_id: str, /, **arguments: object) -> str:
        """Return words in the person's language."""
        return self.texts.text(message_id, **arguments)

    def without_side(self) -> None:
        """Use the whole width for the main column."""
        self.columns.side.hide()

    def set_head(self, title: str, *, kicker: str = "", subtitle: str = "") -> None:
        """Show the title block."""
        self.heading.setText(title)
        for part, words in ((self.kicker, kicker), (self.subtitle, subtitle)):
            part.setText(words)
            part.setVisible(bool(words))

    def add_summary(self) -> ErrorSummary:
        """Add the list of what is not right to the main column; the title is said anew with it."""
        summary = ErrorSummary(self.theme, self.text("errors-title"))
        summary.changed.connect(self.retitled.emit)
        self.main_column.addWidget(summary)
        return summary

    def add_primary(self, words: str, *, key: str = "Enter", icon: str = "") -> Button:
        """Add the one primary button, at the left of the action bar."""
        self.primary = self.add_action(words, Kind.PRIMARY, key=key, icon=icon)
        return self.primary

    def add_action(
        self, words: str, kind: Kind = Kind.SECONDARY, *, key: str = "", icon: str = ""
    ) -> Button:
        """Add a button to the action bar."""
        button = Button(self.theme, words, kind, key=key, icon=icon)
        self.action_bar.flow.addWidget(button)
        self.action_bar.show()
        return button

    def add_back(self) -> Button:
        """Add *Atrás*; the window does it."""
        button = self.add_action(self.text("back"), key="Esc")
        button.clicked.connect(self.back_wanted.emit)
        return button

    def order_tabs(self) -> None:
        """Let Tab follow the reading order; call it when things came or went."""
        previous: QWidget | None = None
        for widget in reading_order(self):
            if previous is not None:
                QWidget.setTabOrder(previous, widget)
            previous = widget

    # ------------------------------------------------------------------------- problems

    def show_problem(self, error: Exception, action: str = "", key: str = "") -> None:
        """Show an error's three sentences at the top of the task; nothing typed is touched."""
        self.problem.show_problem(problem_of(error, self.texts), action, key)
        self.scroller.ensureWidgetVisible(self.problem)

    def clear_problem(self) -> None:
        """Take the problem box away."""
        self.problem.hide()

    def problem_acted(self) -> None:
        """Do what the button in the problem box says."""

    def window_words(self) -> str:
        """Return the kind of work; never a name."""
        return self.text(self.title_id) if self.title_id else ""

    # ----------------------------------------------------------------------------- keys

    def act(self, act: Act) -> bool:
        match act:
            case Act.CONTINUE if self.primary is not None:
                self.primary.click()
                return True
            case Act.NEXT_REGION:
                return self._next_region()
            case _:
                return super().act(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not event.isAutoRepeat():
                self.enter_pressed()
            return
        super().keyPressEvent(event)

    def enter_pressed(self) -> None:
        """Go to the next field; after the last one, do the primary action.

        Enter never answers a question: a hurried one must not choose for the person.
        """
        here = QApplication.focusWidget()
        following = self._following(here)
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.primary is not None:
            self.primary.click()

    def _following(self, here: QWidget | None) -> QWidget | None:
        """Return the next input of the main column, answers of the same question left out."""
        if here is None or not self.main.isAncestorOf(here):
            return None
        question = here.parentWidget() if is_answer(here) else None
        found = here.nextInFocusChain()
        while found is not None and found is not here:
            if found is self.primary:
                return None
            if (
                self.main.isAncestorOf(found)
                and found.isVisible()
                and found.isEnabled()
                and bool(found.focusPolicy() & Qt.FocusPolicy.TabFocus)
                and not (question is not None and found.parentWidget() is question)
                and is_stop(found)
            ):
                return found
            found = found.nextInFocusChain()
        return None

    def _next_region(self) -> bool:
        """Move the focus between the form, the side card and the action bar."""
        regions: list[QWidget] = [self.columns.main, self.columns.side, self.action_bar]
        here = QApplication.focusWidget()
        at = next((n for n, region in enumerate(regions) if here and region.isAncestorOf(here)), -1)
        for step in range(1, len(regions) + 1):
            region = regions[(at + step) % len(regions)]
            target = first_focusable(region)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _keep_in_view(self, _old: QWidget | None = None, _new: QWidget | None = None) -> None:
        """Scroll to what has the focus, now and once the layout has settled."""
        if self.isVisible():
            self._scroll_to_focus()
            self._scroll_later.start()

    def _scroll_to_focus(self) -> None:
        here, inside = QApplication.focusWidget(), self.scroller.widget()
        if here is not None and inside is not None and inside.isAncestorOf(here):
            margin = self.theme.space(5)
            self.scroller.ensureWidgetVisible(here, margin, margin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the focus in view when the page grows above it."""
        if event.type() is QEvent.Type.Resize:
            self._scroll_later.start()
        return super().eventFilter(watched, event)


def is_answer(widget: QWidget) -> bool:
    """Tell whether a widget is one answer of a closed question, as a card or a box."""
    return isinstance(widget, ChoiceCard) or (
        isinstance(widget, QAbstractButton) and widget.property("answer") is True
    )


def is_stop(widget: QWidget) -> bool:
    """Tell whether Enter comes to a widget: to fields and answers, not to the buttons beside them.

    The property `answer` says so of what is neither by its class.
    """
    told = widget.property("answer")
    if isinstance(told, bool):
        return told
    return not isinstance(widget, QAbstractButton) or isinstance(widget, ChoiceCard)


def reading_order(root: QWidget) -> list[QWidget]:
    """Return what takes the focus below *root*, in the order of its layouts."""
    found: list[QWidget] = []
    if isinstance(root, QScrollArea):
        inside = root.widget()
        return reading_order(inside) if inside is not None else []
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus and root.focusProxy() is None:
        found.append(root)
    layout = root.layout()
    if layout is not None:
        found += _in_layout(layout)
    return found


def _in_layout(layout: QLayout) -> list[QWidget]:
    """Return the same for what stands in *layout*, by asking where each thing stands in it.

    Never by `itemAt`: PySide 6.11 keeps the wrapper it makes of an item as long as the layout, also
    when Qt has deleted the item and put another object at its address; that one's end is a crash.
    """
    holder = layout.parentWidget()
    widgets = holder.children() if holder is not None else []
    places: list[tuple[int, QWidget | QLayout]] = []
    for thing in [*widgets, *layout.children()]:
        if isinstance(thing, QWidget | QLayout):
            place = layout.indexOf(thing)
            if place >= 0:
                places.append((place, thing))
    found: list[QWidget] = []
    for _, thing in sorted(places, key=lambda pair: pair[0]):
        found += reading_order(thing) if isinstance(thing, QWidget) else _in_layout(thing)
    return found


def first_focusable(region: QWidget) -> QWidget | None:
    """Return the first thing in a region that takes the focus, in reading order."""
    for widget in region.findChildren(QWidget):
        reachable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if reachable and widget.isVisible() and widget.isEnabled():
            return widget
    return None


def initials_of(name: str) -> str:
    """Return the first letters of the given name and the first of two surnames."""
    words = [word for word in name.split() if word[:1].isalpha()]
    if not words:
        return ""
    surname = words[-2] if len(words) > 2 else words[-1]
    return (words[0][0] + (surname[0] if len(words) > 1 else "")).upper()
