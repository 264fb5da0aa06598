"""Pictures of every paper on every medium: `python -m tests.ui.paper_gallery OUTDIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image

from kiosk.devices.layout import dead_dot_strip, draw
from kiosk.devices.media import LETTER, ROLL_58, ROLL_80, SCREEN
from kiosk.devices.picture import as_pdf
from kiosk.settings import resources_folder
from kiosk.texts import Texts
from tests.support.papers import every_slip
from tests.support.vaults import HandClock

MEDIA = {"58": ROLL_58, "80": ROLL_80, "carta": LETTER, "pantalla": SCREEN}
_BORDER = 40


def draw_all(folder: Path, language: str, only: str = "") -> list[Path]:
    """Draw every paper into *folder*, PNG each and PDF of each sheet; return the files."""
    texts = Texts(resources_folder() / "translations", language, HandClock())
    fonts = resources_folder() / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, slip in every_slip(texts):
        for suffix, medium in MEDIA.items():
            if only and only not in f"{name}-{suffix}":
                continue
            picture = draw(slip, medium, fonts)
            if name == "test" and not medium.height:
                picture = _below(picture, dead_dot_strip("VENTANILLA 123", medium))
            path = folder / f"{name}-{suffix}.png"
            shown = Image.new("L", (picture.width + 2 * _BORDER, picture.height + _BORDER), 255)
            shown.paste(picture, (_BORDER, _BORDER // 2))
            shown.save(path)
            made.append(path)
            if medium.height:
                sheet = path.with_suffix(".pdf")
                sheet.write_bytes(as_pdf(picture, medium, name))
                made.append(sheet)
    return made


def _below(above: Image.Image, below: Image.Image) -> Image.Image:
    joined = Image.new("1", (above.width, above.height + below.height), 1)
    joined.paste(above, (0, 0))
    joined.paste(below, (0, above.height))
    return joined


def main() -> int:
    """Draw the gallery; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="es")
    parser.add_argument("--only", default="", help="only papers with this in their name")
    wanted = parser.parse_args()
    for path in draw_all(wanted.folder, wanted.language, wanted.only):
        print(path.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
