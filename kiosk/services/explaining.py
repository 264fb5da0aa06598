"""Why delivery makes no progress, who can mend it, and what one does about a single record.

Every code of the link, of files and of the central (PROTOCOL §8, §23) is in one of the tables here;
the words stand in the translations, under the same codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kiosk.services.views import DeliverySummary, LinkState, Mender, RowAct
from sync.events import RegistrationCorrected, RegistrationMade


class Remedy(Enum):
    """What can be pressed about it on V24."""

    NONE = "none"
    BROWSER = "browser"
    HURRY = "hurry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why what waits does not move: the words of *code*, who mends it, until when."""

    code: str
    mender: Mender
    remedy: Remedy = Remedy.NONE
    until: datetime | None = None  # nothing is tried before


MENDERS: dict[str, Mender] = {
    "link.no_route": Mender.ITSELF,
    "link.cut": Mender.ITSELF,
    "link.timeout": Mender.ITSELF,
    "link.portal": Mender.YOU,
    "link.tls": Mender.YOU,
    "link.clock": Mender.YOU,
    "link.server": Mender.OFFICE,
    "link.busy": Mender.OFFICE,
    "link.no_answer": Mender.OFFICE,
    "link.page": Mender.OFFICE,
    "link.refused": Mender.SUPERVISOR,
    "link.wrong_signature": Mender.SUPERVISOR,
    "link.envelope_refused": Mender.SUPERVISOR,
    "link.no_central": Mender.SUPERVISOR,
    "link.defect": Mender.SUPERVISOR,
    "link.budget": Mender.YOU,
    "link.metered": Mender.YOU,
    "files.size": Mender.SUPERVISOR,
    "files.blob-quota": Mender.OFFICE,
    "files.blob-missing": Mender.SUPERVISOR,
    "files.other": Mender.OFFICE,
}
"""Who can end each trouble; the tests compare it with every code there is."""

_REMEDIES = {
    "link.portal": Remedy.BROWSER,
    "link.tls": Remedy.BROWSER,
    "link.budget": Remedy.HURRY,
    "link.metered": Remedy.HURRY,
}

ROW_ACTS: dict[int, RowAct] = {
    1: RowAct.SEE,  # applied once the central is newer
    2: RowAct.SEE,
    3: RowAct.TELL,
    4: RowAct.CORRECT,
    5: RowAct.TELL,
    6: RowAct.SEE,  # applied once what it refers to is there
    7: RowAct.TELL,
    8: RowAct.TELL,
    9: RowAct.TELL,
    10: RowAct.SEE,  # the office decides
    11: RowAct.TELL,
    12: RowAct.SEE,  # erased by law
    13: RowAct.TELL,
    14: RowAct.CORRECT,  # the file is taken once more
}
"""What one does about each code below 32 (PROTOCOL §8)."""

_CORRECTED = frozenset({RegistrationMade.kind, RegistrationCorrected.kind})
_AT_THE_LINK = {
    LinkState.DOWN: "link.no_route",
    LinkState.PORTAL: "link.portal",
    LinkState.REFUSED: "link.refused",
}


def explain(summary: DeliverySummary) -> Explanation | None:
    """Return why what waits does not move; None while nothing waits or it moves."""
    records = summary.saved + summary.on_the_way
    files = summary.files
    if not records and not files.count and not files.code:
        return None
    code = _of_the_link(summary, records) if records or files.count else ""
    if not code and (files.count or files.code):
        code = _of_files(summary)
    if not code:
        return None
    return Explanation(
        code=code,
        mender=MENDERS.get(code, Mender.SUPERVISOR),
        remedy=_REMEDIES.get(code, Remedy.NONE),
        until=summary.held_until,
    )


def act_about(code: int | None, kind: int, *, has_receipt: bool) -> RowAct:
    """Return the one thing to do about a record; what cannot be shown here is told to somebody."""
    act = RowAct.TELL if code is None else ROW_ACTS.get(code, RowAct.TELL)
    if act is RowAct.CORRECT and kind not in _CORRECTED:
        return RowAct.TELL
    if act is RowAct.SEE and kind not in _CORRECTED and not has_receipt:
        return RowAct.TELL
    return act


def _of_the_link(summary: DeliverySummary, records: int) -> str:
    """Return the code of what stands between this device and the central, or nothing."""
    if summary.trouble == "link.tls" and summary.clock_wrong:
        return "link.clock"  # a certificate is judged by the date
    if summary.trouble:
        return summary.trouble
    if summary.cost.is_spent and records:
        return "link.budget"
    if summary.held_until is not None and summary.link is not LinkState.UP:
        return "link.busy"
    return _AT_THE_LINK.get(summary.link, "")


def _of_files(summary: DeliverySummary) -> str:
    """Return the code of why only photos and files wait, or nothing while they move."""
    code = f"files.{summary.files.code}"
    if summary.files.code:
        return code if code in MENDERS else "files.other"
    return "link.metered" if summary.cost.metered else ""
