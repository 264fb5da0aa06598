"""Files, pictures, drawings, codes and places, with the devices of a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QWidget

from kiosk.devices.ports import Position
from kiosk.services.views import AttachmentView, LabelMedia, QuestionKind, QuestionView
from kiosk.ui.questions.chooser import FileNotRead, FileTooLarge, name_patterns, read_given
from kiosk.ui.questions.question import Given, Tools
from kiosk.ui.widgets.canvas import Canvas
from tests.support.fake_devices import (
    FakeCamera,
    FakePosition,
    FakeRecorder,
    FakeScanner,
    FakeSpeaker,
    a_png,
)
from tests.support.qt import Role, name_of, nodes
from tests.support.question_samples import a_question
from tests.support.sheet import Sheet

MakeSheet = Callable[..., Sheet]
PNG = a_png(64, 48)
WELL = Position(latitude_degrees=20.967, longitude_degrees=-89.6237, accuracy_m=4)


def upload(kind: QuestionKind = QuestionKind.IMAGE, **wishes: object) -> QuestionView:
    """Return a question for a file."""
    plain = {"label": "Foto", "media_type": "image/*" if kind is QuestionKind.IMAGE else ""}
    return a_question(kind, **{**plain, **wishes})


def choosing(given: Given | Exception | None) -> Tools:
    """Return tools with which that file is chosen."""

    def choose(_parent: QWidget, _title: str, _media_type: str) -> Given | None:
        if isinstance(given, Exception):
            raise given
        return given

    return Tools(choose_file=choose)


def a_file(content: bytes = PNG, kind: str = "image/png", name: str = "casa.png") -> Given:
    """Return a chosen file."""
    return Given(content=content, media_type=kind, file_name=name)


def labels(sheet: Sheet) -> set[str]:
    """Return every label that is seen."""
    return {label.text() for label in sheet.findChildren(QLabel) if label.isVisible()}


def buttons(sheet: Sheet) -> list[str]:
    """Return the names of the buttons that can be pressed."""
    return [name_of(node) for node in nodes(sheet) if node.role() == Role.Button]


def draw(canvas: QWidget, *spots: tuple[int, int]) -> None:
    """Draw a line on a canvas with the mouse."""
    points = [QPoint(*spot) for spot in spots]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def the_canvas(sheet: Sheet) -> Canvas:
    """Return the only canvas."""
    (canvas,) = sheet.findChildren(Canvas)
    return canvas


# --------------------------------------------------------------------------------- files


def test_a_file_is_chosen_shown_and_removed_by_keys(make_sheet: MakeSheet) -> None:
    """Name and size; it is handed on as it is, and taken away again."""
    pdf = a_file(b"%PDF" * 500, "application/pdf", "acta.pdf")
    sheet = make_sheet(upload(QuestionKind.FILE, label="Acta"), tools=choosing(pdf))
    sheet.focus(Role.Button, "Elegir archivo, Acta")

    sheet.press("Enter")
    assert sheet.files == [("/d/pregunta", pdf)]
    assert "acta.pdf · 2 KB" in labels(sheet)
    sheet.focus(Role.Button, "Quitar, Acta")
    sheet.press("Enter")

    assert sheet.said == [("/d/pregunta", "")]
    assert not any("acta.pdf" in text for text in labels(sheet))


def test_choosing_none_changes_nothing(make_sheet: MakeSheet) -> None:
    """The dialog was left."""
    sheet = make_sheet(upload(), tools=choosing(None))
    sheet.focus(Role.Button, "Elegir imagen, Foto")

    sheet.press("Space")

    assert (sheet.files, sheet.said) == ([], [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (a_file(b"no es", "text/plain", "nota.txt"), "nota.txt no es una imagen"),
        (FileTooLarge("video.mp4", 104_857_600), "video.mp4 pesa más de 100 MB."),
        (FileNotRead("casa.png"), "No se pudo leer casa.png."),
    ],
)
def test_a_file_that_cannot_be_taken_is_said(
    make_sheet: MakeSheet, given: Given | Exception, said: str
) -> None:
    """In plain words, under the question; nothing is handed on."""
    sheet = make_sheet(upload(), tools=choosing(given))
    sheet.focus(Role.Button, "Elegir imagen, Foto")

    sheet.press("Space")

    assert any(text.startswith(said) for text in labels(sheet))
    assert sheet.files == []


def test_a_file_of_another_kind_is_not_taken(make_sheet: MakeSheet) -> None:
    """The question says what it takes."""
    view = upload(QuestionKind.FILE, label="Acta", media_type="application/pdf,.docx")
    sheet = make_sheet(view, tools=choosing(a_file()))
    sheet.focus(Role.Button, "Elegir archivo, Acta")

    sheet.press("Space")

    assert sheet.files == []
    assert any(text.startswith("casa.png no es del tipo") for text in labels(sheet))


def test_what_the_service_kept_is_shown_after_a_restart(make_sheet: MakeSheet) -> None:
    """The view's attachment, with its picture."""
    kept = AttachmentView(name="a.png", media_type="image/png", size_bytes=2_621_440, preview=PNG)
    sheet = make_sheet(upload(attachment=kept, value="a.png"))

    assert "a.png · 2.5 MB" in labels(sheet)
    assert "Quitar, Foto" in buttons(sheet)


def test_a_file_is_read_once_and_never_beyond_its_limit(tmp_path: Path) -> None:
    """Its kind is told by name and first bytes."""
    path = tmp_path / "casa.png"
    path.write_bytes(PNG)

    assert read_given(path) == a_file()
    with pytest.raises(FileTooLarge):
        read_given(path, most_bytes=10)
    with pytest.raises(FileNotRead):
        read_given(tmp_path / "no.png")
    assert "*.png" in name_patterns("image/*")
    assert name_patterns("application/pdf") == ["*.pdf"]
    assert name_patterns("*/*") == []


# ------------------------------------------------------------------------------ pictures


def test_a_photo_is_taken_and_the_camera_let_go(make_sheet: MakeSheet) -> None:
    """Open, see, take: three presses; the picture is the answer."""
    camera = FakeCamera(PNG)
    sheet = make_sheet(upload(), tools=Tools(camera=camera))
    sheet.focus(Role.Button, "Abrir la cámara, Foto")
    sheet.press("Space")
    assert "Cerrar la cámara, Foto" in buttons(sheet)

    sheet.focus(Role.Button, "Tomar foto, Foto")
    sheet.press("Space")

    ((path, given),) = sheet.files
    assert (path, given.content, given.media_type) == ("/d/pregunta", PNG, "image/png")
    assert camera.closed == 1
    assert "Cerrar la cámara, Foto" not in buttons(sheet)


def test_a_camera_that_fails_is_said_and_a_file_can_be_chosen(make_sheet: MakeSheet) -> None:
    """FORMS §13: what is left is offered."""
    camera = FakeCamera(PNG)
    camera.broken = True
    sheet = make_sheet(upload(), tools=Tools(camera=camera))
    sheet.focus(Role.Button, "Abrir la cámara, Foto")

    sheet.press("Space")

    assert any(text.startswith("La cámara no responde.") for text in labels(sheet))
    assert "Elegir imagen, Foto" in buttons(sheet)


def test_a_new_photo_wants_a_camera_or_says_there_is_none(make_sheet: MakeSheet) -> None:
    """`new`: with a camera no file, without one a file and a word about it."""
    with_camera = make_sheet(upload(appearance="new"), tools=Tools(camera=FakeCamera(PNG)))
    without = make_sheet(upload(appearance="new-front"))

    assert buttons(with_camera) == ["Abrir la cámara, Foto"]
    assert buttons(without) == ["Elegir imagen, Foto"]
    assert without.texts.text("image-no-camera") in labels(without)


def test_a_signature_is_given_when_it_is_left(make_sheet: MakeSheet) -> None:
    """Black on white, small, no larger than the form allows; undo and clear by button."""
    view = upload(appearance="signature", label="Firma", parameters={"max-pixels": "300"})
    sheet = make_sheet(view)
    canvas = the_canvas(sheet)
    draw(canvas, (10, 10), (90, 60), (160, 20))
    draw(canvas, (20, 80), (120, 90))
    assert sheet.files == []
    sheet.focus(Role.Button, "Deshacer trazo, Firma")
    sheet.press("Space")

    sheet.question.commit()
    sheet.question.commit()

    ((_, given),) = sheet.files
    picture = QImage.fromData(given.content)
    assert given.media_type == "image/png"
    assert max(picture.width(), picture.height()) == 300
    assert len(given.content) < 8_192
    sheet.focus(Role.Button, "Borrar, Firma")
    sheet.press("Space")
    assert sheet.said == [("/d/pregunta", "")]


def test_a_signature_that_was_given_is_shown_until_one_signs_again(make_sheet: MakeSheet) -> None:
    """A restart shows the picture; signing again takes it away first."""
    kept = AttachmentView(name="s.png", media_type="image/png", size_bytes=900, preview=PNG)
    sheet = make_sheet(upload(appearance="signature", label="Firma", attachment=kept, value="s"))
    assert not the_canvas(sheet).isVisible()

    sheet.focus(Role.Button, "Firmar otra vez, Firma")
    sheet.press("Space")

    assert sheet.said == [("/d/pregunta", "")]
    assert the_canvas(sheet).isVisible()


def test_a_drawing_has_colours_and_widths(make_sheet: MakeSheet) -> None:
    """Radio buttons by name; a line keeps what it was drawn with."""
    sheet = make_sheet(upload(appearance="draw", label="Predio"))
    canvas = the_canvas(sheet)
    sheet.focus(Role.RadioButton, "Rojo, color de la pluma")
    sheet.press("Space")
    sheet.focus(Role.RadioButton, "Gruesa, grosor de la pluma")
    sheet.press("Space")

    draw(canvas, (10, 10), (90, 60))
    sheet.question.commit()

    assert [(line.colour, line.pens) for line in canvas.strokes] == [("error", 5.0)]
    picture = QImage.fromData(sheet.files[0][1].content)
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }
    assert sheet.question.theme.colour("error").name() in colours


def test_lines_are_drawn_over_a_chosen_picture(make_sheet: MakeSheet) -> None:
    """annotate: the picture first; wiping the lines leaves the picture."""
    sheet = make_sheet(upload(appearance="annotate"), tools=choosing(a_file()))
    assert not the_canvas(sheet).isVisible()
    sheet.focus(Role.Button, "Elegir imagen, Foto")
    sheet.press("Space")
    canvas = the_canvas(sheet)
    centre = canvas.rect().center()

    draw(canvas, (centre.x(), centre.y()), (centre.x() + 20, centre.y() + 9))
    sheet.question.commit()
    canvas.clear()

    contents = [given.content for _, given in sheet.files]
    assert contents[0] == contents[2] == PNG
    assert QImage.fromData(contents[1]).size() == QImage.fromData(PNG).size()
    assert contents[1] != PNG


def test_a_recorder_records_and_without_one_that_is_said(make_sheet: MakeSheet) -> None:
    """Sound is recorded, or chosen."""
    recorder = FakeRecorder()
    view = upload(QuestionKind.AUDIO, label="Testimonio", media_type="audio/*")
    sheet = make_sheet(view, tools=Tools(recorder=recorder))
    without = make_sheet(view)
    sheet.focus(Role.Button, "Grabar, Testimonio")

    sheet.press("Space")
    assert recorder.running == "audio/ogg"
    sheet.press("Space")

    ((_, given),) = sheet.files
    assert (given.content, given.media_type) == (b"OggS", "audio/ogg")
    assert without.texts.text("file-no-recorder") in labels(without)
    assert buttons(without) == ["Elegir archivo, Testimonio"]


# --------------------------------------------------------------------------------- codes


def test_a_scanner_types_and_ends_with_enter(make_sheet: MakeSheet) -> None:
    """A keyboard wedge needs no device of ours."""
    sheet = make_sheet(a_question(QuestionKind.BARCODE, label="Código"))
    sheet.focus(Role.EditableText, "Código")

    sheet.type("0067-ñ1")
    sheet.press("Enter")

    assert sheet.answers == ["0067-ñ1"]


def test_a_code_is_read_from_a_picture_or_the_camera(make_sheet: MakeSheet) -> None:
    """The first of several is taken and that is said; none is said as well."""
    other = a_png(20, 20)
    picture, camera = a_file(), FakeCamera(PNG)
    tools = replace(choosing(picture), scanner=FakeScanner(PNG, "A-1", "B-2"), camera=camera)
    view = a_question(QuestionKind.BARCODE, label="Código")
    sheet = make_sheet(view, tools=tools)
    blind = make_sheet(view, tools=replace(choosing(a_file(other)), scanner=tools.scanner))
    sheet.focus(Role.Button, "Leer de una imagen, Código")
    sheet.press("Space")
    blind.focus(Role.Button, "Leer de una imagen, Código")
    blind.press("Space")

    sheet.focus(Role.Button, "Leer con la cámara, Código")
    sheet.press("Space")

    assert sheet.answers == ["A-1"]
    assert sheet.texts.text("barcode-several") in labels(sheet)
    assert camera.closed == 1
    assert blind.said == []
    assert blind.texts.text("barcode-none") in labels(blind)


# -------------------------------------------------------------------------------- places


def test_a_place_is_typed_in_degrees(make_sheet: MakeSheet) -> None:
    """Stored with height and accuracy 0; beyond the globe is said and not taken."""
    sheet = make_sheet(a_question(QuestionKind.GEOPOINT, label="Pozo"), a_question(label="Otra"))
    sheet.focus(Role.EditableText, "Latitud, Pozo")

    sheet.type("120")
    sheet.press("Tab")
    sheet.type("-89.6237")
    sheet.press("Tab")
    assert sheet.said == []
    assert sheet.texts.text("place-degrees") in labels(sheet)
    latitude = sheet.focus(Role.EditableText, "Latitud, Pozo")
    assert isinstance(latitude, QLineEdit)
    latitude.selectAll()
    sheet.type("20.967")
    sheet.press("Tab", "Tab")

    assert sheet.answers == ["20.967 -89.6237 0 0"]


def test_a_pasted_pair_fills_both_parts(make_sheet: MakeSheet) -> None:
    """As maps write it."""
    sheet = make_sheet(a_question(QuestionKind.GEOPOINT, label="Pozo"))
    sheet.focus(Role.EditableText, "Latitud, Pozo")

    sheet.type("20.967, -89.6237")
    sheet.press("Tab", "Tab")

    assert sheet.answers[-1] == "20.967 -89.6237 0 0"


@pytest.mark.parametrize(
    ("accuracy", "fixed", "words_id"),
    [(4.0, False, "place-good"), (35.0, False, "place-fair"), (150.0, False, "place-poor"),
     (4.0, True, "place-is-office")],
)  # fmt: skip
def test_the_device_tells_how_good_its_position_is(
    make_sheet: MakeSheet, accuracy: float, fixed: bool, words_id: str
) -> None:
    """The place of the office is never passed off as the place of the thing."""
    position = replace(WELL, accuracy_m=accuracy)
    tools = Tools(position=FakePosition(position, fixed=fixed))
    sheet = make_sheet(a_question(QuestionKind.GEOPOINT, label="Pozo"), tools=tools)
    button = "Usar la posición de la oficina" if fixed else "Usar la posición de este equipo"
    sheet.focus(Role.Button, f"{button}, Pozo")

    sheet.press("Space")

    assert sheet.answers == [f"20.967 -89.6237 0 {accuracy:.0f}"]
    said = sheet.texts.text(words_id, m=f"{accuracy:.0f}", wanted="5")
    assert said in labels(sheet)
    sheet.focus(Role.Button, "Quitar, Pozo")
    sheet.press("Space")
    assert sheet.answers[-1] == ""


def test_a_receiver_without_a_fix_is_said(make_sheet: MakeSheet) -> None:
    """Wait, or type."""
    tools = Tools(position=FakePosition(None))
    sheet = make_sheet(a_question(QuestionKind.GEOPOINT, label="Pozo"), tools=tools)
    sheet.focus(Role.Button, "Usar la posición de este equipo, Pozo")

    sheet.press("Space")

    assert any(text.startswith("El receptor aún no sabe") for text in labels(sheet))


def test_a_shape_is_a_list_of_points(make_sheet: MakeSheet) -> None:
    """Added by button, taken out by Delete; blank until there are enough, closed when stored."""
    sheet = make_sheet(a_question(QuestionKind.GEOSHAPE, label="Parcela"))
    for latitude, longitude in (("1", "1"), ("1", "2"), ("2", "2"), ("3", "3")):
        sheet.focus(Role.EditableText, "Latitud, Parcela")
        sheet.type(latitude)
        sheet.focus(Role.EditableText, "Longitud, Parcela")
        sheet.type(longitude)
        sheet.focus(Role.Button, "Agregar punto, Parcela")
        sheet.press("Space")
    points = sheet.focus(Role.List, "Puntos de Parcela")
    assert isinstance(points, QListWidget)

    sheet.press("Delete")

    assert sheet.answers[-1] == "1 1 0 0; 1 2 0 0; 2 2 0 0; 1 1 0 0"
    assert points.count() == 3
    sheet.press("Delete")
    assert sheet.answers[-1] == ""
    assert "Falta 1 punto." in labels(sheet)


# --------------------------------------------------------------------------------- media


def test_a_label_is_heard_and_stopped(make_sheet: MakeSheet) -> None:
    """A clip plays through the speaker; forgetting the visit is silence."""
    speaker = FakeSpeaker()
    view = a_question(media=LabelMedia(audio=b"clip"))
    sheet = make_sheet(view, tools=Tools(speaker=speaker))
    sheet.focus(Role.Button, "Oír: Nombre de la partera")

    sheet.press("Space")
    assert speaker.played == [b"clip"]
    assert "Parar: Nombre de la partera" in buttons(sheet)
    sheet.question.forget()

    assert speaker.stopped == 1


def test_what_a_label_cannot_play_or_lacks_is_said(make_sheet: MakeSheet) -> None:
    """No speaker, no video, a file that did not come."""
    media = LabelMedia(audio=b"clip", video_name="pozo.mp4", missing=("mapa.png",))
    sheet = make_sheet(a_question(media=media))
    deaf = make_sheet(
        a_question(media=LabelMedia(audio=b"clip")), tools=Tools(speaker=FakeSpeaker(deaf=True))
    )
    deaf.focus(Role.Button, "Oír: Nombre de la partera")
    deaf.press("Space")

    seen = labels(sheet)
    assert sheet.texts.text("question-no-sound") in seen
    assert sheet.texts.text("question-no-video", name="pozo.mp4") in seen
    assert sheet.texts.text("question-missing-file", name="mapa.png") in seen
    assert deaf.texts.text("question-no-sound") in labels(deaf)


def test_a_picture_is_shown_larger_in_its_place(make_sheet: MakeSheet) -> None:
    """big-image: larger and smaller again, without a window."""
    media = LabelMedia(image=a_png(200, 100), big_image=a_png(800, 400))
    sheet = make_sheet(a_question(media=media))
    picture = sheet.named(Role.Client, "Imagen: Nombre de la partera")
    small = picture.sizeHint().height()
    sheet.focus(Role.Button, "Ver más grande, Nombre de la partera")

    sheet.press("Space")
    large = picture.sizeHint().height()
    sheet.press("Space")

    assert small < large
    assert picture.sizeHint().height() == small


def test_more_help_opens_and_closes_in_place(make_sheet: MakeSheet) -> None:
    """guidance_hint, in the Markdown subset."""
    sheet = make_sheet(a_question(guidance="Pregunte **con calma**."))
    sheet.focus(Role.Button, "Más ayuda, Nombre de la partera")
    assert "Pregunte <b>con calma</b>." not in labels(sheet)

    sheet.press("Space")
    assert "Pregunte <b>con calma</b>." in labels(sheet)
    sheet.press("Space")

    assert "Pregunte <b>con calma</b>." not in labels(sheet)
