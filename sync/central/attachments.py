"""Which event names which file, and does the file fit? (PROTOCOL §8 code 14, §13)

Every stored event with a body is looked through once, in quarantine or not: an event may wait long
for its form, and its photos must not be taken for strangers meanwhile. A file that has come is held
against every event that names it: length, hash and key. Answers that travelled as attachment 0 are
put into the registration's row, with its XML, as answers in a body are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select, update

from sync import cbor
from sync.blobs import ANSWERS_INDEX, ANSWERS_MEDIA_TYPE, open_blob
from sync.central import schema
from sync.central.attachment_rows import BlobState, may_name_files, named_in, salts_of
from sync.central.blobs import Blobs
from sync.central.checks import Code
from sync.central.database import CentralDatabase, upsert
from sync.central.replay import set_code
from sync.central.views import remove_from_views
from sync.clock import Clock, now_milliseconds
from sync.errors import MessageInvalid
from sync.events import Header, RegistrationCorrected, RegistrationMade, decode_event, decode_header
from sync.ids import DeviceId

EVENTS_PER_STEP = 500
FILES_PER_STEP = 50
NO_ANSWERS = cbor.encode(None)
"""What stands in a registration's row while its answers are still on their way as a file."""

Registration = RegistrationMade | RegistrationCorrected
XmlOf = Callable[[Registration, bytes, object], bytes | None]
"""(event, event_id, answers) to the submission XML; b"" without the definition, None where answers
and event do not fit each other."""

log = logging.getLogger("sync.central.attachments")


class Attachments:
    """Keeps the links between events and files, and judges files that came."""

    def __init__(
        self, database: CentralDatabase, blobs: Blobs, xml_of: XmlOf, clock: Clock
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._xml_of = xml_of
        self._clock = clock

    def catch_up(self) -> int:
        """Link new events, judge files that came, place answers; return how many codes changed."""
        for device_id, stream, seq, last in self._behind():
            for after in range(seq, last, EVENTS_PER_STEP):
                self._link(device_id, stream, after, min(last, after + EVENTS_PER_STEP))
        return self._judge() + self._place_answers()

    def _behind(self) -> list[tuple[bytes, bytes, int, int]]:
        with self._database.read() as connection:
            rows = connection.execute(_BEHIND).all()
        return [(row.device_id, row.stream, row.seen, row.seq) for row in rows]

    def _link(self, device_id: bytes, stream: bytes, after: int, up_to: int) -> None:
        event, mark = schema.event, schema.attachment_mark
        with self._database.write_of(DeviceId(device_id)) as connection:
            rows = connection.execute(
                select(event.c.seq, event.c.event_id, event.c.body).where(
                    event.c.device_id == device_id,
                    event.c.stream == stream,
                    event.c.seq.between(after + 1, up_to),
                    may_name_files(),
                )
            ).all()
            values = [
                {
                    "device_id": device_id,
                    "stream": stream,
                    "seq": row.seq,
                    "blob_index": one.index,
                    "event_id": row.event_id,
                    "blob_id": one.blob_id,
                    "length_bytes": one.length_bytes,
                    "media_type": one.media_type,
                    "checked": False,
                }
                for row in rows
                for one in named_in(row.body)
            ]
            if values:
                connection.execute(upsert(schema.attachment).on_conflict_do_nothing(), values)
            connection.execute(
                upsert(mark)
                .values(device_id=device_id, stream=stream, seq=up_to)
                .on_conflict_do_update(index_elements=["device_id", "stream"], set_={"seq": up_to})
            )

    def _judge(self) -> int:
        """Hold the files that came against the events that name them."""
        changed = 0
        while rows := self._unchecked():
            changed += sum(self._judge_one(row) for row in rows)
        return changed

    def _judge_one(self, row: Row[Any]) -> bool:
        """Hold one file against one event; say whether it refused the event."""
        fits, table = self._fits(row), schema.attachment
        with self._database.write_of(DeviceId(row.device_id)) as connection:
            mine = connection.execute(
                update(table).where(_is_row(row), table.c.checked.is_(False)).values(checked=True)
            ).rowcount
            if mine and not fits:
                self._reject(connection, row, Code.ATTACHMENT_REFUSED)
        return bool(mine) and not fits

    def _unchecked(self) -> Sequence[Row[Any]]:
        with self._database.read() as connection:
            return connection.execute(_UNCHECKED).all()

    def _fits(self, row: Row[Any]) -> bool:
        """Say whether a file is what its event says; an event erased meanwhile says nothing."""
        salts = self._salts(row)
        if not salts:
            return True
        if row.length_bytes != row.came_bytes:
            return False
        sealed = self._blobs.read(DeviceId(row.device_id), row.blob_id)
        return sealed is None or opened_with(salts, row.blob_index, sealed) is not None

    def _salts(self, row: Row[Any]) -> list[bytes]:
        with self._database.read() as connection:
            return salts_of(connection, row.device_id, row.event_id)

    def _place_answers(self) -> int:
        """Put answers that came as a file into the rows that wait for them."""
        changed = 0
        for table, without_answers in _WITHOUT_ANSWERS:
            with self._database.read() as connection:
                rows = connection.execute(without_answers).all()
            changed += sum(self._place(table, row) for row in rows)
        return changed

    def _place(self, table: Table, row: Row[Any]) -> int:
        salts = self._salts(row)
        sealed = self._blobs.read(DeviceId(row.device_id), row.blob_id)
        content = None if sealed is None else opened_with(salts, row.blob_index, sealed)
        if content is None:
            return 0  # not here after all, or refused above
        xml = self._xml(row, content)
        with self._database.write_of(DeviceId(row.device_id)) as connection:
            placed = connection.execute(
                update(table)
                .where(
                    table.c.device_id == row.device_id,
                    table.c.stream == row.stream,
                    table.c.seq == row.seq,
                    table.c.answers == NO_ANSWERS,
                )
                .values(answers=content, submission_xml=xml or None)
            ).rowcount
            if placed and xml is None:
                self._reject(connection, row, Code.RULE_OF_A_FIELD)
        return int(bool(placed) and xml is None)

    def _xml(self, row: Row[Any], content: bytes) -> bytes | None:
        """Return the XML of answers, b"" where it cannot be made here, None where it is wrong."""
        header: Header = decode_header(row.header)
        event = decode_event(header.kind, header.kind_version, row.body)
        if not isinstance(event, RegistrationMade | RegistrationCorrected):
            return None
        try:
            answers = cbor.decode(content)
        except MessageInvalid:
            return None
        return self._xml_of(event, row.event_id, answers)

    def _reject(self, connection: Connection, row: Row[Any], code: Code) -> None:
        log.info("%s %d: attachment %d, code %d", row.stream.hex(), row.seq, row.blob_index, code)
        device_id = DeviceId(row.device_id)
        now_ms = now_milliseconds(self._clock)
        set_code(connection, device_id, row.stream, row.seq, int(code), now_ms)
        remove_from_views(connection, device_id, [(row.stream, row.seq)])


def opened_with(salts: Iterable[bytes], index: int, sealed: bytes) -> bytes | None:
    """Return the content of a file under the first salt that opens it, None under none."""
    for salt in salts:
        try:
            return open_blob(salt, index, sealed)
        except MessageInvalid:
            continue
    return None


def _is_row(row: Row[Any]) -> Any:
    table = schema.attachment
    return (
        (table.c.device_id == row.device_id)
        & (table.c.stream == row.stream)
        & (table.c.seq == row.seq)
        & (table.c.blob_index == row.blob_index)
    )


def _is_blob_of(named: Table) -> Any:
    blob = schema.blob
    return (blob.c.device_id == named.c.device_id) & (blob.c.blob_id == named.c.blob_id)


def _at_the_same_place(table: Table, named: Table) -> Any:
    return (
        (table.c.device_id == named.c.device_id)
        & (table.c.stream == named.c.stream)
        & (table.c.seq == named.c.seq)
    )


def _behind() -> Select[Any]:
    """Return the streams that were not looked through to their end."""
    hwm, mark = schema.hwm, schema.attachment_mark
    seen = func.coalesce(mark.c.seq, 0)
    return (
        select(hwm.c.device_id, hwm.c.stream, seen.label("seen"), hwm.c.seq)
        .outerjoin(mark, (mark.c.device_id == hwm.c.device_id) & (mark.c.stream == hwm.c.stream))
        .where(seen < hwm.c.seq)
        .order_by(hwm.c.device_id, hwm.c.stream)
    )


def _unchecked() -> Select[Any]:
    """Return files that came and were not held against their event, a few at a time."""
    named, blob = schema.attachment, schema.blob
    return (
        select(named, blob.c.length_bytes.label("came_bytes"))
        .join(blob, _is_blob_of(named))
        .where(named.c.checked.is_(False), blob.c.state == int(BlobState.WHOLE))
        .order_by(named.c.device_id, named.c.stream, named.c.seq, named.c.blob_index)
        .limit(FILES_PER_STEP)
    )


def _without_answers(table: Table) -> Select[Any]:
    """Return rows of registrations whose answers came as a file and do not stand in them yet."""
    named, blob, event = schema.attachment, schema.blob, schema.event
    return (
        select(named, event.c.header, event.c.body)
        .join(blob, _is_blob_of(named))
        .join(table, _at_the_same_place(table, named))
        .join(event, _at_the_same_place(event, named))
        .where(
            named.c.blob_index == ANSWERS_INDEX,
            named.c.media_type == ANSWERS_MEDIA_TYPE,
            blob.c.state == int(BlobState.WHOLE),
            table.c.answers == NO_ANSWERS,
            event.c.body.is_not(None),
        )
        .order_by(named.c.device_id, named.c.stream, named.c.seq)
    )


# Asked after every push: built once, so that SQLAlchemy does not build them again each time.
_BEHIND = _behind()
_UNCHECKED = _unchecked()
_WITHOUT_ANSWERS = tuple(
    (table, _without_answers(table)) for table in (schema.registration, schema.correction)
)
