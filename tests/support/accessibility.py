"""What must hold on any screen: names, targets, reach, and no cut text (UX §9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from tests.support.qt import OPERABLE, name_of, nodes

LEAST_PX = 36
"""Rows of dense lists; everything else is 44 (UX §5.4)."""


def problems(root: QWidget, target_px: int) -> Iterator[str]:
    """Name every operable node without a name, too small, or out of reach of the keyboard."""
    for node in nodes(root):
        state = node.state()
        if node.role() not in OPERABLE or state.invisible or state.disabled:
            continue
        widget = node.object()
        if not isinstance(widget, QWidget) or not widget.isVisible():
            continue
        name, box = name_of(node), widget.rect()  # the node's own rect is only Qt's small circle
        if not name:
            yield f"{node.role().name} {type(widget).__name__}: no accessible name"
        dense = type(widget).__name__ == "_SummaryLine"
        least = LEAST_PX * target_px // 44 if dense else target_px
        if min(box.width(), box.height()) < least:
            yield f"{name}: {box.width()}x{box.height()} px"
        if not state.focusable and not state.readOnly:
            yield f"{name}: not reachable by keyboard"


def repeated_names(root: QWidget) -> list[str]:
    """Return names that two operable nodes share; a person cannot tell those apart."""
    names = []
    for node in nodes(root):
        widget = node.object()
        if node.role() in OPERABLE and isinstance(widget, QWidget) and widget.isVisible():
            names.append((node.role().name, name_of(node)))
    return [f"{role}: {name}" for (role, name), count in Counter(names).items() if count > 1]


def cut_texts(root: QWidget) -> list[str]:
    """Return labels whose words do not fit in them, and widgets wider than their page."""
    found: list[str] = []
    for label in root.findChildren(QLabel):
        if not label.isVisible() or not label.text() or label.pixmap().width():
            continue
        if label.textFormat() is Qt.TextFormat.RichText:
            high = label.heightForWidth(label.width())
            if high > label.height() + 2:
                found.append(f"{label.text()[:60]!r}: {high} in {label.height()}")
            continue
        flags = int(label.alignment())
        if label.wordWrap():
            flags |= int(Qt.TextFlag.TextWordWrap)
        room = label.contentsRect()
        needed = QFontMetrics(label.font()).boundingRect(
            QRect(0, 0, max(1, room.width()), 100_000), flags, label.text()
        )
        if needed.height() > room.height() + 2 or needed.width() > room.width() + 2:
            found.append(
                f"{label.text()[:60]!r}: {needed.width()}x{needed.height()} in"
                f" {room.width()}x{room.height()}"
            )
    for area in root.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None and inside.width() > area.viewport().width():
            found.append(f"page {inside.width()} wider than {area.viewport().width()}")
    return found


def focus_is_seen(root: QWidget) -> str:
    """Return what is wrong with where the focus is: nothing, hidden, or outside its view."""
    here = QApplication.focusWidget()
    if here is None or not root.isAncestorOf(here):
        return "nothing has the focus"
    box = QRect(here.mapTo(root, QPoint(0, 0)), here.size())
    visible = here.visibleRegion().boundingRect()
    if visible.isEmpty():
        return f"{here.accessibleName()} has the focus and is not seen ({box})"
    return ""


def reachable_by_tab(root: QWidget) -> set[QWidget]:
    """Return every widget that Tab alone comes to, starting anywhere in *root*."""
    start = QApplication.focusWidget()
    seen: set[QWidget] = set()
    here = start
    while here is not None and here not in seen:
        seen.add(here)
        following = here.nextInFocusChain()
        while following is not None and following is not here:
            fitting = bool(following.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if fitting and following.isVisible() and following.isEnabled():
                break
            following = following.nextInFocusChain()
        here = following
    return {widget for widget in seen if root.isAncestorOf(widget)}
