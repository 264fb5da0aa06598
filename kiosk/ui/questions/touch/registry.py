"""Type and appearance choose the widget of a kiosk page; nothing falls back in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.choose import TouchChoice, TouchChoices, TouchSearch, is_searched
from kiosk.ui.questions.touch.media import TouchAnnotate, TouchCamera, TouchSignature
from kiosk.ui.questions.touch.moment import TouchMoment
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.questions.touch.rank import TouchRank
from kiosk.ui.questions.touch.readings import TouchBarcode, TouchPlace
from kiosk.ui.questions.touch.say import TouchAcknowledge, TouchNote, TouchUnsupported
from kiosk.ui.questions.touch.scales import (
    MOST_STARS,
    Scale,
    TouchCounter,
    TouchRange,
    TouchStars,
)
from kiosk.ui.questions.touch.text import (
    TouchCurp,
    TouchLongText,
    TouchText,
    appearances,
    is_curp,
)
from kiosk.ui.theme import Theme

TouchMaker = Callable[[Theme, Texts, QuestionView, Tools], TouchQuestion]

_DRAWN = frozenset({"signature", "draw"})


def touch_maker(view: QuestionView) -> TouchMaker:
    """Return what makes the widget of a question in kiosk mode.

    What cannot be answered at a kiosk is a visible box, never nothing.
    """
    words = appearances(view)
    match view.kind:
        case QuestionKind.TEXT:
            return _text_maker(view)
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            counted = "counter" in words and view.kind is QuestionKind.INTEGER
            return TouchCounter if counted else TouchText
        case QuestionKind.DATE | QuestionKind.TIME | QuestionKind.DATETIME:
            return TouchMoment
        case QuestionKind.SELECT_ONE:
            return TouchSearch if is_searched(view) else TouchChoice
        case QuestionKind.SELECT_MULTIPLE:
            return TouchChoices
        case QuestionKind.RANK:
            return TouchRank
        case QuestionKind.RANGE:
            few = "rating" in words and Scale(view).steps < MOST_STARS
            return TouchStars if few else TouchRange
        case QuestionKind.NOTE:
            return TouchNote
        case QuestionKind.ACKNOWLEDGE:
            return TouchAcknowledge
        case QuestionKind.BARCODE:
            return TouchBarcode
        case QuestionKind.IMAGE:
            return TouchSignature if words & _DRAWN else photo_question
        case QuestionKind.GEOPOINT:
            return place_question
        case (
            QuestionKind.AUDIO
            | QuestionKind.VIDEO
            | QuestionKind.FILE
            | QuestionKind.GEOTRACE
            | QuestionKind.GEOSHAPE
            | QuestionKind.UNSUPPORTED
        ):
            return TouchUnsupported
        case _:
            assert_never(view.kind)


def _text_maker(view: QuestionView) -> TouchMaker:
    if is_curp(view):
        return TouchCurp
    several = "multiline" in appearances(view) or view.parameters.get("rows", "1") not in ("", "1")
    return TouchLongText if several else TouchText


def photo_question(theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> TouchQuestion:
    """Return a camera page, or the box that says where a photo can be taken."""
    if tools.camera is None:
        return TouchUnsupported(theme, texts, view, tools)
    maker = TouchAnnotate if "annotate" in appearances(view) else TouchCamera
    return maker(theme, texts, view, tools, tools.camera)


def place_question(theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> TouchQuestion:
    """Return the page of a place, or the box that says that this device knows none."""
    maker = TouchPlace if tools.position is not None else TouchUnsupported
    return maker(theme, texts, view, tools)
