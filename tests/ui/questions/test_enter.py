"""Where Enter stops on its way through a page: at fields and answers, not at the buttons beside."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.views import LabelMedia, QuestionKind
from kiosk.ui.field.page import is_answer, is_stop, reading_order
from tests.support.fake_devices import a_png
from tests.support.question_samples import a_question, choices, every_tool
from tests.support.sheet import Sheet


def test_enter_comes_to_every_question_and_to_no_button_beside_one(
    make_sheet: Callable[..., Sheet],
) -> None:
    """A question of files is reached by its first button; calendars, help and pens are not."""
    kind = QuestionKind
    views = [
        a_question(label="Texto", guidance="Más", media=LabelMedia(image=a_png(), big_image=b"x")),
        a_question(kind.DATE, label="Fecha"),
        a_question(kind.INTEGER, label="Cuenta", appearance="counter"),
        a_question(kind.SELECT_MULTIPLE, label="Varios", choices=choices("a", "b")),
        a_question(kind.RANGE, label="Escala"),
        a_question(kind.IMAGE, label="Foto", media_type="image/*"),
        a_question(kind.IMAGE, label="Dibujo", appearance="draw"),
    ]
    sheet = make_sheet(*views, tools=every_tool())

    order = [widget for widget in reading_order(sheet.page) if widget.isVisible()]
    stops = [widget for widget in order if is_stop(widget)]

    names = [widget.accessibleName() for widget in stops]
    assert names == [
        "Texto",
        "Fecha, día",
        "Fecha, mes",
        "Fecha, año",
        "Cuenta",
        "a, Varios",
        "b, Varios",
        "Escala",
        "Abrir la cámara, Foto",
        "Elegir imagen, Foto",
        "Dibujo",
    ]
    assert [widget.accessibleName() for widget in stops if is_answer(widget)][:2] == [
        "a, Varios",
        "b, Varios",
    ]
    assert len(order) > len(stops) + 5
