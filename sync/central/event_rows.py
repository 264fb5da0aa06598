"""Rows of the read tables of registrations, payments and shifts: one event, its values."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sync import cbor
from sync.blobs import uuid_of_blob
from sync.events import (
    ConsentGiven,
    Folio,
    Header,
    PaymentTaken,
    PersonCreated,
    RegistrationCorrected,
    RegistrationMade,
    ShiftOpened,
)

UUID_VERSION_BITS = (6, 0x0F, 0x40)
UUID_VARIANT_BITS = (8, 0x3F, 0x80)


def instance_id_of(event_id: bytes) -> str:
    """Return `uuid:` + the event_id with the version and variant bits of a UUID v4 (FORMS §11)."""
    octets = bytearray(event_id)
    for place, kept, bits in (UUID_VERSION_BITS, UUID_VARIANT_BITS):
        octets[place] = octets[place] & kept | bits
    return uuid_text(bytes(octets))


def uuid_text(octets: bytes) -> str:
    """Return 16 bytes as `uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`."""
    return f"uuid:{UUID(bytes=octets)}"


def whole_day(day: date | None) -> int | None:
    """Return a day as the number yyyymmdd."""
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


def files_of(event: RegistrationMade | RegistrationCorrected) -> list[dict[str, Any]]:
    """Return the files of an event: those sealed elsewhere, then the small ones inside it."""
    sealed = [
        {
            "name": uuid_of_blob(one.blob_id),
            "media_type": one.media_type,
            "length_bytes": one.length_bytes,
            "blob_index": one.index,
            "blob_id": one.blob_id,
            "content": None,
        }
        for one in event.attachments or ()
    ]
    inside = [
        {
            "name": one.name,
            "media_type": one.media_type,
            "length_bytes": len(one.content),
            "blob_index": None,
            "blob_id": None,
            "content": one.content,
        }
        for one in event.small_files or ()
    ]
    return [*sealed, *inside]


def folio_of(folio: Folio) -> dict[str, Any]:
    """Return the values of a folio as two columns."""
    return {"folio_series": folio.series, "folio_number": folio.number}


def person_of(event: PersonCreated, header: Header, event_id: bytes) -> dict[str, Any]:
    """Return the values of a person as they were entered."""
    identities = {one.type: one.value for one in event.identities or ()}
    contacts = {one.type: one.value for one in event.contacts or ()}
    return {
        "subject": event_id,
        "given": event.names.given,
        "first_surname": event.names.first_surname,
        "second_surname": event.names.second_surname,
        "born": event.born,
        "sex": event.sex,
        "curp": identities.get("curp"),
        "phone": contacts.get("phone"),
        "device_time_seconds": header.time_seconds,
    }


def payment_of(event: PaymentTaken, header: Header, event_id: bytes) -> dict[str, Any]:
    """Return the values of a payment without its lines."""
    return {
        "event_id": event_id,
        "subject": header.subject,
        "shift": event.shift,
        "total_centavos": event.total_centavos,
        "rounding_centavos": event.rounding_centavos,
        "means": int(event.settlement.means),
        "tendered_centavos": event.settlement.tendered_centavos,
        "change_centavos": event.settlement.change_centavos,
        "refs": b"".join(header.refs),
        "operator": header.operator,
        "device_time_seconds": header.time_seconds,
        **folio_of(event.folio),
    }


def shift_of(event: ShiftOpened, header: Header, event_id: bytes) -> dict[str, Any]:
    """Return the values of a shift as it was opened."""
    return {
        "shift": event_id,
        "number": event.shift_number,
        "business_day": whole_day(event.business_day),
        "float_centavos": event.float_centavos,
        "operator": header.operator,
        "device_time_seconds": header.time_seconds,
        **folio_of(event.folio),
    }


def consent_of(event: ConsentGiven, header: Header, event_id: bytes) -> dict[str, Any]:
    """Return the values of a consent."""
    return {
        "event_id": event_id,
        "subject": header.subject,
        "notice": event.notice_id,
        "notice_version": event.notice_version,
        "text_hash16": event.text_hash,
        "purposes": cbor.encode([[one.purpose, one.accepted] for one in event.purposes]),
        "device_time_seconds": header.time_seconds,
    }
