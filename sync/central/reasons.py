"""What each refusal of the command line means, for the person who reads it on a terminal."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "accounts.open": "nothing was changed: the balance is still below zero; pay it in, or --waive",
    "accounts.unknown": "nothing was changed: no such account is known here",
    "administrator.key": "this is no valid administrator of this institution",
    "administrator.name": "no key was made: a certificate cannot carry this name",
    "backup.broken": "this backup does not hold; nothing was changed",
    "bundle.answers": "the answers were not written; what was taken is stored",
    "cards.count": "no cards were made: this is no number of cards",
    "central.closed": "the database is not open",
    "central.erasures": "the log of erasures is damaged; erased persons must not come back",
    "central.exists": "there is something already; nothing was changed",
    "central.file": "a file cannot be read or written",
    "central.key": "this key is missing, damaged or not the right one",
    "central.missing": "there is no central here; make one with init",
    "central.newer": "this database belongs to a newer version of the program; it was left alone",
    "central.older": "run upgrade first, after a backup; nothing was changed",
    "central.profile": "the institution profile is missing or damaged",
    "codes.count": "no list was drawn: this is no number of codes",
    "codes.file": "the page was not written; draw another list",
    "codes.operator": "no list was drawn: not published, or not somebody who may approve",
    "database.no_file": "this needs a database in a file, not one on a server",
    "database.password": "no password on a command line; PGPASSWORD, ~/.pgpass or --database -",
    "database.unsafe": "this server may forget what it said was stored; it is not used",
    "database.url": "this names no PostgreSQL database",
    "device.unknown": "no such device is enrolled here",
    "device.which": "this terminal has had several devices; say which with --device",
    "enrol.operator": "no code was made: publish this operator first",
    "enrol.terminal": "no code was made: a terminal is written like 20067-007",
    "erase.unknown": "nothing was changed: this event or person is not known here",
    "escrow.file": "this key does not open this key file",
    "init.profile": "no central was made: a profile cannot carry this",
    "payments.unknown": "nothing was changed: no declared payment has this reference",
    "payments.which": "several payments name this reference; say which with --payment",
    "people.same": "nothing was changed: they are one person already",
    "people.unknown": "nothing was changed: nobody with this id is known here",
    "publish.catalogue": "nothing was published: the catalogue needs mending",
    "publish.changed": "nothing was published: what was published once never changes",
    "publish.form_refused": "nothing was published: the form has errors",
    "publish.form_too_large": "nothing was published: the form is too large for a page",
    "publish.form_unreadable": "nothing was published: the workbook cannot be read",
    "publish.law_missing": "nothing was published: questions lack legal basis or retention",
    "publish.law_purpose": "nothing was published: a purpose does not fit the notice",
    "publish.root_key": "nothing was published: the profile must be signed again",
    "recovery.check": "these characters belong to another device or slot; ask for them again",
    "recovery.key": "this institution has a recovery key; nothing was changed",
    "recovery.request": "nobody asked for this within a day, or it was granted already",
    "recovery.same": "who asked cannot grant; it takes two administrators",
    "recovery.slot": "no such recovery slot is open there",
    "rescue.file": "this rescue file does not hold, or is sealed to another key",
    "restore.running": "stop the service first; nothing was changed",
    "revoke.statement": "nothing was revoked: the statement does not hold",
    "serve.address": "cannot listen there",
    "serve.workers": "nothing was started: several processes cannot serve here",
    "wipe.old": "nothing was ordered: the device has had an order with this number",
    "wipe.order": "nothing was ordered: no device would follow this",
}
"""Code of a CentralError → one clause; the detail (file, row, field) follows it."""


def said(code: str, detail: str) -> str:
    """Return the line that a refused command prints."""
    words = REASONS.get(code, "refused")
    return f"{code}: {words}: {detail}" if detail else f"{code}: {words}"
