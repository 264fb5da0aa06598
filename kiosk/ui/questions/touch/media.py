"""Signatures, drawings and photos."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.devices.ports import Camera
from kiosk.errors import KnownError
from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Given, Tools
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.questions.touch.text import appearances
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Kind
from kiosk.ui.widgets.canvas import Canvas
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import TouchButton

FRAME_MS, COUNT_MS, COUNT_FROM = 100, 1000, 3
_PNG, _JPEG = b"\x89PNG", b"\xff\xd8"


def media_type_of(picture: bytes) -> str:
    """Return what an encoded picture is, by its first bytes."""
    return "image/png" if picture.startswith(_PNG) else "image/jpeg"


class TouchSignature(TouchQuestion):
    """Sign or draw with a finger. *Borrar* wipes; kept when the page is left."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        signature = "signature" in appearances(view)
        self._dirty = False
        self.canvas = Canvas(theme, ratio=0.5)
        name = texts.text("touch-canvas-sign" if signature else "touch-canvas-draw")
        self.canvas.setAccessibleName(name)
        self.canvas.drawn.connect(self._drawn)
        self.canvas.set_readonly(view.readonly)
        self.body.addWidget(self.canvas, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.size("gutter"))
        self.wipe = TouchButton(theme, texts.text("touch-wipe"), icon="eraser")
        self.wipe.clicked.connect(self._wiped)
        self.back = TouchButton(theme, texts.text("touch-undo-line"), icon="arrow-back-up")
        self.back.clicked.connect(self.canvas.undo)
        row.addWidget(self.wipe)
        row.addWidget(self.back)
        row.addStretch(1)
        self.body.addLayout(row)
        self.head.set_own_inputs(self.canvas)
        self.begin(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        kept = view.attachment
        if kept is not None and not self.canvas.strokes:
            self.canvas.set_background(kept.preview)

    def _drawn(self) -> None:
        self._dirty = bool(self.canvas.strokes)

    def _wiped(self) -> None:
        self.canvas.clear()
        self.canvas.set_background(b"")
        self._dirty = False
        if self.view.value:
            self.answered.emit(self.view.path, "")

    def commit(self) -> None:
        """Hand over what was drawn since the last time."""
        if not self._dirty or self.view.readonly:
            return
        self._dirty = False
        content = self.canvas.png(_most_px(self.view))
        given = Given(content=content, media_type="image/png", file_name="drawing.png")
        self.attached.emit(self.view.path, given)

    def forget(self) -> None:
        self._dirty = False
        self.canvas.forget()
        super().forget()


def _most_px(view: QuestionView) -> int:
    wished = view.parameters.get("max-pixels", "")
    return int(wished) if wished.isdigit() else 0


class Finder(QWidget):
    """What the camera sees, with corners that say where to hold the paper; or the picture taken."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._image, self._count, self._taken = theme, QImage(), 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.size("camera-least"))

    def show_picture(self, picture: bytes, *, taken: bool) -> None:
        """Show an encoded picture; b"" shows none."""
        image = QImage()
        if picture:
            image.loadFromData(picture)
        self._image, self._taken = image, taken
        self.update()

    def show_count(self, seconds: int) -> None:
        """Show how many seconds are left; 0 shows none."""
        self._count = seconds
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * self._theme.size("camera-least"), self._theme.size("camera-least"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.colour("strip"))
        if not self._image.isNull():
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(place, self._image)
        if not self._taken:
            self._corners(painter)
        if self._count:
            side = theme.size("frame-corner") * 2
            spot = QRectF(0, 0, side, side)
            spot.moveCenter(QRectF(self.rect()).center())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("strip"))
            painter.drawEllipse(spot)
            painter.setPen(theme.colour("on-strip"))
            painter.setFont(theme.font("amount"))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(self._count))
        painter.end()

    def _corners(self, painter: QPainter) -> None:
        theme = self._theme
        long, inset = theme.size("frame-corner"), theme.space(6)
        box = self.rect().adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.colour("focus"), theme.size("track") / 2))
        for x, across in ((box.left(), 1), (box.right(), -1)):
            for y, down in ((box.top(), 1), (box.bottom(), -1)):
                painter.drawLine(x, y, x + across * long, y)
                painter.drawLine(x, y, x, y + down * long)


class TouchCamera(TouchQuestion):
    """A photo: frame, countdown, *Repetir*. Nothing is kept of what the camera saw before."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools, camera: Camera
    ) -> None:
        super().__init__(theme, texts, view, tools)
        self._camera = camera
        self._left = 0
        self.finder = Finder(theme)
        self.body.addWidget(self.finder, 1)
        self._said = Text(theme, "", "body-2", bold=True)
        self.body.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(theme.size("gutter"))
        words = texts.text("touch-photo-take")
        self.take = TouchButton(theme, words, Kind.SECONDARY, icon="camera")
        self.take.clicked.connect(self._begin_count)
        self.again = TouchButton(theme, texts.text("touch-photo-again"), icon="refresh")
        self.again.clicked.connect(self._again)
        row.addWidget(self.take)
        row.addWidget(self.again)
        row.addStretch(1)
        self.body.addLayout(row)
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self.look)
        self._seconds = QTimer(self)
        self._seconds.setInterval(COUNT_MS)
        self._seconds.timeout.connect(self.tick)
        self._taken = b""
        self.begin(view)
        self._live(view.attachment is None and not view.readonly)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        kept = view.attachment
        if kept is not None and not self._frames.isActive():
            self.finder.show_picture(self._taken or kept.preview, taken=True)

    def _live(self, live: bool) -> None:
        self.take.setVisible(live)
        self.again.setVisible(not live and not self.view.readonly)
        if live:
            self._said.setText(self.texts.text("touch-photo-hold"))
            self._frames.start()
            self.look()
        else:
            self._frames.stop()

    def look(self) -> None:
        """Show what the camera sees now; say so where it does not answer."""
        try:
            self.finder.show_picture(self._camera.preview(), taken=False)
        except KnownError:
            self._gone()

    def _gone(self) -> None:
        self._frames.stop()
        self._seconds.stop()
        self.take.hide()
        self.again.hide()
        self._said.setText(self.texts.text("touch-photo-gone"))
        announce(self._said, self._said.text())

    def _begin_count(self) -> None:
        self._left = COUNT_FROM
        self.finder.show_count(self._left)
        self.take.setEnabled(False)
        self._seconds.start()

    def tick(self) -> None:
        """Let one second of the countdown pass; at its end take the picture."""
        self._left -= 1
        self.finder.show_count(self._left)
        if self._left > 0:
            announce(self.finder, str(self._left))
            return
        self._seconds.stop()
        self.take.setEnabled(True)
        try:
            self._taken = self._camera.picture()
        except KnownError:
            self._gone()
            return
        self._live(False)
        self.show_taken(self._taken)
        self._said.setText(self.texts.text("touch-photo-taken"))
        announce(self._said, self._said.text())
        kind = media_type_of(self._taken)
        name = "photo.png" if kind == "image/png" else "photo.jpg"
        self.attached.emit(
            self.view.path, Given(content=self._taken, media_type=kind, file_name=name)
        )

    def show_taken(self, picture: bytes) -> None:
        """Show the picture that was taken."""
        self.finder.show_picture(picture, taken=True)

    def _again(self) -> None:
        self._taken = b""
        self._live(True)

    def release(self) -> None:
        """Let go of the camera: it sees nothing while its page is not shown (UX §8.5)."""
        super().release()
        self._frames.stop()
        self._seconds.stop()
        self._camera.close()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.release()

    def commit(self) -> None:
        """Say nothing: a photo is handed over when it is taken."""

    def forget(self) -> None:
        self.release()
        self._taken = b""
        self.finder.show_picture(b"", taken=False)
        super().forget()


class TouchAnnotate(TouchCamera):
    """A photo on which one draws with a finger: *Borrar todo* wipes the lines, not the photo."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools, camera: Camera
    ) -> None:
        self.canvas = Canvas(theme)
        self._dirty = False
        super().__init__(theme, texts, view, tools, camera)
        self.canvas.setAccessibleName(texts.text("touch-canvas-draw"))
        self.canvas.drawn.connect(self._drawn)
        self.body.insertWidget(1, self.canvas, 1)
        self.wipe = TouchButton(theme, texts.text("touch-wipe"), icon="eraser")
        self.wipe.clicked.connect(self.canvas.clear)
        self.body.addWidget(self.wipe, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_canvas(bool(view.attachment))

    def _show_canvas(self, shown: bool) -> None:
        self.canvas.setVisible(shown)
        self.finder.setVisible(not shown)
        if hasattr(self, "wipe"):
            self.wipe.setVisible(shown and not self.view.readonly)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        if view.attachment is not None and not self._taken and not self.canvas.strokes:
            self.canvas.set_background(view.attachment.preview)

    def show_taken(self, picture: bytes) -> None:
        self.canvas.clear()
        self.canvas.set_background(picture)
        self._show_canvas(True)

    def _again(self) -> None:
        self.canvas.clear()
        self._dirty = False
        self._show_canvas(False)
        super()._again()

    def _drawn(self) -> None:
        self._dirty = bool(self.canvas.strokes)

    def commit(self) -> None:
        """Hand over photo and lines together, if something was drawn since the last time."""
        if self._dirty and not self.view.readonly:
            self._dirty = False
            content = self.canvas.png(_most_px(self.view))
            given = Given(content=content, media_type="image/png", file_name="drawing.png")
            self.attached.emit(self.view.path, given)

    def forget(self) -> None:
        self._dirty = False
        self.canvas.forget()
        super().forget()
