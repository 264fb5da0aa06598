"""Folio, time and signature of a receipt, inside the transaction of its event (RECEIPTS §4, §5)."""

from __future__ import annotations

import logging

from kiosk.domain.receipt_time import ReceiptTime, TimeEvidence, clock_wrong, receipt_time
from kiosk.services.desk import Desk, DeviceIdentity, local_day
from kiosk.store import kept, moments, queries
from sync import cbor
from sync.device.memory import LinkMemory
from sync.errors import MessageInvalid
from sync.events import Folio, Recorded, encode_body
from sync.ids import StreamId, series_of
from sync.journal import NoStream, Transaction
from sync.receipts import payload_of, sign_receipt

_log = logging.getLogger("ventanilla.receipts")


class Issuing:
    """Gives numbers and signs; every method works in the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._memory = LinkMemory()

    def next_folio(self, tx: Transaction) -> Folio:
        """Return the next number of the current series; a rolled-back attempt takes none."""
        stream = self._stream(tx)
        series = series_of(stream)
        return Folio(series=series, number=kept.next_receipt_number(tx, series))

    def evidence(self, tx: Transaction) -> TimeEvidence:
        """Return what is known about time beside the clock."""
        contact = self._memory.last_contact(tx)
        since = None if contact is None else contact.device_seconds
        certificate = self._desk.identity.certificate
        return TimeEvidence(
            build_seconds=self._desk.build_seconds,
            server_seconds=None if contact is None else contact.server_seconds,
            compared_at_seconds=since,
            verified_receipt_seconds=_not_before(queries.last_verified_receipt_seconds(tx), since),
            confirmed_at_seconds=_not_before(_confirmed_at(tx), since),
            not_before_seconds=certificate.not_before_seconds,
            not_after_seconds=certificate.expires_seconds,
        )

    def time(self, tx: Transaction) -> ReceiptTime:
        """Return the time that a receipt issued now states."""
        return receipt_time(self._desk.now_seconds(), self.evidence(tx))

    def clock_wrong(self, tx: Transaction) -> bool:
        """Say whether the clock cannot be right."""
        return clock_wrong(self._desk.now_seconds(), self.evidence(tx))

    def seal(self, tx: Transaction, recorded: Recorded) -> None:
        """Sign the receipt of a recorded event and store it beside the journal.

        Where the key cannot sign, the row is stored without bytes: comprobante provisional.
        """
        seal(tx, self._desk.identity, recorded)

    def seal_later(self, tx: Transaction, recorded: Recorded) -> None:
        """Sign a receipt that the key could not sign before; as long as it cannot, nothing changes.

        R is a function of stored data (RECEIPTS §5): the bytes are those it would have had, also
        where the event has gone on in another stream since.
        """
        row = kept.receipt_of(tx, recorded.event_id)
        if row is None or row.cose is not None:
            return
        (first,) = self._desk.journal.read(tx, row.stream, row.seq, row.seq)
        signed = _signed(self._desk.identity, first.recorded())
        if signed is not None:
            kept.sign_later(tx, row.stream, row.seq, signed)

    def _stream(self, tx: Transaction) -> StreamId:
        stream = self._desk.journal.current_stream(tx)
        if stream is None:
            raise NoStream
        return stream


def seal(tx: Transaction, identity: DeviceIdentity, recorded: Recorded) -> None:
    """Sign the receipt of a recorded event and store it beside the journal; see `Issuing.seal`."""
    folio = _folio_of(recorded)
    signed = _signed(identity, recorded)
    kept.save_receipt(tx, recorded.stream, recorded.seq, folio.series, folio.number, signed)


def _signed(identity: DeviceIdentity, recorded: Recorded) -> bytes | None:
    try:
        payload = payload_of(
            cbor.decode(recorded.header.encode()),
            cbor.decode(encode_body(recorded.event)),
            head=recorded.head,
            stream=recorded.stream,
            account_key=identity.account_key,
            training=identity.practising,
        )
        return sign_receipt(identity.signer, identity.certificate.encoded, payload)
    except MessageInvalid as error:
        _log.error("receipt of %s not signed: %s", recorded.event.name, error.code)
        return None


def _folio_of(recorded: Recorded) -> Folio:
    """Return the folio in the body; the start receipt is number 1 of its series."""
    folio = getattr(recorded.event, "folio", None)
    if isinstance(folio, Folio):
        return folio
    return Folio(series=series_of(recorded.stream), number=1)


def _not_before(seconds: int | None, since: int | None) -> int | None:
    """Return a moment that counts only from the last contact on; without contact none does."""
    return None if seconds is None or since is None or seconds < since else seconds


def _confirmed_at(tx: Transaction) -> int | None:
    """Return when the last business day was opened, if it was the clock's own date."""
    opened = moments.last_opening(tx)
    if opened is None or local_day(opened.opened_seconds) != opened.business_day:
        return None
    return opened.opened_seconds
