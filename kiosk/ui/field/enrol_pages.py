"""The pages of V00: each shows one step, checks what was typed there, and knows no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import EnrolmentStep, InstitutionView, ProtectionView
from kiosk.texts import Texts
from kiosk.ui.field.page import Kit
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice
from kiosk.ui.widgets.choices import ChoiceField, TickCard
from kiosk.ui.widgets.fields import Field, LineField, announce
from kiosk.ui.widgets.text import Icon, Rule, Text

PROPOSED, OWN = "proposed", "own"
_PROTECTION_IDS = ("protection-clave", "protection-system", "protection-chip")


def protection_words(texts: Texts, level: int) -> str:
    """Return a level of `Protection` in words."""
    return texts.text(_PROTECTION_IDS[level])


def choose_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let a person choose a file with the system's own dialog; None where none was chosen."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


class TickField(Field):
    """A sentence to agree to, as a field, so that it can say what is missing."""

    def __init__(self, kit: Kit, label: str, sentence: str) -> None:
        super().__init__(kit.theme, label)
        self.tick = TickCard(kit.theme, sentence)
        self._sentence = sentence
        self.add_input(self.tick)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.tick,)

    def name_inputs(self) -> None:
        super().name_inputs()
        self.tick.setAccessibleName(self._sentence)

    def show_sentence(self, sentence: str) -> None:
        """Show another sentence, unticked."""
        self._sentence = sentence
        self.tick.set_words(sentence)
        self.tick.setChecked(False)
        self.name_inputs()


class Page(QWidget):
    """One step: a column of fields, the words of title and primary button."""

    title_id = ""
    primary_id = "continue"
    compared: QWidget | None = None
    """What must be seen while one answers; it stays in view with the focus where both fit."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit, self.theme, self.texts = kit, kit.theme, kit.texts
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(kit.theme.space(4))
        self.hide()

    def text(self, message_id: str, /, **arguments: object) -> str:
        """Return words in the person's language."""
        return self.texts.text(message_id, **arguments)

    def take_focus(self) -> None:
        """Put the focus where work begins."""

    def mistakes(self) -> list[tuple[str, Field | Callable[[], None]]]:
        """Say at each field what is to be put right; return the same for the summary."""
        return []

    def _say(self, field: Field, words: str | None) -> list[tuple[str, Field | Callable[[], None]]]:
        field.set_message(words)
        return [(words, field)] if words else []


class InstitutionPage(Page):
    """Whose device this becomes: the institution's file, and the office's code where there is."""

    title_id = "alta-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.choose: Callable[[], Path | None] = self._choose
        self.scanned = LineField(kit.theme, self.text("alta-scan"), self.text("alta-scan-hint"))
        self.file = LineField(kit.theme, self.text("alta-file"), self.text("alta-file-hint"))
        self.search = Button(kit.theme, self.text("alta-file-search"), icon="search")
        self.search.clicked.connect(self._search)
        self.column.addWidget(self.file)
        self.column.addWidget(self.search, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.scanned)

    def take_focus(self) -> None:
        self.file.take_focus()

    def mistakes(self) -> list[tuple[str, Field | Callable[[], None]]]:
        empty = not self.file.value().strip()
        return self._say(self.file, self.text("alta-file-empty") if empty else None)

    def path(self) -> Path:
        """Return the file that was chosen or typed."""
        return Path(self.file.value().strip())

    def _search(self) -> None:
        chosen = self.choose()
        if chosen is not None:
            self.file.set_value(str(chosen))
            self.file.set_message(None)
        self.file.take_focus()

    def _choose(self) -> Path | None:
        kinds = f"{self.text('alta-file-kinds')} (*.vtp)"
        return choose_file(self, self.text("alta-file"), kinds)


class ConfirmPage(Page):
    """Is it the right institution: a person compares, or the office's code did (PROTOCOL §5a)."""

    title_id = "alta-confirm-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        card = Card(theme)
        self._name = Text(theme, "", "h2")
        self._place = Text(theme, "", "body", "ink-2")
        card.body.addWidget(self._name)
        card.body.addWidget(self._place)
        card.body.addWidget(Rule(theme))
        card.body.addWidget(Text(theme, self.text("alta-fingerprint"), "body", "ink-2"))
        self._fingerprint = Text(theme, "", "amount")
        self.compared = self._fingerprint
        card.body.addWidget(self._fingerprint)
        self.column.addWidget(card)
        self.confirmed = Notice(theme, "check", self.text("alta-code-confirms"), tone="success")
        self.column.addWidget(self.confirmed)
        self.tick = TickField(kit, self.text("alta-compare"), self.text("alta-compare-sentence"))
        self.column.addWidget(self.tick)
        self.code = LineField(theme, self.text("alta-code"), self.text("alta-code-hint"))
        self.column.addWidget(self.code)
        self._by_code = False

    def show_institution(self, shown: InstitutionView, code: str | None) -> None:
        """Show whom the file belongs to; *code* is what the office's own code brought."""
        self._by_code = code is not None
        self._name.setText(shown.name)
        self._place.setText(" · ".join(p for p in (shown.place, shown.phone) if p))
        self._fingerprint.setText("  ".join(shown.fingerprint_groups))
        self._fingerprint.setAccessibleName(
            ", ".join(" ".join(g) for g in shown.fingerprint_groups)
        )
        self.confirmed.setVisible(self._by_code)
        self.tick.setVisible(not self._by_code)
        self.tick.tick.setChecked(False)
        self.tick.set_message(None)
        self.code.set_value(code or "")
        self.code.set_message(None)

    def take_focus(self) -> None:
        (self.code if self._by_code else self.tick).take_focus()

    def mistakes(self) -> list[tuple[str, Field | Callable[[], None]]]:
        unseen = not self._by_code and not self.tick.tick.isChecked()
        empty = not self.code.value().strip()
        return [
            *self._say(self.tick, self.text("alta-compare-missing") if unseen else None),
            *self._say(self.code, self.text("alta-code-empty") if empty else None),
        ]


class ClavePage(Page):
    """The first clave: four words that are proposed, or another one typed twice."""

    title_id = "alta-clave-title"
    primary_id = "alta-enrol"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.proposal = ""
        self.choice = ChoiceField(theme, self.text("alta-clave-which"))
        self.choice.set_choices(
            [(PROPOSED, self.text("alta-clave-proposed")), (OWN, self.text("alta-clave-own"))]
        )
        self.choice.set_value(PROPOSED)
        self.choice.chosen.connect(lambda _name: self._show_choice())
        self.column.addWidget(self.choice)
        self._card = Card(theme)
        self._words = Text(theme, "", "h2")
        self._card.body.addWidget(Text(theme, self.text("alta-clave-note"), "body", "ink-2"))
        self._card.body.addWidget(self._words)
        self.another = Button(theme, self.text("alta-clave-another"), Kind.LINK, icon="refresh")
        self._card.body.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._card)
        self.first = LineField(
            theme, self.text("alta-clave-first"), self.text("alta-clave-hint"), secret=True
        )
        self.again = LineField(theme, self.text("alta-clave-again"), secret=True)
        self.column.addWidget(self.first)
        self.column.addWidget(self.again)
        self.guarded = Notice(theme, "lock", tone="neutral")
        self.column.addWidget(self.guarded)
        self._show_choice()

    def show_proposal(self, clave: str) -> None:
        """Show four words."""
        self.proposal = clave
        self._words.setText(clave)
        announce(self._words, clave)

    def show_level(self, level: int) -> None:
        """Say in words what will guard the keys."""
        words = self.text("alta-guarded", level=protection_words(self.texts, level))
        self.guarded.words.setText(words)

    def take_focus(self) -> None:
        self.choice.take_focus()

    def clave(self) -> str:
        """Return the clave that was chosen."""
        return self.proposal if self.choice.value() == PROPOSED else self.first.value()

    def forget(self) -> None:
        """Keep no clave in a field."""
        self.proposal = ""
        self._words.setText("")
        for field in (self.first, self.again):
            field.set_value("")
            field.set_message(None)

    def mistakes(self) -> list[tuple[str, Field | Callable[[], None]]]:
        own = self.choice.value() == OWN
        first, again = self.first.value(), self.again.value()
        empty = own and not first.strip()
        differs = own and not empty and " ".join(first.split()) != " ".join(again.split())
        return [
            *self._say(self.first, self.text("alta-clave-empty") if empty else None),
            *self._say(self.again, self.text("alta-clave-differs") if differs else None),
        ]

    def _show_choice(self) -> None:
        own = self.choice.value() == OWN
        self._card.setVisible(not own)
        self.first.setVisible(own)
        self.again.setVisible(own)


class WorkPage(Page):
    """What is being done, step by step; nothing is to be pressed."""

    title_id = "alta-work-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        card = Card(kit.theme)
        self._icons: dict[EnrolmentStep, Icon] = {}
        self._lines: dict[EnrolmentStep, Text] = {}
        for step in EnrolmentStep:
            row = QHBoxLayout()
            row.setSpacing(kit.theme.space(3))
            icon = Icon(kit.theme, "circle-dashed", "ink-2")
            line = Text(kit.theme, self.text(f"alta-step-{step.value}"), "label", bold=False)
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(line, 1)
            card.body.addLayout(row)
            self._icons[step], self._lines[step] = icon, line
        self.column.addWidget(card)
        self.column.addWidget(Notice(kit.theme, "info-circle", self.text("alta-work-note")))

    def show_step(self, now: EnrolmentStep) -> None:
        """Show what is under way and what is done."""
        done = True
        for step in EnrolmentStep:
            here = step is now
            done = done and not here
            look = ("arrow-right", "action") if here else ("check", "success")
            self._icons[step].show_icon(*(look if here or done else ("circle-dashed", "ink-2")))
            self._lines[step].set_role("label", bold=here)
        announce(self._lines[now], self._lines[now].text())


class PendingPage(Page):
    """No answer that counts yet: the institution has still to sign, or nobody was reached."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._signature, self._stick = Card(kit.theme), Card(kit.theme)
        for card, lines in (
            (self._signature, ("alta-pending-means", "alta-pending-safe", "alta-pending-todo")),
            (self._stick, ("alta-stick-means", "alta-stick-safe", "alta-stick-todo")),
        ):
            for line in lines:
                card.body.addWidget(Text(kit.theme, self.text(line), "label", bold=False))
            self.column.addWidget(card)
        self.say_why(signature=True)

    def say_why(self, *, signature: bool, stick: bool = False) -> None:
        """Say that the signature is missing, or that a *stick* goes for it.

        Without either the problem box says what happened.
        """
        self.title_id = "alta-pending-title" if signature else "alta-unanswered-title"
        if stick:
            self.title_id = "alta-stick-title"
        self.primary_id = "alta-ask-again" if signature and not stick else "alta-try-again"
        self._signature.setVisible(signature and not stick)
        self._stick.setVisible(stick)


class GoOnPage(Page):
    """An enrolment was begun here before: its clave goes on with it."""

    title_id = "alta-go-on-title"
    primary_id = "alta-go-on"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.column.addWidget(Notice(kit.theme, "info-circle", self.text("alta-go-on-note")))
        self.clave = LineField(kit.theme, self.text("alta-go-on-clave"), secret=True)
        self.column.addWidget(self.clave)
        self.anew = Button(kit.theme, self.text("alta-anew"), Kind.LINK, icon="refresh")
        self.column.addWidget(self.anew, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(Text(kit.theme, self.text("alta-anew-note"), "body", "ink-2"))

    def take_focus(self) -> None:
        self.clave.take_focus()

    def mistakes(self) -> list[tuple[str, Field | Callable[[], None]]]:
        empty = not self.clave.value().strip()
        return self._say(self.clave, self.text("alta-clave-empty") if empty else None)


class ProtectionPage(Page):
    """The keys are guarded less than the institution asks: somebody decides, on record."""

    title_id = "alta-protection-title"
    primary_id = "alta-protection-decide"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        card = Card(kit.theme, "problem")
        self._here = Text(kit.theme, "", "label", bold=False)
        self._asked = Text(kit.theme, "", "label", bold=False)
        card.body.addWidget(self._here)
        card.body.addWidget(self._asked)
        card.body.addWidget(Text(kit.theme, self.text("alta-protection-record")))
        self.column.addWidget(card)
        self.tick = TickField(
            kit, self.text("alta-protection-decision"), self.text("alta-protection-sentence")
        )
        self.column.addWidget(self.tick)

    def show_levels(self, seen: ProtectionView) -> None:
        """Show both levels in words."""
        here, asked = (protection_words(self.texts, one) for one in (seen.actual, seen.wanted))
        self._here.setText(self.text("alta-protection-here", level=here))
        self._asked.setText(self.text("alta-protection-asked", level=asked))
        self.tick.tick.setChecked(False)

    def take_focus(self) -> None:
        self.tick.take_focus()

    def mistakes(self) -> list[tuple[str, Field | Callable[[], None]]]:
        undecided = not self.tick.tick.isChecked()
        words = self.text("alta-protection-missing") if undecided else None
        return self._say(self.tick, words)
