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
        self.enrol, self.practice = EnrolScreen(counter.kit), PracticeScreen(counter.kit)
        kit = counter.kit
        self.device, self.people = DeviceScreen(kit), DevicePeopleScreen(kit)
        self.clave, self.backups = ClaveScreen(kit), BackupsScreen(kit)
        self.removal = RemovalScreen(kit)
        self.screens = (
            self.enrol, self.practice, self.device, self.people, self.clave, self.backups,
            self.removal,
        )  # fmt: skip
        self._practising = counter.kit.services.practice.practising
        home.allow_practice(offered=not self._practising)
        home.practice_wanted.connect(lambda: self.navigator.go("V30"))
        self.enrol.unlocked.connect(self.unlocked.emit)
        self.enrol.practice_wanted.connect(lambda shown: self.navigator.go("V30", shown))
        self.practice.ready.connect(self.practice_ready.emit)
        counter.shell.practice.setVisible(self._practising)
        self._join(home)

    def _join(self, home: HomeScreen) -> None:
        home.device_wanted.connect(lambda: self.navigator.go("V28"))
        self.device.wanted.connect(self.navigator.go)
        self.clave.changed.connect(lambda words: self.navigator.back_to("V28", words))
        self.people.approval_wanted.connect(lambda go: self._ask(ApprovalMatter.ACCESS, go))
        self.removal.approval_wanted.connect(lambda go: self._ask(ApprovalMatter.REMOVAL, go))
        self.removal.deliveries_wanted.connect(lambda: self.navigator.go("V24"))
        self.removal.over.connect(self.counter.shell.close)

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
