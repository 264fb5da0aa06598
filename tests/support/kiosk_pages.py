"""A form's pages for tests of kiosk mode: questions of every kind, and a port that walks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from kiosk.devices.ports import Position
from kiosk.services.views import Choice, PurposeChoice, QuestionKind, QuestionView
from kiosk.services.views.forms import LabelMedia
from kiosk.services.views.runner import KioskPage, RepeatAsk
from kiosk.texts import Texts
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.selfservice.form import FormPages, Work
from kiosk.ui.selfservice.notice import KioskNotice
from kiosk.ui.selfservice.order import OrderWindow
from kiosk.ui.theme import Contrast, KioskTheme, load_kiosk_theme
from tests.support.fake_money import an_order
from tests.support.fake_values import a_clock
from tests.support.qt import RESOURCES

PX_PER_MM = 4.0
TALL, LYING = (1080, 1920), (1920, 1080)
A_NOTICE = KioskNotice(
    short="Esta oficina usa sus datos para decidir y entregar el apoyo.",
    full="Quién responde\nLa oficina de PRUEBA.\n\nCuánto tiempo\nCinco años.",
    choices=(
        PurposeChoice(
            purpose_id="salud",
            sentence="Saber si alguien vive con una discapacidad.",
            accepted=None,
            labels=("¿Alguien vive con una discapacidad?",),
        ),
    ),
)


def a_question(kind: QuestionKind = QuestionKind.TEXT, **more: Any) -> QuestionView:
    """Return a question with valid defaults."""
    given: dict[str, Any] = {
        "path": f"/d/{kind.value}",
        "kind": kind,
        "label": "¿Cómo se llama?",
        "hint": "",
        "choices": (),
        "appearance": "",
        "value": "",
        "required": True,
        "readonly": False,
        "appeared_because": None,
        "message": None,
    }
    return QuestionView(**(given | more))


def some_choices(*labels: str, pictures: bool = False) -> tuple[Choice, ...]:
    """Return choices named 1, 2, 3 …"""
    names = ("who-me", "who-child", "who-parent", "who-other", "event-water", "event-field")
    return tuple(
        Choice(
            name=str(number + 1),
            label=label,
            media=LabelMedia(image=drawing(names[number % len(names)]) if pictures else b""),
        )
        for number, label in enumerate(labels)
    )


@cache
def drawing(name: str) -> bytes:
    """Return one of our drawings as PNG."""
    renderer = QSvgRenderer(str(RESOURCES / "illustrations" / f"{name}.svg"))
    image = QImage(640, 400, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())


class FakeRunner:
    """Pages of questions, walked one after the other; required blanks are not gone past."""

    def __init__(
        self,
        *pages: QuestionView | tuple[QuestionView, ...] | RepeatAsk,
        languages: tuple[str, ...] = ("es", "en"),
    ) -> None:
        self._pages: list[tuple[QuestionView | RepeatAsk, ...]] = [
            page if isinstance(page, tuple) else (page,) for page in pages
        ]
        self._languages, self._language = languages, languages[0]
        self.at = 0
        self.said: list[tuple[str, str]] = []
        self.files: list[tuple[str, bytes, str]] = []
        self.repeats: list[bool] = []

    def here(self) -> KioskPage:
        """Return the page one is at."""
        ended = self.at >= len(self._pages)
        page = () if ended else self._pages[self.at]
        ask = page[0] if page and isinstance(page[0], RepeatAsk) else None
        items = tuple(one for one in page if isinstance(one, QuestionView))
        return KioskPage(
            key=str(self.at),
            kicker="",
            items=items,
            ask=ask,
            ended=ended,
            first=self.at == 0,
            step=min(self.at + 1, len(self._pages)),
            steps=len(self._pages) if len(self._pages) > 1 else 0,
            title="" if len(items) < 2 else "Sus datos",
            language=self._language,
            languages=self._languages,
        )

    def answer(self, path: str, text: str) -> KioskPage:
        """Keep an answer."""
        self.said.append((path, text))
        self._change(path, value=text, message=None)
        return self.here()

    def _change(self, path: str, **what: Any) -> None:
        for number, page in enumerate(self._pages):
            self._pages[number] = tuple(
                replace(one, **what) if isinstance(one, QuestionView) and one.path == path else one
                for one in page
            )

    def attach(self, path: str, content: bytes, media_type: str) -> KioskPage:
        """Keep a file."""
        self.files.append((path, content, media_type))
        self._change(path, value="kept.png", message=None)
        return self.here()

    def forward(self) -> KioskPage:
        """Go on unless something required is blank."""
        for view in self.here().questions():
            asks = view.kind not in (QuestionKind.NOTE,)
            if view.required and not view.value and asks:
                self._change(view.path, message=f"Conteste: {view.label}")
                return self.here()
        self.at += 1
        return self.here()

    def back(self) -> KioskPage:
        """Go back."""
        self.at = max(0, self.at - 1)
        return self.here()

    def repeat(self, path: str, *, again: bool) -> KioskPage:  # noqa: ARG002 - one repeat only
        """Note what was chosen and go on."""
        self.repeats.append(again)
        self.at += 1
        return self.here()

    def set_language(self, language: str) -> KioskPage:
        """Ask in another language."""
        self._language = language
        return self.here()


def at_once(
    work: Callable[[], Any],
    done: Callable[[Any], None],
    failed: Callable[[Any], None] | None = None,  # noqa: ARG001 - nothing fails here
) -> None:
    """Do work on the spot."""
    done(work())


class Later:
    """Does work only when it is told to, as a busy thread would."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def __call__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None] | None = None,  # noqa: ARG002 - nothing fails here
    ) -> None:
        """Keep work for later."""
        self._waiting.append((work, done))

    def go(self) -> None:
        """Do everything that waits, in order."""
        while self._waiting:
            work, done = self._waiting.pop(0)
            done(work())


@cache
def words_in(language: str) -> Texts:
    """Return the words of a language, read once."""
    return Texts(RESOURCES / "translations", language, a_clock())


class Kiosk:
    """A kiosk window with one form."""

    def __init__(
        self,
        *pages: QuestionView | tuple[QuestionView, ...] | RepeatAsk,
        size: tuple[int, int] = TALL,
        contrast: Contrast = Contrast.LIGHT,
        large: bool = False,
        language: str = "es",
        tools: Tools = NO_TOOLS,
        languages: tuple[str, ...] = ("es", "en"),
        work: Work | None = None,
        notice: KioskNotice | None = None,
    ) -> None:
        self.theme: KioskTheme = load_kiosk_theme(
            RESOURCES, px_per_mm=PX_PER_MM, contrast=contrast, large_letters=large
        )
        self.texts = words_in(language)
        self.runner = FakeRunner(*pages, languages=languages)
        self.window = FormPages(
            self.theme, self.texts, self.runner, work or at_once, tools=tools,
            institution="Ayuntamiento de Los Encinos", notice=notice,
        )  # fmt: skip
        self.window.resize(*size)
        self.window.start()
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Let every layout come to rest."""
        from PySide6.QtWidgets import QApplication

        for _ in range(4):
            QApplication.processEvents()

    def question(self, path: str) -> Any:
        """Return the widget of a question of the page that is seen."""
        assert self.window.page is not None
        return self.window.page.questions[path]

    def close(self) -> None:
        """End the window."""
        self.window.frame.stop()
        self.window.close()
        self.window.deleteLater()
        self.settle()


def touch(widget: QWidget) -> None:
    """Touch the middle of a widget: a press, then a release."""
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest

    middle = QPoint(widget.width() // 2, widget.height() // 2)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=middle)


class FakeCamera:
    """Shows one drawing."""

    def __init__(self) -> None:
        self.closed = 0

    def preview(self) -> bytes:
        """Return the drawing."""
        return drawing("event-birth")

    def picture(self) -> bytes:
        """Return the drawing."""
        return drawing("event-home")

    def close(self) -> None:
        """Count."""
        self.closed += 1


class FakeScanner:
    """Reads what it was told to."""

    def __init__(self, *codes: str) -> None:
        self._codes = codes

    def read_image(self, image: bytes) -> tuple[str, ...]:
        """Return the codes of any picture."""
        return self._codes if image else ()


class FakeSpeaker:
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def play(self, clip: bytes) -> bool:
        """Note a clip."""
        self.said.append(f"clip {len(clip)}")
        return True

    def say(self, text: str, language: str) -> bool:
        """Note a sentence."""
        self.said.append(f"{language}: {text}")
        return True

    def stop(self) -> None:
        """Be silent."""


class OfficePosition:
    """Knows only where the office is."""

    fixed = True

    def position(self) -> Position:
        """Return the place of the office."""
        return Position(latitude_degrees=20.967, longitude_degrees=-89.623, accuracy_m=50)


EVERY_TOOL = Tools(
    camera=FakeCamera(),
    scanner=FakeScanner("20067-007-1PGE-342"),
    position=OfficePosition(),
    speaker=FakeSpeaker(),
)

K = QuestionKind


def every_kind() -> Mapping[str, QuestionView]:
    """Return one question of each kind and of each appearance that looks different."""
    who = some_choices(
        "Para mí", "Para mi hija o hijo", "Para mi mamá o papá", "Para otra persona", pictures=True
    )
    words = some_choices("Casado", "Soltera o soltero", "Unión libre", "Viuda o viudo")
    towns = some_choices(*(f"Localidad de San Juan número {n}" for n in range(1, 31)))
    scale = {"start": "0", "end": "10", "step": "1"}
    one = K.SELECT_ONE
    return {
        "text": a_question(K.TEXT, label="Nombre y apellidos", hint="Como está en el acta."),
        "text-typed": a_question(K.TEXT, label="Nombre", value="María Elena Pech"),
        "text-long": a_question(K.TEXT, appearance="multiline", label="¿Qué pasó?"),
        "text-secret": a_question(
            K.TEXT, appearance="hidden-answer", label="Número secreto", value="4321"
        ),
        "text-phone": a_question(K.TEXT, appearance="numbers", label="Su teléfono"),
        "curp": a_question(
            K.TEXT,
            path="/d/curp",
            label="Escriba la CURP",
            value="PECE610314",
            hint="Tiene 18 letras y números. Está en el acta y en la credencial.",
        ),
        "integer": a_question(K.INTEGER, label="¿Cuántas personas viven en su casa?"),
        "decimal": a_question(
            K.DECIMAL, label="¿Cuánto mide el terreno?", appearance="thousands-sep", value="12500.5"
        ),
        "counter": a_question(K.INTEGER, label="¿Cuántas vacas?", appearance="counter", value="3"),
        "date": a_question(K.DATE, label="¿Cuándo nació?"),
        "date-whole": a_question(K.DATE, label="¿Cuándo nació?", value="1961-03-14"),
        "date-month": a_question(K.DATE, label="¿Desde cuándo?", appearance="month-year"),
        "time": a_question(K.TIME, label="¿A qué hora?", value="09:35:00.000-06:00"),
        "datetime": a_question(K.DATETIME, label="¿Cuándo fue?", value="2026-11-03T09:35:00.000"),
        "one-pictures": a_question(one, label="¿Para quién es el acta?", choices=who, value="2"),
        "one-optional": a_question(
            one, label="¿Para quién es el acta?", choices=who, required=False
        ),
        "one-words": a_question(one, label="Estado civil", choices=words, value="3"),
        "one-pages": a_question(one, label="¿De qué localidad viene?", choices=towns),
        "one-search": a_question(
            one, label="¿De qué localidad viene?", choices=towns, appearance="search"
        ),
        "several": a_question(
            K.SELECT_MULTIPLE,
            label="¿Qué servicios tiene su casa?",
            value="1 3",
            choices=some_choices("Agua", "Luz", "Drenaje", "Internet", "Ninguno"),
        ),
        "rank": a_question(
            K.RANK,
            label="Ordene lo que más le preocupa",
            choices=some_choices("El agua", "El camino", "La escuela", "La clínica"),
        ),
        "range": a_question(K.RANGE, label="¿Qué tan lejos está el pozo?", parameters=scale),
        "range-set": a_question(
            K.RANGE, label="¿Qué tan lejos está el pozo?", parameters=scale, value="7"
        ),
        "stars": a_question(
            K.RANGE,
            label="¿Cómo le atendimos?",
            appearance="rating",
            value="4",
            parameters={"start": "1", "end": "5", "step": "1"},
        ),
        "note": a_question(K.NOTE, label="Su pago es **$185.50**. Guarde su *comprobante*."),
        "acknowledge": a_question(K.ACKNOWLEDGE, label="Sus datos sirven solo para este trámite."),
        "photo": a_question(K.IMAGE, label="Foto de la credencial"),
        "signature": a_question(K.IMAGE, label="Su firma", appearance="signature"),
        "audio": a_question(K.AUDIO, label="Diga su nombre", required=False),
        "barcode": a_question(K.BARCODE, label="Código del comprobante"),
        "place": a_question(K.GEOPOINT, label="¿Dónde está la casa?"),
        "trace": a_question(K.GEOTRACE, label="El camino a la parcela"),
        "message": a_question(
            one, label="Estado civil", choices=words, message="Elija: Estado civil"
        ),
        "calendar": a_question(K.DATE, label="¿Cuándo nació?", appearance="ethiopian"),
        "long-label": a_question(
            K.TEXT,
            label="De acuerdo con lo que usted recuerda de los últimos doce meses, y contando solo"
            " a las personas que viven en esta casa y comen de la misma olla, ¿cuál fue el trabajo"
            " que más tiempo ocupó a quien sostiene el hogar?",
        ),
    }


def an_order_window(
    *,
    size: tuple[int, int] = TALL,
    contrast: Contrast = Contrast.LIGHT,
    large: bool = False,
    language: str = "es",
    printed: bool = True,
) -> OrderWindow:
    """Return K11 with an order, as it is seen."""
    from PySide6.QtWidgets import QApplication

    theme = load_kiosk_theme(RESOURCES, px_per_mm=PX_PER_MM, contrast=contrast, large_letters=large)
    window = OrderWindow(
        theme,
        words_in(language),
        an_order(a_clock()),
        institution="Ayuntamiento de Los Encinos",
        printed=printed,
    )
    window.resize(*size)
    window.show()
    window.page.enter()
    for _ in range(4):
        QApplication.processEvents()
    return window
