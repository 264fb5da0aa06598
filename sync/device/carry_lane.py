"""The lane of what is carried for others: to the central as it is, its answers held (PROTOCOL §20).

It comes last: what the device has of its own goes first. Everything here is of somebody else, so a
refusal is no trouble of this device, and what nobody can use is let go.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from sync.bundle import RecordType
from sync.device.blobs import LENGTH_HEADER, OFFSET_HEADER, OFFSET_TYPE
from sync.device.bundle_look import kid_of_message
from sync.device.bundle_tables import CarriedRow
from sync.device.carrying import Carrying
from sync.device.keys import signed_request
from sync.device.link import trouble_of
from sync.device.ports import Desk, Outcome
from sync.device.transport import COSE_TYPE, NoAnswer, Request, Response, Upload
from sync.errors import MessageInvalid
from sync.messages import ACK_CAP_BYTES, AckResult, read_ack, read_blob_confirmation
from sync.requests import ENROLMENT_CAP_BYTES

_BLOB_ANSWER_BYTES = 4096

_log = logging.getLogger("delivery")


class CarryLane:
    """Gives the central what is carried, as it is, and holds the answers for their owners."""

    def __init__(self, desk: Desk, carrying: Carrying) -> None:
        self._desk = desk
        self._carrying = carrying
        self._offsets: dict[bytes, int] = {}  # how much of a file the central said it has

    def prepare(self) -> tuple[CarriedRow, Request] | None:
        """Return what goes out next; None where nothing is carried, or it has to wait."""
        while True:
            row = self._carrying.next_out()
            if row is None:
                return None
            try:
                request = self._request(row)
            except OSError:
                _log.exception("what was carried for another device is gone from this disk")
                self._carrying.done(row)
                continue
            if request is not None:
                return row, request
            self._carrying.later(row)

    def conclude(self, row: CarriedRow, answer: Response | NoAnswer) -> Outcome:
        """Hold a signed answer for the owner; anything else is tried again later."""
        if isinstance(answer, NoAnswer):
            return Outcome(trouble=trouble_of(answer))
        if answer.media_type == "text/html":  # a portal's or a proxy's word: nothing is let go
            return Outcome(trouble=trouble_of(answer))
        match RecordType(row.kind):
            case RecordType.ENVELOPE:
                return self._acknowledged(row, answer)
            case RecordType.BLOB:
                return self._confirmed(row, answer)
            case RecordType.ENROLMENT_REQUEST:
                known = answer.status in {200, 202} and kid_is_known(self._desk, answer.body)
                if known:
                    self._carrying.file_answer(row.owner, RecordType.ENROLMENT_ANSWER, answer.body)
                settled = (known and answer.status == 200) or answer.status in {403, 409}
            case _:
                settled = answer.status in {200, 202, 400}
        self._settle(row, settled=settled)
        return Outcome(again=True)

    def _request(self, row: CarriedRow) -> Request | None:
        if row.kind == RecordType.BLOB:
            return self._upload(row)
        route = _ROUTES.get(RecordType(row.kind))
        if route is None:
            return None
        path, limit = route
        return Request(
            method="POST",
            path=path,
            body=self._carrying.content(row),
            content_type=COSE_TYPE,
            answer_limit_bytes=limit,
        )

    def _upload(self, row: CarriedRow) -> Request:
        """Return what sends the rest of a file in its owner's name, with this device's own token.

        The central keeps it for the owner, because that is whose event names it (PROTOCOL §13).
        """
        offset = self._offsets.get(row.sha256, 0)

        def pieces() -> Iterator[bytes]:
            skip = offset
            for piece in self._carrying.pieces(row):
                rest = piece[min(skip, len(piece)) :]
                skip -= len(piece) - len(rest)
                if rest:
                    yield rest

        return signed_request(
            self._desk.keys,
            self._desk.random,
            method="PATCH",
            path=f"/v1/blobs/{row.sha256[:16].hex()}?for={row.owner.hex()}",
            incarnation=self._desk.store.read(self._desk.memory.incarnation),
            answer_limit_bytes=_BLOB_ANSWER_BYTES,
            content_type=OFFSET_TYPE,
            headers={OFFSET_HEADER: str(offset), LENGTH_HEADER: str(row.length)},
            upload=Upload(length_bytes=row.length - offset, pieces=pieces),
        ).request

    def _confirmed(self, row: CarriedRow, answer: Response) -> Outcome:
        """Hold the central's word that it has a file; else go on where it says it stands."""
        try:
            said = read_blob_confirmation(answer.body, self._desk.centrals.signers)
        except MessageInvalid as error:
            offset = answer.headers.get(OFFSET_HEADER.lower(), "")
            stands = int(offset) if offset.isascii() and offset.isdigit() else None
            moved = stands is not None and 0 <= stands <= row.length
            if moved and stands != self._offsets.get(row.sha256, 0):
                self._offsets[row.sha256] = stands or 0
                return Outcome(again=True)
            self._carrying.later(row)
            return Outcome(trouble=trouble_of(answer, error))
        self._offsets.pop(row.sha256, None)
        if said.device_id == row.owner:
            self._carrying.file_answer(row.owner, RecordType.BLOB_CONFIRMATION, answer.body)
        self._carrying.done(row)
        return Outcome(again=True)

    def _acknowledged(self, row: CarriedRow, answer: Response) -> Outcome:
        try:
            ack = read_ack(answer.body, self._desk.centrals.signers)
        except MessageInvalid as error:
            if answer.status == 400:
                self._carrying.done(row)  # nobody could do anything with it
                return Outcome(again=True)
            self._carrying.later(row)
            return Outcome(trouble=trouble_of(answer, error))
        if ack.device_id == row.owner:
            self._carrying.file_answer(row.owner, RecordType.ACK, answer.body)
        self._settle(row, settled=ack.result is not AckResult.GAP)
        return Outcome(again=True)

    def _settle(self, row: CarriedRow, *, settled: bool) -> None:
        if settled:
            self._carrying.done(row)
        else:
            self._carrying.later(row)


_ROUTES = {
    RecordType.ENVELOPE: ("/v1/push", ACK_CAP_BYTES),
    RecordType.ENROLMENT_REQUEST: ("/v1/enrol", ENROLMENT_CAP_BYTES),
    RecordType.RECEIPT_SEEN: ("/v1/receipts/seen", ACK_CAP_BYTES),
}
"""What needs no token of its owner (PROTOCOL §15)."""


def kid_is_known(desk: Desk, answer: bytes) -> bool:
    """Say whether an answer names a central of ours as its signer; the owner verifies it."""
    try:
        return kid_of_message(answer) in desk.centrals.signers
    except MessageInvalid:
        return False
