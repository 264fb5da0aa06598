"""The form as a citizen sees it: a panel in its true proportions, as large as there is room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.preview import PreviewService
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.selfservice.form import FormPages, Looks, Work
from kiosk.ui.theme import Contrast, KioskTheme, load_kiosk_theme

_PANEL_MM = (270, 480)
"""A panel of 21.5 inches, upright: what the sizes of kiosk mode were drawn for."""


class KioskSide(QWidget):
    """A panel to touch with the mouse. Letra and Contraste work as at the kiosk."""

    failed = Signal(object)
    ended = Signal()
    page_shown = Signal(object)

    def __init__(
        self,
        resources: Path,
        texts: Texts,
        work: Work,
        tools: Tools,
        *,
        language_kept: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._resources, self._texts, self._work, self._tools = resources, texts, work, tools
        self._language_kept = language_kept
        self._lying = False
        self._looks = Looks()
        self.pages: FormPages | None = None
        self._service: PreviewService | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(QSize(200, 200))

    def start(self, service: PreviewService) -> None:
        """Show the page the form is at."""
        self._service = service
        self.forget()
        theme = self._theme()
        pages = FormPages(
            theme, self._texts, service.runner, self._work, tools=self._tools, looks=self._looks
        )
        pages.looks_wanted.connect(self._change_looks)
        pages.failed.connect(self.failed.emit)
        pages.ended.connect(self.ended.emit)
        pages.finish_wanted.connect(self.ended.emit)
        pages.page_shown.connect(lambda page: self._language_kept(page.language))
        pages.page_shown.connect(self.page_shown.emit)
        self.pages = pages
        self._column.addWidget(pages, 0, Qt.AlignmentFlag.AlignHCenter)
        pages.setFixedSize(self._panel())
        pages.start()

    def turn(self) -> None:
        """Lay the panel down, or stand it up."""
        self._lying = not self._lying
        self._redraw()

    def _panel(self) -> QSize:
        """Return how large the panel is drawn."""
        across, down = _PANEL_MM if not self._lying else (_PANEL_MM[1], _PANEL_MM[0])
        return QSize(across, down).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)

    def _theme(self) -> KioskTheme:
        down = _PANEL_MM[0] if self._lying else _PANEL_MM[1]
        contrast = Contrast.HIGH if self._looks.high_contrast else Contrast.LIGHT
        return load_kiosk_theme(
            self._resources,
            px_per_mm=max(0.5, self._panel().height() / down),
            contrast=contrast,
            large_letters=self._looks.large_letters,
        )

    def _change_looks(self, looks: Looks) -> None:
        self._looks = looks
        self._redraw()

    def _redraw(self) -> None:
        if self.pages is not None:
            self.pages.setFixedSize(self._panel())
            self.pages.show_looks(self._theme(), self._looks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.pages is not None and self.pages.size() != self._panel():
            self._redraw()

    def commit(self) -> None:
        """Say what is typed and was not said yet."""
        if self.pages is not None and self.pages.page is not None:
            self.pages.page.commit()

    def forget(self) -> None:
        """Take the panel away."""
        if self.pages is not None:
            self.pages.forget()
            self.pages.frame.stop()
            self.pages.hide()
            self.pages.deleteLater()
            self.pages = None
