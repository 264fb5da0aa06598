"""What the central holds, record by record: the answer to "did everything arrive?".

Read from one unmoving state of the database. Amounts are centavos, identifiers lower-case hex,
times seconds of the device's clock.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from sync import cbor
from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.device_list import list_devices
from sync.central.erasures import blocked_places
from sync.central.report_people import orders_report, people_report
from sync.ids import folio_text

Report = dict[str, Any]
Places = frozenset[tuple[bytes, bytes, int]]


def make_report(database: CentralDatabase) -> Report:
    """Return the report as plain values, ready for JSON."""
    with database.read() as connection:
        blocked = blocked_places(connection)
        rows = partial(_rows, connection, blocked)
        terminals = {
            row.device_id: row.terminal for row in connection.execute(select(schema.device))
        }
        payments = _payments(connection, rows(schema.payment), terminals)
        return {
            "devices": _devices(connection),
            "people": [_person(row) for row in rows(schema.person)],
            "registrations": [_registration(row, terminals) for row in rows(schema.registration)],
            "corrections": [_correction(row) for row in rows(schema.correction)],
            "files": [_file(row) for row in rows(schema.registration_file)],
            "payments": payments,
            "shifts": [_shift(row, terminals) for row in rows(schema.shift)],
            "consents": [_consent(row) for row in rows(schema.consent)],
            "quarantine": [
                {**_place(row), "code": row.code}
                for row in _rows(connection, frozenset(), schema.quarantine)
            ],
            **people_report(rows),
            **orders_report(connection),
            "notices": _notices(connection),
            "totals": {
                "payments": len(payments),
                "payments_centavos": sum(one["total_centavos"] for one in payments),
                "rounding_centavos": sum(one["rounding_centavos"] for one in payments),
            },
            "events": connection.execute(
                select(func.count()).select_from(schema.event)
            ).scalar_one(),
        }


def _rows(connection: Connection, blocked: Places, table: Table) -> list[Row[Any]]:
    """Return a table's rows in the order of the journal, without what is blocked."""
    found = connection.execute(
        select(table).order_by(table.c.device_id, table.c.stream, table.c.seq)
    )
    return [row for row in found if (row.device_id, row.stream, row.seq) not in blocked]


def _place(row: Row[Any]) -> Report:
    return {"device_id": row.device_id.hex(), "stream": row.stream.hex(), "seq": row.seq}


def _hex(octets: bytes | None) -> str | None:
    return None if octets is None else octets.hex()


def _folio(row: Row[Any], terminals: dict[bytes, str]) -> str | None:
    if row.folio_series is None:
        return None
    return folio_text(terminals[row.device_id], row.folio_series, row.folio_number)


def _devices(connection: Connection) -> list[Report]:
    heads = {
        (row.device_id, row.stream): row.head for row in connection.execute(select(schema.hwm))
    }
    operators = {row.device_id: row.operator for row in connection.execute(select(schema.device))}
    states = sorted(list_devices(connection), key=lambda state: state.device_id)
    return [
        {
            "device_id": state.device_id.hex(),
            "terminal": state.terminal,
            "operator": operators[state.device_id],
            "protection": state.protection,
            "app_version": state.app_version,
            "last_contact_ms": state.last_contact_ms,
            "slots": {kind.name.lower(): count for kind, count in state.slots.items()},
            "revoked": None if state.revoked is None else state.revoked.name.lower(),
            "streams": [
                {
                    "stream": one.stream.hex(),
                    "seq": one.seq,
                    "head": heads[state.device_id, one.stream].hex(),
                    "durable": one.durable,
                }
                for one in state.streams
            ],
        }
        for state in states
    ]


def _person(row: Row[Any]) -> Report:
    return {
        **_place(row),
        "subject": row.subject.hex(),
        "given": row.given,
        "first_surname": row.first_surname,
        "second_surname": row.second_surname,
        "born": row.born,
        "sex": row.sex,
        "curp": row.curp,
        "phone": row.phone,
        "device_time": row.device_time_seconds,
    }


def _registration(row: Row[Any], terminals: dict[bytes, str]) -> Report:
    xml = row.submission_xml
    return {
        **_place(row),
        "event_id": row.event_id.hex(),
        "subject": row.subject.hex(),
        "service_code": row.service_code,
        "form": row.form,
        "form_version": row.form_version,
        "answers": cbor.decode(row.answers),
        "folio": _folio(row, terminals),
        "submission_xml": None if xml is None else xml.decode("utf-8"),
        "submission_xml_sha256": None if xml is None else hashlib.sha256(xml).hexdigest(),
        "operator": row.operator,
        "device_time": row.device_time_seconds,
    }


def _correction(row: Row[Any]) -> Report:
    xml = row.submission_xml
    return {
        **_place(row),
        "event_id": row.event_id.hex(),
        "registration": row.registration.hex(),
        "replaces": row.replaces.hex(),
        "subject": _hex(row.subject),
        "service_code": row.service_code,
        "form": row.form,
        "form_version": row.form_version,
        "answers": cbor.decode(row.answers),
        "submission_xml": None if xml is None else xml.decode("utf-8"),
        "submission_xml_sha256": None if xml is None else hashlib.sha256(xml).hexdigest(),
        "reason": row.reason,
        "operator": row.operator,
        "device_time": row.device_time_seconds,
    }


def _file(row: Row[Any]) -> Report:
    """Return a file of a registration; what a small one shows stays out of the report."""
    return {
        **_place(row),
        "event_id": row.event_id.hex(),
        "name": row.name,
        "media_type": row.media_type,
        "length": row.length_bytes,
        "index": row.blob_index,
        "blob_id": _hex(row.blob_id),
        "inside": row.content is not None,
    }


def _payments(
    connection: Connection, rows: list[Row[Any]], terminals: dict[bytes, str]
) -> list[Report]:
    table = schema.payment_line
    lines: dict[tuple[bytes, bytes, int], list[Report]] = {}
    for row in connection.execute(
        select(table).order_by(table.c.device_id, table.c.stream, table.c.seq, table.c.line)
    ):
        lines.setdefault((row.device_id, row.stream, row.seq), []).append(
            {
                "concept": row.concept,
                "quantity": row.quantity,
                "unit_centavos": row.unit_centavos,
                "net_centavos": row.net_centavos,
                "tariff": row.tariff,
                "tariff_version": row.tariff_version,
            }
        )
    return [
        {
            **_place(row),
            "event_id": row.event_id.hex(),
            "folio": _folio(row, terminals),
            "total_centavos": row.total_centavos,
            "lines": lines.get((row.device_id, row.stream, row.seq), []),
            "tendered_centavos": row.tendered_centavos,
            "change_centavos": row.change_centavos,
            "rounding_centavos": row.rounding_centavos,
            "subject": _hex(row.subject),
            "shift": _hex(row.shift),
            "refs": [row.refs[at : at + 16].hex() for at in range(0, len(row.refs), 16)],
            "operator": row.operator,
            "device_time": row.device_time_seconds,
        }
        for row in rows
    ]


def _shift(row: Row[Any], terminals: dict[bytes, str]) -> Report:
    return {
        **_place(row),
        "shift": row.shift.hex(),
        "number": row.number,
        "business_day": row.business_day,
        "float_centavos": row.float_centavos,
        "folio": _folio(row, terminals),
        "operator": row.operator,
        "device_time": row.device_time_seconds,
    }


def _consent(row: Row[Any]) -> Report:
    return {
        **_place(row),
        "event_id": row.event_id.hex(),
        "subject": _hex(row.subject),
        "notice": row.notice,
        "notice_version": row.notice_version,
        "text_hash": row.text_hash16.hex(),
        "purposes": cbor.decode(row.purposes),
        "device_time": row.device_time_seconds,
    }


def _notices(connection: Connection) -> list[Report]:
    """Return the events that were applied with a code from 32 on."""
    table = schema.event
    rows = connection.execute(
        select(table.c.device_id, table.c.stream, table.c.seq, table.c.code)
        .where(table.c.code.is_not(None), table.c.applied.is_(True))
        .order_by(table.c.device_id, table.c.stream, table.c.seq)
    )
    return [
        {
            "device_id": row.device_id.hex(),
            "stream": row.stream.hex(),
            "seq": row.seq,
            "code": row.code,
        }
        for row in rows
    ]
