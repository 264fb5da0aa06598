"""The device itself: V00 before there is one, V28 and its acts, V30 for practice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from kiosk.services.practice import PracticeEntry
from kiosk.services.views import AdmissionState, Session, Unlocked
from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest
from kiosk.ui.field.device import DeviceScreen
from kiosk.ui.field.device_people import ClaveScreen, DevicePeopleScreen
from kiosk.ui.field.device_rest import BackupsScreen, RemovalScreen
from kiosk.ui.field.enrol import EnrolScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.practice import PracticeScreen
from sync.ids import EventId


class DeviceFlow(Flow):
    """From a bare computer to a device, and to a practice and back."""

    unlocked = Signal(object)
    """An Unlocked: somebody came in by another way than the door."""
    practice_ready = Signal(object)
    """A PracticeEntry: the program goes on in the practice."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        self._practising = counter.kit.services.practice.practising
        home.allow_practice(offered=not self._practising)
        home.practice_wanted.connect(lambda: self.navigator.go("V30"))
        home.device_wanted.connect(lambda: self.navigator.go("V28"))
        counter.shell.practice.setVisible(self._practising)

    @on_first_visit(EnrolScreen)
    def enrol(self, enrol: EnrolScreen) -> None:
        """V00."""
        enrol.unlocked.connect(self.unlocked.emit)
        enrol.practice_wanted.connect(lambda shown: self.navigator.go("V30", shown))

    @on_first_visit(PracticeScreen)
    def practice(self, practice: PracticeScreen) -> None:
        """V30."""
        practice.ready.connect(self.practice_ready.emit)

    @on_first_visit(DeviceScreen)
    def device(self, device: DeviceScreen) -> None:
        """V28."""
        device.wanted.connect(self.navigator.go)

    @on_first_visit(DevicePeopleScreen)
    def people(self, people: DevicePeopleScreen) -> None:
        """V41."""
        people.approval_wanted.connect(lambda go: self._ask(ApprovalMatter.ACCESS, go))

    @on_first_visit(ClaveScreen)
    def clave(self, clave: ClaveScreen) -> None:
        """V42."""
        clave.changed.connect(lambda words: self.navigator.back_to("V28", words))

    @on_first_visit(BackupsScreen)
    def backups(self, backups: BackupsScreen) -> None:
        """V43: it leads nowhere but back."""

    @on_first_visit(RemovalScreen)
    def removal(self, removal: RemovalScreen) -> None:
        """V44."""
        removal.approval_wanted.connect(lambda go: self._ask(ApprovalMatter.REMOVAL, go))
        removal.deliveries_wanted.connect(lambda: self.navigator.go("V24"))
        removal.over.connect(self.counter.shell.close)

    def _ask(self, matter: ApprovalMatter, go_on: Callable[[EventId], None]) -> None:
        """Ask a second person; once they approved, the screen that asked goes on."""
        asking = self.navigator.current_id

        def granted(question: EventId) -> None:
            if self.navigator.current_id != asking:
                self.navigator.back_to(asking)
            go_on(question)

        self.navigator.go("V20", ApprovalRequest(matter=matter, granted=granted))

    def first_screen(self) -> str:
        """Return where the program begins: at the door, or where a computer becomes a device."""
        admitted = self.kit.services.admission.state() is AdmissionState.ADMITTED
        self.counter.status.enrolled = admitted
        return "V01" if admitted else "V00"

    def come_in(self, entry: PracticeEntry) -> None:
        """Enter a practice that was just made; without its clave the door asks for it."""
        operator, clave = entry.operator, entry.clave
        if operator is None or not clave:
            return
        sessions = self.kit.services.sessions

        def entered(result: object) -> None:
            if isinstance(result, Unlocked):
                self.unlocked.emit(result)

        self.kit.background.run(lambda: sessions.unlock(operator, clave), entered)

    def came_in(self, session: Session) -> None:  # noqa: ARG002 - whoever it is
        self.counter.status.enrolled = True
