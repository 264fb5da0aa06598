"""What flows share: who is at the counter, how to go home, how to have the bars read again.

A *flow* is one area of field mode: it says how each of its screens is built on the first visit, and
joins what happens there with where it leads (UX §3). The window knows none of their screens.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk.services.views import PersonRow, ReceiptView, Session
from kiosk.ui.field.first_visit import offer_screens
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.status import StatusBar
from kiosk.ui.navigator import Navigator
from kiosk.ui.screen import Act
from kiosk.ui.shell import Shell


class Counter(QObject):
    """The place where one person after another is served; every flow works at it."""

    receipt_wanted = Signal(object)
    """A ReceiptView is to be shown."""
    receipt_chosen = Signal(object)
    """The comprobante of an EventId is to be read and shown."""
    charge_wanted = Signal(object)
    """A ChargeEntry is to be charged."""
    person_wanted = Signal(object)
    """A service is to be started for a PersonRow."""
    duplicate_wanted = Signal(object)
    """A receipt's event id: its paper is out and is wanted once more, marked."""
    account_wanted = Signal(str, object, object)
    """The id of a screen of accounts, the PersonRow and their AccountState."""
    comparing_wanted = Signal(object)
    """A Comparing: somebody may have been entered before."""
    all_others = Signal(object)
    """A Comparing whose typed person is nobody of those it was compared with."""
    noticed = Signal(str)
    """Words that V06 shows: something was done for the person."""
    act_done = Signal(object)
    """The event id of an act whose slip may be printed: cash moved, hand-over, deposit, benefit."""
    estimate_wanted = Signal(object)
    """What the service with that code would cost is to be worked out on V45."""
    forgot = Signal()
    """Whoever was served is forgotten."""

    def __init__(self, kit: Kit, shell: Shell, navigator: Navigator, status: StatusBar) -> None:
        super().__init__()
        self.kit, self.shell, self.navigator, self.status = kit, shell, navigator, status
        self.person: PersonRow | None = None
        """Who is served now; forgotten when the clerk goes home."""
        self.session: Session | None = None
        """Who is at work; None while the file is closed."""

    def forget(self) -> None:
        """Forget who was served, here and in every flow."""
        self.person = None
        self.forgot.emit()

    def go_home(self, words: str | None = None) -> None:
        """Return to V02, which says *words*, and forget who was served."""
        self.forget()
        self.navigator.start("V02", words)
        self.refresh()

    def refresh(self) -> None:
        """Read delivery and shift again, for strip, top bar, V02 and V24."""
        self.status.refresh(open_file=self.session is not None)

    def show_receipt(self, receipt: ReceiptView) -> None:
        """Show a comprobante."""
        self.receipt_wanted.emit(receipt)

    def show_known(self, error: Exception) -> None:
        """Show a known problem on whatever screen is seen."""
        screen = self.navigator.current
        if isinstance(screen, FieldScreen):
            screen.show_problem(error)


class Flow(QObject):
    """One area of field mode. A subclass names its screens with `on_first_visit`."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.counter = counter
        self.kit = counter.kit
        self.navigator = counter.navigator
        self.screen_ids = offer_screens(self)
        """The ids of its screens, built or not."""
        counter.forgot.connect(self.forget)

    def act(self, act: Act) -> bool:  # noqa: ARG002 - for the flows that have keys
        """Do what a key asks for while somebody is at work; False: it is not this flow's."""
        return False

    def came_in(self, session: Session) -> None:
        """Learn who is at work from now on."""

    def forget(self) -> None:
        """Forget what belongs to the person who was served."""
