"""The report's parts about approvals, rights, accesses, and what was ordered.

Data that are blocked are in none of them; a one-time code is nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from sync import cbor
from sync.catalogue import ErasureAct
from sync.central import schema

Rows = Callable[[Table], Sequence[Row[Any]]]

ANSWER_DAYS, CARRY_OUT_DAYS = 20, 15
"""Working days to answer a request, and to carry a granted one out (LGPDPPSO) ⚖."""
_WEEKEND = (5, 6)


def people_report(rows: Rows) -> dict[str, Any]:
    """Return what devices recorded about persons' rights and about approvals."""
    answers = {row.request: row for row in rows(schema.rights_answer)}
    return {
        "person_corrections": [_fields(row) for row in rows(schema.person_correction)],
        "notices_shown": [_fields(row) for row in rows(schema.notice)],
        "approvals": [_fields(row) for row in rows(schema.approval)],
        "accesses": [_fields(row) for row in rows(schema.access)],
        "rights_requests": [
            _request(row, answers.get(row.event_id)) for row in rows(schema.rights_request)
        ],
        "rights_acts": [_act(row) for row in rows(schema.rights_act)],
        "device_care": [_care(row) for row in rows(schema.device_care)],
    }


def orders_report(connection: Connection) -> dict[str, Any]:
    """Return what people at this institution ordered or read out, and how much stands erased."""
    return {
        "code_lists": _code_lists(connection),
        "recovery_requests": [
            {
                "device_id": row.device_id.hex(),
                "slot": row.slot,
                "asked_by": row.asked_by_name,
                "asked_at_ms": row.asked_at_ms,
                "granted_by": row.granted_by_name,
                "granted_at_ms": row.granted_at_ms,
            }
            for row in connection.execute(
                select(schema.recovery_request).order_by(schema.recovery_request.c.asked_at_ms)
            )
        ],
        "verdicts": [
            _fields(row)
            for row in connection.execute(
                select(schema.verdict).order_by(
                    schema.verdict.c.device_id, schema.verdict.c.stream, schema.verdict.c.seq
                )
            )
        ],
        "erasures": _erasures(connection),
    }


def due_after(received: date, working_days: int) -> date:
    """Return the last of so many working days; holidays are not known here, so it errs early."""
    day = received
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() not in _WEEKEND
    return day


def _fields(row: Row[Any]) -> dict[str, Any]:
    return {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in row._mapping.items()
    }


def _request(row: Row[Any], answer: Row[Any] | None) -> dict[str, Any]:
    number = row.received_on
    received = date(number // 10_000, number // 100 % 100, number % 100)
    answer_by = due_after(received, ANSWER_DAYS)
    return {
        **_fields(row),
        "answer_by": answer_by.isoformat(),
        "carry_out_by": due_after(answer_by, CARRY_OUT_DAYS).isoformat(),
        "outcome": None if answer is None else answer.outcome,
        "basis": None if answer is None else answer.basis,
    }


def _act(row: Row[Any]) -> dict[str, Any]:
    purposes = None if row.purposes is None else cbor.decode(row.purposes)
    return {**_fields(row), "purposes": purposes}


def _care(row: Row[Any]) -> dict[str, Any]:
    body = {
        str(key): value.hex() if isinstance(value, bytes) else value
        for key, value in cbor.decode(row.body).items()
        if not isinstance(value, list)
    }
    return {**_fields(row), "body": body}


def _code_lists(connection: Connection) -> list[dict[str, Any]]:
    lists, codes = schema.code_list, schema.approval_code
    counted = (
        select(
            codes.c.operator,
            codes.c.list_number,
            func.count().label("codes"),
            func.count(codes.c.used_by_event).label("used"),
        )
        .group_by(codes.c.operator, codes.c.list_number)
        .subquery()
    )
    rows = connection.execute(
        select(lists, counted.c.codes, counted.c.used)
        .join(
            counted,
            (counted.c.operator == lists.c.operator)
            & (counted.c.list_number == lists.c.list_number),
        )
        .order_by(lists.c.operator, lists.c.list_number)
    )
    return [
        {
            "operator": row.operator,
            "list_number": row.list_number,
            "codes": row.codes,
            "used": row.used,
            "withdrawn": row.withdrawn_at_ms is not None,
        }
        for row in rows
    ]


def _erasures(connection: Connection) -> dict[str, int]:
    table = schema.erasure
    rows = connection.execute(select(table.c.act, func.count()).group_by(table.c.act)).all()
    counts = {row[0]: row[1] for row in rows}
    return {act.name.lower(): counts.get(int(act), 0) for act in ErasureAct}
