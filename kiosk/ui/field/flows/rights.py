"""A person's rights: from the card to V31 and its pages, and the office's own view (UX §3.13)."""

from __future__ import annotations

from kiosk.services.views import PersonRow
from kiosk.services.views.rights import RequestLine
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.person_card import PersonCardScreen
from kiosk.ui.field.rights import RightsEntry, RightsScreen
from kiosk.ui.field.rights_answer import AnswerScreen
from kiosk.ui.field.rights_copy import CopyScreen
from kiosk.ui.field.rights_erase import EraseEntry, EraseScreen
from kiosk.ui.field.rights_forms import RectifyScreen, RequestScreen, UsesScreen
from kiosk.ui.field.rights_office import OfficeScreen
from sync.events import PersonRight


class RightsFlow(Flow):
    """V31, V35–V40, V51."""

    def __init__(self, counter: Counter, home: HomeScreen, card: PersonCardScreen) -> None:
        super().__init__(counter)
        kit = counter.kit
        self.rights, self.request = RightsScreen(kit), RequestScreen(kit)
        self.copy, self.uses = CopyScreen(kit), UsesScreen(kit)
        self.erase, self.office = EraseScreen(kit), OfficeScreen(kit)
        self.rectify, self.answer = RectifyScreen(kit), AnswerScreen(kit)
        self.screens = (
            self.rights, self.request, self.copy, self.uses, self.erase, self.office,
            self.rectify, self.answer,
        )  # fmt: skip
        self._join(home, card)

    def _join(self, home: HomeScreen, card: PersonCardScreen) -> None:
        navigator = self.navigator
        card.rights_wanted.connect(lambda row: navigator.go("V31", RightsEntry(person=row)))
        home.privacy_wanted.connect(lambda: navigator.go("V39"))
        for signal, screen_id in (
            (self.rights.request_wanted, "V35"),
            (self.rights.copy_wanted, "V36"),
            (self.rights.oppose_wanted, "V37"),
            (self.rights.erase_wanted, "V38"),
            (self.rights.correct_wanted, "V40"),
            (self.rights.answer_wanted, "V51"),
        ):
            signal.connect(lambda entry, to=screen_id: navigator.go(to, entry))
        for done in (
            self.request.registered,
            self.copy.handed_over,
            self.uses.saved,
            self.rectify.rectified,
            self.answer.answered,
        ):
            done.connect(self._done)
        self.erase.erased.connect(self.counter.go_home)
        self.erase.approval_wanted.connect(lambda wish: navigator.go("V20", wish))
        self.office.approval_wanted.connect(lambda wish: navigator.go("V20", wish))
        self.office.request_opened.connect(self._open_request)

    def _done(self, entry: RightsEntry) -> None:
        """Go back to what is held, which is read again; say what was done."""
        if self.counter.person is not None:
            self.counter.person = entry.person
        self.navigator.back_to("V31", entry)
        self.counter.refresh()

    def _open_request(self, line: RequestLine) -> None:
        """Open the person whose request it is; one who is blocked has no card any more."""
        subject = line.subject
        if subject is None:
            return
        if not line.person_name:
            if line.right is PersonRight.CANCELLATION:
                self.navigator.go("V38", EraseEntry(subject=subject, request=line))
            return

        def opened(row: PersonRow) -> None:
            self.counter.person = row
            self.navigator.go("V31", RightsEntry(person=row))

        citizens = self.kit.services.citizens
        self.kit.background.run(lambda: citizens.card(subject), opened, self.office.show_problem)
