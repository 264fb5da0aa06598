"""`ventanilla-forms preview FILE` and `ventanilla preview FILE`: composition root of the preview.

No profile is opened and nothing is written: what is answered is gone with the window.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.services.preview import PreviewService
from kiosk.settings import LANGUAGES, ZOOM_PERCENTS, Settings, read_settings
from kiosk.texts import Texts
from sync.clock import SystemClock, system_random

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kiosk.ui.theme import Theme

DONE, UNREADABLE = 0, 11


def command(words: Sequence[str]) -> int:
    """Show the form that *words* name, in a window; return when it is closed.

    Exit status 0, or 11 where there is no such file.
    """
    asked = parser().parse_args(words)
    settings = read_settings(None)
    wished = replace(
        settings,
        language=asked.language or settings.language,
        zoom_percent=asked.zoom or settings.zoom_percent,
        high_contrast=asked.contrast or settings.high_contrast,
    )
    return run(asked.file, asked.media, wished)


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


class Preview:
    """The window of one file, with the two threads that work for it."""

    def __init__(
        self, file: Path, media: Path | None, settings: Settings, texts: Texts, theme: Theme
    ) -> None:
        """Build it; `open` shows it and begins to read."""
        from kiosk.ui.background import Background
        from kiosk.ui.preview.window import PreviewWindow

        clock = SystemClock()
        self._background = Background(clock, system_random)
        self._reader = Background(clock, system_random)
        self._service = PreviewService(file, media, texts, clock, system_random)
        self.window = PreviewWindow(
            self._service, settings, theme, texts, self._background, self._reader
        )
        self._over = False
        self.window.closed.connect(self.close)

    def open(self) -> None:
        """Show the window and read the file."""
        self.window.show()
        self.window.read()

    def close(self) -> None:
        """End reading and both threads, and let the window go; may be called twice."""
        if self._over:
            return
        self._over = True
        self.window.end()
        self._service.stop_reading()
        for worker in (self._reader, self._background):
            worker.stop()
        self.window.hide()
        self.window.deleteLater()


def media_of(file: Path, given: Path | None) -> Path | None:
    """Return the folder with a form's files: the one given, else `NAME-media` beside the form."""
    beside = file.with_name(f"{file.stem}-media")
    return given or (beside if beside.is_dir() else None)


def choose_form(parent: QWidget, texts: Texts) -> Path | None:
    """Let a person choose a form's file; None where none was chosen."""
    from PySide6.QtWidgets import QFileDialog

    kinds = f"{texts.text('preview-files')} (*.xlsx *.xlsm *.xls *.csv *.md *.xml)"
    name, _ = QFileDialog.getOpenFileName(parent, texts.text("preview-choose"), "", kinds)
    return Path(name) if name else None


def run(file: Path, media: Path | None, settings: Settings) -> int:
    """Show one file until its window is closed; return the exit status."""
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.collector import GuiCollector
    from kiosk.ui.theme import contrast_asked, load_fonts, load_theme

    if not file.is_file():
        print(f"cannot read {file}", file=sys.stderr)
        return UNREADABLE
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
    texts = Texts(settings.translations, settings.language, SystemClock())
    collector = GuiCollector()
    collector.start()
    preview = Preview(file, media_of(file, media), settings, texts, theme)
    preview.window.closed.connect(application.quit)
    preview.open()
    application.exec()
    preview.close()
    application.processEvents()
    collector.stop()
    return DONE
