"""The device itself: V00 before there is one."""

from __future__ import annotations

from kiosk.services.views import AdmissionState, Session
from kiosk.ui.field.enrol import EnrolScreen
from kiosk.ui.field.flow import Counter, Flow


class DeviceFlow(Flow):
    """From a bare computer to a device."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self.enrol = EnrolScreen(counter.kit)
        self.screens = (self.enrol,)

    def first_screen(self) -> str:
        """Return where the program begins: at the door, or where a computer becomes a device."""
        admitted = self.kit.services.admission.state() is AdmissionState.ADMITTED
        self.counter.status.enrolled = admitted
        return "V01" if admitted else "V00"

    def came_in(self, session: Session) -> None:  # noqa: ARG002 - whoever it is
        self.counter.status.enrolled = True
