"""A number on a scale: a line with a thumb and the number beside it, a list, or stars."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.figures import kept_letters
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.questions.steps import Steps
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answers import Answer
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.choices import ChoiceCard
from kiosk.ui.widgets.fields import Field, line_edit
from kiosk.ui.widgets.find_field import FindField
from kiosk.ui.widgets.find_model import AnswerRows
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.scale import Scale, even_places
from kiosk.ui.widgets.text import Words

_MOST_PICKED = 2_000
_MOST_STARS = 10


def range_form(view: QuestionView) -> str:
    """Return how a range is asked: `rating`, `picker` or `scale`."""
    looks = frozenset(view.appearance.split())
    steps = Steps.of(view.parameters)
    if "rating" in looks and steps.count <= _MOST_STARS + 1:
        return "rating"
    return "picker" if "picker" in looks and steps.count <= _MOST_PICKED else "scale"


class _ScaleField(Field):
    """The number and the scale."""

    def __init__(self, theme: Theme, label: str, steps: Steps, *, upright: bool) -> None:
        super().__init__(theme, label)
        self.edit = line_edit(theme)
        self.edit.setFixedWidth(theme.size("field-year"))
        self.scale = Scale(theme, steps.count, upright=upright)
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        row.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.scale, 0 if upright else 1, Qt.AlignmentFlag.AlignTop)
        if upright:
            row.addStretch(1)
        self.add_inputs(row)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.edit, self.scale)

    def name_inputs(self) -> None:
        super().name_inputs()
        self.scale.setAccessibleName(self.label.words())


class ScaleQuestion(Question):
    """Blank until the scale is touched or a number typed; an emptied number is blank again."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        looks = frozenset(view.appearance.split())
        self._steps = Steps.of(view.parameters)
        field = _ScaleField(theme, view.label, self._steps, upright="vertical" in looks)
        super().__init__(theme, texts, view, field, tools)
        self._edit, self._scale = field.edit, field.scale
        self._value = ""
        placeholder = self._steps.index(view.parameters.get("placeholder", ""))
        self._scale.first = placeholder or 0
        self._scale.show_place(None)
        if placeholder is not None:
            self._edit.setPlaceholderText(self._steps.text(placeholder))
        self._set_ticks(view, "no-ticks" not in looks)
        self._scale.touched.connect(self._touched)
        self._edit.textEdited.connect(self._keep_number)
        self._edit.editingFinished.connect(self._number_left)
        self.show_view(view)

    def _set_ticks(self, view: QuestionView, drawn: bool) -> None:
        steps = self._steps
        labels = {steps.index(choice.name): self.words(choice.label) for choice in view.choices}
        labels.pop(None, None)
        every = steps.every(view.parameters.get("tick_interval", ""))
        places = even_places(steps.count, every) if drawn else [0, steps.count - 1]
        ends = {0, steps.count - 1}
        ticks = {}
        for place in sorted({*places, *(one for one in labels if one is not None)}):
            words = labels.get(place, "") if labels else steps.text(place)
            if not labels and len(places) > 11 and place not in ends:
                words = ""
            ticks[place] = words
        self._scale.set_ticks(ticks, drawn=drawn)

    def _touched(self, place: int) -> None:
        self._value = self._steps.text(place)
        self._edit.setText(self._value)
        self.remark("")
        self.commit()

    def _keep_number(self, text: str) -> None:
        kept = kept_letters(text, whole=self._steps.decimals == 0)
        if kept != text:
            self._edit.setText(kept)

    def _number_left(self) -> None:
        text = self._edit.text().strip()
        place = self._steps.index(text)
        if text and place is None:
            last = self._steps.text(self._steps.count - 1)
            step = f"{abs(self._steps.step).normalize():f}"
            self.remark(
                self.texts.text("range-which", start=self._steps.text(0), end=last, step=step)
            )
            return
        self.remark("")
        self._value = self._steps.text(place) if place is not None else ""
        self._scale.show_place(place)
        self._edit.setText(self._value)
        self.commit()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._edit.set_locked(view.readonly)
        self._scale.setEnabled(not view.readonly)

    def typed(self) -> str:
        return self._value

    def set_typed(self, text: str) -> None:
        place = self._steps.index(text)
        self._value = text
        self._scale.show_place(place)
        self._edit.setText(text if place is None else self._steps.text(place))


class PickerQuestion(Question):
    """The numbers of a range as a list to type into (`picker`)."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._find = FindField(theme, view.label)
        super().__init__(theme, texts, view, self._find, tools)
        steps = Steps.of(view.parameters)
        numbers = [steps.text(index) for index in range(steps.count)]
        answers = [Answer(name=one, words=Words(one)) for one in numbers]
        self._find.set_answers(AnswerRows.of(answers))
        self._find.chosen.connect(lambda _name: self.commit())
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._find.set_locked(view.readonly)

    def typed(self) -> str:
        return self._find.value()

    def set_typed(self, text: str) -> None:
        self._find.set_value(text)


class Star(ChoiceCard):
    """One star; it is full when it or a later one is chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self._theme = theme
        self.full = False
        self.setFixedSize(theme.size("star") + theme.space(2), theme.size("star") + theme.space(2))
        self.setProperty("answer", True)

    def sizeHint(self) -> QSize:
        return self.size()

    def hasHeightForWidth(self) -> bool:
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, side = self._theme, self._theme.size("star")
        name, ink = ("star-filled", "action") if self.full else ("star", "border")
        painter = QPainter(self)
        spot = (self.width() - side) // 2
        painter.drawPixmap(spot, spot, theme.icon(name, ink, side))
        painter.end()


class Stars(Field):
    """Stars side by side; keys 1–9 give as many."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, texts: Texts, label: str, count: int) -> None:
        super().__init__(theme, label)
        self._texts = texts
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme.space(1))
        self._stars = [Star(theme) for _ in range(count)]
        for number, star in enumerate(self._stars, start=1):
            self._group.addButton(star, number)
            row.addWidget(star)
        row.addStretch(1)
        self.add_inputs(row)
        self._group.idToggled.connect(lambda _number, _on: self._fill())
        self._group.idClicked.connect(self.chosen.emit)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return tuple(self._stars)

    def name_inputs(self) -> None:
        super().name_inputs()
        for number, star in enumerate(self._stars, start=1):
            words = self._texts.text("range-star", n=number, count=len(self._stars))
            star.setAccessibleName(f"{words}, {self.label.words()}")

    def count(self) -> int:
        """Return how many stars are given, 0 for none."""
        return next((n for n, star in enumerate(self._stars, start=1) if star.isChecked()), 0)

    def set_count(self, count: int) -> None:
        """Give so many without saying so."""
        self._group.setExclusive(False)
        for number, star in enumerate(self._stars, start=1):
            star.setChecked(number == count)
            stops = number == count or count == 0
            star.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)
        self._group.setExclusive(True)
        self._fill()

    def _fill(self) -> None:
        count = self.count()
        for number, star in enumerate(self._stars, start=1):
            star.full = number <= count
            star.update()

    def take_focus(self) -> None:
        self._stars[max(0, self.count() - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if len(text) == 1 and text in "123456789" and int(text) <= len(self._stars):
            self._stars[int(text) - 1].setFocus(Qt.FocusReason.OtherFocusReason)
            self._stars[int(text) - 1].click()
            return
        super().keyPressEvent(event)


class RatingQuestion(Question):
    """As many stars as the range has numbers from 1; *Quitar* takes them away again."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        steps = Steps.of(view.parameters)
        last = int(float(steps.text(steps.count - 1)))
        self._stars = Stars(theme, texts, view.label, max(1, min(_MOST_STARS, last)))
        super().__init__(theme, texts, view, self._stars, tools)
        bar = QWidget()
        flow = FlowLayout(0, bar)
        self._none = Button(theme, texts.text("question-remove"), Kind.LINK, icon="x")
        self._none.clicked.connect(self._take_away)
        flow.addWidget(self._none)
        self._stars.add_input(bar)
        self._stars.chosen.connect(lambda _count: self._chosen())
        self.show_view(view)

    def _chosen(self) -> None:
        self._none.show()
        self.commit()

    def _take_away(self) -> None:
        self._stars.set_count(0)
        self._stars.take_focus()
        self._none.hide()
        self.commit()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        name = f"{self._none.words()}, {self.words(view.label)}"
        self._none.setAccessibleName(name)
        self._none.setVisible(bool(self.typed()) and not view.readonly)
        for star in self._stars.inputs():
            star.setEnabled(not view.readonly)

    def typed(self) -> str:
        return str(self._stars.count() or "")

    def set_typed(self, text: str) -> None:
        self._stars.set_count(int(text) if text.isdigit() else 0)
