"""Kiosk mode: every question answered by touch alone, in millimetres, and nothing left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from kiosk.services.views import Choice, QuestionKind
from kiosk.services.views.runner import RepeatAsk
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.moment import TouchMoment
from kiosk.ui.questions.touch.scales import TouchRange
from kiosk.ui.theme import Contrast
from tests.support.accessibility import cut_texts, repeated_names
from tests.support.kiosk_pages import (
    EVERY_TOOL,
    LYING,
    PX_PER_MM,
    TALL,
    FakeCamera,
    FakeSpeaker,
    Kiosk,
    Later,
    a_question,
    every_kind,
    some_choices,
    touch,
)
from tests.support.qt import OPERABLE, Role, by_name, name_of, nodes

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
K = QuestionKind
LEAST_MM, SECONDARY_MM, GAP_MM = 20, 15, 3
MakeKiosk = Callable[..., Kiosk]


@pytest.fixture
def make_kiosk(application: QApplication) -> Iterator[MakeKiosk]:
    """Return a maker of kiosk windows; each is closed after the test."""
    assert application is not None
    made: list[Kiosk] = []

    def make(*pages: Any, **wishes: Any) -> Kiosk:
        kiosk = Kiosk(*pages, **wishes)
        made.append(kiosk)
        return kiosk

    yield make
    for kiosk in made:
        kiosk.close()


def press(kiosk: Kiosk, *names: str, role: Any = Role.Button) -> None:
    """Touch buttons by their names, one after the other."""
    for name in names:
        kiosk.window.frame.forward._rest.stop()  # longer than a bounce has passed
        touch(by_name(kiosk.window, role, name))
        kiosk.settle()


def operable(kiosk: Kiosk) -> list[tuple[str, QWidget]]:
    """Return every widget that can be touched now, with its name."""
    found = []
    for node in nodes(kiosk.window):
        widget, state = node.object(), node.state()
        touchable = node.role() in OPERABLE and not state.disabled and not state.readOnly
        if touchable and isinstance(widget, QWidget) and widget.isVisible():
            found.append((name_of(node), widget))
    return found


def box_of(kiosk: Kiosk, widget: QWidget) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a widget in its window."""
    at = widget.mapTo(kiosk.window, QPoint(0, 0))
    return at.x(), at.y(), at.x() + widget.width(), at.y() + widget.height()


def seen_of(kiosk: Kiosk, widget: QWidget) -> tuple[int, int, int, int]:
    """Return the same of the part that is seen: what a page turns away is no target now."""
    seen = widget.visibleRegion().boundingRect()
    at = widget.mapTo(kiosk.window, seen.topLeft())
    return at.x(), at.y(), at.x() + seen.width(), at.y() + seen.height()


# --------------------------------------------------------------------------------- every kind


WAYS = [
    pytest.param(TALL, True, Contrast.LIGHT, "en", id="tall-large", marks=pytest.mark.slow),
    pytest.param(LYING, False, Contrast.HIGH, "es", id="lying-contrast", marks=pytest.mark.slow),
    pytest.param(TALL, False, Contrast.LIGHT, "es", id="tall", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("size", "large", "contrast", "language"), WAYS if SOAK else WAYS[:1])
def test_every_kind_is_named_large_apart_and_whole(
    make_kiosk: MakeKiosk, size: tuple[int, int], large: bool, contrast: Contrast, language: str
) -> None:
    """A01 A03 A06 A07 A15 in millimetres: named once, 20 mm, 3 mm apart, no word cut."""
    wrong: list[str] = []
    for kind, view in every_kind().items():
        kiosk = make_kiosk(
            view, a_question(), size=size, large=large, contrast=contrast, language=language,
            tools=EVERY_TOOL,
        )  # fmt: skip
        found = too_small(kiosk) + too_close(kiosk) + unnamed(kiosk)
        found += [f"twice: {name}" for name in repeated_names(kiosk.window)]
        found += [f"cut: {words}" for words in cut_texts(kiosk.window)]
        wrong += [f"{kind} — {one}" for one in found]
        kiosk.window.hide()

    assert "\n".join(wrong) == ""


def unnamed(kiosk: Kiosk) -> list[str]:
    """Return what has no name."""
    return [type(widget).__name__ for name, widget in operable(kiosk) if not name]


def too_small(kiosk: Kiosk) -> list[str]:
    """Return what is smaller than 20 mm one way or 15 mm the other."""
    found = []
    for name, widget in operable(kiosk):
        low, high = sorted((widget.width() / PX_PER_MM, widget.height() / PX_PER_MM))
        if low < SECONDARY_MM or high < LEAST_MM:
            found.append(f"{name}: {low:.1f} x {high:.1f} mm")
    return found


def too_close(kiosk: Kiosk) -> list[str]:
    """Return pairs that are nearer to each other than 3 mm."""
    boxes = [
        (name, seen_of(kiosk, widget))
        for name, widget in operable(kiosk)
        if not widget.visibleRegion().isEmpty()
    ]
    found = []
    for number, (name, one) in enumerate(boxes):
        for other_name, other in boxes[number + 1 :]:
            across = max(other[0] - one[2], one[0] - other[2])
            down = max(other[1] - one[3], one[1] - other[3])
            if max(across, down) < GAP_MM * PX_PER_MM - 1:
                found.append(f"{name} and {other_name}: {max(across, down) / PX_PER_MM:.1f} mm")
    return found


def test_keys_never_cover_what_is_typed_into(make_kiosk: MakeKiosk) -> None:
    """UX §8.3: the field with the focus stands above its keys, on a tall and on a lying panel."""
    for size in (TALL, LYING):
        kiosk = make_kiosk(a_question(), size=size)
        edit = by_name(kiosk.window, Role.EditableText, "¿Cómo se llama?")
        key = by_name(kiosk.window, Role.Button, "Á")

        left, top, right, bottom = box_of(kiosk, edit)
        key_left, key_top, _, _ = box_of(kiosk, key)

        assert edit.hasFocus()
        assert bottom <= key_top or right <= key_left
        assert top > 0
        assert left >= 0


# --------------------------------------------------------------------------------- typing


def test_letters_are_typed_by_touch_with_accents_in_sight(make_kiosk: MakeKiosk) -> None:
    """No long press, capitals at the beginning only, Borrar takes one away."""
    kiosk = make_kiosk(a_question(), a_question(path="/d/next", label="Otra"))

    press(kiosk, "Ñ", "a", "n", "d", "ú", "Espacio", "x", "Borrar")
    press(kiosk, "Listo")

    assert kiosk.runner.said == [("/d/text", "Ñandú ")]
    assert kiosk.window.page is not None
    assert kiosk.window.page.pad is None


def test_a_sign_is_one_touch_away(make_kiosk: MakeKiosk) -> None:
    """123 shows digits and signs, ABC the letters again."""
    kiosk = make_kiosk(a_question())

    press(kiosk, "123", "4", "#", "ABC", "b")

    edit = by_name(kiosk.window, Role.EditableText, "¿Cómo se llama?")
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "4#b"


def test_numbers_have_digits_only(make_kiosk: MakeKiosk) -> None:
    """A whole number has no point; a decimal one is stored with a point."""
    kiosk = make_kiosk(a_question(K.DECIMAL, label="¿Cuánto mide?"))
    press(kiosk, "1", "2", "Punto .", "5")
    press(kiosk, "Continuar")

    whole = make_kiosk(a_question(K.INTEGER, label="¿Cuántos?"))
    keys = [name for name, _ in operable(whole)]

    assert kiosk.runner.said == [("/d/decimal", "12.5")]
    assert "Punto ." not in keys
    assert "A" not in keys


def test_a_curp_offers_only_what_can_come(make_kiosk: MakeKiosk) -> None:
    """UX §8.3: after the date of birth only H, M and X stand up, and it is read back in words."""
    kiosk = make_kiosk(a_question(path="/d/curp", label="Escriba la CURP"))

    press(kiosk, *"PECE610314")
    letters = {name for name, _ in operable(kiosk) if len(name) == 1}
    texts = [name_of(node) for node in nodes(kiosk.window)]
    press(kiosk, *"MYNCNL02")
    press(kiosk, "Continuar")

    assert letters == {"H", "M", "X"}
    assert "Ahora: H, M o X" in texts
    assert any("14 de marzo de 1961" in words for words in texts)
    assert kiosk.runner.said == [("/d/curp", "PECE610314MYNCNL02")]


def test_a_secret_is_shown_as_dots_and_not_said(make_kiosk: MakeKiosk) -> None:
    """FORMS §13: no echo for the eye, the ear or the screen reader."""
    speaker = FakeSpeaker()
    secret = a_question(label="Número secreto", appearance="masked", value="4321")
    kiosk = make_kiosk(secret, tools=Tools(speaker=speaker))

    touch(by_name(kiosk.window, Role.Button, "Oír: Número secreto"))
    node = next(one for one in nodes(kiosk.window) if one.role() is Role.EditableText)

    assert node.state().passwordEdit
    assert not any("4321" in words for words in speaker.said)
    assert speaker.said == ["es: Número secreto"]


# --------------------------------------------------------------------------------- choosing


def test_one_answer_is_a_card_and_the_last_touch_counts(make_kiosk: MakeKiosk) -> None:
    """A04 A05: cards are radio buttons with a state; another touch replaces the answer."""
    choices = some_choices("Para mí", "Para mi hija", pictures=True)
    kiosk = make_kiosk(a_question(K.SELECT_ONE, label="¿Para quién?", choices=choices))

    press(kiosk, "Para mí", "Para mi hija", role=Role.RadioButton)

    cards = {name: widget for name, widget in operable(kiosk) if name.startswith("Para")}
    assert kiosk.runner.said == [("/d/select_one", "1"), ("/d/select_one", "2")]
    assert [card.isChecked() for card in cards.values()] == [False, True]  # type: ignore[attr-defined]  # they are buttons


def test_not_knowing_is_an_answer_where_the_form_allows_it(make_kiosk: MakeKiosk) -> None:
    """*No sé* takes a chosen answer away again; a required question does not offer it."""
    choices = some_choices("Sí", "No")
    kiosk = make_kiosk(a_question(K.SELECT_ONE, choices=choices, required=False))
    strict = make_kiosk(a_question(K.SELECT_ONE, choices=choices))

    press(kiosk, "Sí", "No sé", role=Role.RadioButton)

    assert [text for _, text in kiosk.runner.said] == ["1", ""]
    assert "No sé" not in [name for name, _ in operable(strict)]


def test_several_answers_keep_the_order_of_the_list(make_kiosk: MakeKiosk) -> None:
    """Ticks add and take away; *Listo* is the button that goes on."""
    choices = some_choices("Agua", "Luz", "Drenaje")
    kiosk = make_kiosk(a_question(K.SELECT_MULTIPLE, choices=choices))

    press(kiosk, "Drenaje", "Agua", "Luz", "Luz", role=Role.CheckBox)
    press(kiosk, "Listo")

    assert [text for _, text in kiosk.runner.said] == ["3", "1 3", "1 2 3", "1 3"]
    assert kiosk.runner.at == 1


def test_many_answers_turn_by_pages(make_kiosk: MakeKiosk) -> None:
    """UX §8.6: pages instead of scrolling; there are no more cards than a page has."""
    choices = some_choices(*(f"Localidad {n}" for n in range(1, 31)))
    kiosk = make_kiosk(a_question(K.SELECT_ONE, label="¿Cuál?", choices=choices))
    first = [name for name, _ in operable(kiosk) if name.startswith("Localidad")]

    press(kiosk, "Siguientes")
    second = [name for name, _ in operable(kiosk) if name.startswith("Localidad")]
    press(kiosk, second[0], role=Role.RadioButton)

    assert not set(first) & set(second)
    assert 8 <= len(first) < 30
    assert kiosk.runner.said == [("/d/select_one", str(len(first) + 1))]


def test_fifty_thousand_answers_are_found_by_letters(make_kiosk: MakeKiosk) -> None:
    """FORMS §13: never one widget per answer; accents do not matter."""
    choices = tuple(Choice(name=str(n), label=f"Colonia {n}") for n in range(49_999))
    choices = (*choices, Choice(name="x", label="Ángel Albino Corzo"))
    kiosk = make_kiosk(a_question(K.SELECT_ONE, label="¿Qué colonia?", choices=choices))

    press(kiosk, "A", "n", "g", "e")
    found = [name for name, widget in operable(kiosk) if widget.inherits("QRadioButton")]
    press(kiosk, *found, role=Role.RadioButton)

    assert found == ["Ángel Albino Corzo"]
    assert kiosk.runner.said == [("/d/select_one", "x")]
    assert len(kiosk.window.findChildren(QAbstractButton)) < 120


def test_a_quick_answer_goes_on_and_can_be_taken_back(make_kiosk: MakeKiosk) -> None:
    """FORMS §13: `quick` moves on by itself; *Deshacer* goes back and restores what was there."""
    quick = a_question(
        K.SELECT_ONE, label="¿Cuál?", appearance="quick", choices=some_choices("Uno", "Dos")
    )
    kiosk = make_kiosk(quick, a_question(path="/d/next", label="Otra"))

    press(kiosk, "Dos", role=Role.RadioButton)
    moved = kiosk.runner.at
    press(kiosk, "Deshacer")

    assert moved == 1
    assert kiosk.runner.at == 0
    assert kiosk.runner.said == [("/d/select_one", "2"), ("/d/select_one", "")]
    assert kiosk.window._undo.timer.interval() == 5_000
    assert not kiosk.window._undo.isVisible()


# ------------------------------------------------------------------- order, scales, moments


def test_things_are_put_in_order_by_buttons(make_kiosk: MakeKiosk) -> None:
    """No drag: each line goes up or down; the first touch makes the order an answer."""
    kiosk = make_kiosk(a_question(K.RANK, choices=some_choices("Agua", "Camino", "Escuela")))

    press(kiosk, "Subir Escuela", "Subir Escuela")

    assert [text for _, text in kiosk.runner.said] == ["1 3 2", "3 1 2"]
    assert not by_name(kiosk.window, Role.Button, "Bajar Camino").isEnabled()


def test_a_scale_is_blank_until_it_is_touched(make_kiosk: MakeKiosk) -> None:
    """FORMS §4: − and + step on the grid and stop at the ends; the track takes a touch anywhere."""
    scale = {"start": "0", "end": "1", "step": "0.25"}
    kiosk = make_kiosk(a_question(K.RANGE, label="¿Cuánto?", parameters=scale, required=False))
    press(kiosk, "Continuar")
    blank = list(kiosk.runner.said)
    press(kiosk, "Atrás", "Más", "Más")
    range_widget = kiosk.question("/d/range")
    assert isinstance(range_widget, TouchRange)

    slider = range_widget.slider
    spot = QPoint(slider.width() - 5, slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=spot)

    assert blank == []
    assert [text for _, text in kiosk.runner.said] == ["0", "0.25", "1"]


def test_stars_count_up_to_the_one_touched(make_kiosk: MakeKiosk) -> None:
    """A rating stores the number of the star."""
    stars = {"start": "1", "end": "5", "step": "1"}
    kiosk = make_kiosk(a_question(K.RANGE, appearance="rating", parameters=stars))

    press(kiosk, "4 de 5", role=Role.RadioButton)

    assert kiosk.runner.said == [("/d/range", "4")]


def test_a_date_is_three_steps(make_kiosk: MakeKiosk) -> None:
    """Day, month by name, year; each choice opens the next pad, the words repeat the date."""
    kiosk = make_kiosk(a_question(K.DATE, label="¿Cuándo nació?"))

    press(kiosk, "29", "febrero", *"1961")
    wrong = by_name(kiosk.window, Role.RadioButton, "día 29")
    touch(wrong)
    press(kiosk, "28")

    assert kiosk.runner.said == [("/d/date", "1961-02-29"), ("/d/date", "1961-02-28")]
    said = [name_of(node) for node in nodes(kiosk.window)]
    assert "martes 28 de febrero de 1961" in said


def test_a_half_given_date_is_kept_as_it_is(make_kiosk: MakeKiosk) -> None:
    """What is no date yet goes to the model as typed, and comes back as typed."""
    kiosk = make_kiosk(a_question(K.DATE, label="¿Cuándo?"))

    press(kiosk, "3", "noviembre")
    press(kiosk, "Continuar")
    press(kiosk, "Atrás")
    question = kiosk.question("/d/date")

    assert kiosk.runner.said == [("/d/date", "-11-03")]
    assert isinstance(question, TouchMoment)
    assert question.typed() == "-11-03"


@pytest.mark.parametrize(
    ("appearance", "touched", "stored"),
    [
        ("month-year", ("mayo", "2", "0", "2", "6"), "2026-05-01"),
        ("year", ("1", "9", "9", "9"), "1999-01-01"),
    ],
)
def test_partial_dates_ask_for_less(
    make_kiosk: MakeKiosk, appearance: str, touched: tuple[str, ...], stored: str
) -> None:
    """The first day stands for what is not asked, as in Collect."""
    kiosk = make_kiosk(a_question(K.DATE, appearance=appearance))

    press(kiosk, *touched)

    assert kiosk.runner.said == [("/d/date", stored)]


def test_a_time_is_an_hour_and_a_minute(make_kiosk: MakeKiosk) -> None:
    """Five-minute keys and one up or down; stored with this place's offset."""
    kiosk = make_kiosk(a_question(K.TIME, label="¿A qué hora?"))

    press(kiosk, "9", "35", "+ 1 minuto")

    path, text = kiosk.runner.said[-1]
    assert path == "/d/time"
    assert text.startswith("09:36:00.000")
    assert text[12] in "+-"


# --------------------------------------------------------------------------- files and devices


def test_a_signature_is_kept_when_the_page_is_left(make_kiosk: MakeKiosk) -> None:
    """Lines by finger, *Borrar todo* wipes them, a small picture is handed over once."""
    kiosk = make_kiosk(a_question(K.IMAGE, label="Su firma", appearance="signature"))
    canvas = kiosk.question("/d/image").canvas

    sign(canvas)
    press(kiosk, "Borrar todo", "Continuar")
    nothing = list(kiosk.runner.files)
    sign(canvas)
    press(kiosk, "Continuar")

    image = QImage.fromData(kiosk.runner.files[0][1])
    assert nothing == []
    assert len(kiosk.runner.files) == 1
    assert kiosk.runner.files[0][2] == "image/png"
    assert not image.isNull()
    assert len(kiosk.runner.files[0][1]) < 8_192


def sign(canvas: QWidget) -> None:
    """Draw a line by a finger."""
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    for step in range(20):
        QTest.mouseMove(canvas, QPoint(60 + 20 * step, 60 + (step % 5) * 30))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(460, 100))


def test_a_photo_counts_down_and_can_be_repeated(make_kiosk: MakeKiosk) -> None:
    """K08: three, two, one, picture; the camera is let go of when the page is left."""
    camera = FakeCamera()
    kiosk = make_kiosk(
        a_question(K.IMAGE, label="Foto"), a_question(path="/d/next"), tools=Tools(camera=camera)
    )
    question = kiosk.question("/d/image")

    press(kiosk, "Tomar la foto")
    for _ in range(3):
        question.tick()
    kiosk.settle()
    press(kiosk, "Repetir")
    again = by_name(kiosk.window, Role.Button, "Tomar la foto")
    press(kiosk, "Continuar")

    assert [(path, kind) for path, _, kind in kiosk.runner.files] == [("/d/image", "image/png")]
    assert again is not None
    assert camera.closed >= 1


def test_a_photo_can_be_drawn_on(make_kiosk: MakeKiosk) -> None:
    """`annotate`: the photo is an answer at once, photo and lines together when one goes on."""
    kiosk = make_kiosk(
        a_question(K.IMAGE, label="Foto", appearance="annotate"),
        a_question(path="/d/next"),
        tools=EVERY_TOOL,
    )
    question = kiosk.question("/d/image")

    press(kiosk, "Tomar la foto")
    for _ in range(3):
        question.tick()
    kiosk.settle()
    sign(question.canvas)
    press(kiosk, "Continuar")

    photo, drawn = (QImage.fromData(content) for _, content, _ in kiosk.runner.files)
    assert photo.size() == drawn.size()
    assert photo != drawn
    assert kiosk.runner.at == 1


@pytest.mark.parametrize("kind", [K.IMAGE, K.AUDIO, K.GEOPOINT, K.GEOTRACE, K.UNSUPPORTED])
def test_what_cannot_be_answered_here_says_so(make_kiosk: MakeKiosk, kind: QuestionKind) -> None:
    """Visible, never nothing, and the rest of the form goes on (UX §3.4.7)."""
    kiosk = make_kiosk(a_question(kind, required=False), a_question(path="/d/next"))
    said = [name_of(node) for node in nodes(kiosk.window)]

    press(kiosk, "Continuar")

    assert "Aquí no se puede responder." in said
    assert kiosk.runner.at == 1


def test_a_code_is_read_or_typed(make_kiosk: MakeKiosk) -> None:
    """The camera reads it at once where there is one; a scanner that types ends with Enter."""
    kiosk = make_kiosk(a_question(K.BARCODE, label="Código"), tools=EVERY_TOOL)

    press(kiosk, "Leer con la cámara")

    assert kiosk.runner.said == [("/d/barcode", "20067-007-1PGE-342")]


def test_the_place_of_the_office_is_shown_and_taken_by_touch(make_kiosk: MakeKiosk) -> None:
    """Nothing is stored before the person touches the button."""
    kiosk = make_kiosk(a_question(K.GEOPOINT, label="¿Dónde?"), tools=EVERY_TOOL)
    before = list(kiosk.runner.said)

    press(kiosk, "Usar el lugar de esta oficina")

    assert before == []
    assert kiosk.runner.said == [("/d/geopoint", "20.9670000 -89.6230000 0.0 50.0")]


def test_another_appearance_is_never_dropped_in_silence(make_kiosk: MakeKiosk) -> None:
    """A calendar, a map or an unknown word is said in a line; what is known says nothing."""
    said = {}
    for appearance in ("ethiopian", "image-map", "sparkling", "ex:org.app", "quick w2 columns-3"):
        kiosk = make_kiosk(
            a_question(K.SELECT_ONE, choices=some_choices("A", "B"), appearance=appearance)
        )
        question = kiosk.question("/d/select_one")
        said[appearance] = question._note.text() if question._note.isVisible() else ""

    assert said["ethiopian"] == "La fecha se pregunta con el calendario común."
    assert said["image-map"] == "Se elige de una lista, sin mapa."
    assert said["sparkling"] == "Esta pregunta se muestra en su forma sencilla."
    assert said["ex:org.app"] == "Aquí no se abre otra aplicación. Escriba la respuesta."
    assert said["quick w2 columns-3"] == ""
    place = make_kiosk(a_question(K.GEOPOINT, appearance="maps"), tools=EVERY_TOOL)
    here = place.question("/d/geopoint")._note
    assert here.text() == "El lugar se muestra con números, sin mapa."
    app = make_kiosk(a_question(K.UNSUPPORTED, appearance="ex:org.app"))
    assert not app.question("/d/unsupported")._note.isVisible()  # its box says it already


# -------------------------------------------------------------------------------- the runner


def test_a_blank_that_is_needed_keeps_the_page_and_says_what_to_do(make_kiosk: MakeKiosk) -> None:
    """The message stands at the question, and Continuar goes on once it is answered."""
    kiosk = make_kiosk(
        a_question(K.SELECT_ONE, label="¿Cuál?", choices=some_choices("Uno", "Dos")),
        a_question(path="/d/next"),
    )

    press(kiosk, "Continuar")
    stayed, message = kiosk.runner.at, kiosk.question("/d/select_one").head.message()
    press(kiosk, "Uno", role=Role.RadioButton)
    press(kiosk, "Continuar")

    assert stayed == 0
    assert message == "Conteste: ¿Cuál?"
    assert kiosk.runner.at == 1


def test_a_bouncing_finger_goes_on_once(make_kiosk: MakeKiosk) -> None:
    """UX §8.1: a second touch within 400 ms is no second page."""
    kiosk = make_kiosk(*(a_question(path=f"/d/{n}", required=False) for n in range(4)))
    forward = by_name(kiosk.window, Role.Button, "Continuar")

    touch(forward)
    touch(forward)
    kiosk.settle()

    assert kiosk.runner.at == 1


def test_impatience_skips_no_page(make_kiosk: MakeKiosk) -> None:
    """While a page is on its way another Continuar is none: a slow disk loses no question."""
    work = Later()
    kiosk = make_kiosk(*(a_question(path=f"/d/{n}", required=False) for n in range(4)), work=work)
    work.go()

    press(kiosk, "Continuar", "Continuar", "Continuar")
    work.go()

    assert kiosk.runner.at == 1


def test_what_arrives_after_the_end_is_not_shown(make_kiosk: MakeKiosk) -> None:
    """A page of a visit that is over never comes back to the screen (A24)."""
    work = Later()
    kiosk = make_kiosk(a_question(required=False), a_question(path="/d/next"), work=work)
    work.go()

    press(kiosk, "Continuar")
    kiosk.window.forget()
    work.go()

    assert kiosk.window.page is None
    assert "¿Cómo se llama?" not in [name_of(node) for node in nodes(kiosk.window)]


def test_sliding_off_a_button_cancels_it(make_kiosk: MakeKiosk) -> None:
    """A30: action on release, and only where the finger still is."""
    kiosk = make_kiosk(a_question(required=False), a_question(path="/d/next"))
    forward = by_name(kiosk.window, Role.Button, "Continuar")

    QTest.mousePress(forward, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(forward, QPoint(20, -200))
    QTest.mouseRelease(forward, Qt.MouseButton.LeftButton, pos=QPoint(20, -200))
    kiosk.settle()

    assert kiosk.runner.at == 0


def test_short_questions_of_one_list_stand_on_one_page(make_kiosk: MakeKiosk) -> None:
    """FORMS §4: a field-list of few short questions is a page; the keys follow the focus."""
    kiosk = make_kiosk(
        (a_question(label="Nombre"), a_question(K.INTEGER, label="Edad", path="/d/age"))
    )

    press(kiosk, "A")
    touch(by_name(kiosk.window, Role.EditableText, "Edad"))
    kiosk.settle()
    keys = [name for name, _ in operable(kiosk)]
    press(kiosk, "4", "2", "Continuar")

    assert "A" not in keys
    assert kiosk.runner.said == [("/d/text", "A"), ("/d/age", "42")]


def test_a_repeat_asks_for_another_one(make_kiosk: MakeKiosk) -> None:
    """¿Otra persona? is a page of two cards; going on without choosing means no."""
    ask = RepeatAsk(path="/d/kid", label="Hija o hijo", count=1)
    kiosk = make_kiosk(ask, ask, a_question())

    press(kiosk, "Sí", role=Role.RadioButton)
    kiosk.settle()
    press(kiosk, "Continuar")

    assert kiosk.runner.repeats == [True, False]


def test_aids_change_words_sizes_and_colours(make_kiosk: MakeKiosk) -> None:
    """Idioma lists the form's languages; Letra and Contraste ask whoever owns the theme."""
    kiosk = make_kiosk(a_question(required=False))
    wanted: list[Any] = []
    kiosk.window.looks_wanted.connect(wanted.append)

    press(kiosk, "Letra", "Contraste", "Idioma")
    press(kiosk, "English", role=Role.RadioButton)
    press(kiosk, "Ayuda", "Volver a la pregunta")

    assert (wanted[0].large_letters, wanted[0].high_contrast) == (True, False)
    assert (wanted[1].large_letters, wanted[1].high_contrast) == (False, True)
    assert kiosk.runner.here().language == "en"
    assert "¿Cómo se llama?" in [name_of(node) for node in nodes(kiosk.window)]


def test_the_help_stands_in_the_same_place_on_every_page(make_kiosk: MakeKiosk) -> None:
    """A32: also while keys are shown."""
    places = set()
    for kind in ("text", "one-pictures", "date", "signature", "note"):
        kiosk = make_kiosk(every_kind()[kind])
        places.add(box_of(kiosk, by_name(kiosk.window, Role.Button, "Ayuda")))

    assert len(places) == 1


def test_a_language_from_right_to_left_turns_the_page(make_kiosk: MakeKiosk) -> None:
    """FORMS §9: cards and parts are mirrored, the tick stands at the other side."""
    view = a_question(
        K.SELECT_MULTIPLE, label="أسئلة", choices=some_choices("نعم", "لا"), value="1"
    )
    plain = make_kiosk(view)
    turned = make_kiosk(replace(view, right_to_left=True))
    action = turned.theme.colour("action").name()

    def marked_at_left(kiosk: Kiosk) -> bool:
        card = by_name(kiosk.window, Role.CheckBox, "نعم")
        image = card.grab().toImage()
        middle = image.height() // 2
        return any(image.pixelColor(x, middle).name() == action for x in range(20, 120))

    assert marked_at_left(plain)
    assert not marked_at_left(turned)
    assert turned.question("/d/select_multiple").layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_nothing_of_a_visit_stays_in_any_widget(make_kiosk: MakeKiosk) -> None:
    """A24: after the end no widget holds the words, and no undo brings them back."""
    canary = "CANARIO61"
    choices = (Choice(name="x", label=canary), Choice(name="y", label="Otra"))
    pages = [
        a_question(value=canary),
        a_question(appearance="multiline", value=canary),
        a_question(K.SELECT_ONE, choices=choices, value="x"),
        a_question(K.SELECT_ONE, choices=choices, value="x", appearance="search"),
        a_question(K.BARCODE, value=canary),
    ]
    for page in pages:
        kiosk = make_kiosk(page)
        question = next(iter(kiosk.window.page.questions.values()))  # type: ignore[union-attr]  # a page is shown
        widgets = [question, *question.findChildren(QWidget), *kiosk.window.findChildren(QWidget)]

        kiosk.window.page.forget()  # type: ignore[union-attr]  # a page is shown

        held = [type(widget).__name__ for widget in widgets if canary in words_of(widget)]
        assert held == [], page.kind
        for edit in question.findChildren(QLineEdit):
            edit.undo()
            assert canary not in edit.text()


def words_of(widget: QWidget) -> str:
    """Return everything a widget holds that a person could read."""
    held = [widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLineEdit):
        held.append(widget.text())
    if isinstance(widget, QPlainTextEdit):
        held.append(widget.toPlainText())
    if isinstance(widget, QAbstractButton):
        held.append(widget.text())
    return " ".join(held)
