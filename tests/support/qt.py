"""Drive screens the way a blind person does: by role and name, by keys, by waiting for signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Role = QAccessible.Role

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
OPERABLE = frozenset(
    {
        Role.Button,
        Role.RadioButton,
        Role.CheckBox,
        Role.EditableText,
        Role.ComboBox,
        Role.Link,
        Role.SpinBox,
        Role.Slider,
    }
)

_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Space": Qt.Key.Key_Space,
    "Backspace": Qt.Key.Key_Backspace,
    "Delete": Qt.Key.Key_Delete,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "PgUp": Qt.Key.Key_PageUp,
    "PgDown": Qt.Key.Key_PageDown,
    **{f"F{n}": Qt.Key(Qt.Key.Key_F1.value + n - 1) for n in range(1, 13)},
}
_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}


def type_text(text: str, widget: QWidget | None = None) -> None:
    """Type into *widget*, or into whatever has the focus, one key event per character.

    `QTest.keyClicks` aborts the interpreter on ñ, á, ü (STYLE §7); this carries the text itself.
    """
    for character in text:
        target = widget or QApplication.focusWidget()
        if target is None:
            raise AssertionError("nothing has the focus")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(target, event)


def press(keys: str, widget: QWidget | None = None) -> None:
    """Press a key such as `Enter`, `F12`, `Ctrl+L`; shortcuts of the window are tried first."""
    *modifier_names, name = keys.split("+")
    modifiers = Qt.KeyboardModifier.NoModifier
    for modifier in modifier_names:
        modifiers |= _MODIFIERS[modifier]
    key = _KEYS.get(name) or Qt.Key(ord(name.upper()))
    target = widget or QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "nothing has the focus"
    QTest.keyClick(target, key, modifiers)


def nodes(root: QWidget) -> Iterator[QAccessibleInterface]:
    """Walk the accessible tree below *root*, what is not visible left out."""
    top = QAccessible.queryAccessibleInterface(root)
    waiting = [top]
    while waiting:
        node = waiting.pop(0)
        state = node.state()
        if node is not top and (state.invisible or not node.isValid()):
            continue
        yield node
        children = [node.child(number) for number in range(node.childCount())]
        waiting[:0] = [child for child in children if child is not None]


def name_of(node: QAccessibleInterface) -> str:
    """Return what a screen reader calls a node."""
    return node.text(QAccessible.Text.Name).strip()


def by_name(root: QWidget, role: QAccessible.Role, name: str) -> QWidget:
    """Return the visible widget of that role and name; exactly one must be there."""
    found = [node.object() for node in nodes(root) if node.role() == role and name_of(node) == name]
    widgets = [one for one in found if isinstance(one, QWidget) and one.isVisible()]
    if len(widgets) != 1:
        there = sorted(
            f"{node.role().name}: {name_of(node)}" for node in nodes(root) if name_of(node)
        )
        raise AssertionError(f"{len(widgets)} of {role.name} “{name}”; there are {there}")
    return widgets[0]


def wait_for(holds: Callable[[], bool], *, limit_ms: int = 10_000) -> None:
    """Run the event loop until *holds*; every event is looked at, nothing sleeps."""
    loop = QEventLoop()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    limit.start(limit_ms)
    while not holds():
        if not limit.isActive():
            raise AssertionError("it did not come true in time")
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
