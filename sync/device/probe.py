"""The probe lane: is this really our central, and where does it stand? (PROTOCOL §10, §15, §16)"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from sync import cbor
from sync.device.blob_tables import forget_confirmations
from sync.device.forks import go_on
from sync.device.keys import Asked, signed_request
from sync.device.lease import renew
from sync.device.link import ErrorCode, Obstacle, Trouble, trouble_of
from sync.device.memory import read_centrals
from sync.device.orders import take_revocations
from sync.device.ports import Desk, Outcome, Stopwatch
from sync.device.states import StreamRow
from sync.device.transport import NoAnswer, Request, Response
from sync.errors import MessageInvalid
from sync.ids import Incarnation, StreamId
from sync.journal import Transaction
from sync.messages import PROBE_CAP_BYTES, ProbeAnswer, StreamMark, read_probe_answer

CENTRAL_CAP_BYTES = 128 * 1024  # certificates and a revocation list of 64 KiB at most

_log = logging.getLogger("delivery")


class ProbeLane:
    """Asks the central for a signed sign of life and adopts what it says about itself."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def prepare(self) -> Asked:
        """Return the request, with a nonce that its answer must repeat."""
        return signed_request(
            self._desk.keys,
            self._desk.random,
            path="/v1/probe",
            incarnation=self._desk.store.read(self._desk.memory.incarnation),
            answer_limit_bytes=PROBE_CAP_BYTES,
        )

    def conclude(self, asked: Asked, answer: Response | NoAnswer, watch: Stopwatch) -> Outcome:
        """Believe a verified answer to this very question; anything else means not up."""
        invalid: MessageInvalid | None = None
        if isinstance(answer, Response) and answer.body:
            try:
                known = read_probe_answer(answer.body, self._desk.centrals.signers)
            except MessageInvalid as error:
                invalid = error
            else:
                if known.nonce == asked.nonce and known.device_id == self._desk.keys.device_id:
                    return self._believe(known, watch)
                stale = Trouble(
                    obstacle=Obstacle.PORTAL, code=ErrorCode.NO_ANSWER, detail="not-mine"
                )
                return Outcome(trouble=stale)
        unknown_signer = invalid is not None and invalid.code == "kid-unknown"
        return Outcome(trouble=trouble_of(answer, invalid), certificates=unknown_signer)

    def _believe(self, answer: ProbeAnswer, watch: Stopwatch) -> Outcome:
        now = self._desk.clock.now()

        def work(tx: Transaction) -> tuple[bool, bool]:
            newest = self._desk.memory.take_server_time(tx, answer.server_time_ms, now)
            self._desk.memory.keep_sample(tx, watch.sample(answer.server_time_ms))
            if newest:
                renew(tx, answer.standing.lease)
            if newest and answer.standing.newest_revocations is not None:
                self._desk.memory.note_revocations(tx, answer.standing.newest_revocations)
            return newest, self._compare(tx, answer)

        newest, forked = self._desk.store.write(work)
        return Outcome(standing=answer.standing if newest else None, forked=forked)

    def _compare(self, tx: Transaction, answer: ProbeAnswer) -> bool:
        """Set every stream to what the central shows; say whether one does not agree (§10).

        Another incarnation, or less of a stream than was confirmed, means that the central went
        back: then nothing that it ever confirmed counts, and everything is compared anew. What it
        holds beyond what was confirmed is sent again all the same: only an answer to a push says
        which of those events wait in quarantine.
        """
        outbox = self._desk.outbox
        shown = {StreamId(mark.stream): mark for mark in answer.streams}
        rows = outbox.streams(tx)
        announced = self._desk.memory.incarnation(tx) != answer.incarnation
        went_back = announced or any(_seq(shown, row) < row.acknowledged for row in rows)
        if announced:
            _log.warning("the central's database is another one: everything is compared anew")
            self._desk.memory.adopt(tx, Incarnation(answer.incarnation))
        elif went_back:
            _log.error("the central has less of a stream than it once confirmed")
            forget_confirmations(tx)
        forked = []
        for row in rows:
            mark = shown.get(row.stream)
            agrees = mark is None or self._desk.journal.head(tx, row.stream, mark.seq) == mark.head
            durable = 0 if mark is None else mark.durable_seq
            if went_back:
                seq = min(_seq(shown, row), row.acknowledged, row.last_to_send) if agrees else 0
                outbox.set_mark(tx, row.stream, seq=seq, durable=durable)
            elif agrees or row.base is not None:
                outbox.raise_durable(tx, row.stream, min(durable, row.acknowledged))
            if not agrees and row.base is None:
                forked.append(row.stream)
        if went_back:
            self._note_loss(tx, rows, announced=announced)
        for stream in forked:
            go_on(self._desk, tx, stream)
        return bool(forked)

    def _note_loss(self, tx: Transaction, before: Sequence[StreamRow], *, announced: bool) -> None:
        had = sum(row.acknowledged for row in before)
        has = sum(row.acknowledged for row in self._desk.outbox.streams(tx))
        self._desk.memory.note_loss(
            tx, self._desk.clock.now(), announced=announced, events_again=had - has
        )


def _seq(shown: Mapping[StreamId, StreamMark], row: StreamRow) -> int:
    """Return how far the central shows a stream; it shows none of which it has nothing."""
    return shown[row.stream].seq if row.stream in shown else 0


class CertificateLane:
    """Fetches the central's certificates, after it has signed with a key not seen before."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def prepare(self) -> Request:
        """Return the request; it is public and needs no token."""
        return Request(method="GET", path="/v1/central", answer_limit_bytes=CENTRAL_CAP_BYTES)

    def conclude(self, answer: Response | NoAnswer) -> Outcome:
        """Keep the certificates that a root of ours vouches for, and a newer revocation list."""
        if not isinstance(answer, Response) or answer.status != 200:
            return Outcome(trouble=trouble_of(answer))
        try:
            certificates, revocations = _published_in(answer.body)
            found = read_centrals(certificates, self._desk.keys.roots)
        except MessageInvalid as error:
            return Outcome(trouble=trouble_of(answer, error))
        if revocations is not None:
            self._take_revocations(revocations)
        new = self._desk.centrals.add(found)
        if new:
            encoded = self._desk.centrals.encoded
            self._desk.store.write(lambda tx: self._desk.memory.keep_centrals(tx, encoded))
        return Outcome(again=new)

    def _take_revocations(self, raw: bytes) -> None:
        desk = self._desk
        try:
            desk.store.write(lambda tx: take_revocations(tx, raw, desk.keys.roots))
        except MessageInvalid as error:
            if error.code != "old":
                _log.error("a revocation list is refused: %s", error.code)


def _published_in(body: bytes) -> tuple[list[bytes], bytes | None]:
    """Return the central's certificates and its revocation list, each as it was signed."""
    match cbor.decode(body):
        case {1: list(found)} as published:
            certificates = [_as_bytes(one) for one in found]
            listed = published.get(2)
            return certificates, None if listed is None else _as_bytes(listed)
        case _:
            raise MessageInvalid("shape", "no list of certificates")


def _as_bytes(message: object) -> bytes:
    return message if isinstance(message, bytes) else cbor.encode(message)
