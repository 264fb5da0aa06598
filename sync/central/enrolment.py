"""One-time codes, and what becomes of a device that presents one (PROTOCOL §18).

A code is kept as a hash, is bound to a terminal and an operator, is good for seven days and is
spent by the first request that presents it. The same request bytes always get the same answer;
while a request is *pending* (the root is on another machine) the answer is 202 and becomes final
when `certify` has signed it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from sync.catalogue import OperatorEntry, Role, decode_entry
from sync.central import schema
from sync.central.database import CentralDatabase, setting_of
from sync.central.editions import Dataset, current_items
from sync.central.errors import CentralError, Refused
from sync.central.keys import CentralKeys
from sync.certificates import TERMINAL_PATTERN, issue_device_certificate
from sync.clock import Clock, RandomBytes, now_milliseconds
from sync.cose import Signer
from sync.ids import DeviceId, Incarnation, crockford
from sync.requests import (
    EnrolmentAnswer,
    EnrolmentGrant,
    EnrolmentRequest,
    EnrolmentState,
    FirstOperator,
    build_enrolment_answer,
    read_enrolment_request,
)

CODE_CHARACTERS = 12  # 60 bits
CODE_LIFE_MS = 7 * 86_400_000
CERTIFICATE_BEFORE_SECONDS = 86_400
CERTIFICATE_LIFE_SECONDS = 3 * 366 * 86_400
MOST_FIRST_OPERATORS = 50
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An enrolment answer as signed bytes; `granted` false means pending (HTTP 202)."""

    answer: bytes
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """A pending device that now has its certificate."""

    device_id: DeviceId
    terminal: str


def typed_code(text: str) -> str:
    """Return a code as it is hashed: capitals, no separators, I and L as 1, O as 0 (Crockford)."""
    return text.upper().translate(_LOOKS_LIKE)


def _hash_of(code: str) -> bytes:
    return hashlib.sha256(b"vt1/code" + typed_code(code).encode()).digest()


class Enrolment:
    """The registry of devices and the codes that let new ones in."""

    def __init__(
        self,
        *,
        database: CentralDatabase,
        keys: CentralKeys,
        incarnation: Incarnation,
        clock: Clock,
        random: RandomBytes,
        root_signer: Signer | None,
    ) -> None:
        self._database = database
        self._keys = keys
        self._incarnation = incarnation
        self._clock = clock
        self._random = random
        self._root_signer = root_signer

    def create_code(self, terminal: str, operator: int) -> str:
        """Return a new code, good for seven days, once, for this terminal and operator.

        Raises CentralError: `enrol.terminal` for a name that is none, `enrol.operator` for an
        operator that is not published; no code exists then.
        """
        if not TERMINAL_PATTERN.fullmatch(terminal):
            raise CentralError("enrol.terminal", terminal)
        code = crockford(self._random(8), CODE_CHARACTERS)
        with self._database.write() as connection:
            if operator not in {entry.number for entry in _operators(connection)}:
                raise CentralError("enrol.operator", f"{operator} is not published")
            connection.execute(
                insert(schema.enrol_code).values(
                    code_hash=_hash_of(code),
                    terminal=terminal,
                    operator=operator,
                    expires_at_ms=now_milliseconds(self._clock) + CODE_LIFE_MS,
                )
            )
        return code

    def answer(self, request: bytes) -> Answered:
        """Return the answer to an enrolment request; the same bytes get the same one.

        Raises MessageInvalid for bytes that do not hold, Refused 403 (`code`, `code-used`) and 409
        (`kid-taken`); no code is spent and nothing is stored then.
        """
        asked = read_enrolment_request(request, self._keys.seal_keys())
        request_hash = hashlib.sha256(request).digest()
        device_id = DeviceId(asked.device_id)
        with self._database.write() as connection:
            known = _enrolment_of(connection, device_id)
            if known is not None:
                if known.request_hash != request_hash:
                    raise Refused(409, "kid-taken")
                if known.granted or self._root_signer is None:
                    return Answered(answer=known.answer, granted=known.granted)
                return self._grant(connection, known, self._root_signer)
            code = self._spend(connection, asked, device_id)
            pending = build_enrolment_answer(
                self._keys.signer,
                EnrolmentAnswer(
                    device_id=device_id,
                    state=EnrolmentState.PENDING,
                    request_hash=request_hash,
                    incarnation=self._incarnation,
                ),
                device_seal_public=asked.seal_public,
            )
            connection.execute(
                insert(schema.enrolment).values(
                    device_id=device_id,
                    request_hash=request_hash,
                    request=request,
                    terminal=code.terminal,
                    operator=code.operator,
                    answer=pending,
                    granted=False,
                    asked_at_ms=now_milliseconds(self._clock),
                )
            )
            if self._root_signer is None:
                return Answered(answer=pending, granted=False)
            kept = _enrolment_of(connection, device_id)
            return self._grant(connection, kept, self._root_signer)

    def certify(self, root_signer: Signer) -> tuple[Certified, ...]:
        """Sign every pending request; each device gets the answer when it asks again."""
        done = []
        with self._database.write() as connection:
            table = schema.enrolment
            waiting = connection.execute(
                select(table).where(table.c.granted.is_(False)).order_by(table.c.asked_at_ms)
            ).all()
            for known in waiting:
                self._grant(connection, known, root_signer)
                done.append(Certified(device_id=DeviceId(known.device_id), terminal=known.terminal))
        return tuple(done)

    def _spend(self, connection: Connection, asked: EnrolmentRequest, device_id: DeviceId) -> Any:
        """Mark the code as used by this device and return its row."""
        table, now_ms = schema.enrol_code, now_milliseconds(self._clock)
        this = table.c.code_hash == _hash_of(asked.code)
        row = connection.execute(select(table).where(this)).one_or_none()
        if row is None:
            raise Refused(403, "code")
        if row.spent_by is not None:
            raise Refused(403, "code-used")
        if row.expires_at_ms < now_ms:
            raise Refused(403, "code", "too old")
        connection.execute(update(table).where(this).values(spent_by=device_id, spent_at_ms=now_ms))
        return row

    def _grant(self, connection: Connection, known: Any, root_signer: Signer) -> Answered:
        """Certify a device, put it into the registry and keep its final answer."""
        asked = read_enrolment_request(known.request, self._keys.seal_keys())
        device_id, now_ms = DeviceId(known.device_id), now_milliseconds(self._clock)
        certificate = issue_device_certificate(
            root_signer,
            terminal=known.terminal,
            point=asked.point,
            protection=asked.protection,
            not_before_seconds=now_ms // 1000 - CERTIFICATE_BEFORE_SECONDS,
            expires_seconds=now_ms // 1000 + CERTIFICATE_LIFE_SECONDS,
        )
        answer = build_enrolment_answer(
            self._keys.signer,
            EnrolmentAnswer(
                device_id=device_id,
                state=EnrolmentState.GRANTED,
                request_hash=known.request_hash,
                incarnation=self._incarnation,
                certificate=certificate,
                grant=EnrolmentGrant(
                    account_key=self._keys.account_key(device_id),
                    enrolling_operator=known.operator,
                    operators=first_operators(_operators(connection), known.operator),
                    profile_version=profile_version(connection),
                ),
            ),
            device_seal_public=asked.seal_public,
        )
        connection.execute(
            insert(schema.device).values(
                device_id=device_id,
                terminal=known.terminal,
                operator=known.operator,
                point=asked.point,
                certificate=certificate,
                sealing_public=asked.seal_public,
                protection=asked.protection,
                app_version=asked.app_version,
                replaces=asked.replaces,
                enrolled_at_ms=now_ms,
            )
        )
        table = schema.enrolment
        connection.execute(
            update(table).where(table.c.device_id == device_id).values(answer=answer, granted=True)
        )
        return Answered(answer=answer, granted=True)


def first_operators(operators: list[OperatorEntry], enrolling: int) -> tuple[FirstOperator, ...]:
    """Return whom a new device knows at once: the person who enrols it, and the supervisors.

    Everybody else comes with the first pull (PROTOCOL §18: at least one supervisor).
    """
    chosen = [entry for entry in operators if entry.number == enrolling]
    chosen += [
        entry for entry in operators if entry.role is Role.SUPERVISOR and entry.number != enrolling
    ]
    return tuple(
        FirstOperator(number=entry.number, name=entry.name, role=int(entry.role))
        for entry in chosen[:MOST_FIRST_OPERATORS]
    )


def profile_version(connection: Connection) -> int:
    """Return the version of the institution profile that is published now."""
    stored = setting_of(connection, "profile_version")
    return int.from_bytes(stored or b"\x01", "big")


_POINT = select(schema.device.c.point).where(
    schema.device.c.device_id == bindparam("device_id")
)  # built once: every request asks it


def device_point(database: CentralDatabase, device_id: bytes) -> bytes | None:
    """Return the full signing key of an enrolled device, None where there is none."""
    with database.read() as connection:
        found: bytes | None = connection.execute(
            _POINT, {"device_id": device_id}
        ).scalar_one_or_none()
        return found


def _enrolment_of(connection: Connection, device_id: DeviceId) -> Any:
    table = schema.enrolment
    return connection.execute(select(table).where(table.c.device_id == device_id)).one_or_none()


def _operators(connection: Connection) -> list[OperatorEntry]:
    entries = []
    for item in current_items(connection, Dataset.OPERATORS):
        entry = decode_entry(Dataset.OPERATORS, item.key, item.value)
        if isinstance(entry, OperatorEntry):
            entries.append(entry)
    return entries
