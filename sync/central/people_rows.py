"""Rows of the read tables about approvals, rights, accesses and devices: one event, its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from sync import cbor
from sync.central import schema
from sync.central.event_rows import whole_day
from sync.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    BackupChanged,
    CardOpened,
    CopyHandedOver,
    DataBlocked,
    DataCancelled,
    Event,
    Header,
    JournalChecked,
    KeySlotChanged,
    NoticeShown,
    PersonCorrected,
    PersonCreated,
    ProtectionDecided,
    RecordViewed,
    RightsAnswered,
    RightsRequested,
    SettingsApplied,
    StreamOpened,
    UseOpposed,
    WipeFollowed,
)

Row = tuple[Table, dict[str, Any]]


def rows_about_people(event: Event, header: Header, stored: Any) -> Iterator[Row]:
    """Yield what an applied event adds to these tables, without the place it stands at."""
    subject = stored.event_id if isinstance(event, PersonCreated) else header.subject
    if subject is not None:
        yield (
            schema.about,
            {"event_id": stored.event_id, "subject": subject, "kind": header.kind},
        )
    said = {
        "event_id": stored.event_id,
        "subject": header.subject,
        "operator": header.operator,
        "device_time_seconds": header.time_seconds,
    }
    for table, values in (*_rights(event, header), *_approvals(event, header), *_seen(event)):
        yield table, {**said, **values}
    when = {"operator": header.operator, "device_time_seconds": header.time_seconds}
    for table, values in _devices(event, header, stored):
        yield table, {**when, **values}


def _first_ref(header: Header) -> bytes | None:
    return header.refs[0] if header.refs else None


def _rights(event: Event, header: Header) -> Iterator[Row]:
    match event:
        case PersonCorrected():
            identities = {one.type: one.value for one in event.identities or ()}
            contacts = {one.type: one.value for one in event.contacts or ()}
            yield (
                schema.person_correction,
                {
                    "given": event.names.given,
                    "first_surname": event.names.first_surname,
                    "second_surname": event.names.second_surname,
                    "born": event.born,
                    "sex": event.sex,
                    "curp": identities.get("curp"),
                    "phone": contacts.get("phone"),
                    "reason": event.reason,
                },
            )
        case RightsRequested():
            yield (
                schema.rights_request,
                {
                    "right": int(event.right),
                    "received_on": whole_day(event.received_on),
                    "proof": int(event.proof),
                    "representative": event.representative,
                    "words": event.words,
                },
            )
        case RightsAnswered():
            yield (
                schema.rights_answer,
                {
                    "request": _first_ref(header),
                    "outcome": int(event.outcome),
                    "basis": event.basis,
                },
            )
        case DataBlocked() | DataCancelled() | UseOpposed():
            yield schema.rights_act, _act(event, header)
        case _:
            pass


def _act(event: DataBlocked | DataCancelled | UseOpposed, header: Header) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(
        ("erased", "blocked", "basis", "until", "purposes", "words")
    )
    values |= {"kind": header.kind, "request": _first_ref(header)}
    match event:
        case DataBlocked():
            values |= {
                "blocked": len(event.event_ids),
                "basis": event.legal_basis,
                "until": whole_day(event.until),
            }
        case DataCancelled():
            values |= {"erased": event.erased, "blocked": event.blocked}
        case UseOpposed():
            purposes = [[one.purpose, one.accepted] for one in event.purposes]
            values |= {"purposes": cbor.encode(purposes), "words": event.words}
    return values


def _approvals(event: Event, header: Header) -> Iterator[Row]:
    """Yield the row of a question or its answer; a one-time code is in no read table."""
    match event:
        case ApprovalAsked():
            values: dict[str, Any] = {
                "question": None,
                "approver": None,
                "amount_centavos": event.amount_centavos,
                "reason": event.reason,
            }
        case ApprovalGiven():
            values = {
                "question": _first_ref(header),
                "approver": event.approver,
                "amount_centavos": None,
                "reason": None,
            }
        case ApprovalRefused():
            values = {
                "question": _first_ref(header),
                "approver": event.approver,
                "amount_centavos": None,
                "reason": event.reason,
            }
        case _:
            return
    yield schema.approval, {"kind": header.kind, "matter": int(event.matter), **values}


def _seen(event: Event) -> Iterator[Row]:
    match event:
        case CardOpened():
            yield schema.access, {"kind": event.kind, "how": int(event.reason)}
        case CopyHandedOver():
            yield schema.access, {"kind": event.kind, "how": int(event.means)}
        case RecordViewed():
            yield schema.access, {"kind": event.kind, "how": int(event.part)}
        case NoticeShown():
            yield (
                schema.notice,
                {
                    "notice": event.notice_id,
                    "notice_version": event.notice_version,
                    "text_hash16": event.text_hash,
                    "means": int(event.means),
                    "in_full": event.full,
                    "language": event.language,
                },
            )
        case _:
            pass


def _devices(event: Event, header: Header, stored: Any) -> Iterator[Row]:
    match event:
        case KeySlotChanged():
            yield (
                schema.key_slot,
                {
                    "act": int(event.act),
                    "slot_kind": int(event.slot_kind),
                    "slot": event.slot,
                },
            )
        case (
            StreamOpened()
            | BackupChanged()
            | SettingsApplied()
            | ProtectionDecided()
            | JournalChecked()
            | WipeFollowed()
        ):
            yield schema.device_care, {"kind": header.kind, "body": stored.body}
        case _:
            pass
