"""A real Chromium without a window, as a phone holds it; skipped, with a line, where none is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WHERE = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 640}


@contextmanager
def chromium() -> Iterator[object]:
    """Give a started browser; skip the test where there is no Chromium on this machine."""
    playwright = pytest.importorskip("playwright.sync_api", reason="browser: no playwright here")
    found = next((path for name in WHERE if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("browser: no Chromium here (apt-get install chromium)")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=found, args=list(ARGUMENTS), headless=True
        )
        yield browser
        browser.close()


def keep_picture(page: object, name: str) -> None:
    """Write a picture of the whole page where somebody asked for pictures to look at."""
    folder = os.environ.get("VENTANILLA_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)  # type: ignore[attr-defined]
