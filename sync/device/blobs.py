"""The blob lane: attachments on their way, continued at the byte (PROTOCOL §13).

One exchange at a time. `HEAD` asks how much the central has, wherever that is not known: after a
start, after a cut. `PATCH` sends the whole remainder in one request. Only the central's signed
confirmation counts; an offset in a header is where to go on from, and nothing more. A file that
the central does not take waits by itself; the others go on.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sync.device.blob_tables import (
    MISSING,
    BlobRow,
    Verdict,
    blobs_to_send,
    mark_code,
    mark_missing,
    mark_sent,
    missing_blobs,
    needs_scan,
    scan,
    take_confirmation,
)
from sync.device.keys import signed_request
from sync.device.link import ErrorCode, Obstacle, Trouble, error_hint, trouble_of
from sync.device.ports import BlobUnreadable, Desk, Outcome
from sync.device.transport import NoAnswer, Request, Response, Upload, UploadStopped
from sync.errors import MessageInvalid
from sync.journal import Transaction

OFFSET_TYPE = "application/offset+octet-stream"
OFFSET_HEADER, LENGTH_HEADER = "Upload-Offset", "Upload-Length"
READ_BYTES = 16 * 1024
SMALL_BYTES = 128 * 1024
"""As much as a request holds once a proxy seems to keep bodies back until they are whole."""

CUTS_FOR_SMALL = 2
REFUSED_RETRY_SECONDS = 6 * 3600.0
GIVES_WAY_SECONDS = 20.0
GIVES_WAY_BYTES = 256 * 1024
"""A file with so much still to go, so long on the line, makes room for a record just saved."""

_ANSWER_BYTES = 4096  # a confirmation has at most 512, an error less
_LANE_STATUSES = frozenset({401, 407, 408, 429})  # they say nothing of the file that was sent

_log = logging.getLogger("delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobExchange:
    """One request about one file; `offset` None asks where to go on from."""

    row: BlobRow
    offset: int | None
    request: Request

    @property
    def gave_way(self) -> bool:
        """Return whether the body was ended because something more urgent came up."""
        upload = self.request.upload
        return isinstance(upload, _FileUpload) and upload.gave_way

    @property
    def unreadable(self) -> bool:
        """Return whether the body was ended because the file could not be read."""
        upload = self.request.upload
        return isinstance(upload, _FileUpload) and upload.unreadable


@dataclass(slots=True, kw_only=True)
class _FileUpload(Upload):
    gave_way: bool = False
    unreadable: bool = False


@dataclass(slots=True)
class _Memory:
    """What this contact has taught about files; gone with the program, because HEAD tells anew."""

    offsets: dict[bytes, int] = field(default_factory=dict)
    begun_at: dict[bytes, int] = field(default_factory=dict)  # offset of the try that was cut
    wrong_hashes: dict[bytes, int] = field(default_factory=dict)
    conflicts: dict[bytes, int] = field(default_factory=dict)
    retry_at: dict[bytes, float] = field(default_factory=dict)
    fruitless_cuts: int = 0

    def forget(self, blob_id: bytes) -> None:
        for held in (self.offsets, self.begun_at, self.wrong_hashes, self.conflicts):
            held.pop(blob_id, None)
        self.retry_at.pop(blob_id, None)


class BlobLane:
    """Sends one file after another; *more_urgent* says whether a record waits to be pushed."""

    def __init__(self, desk: Desk, more_urgent: Callable[[], bool] = lambda: False) -> None:
        self._desk = desk
        self._more_urgent = more_urgent
        self._memory = _Memory()
        self._looked_for_missing = False

    @property
    def retry_at(self) -> float | None:
        """Return the monotonic second at which a refused file is tried again, None if none is."""
        return min(self._memory.retry_at.values(), default=None)

    @property
    def uses_small_pieces(self) -> bool:
        """Return whether a proxy is taken to hold bodies back until they are whole."""
        return self._memory.fruitless_cuts >= CUTS_FOR_SMALL

    def try_refused_now(self) -> None:
        """Let refused files be tried again at once, because a person asks for it."""
        self._memory.retry_at.clear()

    def new_contact(self) -> None:
        """Take the way to the central for an unknown one: whole remainders again."""
        self._memory.fruitless_cuts = 0

    def look_up(self) -> None:
        """Note the files of what was recorded since; also without a link, and once per start look
        for those that were missing."""
        if not self._looked_for_missing:
            self._looked_for_missing = True
            self._find_again()
        if self._desk.store.read(needs_scan):
            self._desk.store.write(scan)

    def prepare(self) -> BlobExchange | None:
        """Return the next request; None when nothing waits, or nothing that may be tried yet."""
        self.look_up()
        now = self._desk.clock.monotonic_seconds()
        while True:
            later = {one for one, moment in self._memory.retry_at.items() if moment > now}

            def first(tx: Transaction, later: set[bytes] = later) -> tuple[BlobRow, ...]:
                return blobs_to_send(tx, but=later, limit=1)

            found = self._desk.store.read(first)
            if not found:
                return None
            exchange = self._exchange_for(found[0])
            if exchange is not None:
                return exchange

    def conclude(self, exchange: BlobExchange, answer: Response | NoAnswer) -> Outcome:
        """Take what came of a request: a confirmation in one transaction, an offset in memory."""
        invalid: MessageInvalid | None = None
        if isinstance(answer, Response) and exchange.offset is not None and answer.body:
            try:
                return self._believe(exchange.row, answer.body)
            except MessageInvalid as error:
                invalid = error
        if exchange.offset is None:
            return self._asked(exchange.row, answer)
        if isinstance(answer, NoAnswer):
            return self._cut(exchange, exchange.offset, answer)
        return self._answered(exchange, exchange.offset, answer, invalid)

    # -- before --------------------------------------------------------------------------------

    def _exchange_for(self, row: BlobRow) -> BlobExchange | None:
        """Return what to ask of one file; None if it turned out not to be on this disk."""
        offset = self._memory.offsets.get(row.blob_id)
        if self._desk.files.length_of(row.blob_id) != row.length_bytes:
            if not row.sent or offset == row.length_bytes:
                self._miss(row.blob_id)
                return None
            offset = row.length_bytes  # perhaps it is there already: ask for the confirmation
            self._memory.offsets[row.blob_id] = offset
        if offset is None and row.sent:
            return self._ask(row)
        if offset is None:
            offset = 0
            self._desk.store.write(lambda tx: mark_sent(tx, row.blob_id))
        return self._send(row, offset)

    def _ask(self, row: BlobRow) -> BlobExchange:
        return BlobExchange(
            row=row, offset=None, request=self._request(row, "HEAD", {}, upload=None)
        )

    def _send(self, row: BlobRow, offset: int) -> BlobExchange:
        left = row.length_bytes - offset
        if self.uses_small_pieces:
            left = min(left, SMALL_BYTES)
        headers = {OFFSET_HEADER: str(offset), LENGTH_HEADER: str(row.length_bytes)}
        upload = self._upload(row, offset, left)
        request = self._request(row, "PATCH", headers, upload=upload)
        self._memory.begun_at[row.blob_id] = offset
        return BlobExchange(row=row, offset=offset, request=request)

    def _request(
        self, row: BlobRow, method: str, headers: dict[str, str], upload: Upload | None
    ) -> Request:
        return signed_request(
            self._desk.keys,
            self._desk.random,
            method=method,
            path=f"/v1/blobs/{row.blob_id.hex()}",
            incarnation=self._desk.store.read(self._desk.memory.incarnation),
            answer_limit_bytes=_ANSWER_BYTES,
            content_type=OFFSET_TYPE,
            headers=headers,
            upload=upload,
        ).request

    def _upload(self, row: BlobRow, offset: int, length: int) -> Upload:
        clock, files = self._desk.clock, self._desk.files
        begun = clock.monotonic_seconds()

        def pieces() -> Iterator[bytes]:
            at, end = offset, offset + length
            while at < end:
                long = clock.monotonic_seconds() - begun >= GIVES_WAY_SECONDS
                if long and end - at >= GIVES_WAY_BYTES and self._more_urgent():
                    upload.gave_way = True
                    raise UploadStopped
                try:
                    piece = files.read_at(row.blob_id, at, min(READ_BYTES, end - at))
                except BlobUnreadable:
                    piece = b""
                if not piece:
                    upload.unreadable = True
                    raise UploadStopped
                yield piece
                at += len(piece)

        upload = _FileUpload(length_bytes=length, pieces=pieces)
        return upload

    # -- after ---------------------------------------------------------------------------------

    def _believe(self, row: BlobRow, raw: bytes) -> Outcome:
        """Take a confirmation. Raises MessageInvalid where the body is none."""
        desk = self._desk

        def work(tx: Transaction) -> Verdict:
            return take_confirmation(tx, raw, desk.centrals.signers, desk.keys.device_id)

        verdict = desk.store.write(work)
        if verdict is Verdict.CONFIRMED:
            self._memory.forget(row.blob_id)
            self._memory.begun_at.clear()
            return Outcome(delivered=True, again=True)
        if verdict is Verdict.INCARNATION:
            self._memory.offsets.clear()
            return Outcome(probe=True)
        return Outcome(trouble=_no_answer(verdict.value))

    def _asked(self, row: BlobRow, answer: Response | NoAnswer) -> Outcome:
        """Take the answer to HEAD: where to go on from."""
        if isinstance(answer, NoAnswer):
            return Outcome(trouble=trouble_of(answer))
        offset = None
        if answer.status == 404 and _is_about_the_file(answer):
            offset = 0
        elif answer.status == 200:
            offset = _offset_in(answer, row.length_bytes)
        elif _is_about_the_file(answer):
            return self._wait(row.blob_id, f"http {answer.status}")
        if offset is None:
            return Outcome(trouble=trouble_of(answer))
        before = self._memory.begun_at.get(row.blob_id)
        if before is not None:
            fruitless = offset <= before
            self._memory.fruitless_cuts = self._memory.fruitless_cuts + 1 if fruitless else 0
        self._memory.offsets[row.blob_id] = offset
        return Outcome(again=True)

    def _cut(self, exchange: BlobExchange, offset: int, answer: NoAnswer) -> Outcome:
        """Nothing is known of what arrived: the next question is HEAD."""
        blob_id = exchange.row.blob_id
        self._memory.offsets.pop(blob_id, None)
        upload = exchange.request.upload
        handed = 0 if upload is None else upload.handed_bytes
        _log.debug("blob %s: cut at %d, %d bytes handed over", blob_id.hex(), offset, handed)
        if exchange.unreadable:
            self._miss(blob_id)
            return Outcome(again=True)
        if exchange.gave_way:
            self._memory.begun_at.pop(blob_id, None)  # the central may have all of it: no cut
            return Outcome(again=True)
        return Outcome(trouble=trouble_of(answer))

    def _answered(
        self, exchange: BlobExchange, before: int, answer: Response, invalid: MessageInvalid | None
    ) -> Outcome:
        blob_id, length = exchange.row.blob_id, exchange.row.length_bytes
        self._memory.begun_at.pop(blob_id, None)
        offset = _offset_in(answer, length)
        if answer.status == 204 and offset is not None and offset > before:
            self._memory.offsets[blob_id] = offset
            self._memory.conflicts.pop(blob_id, None)
            return Outcome(again=True)
        if answer.status == 409:
            if error_hint(answer) == "blob-hash":
                return self._wrong_hash(blob_id)
            return self._go_on_from(blob_id, length, offset)
        if exchange.row.length_bytes == before and answer.status in {404, 410}:
            self._memory.offsets.pop(blob_id, None)
        if _is_about_the_file(answer):
            return self._wait(blob_id, _word_of(answer))
        if answer.status in {200, 201, 204} and invalid is None:
            return Outcome(trouble=_no_answer(f"http {answer.status}"))
        return Outcome(
            trouble=trouble_of(answer, invalid),
            certificates=invalid is not None and invalid.code == "kid-unknown",
        )

    def _go_on_from(self, blob_id: bytes, length: int, offset: int | None) -> Outcome:
        """The central stands elsewhere; the third time in a row something is wrong with it."""
        if offset is None:
            self._memory.offsets.pop(blob_id, None)
        else:
            self._memory.offsets[blob_id] = offset
            if self._desk.files.length_of(blob_id) != length and offset < length:
                self._miss(blob_id)  # it has less than all, and there is nothing to go on with
                return Outcome(again=True)
        conflicts = self._memory.conflicts.get(blob_id, 0) + 1
        self._memory.conflicts[blob_id] = conflicts
        if conflicts >= 3:
            return self._wait(blob_id, "blob-offset")
        return Outcome(again=True)

    def _wrong_hash(self, blob_id: bytes) -> Outcome:
        """All of it arrived and was something else: again from 0, then look at the file itself."""
        wrong = self._memory.wrong_hashes.get(blob_id, 0) + 1
        self._memory.wrong_hashes[blob_id] = wrong
        self._memory.offsets[blob_id] = 0
        if wrong < 2:
            return Outcome(again=True)
        self._memory.wrong_hashes.pop(blob_id, None)
        if self._hash_of(blob_id) != blob_id:
            self._miss(blob_id)
            return Outcome(again=True)
        return self._wait(blob_id, "blob-hash")

    def _wait(self, blob_id: bytes, code: str) -> Outcome:
        """Let one file wait; nothing else does."""
        _log.warning("blob %s waits: %s", blob_id.hex(), code)
        self._memory.forget(blob_id)
        now = self._desk.clock.monotonic_seconds()
        self._memory.retry_at[blob_id] = now + REFUSED_RETRY_SECONDS
        self._desk.store.write(lambda tx: mark_code(tx, blob_id, code))
        return Outcome(again=True)

    def _miss(self, blob_id: bytes) -> None:
        _log.error("blob %s: %s", blob_id.hex(), MISSING)
        self._memory.forget(blob_id)
        self._desk.store.write(lambda tx: mark_missing(tx, blob_id))

    def _find_again(self) -> None:
        """A file that was missing may have been put back."""
        for row in self._desk.store.read(missing_blobs):
            if self._hash_of(row.blob_id) == row.blob_id:
                blob_id = row.blob_id
                self._desk.store.write(
                    lambda tx, blob_id=blob_id: mark_missing(tx, blob_id, missing=False)  # type: ignore[misc]  # bound now
                )

    def _hash_of(self, blob_id: bytes) -> bytes:
        digest, at = hashlib.sha256(), 0
        length = self._desk.files.length_of(blob_id) or 0
        try:
            while at < length:
                piece = self._desk.files.read_at(blob_id, at, READ_BYTES)
                if not piece:
                    return b""
                digest.update(piece)
                at += len(piece)
        except BlobUnreadable:
            return b""
        return digest.digest()[:16]


def _offset_in(answer: Response, length: int) -> int | None:
    """Return `Upload-Offset`; None where it is none, or beyond the file, or of another length."""
    text = answer.headers.get(OFFSET_HEADER.lower(), "").strip()
    of = answer.headers.get(LENGTH_HEADER.lower(), str(length)).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 12 or of != str(length):
        return None
    return int(text) if int(text) <= length else None


def _is_about_the_file(answer: Response) -> bool:
    """Say whether a refusal concerns the file, and neither this device nor the whole central.

    What a portal says in HTML concerns no file.
    """
    status = answer.status
    if answer.media_type == "text/html":
        return False
    return status == 507 or (400 <= status < 500 and status not in _LANE_STATUSES)


def _word_of(answer: Response) -> str:
    if answer.status == 413:
        return "size"
    return error_hint(answer) or f"http {answer.status}"


def _no_answer(detail: str) -> Trouble:
    return Trouble(obstacle=Obstacle.REFUSED, code=ErrorCode.NO_ANSWER, detail=detail)
