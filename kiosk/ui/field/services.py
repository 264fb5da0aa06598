"""V08 Elegir trámite: services by life event, with fee, papers and minutes."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.services.views import PersonRow, SectionView, ServiceCard
from kiosk.ui.field.fees import fee_words
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Kind
from kiosk.ui.widgets.cards import Notice, PersonCard, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.service_card import ServiceChoice
from kiosk.ui.widgets.text import Icon, Text


class ServicesScreen(FieldScreen):
    """Choose what the person came for; the side says what to bring and what happens to the data."""

    screen_id: ClassVar[str] = "V08"
    title_id = "services-title"
    started = Signal(object)
    """A SectionView: the draft is born, its form's version fixed."""

    estimate_wanted = Signal(object)
    """The code of the chosen service: what it would cost is asked, before anything is begun."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._person: PersonRow | None = None
        self._cards: list[ServiceChoice] = []
        self._services: tuple[ServiceCard, ...] = ()
        self._starting = False
        self.set_head(self.text("services-title"), subtitle=self.text("services-subtitle"))
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(lambda _number, _on: self._show_chosen())
        self._events = QVBoxLayout()
        self._events.setSpacing(self.theme.space(3))
        self.none = Notice(self.theme, "info-circle", self.text("services-none"), "neutral")
        self.none.hide()
        self.main_column.addWidget(self.none)
        self.main_column.addLayout(self._events)
        self.person = PersonCard(self.theme)
        self.side_column.addWidget(self.person)
        self._about = QVBoxLayout()
        self.side_column.addLayout(self._about)
        self.add_primary(self.text("services-start")).clicked.connect(self._start)
        self.add_back()
        self.add_action(self.text("estimate-open"), Kind.LINK, icon="cash").clicked.connect(
            self._estimate
        )

    def _estimate(self) -> None:
        service = self._chosen()
        if service is not None:
            self.estimate_wanted.emit(service.code)

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, PersonRow):
            return
        self.clear_problem()
        self._starting = False
        if self._person is None or self._person.subject != argument.subject:
            self._choose(-1)
        self._person = argument
        tail = argument.curp_masked
        self.person.show_person(
            argument.display_name,
            argument.initials,
            self.text("person-curp-tail", tail=tail) if tail else "",
        )
        language = self.texts.language
        catalogue = self.kit.services.catalogue
        self.kit.background.run(lambda: catalogue.services(language), self._show_services)
        self._focus()

    def _choose(self, number: int) -> None:
        self._group.setExclusive(False)
        for at, card in enumerate(self._cards):
            card.setChecked(at == number)
        self._group.setExclusive(True)
        self._show_chosen()

    def _show_services(self, services: tuple[ServiceCard, ...]) -> None:
        if services != self._services:
            self._services = services
            self._build()
        self.none.setVisible(not services)
        if self._group.checkedId() < 0 and self._cards:
            self._choose(0)
        self._focus()

    def _build(self) -> None:
        for card in self._cards:
            self._group.removeButton(card)
        clear_layout(self._events)
        self._cards = []
        area: EvenGrid | None = None
        event = None
        for number, service in enumerate(self._services):
            if service.life_event != event or area is None:
                event = service.life_event
                self._events.addWidget(Text(self.theme, self._event_words(event), "h3"))
                area = self._new_area()
            card = ServiceChoice(
                self.theme,
                name=service.name,
                about=service.description,
                cost=self._cost_words(service),
                scene=f"event-{service.life_event}",
                key=str(number + 1) if number < 9 else "",
            )
            card.clicked.connect(self._focus)
            self._group.addButton(card, number)
            area.addWidget(card)
            self._cards.append(card)
        self.order_tabs()

    def _new_area(self) -> EvenGrid:
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        area = EvenGrid(
            self.theme.space(3), self.theme.size("service-least"), most_columns=1, parent=holder
        )
        self._events.addWidget(holder)
        return area

    def _event_words(self, event: str) -> str:
        message_id = f"life-event-{event}"
        return self.text(message_id) if self.texts.has(message_id) else event

    def _cost_words(self, service: ServiceCard) -> str:
        cost = fee_words(self, service.fee_centavos, depends=service.fee_depends)
        return self.text("services-cost", cost=cost, minutes=service.minutes)

    def _chosen(self) -> ServiceCard | None:
        number = self._group.checkedId()
        return self._services[number] if 0 <= number < len(self._services) else None

    def _show_chosen(self) -> None:
        clear_layout(self._about)
        service = self._chosen()
        if service is None:
            return
        theme = self.theme
        card = SideCard(theme, self.text("services-papers"))
        for paper in service.papers:
            row = QHBoxLayout()
            row.setSpacing(theme.space(2))
            row.addWidget(
                Icon(theme, "file-text", "ink-2", "icon-small"), 0, Qt.AlignmentFlag.AlignTop
            )
            row.addWidget(Text(theme, paper), 1)
            card.body.addLayout(row)
        card.body.addWidget(Rule(theme))
        cost = fee_words(self, service.fee_centavos, depends=service.fee_depends)
        card.body.addWidget(ValueRow(theme, self.text("services-fee"), cost))
        minutes = self.text("services-minutes", n=service.minutes)
        card.body.addWidget(ValueRow(theme, self.text("services-time"), minutes))
        card.body.addWidget(Rule(theme))
        card.body.addWidget(
            Text(theme, self.text("services-privacy"), "body", "gold-text", bold=True)
        )
        card.body.addWidget(Text(theme, service.privacy_short))
        card.body.addWidget(Text(theme, service.legal_basis, "caption", "ink-2"))
        self._about.addWidget(card)

    def _focus(self) -> None:
        if not self.isVisible():
            return
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if len(text) == 1 and text in "123456789" and int(text) <= len(self._cards):
            self._choose(int(text) - 1)
            self._focus()
            return
        super().keyPressEvent(event)

    def enter_pressed(self) -> None:
        if self.primary is not None:
            self.primary.click()

    def _start(self) -> None:
        service, person = self._chosen(), self._person
        if service is None or person is None or self._starting:
            return
        self._starting = True
        language = self.texts.language
        self.kit.background.run(
            lambda: self.kit.services.registrations.start(person.subject, service.code, language),
            self._started,
            self._failed,
        )

    def _started(self, view: SectionView) -> None:
        self._starting = False
        self.started.emit(view)

    def _failed(self, error: Exception) -> None:
        self._starting = False
        self.show_problem(error)
