"""The import report: findings by gravity, each with its cell and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from forms.report import NOWHERE, Finding, Severity
from kiosk.services.preview import Opened
from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, clear_layout
from kiosk.ui.widgets.choices import TickCard
from kiosk.ui.widgets.fields import LineField
from kiosk.ui.widgets.text import Icon, Text

_LOOKS = {
    Severity.ERROR: ("alert-circle", "error"),
    Severity.REPAIR: ("pencil", "info"),
    Severity.WARNING: ("alert-triangle", "warning"),
    Severity.INFO: ("info-circle", "ink-2"),
}
_AT_ONCE = 60
"""So many findings are drawn; more come by a button: a report may have thousands."""


class ReportPanel(QWidget):
    """The verdict, a tick for each kind of finding, a filter, and the list."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.theme, self.texts = theme, texts
        self._opened: Opened | None = None
        self._most = _AT_ONCE
        self._ticked = False  # a person chose what to see
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self._verdict = Text(theme, "", "h3")
        self._counts = Text(theme, "", "body", "ink-2")
        column.addWidget(self._verdict)
        column.addWidget(self._counts)
        self.ticks: dict[Severity, TickCard] = {}
        ticks = QVBoxLayout()
        ticks.setSpacing(theme.space(1))
        for severity in Severity:
            tick = TickCard(theme)
            tick.setChecked(severity is not Severity.INFO)
            tick.clicked.connect(self._tick)
            self.ticks[severity] = tick
            ticks.addWidget(tick)
        column.addLayout(ticks)
        self.wanted = LineField(theme, texts.text("preview-filter"))
        self.wanted.edited.connect(lambda _text: self._filter())
        column.addWidget(self.wanted)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, theme.space(2), 0)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(2))
        outer.addLayout(self._list)
        outer.addStretch(1)
        area.setWidget(inside)
        column.addWidget(area, 1)

    def show_opened(self, opened: Opened) -> None:
        """Show what reading the file gave."""
        self._opened, self._most = opened, _AT_ONCE
        texts = self.texts
        if opened.unreadable:
            words = texts.text("preview-unreadable", file=opened.file_name)
        else:
            words = texts.text("preview-accepted" if opened.accepted else "preview-refused")
        self._verdict.setText(words)
        total = len(opened.findings)
        self._counts.setText(texts.text("preview-count", n=total))
        for severity, tick in self.ticks.items():
            count = opened.count(severity)
            tick.set_words(texts.text(f"preview-{severity.value}", n=count))
            tick.setVisible(count > 0)
            if severity is Severity.INFO and not self._ticked:
                tick.setChecked(count == total)  # alone they are worth a look
        self.wanted.setVisible(total > 1)
        self._draw()

    def verdict(self) -> str:
        """Return in words whether the form can be used."""
        return f"{self._verdict.text()} {self._counts.text()}"

    def _tick(self) -> None:
        self._ticked = True
        self._filter()

    def _filter(self) -> None:
        self._most = _AT_ONCE
        self._draw()

    def found(self) -> tuple[Finding, ...]:
        """Return the findings that pass the ticks and the filter."""
        if self._opened is None:
            return ()
        wanted = self.wanted.value().casefold().strip()
        return tuple(
            one
            for one in self._opened.findings
            if self.ticks[one.severity].isChecked() and wanted in one.line().casefold()
        )

    def _draw(self) -> None:
        clear_layout(self._list)
        found = self.found()
        for finding in found[: self._most]:
            self._list.addWidget(FindingCard(self.theme, self.texts, finding))
        if len(found) > self._most:
            left = len(found) - self._most
            more = Button(self.theme, self.texts.text("preview-more", n=left), Kind.SECONDARY)
            more.clicked.connect(self._show_more)
            self._list.addWidget(more)

    def _show_more(self) -> None:
        self._most += _AT_ONCE * 4
        self._draw()


class FindingCard(Card):
    """One finding: how grave, where, what happened, what to do."""

    def __init__(self, theme: Theme, texts: Texts, finding: Finding) -> None:
        super().__init__(theme, tight=True)
        self.body.setSpacing(theme.size("text-gap"))
        icon, ink = _LOOKS[finding.severity]
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(Icon(theme, icon, ink, "icon-small"), 0, Qt.AlignmentFlag.AlignTop)
        words = texts.text(f"preview-word-{finding.severity.value}")
        head.addWidget(Text(theme, words, "caption", ink, bold=True, wrap=False))
        where = "" if finding.place == NOWHERE else str(finding.place)
        head.addWidget(Text(theme, where, "caption", "ink-2", bold=True), 1)
        self.body.addLayout(head)
        title = _title(texts, finding)
        named = f"{title} · {finding.name}" if finding.name else title
        self.body.addWidget(Text(theme, named, "body", bold=True))
        self.body.addWidget(Text(theme, finding.message, "caption", "ink-2"))
        todo = f"finding-{finding.code}"
        if texts.has(todo):
            self.body.addWidget(Text(theme, texts.part(todo, "todo"), "caption"))


def _title(texts: Texts, finding: Finding) -> str:
    """Return what a code says in words; a code without words of ours is shown as it is."""
    message_id = f"finding-{finding.code}"
    return texts.part(message_id, "happened") if texts.has(message_id) else finding.code
