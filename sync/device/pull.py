"""The pull lane: signed pages of reference data, each applied whole or not at all (PROTOCOL §14).

Writes the table `reference` (dataset, key, version, value). A value that does not hold stops its
own dataset, which keeps what it had; the other datasets and the push go on. Dataset 1 is no
reference: its signed orders are held by `orders`, one by one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync import cbor
from sync.catalogue import DictionaryEntry, decode_entry
from sync.device.keys import Asked, signed_request
from sync.device.later_codes import later_code, take_later_code
from sync.device.link import ErrorCode, Obstacle, Trouble, trouble_of
from sync.device.memory import read_centrals
from sync.device.orders import ORDERS_DATASET, take_page
from sync.device.ports import Desk, Outcome
from sync.device.sealing import is_sound
from sync.device.transport import NoAnswer, Response
from sync.device.values import (
    PIECE_BYTES,
    UNUSABLE,
    Wanted,
    forget_values,
    keep_piece,
    next_wanted,
    piece_in,
    refuse,
    resolved,
    want,
)
from sync.errors import MessageInvalid
from sync.journal import Transaction
from sync.messages import PAGE_CAP_BYTES, Page, PageEntry, PageOperation, read_page
from sync.profile import read_profile

PAGE_WANTED_BYTES = 256 * 1024
CATALOGUE_DATASETS = frozenset({2, 3, 4, 5, 6, 7, 10, 11})
LATER_CODES_DATASET = 8
PROFILE_DATASET = 12
PROFILE_KEY = "profile"
KEY_UNKNOWN = "key-unknown"

_log = logging.getLogger("delivery")

DatasetsChanged = Callable[[frozenset[int]], None]
"""Told, after the commit and on delivery's own thread, which datasets have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullState:
    """How far the reference data have come."""

    cursor: bytes
    incarnation: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a dataset keeps what it had."""

    dataset: int
    code: str
    key: str


class PullLane:
    """Fetches one page at a time and applies it in one transaction with its cursor."""

    def __init__(self, desk: Desk, changed: DatasetsChanged) -> None:
        self._desk = desk
        self._changed = changed
        self._cursor = b""
        self._wrong_cursors = 0
        self._fetching: Wanted | None = None

    def prepare(self, datasets: Sequence[int] | None = None) -> Asked:
        """Return the request for the page after the stored cursor, of *datasets* only if given.

        Or for the next bytes of a large value that a page waits for.
        """

        wanted: dict[int, object] = {} if datasets is None else {3: list(datasets)}

        def work(tx: Transaction) -> Asked:
            self._cursor = pull_state(tx).cursor
            self._fetching = next_wanted(tx)
            if self._fetching is not None:
                return self._value_request(tx, self._fetching)
            return signed_request(
                self._desk.keys,
                self._desk.random,
                path="/v1/pull",
                incarnation=self._desk.memory.incarnation(tx),
                body=cbor.encode(wanted | {1: self._cursor, 2: PAGE_WANTED_BYTES}),
                answer_limit_bytes=PAGE_CAP_BYTES,
            )

        return self._desk.store.read(work)

    def conclude(self, answer: Response | NoAnswer) -> Outcome:
        """Apply a verified page that follows the stored cursor; anything else changes nothing."""
        if self._fetching is not None:
            return self._take_piece(self._fetching, answer)
        if not isinstance(answer, Response) or not answer.body:
            return Outcome(trouble=trouble_of(answer))
        try:
            page = read_page(
                answer.body,
                self._desk.centrals.signers,
                device_id=self._desk.keys.device_id,
                seal_keys=self._desk.keys.seal_keys,
                dictionaries=self._desk.store.read(self._desk.dictionaries.known),
            )
        except MessageInvalid as error:
            unknown_signer = error.code == "kid-unknown"
            return Outcome(trouble=trouble_of(answer, error), certificates=unknown_signer)
        return self._take(page)

    def _value_request(self, tx: Transaction, wanted: Wanted) -> Asked:
        return signed_request(
            self._desk.keys,
            self._desk.random,
            method="GET",
            path=wanted.path,
            incarnation=self._desk.memory.incarnation(tx),
            answer_limit_bytes=PIECE_BYTES,
            headers={"Range": wanted.byte_range},
        )

    def _take_piece(self, wanted: Wanted, answer: Response | NoAnswer) -> Outcome:
        """Keep what came of a large value, also of an answer that was cut."""
        piece = piece_in(wanted, answer)
        if piece:
            self._desk.store.write(lambda tx: keep_piece(tx, wanted, piece))
        elif isinstance(answer, Response) and answer.status in {404, 410, 416}:
            _log.error("a large value is not to be had: %s", answer.status)
            self._desk.store.write(lambda tx: refuse(tx, wanted))
            return Outcome(again=True)
        if isinstance(answer, NoAnswer) or not piece:
            return Outcome(trouble=trouble_of(answer))
        return Outcome(again=True)

    def take_carried(self, raw: bytes) -> frozenset[int] | None:
        """Apply a page that was carried here, and return the datasets that changed.

        None where it does not follow the stored cursor, or is of another database of the central:
        nothing was changed. Raises MessageInvalid for what is not for this device from the central.
        """
        keys = self._desk.keys
        page = read_page(
            raw, self._desk.centrals.signers, device_id=keys.device_id, seal_keys=keys.seal_keys
        )

        def work(tx: Transaction) -> frozenset[int] | None:
            follows = pull_state(tx).cursor == page.cursor_before
            return self._apply(tx, page) if follows and _is_whole(tx, page) else None

        applied = self._desk.store.write(work)
        if applied:
            self._tell(applied)
        return applied

    def take_profile(self, raw: bytes) -> bool:
        """Hold an institution profile that was carried here; say whether it is newer.

        Raises MessageInvalid where no root that is pinned has signed it.
        """
        version = read_profile(raw, self._desk.keys.roots).version

        def work(tx: Transaction) -> bool:
            newest = tx.execute(
                "SELECT coalesce(max(version), 0) FROM reference WHERE dataset = ?",
                (PROFILE_DATASET,),
            ).fetchone()[0]
            if version <= newest:
                return False
            entry = PageEntry(
                dataset=PROFILE_DATASET,
                key=PROFILE_KEY,
                version=version,
                operation=PageOperation.PUT,
                value=raw,
            )
            return _put(tx, entry)

        new = self._desk.store.write(work)
        if new:
            self._tell(frozenset({PROFILE_DATASET}))
        return new

    def begin_again(self) -> None:
        """Ask for everything anew, so that a dataset that stopped gets another chance.

        What is held stays until the new snapshot of its dataset is complete.
        """

        def work(tx: Transaction) -> None:
            tx.execute("UPDATE pull_state SET cursor = x''")
            tx.execute("DELETE FROM pull_seen")
            tx.execute("DELETE FROM pull_stop")
            forget_values(tx)

        self._desk.store.write(work)

    def _take(self, page: Page) -> Outcome:
        if page.cursor_before != self._cursor:
            self._wrong_cursors += 1
            if self._wrong_cursors >= 3:
                self._wrong_cursors = 0
                self.begin_again()
            return Outcome(trouble=_page_trouble("cursor"))
        self._wrong_cursors = 0
        if page.more and page.cursor_after == page.cursor_before:
            return Outcome(trouble=_page_trouble("more"))
        if not self._desk.store.write(lambda tx: _is_whole(tx, page)):
            return Outcome(again=True)
        applied = self._desk.store.write(lambda tx: self._apply(tx, page))
        if applied is None:
            return Outcome(trouble=_page_trouble("incarnation"), probe=True)
        if applied:
            self._tell(applied)
        return Outcome(again=page.more)

    def _tell(self, applied: frozenset[int]) -> None:
        if PROFILE_DATASET in applied:
            self._learn_centrals()
        self._changed(applied)

    def _learn_centrals(self) -> None:
        """Believe the central certificates of a newer profile at once."""
        desk = self._desk
        for file in desk.store.read(pulled_profiles):
            profile = read_profile(file, desk.keys.roots)
            found = read_centrals(profile.central_certificates, desk.keys.roots)
            if desk.centrals.add(found):
                desk.store.write(lambda tx: desk.memory.keep_centrals(tx, desk.centrals.encoded))

    def _apply(self, tx: Transaction, page: Page) -> frozenset[int] | None:
        """Return the datasets that changed; None for a page of another database, not applied."""
        if page.incarnation != self._desk.memory.incarnation(tx):
            return None
        state = pull_state(tx)
        if state.cursor != page.cursor_before:
            return frozenset()
        if state.incarnation != page.incarnation or not page.cursor_before:
            tx.execute("DELETE FROM pull_seen")
        changed: set[int] = set()
        resolved_entries = resolved(tx, page.entries)
        for dataset in sorted({entry.dataset for entry in resolved_entries}):
            entries = [entry for entry in resolved_entries if entry.dataset == dataset]
            if dataset == ORDERS_DATASET:
                applied = self._take_orders(tx, entries)
            else:
                applied = self._holds(tx, dataset, entries) and _apply_all(tx, entries)
            if applied:
                changed.add(dataset)
        if any(entry.large is not None for entry in page.entries):
            forget_values(tx)
        tx.execute(
            "UPDATE pull_state SET cursor = ?, incarnation = ?",
            (page.cursor_after, page.incarnation),
        )
        return frozenset(changed)

    def _take_orders(self, tx: Transaction, entries: Sequence[PageEntry]) -> bool:
        """Take the signed orders that hold, each by itself; what does not is shown as a stop."""
        keys = self._desk.keys
        tx.execute("DELETE FROM pull_stop WHERE dataset = ?", (ORDERS_DATASET,))
        taken = take_page(tx, entries, keys.roots, keys.device_id)
        for code, key in taken.refused[:1]:
            tx.execute(
                "INSERT INTO pull_stop (dataset, code, key, ended) VALUES (?, ?, ?, 1)",
                (ORDERS_DATASET, code, key),
            )
        return taken.changed

    def _holds(self, tx: Transaction, dataset: int, entries: Sequence[PageEntry]) -> bool:
        """Say whether these lines may be applied; a bad one stops the dataset's edition."""
        tx.execute("DELETE FROM pull_stop WHERE dataset = ? AND ended = 1", (dataset,))
        stopped = dataset in {stop.dataset for stop in stopped_datasets(tx)}
        for entry in entries:
            if stopped:
                break
            try:
                self._read_value(entry)
            except MessageInvalid as error:
                stopped = True
                _log.error("dataset %d stops: %s in %s", dataset, error.code, entry.key)
                tx.execute(
                    "INSERT INTO pull_stop (dataset, code, key) VALUES (?, ?, ?)",
                    (dataset, error.code, entry.key),
                )
        if stopped and any(one.operation is PageOperation.SNAPSHOT_COMPLETE for one in entries):
            tx.execute("UPDATE pull_stop SET ended = 1 WHERE dataset = ?", (dataset,))
            tx.execute("DELETE FROM pull_seen WHERE dataset = ?", (dataset,))
        return not stopped

    def _read_value(self, entry: PageEntry) -> None:
        if entry.large is not None:
            raise MessageInvalid(UNUSABLE, "a large value that could not be fetched")
        if entry.operation is not PageOperation.PUT or entry.value is None:
            return
        if entry.dataset == PROFILE_DATASET:
            read_profile(entry.value, self._desk.keys.roots)
        elif entry.dataset == LATER_CODES_DATASET:
            later_code(entry.value)
        elif entry.dataset in CATALOGUE_DATASETS:
            try:
                read = decode_entry(entry.dataset, entry.key, entry.value)
            except MessageInvalid as error:
                if error.code != KEY_UNKNOWN:  # a newer app's: kept for the day we know it
                    raise
            else:
                if isinstance(read, DictionaryEntry) and not is_sound(read):
                    raise MessageInvalid("zstd", "not the dictionary that it names")


def _is_whole(tx: Transaction, page: Page) -> bool:
    """Say whether every large value of a page is here; what is not is wanted from now on."""
    large = [entry.large for entry in page.entries if entry.large is not None]
    return not large or want(tx, large)


def pull_state(tx: Transaction) -> PullState:
    """Return how far the reference data have come."""
    row = tx.execute("SELECT cursor, incarnation FROM pull_state").fetchone()
    return PullState(cursor=bytes(row[0]), incarnation=row[1])


def pulled_profiles(tx: Transaction) -> tuple[bytes, ...]:
    """Return the institution profile's file as it was pulled; empty before the first."""
    rows = tx.execute(
        "SELECT value FROM reference WHERE dataset = ? ORDER BY version DESC", (PROFILE_DATASET,)
    ).fetchall()
    return tuple(bytes(row[0]) for row in rows)


def stopped_datasets(tx: Transaction) -> tuple[Stop, ...]:
    """Return the datasets that keep what they had, and why; also after the bad edition ended."""
    rows = tx.execute("SELECT dataset, code, key FROM pull_stop ORDER BY dataset").fetchall()
    return tuple(Stop(dataset=row[0], code=row[1], key=row[2]) for row in rows)


def _apply_all(tx: Transaction, entries: Sequence[PageEntry]) -> bool:
    return sum(_apply(tx, one) for one in entries) > 0


def _apply(tx: Transaction, entry: PageEntry) -> bool:
    """Apply one line; say whether anything a reader can see has changed."""
    match entry.operation:
        case PageOperation.PUT:
            tx.execute(
                "INSERT OR IGNORE INTO pull_seen (dataset, key) VALUES (?, ?)",
                (entry.dataset, entry.key),
            )
            return _put(tx, entry)
        case PageOperation.DELETE:
            tx.execute(
                "DELETE FROM pull_seen WHERE dataset = ? AND key = ?",
                (entry.dataset, entry.key),
            )
            gone = tx.execute(
                "DELETE FROM reference WHERE dataset = ? AND key = ?",
                (entry.dataset, entry.key),
            )
            return gone.rowcount > 0
        case PageOperation.SNAPSHOT_COMPLETE:
            gone = tx.execute(
                "DELETE FROM reference WHERE dataset = ? AND NOT EXISTS (SELECT 1 FROM"
                " pull_seen AS s WHERE s.dataset = reference.dataset AND s.key ="
                " reference.key)",
                (entry.dataset,),
            )
            tx.execute("DELETE FROM pull_seen WHERE dataset = ?", (entry.dataset,))
            return gone.rowcount > 0


def _put(tx: Transaction, entry: PageEntry) -> bool:
    held = tx.execute(
        "SELECT version, value FROM reference WHERE dataset = ? AND key = ?",
        (entry.dataset, entry.key),
    ).fetchone()
    if held is not None and (held[0], bytes(held[1])) == (entry.version, entry.value):
        return False
    tx.execute(
        "INSERT INTO reference (dataset, key, version, value) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (dataset, key) DO UPDATE SET version = excluded.version,"
        " value = excluded.value",
        (entry.dataset, entry.key, entry.version, entry.value),
    )
    if entry.dataset == LATER_CODES_DATASET and entry.value is not None:
        take_later_code(tx, later_code(entry.value))
    return True


def _page_trouble(detail: str) -> Trouble:
    return Trouble(obstacle=Obstacle.REFUSED, code=ErrorCode.PAGE, detail=detail)
