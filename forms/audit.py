"""The audit log of a record: who was where, when, and what was changed (FORMS §12).

The app says what happens; rows are values, kept in the draft one by one, and become `audit.csv`
when the record is sealed. Answers of masked questions are never in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from forms.errors import DraftRefused
from forms.xform.definition import DataType, FormDefinition
from forms.xpath.nodes import ODK

FILE_NAME = "audit.csv"
_INDEX = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t")


class AuditEvent(Enum):
    """What happened; the value is Collect's name for it."""

    FORM_START = "form start"
    FORM_RESUME = "form resume"
    FORM_SAVE = "form save"
    FORM_EXIT = "form exit"
    FORM_FINALIZE = "form finalize"
    QUESTION = "question"
    GROUP_QUESTIONS = "group questions"
    ADD_REPEAT = "add repeat"
    DELETE_REPEAT = "delete repeat"
    JUMP = "jump"
    END_SCREEN = "end screen"
    SAVE_ERROR = "save error"
    FINALIZE_ERROR = "finalize error"
    CONSTRAINT_ERROR = "constraint error"
    CHANGE_REASON = "change reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSettings:
    """What the form wants written, from the bind of its `audit` node.

    location: positions are wanted, by the three settings of the form (seconds, kept as written).
    """

    location: bool = False
    location_priority: str = ""
    location_min_interval: str = ""
    location_max_age: str = ""
    track_changes: bool = False
    identify_user: bool = False
    reasons: str = ""

    @property
    def asks_reasons(self) -> bool:
        """Tell whether a reason is asked for when a finished record is edited."""
        return self.reasons == "on-form-edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One row. start and end are epoch milliseconds; end None for what has no duration."""

    event: AuditEvent
    node: str = ""
    start: int
    end: int | None = None
    latitude: str = ""
    longitude: str = ""
    accuracy: str = ""
    old_value: str = ""
    new_value: str = ""
    user: str = ""
    change_reason: str = ""


def audit_settings(definition: FormDefinition) -> AuditSettings | None:
    """Return what the form wants audited, None where it has no audit."""
    for node in definition.nodes.values():
        parent = definition.nodes.get(node.parent)
        if (
            node.local == "audit"
            and parent is not None
            and parent.local == "meta"
            and node.datatype is DataType.BINARY
        ):
            return _settings(node.bind_attributes)
    return None


def _settings(attributes: Mapping[str, str]) -> AuditSettings:
    def read(name: str) -> str:
        for key in (f"{{{ODK}}}{name}", f"odk:{name}", name):
            if key in attributes:
                return attributes[key].strip()
        return ""

    priority = read("location-priority")
    interval, age = read("location-min-interval"), read("location-max-age")
    return AuditSettings(
        location=bool(priority and interval and age),
        location_priority=priority,
        location_min_interval=interval,
        location_max_age=age,
        track_changes=read("track-changes") == "true",
        identify_user=read("identify-user") == "true",
        reasons=read("track-changes-reasons"),
    )


@dataclass(slots=True)
class AuditLog:
    """The log of one record while it is filled; `rows` only grows.

    now: the wall clock of the environment. position: `lat lon alt acc`, "" where unknown. user: who
    fills it, asked by the app where the form wants to know. Not safe for two threads at once.
    """

    definition: FormDefinition
    settings: AuditSettings
    now: Callable[[], datetime]
    position: Callable[[], str] = lambda: ""
    user: str = ""
    rows: list[AuditRow] = field(default_factory=list)
    _open: dict[str, tuple[AuditEvent, int, str]] = field(default_factory=dict)

    def note(self, event: AuditEvent, node: str = "", *, reason: str = "") -> AuditRow:
        """Write what has no duration: a start, a save, an error, a reason."""
        return self._write(event, node, self._milliseconds(), None, reason=reason)

    def enter(self, event: AuditEvent, node: str, value: str = "") -> None:
        """Begin what lasts: a question with the answer it has, a page, a jump, the end screen."""
        self._open.setdefault(node, (event, self._milliseconds(), value))

    def leave(self, node: str, value: str = "") -> AuditRow | None:
        """End what was begun at *node*, with the answer it has now; None where nothing was."""
        begun = self._open.pop(node, None)
        if begun is None:
            return None
        event, start, old = begun
        tracked = (
            self.settings.track_changes
            and event is AuditEvent.QUESTION
            and old != value
            and not self._masked(node)
        )
        old, new = (old, value) if tracked else ("", "")
        return self._write(event, node, start, self._milliseconds(), old=old, new=new)

    def begun(self) -> tuple[str, ...]:
        """Return where something was begun and not ended, in order."""
        return tuple(self._open)

    def leave_all(self, values: Mapping[str, str]) -> tuple[AuditRow, ...]:
        """End everything that was begun, in its order, with the answers by reference."""
        left = [self.leave(node, values.get(node, "")) for node in list(self._open)]
        return tuple(row for row in left if row is not None)

    def _masked(self, node: str) -> bool:
        question = self.definition.questions.get(_INDEX.sub("", node))
        # what is no question of ours is not known to be harmless
        return question is None or not {"masked", "hidden-answer"}.isdisjoint(
            question.appearance.split()
        )

    def _milliseconds(self) -> int:
        return int(self.now().timestamp() * 1000)

    def _write(
        self,
        event: AuditEvent,
        node: str,
        start: int,
        end: int | None,
        *,
        old: str = "",
        new: str = "",
        reason: str = "",
    ) -> AuditRow:
        place = self.position().split() if self.settings.location else []
        row = AuditRow(
            event=event,
            node=node,
            start=start,
            end=end,
            latitude=place[0] if len(place) >= 2 else "",
            longitude=place[1] if len(place) >= 2 else "",
            accuracy=place[3] if len(place) >= 4 else "",
            old_value=old,
            new_value=new,
            user=self.user if self.settings.identify_user else "",
            change_reason=reason if self.settings.asks_reasons else "",
        )
        self.rows.append(row)
        return row


# --- in the draft, and as a file


def dumped(rows: Iterable[AuditRow]) -> list[list[Any]]:
    """Return rows as lists that JSON can hold, for the draft."""
    return [
        [
            row.event.value,
            row.node,
            row.start,
            row.end,
            row.latitude,
            row.longitude,
            row.accuracy,
            row.old_value,
            row.new_value,
            row.user,
            row.change_reason,
        ]
        for row in rows
    ]


def restored(rows: object) -> list[AuditRow]:
    """Return the rows of a draft; raise DraftRefused where they are damaged."""
    if not isinstance(rows, list):
        raise DraftRefused("audit")
    return [_restored(row) for row in rows]


def _restored(row: object) -> AuditRow:
    if not isinstance(row, list) or len(row) != 11:
        raise DraftRefused("audit")
    event, node, start, end, *texts = row
    whole = type(start) is int and (end is None or type(end) is int)
    if not whole or not all(isinstance(one, str) for one in (event, node, *texts)):
        raise DraftRefused("audit")
    try:
        known = AuditEvent(event)
    except ValueError:
        raise DraftRefused("audit") from None
    latitude, longitude, accuracy, old, new, user, reason = texts
    return AuditRow(
        event=known,
        node=node,
        start=start,
        end=end,
        latitude=latitude,
        longitude=longitude,
        accuracy=accuracy,
        old_value=old,
        new_value=new,
        user=user,
        change_reason=reason,
    )


def audit_csv(settings: AuditSettings, rows: Iterable[AuditRow]) -> bytes:
    """Return `audit.csv`: UTF-8, RFC 4180; only the columns that the form asks for.

    A text that a spreadsheet would take for a formula gets a leading `'` (FORMS §14); numbers stay.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_columns(settings))
    for row in rows:
        writer.writerow(_cells(settings, row))
    return file.getvalue().encode("utf-8")


def _columns(settings: AuditSettings) -> Sequence[str]:
    columns = ["event", "node", "start", "end"]
    if settings.location:
        columns += ["latitude", "longitude", "accuracy"]
    if settings.track_changes:
        columns += ["old-value", "new-value"]
    if settings.identify_user:
        columns.append("user")
    if settings.asks_reasons:
        columns.append("change-reason")
    return columns


def _cells(settings: AuditSettings, row: AuditRow) -> Sequence[str]:
    cells = [row.event.value, row.node, str(row.start), "" if row.end is None else str(row.end)]
    if settings.location:
        cells += [row.latitude, row.longitude, row.accuracy]
    if settings.track_changes:
        cells += [_harmless(row.old_value), _harmless(row.new_value)]
    if settings.identify_user:
        cells.append(_harmless(row.user))
    if settings.asks_reasons:
        cells.append(_harmless(row.change_reason))
    return cells


def _harmless(text: str) -> str:
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
