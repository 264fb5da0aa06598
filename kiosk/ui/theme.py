"""Tokens become a palette, one style sheet, fonts and pictures; nowhere else are sizes or colours.

`resources/theme/tokens.json` holds the values (UX §5, §14). A widget asks for
`theme.size("input")`, `theme.space(3)`, `theme.colour("ink")`, and never writes a number of its
own.
"""

from __future__ import annotations

import json
import math
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.settings import ZOOM_PERCENTS

_ROOMY_PERCENT = 125


class Contrast(Enum):
    """The two themes; there is no dark theme."""

    LIGHT = "light"
    HIGH = "contrast"


class Theme:
    """Answers every question about looks, at one contrast and one zoom."""

    def __init__(
        self, tokens: dict[str, Any], pictures: Path, contrast: Contrast, zoom_percent: int
    ) -> None:
        self.contrast = contrast
        self.zoom_percent = zoom_percent
        self._pictures = pictures
        self._colours: dict[str, str] = tokens["colour"][contrast.value]
        self._types: dict[str, dict[str, int]] = tokens["type"]["field"]
        self._family: str = tokens["type"]["family"]
        self._sizes: dict[str, Any] = tokens["size"]["field"]
        self._spaces: dict[str, int] = tokens["space"]["field"]
        self._radii: dict[str, Any] = tokens["radius"]
        self._ring: dict[str, float] = tokens["focus-ring"]["field"]
        self.fade_ms: int = tokens["motion"]["screen-change-ms"]
        self._cache: dict[tuple[str, str, int, float], QPixmap] = {}

    def px(self, value: float) -> int:
        """Return a length at this zoom, in device-independent pixels, at least 1."""
        return max(1, round(value * self.zoom_percent / 100))

    def size(self, name: str) -> int:
        """Return a named length in px at this zoom."""
        return self.px(self._sizes[name])

    def pair(self, name: str) -> QSize:
        """Return a named width and height in px at this zoom."""
        width, height = self._sizes[name]
        return QSize(self.px(width), self.px(height))

    @property
    def kiosk(self) -> bool:
        """Whether this is the looks of a kiosk: touched, read from a step away."""
        return False

    @property
    def large(self) -> bool:
        """Whether zoom leaves so little room that key caps and second lines of bars give way."""
        return self.zoom_percent > _ROOMY_PERCENT

    def window_size(self) -> QSize:
        """Return how large the window opens; zoom makes what is inside larger, not the window."""
        width, height = self._sizes["window"]
        return QSize(width, height)

    def plain(self, name: str) -> int:
        """Return a named number that zoom does not touch (px of a code's module, a count)."""
        return int(self._sizes[name])

    def space(self, step: int) -> int:
        """Return step 1…8 of the spacing scale in px at this zoom."""
        return self.px(self._spaces[str(step)])

    def radius(self, name: str = "field") -> int:
        """Return a corner radius in px at this zoom."""
        return self.px(self._radii[name])

    def ring(self) -> tuple[int, int]:
        """Return the widths of the yellow and of the outer focus ring, in px."""
        return round(self._ring["focus"]), round(self._ring["focus-ring"] + 0.01)

    def colour(self, role: str) -> QColor:
        """Return a colour by its role."""
        return QColor(self._colours[role])

    def font(self, role: str, *, bold: bool | None = None) -> QFont:
        """Return the type of a role; labels, headings and amounts are bold unless told."""
        font = QFont(self._family)
        font.setPixelSize(self.px(self._types[role]["size"]))
        heavy = role not in ("body", "caption") if bold is None else bold
        font.setWeight(QFont.Weight.Bold if heavy else QFont.Weight.Normal)
        return font

    def icon(self, name: str, colour_role: str, size_px: int) -> QPixmap:
        """Return an outline icon in a colour, *size_px* wide and high (already zoomed)."""
        ratio = _device_ratio()
        key = (name, colour_role, size_px, ratio)
        if key not in self._cache:
            svg = (self._pictures / "icons" / f"{name}.svg").read_text(encoding="utf-8")
            svg = svg.replace("currentColor", self._colours[colour_role])
            if size_px > self.size("icon-stroke-2-until"):
                svg = svg.replace('stroke-width="2"', 'stroke-width="1.8"')
            self._cache[key] = _drawn(svg.encode(), QSize(size_px, size_px), ratio)
        return self._cache[key]

    def scene(self, name: str, size: QSize) -> QPixmap:
        """Return an illustration that fills *size*; a missing life event shows the counter."""
        path = self._pictures / "illustrations" / f"{name}.svg"
        if not path.is_file():
            path = self._pictures / "illustrations" / "counter.svg"
        ratio = _device_ratio()
        key = (path.name, str(size.height()), size.width(), ratio)
        if key not in self._cache:
            self._cache[key] = _drawn(path.read_bytes(), size, ratio)
        return self._cache[key]

    def palette(self) -> QPalette:
        """Return the palette that plain Qt widgets follow."""
        palette = QPalette()
        role = QPalette.ColorRole
        for group_role, name in (
            (role.Window, "page"),
            (role.Base, "surface"),
            (role.AlternateBase, "sand"),
            (role.Button, "surface"),
            (role.WindowText, "ink"),
            (role.Text, "ink"),
            (role.ButtonText, "ink"),
            (role.Highlight, "action"),
            (role.HighlightedText, "on-action"),
            (role.PlaceholderText, "muted"),
            (role.Link, "link"),
            (role.ToolTipBase, "surface"),
            (role.ToolTipText, "ink"),
        ):
            palette.setColor(group_role, self.colour(name))
        return palette


_KIOSK_TYPES = {"caption": "body", "h3": "h2", "amount-input": "amount"}
_KIOSK_RADII = {"field": "kiosk", "field-card": "kiosk-card"}
_DRAWN_PX_PER_MM = 4
"""The kiosk values of the tokens are px on a panel with this many px in a millimetre."""


class KioskTheme(Theme):
    """The looks of a kiosk. Every length is in millimetres of its panel, whatever its resolution.

    A widget asks for the same names as in field mode and gets the kiosk's value.
    """

    def __init__(
        self,
        tokens: dict[str, Any],
        pictures: Path,
        contrast: Contrast,
        *,
        px_per_mm: float,
        large_letters: bool,
    ) -> None:
        super().__init__(tokens, pictures, contrast, 100)
        self.px_per_mm = px_per_mm
        self._large_letters = large_letters
        types = dict(tokens["type"]["kiosk"])
        if large_letters:
            large = tokens["type"]["kiosk-large"]
            types |= large | {"body-2": large["body"], "folio": large["amount"]}
        self._types = types | {name: types[same] for name, same in _KIOSK_TYPES.items()}
        self._sizes = tokens["size"]["kiosk"]
        self._spaces = tokens["space"]["kiosk"]
        self._ring = {
            part: width * px_per_mm / _DRAWN_PX_PER_MM
            for part, width in tokens["focus-ring"]["kiosk"].items()
        }

    def px(self, value: float) -> int:
        """Return a length of the tokens in px of this panel, at least 1."""
        return max(1, round(value * self.px_per_mm / _DRAWN_PX_PER_MM))

    def mm(self, length_mm: float) -> int:
        """Return how many px of this panel *length_mm* are."""
        return max(1, round(length_mm * self.px_per_mm))

    @property
    def kiosk(self) -> bool:
        return True

    @property
    def large(self) -> bool:
        """Whether *Letra grande* is on."""
        return self._large_letters

    def radius(self, name: str = "field") -> int:
        return super().radius(_KIOSK_RADII.get(name, name))


def px_per_mm_of(width_px: int, height_px: int, diagonal_mm: int) -> float:
    """Return how many px a millimetre has: the system's own figure is wrong on cheap panels."""
    return math.hypot(width_px, height_px) / diagonal_mm


def load_kiosk_theme(
    resources: Path,
    *,
    px_per_mm: float,
    contrast: Contrast = Contrast.LIGHT,
    large_letters: bool = False,
) -> KioskTheme:
    """Read the tokens under *resources* for a panel with so many px in a millimetre."""
    tokens = json.loads((resources / "theme" / "tokens.json").read_text(encoding="utf-8"))
    return KioskTheme(tokens, resources, contrast, px_per_mm=px_per_mm, large_letters=large_letters)


def load_theme(
    resources: Path, *, contrast: Contrast = Contrast.LIGHT, zoom_percent: int = 100
) -> Theme:
    """Read the tokens under *resources*; raises ValueError for a zoom that is not offered."""
    if zoom_percent not in ZOOM_PERCENTS:
        raise ValueError(f"zoom must be one of {ZOOM_PERCENTS}")
    tokens = json.loads((resources / "theme" / "tokens.json").read_text(encoding="utf-8"))
    return Theme(tokens, resources, contrast, zoom_percent)


def contrast_asked(of_settings: bool) -> Contrast:
    """Return high contrast where the settings or the system ask for it (UX §5.2)."""
    hints = QGuiApplication.styleHints()  # held: what it lends dies with it
    system = hints.accessibility().contrastPreference()
    high = of_settings or system is Qt.ContrastPreference.HighContrast
    return Contrast.HIGH if high else Contrast.LIGHT


def load_fonts(resources: Path) -> None:
    """Register the bundled fonts; raises OSError without them, for then every width lies."""
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(resources / "fonts" / name)) < 0:
            raise OSError(f"font not readable: {name}")


def _device_ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen is not None else 1.0


def _drawn(svg: bytes, size: QSize, ratio: float) -> QPixmap:
    """Return an SVG drawn to cover *size*, its middle kept, sharp at the screen's pixel ratio."""
    renderer = QSvgRenderer(QByteArray(svg))
    pixmap = QPixmap(QSize(round(size.width() * ratio), round(size.height() * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    natural = renderer.defaultSize()
    scale = max(size.width() / natural.width(), size.height() / natural.height())
    width, height = natural.width() * scale, natural.height() * scale
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(
        painter,
        QRectF((size.width() - width) / 2, (size.height() - height) / 2, width, height),
    )
    painter.end()
    return pixmap
