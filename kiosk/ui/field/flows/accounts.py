"""Accounts, cards, benefits and people entered twice: V05, V47, V49, V53, V56."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.services.views import PersonRow
from kiosk.services.views.accounts import AccountState, BenefitDone, Statement
from kiosk.ui.field.account import AccountScreen
from kiosk.ui.field.account_card import CardEntry, CardScreen
from kiosk.ui.field.benefit import BenefitEntry, BenefitScreen
from kiosk.ui.field.duplicates import Comparing, DuplicatesScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.top_up import TopUpEntry, TopUpScreen
from sync.events import SamePerson
from sync.ids import Salt


class AccountsFlow(Flow):
    """What a person has with the office, and who they are."""

    benefit_delivered = Signal(object)
    """A BenefitDone: its slip may be printed."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        counter.account_wanted.connect(self._wanted)
        counter.comparing_wanted.connect(lambda asked: self.navigator.go("V05", asked))

    @on_first_visit(DuplicatesScreen)
    def duplicates(self, duplicates: DuplicatesScreen) -> None:
        """V05."""
        duplicates.decided.connect(self._decided)

    @on_first_visit(AccountScreen)
    def account(self, account: AccountScreen) -> None:
        """V47."""
        account.top_up_wanted.connect(self._top_up_shown)
        account.ended.connect(lambda: self.counter.go_home())

    @on_first_visit(BenefitScreen)
    def benefit(self, benefit: BenefitScreen) -> None:
        """V49."""
        benefit.delivered.connect(self._delivered)

    @on_first_visit(CardScreen)
    def card(self, card: CardScreen) -> None:
        """V53."""
        card.given.connect(self._given)

    @on_first_visit(TopUpScreen)
    def top_up(self, top_up: TopUpScreen) -> None:
        """V56."""
        top_up.begun.connect(lambda charge: self.navigator.go("V14", charge))

    def forget(self) -> None:
        """Somebody else is served: whose card was shown is forgotten."""
        self.kit.services.accounts.accounts.forget()

    def _wanted(self, screen_id: str, person: PersonRow, state: AccountState) -> None:
        match screen_id:
            case "V53":
                self.navigator.go("V53", CardEntry(person=person, state=state))
            case "V49":
                self.navigator.go("V49", BenefitEntry(person=person))
            case "V56" if state.account_id is not None:
                entry = TopUpEntry(
                    account_id=state.account_id,
                    subject=person.subject,
                    holder=person.display_name,
                )
                self.navigator.go("V56", entry)
            case _:
                self.navigator.go("V47")

    def _top_up_shown(self, statement: Statement) -> None:
        entry = TopUpEntry(
            account_id=statement.account_id, subject=statement.subject, holder=statement.holder
        )
        self.navigator.go("V56", entry)

    def _given(self, person: PersonRow, state: AccountState) -> None:
        self.navigator.restart("V02", "V06", person)
        self.counter.refresh()
        self.counter.noticed.emit(self.kit.texts.text("card-given", tail=state.card_tail))

    def _delivered(self, person: PersonRow, done: BenefitDone) -> None:
        self.navigator.restart("V02", "V06", person)
        self.counter.refresh()
        self.counter.noticed.emit(self.kit.texts.text("benefit-done", what=done.what))
        self.benefit_delivered.emit(done)
        self.counter.act_done.emit(done.event_id)

    # ------------------------------------------------------------------ the same person

    def _decided(self, comparing: Comparing, decision: SamePerson) -> None:
        if comparing.typed is None:
            self._decided_known(comparing, decision)
        elif decision is SamePerson.SAME:
            subject = comparing.candidates[0].person.subject
            citizens = self.kit.services.citizens
            self.kit.background.run(
                lambda: citizens.card(subject), self._found, self.counter.show_known
            )
        elif len(comparing.candidates) > 1:
            self.navigator.swap("V05", comparing.next())
        else:
            self.navigator.back()
            self.counter.all_others.emit(comparing.next())

    def _found(self, row: PersonRow) -> None:
        """What was typed is nobody new: the card that was there is gone on with."""
        self.counter.person = row
        self.navigator.restart("V02", "V06", row)

    def _decided_known(self, comparing: Comparing, decision: SamePerson) -> None:
        person = comparing.person
        if person is None:
            return
        duplicates = self.kit.services.accounts.duplicates
        other = comparing.candidates[0].person.subject

        def work() -> PersonRow:
            salt: Salt = duplicates.begin()
            return duplicates.decide(salt, person.subject, other, decision)

        self.kit.background.run(
            work,
            lambda row: self.navigator.restart("V02", "V06", row),
            self.counter.show_known,
        )
