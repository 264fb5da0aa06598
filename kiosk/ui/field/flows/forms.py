"""From a service to a sealed registration: V08–V12, V32–V33, and records, V17–V19 (UX §3.4–3.5)."""

from __future__ import annotations

from kiosk.services.views import DraftRow, RegistrationSaved, SectionView
from kiosk.ui.field.consent import ConsentScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.form import FormEntry, FormScreen
from kiosk.ui.field.form_map import MapScreen
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.notice import NoticeScreen, NoticeWanted
from kiosk.ui.field.payment import ChargeEntry
from kiosk.ui.field.records import CorrectScreen, RecordScreen, RecordsScreen
from kiosk.ui.field.review import ReviewScreen
from kiosk.ui.field.services import ServicesScreen
from kiosk.ui.field.version import VersionScreen
from kiosk.ui.screen import Act
from sync.ids import EventId, Salt


class FormsFlow(Flow):
    """Choosing, filling, checking, agreeing and saving; looking at records and correcting them."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        self._home = home
        home.draft_chosen.connect(self._resume)

    @on_first_visit(ServicesScreen)
    def services(self, services: ServicesScreen) -> None:
        """V08."""
        services.started.connect(self._started)
        services.estimate_wanted.connect(self.counter.estimate_wanted.emit)

    @on_first_visit(FormScreen)
    def form(self, form: FormScreen) -> None:
        """V09."""
        form.moved.connect(self.navigator.remember)
        form.reviewed.connect(self._to_review)
        form.left_form.connect(self._draft_kept)
        form.map_wanted.connect(lambda view: self.navigator.go("V10", view))
        form.version_wanted.connect(lambda view: self.navigator.go("V32", view))

    @on_first_visit(MapScreen)
    def map(self, sections: MapScreen) -> None:
        """V10."""
        sections.chosen.connect(self._section_chosen)

    @on_first_visit(ReviewScreen)
    def review(self, review: ReviewScreen) -> None:
        """V11."""
        review.corrected.connect(self._corrected)
        review.change_wanted.connect(self._change_answer)
        review.agreed.connect(lambda agreed: self.navigator.go("V12", agreed))
        review.left_form.connect(self._draft_kept)
        review.decide_wanted.connect(self._decide)

    @on_first_visit(ConsentScreen)
    def consent(self, consent: ConsentScreen) -> None:
        """V12."""
        consent.decide_wanted.connect(self._decide)
        consent.corrected.connect(self._corrected)
        consent.saved.connect(self._registered)

    @on_first_visit(VersionScreen)
    def version(self, version: VersionScreen) -> None:
        """V32."""
        version.moved.connect(lambda view: self.navigator.back_to("V09", FormEntry(view=view)))

    @on_first_visit(NoticeScreen)
    def notice(self, notice: NoticeScreen) -> None:
        """V33."""
        notice.known.connect(self._notice_known)

    @on_first_visit(RecordsScreen)
    def records(self, records: RecordsScreen) -> None:
        """V17."""
        records.opened.connect(lambda event_id: self.navigator.go("V18", event_id))
        records.receipt_wanted.connect(self.counter.receipt_chosen.emit)

    @on_first_visit(RecordScreen)
    def record(self, record: RecordScreen) -> None:
        """V18."""
        record.correct_wanted.connect(lambda detail: self.navigator.go("V19", detail))
        record.receipt_wanted.connect(self.counter.receipt_chosen.emit)

    @on_first_visit(CorrectScreen)
    def correct(self, correct: CorrectScreen) -> None:
        """V19."""
        correct.started.connect(self._started)

    def act(self, act: Act) -> bool:
        if act is not Act.RECORDS:
            return False
        self.navigator.go("V17")
        return True

    def _started(self, view: SectionView) -> None:
        self.counter.person = view.person
        if view.notice_due:
            self.navigator.go("V33", NoticeWanted(draft_id=view.draft_id))
        else:
            self.navigator.go("V09", FormEntry(view=view))

    def _decide(self, draft_id: Salt) -> None:
        """Let the person say anew what may be asked; it leads back to the review."""
        self.navigator.go("V33", NoticeWanted(draft_id=draft_id, to_review=True))

    def _notice_known(self, view: SectionView, to_review: bool) -> None:
        if to_review:
            self.navigator.back_to("V11", view.draft_id)
        else:
            self.navigator.swap("V09", FormEntry(view=view))

    def _resume(self, draft: DraftRow) -> None:
        draft_id = draft.draft_id
        self.kit.background.run(
            lambda: self.kit.services.registrations.resume(draft_id),
            self._started,
            self._home.show_problem,
        )

    def _section_chosen(self, view: SectionView, index: int) -> None:
        draft = view.draft_id
        self.kit.background.run(
            lambda: self.kit.services.registrations.section(draft, index),
            lambda shown: self.navigator.back_to("V09", FormEntry(view=shown)),
            self.map.show_problem,
        )

    def _to_review(self, draft_id: bytes) -> None:
        if "V11" in self.navigator.trail()[:-1]:
            self.navigator.back()
        else:
            self.navigator.go("V11", draft_id)

    def _change_answer(self, view: SectionView, path: str) -> None:
        self.navigator.go("V09", FormEntry(view=view, path=path, to_review=True))

    def _draft_kept(self) -> None:
        self.counter.go_home(self.kit.texts.text("form-draft-saved"))

    def _registered(self, saved: RegistrationSaved) -> None:
        self.counter.refresh()
        if saved.fee_due:
            self.counter.charge_wanted.emit(ChargeEntry(registration_id=saved.event_id))
        else:
            self.counter.show_receipt(saved.receipt)

    def _corrected(self, event_id: EventId) -> None:
        """Show the record with its new version; the way back leads over the list."""
        self.counter.forget()
        self.navigator.restart("V02", "V17")
        self.navigator.go("V18", event_id)
        self.counter.refresh()
