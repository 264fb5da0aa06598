"""Works the app as a person with a keyboard and a screen reader does: by role, name and key.

It runs inside the app's process, on the GUI thread, and turns the event loop while it waits. It
knows no class of a screen: controls are found in the accessible tree, keys go where the focus is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

T = TypeVar("T")
PATIENCE_SECONDS = 30.0
_TURN_MS = 10


class NotFound(AssertionError):
    """A control, a screen or a word that should be there is not."""


class Robot:
    """Hands and eyes for one window."""

    def __init__(self, window: QWidget, busy: Callable[[], bool]) -> None:
        self._window = window
        self._busy = busy

    # ------------------------------------------------------------------------------ eyes

    def screen_id(self) -> str:
        """Return the id of the screen that is seen (UX §2)."""
        for stack in self._window.findChildren(QStackedWidget):
            current = stack.currentWidget()
            screen_id = getattr(current, "screen_id", "")
            if screen_id:
                return str(screen_id)
        return ""

    def controls(self) -> Iterator[tuple[QAccessible.Role, str, QWidget]]:
        """Yield role, name and widget of everything that can be seen, in reading order."""
        root = QAccessible.queryAccessibleInterface(self._window)
        if root is not None:
            yield from _walk(root)

    def find(self, name: str) -> QWidget | None:
        """Return the control that can take the focus and has exactly this name.

        On Unix Qt gives a list the chosen item as its name and leaves the label to a relation; the
        name it was given counts as well.
        """
        for _, own, widget in self.controls():
            named = name in (own, widget.accessibleName())
            if named and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                return widget
        return None

    def named(self, role: QAccessible.Role) -> list[str]:
        """Return the names of the controls of a role, in reading order."""
        return [name for own, name, _ in self.controls() if own == role and name]

    def words(self) -> str:
        """Return every word that can be read, in reading order."""
        return "\n".join(name for _, name, _ in self.controls() if name)

    def wait(self, what: str, seen: Callable[[], T | None], seconds: float = PATIENCE_SECONDS) -> T:
        """Turn the event loop until *seen* answers; raises NotFound, with what there is instead."""
        clock = QElapsedTimer()
        clock.start()
        while True:
            answer = seen()
            if answer:
                return answer
            if clock.elapsed() > seconds * 1000:
                raise NotFound(f"{what}; on screen {self.screen_id()}:\n{self.words()}")
            self.turn(_TURN_MS)

    def turn(self, milliseconds: int) -> None:
        """Let the app work for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait_screen(self, *screen_ids: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait for one of these screens, with all it shows, and return which came."""

        def seen() -> str | None:
            now = self.screen_id()
            return now if now in screen_ids and not self._busy() else None

        return self.wait(f"screen {' or '.join(screen_ids)} does not come", seen, seconds)

    def wait_words(self, words: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until these words can be read."""
        self.wait(f"not to be read: {words}", lambda: words in self.words() or None, seconds)

    def picture(self, file: Path) -> None:
        """Keep what is seen as a PNG."""
        self.wait("the app is at rest", lambda: not self._busy() or None)
        self.turn(150)  # the fade between screens is over
        file.parent.mkdir(parents=True, exist_ok=True)
        if not self._window.grab().save(str(file), "PNG"):
            raise NotFound(f"{file} could not be written")

    # ----------------------------------------------------------------------------- hands

    def focus(self, name: str) -> QWidget:
        """Wait for a control, put the focus on it as the Tab key does, and return it."""

        def focused() -> QWidget | None:
            widget = self.find(name)
            if widget is None:
                return None
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return widget if QApplication.focusWidget() is widget else None

        return self.wait(f"no control called «{name}» takes the focus", focused)

    def press(self, name: str) -> None:
        """Put the focus on a button or choice and press it with the space bar."""
        self.focus(name)
        self.key("Space")

    def fill(self, name: str, text: str) -> None:
        """Replace what stands in a field by *text*, key by key."""
        self.focus(name)
        self.key("Ctrl+A")
        self.key("Del")
        self.type(text)

    def draw(self, name: str) -> None:
        """Draw a line on the paper with this name, as a finger does."""
        paper = self.focus(name)
        button = Qt.MouseButton.LeftButton
        QTest.mousePress(paper, button, pos=QPoint(30, 50))
        for step in range(1, 9):
            QTest.mouseMove(paper, QPoint(30 + 20 * step, 50 + (30 if step % 2 else -20)))
        QTest.mouseRelease(paper, button, pos=QPoint(210, 60))

    def key(self, spelling: str) -> None:
        """Press and release one key, spelt as in help (`F2`, `Ctrl+Return`)."""
        QTest.keySequence(QApplication.focusWidget() or self._window, QKeySequence(spelling))

    def type(self, text: str) -> None:
        """Type into what has the focus, one press and release per character.

        QTest.keyClicks aborts the interpreter at ñ, á, ü: each key carries its text instead.
        """
        for character in text:
            target = QApplication.focusWidget()
            if target is None:
                raise NotFound(f"nothing has the focus while typing {character!r}")
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(target, event)


def _walk(node: QAccessibleInterface) -> Iterator[tuple[QAccessible.Role, str, QWidget]]:
    for number in range(node.childCount()):
        child = node.child(number)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        widget = child.object()
        if isinstance(widget, QWidget) and widget.isVisible():
            yield child.role(), child.text(QAccessible.Text.Name), widget
        yield from _walk(child)
