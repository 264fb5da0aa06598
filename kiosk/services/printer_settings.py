"""The printer of this device: kept in its file, used without a new start (V59)."""

from __future__ import annotations

from pathlib import Path

from kiosk.devices.media import Paper
from kiosk.devices.ports import Printer, PrinterKind
from kiosk.devices.printers import PrinterSettings, Sheets, printer_of
from kiosk.store import kept
from sync import cbor
from sync.errors import MessageInvalid
from sync.journal import Transaction

_NAME = "printer"


def settings_in(tx: Transaction) -> PrinterSettings:
    """Return the printer as kept; none where nothing, or nothing that can be read, is kept."""
    stored = kept.setting(tx, _NAME)
    if stored is None:
        return PrinterSettings()
    try:
        found = cbor.decode(stored)
        return PrinterSettings(
            kind=PrinterKind(found[1]),
            address=str(found[2]),
            paper=Paper(found[3]),
            drawer=bool(found[4]),
            counts_paper=bool(found[5]),
            automatic=bool(found[6]),
            answers=bool(found[7]),
        )
    except (MessageInvalid, KeyError, ValueError):
        return PrinterSettings()


def keep_settings(tx: Transaction, settings: PrinterSettings) -> None:
    """Keep the printer of this device."""
    encoded = cbor.encode(
        {
            1: settings.kind.value,
            2: settings.address,
            3: settings.paper.value,
            4: settings.drawer,
            5: settings.counts_paper,
            6: settings.automatic,
            7: settings.answers,
        }
    )
    kept.put_setting(tx, _NAME, encoded)


class PrinterShelf:
    """Makes the printer of the settings, and keeps it as long as they stay the same.

    A printer remembers a job that hangs; another one of the same settings would not.
    """

    def __init__(self, fonts: Path, sheets: Sheets | None = None) -> None:
        self._fonts, self._sheets = fonts, sheets
        self._made: tuple[PrinterSettings, Printer] | None = None

    def printer(self, settings: PrinterSettings) -> Printer:
        """Return the printer; nothing is opened yet."""
        if self._made is None or self._made[0] != settings:
            self._made = (settings, printer_of(settings, self._fonts, self._sheets))
        return self._made[1]

    def give_sheets(self, sheets: Sheets) -> None:
        """Learn how the office's own printer is reached: Qt does it, and is there later."""
        self._sheets, self._made = sheets, None
