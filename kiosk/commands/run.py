"""`ventanilla run`: opens the app."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kiosk import app
from kiosk.commands.command import Call, Command
from kiosk.devices.places import place_of_office
from kiosk.settings import LANGUAGES, ZOOM_PERCENTS, Settings, read_settings


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, help="of the screens")
    parser.add_argument("--zoom", type=int, choices=ZOOM_PERCENTS, help="percent")
    parser.add_argument("--contrast", action="store_true", help="high contrast")
    parser.add_argument(
        "--office-position",
        type=_office_position,
        metavar="'LAT LON [ALT [ACC]]'",
        help="where this office is, in degrees and metres",
    )
    parser.add_argument("--gps", type=Path, help="serial line of a GPS receiver (NMEA)")
    parser.add_argument("--camera-folder", type=Path, help="where a scanner drops its pages")
    parser.add_argument("--drives", type=Path, help="a folder whose folders count as USB drives")


def settings_of(asked: argparse.Namespace, environment: Mapping[str, str]) -> Settings:
    """Return the settings of `run`: what the command says, else the environment."""
    settings = read_settings(asked.profile, environment)
    return replace(
        with_looks(settings, asked),
        office_position=asked.office_position or settings.office_position,
        receiver=asked.gps or settings.receiver,
        camera_folder=asked.camera_folder or settings.camera_folder,
        drives_folder=asked.drives or settings.drives_folder,
    )


def with_looks(settings: Settings, asked: argparse.Namespace) -> Settings:
    """Return the settings with what the command says about words and looks."""
    return replace(
        settings,
        language=asked.language or settings.language,
        zoom_percent=asked.zoom or settings.zoom_percent,
        high_contrast=asked.contrast or settings.high_contrast,
    )


def _office_position(text: str) -> str:
    if place_of_office(text) is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no place: latitude and longitude in degrees")
    return text


def _run(call: Call) -> int:
    return app.run(settings_of(call.asked, os.environ))


COMMAND = Command(name="run", help="open the app", arguments=_arguments, run=_run)
