"""The central's tables (PROTOCOL §9, DESIGN §8), the same on SQLite now and PostgreSQL later.

Every table that grows with devices has a primary key, unique constraints and foreign keys that
begin with `device_id`, so that it can be distributed by device. Small tables of the institution
(codes, catalogue, settings) are the same everywhere and carry no device. Six classes:

* `journal` — only grows, but for bodies that the law has erased
* `registry` — devices and how they came in
* `catalogue` — what is published and pulled
* `people`, `orders`, `seen` — code lists, revocations, recovery, erasures, receipts that citizens
  reported: kept, never derivable
* `blobs` — attachments and large values: kept
* `accounts` — of both kinds: what devices recorded, what was decided here
* `read`, `read_people`, `read_devices`, `cash` — derived from the journal, disposable
"""

from __future__ import annotations

from sqlalchemy import Table

from sync.central.schema.accounts import (
    ACCOUNT_READ_TABLES,
    account_card,
    account_hold,
    account_item,
    account_mark,
    benefit,
    declared_outcome,
    declared_payment,
    entitlement,
    movement,
    person_compared,
    person_merge,
)
from sync.central.schema.base import SCHEMA_VERSION, metadata, setting
from sync.central.schema.blobs import attachment, attachment_mark, blob, value_blob
from sync.central.schema.cash import (
    CASH_TABLES,
    cash_move,
    deposit,
    deposit_confirmed,
    drawer_count,
    finding,
    hand_over,
    ledger,
    order_made,
    payment_detail,
    printed,
    reversal,
    shift_closed,
)
from sync.central.schema.catalogue import (
    current_edition,
    edition,
    form_definition,
    operator_seen,
    pull_cursor,
    reference,
    tariff_version,
)
from sync.central.schema.journal import (
    anchor,
    event,
    event_id,
    folio,
    hwm,
    later_code,
    order_paid,
    quarantine,
    stream_left,
)
from sync.central.schema.orders import (
    contact,
    erasure,
    recovery_code,
    recovery_request,
    revoked_device,
    verdict,
    wipe_order,
)
from sync.central.schema.parked import parked
from sync.central.schema.people import approval_code, code_list
from sync.central.schema.read import (
    consent,
    correction,
    payment,
    payment_line,
    person,
    projected,
    registration,
    registration_file,
    shift,
)
from sync.central.schema.read_devices import device_care, key_slot
from sync.central.schema.read_people import (
    about,
    access,
    approval,
    notice,
    person_correction,
    rights_act,
    rights_answer,
    rights_request,
)
from sync.central.schema.registry import device, enrol_code, enrolment
from sync.central.schema.seen import seen_receipt

READ_TABLES: tuple[Table, ...] = (
    projected,
    person,
    registration,
    correction,
    registration_file,
    payment,
    payment_line,
    shift,
    consent,
    about,
    person_correction,
    notice,
    approval,
    access,
    rights_request,
    rights_answer,
    rights_act,
    key_slot,
    device_care,
    *CASH_TABLES,
    *ACCOUNT_READ_TABLES,
)
"""Disposable: emptied by `rebuild` and filled again from `event`; nothing else is ever dropped."""

__all__ = [
    "READ_TABLES",
    "SCHEMA_VERSION",
    "about",
    "access",
    "account_card",
    "account_hold",
    "account_item",
    "account_mark",
    "anchor",
    "approval",
    "approval_code",
    "attachment",
    "attachment_mark",
    "benefit",
    "blob",
    "cash_move",
    "code_list",
    "consent",
    "contact",
    "correction",
    "current_edition",
    "declared_outcome",
    "declared_payment",
    "deposit",
    "deposit_confirmed",
    "device",
    "device_care",
    "drawer_count",
    "edition",
    "enrol_code",
    "enrolment",
    "entitlement",
    "erasure",
    "event",
    "event_id",
    "finding",
    "folio",
    "form_definition",
    "hand_over",
    "hwm",
    "key_slot",
    "later_code",
    "ledger",
    "metadata",
    "movement",
    "notice",
    "operator_seen",
    "order_made",
    "order_paid",
    "parked",
    "payment",
    "payment_detail",
    "payment_line",
    "person",
    "person_compared",
    "person_correction",
    "person_merge",
    "printed",
    "projected",
    "pull_cursor",
    "quarantine",
    "recovery_code",
    "recovery_request",
    "reference",
    "registration",
    "registration_file",
    "reversal",
    "revoked_device",
    "rights_act",
    "rights_answer",
    "rights_request",
    "seen_receipt",
    "setting",
    "shift",
    "shift_closed",
    "stream_left",
    "tariff_version",
    "value_blob",
    "verdict",
    "wipe_order",
]
