"""Pictures of V48: `VENTANILLA_GALLERY=OUTDIR python -m pytest tests/ui/report_gallery.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.ui.theme import Contrast
from tests.support.desk import SIZE, SMALL, Desk
from tests.support.report_walk import walk_reports

FOLDER = os.environ.get("VENTANILLA_GALLERY")


@pytest.mark.skipif(FOLDER is None, reason="pictures only where a folder is named")
@pytest.mark.parametrize(
    ("contrast", "zoom_percent", "size"),
    [(Contrast.LIGHT, 100, SIZE), (Contrast.HIGH, 100, SIZE), (Contrast.LIGHT, 200, SMALL)],
)
def test_draw(
    make_desk: Callable[..., Desk], contrast: Contrast, zoom_percent: int, size: tuple[int, int]
) -> None:
    """Draw each state of the walk."""
    desk = make_desk(contrast=contrast, zoom_percent=zoom_percent, size=size)
    folder = Path(str(FOLDER))
    folder.mkdir(parents=True, exist_ok=True)
    for name in walk_reports(desk):
        picture = f"{name.replace(' ', '-')}-{contrast.value}-{zoom_percent}.png"
        assert desk.shell.grab().save(str(folder / picture))
