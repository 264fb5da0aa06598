"""V28 Estado del equipo: how the device stands, and what may be done to it from here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from kiosk.services.views import DeviceAct, DeviceView
from kiosk.services.views.care import BackupDone, CheckProgress, CheckReport, DiskLevel
from kiosk.services.views.device_status import PaidLink
from kiosk.services.views.keys import RecoveryDrawn
from kiosk.ui.field.device_link import PaidLinkChoice, link_lines
from kiosk.ui.field.enrol_pages import protection_words
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.words import size_words
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, SideCard, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.text import Rule, Text

_SCREENS = {
    DeviceAct.PEOPLE: "V41",
    DeviceAct.CLAVE: "V42",
    DeviceAct.PRINTER: "V59",
    DeviceAct.BACKUPS: "V43",
    DeviceAct.REMOVE: "V44",
}
"""Acts that have a screen of their own."""


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Let a person choose a folder or a stick; None where none was chosen."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


class Facts(Card):
    """A heading and lines of a word with its value below it; both wrap."""

    def __init__(self, kit: Kit, title_id: str) -> None:
        super().__init__(kit.theme, tight=True)
        self._kit = kit
        self.body.addWidget(Text(kit.theme, kit.texts.text(title_id), "label"))
        self.body.addWidget(Rule(kit.theme))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(kit.theme.space(1))
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_lines(self, lines: list[tuple[str, str]]) -> None:
        """Show what is known now; a line without a value is left out."""
        clear_layout(self._lines)
        theme, texts = self._kit.theme, self._kit.texts
        for word_id, value in lines:
            if value:
                self._lines.addWidget(Text(theme, texts.text(word_id), "caption", "ink-2"))
                self._lines.addWidget(Text(theme, value, "body", bold=True))


class DeviceScreen(FieldScreen):
    """What there is to know; every act explains itself and says what came of it."""

    screen_id: ClassVar[str] = "V28"
    title_id = "device-title"

    wanted = Signal(str)
    """The id of a screen that an act leads to."""
    _checked_so_far = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.view: DeviceView | None = None
        self.choose: Callable[[], Path | None] = lambda: choose_folder(
            self, self.text("device-backup-where")
        )
        self._busy = False
        self.set_head(self.text("device-title"), subtitle=self.text("device-subtitle"))
        self.said = Notice(kit.theme, "info-circle")
        self.said.hide()
        self.main_column.addWidget(self.said)
        grid = PairGrid(kit.theme)
        self.cards: dict[str, Facts] = {}
        for name in ("place", "keys", "file", "office", "link", "forms"):
            self.cards[name] = Facts(kit, f"device-card-{name}")
            grid.add(self.cards[name])
        self.main_column.addWidget(grid)
        self.paid = PaidLinkChoice(kit)
        self.paid.said.connect(self._say_paid)
        self.paid.hide()
        self.main_column.addWidget(self.paid)
        self._acts_card = SideCard(kit.theme, self.text("device-acts"))
        self.side_column.addWidget(self._acts_card)
        self.acts: dict[DeviceAct, Button] = {}
        for act in DeviceAct:
            words = self.text(f"device-act-{act.value}")
            button = Button(kit.theme, words, Kind.SECONDARY)
            button.clicked.connect(lambda _checked=False, act=act: self._do(act))
            self._acts_card.body.addWidget(button)
            self.acts[act] = button
        self.back_button = self.add_back()
        self._checked_so_far.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self._say(argument if isinstance(argument, str) else "")
        self._busy = False
        self.view = None
        self.refresh()

    def refresh(self) -> None:
        """Read everything again; what was said stays."""
        self.kit.background.run(self.kit.services.device.view, self._show, self.show_problem)

    # --------------------------------------------------------------------------- showing

    def _show(self, view: DeviceView) -> None:
        first, self.view = self.view is None, view
        self.cards["place"].show_lines(self._place(view))
        self.cards["keys"].show_lines(self._keys(view))
        self.cards["file"].show_lines(self._file(view))
        self.cards["office"].show_lines(self._office(view))
        self.cards["link"].show_lines(link_lines(self.kit, view.link))
        forms = [("device-forms", words) for words in self._form_lines(view)]
        self.cards["forms"].show_lines(forms)
        self.paid.show_link(view.link)
        for act, button in self.acts.items():
            button.setVisible(act in view.acts)
        self.order_tabs()
        if first:  # where the acts stand below everything, the page is read from its top
            start = self.back_button if self.theme.large else self._first_act()
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_act(self) -> Button:
        acts = self.view.acts if self.view is not None else frozenset()
        return next(button for act, button in self.acts.items() if act in acts or not acts)

    def _place(self, view: DeviceView) -> list[tuple[str, str]]:
        texts = self.texts
        compared = view.compared_at
        clock = texts.text("device-clock-wrong") if view.clock_wrong else texts.when(texts.now())
        return [
            ("device-office", f"{view.office} · {view.terminal}"),
            ("device-version", view.version),
            ("device-printer", texts.text(f"device-printer-{view.printer}")),
            ("device-clock", clock),
            (
                "device-compared",
                texts.when(compared) if compared else texts.text("device-compared-never"),
            ),
        ]

    def _keys(self, view: DeviceView) -> list[tuple[str, str]]:
        seen = view.protection
        level = protection_words(self.texts, seen.actual)
        if seen.below:
            asked = protection_words(self.texts, seen.wanted)
            mark = "device-below-decided" if seen.decided else "device-below"
            level = self.text(mark, level=level, asked=asked)
        groups = [view.fingerprint[at : at + 4] for at in range(0, len(view.fingerprint), 4)]
        opens = "device-institution-yes" if view.institution_opens else "device-institution-no"
        return [
            ("device-protection", level),
            ("device-people", ", ".join(slot.name for slot in view.people)),
            ("device-recovery", self.text("device-recovery-left", n=view.recovery_left)),
            ("device-institution", self.text(opens)),
            ("device-fingerprint", " ".join(groups)),
        ]

    def _file(self, view: DeviceView) -> list[tuple[str, str]]:
        texts, disk, backups = self.texts, view.disk, view.backups
        room = size_words(texts, disk.free_bytes)
        if disk.level is not DiskLevel.ROOMY:
            room = self.text(f"device-disk-{disk.level.value.replace('_', '-')}", room=room)
        checked = texts.when(view.checked_at) if view.checked_at else self.text("device-never")
        if view.finding:
            checked = self.text("device-check-found")
        last = texts.when(backups.last_at) if backups.last_at else self.text("device-never")
        if backups.due and backups.last_at:
            last = self.text("device-backup-due", when=last)
        folder = str(backups.folder) if backups.folder else self.text("device-backup-nowhere")
        return [
            ("device-disk", room),
            ("device-checked", checked),
            ("device-backup", last),
            ("device-backup-folder", folder),
        ]

    def _office(self, view: DeviceView) -> list[tuple[str, str]]:
        orders = view.orders
        lease = self.text("device-lease-left", days=orders.lease.left_days)
        if orders.lease.ended:
            lease = self.text("device-lease-ended")
        held = orders.revocations
        listed = self.texts.when(held.issued_at) if held else self.text("device-never")
        wipe = orders.wipe
        ordered = ""
        if wipe is not None:
            ordered = self.text(f"device-wipe-{wipe.step.value}", hours=wipe.hours_left)
        return [
            ("device-wipe", ordered),
            ("device-reported", self.text("device-reported-yes") if orders.reported else ""),
            ("device-lease", lease),
            ("device-certificate", self.texts.day_with_year(view.certificate_until)),
            ("device-revocations", listed),
        ]

    def _form_lines(self, view: DeviceView) -> list[str]:
        if not view.forms:
            return [self.text("device-forms-none")]
        return [
            self.text("device-form", title=one.title, versions=", ".join(one.versions))
            for one in view.forms
        ]

    # ------------------------------------------------------------------------------ acts

    def _do(self, act: DeviceAct) -> None:
        if self._busy:
            return
        self.clear_problem()
        if act in _SCREENS:
            self.wanted.emit(_SCREENS[act])
            return
        services = self.kit.services
        match act:
            case DeviceAct.CHECK:
                told = self._checked_so_far.emit
                self._run(lambda: services.care.check(told), self._checked, "device-checking")
            case DeviceAct.BACKUP:
                self._back_up()
            case DeviceAct.RECOVERY:
                self._run(services.keys.draw_recovery, self._drawn, "device-drawing")
            case DeviceAct.ROTATE:
                done = self.text("device-rotated")
                self._run(services.keys.rotate, lambda _: self._done(done), "device-rotating")
            case DeviceAct.PROTECTION:
                done = self.text("device-decided")
                work = services.device.decide_protection
                self._run(work, lambda _: self._done(done), "device-deciding")
            case _:  # the acts of _SCREENS
                pass

    def _say_paid(self, paid: PaidLink) -> None:
        device, done = self.kit.services.device, self.text("device-paid-said")
        self.clear_problem()
        self.kit.background.run(
            lambda: device.say_paid_link(paid), lambda _nothing: self._done(done), self._failed
        )

    def _back_up(self) -> None:
        folder = None
        if self.view is None or self.view.backups.folder is None:
            folder = self.choose()
            if folder is None:
                return
        care = self.kit.services.care
        self._run(lambda: care.backup(folder), self._backed_up, "device-backing-up")

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], under_way_id: str) -> None:
        """Do one thing at a time; the notice says what is under way and then what came of it."""
        self._busy = True
        self._say(self.text(under_way_id))
        self.kit.background.run(work, done, self._failed)

    def _done(self, words: str) -> None:
        self._busy = False
        self._say(words)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._say("")
        self.show_problem(error)
        self.refresh()

    def _say(self, words: str) -> None:
        self.said.words.setText(words)
        self.said.setVisible(bool(words))
        if words:
            announce(self.said, words)

    def _show_progress(self, seen: CheckProgress) -> None:
        if self._busy:
            self.said.words.setText(self.text("device-checking-far", done=seen.done, of=seen.of))

    def _checked(self, report: CheckReport) -> None:
        self._done(
            self.text("device-check-holds", events=report.events)
            if report.holds
            else self.text("device-check-broken")
        )

    def _backed_up(self, made: BackupDone) -> None:
        size = size_words(self.texts, made.size_bytes)
        self._done(self.text("device-backed-up", name=made.file.name, size=size))

    def _drawn(self, drawn: RecoveryDrawn) -> None:
        count = len(drawn.slots)
        self._done(self.text("device-drawn", n=count) if count else self.text("device-drawn-none"))
