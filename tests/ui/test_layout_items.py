"""A trap of the binding that no screen may step into."""

from __future__ import annotations

import re
from pathlib import Path

SCREENS = Path(__file__).resolve().parent.parent.parent / "kiosk" / "ui"
OWN_LAYOUTS = "layouts.py"  # a layout of our own has to answer itemAt, and asks nobody for it


def test_no_screen_asks_a_layout_for_its_items() -> None:
    """`itemAt` leaves wrappers behind that crash the program when an address is used again."""
    found = [
        f"{path.name}: {call}"
        for path in sorted(SCREENS.rglob("*.py"))
        if path.name != OWN_LAYOUTS
        for call in re.findall(r"\.itemAt\w*\(", path.read_text(encoding="utf-8"))
    ]

    assert found == []
