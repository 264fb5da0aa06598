"""What the audit of a form asks for, told as the pages of a draft are worked on (FORMS §12).

Rows are part of the draft: a row is kept in the same transaction as what it tells of.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from forms.audit import AuditEvent, AuditLog, audit_csv, audit_settings, dumped, restored
from forms.errors import DraftRefused
from forms.model.page import QuestionItem
from forms.xform.definition import DataType, FormDefinition
from kiosk.services.attachments import Prepared
from kiosk.services.drafts import Draft, find
from kiosk.services.views import QuestionProblem

AUDIT_FILE = "audit"
"""Begins the name of the file; the rest is as in every name of a file."""


def log_of(
    definition: FormDefinition,
    kept: str,
    now: Callable[[], datetime],
    position: Callable[[], str],
    user: str,
) -> AuditLog | None:
    """Return the log of a draft with the rows it has; None where the form wants none.

    Rows that cannot be read are left behind: no answer depends on them.
    """
    settings = audit_settings(definition)
    if settings is None:
        return None
    log = AuditLog(definition, settings, now, position, user)
    if kept:
        try:
            log.rows.extend(restored(json.loads(kept)))
        except (DraftRefused, ValueError):
            log.rows.clear()
    return log


def written(log: AuditLog | None) -> str:
    """Return the rows as the draft holds them."""
    if log is None or not log.rows:
        return ""
    return json.dumps(dumped(log.rows), ensure_ascii=False, separators=(",", ":"))


def page_shown(draft: Draft) -> None:
    """Tell that another page is before the person: what stood on the one before was left."""
    log = draft.log
    if log is None:
        return
    page_left(draft)
    for item in draft.form.items(draft.content.section, draft.content.place):
        if isinstance(item, QuestionItem):
            log.enter(AuditEvent.QUESTION, item.reference, draft.form.value(item.reference))


def page_left(draft: Draft) -> None:
    """End what was begun on the page, each question with the answer it has now."""
    log = draft.log
    if log is None:
        return
    for reference in log.begun():
        node = find(draft.form, reference)
        log.leave(reference, "" if node is None else node.value or "")


def answered(draft: Draft, path: str) -> None:
    """Tell that a question was answered; it may be answered again on the same page."""
    log = draft.log
    if log is None:
        return
    value = draft.form.value(path)
    log.leave(path, value)
    log.enter(AuditEvent.QUESTION, path, value)


def note(draft: Draft, event: AuditEvent, node: str = "", *, reason: str = "") -> None:
    """Tell what has no duration."""
    if draft.log is not None:
        draft.log.note(event, node, reason=reason)


def checked(draft: Draft, problems: tuple[QuestionProblem, ...]) -> None:
    """Tell which answers did not hold."""
    for problem in problems:
        if problem.message_id == "field-constraint":
            note(draft, AuditEvent.CONSTRAINT_ERROR, problem.path)


def audit_file(draft: Draft) -> Prepared | None:
    """Return the log as a file of the record, once everything is answered."""
    log = draft.log
    if log is None:
        return None
    page_left(draft)
    log.note(AuditEvent.FORM_FINALIZE)
    content = audit_csv(log.settings, log.rows)
    return Prepared(kind=AUDIT_FILE, content=content, media_type="text/csv")


def audit_path(definition: FormDefinition) -> str:
    """Return where a record names its audit file."""
    for path, known in definition.nodes.items():
        above = definition.nodes.get(known.parent)
        if (
            known.local == "audit"
            and known.datatype is DataType.BINARY
            and above is not None
            and above.local == "meta"
        ):
            return path
    return ""
