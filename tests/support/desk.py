"""A counter for UI tests: the field window over fake services, walked by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.services.field import FieldServices
from kiosk.services.views import DeliveryWord
from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest
from kiosk.texts import Texts
from kiosk.ui.background import Background
from kiosk.ui.field.door import WindowTimes
from kiosk.ui.field.window import FieldWindow, build_field_window
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.screen import Act
from kiosk.ui.theme import Contrast, load_theme
from kiosk.vault.errors import Damaged, DamagedFacts, Part
from tests.support.fake_services import FakeDeliveries, FakeOffice
from tests.support.fake_values import CLAVE, FEE, a_clock
from tests.support.qt import RESOURCES, Role, by_name, press, type_text, wait_for

SIZE = (1366, 768)
SMALL = (1280, 720)


class Desk:
    """One window and its office; `close()` ends its thread."""

    def __init__(
        self,
        *,
        language: str = "es",
        contrast: Contrast = Contrast.LIGHT,
        zoom_percent: int = 100,
        size: tuple[int, int] = SIZE,
        idle_seconds: float = 3600,
        free_bytes: int = 10**12,
        services: Callable[[FieldServices], FieldServices] = lambda fakes: fakes,
        tools: Tools = NO_TOOLS,
    ) -> None:
        self.clock = a_clock()
        self.office = FakeOffice(self.clock)
        self.texts = Texts(RESOURCES / "translations", language, self.clock)
        self.theme = load_theme(RESOURCES, contrast=contrast, zoom_percent=zoom_percent)
        self.background = Background(self.clock, lambda count: bytes(range(count)))
        self.window: FieldWindow = build_field_window(
            services(self.office.services()),
            self.texts,
            self.theme,
            self.background,
            institution="Ayuntamiento de Los Encinos",
            office="Tesorería, caja 007",
            times=WindowTimes(idle_seconds=idle_seconds, status_seconds=3600),
            disk_free_bytes=lambda: free_bytes,
            tools=tools,
        )
        self.shell = self.window.shell
        self.shell.resize(*size)
        self.shell.show()
        self.shell.activateWindow()
        self.settle()

    def close(self) -> None:
        """End the worker and the window."""
        self.shell.close()
        self.settle()
        self.background.stop()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(self.shell, QEvent.Type.DeferredDelete.value)

    def settle(self) -> None:
        """Wait until no work is under way and the layout is done."""
        quiet = 0
        while quiet < 4:
            wait_for(lambda: not self.background.busy)
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents()
            quiet = 0 if self.background.busy else quiet + 1

    @property
    def at(self) -> str:
        """The id of the screen that is seen."""
        return self.window.navigator.current_id

    def screen(self) -> QWidget:
        """Return the screen that is seen."""
        screen = self.window.navigator.current
        assert screen is not None
        return screen

    def find(self, role: QAccessible.Role, message_id: str, **arguments: object) -> QWidget:
        """Return the widget whose name is a message."""
        return by_name(self.shell, role, self.texts.text(message_id, **arguments))

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each fully answered."""
        for key in keys:
            press(key)
            self.settle()

    def type(self, text: str) -> None:
        """Type into what has the focus, and let it be answered."""
        type_text(text)
        self.settle()

    # --------------------------------------------------------------------- along the job

    def unlock(self) -> None:
        """Come in as the first clerk."""
        self.type(CLAVE)
        self.press("Enter")
        assert self.at == "V02"

    def unlock_again(self) -> None:
        """Come back after a lock, to the same screen."""
        self.type(CLAVE)
        self.press("Enter")
        assert self.at != "V29"

    def open_shift(self, pesos: str = "500") -> None:
        """Open the shift from the home screen."""
        self.find(Role.Button, "shift-open-wanted").setFocus()
        self.press("Enter")
        self.count(int(pesos))
        self.press("Ctrl+Enter")
        assert self.at == "V02"

    def count(self, pesos: int) -> None:
        """Count an amount into the grid that has the focus, note by note."""
        for each in (1_000, 500, 200, 100, 50, 20):
            pieces, pesos = divmod(pesos, each)
            if pieces:
                self.type(str(pieces))
            self.press("Down")

    def open_card(self, text: str = "PRUEBA Pech") -> None:
        """Find a person and open the card."""
        self.press("F2")
        self.type(text)
        self.press("Enter")
        assert self.at == "V06", self.at

    def find_person(self, text: str = "PRUEBA Pech") -> None:
        """Find a person and go on to a service: Enter, Enter."""
        self.open_card(text)
        self.press("Enter")
        assert self.at == "V08", self.at

    def start_form(self, number: int = 1) -> None:
        """Begin the service with that number."""
        self.press(str(number), "Enter")
        assert self.at == "V09"

    def fill_form(self) -> None:
        """Answer both sections and arrive at the review."""
        self.type("María Elena PRUEBA Pech")
        self.press("Enter", "2", "Ctrl+Enter")
        for part in ("3", "11", "2026"):
            self.type(part)
            self.press("Enter")
        self.type("1")
        self.press("Ctrl+Enter")
        assert self.at == "V11", self.at

    def consent(self) -> None:
        """Agree and save."""
        self.press("Ctrl+Enter")
        assert self.at == "V12"
        self.press("Space", "Ctrl+Enter")

    def to_tender(self) -> None:
        """Do everything up to the cash field."""
        self.unlock()
        self.open_shift()
        self.find_person()
        self.start_form()
        self.fill_form()
        self.consent()
        self.press("Enter")
        assert self.at == "V14"


def _walk_damaged(desk: Desk, stop: Callable[[str], str]) -> Iterator[str]:
    """Look at a damaged file from the door, hand over what can be read, come back."""
    facts = DamagedFacts(part=Part.DATABASE, detail="SQLITE_NOTADB")
    desk.office.sessions.problem = Damaged(facts)
    desk.type(CLAVE)
    desk.press("Enter")
    yield stop("damaged file")
    desk.office.sessions.problem = None
    desk.find(Role.Button, "damaged-look").setFocus()
    desk.press("Space")
    yield stop("clave")
    desk.type(CLAVE)
    desk.press("Enter")
    yield stop("found")
    desk.type("respaldos")
    desk.press("Ctrl+Enter")
    yield stop("handed over")
    desk.press("Enter")


def walk(desk: Desk) -> Iterator[str]:
    """Go through every screen and its important states; yield a name at each stop."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}".strip()

    yield stop("door")
    desk.type("otra cosa")
    desk.press("Enter")
    yield stop("wrong clave")
    desk.find(Role.Button, "unlock-forgot").setFocus()
    desk.press("Space", "Ctrl+Enter")
    yield stop("forgotten without answer")
    desk.press("Esc")
    yield from _walk_damaged(desk, stop)
    desk.unlock()
    yield stop("without shift")
    desk.find(Role.Button, "shift-open-wanted").setFocus()
    desk.press("Enter")
    yield stop("empty float")
    desk.count(500)
    desk.press("Ctrl+Enter")
    yield stop("with shift")
    yield from _cash(desk, stop)
    desk.press("F2")
    desk.type("PRUEBA")
    yield stop("found")
    desk.press(*["Backspace"] * 6)
    desk.type("Ximena PRUEBA Ñandú")
    yield stop("nobody")
    desk.press("Enter")
    yield stop("new card")
    _by(desk, "person-curp").setFocus()
    desk.type("XXXX")
    desk.press("Ctrl+Enter")
    yield stop("problems")
    _by(desk, "person-curp").setFocus()
    desk.type("XXXXXXXXXXXXXX")
    desk.press("Ctrl+Enter")
    yield stop("card")
    desk.press("Enter")
    yield stop("services")
    desk.office.registrations.asks_first = True
    desk.press("1", "Enter")
    yield stop("notice")
    desk.press("Enter", "Ctrl+Enter")
    yield stop("undecided")
    desk.press("Tab", "Enter", "2", "Enter", "1", "Ctrl+M")
    yield stop("map")
    desk.press("Esc", "Ctrl+Enter")
    yield stop("section with problems")
    desk.press("Tab", "Enter")  # the first line of the summary leads to its field
    desk.fill_form()
    yield stop("review")
    desk.press("Ctrl+Enter", "Ctrl+Enter")
    yield stop("not agreed")
    desk.window.forms.consent.tick.setFocus()
    desk.press("Space", "Ctrl+Enter")
    yield stop("charge")
    desk.press("Enter")
    desk.type("100")
    desk.press("F12")
    yield stop("short")
    desk.press("Backspace", "Backspace", "Backspace")
    desk.type("200")
    yield stop("enough")
    desk.press("Enter", "Enter")
    yield stop("change")
    desk.press("Enter", "F8")
    yield stop("receipt")
    _attention(desk)
    desk.press("Enter", "F9")
    yield stop("deliveries")
    desk.window.act(Act.RECORDS)
    yield stop("records")
    desk.press("Enter")
    yield stop("record")
    desk.find(Role.Button, "record-correct").setFocus()
    desk.press("Enter", "Ctrl+Enter")
    yield stop("correct without reason")
    yield from _approvals(desk, stop)
    desk.press("F1")
    yield stop("help")
    desk.press("Esc", "Ctrl+L")
    yield stop("locked")
    desk.unlock_again()
    desk.window.show_fault(desk.background.fault())
    yield stop("fault")
    desk.window.status.ended.emit(3)
    yield stop("ended")


def _cash(desk: Desk, stop: Callable[[str], str]) -> Iterator[str]:
    """Walk the drawer's screens, with what the fakes say of them."""
    office, navigator = desk.office, desk.window.navigator
    for screen_id in ("V21", "V55", "V22", "V23", "V52", "V46"):
        navigator.restart("V02", screen_id, office.cash_views.get(screen_id))
        desk.settle()
        yield stop(f"cash {screen_id}")
        if screen_id != "V46":
            desk.press("Ctrl+Enter")
            desk.settle()
            yield stop(f"cash {screen_id} pressed")
    navigator.start("V02")
    desk.settle()


def _approvals(desk: Desk, stop: Callable[[str], str]) -> Iterator[str]:
    request = ApprovalRequest(
        matter=ApprovalMatter.REVERSAL,
        granted=lambda _question_id: None,
        amount_centavos=FEE,
        reason="Se cobró dos veces",
    )
    desk.window.navigator.go("V20", request)
    desk.settle()
    desk.press("Enter")
    yield stop("approval without code")
    desk.find(Role.Button, "approve-refuse").setFocus()
    desk.press("Space")
    yield stop("refusing")
    desk.press("Esc")
    desk.find(Role.Button, "approve-later").setFocus()
    desk.press("Space")
    yield stop("kept for later")
    desk.press("Enter")
    desk.window.navigator.go("V34")
    yield stop("approvals that wait")
    desk.press("Esc")


def _by(desk: Desk, message_id: str) -> QWidget:
    return desk.find(Role.EditableText, message_id)


def _attention(desk: Desk) -> None:
    fakes = desk.office.deliveries
    fakes.state = replace(fakes.state, attention=2, on_the_way=1)
    fakes.lists = replace(
        fakes.lists,
        attention=tuple(FakeDeliveries.row(n, DeliveryWord.ATTENTION, n - 36) for n in (40, 41)),
        on_the_way=(FakeDeliveries.row(50, DeliveryWord.ON_THE_WAY),),
    )


def walk_rights(desk: Desk) -> Iterator[str]:
    """Go through a person's rights and the office's view; yield a name at each stop."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}".strip()

    rights = desk.window.rights
    desk.unlock()
    desk.open_card()
    desk.find(Role.Button, "sheet-rights").setFocus()
    desk.press("Enter")
    yield stop("held")
    desk.find(Role.Button, "rights-request").setFocus()
    desk.press("Enter", "Ctrl+Enter")
    yield stop("request with problems")
    rights.request.right.take_focus()
    desk.press("3")
    rights.request.proof.take_focus()
    desk.press("1", "Ctrl+Enter")
    yield stop("requested")
    line = desk.texts.text(
        "rights-right",
        right=desk.texts.text("right-cancellation"),
        day=desk.texts.day_with_year(desk.texts.today()),
    )
    desk.find(Role.Button, "reply-open", request=line).setFocus()
    desk.press("Space", "Ctrl+Enter")
    yield stop("answer without its law")
    desk.press("Esc")
    desk.press("Enter")
    desk.find(Role.Button, "copy-stick").setFocus()
    desk.press("Enter")
    yield stop("copy with warning")
    desk.press("Esc")
    desk.find(Role.Button, "rights-oppose").setFocus()
    desk.press("Enter")
    yield stop("uses")
    desk.press("Esc")
    desk.find(Role.Button, "rights-correct").setFocus()
    desk.press("Enter", "Ctrl+Enter")
    yield stop("correcting without reason")
    desk.press("Esc")
    desk.find(Role.Button, "rights-erase").setFocus()
    desk.press("Enter")
    yield stop("what is erased")
    desk.window.go_home()
    desk.settle()
    desk.find(Role.Button, "office-open").setFocus()
    desk.press("Enter")
    rights.office.who.box.setCurrentIndex(1)
    rights.office.who.box.activated.emit(1)
    yield stop("the office")
