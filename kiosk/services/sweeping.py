"""What nothing needs any more: sealed files that no draft or record names, files of old forms."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.errors import KnownError
from kiosk.services.desk import Desk
from kiosk.services.drafts import KIND, DraftContent
from kiosk.store import kept, packages
from kiosk.vault.blobs import BlobFolder
from sync.journal import Transaction

_log = logging.getLogger("ventanilla.sweeping")


class Sweeping:
    """Tidies up after the file was opened; what it cannot do now it does another time."""

    def __init__(
        self, desk: Desk, files: BlobFolder, first: Callable[[], object] = lambda: None
    ) -> None:
        self._desk = desk
        self._files = files
        self._first = first  # an erasure that was cut off is finished before anything else

    def sweep(self) -> None:
        """Remove sealed files a week after nothing names them, and files of forms at once."""
        self._first()
        try:
            named = self._desk.keep(self._named)
            gone = self._files.sweep(named, self._desk.now_seconds())
        except KnownError as error:
            _log.info("not tidied up: %s", error.code)
            return
        if gone:
            _log.info("%d files that nothing named are gone", gone)

    def _named(self, tx: Transaction) -> frozenset[bytes]:
        """Return every sealed file that a draft or a record names."""
        drafts = _drafts(tx)
        packages.forget_files(tx, frozenset(draft.definition_hash for draft in drafts))
        return named_files(tx)


def named_files(tx: Transaction) -> frozenset[bytes]:
    """Return every sealed file that a draft or a record of this device names."""
    drafts = _drafts(tx)
    mine = {held.blob_id for draft in drafts for held in draft.files}
    mine |= {draft.answers_blob for draft in drafts if draft.answers_blob}
    return packages.named_blobs(tx) | mine


def _drafts(tx: Transaction) -> list[DraftContent]:
    return [DraftContent.decode(row.content) for row in kept.drafts(tx, KIND)]
