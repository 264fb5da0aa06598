"""`ventanilla-forms preview FILE` and `ventanilla preview FILE`: composition root of the preview.

No profile is opened and nothing is written: what is answered is gone with the window.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.services.preview import PreviewService
from kiosk.settings import LANGUAGES, ZOOM_PERCENTS, Settings, read_settings
from kiosk.texts import Texts
from sync.clock import SystemClock, system_random

DONE, UNREADABLE = 0, 11


def command(words: Sequence[str]) -> int:
    """Show the form that *words* name, in a window; return when it is closed.

    Exit status 0, or 11 where there is no such file.
    """
    asked = parser().parse_args(words)
    settings = read_settings(None)
    return run(
        asked.file,
        asked.media,
        replace(
            settings,
            language=asked.language or settings.language,
            zoom_percent=asked.zoom or settings.zoom_percent,
            high_contrast=asked.contrast or settings.high_contrast,
        ),
    )


def parser() -> argparse.ArgumentParser:
    """Return what the command line may say."""
    found = argparse.ArgumentParser(
        prog="ventanilla-forms preview", description="try a form in both modes; nothing is kept"
    )
    add_arguments(found)
    return found


def add_arguments(to: argparse.ArgumentParser) -> None:
    """Add file, media and looks."""
    to.add_argument("file", type=Path, help="workbook (.xlsx .xls .csv .md) or XForm XML")
    to.add_argument("--media", type=Path, help="folder with the files the form names")
    to.add_argument("--language", choices=LANGUAGES, help="of the screens")
    to.add_argument("--zoom", type=int, choices=ZOOM_PERCENTS, help="percent")
    to.add_argument("--contrast", action="store_true", help="high contrast")


def run(file: Path, media: Path | None, settings: Settings) -> int:
    """Show one file until its window is closed; return the exit status."""
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.background import Background
    from kiosk.ui.collector import GuiCollector
    from kiosk.ui.preview.window import PreviewWindow
    from kiosk.ui.theme import contrast_asked, load_fonts, load_theme

    if not file.is_file():
        print(f"cannot read {file}", file=sys.stderr)
        return UNREADABLE
    clock = SystemClock()
    texts = Texts(settings.translations, settings.language, clock)
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Ventanilla")
    application.setStyle("Fusion")
    load_fonts(settings.resources)
    theme = load_theme(
        settings.resources,
        contrast=contrast_asked(settings.high_contrast),
        zoom_percent=settings.zoom_percent,
    )
    collector = GuiCollector()
    collector.start()
    background, reader = Background(clock, system_random), Background(clock, system_random)
    service = PreviewService(file, media, texts, clock, system_random)
    window = PreviewWindow(service, settings, theme, texts, background, reader)
    window.closed.connect(application.quit)
    window.show()
    window.read()
    application.exec()
    service.stop_reading()
    for worker in (reader, background):
        worker.stop()
    window.deleteLater()
    application.processEvents()
    collector.stop()
    return DONE
