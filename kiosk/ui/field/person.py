"""V07 Nueva ficha: identity only, as on the document."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.services.views import FieldProblem, NewPerson, PersonCheck, PersonRow
from kiosk.services.views.accounts import Candidate
from kiosk.ui.field.duplicates import Comparing
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Card, Notice, SideCard
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.dates import DateField
from kiosk.ui.widgets.fields import Combo, Field, LineField, announce
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.text import Text
from sync.events import SamePerson
from sync.ids import Salt

ENTITIES = (
    "AS", "BC", "BS", "CC", "CL", "CM", "CS", "CH", "DF", "DG", "GT", "GR", "HG", "JC", "MC",
    "MN", "MS", "NT", "NL", "OC", "PL", "QT", "QR", "SP", "SL", "SR", "TC", "TS", "TL", "VZ",
    "YN", "ZS", "NE",
)  # fmt: skip
"""The two letters of a CURP, in the order of the country's list of states; NE = born abroad."""

SEXES = ("M", "H", "X")


class EntityField(Field):
    """The state where a person was born, by name."""

    def __init__(self, kit: Kit, label: str, hint: str) -> None:
        super().__init__(kit.theme, label, hint)
        self.box = Combo(kit.theme)
        self.box.addItem("", "")
        for code in ENTITIES:
            self.box.addItem(kit.texts.text(f"entity-{code.lower()}"), code)
        self.add_input(self.box)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.box,)

    def value(self) -> str:
        """Return the two letters, or nothing."""
        return str(self.box.currentData() or "")

    def set_value(self, code: str) -> None:
        """Choose a state by its letters."""
        self.box.setCurrentIndex(max(0, self.box.findData(code)))


class PersonScreen(FieldScreen):
    """Write down who this is; what a CURP says is shown back in words; doubts never block."""

    screen_id: ClassVar[str] = "V07"
    title_id = "person-title"
    created = Signal(object)
    like_found = Signal(object)
    """A Comparing: somebody of the register is like what was typed."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._salt: Salt | None = None
        self._warned: NewPerson | None = None
        self._saving = False
        self._entered_with: str | None = None
        self.set_head(self.text("person-title"), subtitle=self.text("person-subtitle"))
        self.summary = self.add_summary()
        self.warning = Notice(kit.theme, "alert-triangle", tone="problem")
        self.warning.hide()
        self.main_column.addWidget(self.warning)
        self._build_fields()
        self.add_primary(self.text("person-save"), key="Ctrl+Enter").clicked.connect(self._check)
        self.add_back()
        self._build_side()

    def _build_fields(self) -> None:
        kit, theme = self.kit, self.theme
        text = self.text
        self.given = LineField(theme, text("person-given"), text("person-given-hint"))
        self.first = LineField(theme, text("person-first"))
        self.second = LineField(theme, text("person-second"), text("person-second-hint"))
        self.curp = LineField(theme, text("person-curp"), text("person-curp-hint"))
        self.curp.left.connect(self._read_curp)
        parts = (text("date-day"), text("date-month"), text("date-year"))
        self.born = DateField(
            theme, text("person-birth"), "", parts=parts, months=self.texts.months()
        )
        self.sex = ChoiceField(theme, text("person-sex"))
        self.sex.set_choices([(sex, text(f"sex-{sex.lower()}")) for sex in SEXES])
        self.entity = EntityField(kit, text("person-entity"), "")
        self.phone = LineField(theme, text("person-phone"), text("person-phone-hint"))
        self.fields: dict[str, Field] = {
            "given": self.given,
            "first_surname": self.first,
            "second_surname": self.second,
            "curp": self.curp,
            "born": self.born,
            "entity": self.entity,
            "sex": self.sex,
            "phone": self.phone,
        }
        card = Card(theme)
        self.pairs = PairGrid(theme)
        for field in self.fields.values():
            self.pairs.add(field, whole=field is self.sex)
        card.body.addWidget(self.pairs)
        self.main_column.addWidget(card)

    def _build_side(self) -> None:
        side = SideCard(self.theme, self.text("person-curp-card"))
        self._says = Text(self.theme, self.text("person-curp-none"), "body", "ink-2")
        side.body.addWidget(self._says)
        self.side_column.addWidget(side)
        note = Notice(self.theme, "info-circle", self.text("person-only"), "neutral")
        self.side_column.addWidget(note)

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self._saving = False
        typed = argument if isinstance(argument, str) else ""
        if self._salt is None or typed != self._entered_with:
            self._clear(typed)
        empty = next((line for line in (self.given, self.first) if not line.value()), self.curp)
        empty.take_focus()

    def _clear(self, typed: str) -> None:
        """Begin another card: a fresh salt, the fields as typed in the search."""
        self._entered_with, self._salt, self._warned = typed, None, None
        for line in (self.given, self.first, self.second, self.curp, self.phone):
            line.set_value("")
        self.born.set_value("")
        self.sex.set_value("")
        self.entity.set_value("")
        self.summary.show_messages([])
        self.warning.hide()
        for field in self.fields.values():
            field.set_message(None)
        self._says.setText(self.text("person-curp-none"))
        given, first, second, curp, phone = split_typed(typed)
        self.given.set_value(given)
        self.first.set_value(first)
        self.second.set_value(second)
        self.curp.set_value(curp)
        self.phone.set_value(phone)
        self.kit.background.run(self.kit.services.citizens.begin, self._begun)

    def _begun(self, salt: Salt) -> None:
        self._salt = salt

    def _typed(self) -> NewPerson:
        return NewPerson(
            given=self.given.value().strip(),
            first_surname=self.first.value().strip(),
            second_surname=self.second.value().strip(),
            born=self.born.value(),
            sex=self.sex.value(),
            curp=self.curp.value().strip().upper(),
            entity=self.entity.value(),
            phone=self.phone.value().strip(),
        )

    def _read_curp(self) -> None:
        """Say what the CURP says once it was left; its digit is judged on Guardar only."""
        person = self._typed()
        if len(person.curp) == 18:
            self.kit.background.run(
                lambda: self.kit.services.citizens.check(person), self._show_meaning
            )
        else:
            self._says.setText(self.text("person-curp-none"))

    def _show_meaning(self, check: PersonCheck) -> None:
        says = check.curp_says
        if says is None:
            self._says.setText(self.text("person-curp-unread"))
            return
        self._says.set_ink("ink")
        self._says.setText(
            self.text(
                "person-curp-says",
                day=self.texts.day_with_year(says.born),
                sex=self.text(f"sex-{says.sex.lower()}"),
                entity=self.text(f"entity-{says.entity.lower()}"),
            )
        )

    def _check(self) -> None:
        if self._saving or self._salt is None:
            return
        self._saving = True
        person = self._typed()
        self.kit.background.run(
            lambda: self.kit.services.citizens.check(person),
            lambda check: self._checked(person, check),
            self._failed,
        )

    def _checked(self, person: NewPerson, check: PersonCheck) -> None:
        if person.curp:
            self._show_meaning(check)
        self._show_problems(check.problems)
        if check.problems:
            self._saving = False
            self._warned = None
            self.warning.hide()
            return
        if check.warnings and self._warned != person:
            self._saving = False
            self._warned = person
            lines = [self._message(warning) for warning in check.warnings]
            words = " ".join([*lines, self.text("person-warned")])
            self.warning.words.setText(words)
            self.warning.show()
            self.scroller.ensureWidgetVisible(self.warning)
            announce(self.warning, words, at_once=True)
            if self.primary is not None:
                self.primary.setFocus()
            return
        salt = self._salt
        if salt is None:
            self._saving = False
            return
        self._save(salt, person, check)

    def _save(self, salt: Salt, person: NewPerson, check: PersonCheck) -> None:
        """Save a card that holds; a page that corrects one does something else here.

        Somebody like them is shown first (V05); what was decided there is kept with the card.
        """
        del check
        duplicates = self.kit.services.accounts.duplicates

        def compared(found: tuple[Candidate, ...]) -> None:
            if not found:
                self._create(salt, person, ())
                return
            self._saving = False
            self.like_found.emit(Comparing(candidates=found, typed=person))

        self.kit.background.run(lambda: duplicates.like(person), compared, self._failed)

    def go_on(self, comparing: Comparing) -> None:
        """Save what was typed: somebody said that it is none of those it was compared with."""
        if self._salt is None or comparing.typed is None or self._saving:
            return
        self._saving = True
        self._create(self._salt, comparing.typed, comparing.others)

    def _create(self, salt: Salt, person: NewPerson, others: tuple[Candidate, ...]) -> None:
        services = self.kit.services

        def work() -> PersonRow:
            row = services.citizens.create(salt, person)
            for one in others:
                services.accounts.duplicates.decide(
                    services.accounts.duplicates.begin(),
                    row.subject,
                    one.person.subject,
                    SamePerson.OTHER,
                )
            return row

        self.kit.background.run(work, self._created, self._failed)

    def _message(self, problem: FieldProblem) -> str:
        return self.text(problem.message_id, **problem.arguments)

    def _show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        words = {problem.field: self._message(problem) for problem in problems}
        for name, field in self.fields.items():
            field.set_message(words.get(name))
        self.summary.show_messages(
            [(words[name], field) for name, field in self.fields.items() if name in words]
        )
        self.order_tabs()

    def _created(self, row: PersonRow) -> None:
        self._saving = False
        self._salt = None  # the next card draws its own
        self.created.emit(row)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words


def split_typed(typed: str) -> tuple[str, str, str, str, str]:
    """Return given names, two surnames, CURP and phone from what was typed in the search."""
    plain = typed.strip()
    compact = plain.replace(" ", "")
    if len(compact) == 18 and compact.isalnum() and any(c.isdigit() for c in compact):
        return "", "", "", compact.upper(), ""
    if compact.isdigit():
        return "", "", "", "", compact
    words = [word[:1].upper() + word[1:] for word in plain.split()]
    match words:
        case []:
            return "", "", "", "", ""
        case [one]:
            return "", one, "", "", ""
        case [given, first]:
            return given, first, "", "", ""
        case _:
            return " ".join(words[:-2]), words[-2], words[-1], "", ""
