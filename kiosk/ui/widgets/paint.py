"""Small drawings shared by the painted widgets: key cap, arch, the three result marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPainterPath, QPen

from kiosk.ui.theme import Theme

_RETURN_WORD = "Enter"


def keycap_size(theme: Theme, key: str) -> QSize:
    """Return how large a key cap for *key* is; nothing for no key."""
    if not key or theme.large:
        return QSize(0, 0)  # help (F1) still lists every key
    width = QFontMetrics(theme.font("caption", bold=True)).horizontalAdvance(key)
    if key == _RETURN_WORD:
        width += theme.space(1) + theme.size("keycap-icon")
    return QSize(width + 2 * theme.size("keycap-pad"), theme.size("keycap"))


def draw_keycap(painter: QPainter, theme: Theme, box: QRect, key: str, ink: str) -> None:
    """Draw a key cap that fills *box*; an empty box stays empty."""
    if box.isEmpty():
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(ink), theme.size("hairline")))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(
        QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), *(theme.size("keycap-radius"),) * 2
    )
    painter.setFont(theme.font("caption", bold=True))
    if key == _RETURN_WORD:
        icon = theme.size("keycap-icon")
        text_box = box.adjusted(theme.size("keycap-pad"), 0, 0, 0)
        painter.drawText(
            text_box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), key
        )
        painter.drawPixmap(
            box.right() - theme.size("keycap-pad") - icon + 1,
            box.center().y() - icon // 2 + 1,
            theme.icon("corner-down-left", ink, icon),
        )
    else:
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), key)
    painter.restore()


def arch(box: QRectF) -> QPainterPath:
    """Return the arch: half circle on top, square feet."""
    path = QPainterPath()
    radius = box.width() / 2
    path.moveTo(box.left(), box.bottom())
    path.lineTo(box.left(), box.top() + radius)
    path.arcTo(QRectF(box.left(), box.top(), box.width(), box.width()), 180, -180)
    path.lineTo(box.right(), box.bottom())
    path.closeSubpath()
    return path


def draw_avatar(
    painter: QPainter, theme: Theme, box: QRect, initials: str, ground: str, ink: str
) -> None:
    """Draw initials in an arch."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawPath(arch(QRectF(box)))
    painter.setPen(theme.colour(ink))
    font = theme.font("caption", bold=True)
    font.setPixelSize(max(font.pixelSize() - 1, round(box.height() * 0.32)))
    painter.setFont(font)
    painter.drawText(
        box.adjusted(0, box.height() // 10, 0, 0), int(Qt.AlignmentFlag.AlignCenter), initials
    )
    painter.restore()


def draw_tick_disc(painter: QPainter, theme: Theme, box: QRectF, ground: str, ink: str) -> None:
    """Draw a filled circle with a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(theme.colour(ground)))
    painter.drawEllipse(box)
    pen = QPen(theme.colour(ink), box.width() * 0.12)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y, w = box.left(), box.top(), box.width()
    painter.drawPolyline(
        [
            QPointF(x + w * 0.29, y + w * 0.52),
            QPointF(x + w * 0.44, y + w * 0.66),
            QPointF(x + w * 0.72, y + w * 0.36),
        ]
    )
    painter.restore()


def draw_button_face(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    *,
    ground: str,
    edge: str | None = None,
    line: str | None = None,
    down: bool = False,
) -> QRectF:
    """Draw a solid button and return the rectangle of its face; pressed, it lies on its edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = theme.radius()
    face = QRectF(box)
    if edge is not None:
        depth = theme.size("button-edge")
        if down:
            face.adjust(0, depth, 0, 0)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(edge))
            painter.drawRoundedRect(face, radius, radius)
            face.adjust(0, 0, 0, -depth)
    painter.setBrush(theme.colour(ground))
    if line is not None:
        width = theme.size("input-border")
        painter.setPen(QPen(theme.colour(line), width))
        painter.drawRoundedRect(
            face.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius
        )
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(face, radius, radius)
    painter.restore()
    return face
