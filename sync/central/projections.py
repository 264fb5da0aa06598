"""From events to the central's read tables: people, registrations, payments, shifts, consents.

Built after the ack, outside ingest's transaction, and idempotent by (device_id, stream, seq): a
projection that is run twice, or by two processes, leaves one row. `rebuild` empties the read tables
and gives the same rows.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from sync import cbor
from sync.annotated import write_map
from sync.central import bulk, schema
from sync.central.account_rows import rows_about_accounts
from sync.central.cash_rows import complete, rows_about_cash
from sync.central.checks import Code
from sync.central.database import CentralDatabase, upsert
from sync.central.engines import UNAVAILABLE
from sync.central.event_rows import (
    consent_of,
    files_of,
    folio_of,
    instance_id_of,
    payment_of,
    person_of,
    shift_of,
    uuid_text,
)
from sync.central.fitting import fits
from sync.central.people_rows import rows_about_people
from sync.central.ports import RegistrationAnswers, SubmissionXml
from sync.central.replay import set_code
from sync.clock import Clock, now_milliseconds
from sync.errors import MessageInvalid
from sync.events import (
    ConsentGiven,
    Header,
    PaymentTaken,
    PersonCreated,
    RegistrationCorrected,
    RegistrationMade,
    ShiftOpened,
    decode_event,
    decode_header,
)
from sync.ids import DeviceId

log = logging.getLogger("sync.central.projections")

EVENTS_PER_STEP = 1000
DEFINITIONS_REMEMBERED = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rejected:
    """An event that turned out, after its ack, not to hold what it says."""

    stream: bytes
    seq: int
    code: Code


@dataclass(slots=True)
class _Rows:
    """What a run of events adds, table by table."""

    by_table: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    rejected: list[_Rejected] = field(default_factory=list)

    def add(self, table: Table, **values: Any) -> None:
        self.by_table.setdefault(table, []).append(values)

    def reject_misfits(self, stream: bytes) -> None:
        """Take out every row of an event of which one fits no table on some database: code 4."""
        misfits = {
            row["seq"]
            for table, rows in self.by_table.items()
            for row in rows
            if not fits(table, row)
        }
        if not misfits:
            return
        for table, rows in self.by_table.items():
            self.by_table[table] = [row for row in rows if row["seq"] not in misfits]
        self.rejected.extend(
            _Rejected(stream=stream, seq=seq, code=Code.RULE_OF_A_FIELD) for seq in sorted(misfits)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The next events of one stream, read in one go."""

    device_id: DeviceId
    stream: bytes
    after: int
    up_to: int
    events: Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """What a run over the journal did."""

    events: int
    codes_changed: int


class Projections:
    """Keeps the read tables up with the journal."""

    def __init__(
        self, database: CentralDatabase, submission_xml: SubmissionXml, clock: Clock
    ) -> None:
        self._database = database
        self._submission_xml = submission_xml
        self._clock = clock
        self._definitions: dict[tuple[str, str, bytes], bytes] = {}

    def catch_up(self) -> CaughtUp:
        """Project everything that is stored and not yet projected.

        One process at a time: where another has been at it for long, nothing is done here. Raises
        what a defect raised about one stream, after all others have followed.
        """
        with self._database.following() as alone:
            if alone:
                return self._caught_up()
        log.info("read tables: another process is at them")
        return CaughtUp(events=0, codes_changed=0)

    def _caught_up(self) -> CaughtUp:
        events = codes = 0
        first_error: Exception | None = None
        for device_id, stream in self._behind():
            try:
                while (run := self._next_run(device_id, stream)) is not None:
                    codes += self._project(run)
                    events += len(run.events)
            except UNAVAILABLE:
                raise
            except Exception as error:  # a defect of ours about one event stops one stream only
                log.exception("stream %s of %s does not follow", stream.hex(), device_id.hex())
                first_error = first_error or error
        if events:
            with self._database.write_derived() as connection:
                complete(connection)
        if first_error is not None:
            raise first_error
        return CaughtUp(events=events, codes_changed=codes)

    def rebuild(self) -> CaughtUp:
        """Empty the read tables and fill them again; codes found before are not asked again."""
        with self._database.following(), self._database.write() as connection:
            for table in schema.READ_TABLES:
                connection.execute(delete(table))
            connection.execute(delete(schema.account_mark))
        return self.catch_up()

    def _behind(self) -> list[tuple[DeviceId, bytes]]:
        hwm, projected = schema.hwm, schema.projected
        with self._database.read() as connection:
            rows = connection.execute(
                select(hwm.c.device_id, hwm.c.stream)
                .outerjoin(
                    projected,
                    (projected.c.device_id == hwm.c.device_id)
                    & (projected.c.stream == hwm.c.stream),
                )
                .where((projected.c.seq.is_(None)) | (projected.c.seq < hwm.c.seq))
            ).all()
        return [(DeviceId(row.device_id), row.stream) for row in rows]

    def _next_run(self, device_id: DeviceId, stream: bytes) -> _Run | None:
        hwm, event = schema.hwm, schema.event
        with self._database.read() as connection:
            after = _marked(connection, device_id, stream)
            last = connection.execute(
                select(hwm.c.seq).where(hwm.c.device_id == device_id, hwm.c.stream == stream)
            ).scalar_one()
            if after >= last:
                return None
            up_to = min(last, after + EVENTS_PER_STEP)
            events = connection.execute(
                select(event)
                .where(
                    event.c.device_id == device_id,
                    event.c.stream == stream,
                    event.c.seq.between(after + 1, up_to),
                    event.c.applied.is_(True),
                    event.c.body.is_not(None),  # erased since: nothing of it is shown again
                )
                .order_by(event.c.seq)
            ).all()
        return _Run(device_id=device_id, stream=stream, after=after, up_to=up_to, events=events)

    def _project(self, run: _Run) -> int:
        """Compute a run's rows without a lock, store them with the mark unless somebody else did.

        Returns how many events got another code.
        """
        rows = _Rows()
        for stored in run.events:
            self._rows_of(stored, rows)
        rows.reject_misfits(run.stream)
        with self._database.write_of(run.device_id) as connection:
            if _marked(connection, run.device_id, run.stream) != run.after:
                return 0
            shown = _still_shown(connection, run)
            for table, values in rows.by_table.items():
                fit = [value for value in values if value["seq"] in shown]
                bulk.add_new(connection, table, fit)
            now_ms = now_milliseconds(self._clock)
            for one in rows.rejected:
                set_code(connection, run.device_id, one.stream, one.seq, int(one.code), now_ms)
            mark = {"device_id": run.device_id, "stream": run.stream, "seq": run.up_to}
            connection.execute(
                upsert(schema.projected)
                .values(mark)
                .on_conflict_do_update(
                    index_elements=["device_id", "stream"], set_={"seq": run.up_to}
                )
            )
        return len(rows.rejected)

    def _rows_of(self, stored: Any, rows: _Rows) -> None:
        """Add one event's rows. What cannot be projected gets a code and is told to the device."""
        try:
            header = decode_header(stored.header)
            event = decode_event(header.kind, header.kind_version, stored.body)
        except MessageInvalid:
            return  # a kind kept raw: it has no read table in this version
        place = {"device_id": stored.device_id, "stream": stored.stream, "seq": stored.seq}
        match event:
            case PersonCreated():
                rows.add(schema.person, **place, **person_of(event, header, stored.event_id))
            case RegistrationMade() | RegistrationCorrected():
                if not self._registration(event, header, stored, place, rows):
                    return
            case PaymentTaken():
                rows.add(schema.payment, **place, **payment_of(event, header, stored.event_id))
                for number, line in enumerate(event.lines):
                    rows.add(
                        schema.payment_line,
                        **place,
                        line=number,
                        concept=line.concept,
                        quantity=line.quantity,
                        unit_centavos=line.unit_centavos,
                        net_centavos=line.net_centavos,
                        tariff=line.tariff.rule_id,
                        tariff_version=line.tariff.version,
                    )
            case ShiftOpened():
                rows.add(schema.shift, **place, **shift_of(event, header, stored.event_id))
            case ConsentGiven():
                rows.add(schema.consent, **place, **consent_of(event, header, stored.event_id))
            case _:
                pass
        for table, values in rows_about_people(event, header, stored):
            rows.add(table, **place, **values)
        for table, values in rows_about_cash(event, header, stored):
            rows.add(table, **place, **values)
        for table, values in rows_about_accounts(event, header, stored):
            rows.add(table, **place, **values)

    def _registration(
        self,
        event: RegistrationMade | RegistrationCorrected,
        header: Header,
        stored: Any,
        place: dict[str, Any],
        rows: _Rows,
    ) -> bool:
        """Add a registration or its correction; answers that travel as a file come later.

        Returns False, and adds nothing, where device and central make another XML of the answers.
        """
        answers = write_map(event)[5]
        xml = b"" if answers is None else self.xml_of(event, stored.event_id, answers)
        if xml is None:
            log.info("registration %s %d: XML differs", stored.stream.hex(), stored.seq)
            rows.rejected.append(
                _Rejected(stream=stored.stream, seq=stored.seq, code=Code.RULE_OF_A_FIELD)
            )
            return False
        common = {
            **place,
            "event_id": stored.event_id,
            "service_code": event.service_code,
            "form": event.form_id,
            "form_version": event.form_version,
            "answers": cbor.encode(answers),
            "submission_xml": xml or None,
            "operator": header.operator,
            "device_time_seconds": header.time_seconds,
        }
        match event:
            case RegistrationMade():
                subject = header.subject or stored.event_id
                rows.add(schema.registration, **common, subject=subject, **folio_of(event.folio))
            case RegistrationCorrected():
                refs = header.refs or (stored.event_id,)
                rows.add(
                    schema.correction,
                    **common,
                    subject=header.subject,
                    registration=refs[0],
                    replaces=refs[-1],
                    reason=event.reason,
                )
        for position, held in enumerate(files_of(event)):
            rows.add(
                schema.registration_file,
                **place,
                event_id=stored.event_id,
                position=position,
                **held,
            )
        return True

    def xml_of(
        self, event: RegistrationMade | RegistrationCorrected, event_id: bytes, answers: object
    ) -> bytes | None:
        """Return the submission XML of a registration's answers (FORMS §11).

        Empty where its definition is not known here; None where device and central make another
        XML of the same answers (key 8).
        """
        definition = self._definition_of(event)
        if definition is None:
            return b""
        if not isinstance(answers, list):
            return None
        deprecated = event.deprecated_instance_id
        registration = RegistrationAnswers(
            answers=answers,
            instance_id=instance_id_of(event_id)
            if event.instance_id is None
            else uuid_text(event.instance_id),
            instance_name=event.instance_name,
            deprecated_id=None if deprecated is None else uuid_text(deprecated),
        )
        try:
            xml = self._submission_xml(definition, registration)
        except ValueError:
            return None
        return xml if hashlib.sha256(xml).digest()[:4] == event.submission_hash else None

    def _definition_of(self, event: RegistrationMade | RegistrationCorrected) -> bytes | None:
        """Return the form an event was made with, None where it was never published here.

        What was published once never changes, so it is remembered; what was not may come.
        """
        asked = (event.form_id, event.form_version, event.definition_hash)
        known = self._definitions.get(asked)
        if known is not None or "\x00" in event.form_id + event.form_version:
            return known  # PostgreSQL has no text with a NUL
        table = schema.form_definition
        with self._database.read() as connection:
            found = connection.execute(
                select(table.c.xml).where(
                    table.c.form == event.form_id,
                    table.c.version == event.form_version,
                    table.c.definition_hash16 == event.definition_hash,
                )
            ).scalar_one_or_none()
        if found is not None:
            if len(self._definitions) >= DEFINITIONS_REMEMBERED:
                self._definitions.clear()
            self._definitions[asked] = found
        return found


def _still_shown(connection: Connection, run: _Run) -> frozenset[int]:
    """Return which events of a run may still be shown: one may have been erased meanwhile."""
    event = schema.event
    return frozenset(
        connection.execute(
            select(event.c.seq).where(
                event.c.device_id == run.device_id,
                event.c.stream == run.stream,
                event.c.seq.between(run.after + 1, run.up_to),
                event.c.applied.is_(True),
                event.c.body.is_not(None),
            )
        ).scalars()
    )


def _marked(connection: Connection, device_id: DeviceId, stream: bytes) -> int:
    table = schema.projected
    return (
        connection.execute(
            select(table.c.seq).where(table.c.device_id == device_id, table.c.stream == stream)
        ).scalar_one_or_none()
        or 0
    )
