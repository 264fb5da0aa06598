"""Receipts that citizens report or ask about (RECEIPTS §9): checked, noted, answered signed.

What is stored of a report is what `schema.seen_receipt` can hold. Whether a receipt was counted
today already is remembered outside the database, so that no last day has to be written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from sync.acuse import Acuse, AcuseState, sign_acuse
from sync.cbor import decode
from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.errors import Refused
from sync.central.event_rows import whole_day
from sync.central.gate import RateLimit
from sync.central.keys import CentralKeys
from sync.central.memory import Memory, Rate
from sync.central.moved import old_anchors
from sync.central.receipt_states import Asked, Standing, event_of, standing_of_receipt
from sync.central.revocation import signed_list
from sync.clock import Clock
from sync.errors import MessageInvalid
from sync.ids import CROCKFORD, DeviceId
from sync.profile import InstitutionProfile
from sync.receipt_check import LARGEST_DIGITS, Answer, ReceiptTrust, verify
from sync.receipts import (
    ANCHOR_BYTES,
    ReceiptFields,
    bytes_of_digits,
    read_payload,
    typed_code,
)
from sync.revocations import RevocationList, read_revocations

SEEN_RATE = Rate(burst=60, per_second=1)
"""Reports and questions per address: a village behind one address may well report at once."""
TYPED_RATE = Rate(burst=5, per_second=5 / 60)
TYPED_FOLIO_RATE = Rate(burst=20, per_second=20 / 86_400)
"""PROTOCOL §15: five tries per minute and address, twenty per day and folio."""
_FOLIO = re.compile(r"([0-9]{5}-[0-9A-Z]{3})-([0-9A-Z]{4})-([0-9]{1,10})")
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutReceipt:
    """The signed answer about one receipt, and what it rests on for a page that people read."""

    acuse: bytes
    state: AcuseState
    terminal: str | None
    recorded: ReceiptFields | None


class SeenReceipts:
    """Notes the receipts that people report, and answers about them."""

    def __init__(
        self,
        *,
        database: CentralDatabase,
        keys: CentralKeys,
        profile: InstitutionProfile,
        clock: Clock,
        memory: Memory | None = None,
    ) -> None:
        memory = memory or Memory.own()
        self._database = database
        self._keys = keys
        self._trust = ReceiptTrust.of(profile)
        self._clock = clock
        self.address_rate = RateLimit(SEEN_RATE, clock, memory.levels("seen"))
        self.typed_rate = RateLimit(TYPED_RATE, clock, memory.levels("typed"))
        self._folio_rate = RateLimit(TYPED_FOLIO_RATE, clock, memory.levels("folio"))
        self._counted = memory.counted

    def report(self, digits: str) -> AboutReceipt:
        """Note a receipt that somebody holds; *digits* are those of its code.

        Raises MessageInvalid with the verifier's code for what is not authentic here, and for
        practice: nothing but kind 6 counts under the training root, and it counts for nothing.
        """
        if len(digits) > LARGEST_DIGITS:
            raise MessageInvalid("size", "more digits than a receipt has")
        prefix = self._trust.prefixes[0]
        verdict = verify(prefix + digits, self._trust, self._revocations())
        reported = verdict.code == "after-cut"  # evidence that saves the citizen
        if not reported and (verdict.answer is not Answer.AUTHENTIC or verdict.is_training):
            raise MessageInvalid(verdict.code, "not an authentic receipt")
        if verdict.receipt is None or verdict.certificate is None:
            raise MessageInvalid(verdict.code, "not an authentic receipt")
        asked = Asked.of(verdict.certificate.device_id, verdict.receipt)
        with self._database.write_of(asked.device_id) as connection:
            standing = standing_of_receipt(connection, self._keys, asked)
            self._note(connection, asked, bytes_of_digits(digits), standing)
        return self._answer(asked, standing, verdict.certificate.terminal)

    def ask(self, device_id: bytes, series: int, number: int, anchor: bytes) -> AboutReceipt:
        """Answer about a receipt that is not sent; Refused 404 where nothing here carries it all.

        The anchor must be named, so that folios cannot be walked through.
        """
        asked = Asked(device_id=DeviceId(device_id), series=series, number=number, anchor=anchor)
        with self._database.read() as connection:
            return self._found(connection, asked, _terminal_of(connection, asked.device_id))

    def ask_typed(self, folio: str, code: str) -> AboutReceipt:
        """Answer about the folio and the ten characters that somebody typed from a paper.

        O is read as 0, I and L as 1; case and hyphens do not matter in the code. Raises Refused:
        429 beyond the tries of a day, 404 where no receipt here has both.
        """
        match = _FOLIO.fullmatch(folio.strip().upper().translate(_READ_AS))
        typed = re.sub(r"[\s-]", "", code).upper().translate(_READ_AS)
        if match is None or len(typed) != 10 or not set(typed) <= set(CROCKFORD):
            raise Refused(404, "path")
        terminal, series_text, number_text = match.groups()
        self._folio_rate.take(match.group())
        series = 0
        for character in series_text:
            series = series * 32 + CROCKFORD.find(character)
        number = int(number_text)
        with self._database.read() as connection:
            for device_id in _devices_at(connection, terminal):
                for anchor in _anchors_of_folio(connection, device_id, series, number):
                    if typed_code(anchor).replace("-", "") == typed:
                        asked = Asked(
                            device_id=device_id, series=series, number=number, anchor=anchor
                        )
                        return self._found(connection, asked, terminal)
        raise Refused(404, "path")

    def _found(self, connection: Connection, asked: Asked, terminal: str | None) -> AboutReceipt:
        held = seen_bytes(connection, asked.device_id, asked.anchor)
        says = None if held is None else fields_of(held)
        if says is not None:
            if (says.series, says.number) != (asked.series, asked.number):
                raise Refused(404, "path")
            asked = Asked.of(asked.device_id, says)
        elif event_of(connection, asked.device_id, asked.anchor) is None:
            raise Refused(404, "path")
        standing = standing_of_receipt(connection, self._keys, asked)
        if says is None and standing.state is AcuseState.DIFFERS:  # another folio than its event's
            raise Refused(404, "path")
        return self._answer(asked, standing, terminal)

    def _answer(self, asked: Asked, standing: Standing, terminal: str | None) -> AboutReceipt:
        acuse = Acuse(
            device_id=asked.device_id,
            series=asked.series,
            number=asked.number,
            anchor=asked.anchor,
            state=standing.state,
            answered_at_seconds=int(self._clock.now().timestamp()),
            arrived_at_seconds=standing.arrived_at_seconds,
            reversed_by=standing.reversed_by,
            durable=standing.durable,
        )
        return AboutReceipt(
            acuse=sign_acuse(self._keys.signer, self._keys.certificate, acuse),
            state=standing.state,
            terminal=terminal,
            recorded=standing.recorded or asked.says,
        )

    def _note(
        self, connection: Connection, asked: Asked, receipt: bytes, standing: Standing
    ) -> None:
        """Keep the bytes, the first day, and on how many days it was reported."""
        today = self._clock.now().date()
        table = schema.seen_receipt
        here = (table.c.device_id == asked.device_id) & (table.c.anchor16 == asked.anchor)
        held = connection.execute(select(table).where(here)).one_or_none()
        is_first_today = self._counted.is_new((today, asked.device_id, asked.anchor))
        if held is None:
            values = {"device_id": asked.device_id, "anchor16": asked.anchor, "receipt": receipt}
            connection.execute(insert(table).values(**values, first_day=whole_day(today), days=1))
            return
        changes: dict[str, object] = {}
        if is_first_today:
            most = (today - day_of(held.first_day)).days + 1  # after a restart of this process
            changes["days"] = max(held.days, min(held.days + 1, most))
        if standing.state is AcuseState.DIFFERS:
            changes["receipt"] = receipt  # the paper that contradicts is the evidence
        if changes:
            connection.execute(update(table).where(here).values(**changes))

    def _revocations(self) -> RevocationList | None:
        with self._database.read() as connection:
            listed = signed_list(connection)
        return None if listed is None else read_revocations(listed[1], self._trust.roots)


def fields_of(receipt: bytes) -> ReceiptFields | None:
    """Return what stored receipt bytes say; their signature was checked when they came."""
    try:
        return read_payload(decode(receipt)[2])
    except (MessageInvalid, IndexError, TypeError):
        return None


def seen_bytes(connection: Connection, device_id: bytes, anchor: bytes) -> bytes | None:
    """Return the bytes of a receipt that was reported."""
    table = schema.seen_receipt
    return connection.execute(
        select(table.c.receipt).where(table.c.device_id == device_id, table.c.anchor16 == anchor)
    ).scalar_one_or_none()


def day_of(number: int) -> date:
    """Return the day that yyyymmdd stands for."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def _terminal_of(connection: Connection, device_id: DeviceId) -> str | None:
    table = schema.device
    return connection.execute(
        select(table.c.terminal).where(table.c.device_id == device_id)
    ).scalar_one_or_none()


def _devices_at(connection: Connection, terminal: str) -> list[DeviceId]:
    """Return every device that ever stood at a terminal."""
    table = schema.device
    found = connection.execute(select(table.c.device_id).where(table.c.terminal == terminal))
    return [DeviceId(device_id) for device_id in found.scalars()]


def _anchors_of_folio(
    connection: Connection, device_id: DeviceId, series: int, number: int
) -> Iterator[bytes]:
    """Yield the anchors under which a folio of a device is known here."""
    folio, ids, event = schema.folio, schema.event_id, schema.event
    places = connection.execute(
        select(event.c.stream, event.c.seq, event.c.h)
        .join(
            ids,
            (ids.c.device_id == event.c.device_id)
            & (ids.c.stream == event.c.stream)
            & (ids.c.seq == event.c.seq),
        )
        .join(
            folio,
            (folio.c.device_id == ids.c.device_id) & (folio.c.event_id == ids.c.event_id),
        )
        .where(folio.c.device_id == device_id, folio.c.series == series, folio.c.number == number)
    ).all()
    for place in places:
        yield place.h[:ANCHOR_BYTES]
        yield from old_anchors(connection, device_id, place.stream, place.seq)
    table = schema.seen_receipt
    reported = connection.execute(select(table).where(table.c.device_id == device_id))
    for row in reported:
        says = fields_of(row.receipt)
        if says is not None and (says.series, says.number) == (series, number):
            yield row.anchor16
