"""A person's rights: from the card to V31 and its pages, and the office's own view (UX §3.13)."""

from __future__ import annotations

from kiosk.services.views import PersonRow
from kiosk.services.views.rights import RequestLine
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.rights import RightsEntry, RightsScreen
from kiosk.ui.field.rights_answer import AnswerScreen
from kiosk.ui.field.rights_copy import CopyScreen
from kiosk.ui.field.rights_erase import EraseEntry, EraseScreen
from kiosk.ui.field.rights_forms import RectifyScreen, RequestScreen, UsesScreen
from kiosk.ui.field.rights_office import OfficeScreen
from sync.events import PersonRight


class RightsFlow(Flow):
    """V31, V35–V40, V51."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        home.privacy_wanted.connect(lambda: self.navigator.go("V39"))

    @on_first_visit(RightsScreen)
    def rights(self, rights: RightsScreen) -> None:
        """V31."""
        for signal, screen_id in (
            (rights.request_wanted, "V35"),
            (rights.copy_wanted, "V36"),
            (rights.oppose_wanted, "V37"),
            (rights.erase_wanted, "V38"),
            (rights.correct_wanted, "V40"),
            (rights.answer_wanted, "V51"),
        ):
            signal.connect(lambda entry, to=screen_id: self.navigator.go(to, entry))

    @on_first_visit(RequestScreen)
    def request(self, request: RequestScreen) -> None:
        """V35."""
        request.registered.connect(self._done)

    @on_first_visit(CopyScreen)
    def copy(self, copy: CopyScreen) -> None:
        """V36."""
        copy.handed_over.connect(self._done)

    @on_first_visit(UsesScreen)
    def uses(self, uses: UsesScreen) -> None:
        """V37."""
        uses.saved.connect(self._done)

    @on_first_visit(EraseScreen)
    def erase(self, erase: EraseScreen) -> None:
        """V38."""
        erase.erased.connect(self.counter.go_home)
        erase.approval_wanted.connect(lambda wish: self.navigator.go("V20", wish))

    @on_first_visit(OfficeScreen)
    def office(self, office: OfficeScreen) -> None:
        """V39."""
        office.approval_wanted.connect(lambda wish: self.navigator.go("V20", wish))
        office.request_opened.connect(self._open_request)

    @on_first_visit(RectifyScreen)
    def rectify(self, rectify: RectifyScreen) -> None:
        """V40."""
        rectify.rectified.connect(self._done)

    @on_first_visit(AnswerScreen)
    def answer(self, answer: AnswerScreen) -> None:
        """V51."""
        answer.answered.connect(self._done)

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
