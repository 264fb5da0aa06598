"""What the app is told when it starts: read once, frozen (DESIGN §2)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

APP_VERSION = "0.1.0"
BUILD_SECONDS = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp())
"""When this version was made: no clock is right that says less (RECEIPTS §4)."""

LANGUAGES = ("es", "en")
ZOOM_PERCENTS = (100, 125, 150, 200)
_OFFSCREEN_DIAGONAL_MM = 344


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are and how the app speaks."""

    profile: Path  # one office's folder: vault, key slots, witness, institution file, receipts
    resources: Path
    language: str
    screen_diagonal_mm: int
    zoom_percent: int  # one of ZOOM_PERCENTS
    high_contrast: bool  # the system may ask for it too
    office_position: str = ""  # `lat lon [alt [acc]]` of the office; "" where nobody said it
    receiver: Path | None = None  # serial line of a GPS receiver, or a file of its sentences
    camera_folder: Path | None = None  # where a document scanner drops its pages
    drives_folder: Path | None = None  # its folders count as drives, beside the system's own
    practising: bool = False  # the profile is a practice: nothing in it counts

    @property
    def database(self) -> Path:
        """Return the encrypted file."""
        return self.profile / "ventanilla.db"

    @property
    def institution(self) -> Path:
        """Return the signed institution profile that was accepted at enrolment."""
        return self.profile / "institution.vtp"

    @property
    def revocations(self) -> Path:
        """Return the newest list of reported devices, as signed: public, for `verify`."""
        return self.profile / "revocations.vtr"

    @property
    def receipts(self) -> Path:
        """Return the folder that holds pictures of comprobantes."""
        return self.profile / "receipts"

    @property
    def logs(self) -> Path:
        """Return the folder of the log, which never holds a citizen's data."""
        return self.profile / "logs"

    @property
    def fonts(self) -> Path:
        """Return the folder of the bundled fonts."""
        return self.resources / "fonts"

    @property
    def translations(self) -> Path:
        """Return the folder of the Fluent texts."""
        return self.resources / "translations"


def practice_of(settings: Settings) -> Settings:
    """Return the settings of the practice that stands beside a profile; those of one: the same."""
    if settings.practising:
        return settings
    folder = settings.profile.with_name(f"{settings.profile.name}-practica")
    return replace(settings, profile=folder, practising=True)


def read_settings(profile: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this start: arguments, then environment, then the system's places."""
    folder = profile or _path(environment.get("VENTANILLA_PROFILE")) or default_profile()
    language = environment.get("VENTANILLA_LANGUAGE", "")[:2]
    diagonal = environment.get("VENTANILLA_SCREEN_MM", "")
    zoom = environment.get("VENTANILLA_ZOOM", "").removesuffix("%")
    return Settings(
        profile=folder.expanduser().absolute(),
        resources=resources_folder(),
        language=language if language in LANGUAGES else LANGUAGES[0],
        screen_diagonal_mm=int(diagonal) if diagonal.isdigit() else _OFFSCREEN_DIAGONAL_MM,
        zoom_percent=int(zoom) if zoom in map(str, ZOOM_PERCENTS) else ZOOM_PERCENTS[0],
        high_contrast=environment.get("VENTANILLA_CONTRAST", "") not in ("", "0"),
        office_position=environment.get("VENTANILLA_POSITION", ""),
        receiver=_path(environment.get("VENTANILLA_GPS")),
        camera_folder=_path(environment.get("VENTANILLA_CAMERA_FOLDER")),
        drives_folder=_path(environment.get("VENTANILLA_DRIVES")),
    )


def default_profile() -> Path:
    """Return the place the system gives to programs for what they keep."""
    return Path(platformdirs.user_data_dir("ventanilla", appauthor=False))


def resources_folder() -> Path:
    """Return `resources/` of a source tree, of an installed wheel, or of a packaged program."""
    packaged = getattr(sys, "_MEIPASS", None)
    if packaged is not None:
        return Path(packaged) / "resources"
    root = Path(__file__).resolve().parent.parent
    source, installed = root / "resources", root / "ventanilla_resources"
    return source if source.is_dir() else installed


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
