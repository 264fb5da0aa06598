"""Type and appearance of a question choose its widget (FORMS §4, §13)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.barcode import BarcodeQuestion, SecretBarcodeQuestion
from kiosk.ui.questions.choices import MOST_CARDS, CardsQuestion, FindQuestion, is_list
from kiosk.ui.questions.dates import DateQuestion
from kiosk.ui.questions.files import FileQuestion, RecordingQuestion
from kiosk.ui.questions.matrix import MatrixHead, MatrixRow, is_matrix
from kiosk.ui.questions.multiple import FindManyQuestion, TicksQuestion, is_long
from kiosk.ui.questions.notes import AcknowledgeQuestion, NoteQuestion, UnsupportedQuestion
from kiosk.ui.questions.numbers import CounterQuestion, NumberQuestion, SecretNumberQuestion
from kiosk.ui.questions.pictures import (
    AnnotateQuestion,
    DrawingQuestion,
    ImageQuestion,
    SignatureQuestion,
)
from kiosk.ui.questions.places import GeopointQuestion, LineQuestion
from kiosk.ui.questions.question import NO_TOOLS, Mode, Question, Tools
from kiosk.ui.questions.ranges import PickerQuestion, RatingQuestion, ScaleQuestion, range_form
from kiosk.ui.questions.ranks import RankQuestion
from kiosk.ui.questions.text import HIDDEN, LongTextQuestion, SecretQuestion, TextQuestion
from kiosk.ui.questions.times import MomentQuestion, TimeQuestion
from kiosk.ui.questions.touch.registry import touch_maker
from kiosk.ui.theme import Theme

Maker = Callable[[Theme, Texts, QuestionView, Tools], Question]


def question_widget(
    theme: Theme,
    texts: Texts,
    view: QuestionView,
    tools: Tools = NO_TOOLS,
    mode: Mode = Mode.FIELD,
) -> Question:
    """Return a widget for a question; what is not supported is a visible box, never nothing."""
    return maker_of(view, mode)(theme, texts, view, tools)


def fits(question: Question, view: QuestionView, mode: Mode = Mode.FIELD) -> bool:
    """Tell whether a widget can go on showing a question; if not, a new one is to be made.

    A list that grew beyond what fits as cards, or another appearance, wants another widget.
    """
    before = question.view
    return maker_of(before, mode) is maker_of(view, mode) and (
        (before.kind, before.appearance, before.parameters, before.unsupported)
        == (view.kind, view.appearance, view.parameters, view.unsupported)
        and before.right_to_left == view.right_to_left
    )


def maker_of(view: QuestionView, mode: Mode) -> Maker:
    """Return what makes the widget of a question; a mode without makers borrows the clerk's."""
    return _MAKERS.get(mode, field_maker)(view)


def field_maker(view: QuestionView) -> Maker:
    """Return the widget a clerk answers with by keyboard."""
    by_looks = _BY_LOOKS.get(view.kind)
    return by_looks(view) if by_looks is not None else _ALWAYS.get(view.kind, UnsupportedQuestion)


def _looks(view: QuestionView) -> frozenset[str]:
    return frozenset(view.appearance.split())


def _text(view: QuestionView) -> Maker:
    looks = _looks(view)
    if HIDDEN & looks:
        return SecretQuestion
    return LongTextQuestion if "multiline" in looks else TextQuestion


def _number(view: QuestionView) -> Maker:
    looks = _looks(view)
    if HIDDEN & looks:
        return SecretNumberQuestion
    counter = "counter" in looks and view.kind is QuestionKind.INTEGER
    return CounterQuestion if counter else NumberQuestion


def _one(view: QuestionView) -> Maker:
    if is_matrix(view):
        return MatrixHead if "label" in _looks(view) else MatrixRow
    return FindQuestion if is_list(view) else CardsQuestion


def _several(view: QuestionView) -> Maker:
    if is_matrix(view):
        return MatrixHead if "label" in _looks(view) else MatrixRow
    return FindManyQuestion if is_long(view) else TicksQuestion


def _range(view: QuestionView) -> Maker:
    match range_form(view):
        case "rating":
            return RatingQuestion
        case "picker":
            return PickerQuestion
        case _:
            return ScaleQuestion


def _image(view: QuestionView) -> Maker:
    looks = _looks(view)
    drawn: tuple[tuple[str, Maker], ...] = (
        ("signature", SignatureQuestion),
        ("annotate", AnnotateQuestion),
        ("draw", DrawingQuestion),
    )
    return next((maker for look, maker in drawn if look in looks), ImageQuestion)


def _barcode(view: QuestionView) -> Maker:
    return SecretBarcodeQuestion if HIDDEN & _looks(view) else BarcodeQuestion


_BY_LOOKS: dict[QuestionKind, Callable[[QuestionView], Maker]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.INTEGER: _number,
    QuestionKind.DECIMAL: _number,
    QuestionKind.SELECT_ONE: _one,
    QuestionKind.SELECT_MULTIPLE: _several,
    QuestionKind.RANGE: _range,
    QuestionKind.IMAGE: _image,
    QuestionKind.BARCODE: _barcode,
}
_ALWAYS: dict[QuestionKind, Maker] = {
    QuestionKind.DATE: DateQuestion,
    QuestionKind.TIME: TimeQuestion,
    QuestionKind.DATETIME: MomentQuestion,
    QuestionKind.RANK: RankQuestion,
    QuestionKind.NOTE: NoteQuestion,
    QuestionKind.ACKNOWLEDGE: AcknowledgeQuestion,
    QuestionKind.AUDIO: RecordingQuestion,
    QuestionKind.VIDEO: RecordingQuestion,
    QuestionKind.FILE: FileQuestion,
    QuestionKind.GEOPOINT: GeopointQuestion,
    QuestionKind.GEOTRACE: LineQuestion,
    QuestionKind.GEOSHAPE: LineQuestion,
    QuestionKind.UNSUPPORTED: UnsupportedQuestion,
}
_MAKERS: dict[Mode, Callable[[QuestionView], Maker]] = {
    Mode.FIELD: field_maker,
    Mode.KIOSK: touch_maker,
}

__all__ = ["MOST_CARDS", "Maker", "fits", "maker_of", "question_widget"]
