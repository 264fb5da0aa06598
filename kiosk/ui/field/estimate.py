"""V45 ¿Cuánto costaría?: a service, what its tariff asks, a day; the price and why. No charge."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.tariffs import FactQuestion
from kiosk.services.estimates import Estimate, EstimateChoices
from kiosk.services.tariff_words import ExplainedAmount
from kiosk.services.views import ServiceCard
from kiosk.services.views.money import ChargeQuestion
from kiosk.ui.field.fact_fields import FactFields
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Card, Notice, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.dates import DateField
from kiosk.ui.widgets.fields import Combo, Field, LineField, announce
from kiosk.ui.widgets.text import Text
from sync.money import Centavos


class EstimateScreen(FieldScreen):
    """Reads and works out; nothing is written, and it says so.

    Entered with the code of a service, or with nothing. What stands in the result is always what
    the fields say: any change takes it away until it is worked out again.
    """

    screen_id: ClassVar[str] = "V45"
    title_id = "estimate-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._services: tuple[ServiceCard, ...] = ()
        self._wanted: int | None = None
        self._today: date | None = None
        self._asked_for: tuple[int | None, date | None] = (None, None)
        self._asked: tuple[FactQuestion, ...] | None = None
        self.set_head(self.text("estimate-title"), subtitle=self.text("estimate-subtitle"))
        self.summary = self.add_summary()
        card = Card(theme)
        card.body.setSpacing(theme.space(4))
        self.service = ServiceField(kit, self.text("estimate-service"))
        self.service.box.currentIndexChanged.connect(lambda _at: self._ask())
        card.body.addWidget(self.service)
        parts = (self.text("date-day"), self.text("date-month"), self.text("date-year"))
        self.day = DateField(
            theme,
            self.text("estimate-day"),
            self.text("estimate-day-hint"),
            parts=parts,
            months=self.texts.months(),
        )
        self.day.left.connect(self._day_left)
        for part in (self.day.day, self.day.year):
            part.textEdited.connect(lambda _text: self._changed())
        self.day.month.activated.connect(lambda _at: self._changed())
        card.body.addWidget(self.day)
        self.facts = FactFields(kit)
        card.body.addWidget(self.facts)
        self.main_column.addWidget(card)
        self.none = Notice(theme, "info-circle", self.text("estimate-none"), "neutral")
        self.none.hide()
        self.main_column.addWidget(self.none)
        self.columns.set_side_width(theme.size("side-card") + theme.space(6) * 3)
        self.side_column.addWidget(
            Notice(theme, "info-circle", self.text("estimate-no-charge"), "info")
        )
        self.result = ResultCard(kit)
        self.side_column.addWidget(self.result)
        self.add_primary(self.text("estimate-work-out")).clicked.connect(self._work_out)
        self.add_back()

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self.summary.show_messages([])
        self._wanted = argument if isinstance(argument, int) else None
        self._asked_for = (None, None)  # a price list may have come since
        self.kit.background.run(self.kit.services.estimates.choices, self._show_choices)

    def _show_choices(self, found: EstimateChoices) -> None:
        if found.today != self._today:
            self._today = found.today
            self.day.set_value(found.today.isoformat())
            self.day.show_words(self.texts.day_with_year(found.today))
        if found.services != self._services:
            self._services = found.services
            self.service.show_services(found.services)
        self.none.setVisible(not found.services)
        codes = [one.code for one in found.services]
        if self._wanted in codes:
            self.service.box.setCurrentIndex(codes.index(self._wanted))
        self._ask()
        self.service.take_focus()

    # ----------------------------------------------------------------- what the tariff asks

    def _code(self) -> int | None:
        at = self.service.box.currentIndex()
        return self._services[at].code if 0 <= at < len(self._services) else None

    def _date(self) -> date | None:
        try:
            return date.fromisoformat(self.day.value())
        except ValueError:
            return None

    def _day_left(self) -> None:
        day = self._date()
        self.day.show_words("" if day is None else self.texts.day_with_year(day))
        if day is not None:
            self.day.set_message(None)
        self._ask()

    def _ask(self) -> None:
        """Read what the tariff asks of this service on this day, where either is another one."""
        code, day = self._code(), self._date()
        if (code, day) == self._asked_for:
            return
        self._asked_for = (code, day)
        self._changed()
        if code is None or day is None:
            return
        estimates = self.kit.services.estimates
        self.kit.background.run(
            lambda: estimates.questions(code, day), self._show_questions, self.show_problem
        )

    def _changed(self) -> None:
        """Take away what was said of other answers."""
        self.result.show_nothing()
        self.clear_problem()

    def _show_questions(self, asked: tuple[FactQuestion, ...]) -> None:
        if asked == self._asked:
            return
        self._asked = asked
        self.facts.show_questions(
            tuple(ChargeQuestion(question=one, value=one.default) for one in asked)
        )
        self.facts.setVisible(bool(asked))
        for field in self.facts.fields:
            if isinstance(field, LineField):
                field.edited.connect(lambda _text: self._changed())
            elif isinstance(field, ChoiceField):
                field.chosen.connect(lambda _name: self._chosen())
        self.order_tabs()

    def _chosen(self) -> None:
        self._changed()
        self.order_tabs()  # Tab stops at another answer now

    # ------------------------------------------------------------------------ the price

    def _work_out(self) -> None:
        self._ask()  # the day may not have been left yet
        code, day = self._code(), self._date()
        facts, wrong = self.facts.read()
        messages: list[tuple[str, Field]] = list(wrong)
        if day is None:
            self.day.set_message(self.text("estimate-day-wrong"))
            messages.insert(0, (self.text("estimate-day-wrong"), self.day))
        self.summary.show_messages([(words, field) for words, field in messages])
        if code is None or day is None or messages:
            return
        self._changed()
        estimates = self.kit.services.estimates
        self.kit.background.run(
            lambda: estimates.cost(code, day, facts), self._show_cost, self.show_problem
        )

    def _show_cost(self, found: Estimate) -> None:
        self.result.show_estimate(found)
        self.order_tabs()
        self.result.total.setFocus(Qt.FocusReason.OtherFocusReason)


class ServiceField(Field):
    """The services with a fee, in a list that opens with the arrows or a letter."""

    def __init__(self, kit: Kit, label: str) -> None:
        super().__init__(kit.theme, label)
        self.box = Combo(kit.theme)
        self.add_input(self.box)
        self.name_inputs()

    def inputs(self) -> tuple[Combo, ...]:
        return (self.box,)

    def show_services(self, services: tuple[ServiceCard, ...]) -> None:
        """Show other services; the one that was chosen stays chosen if it is among them."""
        before = self.box.currentText()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([one.name for one in services])
        self.box.setCurrentIndex(max(0, self.box.findText(before)) if services else -1)
        self.box.blockSignals(False)


class ResultCard(SideCard):
    """The total, each amount with its reason and its law; read out as a whole."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, kit.texts.text("estimate-result"))
        self._kit = kit
        self.total = QWidget()
        head = QVBoxLayout(self.total)
        head.setContentsMargins(*[kit.theme.space(1)] * 4)
        head.setSpacing(kit.theme.space(1))
        self._amount = Text(kit.theme, "", "h1")
        self._when = Text(kit.theme, "", "body", "ink-2")
        head.addWidget(self._amount)
        head.addWidget(self._when)
        self.body.addWidget(self.total)
        self._content = QVBoxLayout()
        self._content.setSpacing(kit.theme.space(2))
        self.body.addLayout(self._content)
        self._is_shown: bool | None = None
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nothing was worked out yet."""
        if self._is_shown is False:
            return
        self._is_shown = False
        clear_layout(self._content)
        words = self._kit.texts.text("estimate-not-yet")
        self._content.addWidget(Text(self.theme, words, "body", "ink-2"))
        self.total.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.total.hide()

    def show_estimate(self, found: Estimate) -> None:
        """Show what a service would cost, with its reasons."""
        self._is_shown = True
        clear_layout(self._content)
        theme, texts = self.theme, self._kit.texts
        total = texts.money(found.explained.total_centavos)
        day = texts.text("estimate-on", day=texts.day_with_year(found.day))
        self._amount.setText(total)
        self._when.setText(f"{found.service_name}. {day}")
        spoken = [day]
        for line in found.explained.lines:
            self._content.addWidget(Rule(theme))
            for amount in line.amounts:
                spoken.append(self._add(amount))
            for remark in line.remarks:
                self._content.addWidget(Text(theme, remark))
                spoken.append(remark)
        if found.explained.rounding is not None:
            self._content.addWidget(Rule(theme))
            spoken.append(self._add(found.explained.rounding))
        self._content.addWidget(Rule(theme))
        self._content.addWidget(
            ValueRow(theme, texts.text("total"), total, value_role="h3", ink="ink")
        )
        words = texts.text("estimate-would-cost", total=total)
        self.total.setAccessibleName(words)
        self.total.setAccessibleDescription(" ".join(spoken))
        self.total.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.total.show()
        announce(self.total, words)

    def _add(self, amount: ExplainedAmount) -> str:
        """Show one amount; return it as it is read out."""
        theme = self.theme
        money = self._kit.texts.money(Centavos(amount.amount_centavos))
        reason = " ".join(amount.sentences)
        self._content.addWidget(ValueRow(theme, amount.label, money, ink="ink"))
        self._content.addWidget(Text(theme, reason, "body", "ink-2"))
        self._content.addWidget(Text(theme, amount.legal_reference, "caption", "ink-2"))
        return f"{amount.label}: {money}. {reason} {amount.legal_reference}."
