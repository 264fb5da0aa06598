"""A number on a scale, stars, counting up and down."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QSlider,
    QWidget,
)

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.paint import draw_button_face
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Key
from kiosk.ui.widgets.touch_cards import set_chosen

MOST_STARS = 10
_MOST_STEPS = 100_000


class Scale:
    """The numbers of a range: from, to, by how much."""

    def __init__(self, view: QuestionView) -> None:
        self.whole = view.kind is QuestionKind.INTEGER or all(
            _number(view.parameters.get(part, ""), Decimal(1)) % 1 == 0
            for part in ("start", "end", "step")
        )
        self.start = _number(view.parameters.get("start", ""), Decimal(1))
        self.end = _number(view.parameters.get("end", ""), Decimal(10))
        step = abs(_number(view.parameters.get("step", ""), Decimal(1))) or Decimal(1)
        self.step = step if self.end >= self.start else -step
        self.steps = min(int((self.end - self.start) / self.step), _MOST_STEPS)

    def text_at(self, place: int) -> str:
        """Return the stored form of the number *place* steps from the start."""
        number = self.start + self.step * place
        if number == number.to_integral_value():
            return str(int(number))
        return format(number.normalize(), "f")

    def place_of(self, text: str) -> int | None:
        """Return how many steps from the start a stored number is; None for what is on no step."""
        try:
            away = (Decimal(text) - self.start) / self.step
        except InvalidOperation:
            return None
        return int(away) if away == away.to_integral_value() and 0 <= away <= self.steps else None


def _number(text: str, otherwise: Decimal) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return otherwise
    return number if number.is_finite() else otherwise


class _Slider(QSlider):
    """A track with a large thumb. A touch anywhere on the track goes there: no drag is needed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.answered = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.size("slider"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _place_at(self, x: float) -> int:
        thumb = self._theme.size("thumb")
        share = (x - thumb / 2) / max(1, self.width() - thumb)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        return round(min(1.0, max(0.0, share)) * self.maximum())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(True)
        self.setSliderPosition(self._place_at(event.position().x()))
        self.sliderMoved.emit(self.sliderPosition())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self._place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thumb, high = theme.size("thumb"), theme.size("track")
        y = (self.height() - high) / 2
        track = QRectF(thumb / 2, y, self.width() - thumb, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        share = self.sliderPosition() / max(1, self.maximum())
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = track.left() + track.width() * (1 - share if mirrored else share)
        if self.answered:
            done = QRectF(track)
            done.setLeft(x) if mirrored else done.setRight(x)
            painter.setBrush(theme.colour("action"))
            painter.drawRoundedRect(done, high / 2, high / 2)
        spot = QRectF(x - thumb / 2, (self.height() - thumb) / 2, thumb, thumb)
        ground = "action" if self.answered else "surface"
        line = "action-edge" if self.answered else "border"
        draw_button_face(painter, theme, spot, ground=ground, line=line)
        painter.end()


def step_key(theme: Theme, name: str, icon: str) -> Key:
    """Return a − or + of its own: it takes the focus, and repeats while it is held."""
    key = Key(theme, "", icon=icon, name=name)
    key.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    side = theme.size("slider")
    key.setFixedSize(QSize(side, side))
    key.setAutoRepeat(True)
    return key


class TouchRange(TouchQuestion):
    """A number on a scale: large number, − and +, a track. Blank until touched."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self.scale = Scale(view)
        self._value = ""
        self.body.addStretch(1)
        self._shown = Text(theme, "", "amount").align_middle()
        self.body.addWidget(self._shown)
        row = QHBoxLayout()
        row.setSpacing(theme.size("gutter"))
        self.less = step_key(theme, texts.text("touch-less"), "minus")
        self.more = step_key(theme, texts.text("touch-more"), "plus")
        self.less.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        self.slider = _Slider(theme)
        self.slider.setRange(0, self.scale.steps)
        self.slider.setAccessibleName(view.label)
        self.slider.sliderMoved.connect(self._slid)
        self.slider.sliderReleased.connect(self._released)
        self.slider.actionTriggered.connect(
            lambda _action: self._slid(self.slider.sliderPosition())
        )
        row.addWidget(self.less)
        row.addWidget(self.slider, 1)
        row.addWidget(self.more)
        self.body.addLayout(row)
        ends = QHBoxLayout()
        side = self.less.minimumWidth() + theme.size("gutter")
        ends.setContentsMargins(side, 0, side, 0)
        ends.addWidget(Text(theme, self.scale.text_at(0), "body-2", "ink-2", bold=True))
        ends.addStretch(1)
        last = Text(theme, self.scale.text_at(self.scale.steps), "body-2", "ink-2", bold=True)
        ends.addWidget(last.align_right())
        self.body.addLayout(ends)
        self.body.addStretch(1)
        self.head.set_own_inputs(self.slider)
        self.begin(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        for part in (self.less, self.more, self.slider):
            part.setEnabled(not view.readonly)
        self._draw()

    def _draw(self) -> None:
        place = self.scale.place_of(self._value)
        self.slider.answered = place is not None
        if place is not None and not self.slider.isSliderDown():
            self.slider.setSliderPosition(place)
        words = self._value or self.texts.text("touch-no-number")
        self._shown.setText(words)
        self.slider.setAccessibleDescription(words)
        self.slider.update()

    def _step(self, by: int) -> None:
        place = self.scale.place_of(self._value)
        if place is None:
            place = 0 if by > 0 else self.scale.steps
        else:
            place = min(self.scale.steps, max(0, place + by))
        self._put(place)
        self.commit()

    def _keyed(self, _action: int) -> None:
        self._slid(self.slider.sliderPosition())

    def _slid(self, place: int) -> None:
        self._put(place)
        if not self.slider.isSliderDown():
            self.commit()

    def _released(self) -> None:
        self._put(self.slider.sliderPosition())
        self.commit()

    def _put(self, place: int) -> None:
        self._value = self.scale.text_at(place)
        self._draw()

    def typed(self) -> str:
        return self._value

    def set_typed(self, text: str) -> None:
        self._value = text
        self._draw()


class TouchStars(TouchQuestion):
    """A rating: as many stars as the scale has numbers."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self.scale = Scale(view)
        self._value = ""
        self.body.addStretch(1)
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        grid = EvenGrid(
            theme.size("target-gap"),
            theme.size("target-min"),
            most_columns=MOST_STARS // 2 if self.scale.steps >= MOST_STARS // 2 + 2 else MOST_STARS,
            parent=holder,
        )
        count = self.scale.steps + 1
        self.stars = [_Star(theme, texts, place, count) for place in range(count)]
        for star in self.stars:
            star.clicked.connect(lambda _checked=False, own=star: self._touched(own.place))
            grid.addWidget(star)
        self.body.addWidget(holder)
        self._words = Text(theme, "", "h2").align_middle()
        self.body.addWidget(self._words)
        self.body.addStretch(1)
        self.head.set_own_inputs(*self.stars)
        self.begin(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._draw()
        for star in self.stars:
            star.setEnabled(not view.readonly)
            star.setAccessibleName(star.words)

    def _touched(self, place: int) -> None:
        self._value = self.scale.text_at(place)
        self._draw()
        self.commit()

    def _draw(self) -> None:
        place = self.scale.place_of(self._value)
        for star in self.stars:
            star.lit = place is not None and star.place <= place
            set_chosen(star, chosen=star.place == place)
            star.update()
        count = len(self.stars)
        words = self.texts.text("touch-stars", n=(place or 0) + 1, count=count)
        self._words.setText("" if place is None else words)

    def typed(self) -> str:
        return self._value

    def set_typed(self, text: str) -> None:
        self._value = text
        self._draw()


class _Star(QRadioButton):
    """One star; it is lit with all before it."""

    def __init__(self, theme: Theme, texts: Texts, place: int, count: int) -> None:
        super().__init__()
        self._theme, self.place, self.lit = theme, place, False
        self.words = texts.text("touch-stars", n=place + 1, count=count)
        self.setAccessibleName(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.size("star"))

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - the whole star
        return True

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size("target-min"), self._theme.size("star"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("action-bg"))
        side = min(self.width(), self.height()) - theme.space(2)
        name, ink = ("star-filled", "action") if self.lit else ("star", "border")
        x, y = (self.width() - side) // 2, (self.height() - side) // 2
        painter.drawPixmap(QRect(x, y, side, side), theme.icon(name, ink, side))
        painter.end()


class TouchCounter(TouchQuestion):
    """A whole number counted up and down (`counter`). Blank until touched."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self._value = ""
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.size("gutter"))
        buttons = [
            step_key(theme, texts.text(words), icon)
            for words, icon in (("touch-less", "minus"), ("touch-more", "plus"))
        ]
        for button, by in zip(buttons, (-1, 1), strict=True):
            button.clicked.connect(lambda _checked=False, by=by: self._step(by))
        self._shown = Text(theme, "", "amount").align_middle()
        row.addWidget(buttons[0])
        row.addWidget(self._shown, 1)
        row.addWidget(buttons[1])
        self._buttons = buttons
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.begin(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        for button in self._buttons:
            button.setEnabled(not view.readonly)

    def _step(self, by: int) -> None:
        begun = int(self._value) if self._value.lstrip("-").isdigit() else 0
        self.set_typed(str(begun + by))
        announce(self, self._value)
        self.commit()

    def typed(self) -> str:
        return self._value

    def set_typed(self, text: str) -> None:
        self._value = text
        self._shown.setText(text or self.texts.text("touch-no-number"))
