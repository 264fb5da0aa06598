"""The questions of a tariff as fields: months late, metres, a zone, a discount (V13, V54)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.views.money import ChargeQuestion, FactKind, FactQuestion
from kiosk.ui.field.page import Kit
from kiosk.ui.widgets.amount import read_pesos, typed_pesos
from kiosk.ui.widgets.cards import clear_layout
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import Field, LineField
from sync.money import Centavos

_YES_NO = ((1, "yes"), (0, "no"))


class FactFields(QWidget):
    """One field per question; `read` says what was answered and what must be put right."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._asked: tuple[ChargeQuestion, ...] = ()
        self.fields: list[Field] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(kit.theme.space(4))

    def show_questions(self, questions: tuple[ChargeQuestion, ...]) -> None:
        """Show the questions with what is known; the same ones keep what was typed."""
        if [one.question for one in questions] == [one.question for one in self._asked]:
            return
        clear_layout(self._column)
        self._asked = questions
        self.fields = [self._field(one) for one in questions]
        for field in self.fields:
            self._column.addWidget(field)

    def take_focus(self) -> None:
        """Move the focus to the first field that is empty, else to the first."""
        empty = [field for field in self.fields if not _typed(field)]
        for field in (empty or self.fields)[:1]:
            field.take_focus()

    def read(self) -> tuple[dict[str, str | int], list[tuple[str, Field]]]:
        """Return the facts, and for each field that says none what to do about it."""
        facts: dict[str, str | int] = {}
        wrong: list[tuple[str, Field]] = []
        for one, field in zip(self._asked, self.fields, strict=True):
            value = _value(one.question, _typed(field))
            words = None
            if value is None:
                words = self._what_is_wrong(one.question, _typed(field))
                wrong.append((words, field))
            else:
                facts[one.question.key] = value
            field.set_message(words)
        return facts, wrong

    def shown(self, question: FactQuestion, value: str | int | None) -> str:
        """Return an answer in words."""
        texts = self._kit.texts
        match question.kind:
            case FactKind.CHOICE:
                return next((o.label for o in question.options if o.code == value), str(value))
            case FactKind.YES_NO:
                return texts.text("fact-yes" if value else "fact-no")
            case FactKind.MONEY if isinstance(value, int):
                return texts.money(Centavos(value))
            case _:
                return f"{value} {question.unit}".strip()

    def _field(self, one: ChargeQuestion) -> Field:
        theme, texts, question = self._kit.theme, self._kit.texts, one.question
        if question.kind in (FactKind.CHOICE, FactKind.YES_NO):
            choice = ChoiceField(theme, question.label, question.hint)
            if question.kind is FactKind.CHOICE:
                choice.set_choices([(option.code, option.label) for option in question.options])
            else:
                choice.set_choices([(str(n), texts.text(f"fact-{w}")) for n, w in _YES_NO])
            choice.set_value("" if one.value is None else str(one.value))
            return choice
        hint = question.hint or (texts.text("fact-in", unit=question.unit) if question.unit else "")
        line = LineField(theme, question.label, hint)
        line.edit.setMaxLength(14)
        if isinstance(one.value, int):
            money = question.kind is FactKind.MONEY
            line.set_value(typed_pesos(Centavos(one.value)) if money else str(one.value))
        return line

    def _what_is_wrong(self, question: FactQuestion, typed: str) -> str:
        text = self._kit.texts.text
        if question.kind in (FactKind.CHOICE, FactKind.YES_NO):
            return text("fact-choose", question=question.label)
        if not typed:
            return text("fact-write", question=question.label)
        return text(
            "fact-between",
            question=question.label,
            least=self.shown(question, question.least),
            most=self.shown(question, question.most),
        )


def _typed(field: Field) -> str:
    if isinstance(field, LineField | ChoiceField):
        return field.value().strip()
    return ""


def _value(question: FactQuestion, typed: str) -> str | int | None:
    """Return what was answered as the tariff reads it; None where it is no answer."""
    if not typed:
        return None
    match question.kind:
        case FactKind.CHOICE:
            return typed
        case FactKind.YES_NO:
            return int(typed)
        case FactKind.MONEY:
            amount = read_pesos(typed)
        case FactKind.WHOLE:
            amount = Centavos(int(typed)) if typed.isascii() and typed.isdigit() else None
    if amount is None or not question.least <= amount <= question.most:
        return None
    return int(amount)
