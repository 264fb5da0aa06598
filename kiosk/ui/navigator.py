"""The only code that changes screens: a trail of where one came from, and the cover of a lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kiosk.ui.screen import Screen


@dataclass(frozen=True, slots=True)
class _Step:
    screen_id: str
    argument: Any


class Navigator(QObject):
    """Shows one screen at a time. While covered, screens change behind the cover, unseen.

    Every screen of the trail but the end may be one that is yet to be built.
    """

    changed = Signal(str)
    """The id of the screen now seen."""
    made = Signal(object)
    """A Screen is new here; nobody has seen it yet."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        self._screens: dict[str, Screen] = {}
        self._makers: dict[str, Callable[[], Screen]] = {}
        self._trail: list[_Step] = []
        self._cover: Screen | None = None
        self._focus_before: QWidget | None = None

    def add(self, screen: Screen) -> None:
        """Take a screen in; it is built once and reused.

        Raises ValueError for an id that another screen has: one of the two could not be reached.
        """
        self._claim(screen.screen_id)
        self._take_in(screen.screen_id, screen)

    def offer(self, screen_id: str, make: Callable[[], Screen]) -> None:
        """Know of a screen that *make* builds when it is first wanted; then it is reused.

        Raises ValueError as `add` does.
        """
        self._claim(screen_id)
        self._makers[screen_id] = make

    def remove(self, screen_id: str) -> None:
        """Let a screen go with all that it holds; a trail that led over it is forgotten."""
        self._makers.pop(screen_id, None)
        screen = self._screens.pop(screen_id, None)
        if screen is not None:
            self._stack.removeWidget(screen)
            screen.deleteLater()
        if any(step.screen_id == screen_id for step in self._trail):
            self._trail = []
        self._focus_before = None

    def screen(self, screen_id: str) -> Screen:
        """Return a screen by its id, built now if nobody wanted it before."""
        if screen_id not in self._screens:
            self._take_in(screen_id, self._makers[screen_id]())
        return self._screens[screen_id]

    def _claim(self, screen_id: str) -> None:
        if screen_id in self._screens or screen_id in self._makers:
            raise ValueError(f"there is a screen {screen_id} already")

    def _take_in(self, screen_id: str, screen: Screen) -> None:
        self._screens[screen_id] = screen
        self._stack.addWidget(screen)
        self.made.emit(screen)

    @property
    def current(self) -> Screen | None:
        """The screen that is seen: the cover, or the end of the trail."""
        if self._cover is not None:
            return self._cover
        return self._beneath()

    @property
    def current_id(self) -> str:
        """The id of the screen that is seen, or nothing before the first."""
        return self.current.screen_id if self.current is not None else ""

    @property
    def covered(self) -> bool:
        """Whether a cover hides the trail."""
        return self._cover is not None

    def trail(self) -> tuple[str, ...]:
        """Return the ids from the first screen to the one at work."""
        return tuple(step.screen_id for step in self._trail)

    def go(self, screen_id: str, argument: Any = None) -> None:
        """Go on to a screen; Atrás comes back here."""
        self._leave_for(screen_id)
        self._trail.append(_Step(screen_id, argument))
        self._enter()

    def swap(self, screen_id: str, argument: Any = None) -> None:
        """Go to a screen from which Atrás does not come back here."""
        self._leave_for(screen_id)
        if self._trail:
            self._trail.pop()
        self._trail.append(_Step(screen_id, argument))
        self._enter()

    def start(self, screen_id: str, argument: Any = None) -> None:
        """Begin a new trail at a screen."""
        self._leave_for(screen_id)
        self._trail = [_Step(screen_id, argument)]
        self._enter()

    def restart(self, first_id: str, screen_id: str, argument: Any = None) -> None:
        """Begin a new trail whose Atrás leads to *first_id*."""
        self._leave_for(screen_id)
        self._trail = [_Step(first_id, None), _Step(screen_id, argument)]
        self._enter()

    def back(self) -> bool:
        """Go to the screen before; False when there is none."""
        if len(self._trail) < 2:
            return False
        self._leave_for(self._trail[-2].screen_id)
        self._trail.pop()
        self._enter()
        return True

    def back_to(self, screen_id: str, argument: Any = None) -> None:
        """Go back to a screen of the trail and show it something else; go on to it if not there."""
        at = next((n for n, step in enumerate(self._trail) if step.screen_id == screen_id), None)
        self._leave_for(screen_id)
        self._trail = [*self._trail[:at], _Step(screen_id, argument)]
        self._enter()

    def remember(self, argument: Any) -> None:
        """Keep what the current screen would need to be entered again."""
        if self._trail:
            self._trail[-1] = _Step(self._trail[-1].screen_id, argument)

    def cover(self, screen_id: str, argument: Any = None) -> None:
        """Hide everything behind a screen, for a lock; what happens beneath stays unseen."""
        cover = self.screen(screen_id)
        if self._cover is None:
            self._focus_before = QApplication.focusWidget()
            beneath = self._beneath()
            if beneath is not None:
                beneath.leave()
        self._cover = cover
        self._stack.setCurrentWidget(cover)
        cover.enter(argument)
        self.changed.emit(screen_id)

    def uncover(self) -> None:
        """Return to the same screen, same cursor."""
        self._cover = None
        beneath = self._beneath()
        if beneath is None:
            return
        self._stack.setCurrentWidget(beneath)
        before, self._focus_before = self._focus_before, None
        if before is not None and beneath.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        else:
            beneath.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self.changed.emit(beneath.screen_id)

    def _beneath(self) -> Screen | None:
        return self._screens[self._trail[-1].screen_id] if self._trail else None

    def _leave_for(self, screen_id: str) -> None:
        """Leave where one is; where one goes is built before, so that a failure moves nothing."""
        self.screen(screen_id)
        beneath = self._beneath()
        if beneath is not None and self._cover is None:
            beneath.leave()

    def _enter(self) -> None:
        step = self._trail[-1]
        screen = self._screens[step.screen_id]
        self._focus_before = None
        if self._cover is None:
            self._stack.setCurrentWidget(screen)
        screen.enter(step.argument)
        if self._cover is None:
            self.changed.emit(step.screen_id)
