"""Under a wipe order without a link: a copy of everything on every drive offered (PROTOCOL §19).

The device is about to destroy its keys after the starts that the institution allows. Until then
what nobody has confirmed goes onto each stick that is put in, once; the stages do not wait for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.devices.drives import RemovableDrives
from kiosk.services.desk import Desk, FileClosed
from kiosk.store import pulled
from kiosk.vault.engine import VaultMisuse
from sync.bundle_errors import BundleError
from sync.device.bundles import Bundles
from sync.device.link import LinkState
from sync.errors import SyncError

_log = logging.getLogger("ventanilla.orders")


class LastCopies:
    """Writes bundles by itself while a wipe order waits for what is not delivered."""

    def __init__(
        self,
        desk: Desk,
        finder: RemovableDrives,
        bundles: Callable[[], Bundles],
        link: Callable[[], LinkState],
    ) -> None:
        self._desk = desk
        self._finder = finder
        self._bundles = bundles
        self._link = link

    def copy(self) -> int:
        """Write what is undelivered onto every drive that does not hold it; return how many did.

        Nothing is written over a link that works, or where the institution allows no drives. A
        drive that refuses is passed over and tried again with the next round.
        """
        if self._link() is LinkState.UP:
            return 0
        if not self._desk.read(lambda tx: pulled.settings(tx).drives_allowed):
            return 0
        written = 0
        for drive in self._finder.find():
            try:
                bundles = self._bundles()
                if bundles.holds_all(drive.path):
                    continue
                bundles.write(drive.path)
            except (BundleError, FileClosed, SyncError, VaultMisuse) as error:
                _log.warning("no last copy on a drive: %s", error)
                continue
            written += 1
            _log.warning("everything undelivered is on a drive now, before the keys go")
        return written
