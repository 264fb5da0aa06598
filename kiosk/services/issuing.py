"""Folio, time and signature of a receipt, inside the transaction of its event (RECEIPTS §4, §5)."""

from __future__ import annotations

import logging

from kiosk.domain.receipt_time import ReceiptTime, TimeEvidence, clock_wrong, receipt_time
from kiosk.services.desk import Desk, local_day
from kiosk.store import queries
from sync import cbor
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

    def next_folio(self, tx: Transaction) -> Folio:
        """Return the next number of the current series; a rolled-back attempt takes none."""
        stream = self._stream(tx)
        number = queries.last_receipt_number(tx, stream) + 1
        return Folio(series=series_of(stream), number=number)

    def evidence(self, tx: Transaction) -> TimeEvidence:
        """Return what is known about time beside the clock."""
        contact = queries.last_contact(tx)
        since = 0 if contact is None else contact.device_seconds
        certificate = self._desk.identity.certificate
        return TimeEvidence(
            build_seconds=self._desk.build_seconds,
            server_seconds=None if contact is None else contact.server_seconds,
            compared_at_seconds=None if contact is None else contact.device_seconds,
            verified_receipt_seconds=queries.last_verified_receipt_seconds(tx, since),
            confirmed_at_seconds=_confirmed_at(tx, since),
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
        folio = _folio_of(recorded)
        time_seconds = _stated_seconds(recorded)
        queries.put_receipt(
            tx,
            recorded,
            series=folio.series,
            number=folio.number,
            issued_seconds=time_seconds[0],
            time_verified=time_seconds[1],
            cose=self._signed(recorded),
        )

    def _signed(self, recorded: Recorded) -> bytes | None:
        identity = self._desk.identity
        try:
            payload = payload_of(
                cbor.decode(recorded.header.encode()),
                cbor.decode(encode_body(recorded.event)),
                head=recorded.head,
                stream=recorded.stream,
                account_key=identity.account_key,
            )
            return sign_receipt(identity.signer, identity.certificate.encoded, payload)
        except MessageInvalid as error:
            _log.error("receipt of %s not signed: %s", recorded.event.name, error.code)
            return None

    def _stream(self, tx: Transaction) -> StreamId:
        stream = self._desk.journal.current_stream(tx)
        if stream is None:
            raise NoStream
        return stream


def _folio_of(recorded: Recorded) -> Folio:
    """Return the folio in the body; the start receipt is number 1 of its series."""
    folio = getattr(recorded.event, "folio", None)
    if isinstance(folio, Folio):
        return folio
    return Folio(series=series_of(recorded.stream), number=1)


def _stated_seconds(recorded: Recorded) -> tuple[int, bool]:
    """Return label 4 and whether it is verified: key 22 where it is, else the header's time."""
    stated = getattr(recorded.event, "receipt_time_seconds", None)
    return (recorded.header.time_seconds, True) if stated is None else (stated, False)


def _confirmed_at(tx: Transaction, since_seconds: int) -> int | None:
    """Return when a business day equal to the clock's own date was opened since then."""
    opened = queries.last_shift(tx)
    if opened is None or opened.opened_seconds < since_seconds:
        return None
    return opened.opened_seconds if local_day(opened.opened_seconds) == opened.business_day else None
