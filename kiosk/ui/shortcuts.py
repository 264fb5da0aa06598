"""Every key in one table; help is drawn from it, and so are the keys (UX §7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kiosk.ui.screen import Act


class Scope(Enum):
    """Where a key works."""

    ANYWHERE = "anywhere"
    FORM = "form"
    LIST = "list"
    PAYMENT = "payment"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """One line of the table. *act* None: the key is Qt's own, shown in help only."""

    keys: tuple[str, ...]
    words_id: str
    scope: Scope
    act: Act | None = None


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut(keys=("F1", "Ctrl+H"), words_id="key-help", scope=Scope.ANYWHERE, act=Act.HELP),
    Shortcut(
        keys=("F2", "Ctrl+B"), words_id="key-find", scope=Scope.ANYWHERE, act=Act.FIND_PERSON
    ),
    Shortcut(
        keys=("F3", "Ctrl+N"), words_id="key-new-service", scope=Scope.ANYWHERE, act=Act.NEW_SERVICE
    ),
    Shortcut(keys=("F4", "Ctrl+R"), words_id="key-charge", scope=Scope.ANYWHERE, act=Act.CHARGE),
    Shortcut(
        keys=("F9", "Ctrl+E"), words_id="key-deliveries", scope=Scope.ANYWHERE, act=Act.DELIVERIES
    ),
    Shortcut(keys=("F10", "Ctrl+K"), words_id="key-verify", scope=Scope.ANYWHERE, act=Act.VERIFY),
    Shortcut(keys=("Ctrl+L",), words_id="key-lock", scope=Scope.ANYWHERE, act=Act.LOCK),
    Shortcut(keys=("Esc",), words_id="key-back", scope=Scope.ANYWHERE, act=Act.BACK),
    Shortcut(keys=("Enter",), words_id="key-enter", scope=Scope.ANYWHERE),
    Shortcut(
        keys=("Ctrl+Enter",), words_id="key-continue", scope=Scope.ANYWHERE, act=Act.CONTINUE
    ),
    Shortcut(
        keys=("F6", "Ctrl+Tab"), words_id="key-region", scope=Scope.ANYWHERE, act=Act.NEXT_REGION
    ),
    Shortcut(
        keys=("F7", "Ctrl+G"), words_id="key-save-exit", scope=Scope.FORM, act=Act.SAVE_AND_EXIT
    ),
    Shortcut(
        keys=("Alt+Up",), words_id="key-previous-section", scope=Scope.FORM,
        act=Act.PREVIOUS_SECTION,
    ),
    Shortcut(
        keys=("Alt+Down",), words_id="key-next-section", scope=Scope.FORM, act=Act.NEXT_SECTION
    ),
    Shortcut(keys=("Ctrl+M",), words_id="key-map", scope=Scope.FORM, act=Act.SECTION_MAP),
    Shortcut(keys=("1", "9"), words_id="key-number", scope=Scope.LIST),
    Shortcut(keys=("Up", "Down"), words_id="key-arrows", scope=Scope.LIST),
    Shortcut(
        keys=("F12",), words_id="key-confirm-payment", scope=Scope.PAYMENT, act=Act.CONFIRM_PAYMENT
    ),
    Shortcut(keys=("F8", "Ctrl+P"), words_id="key-print", scope=Scope.RECEIPT, act=Act.PRINT),
    Shortcut(keys=("Ctrl+D",), words_id="key-drawer", scope=Scope.PAYMENT, act=Act.DRAWER),
)  # fmt: skip


def key_of(act: Act) -> str:
    """Return the first key of an act, as printed on its button."""
    for shortcut in SHORTCUTS:
        if shortcut.act is act:
            return shortcut.keys[0]
    raise KeyError(act)


def install(window: QWidget, act: Callable[[Act], None]) -> list[QShortcut]:
    """Make every key of the table call *act*; a held key does not repeat."""
    made: list[QShortcut] = []
    for shortcut in SHORTCUTS:
        if shortcut.act is None:
            continue
        for key in shortcut.keys:
            for spelling in {key, key.replace("Enter", "Return")}:
                one = QShortcut(QKeySequence(spelling), window)
                one.setAutoRepeat(shortcut.act in (Act.PREVIOUS_SECTION, Act.NEXT_SECTION))
                wanted = shortcut.act
                one.activated.connect(lambda wanted=wanted: act(wanted))
                made.append(one)
    return made
