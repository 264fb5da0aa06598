"""Everything a person's rights need, built together for `FieldServices`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.legal_clocks import read_pack
from kiosk.services.access_log import AccessLog
from kiosk.services.approvals import Approvals
from kiosk.services.cancelling import Cancelling
from kiosk.services.catalogue import Catalogue
from kiosk.services.citizens import Citizens
from kiosk.services.copies import Copies
from kiosk.services.desk import Desk
from kiosk.services.erasing import Erasing
from kiosk.services.held import Holdings
from kiosk.services.privacy import Privacy
from kiosk.services.records import Records
from kiosk.services.shelf import DraftShelf
from kiosk.texts import Texts

FIRST_PACK = "mx-lgpdppso"
"""The country pack until an institution's profile names another one (PROTOCOL §5a, key 15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsDesk:
    """The services behind V06 and V31."""

    privacy: Privacy
    cancelling: Cancelling
    copies: Copies
    log: AccessLog


def build_rights(
    desk: Desk,
    shelf: DraftShelf,
    catalogue: Catalogue,
    citizens: Citizens,
    records: Records,
    approvals: Approvals,
    texts: Callable[[], Texts],
    *,
    countries: Path,
    profile: Path,
) -> RightsDesk:
    """Build them; reads the country pack, opens nothing. Raises PackUnreadable, OSError."""
    pack = read_pack((countries / f"{FIRST_PACK}.toml").read_text(encoding="utf-8"))
    log = AccessLog(desk)
    holdings = Holdings(desk, shelf, catalogue, records, log, texts, pack.law)
    erasing = Erasing(desk, shelf.files, shelf.let_go)
    desk.when_left(erasing.finish_while_nobody_works)
    return RightsDesk(
        privacy=Privacy(desk, pack, citizens, catalogue, holdings, log, texts),
        cancelling=Cancelling(desk, pack, catalogue, holdings, log, erasing, approvals.granted),
        copies=Copies(desk, citizens, holdings, profile),
        log=log,
    )
