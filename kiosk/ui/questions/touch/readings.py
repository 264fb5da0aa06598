"""Codes and places: what a scanner or a receiver gives, and what is said without one."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent

from kiosk.devices.ports import Position
from kiosk.errors import KnownError
from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.media import FRAME_MS, Finder
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.questions.touch.text import TouchText
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Notice
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.touch import TouchButton


class TouchBarcode(TouchText):
    """A code: a scanner that types, the camera where there is one, or keys."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self.finder: Finder | None = None
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self.look)
        self.edit.returnPressed.connect(self._read_by_wedge)
        self._said = Notice(theme, "scan", texts.text("touch-scan-how"), "info")
        self.body.insertWidget(1, self._said)
        if tools.camera is not None and tools.scanner is not None and not view.readonly:
            self.scan = TouchButton(theme, texts.text("touch-scan"), icon="scan")
            self.scan.clicked.connect(self._begin)
            self.body.insertWidget(2, self.scan)
            self.finder = Finder(theme)
            self.finder.hide()
            self.body.insertWidget(3, self.finder, 1)

    def _read_by_wedge(self) -> None:
        self.commit()
        self.pad_done.emit()

    def _begin(self) -> None:
        if self.finder is not None:
            self.finder.show()
            self.pad_done.emit()
            self._frames.start()
            self.look()

    def look(self) -> None:
        """Look for a code in what the camera sees now."""
        camera, scanner = self.tools.camera, self.tools.scanner
        if camera is None or scanner is None or self.finder is None:
            return
        try:
            frame = camera.preview()
        except KnownError:
            self._end()
            self._said.words.setText(self.texts.text("touch-photo-gone"))
            return
        self.finder.show_picture(frame, taken=False)
        codes = scanner.read_image(frame)
        if codes:
            self._end()
            self.edit.setText(codes[0])
            announce(self.edit, self.texts.text("touch-scan-read"))
            self.commit()

    def _end(self) -> None:
        self._frames.stop()
        if self.finder is not None:
            self.finder.show_picture(b"", taken=False)
            self.finder.hide()
        if self.tools.camera is not None:
            self.tools.camera.close()

    def release(self) -> None:
        super().release()
        if self._frames.isActive():
            self._end()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.release()

    def forget(self) -> None:
        self._end()
        super().forget()


class TouchPlace(TouchQuestion):
    """The place of the office, shown before it is used; or where the device is now."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self._value = ""
        source = tools.position
        fixed = source is not None and source.fixed
        self._shown = Notice(theme, "map-pin", "", "info")
        self._shown.words.setFont(theme.font("body-2", bold=True))
        self.body.addWidget(self._shown)
        words = "touch-place-office" if fixed else "touch-place-here"
        self.use = TouchButton(theme, texts.text(words), icon="map-pin")
        self.use.clicked.connect(self._use)
        self.body.addWidget(self.use)
        self.body.addStretch(1)
        self.head.set_own_inputs(self.use)
        self.begin(view)

    def _use(self) -> None:
        source = self.tools.position
        if source is None:
            return
        try:
            place = source.position()
        except KnownError:
            self._shown.words.setText(self.texts.text("touch-place-none"))
            return
        self.set_typed(stored_place(place))
        self.commit()

    def typed(self) -> str:
        return self._value

    def set_typed(self, text: str) -> None:
        self._value = text
        parts = text.split()
        if len(parts) < 2:
            self._shown.words.setText(self.texts.text("touch-place-blank"))
            return
        accuracy = parts[3].partition(".")[0] if len(parts) > 3 else "0"
        self._shown.words.setText(
            self.texts.text(
                "touch-place-shown", latitude=parts[0], longitude=parts[1], accuracy=accuracy
            )
        )


def stored_place(place: Position) -> str:
    """Return a position as a form stores it: latitude, longitude, altitude, accuracy."""
    return (
        f"{place.latitude_degrees:.7f} {place.longitude_degrees:.7f}"
        f" {place.altitude_m:.1f} {place.accuracy_m:.1f}"
    )
