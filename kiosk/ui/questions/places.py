"""Places: typed in degrees, or taken from the device; what is only the office's place says so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kiosk.errors import KnownError
from kiosk.problems import problem_of
from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.questions.spots import Spot, degrees_of, pair_of, spot_of, spots_of, stored_line
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.fields import Field, LineEdit
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.text import Text

_CAPTURE_M, _WARNING_M = 5.0, 100.0
"""Collect's accuracies where the form says none: good enough, and too poor, in metres."""
_MAPS = frozenset({"maps", "placement-map"})


class DegreesField(Field):
    """Latitude and longitude side by side, with their buttons."""

    def __init__(self, theme: Theme, texts: Texts, label: str) -> None:
        super().__init__(theme, label)
        self.latitude, self.longitude = LineEdit(theme), LineEdit(theme)
        self._names = (texts.text("place-latitude"), texts.text("place-longitude"))
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        for edit, name in zip(self.inputs(), self._names, strict=True):
            edit.setMaximumWidth(theme.size("field-degrees"))
            column = QVBoxLayout()
            column.setSpacing(theme.space(1))
            words = Text(theme, name, "body", "ink-2")
            words.setBuddy(edit)
            column.addWidget(words)
            column.addSpacing(theme.size("ring-gap"))
            column.addWidget(edit)
            row.addLayout(column)
        row.addStretch(1)
        self.add_inputs(row)
        bar = QWidget()
        self.flow = FlowLayout(theme.space(3), bar)
        self.flow.setContentsMargins(0, theme.space(1), 0, 0)
        self.add_input(bar)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.latitude, self.longitude)

    def name_inputs(self) -> None:
        super().name_inputs()
        for widget, name in zip(self.inputs(), self._names, strict=True):
            widget.setAccessibleName(f"{name}, {self.label.words()}")

    def typed(self) -> Spot | None:
        """Return the place that is typed; None where a part is missing or beyond the globe."""
        latitude = degrees_of(self.latitude.text(), 90)
        longitude = degrees_of(self.longitude.text(), 180)
        return Spot(latitude, longitude) if latitude is not None and longitude is not None else None

    def empty(self) -> bool:
        """Tell whether nothing is typed."""
        return not self.latitude.text().strip() and not self.longitude.text().strip()

    def show_spot(self, spot: Spot | None) -> None:
        """Show a place, or none."""
        latitude, longitude = spot.degrees() if spot is not None else ("", "")
        self.latitude.setText(latitude)
        self.longitude.setText(longitude)

    def split(self) -> None:
        """Spread a pasted pair over both parts."""
        pair = pair_of(self.latitude.text())
        if pair is not None:
            self.latitude.setText(pair[0])
            self.longitude.setText(pair[1])

    def locked(self, locked: bool) -> None:
        """Show only, or let type."""
        self.latitude.set_locked(locked)
        self.longitude.set_locked(locked)


class _Places(Question):
    """What places share: degrees, the device's position, what is said about it."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self.degrees = DegreesField(theme, texts, view.label)
        super().__init__(theme, texts, view, self.degrees, tools)
        self.here: Button | None = None
        source = tools.position
        if source is not None:
            words_id = "place-office" if source.fixed else "place-here"
            self.here = Button(theme, texts.text(words_id), icon="map-pin")
            self.here.clicked.connect(self._from_device)
            self.degrees.flow.addWidget(self.here)
        self.degrees.latitude.editingFinished.connect(self.degrees.split)

    def say(self, words: str) -> None:
        """Say something under the degrees, after what this device cannot do."""
        no_map = self.texts.text("place-no-map") if _MAPS & self.looks() else ""
        self.remark(" ".join(part for part in (no_map, words) if part))

    def standing_words(self) -> str:
        """Return how to answer while there is nothing yet."""
        words = []
        if self.tools.position is None:
            words.append(self.texts.text("place-no-receiver"))
        return " ".join(words)

    def _from_device(self) -> None:
        source = self.tools.position
        if source is None:
            return
        try:
            position = source.position()
        except KnownError as error:
            problem = problem_of(error, self.texts)
            self.say(f"{problem.happened} {problem.todo}")
            return
        spot = Spot(
            position.latitude_degrees,
            position.longitude_degrees,
            position.altitude_m,
            position.accuracy_m,
        )
        self.take_position(spot, fixed=source.fixed)

    def take_position(self, spot: Spot, *, fixed: bool) -> None:
        """Use the device's position."""

    def accuracy_words(self, spot: Spot, *, fixed: bool) -> str:
        """Return how good a position is, and what to do where it is poor."""
        if fixed:
            return self.texts.text("place-is-office")
        said = f"{spot.accuracy:.0f}"
        if spot.accuracy > self._metres("warning-accuracy", _WARNING_M):
            return self.texts.text("place-poor", m=said)
        wanted = self._metres("capture-accuracy", _CAPTURE_M)
        if spot.accuracy > wanted:
            return self.texts.text("place-fair", m=said, wanted=f"{wanted:.0f}")
        return self.texts.text("place-good", m=said)

    def _metres(self, name: str, instead: float) -> float:
        try:
            return float(self.view.parameters.get(name, ""))
        except ValueError:
            return instead

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.degrees.locked(view.readonly)
        if self.here is not None:
            self.here.setAccessibleName(f"{self.here.words()}, {self.words(view.label)}")
            self.here.setVisible(not view.readonly)


class GeopointQuestion(_Places):
    """One place. What is typed has no accuracy; what the device says keeps its own."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, tools)
        self._spot: Spot | None = None
        self._clear = Button(theme, texts.text("question-remove"), icon="x")
        self._clear.clicked.connect(self._take_away)
        self.degrees.flow.addWidget(self._clear)
        for edit in (self.degrees.latitude, self.degrees.longitude):
            edit.editingFinished.connect(self._left)
        self.show_view(view)

    def _left(self) -> None:
        if self.focus_inside() and self.degrees.typed() is None:
            return  # the other part comes next
        typed = self.degrees.typed()
        if typed is None:
            empty = self.degrees.empty()
            self.say(self.standing_words() if empty else self.texts.text("place-degrees"))
            if not empty:
                return
            self._spot = None
        elif self._spot is None or typed.degrees() != self._spot.degrees():
            self._spot = typed
            self.say(self.standing_words())
        self._offer()
        self.commit()

    def take_position(self, spot: Spot, *, fixed: bool) -> None:
        self._spot = spot
        self.degrees.show_spot(spot)
        self.say(self.accuracy_words(spot, fixed=fixed))
        self._offer()
        self.commit()

    def _take_away(self) -> None:
        self._spot = None
        self.degrees.show_spot(None)
        self.say(self.standing_words())
        self.degrees.take_focus()
        self._offer()
        self.commit()

    def _offer(self) -> None:
        self._clear.setVisible(self._spot is not None and not self.view.readonly)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._clear.setAccessibleName(f"{self._clear.words()}, {self.words(view.label)}")
        if not view.value:
            self.say(self.standing_words())
        self._offer()

    def typed(self) -> str:
        return self._spot.text() if self._spot is not None else ""

    def set_typed(self, text: str) -> None:
        self._spot = spot_of(text)
        self.degrees.show_spot(self._spot)
        if self._spot is not None and self._spot.accuracy:
            self.say(self.accuracy_words(self._spot, fixed=False))


class PointList(QListWidget):
    """Points in their order; Delete takes the marked one out."""

    dropped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("rows")
        self.setFont(theme.font("label", bold=False))
        self.setProperty("wrong", False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.dropped.emit(self.currentRow())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _row_px(self) -> int:
        least = self.fontMetrics().lineSpacing() + 2 * self._theme.space(2)
        return max(self._theme.size("row-min"), least)

    def add(self, words: str) -> None:
        """Add a point at the end."""
        item = QListWidgetItem(words)
        item.setSizeHint(QSize(0, self._row_px()))
        self.addItem(item)

    def fit(self) -> None:
        """Be as high as the points, up to eight."""
        rows = min(8, self.count())
        self.setFixedHeight(rows * self._row_px() + 2 * self._theme.size("input-border"))
        self.setVisible(self.count() > 0)


class LineQuestion(_Places):
    """A line or a shape as a list of points; a shape is closed when it is stored."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, tools)
        self._closed = view.kind is QuestionKind.GEOSHAPE
        self._spots: list[Spot] = []
        self._add = Button(theme, texts.text("place-add"), icon="plus")
        self._add.clicked.connect(self._add_typed)
        self._drop = Button(theme, texts.text("place-drop"), icon="x")
        self.degrees.flow.addWidget(self._add)
        self.degrees.flow.addWidget(self._drop)
        self._list = PointList(theme)
        self._drop.clicked.connect(lambda: self._take_out(self._list.currentRow()))
        self._list.dropped.connect(self._take_out)
        self.degrees.add_input(self._list)
        self.show_view(view)

    def _add_typed(self) -> None:
        spot = self.degrees.typed()
        if spot is None:
            self.say(self.texts.text("place-degrees"))
            self.degrees.take_focus()
            return
        self._put(spot, "")

    def take_position(self, spot: Spot, *, fixed: bool) -> None:
        self._put(spot, self.accuracy_words(spot, fixed=fixed))

    def _put(self, spot: Spot, words: str) -> None:
        self._spots.append(spot)
        self.degrees.show_spot(None)
        self.degrees.take_focus()
        self._draw(len(self._spots) - 1)
        self._say(words)
        self.commit()

    def _take_out(self, row: int) -> None:
        if not 0 <= row < len(self._spots) or self.view.readonly:
            return
        del self._spots[row]
        self._draw(min(row, len(self._spots) - 1))
        self._say("")
        self.commit()

    def _say(self, words: str) -> None:
        missing = (3 if self._closed else 2) - len(self._spots)
        if self._spots and missing > 0:
            words = f"{words} {self.texts.text('place-missing', n=missing)}".strip()
        elif self._spots and self._closed:
            words = f"{words} {self.texts.text('place-closed')}".strip()
        self.say(words or self.standing_words())

    def _draw(self, row: int) -> None:
        self._list.clear()
        for number, spot in enumerate(self._spots, start=1):
            latitude, longitude = spot.degrees()
            self._list.add(f"{number}.  {latitude}, {longitude}")
        self._list.setCurrentRow(row)
        self._list.fit()
        self._drop.setVisible(bool(self._spots) and not self.view.readonly)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        name = self.words(view.label)
        self._list.setAccessibleName(self.texts.text("place-points", label=name))
        for button in (self._add, self._drop):
            button.setAccessibleName(f"{button.words()}, {name}")
        self._add.setVisible(not view.readonly)
        self._draw(self._list.currentRow())
        if not self._spots:
            self._say("")

    def typed(self) -> str:
        return stored_line(self._spots, closed=self._closed)

    def set_typed(self, text: str) -> None:
        self._spots = spots_of(text, closed=self._closed)
        self._draw(len(self._spots) - 1)
        self._say("")
