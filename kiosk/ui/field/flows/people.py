"""Finding and entering the person who is served: V04, V06, V07, and on to a service (UX §3.3)."""

from __future__ import annotations

from kiosk.services.views import PersonRow
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.payment import ChargeEntry
from kiosk.ui.field.person import PersonScreen
from kiosk.ui.field.person_card import PersonCardScreen
from kiosk.ui.field.rights import RightsEntry
from kiosk.ui.field.search import SearchEntry, SearchScreen
from kiosk.ui.screen import Act


class PeopleFlow(Flow):
    """Who is at the counter."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        home.searched.connect(self.find)
        counter.person_wanted.connect(self._serve)

    @on_first_visit(SearchScreen)
    def search(self, search: SearchScreen) -> None:
        """V04."""
        search.text_kept.connect(self._keep)
        search.person_opened.connect(self._opened)
        search.order_scanned.connect(
            lambda text: self.counter.charge_wanted.emit(ChargeEntry(order=text))
        )
        search.card_scanned.connect(lambda text: self.navigator.go("V47", text))
        search.receipt_scanned.connect(lambda text: self.navigator.go("V27", text))
        search.create_wanted.connect(lambda text: self.navigator.go("V07", text))

    @on_first_visit(PersonScreen)
    def person(self, person: PersonScreen) -> None:
        """V07."""
        person.created.connect(self._created)
        person.like_found.connect(self.counter.comparing_wanted.emit)
        self.counter.all_others.connect(person.go_on)

    @on_first_visit(PersonCardScreen)
    def card(self, card: PersonCardScreen) -> None:
        """V06."""
        card.service_wanted.connect(lambda row: self.navigator.go("V08", row))
        card.record_wanted.connect(lambda event_id: self.navigator.go("V18", event_id))
        card.receipt_wanted.connect(self.counter.receipt_chosen.emit)
        card.account_wanted.connect(self.counter.account_wanted.emit)
        card.comparing_wanted.connect(self.counter.comparing_wanted.emit)
        self.counter.noticed.connect(card.show_done)
        card.rights_wanted.connect(lambda row: self.navigator.go("V31", RightsEntry(person=row)))

    def act(self, act: Act) -> bool:
        match act:
            case Act.FIND_PERSON:
                self.find("")
            case Act.NEW_SERVICE:
                self._new_service()
            case _:
                return False
        return True

    def find(self, text: str) -> None:
        """Go to V04 with what was typed so far."""
        if self.navigator.current_id != "V04":
            self.navigator.restart("V02", "V04", SearchEntry(text=text))

    def _keep(self, text: str) -> None:
        if self.navigator.trail()[-1:] == ("V04",):
            self.navigator.remember(SearchEntry(text=text))

    def _opened(self, row: PersonRow) -> None:
        self.counter.person = row
        self.navigator.go("V06", row)

    def _created(self, row: PersonRow) -> None:
        self.counter.person = row
        self.navigator.swap("V06", row)
        self.counter.refresh()

    def _new_service(self) -> None:
        if self.counter.person is None:
            self.find("")
        elif self.navigator.current_id != "V08":
            self._serve(self.counter.person)

    def _serve(self, person: PersonRow) -> None:
        self.navigator.restart("V02", "V08", person)
