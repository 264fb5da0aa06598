"""Takes bodies off this device that the central keeps for good (PROTOCOL §10, DESIGN §6).

Only registrations and corrections, with their photos: they hold what people said. Money, persons
and consents stay, because the counter works with them. What was pruned is *Entregado · ya no está
en este equipo*.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from kiosk.errors import KnownError
from kiosk.services.desk import Desk
from kiosk.services.sweeping import named_files
from kiosk.store import pruned, pulled
from kiosk.vault.blobs import BlobFolder
from sync.device.pruning import prunable, prune
from sync.journal import Transaction

AT_ONCE = 200
EVERY_SECONDS = 3_600.0

_log = logging.getLogger("ventanilla.pruning")


class Pruning:
    """Prunes a little once an hour, while the file is open."""

    def __init__(self, desk: Desk, files: BlobFolder) -> None:
        self._desk = desk
        self._files = files
        self._due_at = 0.0

    def prune(self) -> int:
        """Prune what may go, at most 200 records; return how many went.

        Called on delivery's thread once a minute; looks once an hour, and again at once while
        there is more.
        """
        now = self._desk.clock.monotonic_seconds()
        if not self._desk.is_open or now < self._due_at:
            return 0
        gone, files = self._desk.keep(_prune)
        self._remove(files)
        if gone < AT_ONCE:
            self._due_at = now + EVERY_SECONDS
        if gone:
            _log.info("%d records are only with the central now", gone)
        return gone

    def _remove(self, files: Collection[bytes]) -> None:
        """Remove sealed files; one that stays is named by nothing and swept another day."""
        for blob_id in files:
            try:
                self._files.remove(blob_id)
            except KnownError as error:
                _log.info("a sealed file stays for now: %s", error.code)


def _prune(tx: Transaction) -> tuple[int, frozenset[bytes]]:
    """Prune what may go; return how many records, and the files that nothing names now."""
    days = pulled.settings(tx).prune_after_days
    going = prunable(tx, pruned.candidates(tx, 10 * AT_ONCE), days)[:AT_ONCE]
    files = pruned.keep_rows(tx, [one.event_id for one in going])
    prune(tx, going)
    return len(going), frozenset(files) - named_files(tx)
