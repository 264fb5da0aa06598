"""The contract of a screen: one purpose, entered with a frozen value, left losing nothing."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Act(Enum):
    """What a key asks a screen to do; `shortcuts.py` says which key."""

    HELP = "help"
    FIND_PERSON = "find-person"
    NEW_SERVICE = "new-service"
    CHARGE = "charge"
    NEXT_REGION = "next-region"
    SAVE_AND_EXIT = "save-and-exit"
    PRINT = "print"
    DRAWER = "drawer"
    DELIVERIES = "deliveries"
    RECORDS = "records"
    VERIFY = "verify"
    CONFIRM_PAYMENT = "confirm-payment"
    CONTINUE = "continue"
    BACK = "back"
    PREVIOUS_SECTION = "previous-section"
    NEXT_SECTION = "next-section"
    SECTION_MAP = "section-map"
    LOCK = "lock"


class Screen(QWidget):
    """One screen of the app, built once and reused; it holds no state of the journal."""

    retitled = Signal()
    """The words of the window title changed."""

    screen_id: ClassVar[str] = ""
    """The id of UX §2, for example `V13`; stable, read by the demo and by help."""

    def enter(self, argument: Any) -> None:
        """Show *argument* and put the focus where work begins."""

    def leave(self) -> None:
        """Send what is still in a field to its draft; nothing else may be lost."""

    def act(self, act: Act) -> bool:
        """Do what a key asks for; return False to let the window do it."""
        return act is Act.BACK and self.back()

    def back(self) -> bool:
        """Handle Atrás inside the screen; return False to go to the screen before."""
        return False

    def window_words(self) -> str:
        """Return the words of the window title; never anything about a person."""
        return ""
