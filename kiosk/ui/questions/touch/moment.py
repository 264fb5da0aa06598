"""Date, time and both: one part after the other, each with its own pad."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.questions.touch.text import appearances
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.pads import GridPad, digits_pad
from kiosk.ui.widgets.touch_cards import CardFace, set_chosen

_TIME = re.compile(r"(\d{2}):(\d{2})")
_DAY, _MONTH, _YEAR, _HOUR, _MINUTE = "day", "month", "year", "hour", "minute"


class PartBox(QRadioButton):
    """One part of a date or time: its name above, what is chosen below."""

    def __init__(self, theme: Theme, caption: str) -> None:
        super().__init__()
        self._theme, self._caption, self._shown = theme, caption, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.size("date-box"))
        self._face = CardFace(theme, square=False)
        self.show_part("")

    def show_part(self, words: str) -> None:
        """Show what is chosen."""
        self._shown = words
        self.setText(f"{self._caption} {words}".strip().replace("&", "&&"))
        self.setAccessibleName(f"{self._caption} {words}".strip())
        self.update()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font("label"))
        wide = metrics.horizontalAdvance(self._shown) + 2 * self._theme.space(3)
        return QSize(max(wide, 2 * self._theme.size("target-min")), self._theme.size("date-box"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size("target-min"), self._theme.size("date-box"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        self._face.draw_plate(
            painter,
            self.rect(),
            chosen=self.isChecked(),
            down=self.isDown(),
            wrong=bool(self.property("wrong")),
        )
        box = self.rect().adjusted(theme.space(3), theme.space(1), -theme.space(2), -theme.space(2))
        left = int(Qt.AlignmentFlag.AlignLeft)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("ink-2"))
        painter.drawText(box, left | int(Qt.AlignmentFlag.AlignTop), self._caption)
        font = theme.font("h2", bold=True)
        if QFontMetrics(font).horizontalAdvance(self._shown) > box.width():
            font = theme.font("body-2", bold=True)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        painter.drawText(box, left | int(Qt.AlignmentFlag.AlignBottom), self._shown)
        painter.end()


class TouchMoment(TouchQuestion):
    """A date, a time, or a date and then a time."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self._parts = dict.fromkeys(self._wanted(), "")
        self._boxes = {part: PartBox(theme, self._caption(part)) for part in self._parts}
        for group in ((_DAY, _MONTH, _YEAR), (_HOUR, _MINUTE)):
            row = QHBoxLayout()
            row.setSpacing(theme.size("target-gap"))
            for part in group:
                if part in self._boxes:
                    row.addWidget(self._boxes[part], 2 if part == _MONTH else 1)
            if row.count():
                self.body.addLayout(row)
        for part, box in self._boxes.items():
            box.clicked.connect(lambda _checked=False, part=part: self._open(part))
            box.setEnabled(not view.readonly)
        self._words = Notice(theme, "calendar", "", "success")
        self._words.words.setFont(theme.font("body-2", bold=True))
        self._words.hide()
        self.body.addWidget(self._words)
        self.body.addStretch(1)
        self.head.set_own_inputs(*self._boxes.values())
        self._pads = {part: self._pad_of(part) for part in self._parts}
        self._frame = _PadFrame(list(self._pads.values()))
        if not view.readonly:
            self.pad = self._frame
        self._active = next(iter(self._parts))
        self.begin(view)
        self._open(self._next_missing() or self._active, quiet=True)

    def _wanted(self) -> tuple[str, ...]:
        words = appearances(self.view)
        if "year" in words:
            days: tuple[str, ...] = (_YEAR,)
        elif "month-year" in words:
            days = (_MONTH, _YEAR)
        else:
            days = (_DAY, _MONTH, _YEAR)
        match self.view.kind:
            case QuestionKind.TIME:
                return (_HOUR, _MINUTE)
            case QuestionKind.DATETIME:
                return (*days, _HOUR, _MINUTE)
            case _:
                return days

    def _caption(self, part: str) -> str:
        ids = {_DAY: "date-day", _MONTH: "date-month", _YEAR: "date-year"}
        return self.texts.text(ids.get(part, f"time-{part}"))

    # -------------------------------------------------------------------------------- pads

    def _pad_of(self, part: str) -> GridPad:
        theme, texts = self.theme, self.texts
        if part == _DAY:
            pad = GridPad(theme, texts, _numbers(range(1, 32), 2, ""), 7)
        elif part == _MONTH:
            names = [(f"{n + 1:02d}", name, name) for n, name in enumerate(texts.months())]
            pad = GridPad(theme, texts, names, 3)
        elif part == _YEAR:
            pad = digits_pad(theme, texts)
        elif part == _HOUR:
            pad = GridPad(theme, texts, _numbers(range(24), 2, ""), 6)
        else:
            fives = _numbers(range(0, 60, 5), 2, "0")
            steps = [("-1", texts.text("time-less"), ""), ("+1", texts.text("time-more"), "")]
            pad = GridPad(theme, texts, [*fives, *steps], 4)
        pad.pressed_key.connect(lambda value, part=part: self._pressed(part, value))
        pad.erased.connect(lambda part=part: self._erase(part))
        pad.done.connect(self._done)
        return pad

    def _pressed(self, part: str, value: str) -> None:
        if part == _YEAR:
            typed = self._parts[_YEAR]
            self._parts[_YEAR] = value if len(typed) >= 4 else typed + value
            complete = len(self._parts[_YEAR]) == 4
        elif value in ("-1", "+1"):
            begun = int(self._parts[_MINUTE] or 0)
            self._parts[_MINUTE] = f"{(begun + int(value)) % 60:02d}"
            complete = False
        else:
            self._parts[part] = value
            complete = part != _MINUTE
        self._draw()
        following = self._next_missing()
        if complete and following is not None:
            self._open(following)
        if following is None and self._whole():
            self.commit()

    def _erase(self, part: str) -> None:
        self._parts[part] = self._parts[part][:-1] if part == _YEAR else ""
        self._draw()
        self.commit()

    def _done(self) -> None:
        self.commit()
        self.pad_done.emit()

    def _next_missing(self) -> str | None:
        return next((part for part, text in self._parts.items() if not self._is_set(part)), None)

    def _is_set(self, part: str) -> bool:
        return len(self._parts[part]) == (4 if part == _YEAR else 2)

    def _whole(self) -> bool:
        return all(self._is_set(part) for part in self._parts)

    def _open(self, part: str, *, quiet: bool = False) -> None:
        self._active = part
        for name, box in self._boxes.items():
            set_chosen(box, chosen=name == part)
        self._frame.show_pad(self._pads[part])
        self._draw()
        if not quiet:
            self.pad_wanted.emit()

    # ----------------------------------------------------------------------------- showing

    def _draw(self) -> None:
        months = self.texts.months()
        for part, box in self._boxes.items():
            text = self._parts[part]
            if part == _MONTH and text:
                box.show_part(months[int(text) - 1])
            else:
                box.show_part(text.lstrip("0") if part == _DAY else text)
            if part != _YEAR:
                self._pads[part].choose(text)
        if _DAY in self._pads:
            self._pads[_DAY].allow(frozenset(f"{n:02d}" for n in range(1, self._days() + 1)))
        words = self._in_words()
        self._words.setVisible(bool(words))
        self._words.words.setText(words)

    def _days(self) -> int:
        """Return how many days the chosen month can have."""
        month, year = self._parts.get(_MONTH, ""), self._parts.get(_YEAR, "")
        if not month:
            return 31
        leap = 2000  # without a year February may have 29
        known = int(year) if len(year) == 4 and int(year) else leap
        return calendar.monthrange(known, int(month))[1]

    def _in_words(self) -> str:
        if not self._whole():
            return ""
        try:
            day = date.fromisoformat(self._date_text()) if _YEAR in self._parts else None
            hour = time.fromisoformat(self._time_text()) if _HOUR in self._parts else None
        except ValueError:
            return ""
        said = []
        if day is not None and _DAY in self._parts:
            said.append(self.texts.day_with_year(day))
        elif day is not None and _MONTH in self._parts:
            said.append(f"{self.texts.months()[day.month - 1]} {day.year}")
        if hour is not None:
            said.append(f"{hour.hour}:{hour.minute:02d}")
        return " · ".join(said)

    # --------------------------------------------------------------------------- answering

    def _date_text(self) -> str:
        parts = self._parts
        day = parts.get(_DAY, "01")
        month = parts.get(_MONTH, "01")
        year = parts[_YEAR]
        return f"{year.rjust(4, '0') if year else ''}-{month}-{day}"

    def _time_text(self) -> str:
        return f"{self._parts[_HOUR]}:{self._parts[_MINUTE]}"

    def typed(self) -> str:
        """Return the stored form; where a part is missing, the parts as they are."""
        if not any(self._parts.values()):
            return ""
        said = self._date_text() if _YEAR in self._parts else ""
        if _HOUR not in self._parts:
            return said
        if not self._whole():
            return f"{said}T{self._time_text()}".strip("T") if said else self._time_text()
        return _with_offset(said, self._time_text())

    def set_typed(self, text: str) -> None:
        for part in self._parts:
            self._parts[part] = ""
        day, _, clock = text.partition("T") if _YEAR in self._parts else ("", "", text)
        pieces = (*day.split("-"), "", "", "")[:3]
        for part, piece in zip((_YEAR, _MONTH, _DAY), pieces, strict=True):
            if part in self._parts and piece.isdigit():
                self._parts[part] = piece
        found = _TIME.match(clock)
        if found is not None and _HOUR in self._parts:
            self._parts[_HOUR], self._parts[_MINUTE] = found[1], found[2]
        self._draw()

    def _being_typed(self) -> bool:
        return self.typed() != self._sent  # the pad's keys never take the focus

    def forget(self) -> None:
        super().forget()
        self._open(next(iter(self._parts)), quiet=True)


def _with_offset(day: str, clock: str) -> str:
    """Return the stored form of a time, or of a day and time, with this place's offset."""
    try:
        local = datetime.fromisoformat(f"{day or '2000-01-01'}T{clock}").astimezone()
    except (ValueError, OverflowError):
        return f"{day}T{clock}" if day else clock
    text = local.isoformat(timespec="milliseconds")
    return text if day else text.partition("T")[2]


def _numbers(values: range, digits: int, fill: str) -> list[tuple[str, str, str]]:
    """Return keys for numbers: stored with leading noughts, shown with them only where asked."""
    return [
        (f"{one:0{digits}d}", shown := f"{one:0{digits}d}" if fill else str(one), shown)
        for one in values
    ]


class _PadFrame(QFrame):
    """Shows one of several pads."""

    def __init__(self, pads: list[GridPad]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._pads: list[QWidget] = [*pads]
        for pad in pads:
            column.addWidget(pad)
            pad.hide()

    def show_pad(self, wanted: GridPad) -> None:
        """Show this one only."""
        for pad in self._pads:
            pad.setVisible(pad is wanted)
