"""Pull: from published editions to signed, sealed pages with a cursor per device (PROTOCOL §14).

A cursor names a state of *one* device: for each dataset, which edition it is receiving and how far.
It is 16 bytes derived from that state, so the same state is the same cursor and asking twice
changes nothing. A device in the middle of an edition gets that edition to its end, with op 2,
before a newer one begins. An unknown cursor, or one of another incarnation, starts again from the
beginning; it is never an error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, delete, select

from sync import cbor, fields
from sync.central import schema
from sync.central.database import CentralDatabase, upsert
from sync.central.device_list import note_contact
from sync.central.editions import Dataset, Item, edition_of
from sync.central.keys import CentralKeys
from sync.central.own_items import OWN_TO_A_DEVICE
from sync.central.page_steps import Progress, Step, account_steps
from sync.central.values import large_of
from sync.clock import Clock, now_milliseconds
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import DeviceId, Incarnation
from sync.messages import (
    CURSOR_CAP_BYTES,
    PAGE_CAP_BYTES,
    Page,
    PageEntry,
    PageOperation,
    build_page,
)

FIRST_DATASETS = (Dataset.KEYS, Dataset.SETTINGS, Dataset.ERASURES)  # before all else
FIRST_PAGE_BYTES = 4096
THEN_DATASETS = (
    Dataset.PROFILE,
    Dataset.OPERATORS,
    Dataset.SERVICES,
    Dataset.TARIFFS,
    Dataset.DICTIONARIES,
    Dataset.ACCOUNTS,
    Dataset.LATER_CODES,
)
SMALLEST_PAGE_BYTES = 1024
CURSORS_KEPT = 64
ITEMS_AT_A_TIME = 50
_COMPRESSION_GUESS = (
    4  # reference data shrink by about this; a page that comes out too large is cut
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """What a device asks for: where it stands, how much it can take, which datasets."""

    cursor: bytes
    max_bytes: int
    datasets: frozenset[int] | None

    @classmethod
    def read(cls, body: bytes) -> PullRequest:
        """Return the request in a body; MessageInvalid (`cbor`, `shape`) for anything else."""
        read = Fields.decode(body, {1, 2}, {3})
        datasets = None
        if read.has(3):
            datasets = frozenset(fields.unsigned(number) for number in read.array(3))
        return cls(
            cursor=read.octets(1, at_most=CURSOR_CAP_BYTES),
            max_bytes=read.uint(2),
            datasets=datasets,
        )


State = dict[int, Progress]

# Built once: building them again for every device that asks costs more than asking.
_CURSOR, _REFERENCE = schema.pull_cursor, schema.reference
_SEALING = select(schema.device.c.sealing_public).where(
    schema.device.c.device_id == bindparam("device_id")
)
_STATE = select(_CURSOR.c.state).where(
    _CURSOR.c.device_id == bindparam("device_id"),
    _CURSOR.c.cursor == bindparam("cursor"),
    _CURSOR.c.incarnation == bindparam("incarnation"),
)
_EDITION = select(schema.current_edition.c.edition).where(
    schema.current_edition.c.dataset == bindparam("dataset")
)
_ITEMS = (
    select(_REFERENCE.c.position, _REFERENCE.c.key, _REFERENCE.c.version, _REFERENCE.c.value)
    .where(
        _REFERENCE.c.edition == bindparam("edition"),
        _REFERENCE.c.position >= bindparam("position"),
    )
    .order_by(_REFERENCE.c.position)
    .limit(ITEMS_AT_A_TIME)
)
_MADE = upsert(_CURSOR)
_KEEP = _MADE.on_conflict_do_update(
    index_elements=["device_id", "cursor"], set_={"made_at_ms": _MADE.excluded.made_at_ms}
)
_FORGET = delete(_CURSOR).where(
    _CURSOR.c.device_id == bindparam("of_device"),
    _CURSOR.c.cursor.not_in(
        select(_CURSOR.c.cursor)
        .where(_CURSOR.c.device_id == bindparam("of_device"))
        .order_by(_CURSOR.c.made_at_ms.desc())
        .limit(CURSORS_KEPT)
    ),
)


class Pages:
    """Answers pulls."""

    def __init__(
        self,
        *,
        database: CentralDatabase,
        keys: CentralKeys,
        incarnation: Incarnation,
        clock: Clock,
    ) -> None:
        self._database = database
        self._keys = keys
        self._incarnation = incarnation
        self._clock = clock

    def cursors(self, device_id: DeviceId) -> tuple[bytes, ...]:
        """Return the cursors that a device may stand at, the newest first.

        It has been given each of them; only the device knows which one it has come to.
        """
        table = schema.pull_cursor
        with self._database.read() as connection:
            rows = connection.execute(
                select(table.c.cursor)
                .where(table.c.device_id == device_id, table.c.incarnation == self._incarnation)
                .order_by(table.c.made_at_ms.desc(), table.c.cursor)
            )
            return tuple(rows.scalars())

    def page(self, device_id: DeviceId, request: PullRequest, *, heard: bool = True) -> bytes:
        """Return the next signed page; it is empty when the device holds everything.

        *heard*: the device itself asks, which is noted; not where a page goes onto a stick.
        """
        limit = min(max(request.max_bytes, SMALLEST_PAGE_BYTES), PAGE_CAP_BYTES)

        def work(connection: Connection) -> bytes:
            if heard:
                note_contact(connection, device_id, now_milliseconds(self._clock))
            return self._answer(connection, device_id, request, limit)

        return self._database.transact(work, of=device_id)

    def _answer(
        self, connection: Connection, device_id: DeviceId, request: PullRequest, limit: int
    ) -> bytes:
        state = self._state_of(connection, device_id, request.cursor)
        steps, limit = self._steps(connection, device_id, state, request.datasets, limit)
        seal_public = connection.execute(_SEALING, {"device_id": device_id}).scalar_one()
        page, data = self._largest_page(device_id, seal_public, request, state, steps, limit)
        if page.cursor_after != request.cursor:
            later = _after(state, steps, len(page.entries))
            self._keep(connection, device_id, page.cursor_after, later)
        return data

    def _state_of(self, connection: Connection, device_id: DeviceId, cursor: bytes) -> State:
        place = {"device_id": device_id, "cursor": cursor, "incarnation": self._incarnation}
        stored = connection.execute(_STATE, place).scalar_one_or_none()
        if stored is None:
            return {}
        return {
            dataset: Progress(edition=edition, position=position)
            for dataset, (edition, position) in cbor.decode(stored).items()
        }

    def _steps(
        self,
        connection: Connection,
        device_id: DeviceId,
        state: State,
        wanted: Collection[int] | None,
        limit: int,
    ) -> tuple[list[Step], int]:
        """Return what is to be sent next, more than one page holds, and how large it may be."""
        for datasets, largest in ((FIRST_DATASETS, FIRST_PAGE_BYTES), (THEN_DATASETS, limit)):
            allowed = min(limit, largest)
            steps = _enough(
                (
                    _apart(connection, step)
                    for dataset in datasets
                    if wanted is None or dataset in wanted
                    for step in _steps_of(connection, device_id, dataset, state.get(dataset))
                ),
                allowed,
            )
            if steps:
                return steps, allowed
        return [], limit

    def _largest_page(
        self,
        device_id: DeviceId,
        seal_public: bytes,
        request: PullRequest,
        state: State,
        steps: Sequence[Step],
        limit: int,
    ) -> tuple[Page, bytes]:
        """Build the page with as many lines as fit; one line always goes, whatever its size."""
        count = _guess(steps, limit)
        while True:
            page = Page(
                incarnation=self._incarnation,
                cursor_before=request.cursor,
                cursor_after=self._cursor(device_id, _after(state, steps, count)),
                entries=tuple(step.entry for step in steps[:count]),
                more=_more(steps, count, request),
            )
            try:
                data = build_page(
                    self._keys.signer, page, device_id=device_id, device_seal_public=seal_public
                )
            except MessageInvalid:
                if count <= 1:
                    raise
                data = b""
            if count <= 1 or 0 < len(data) <= limit:
                return page, data
            count = min(count - 1, count * limit // len(data)) if data else count // 2
            count = max(count, 1)

    def _cursor(self, device_id: DeviceId, state: State) -> bytes:
        seed = b"vt1/cursor" + device_id + self._incarnation + _encoded(state)
        return hashlib.sha256(seed).digest()[:16]

    def _keep(
        self, connection: Connection, device_id: DeviceId, cursor: bytes, state: State
    ) -> None:
        kept = {
            "device_id": device_id,
            "cursor": cursor,
            "incarnation": self._incarnation,
            "state": _encoded(state),
            "made_at_ms": now_milliseconds(self._clock),
        }
        connection.execute(_KEEP, kept)
        connection.execute(_FORGET, {"of_device": device_id})


def _enough(steps: Iterator[Step], limit: int) -> list[Step]:
    """Return the first steps, one more than `_guess` would try: the rest need not be read."""
    taken: list[Step] = []
    size = 0
    for step in steps:
        taken.append(step)
        size += _size(step)
        if size > limit * _COMPRESSION_GUESS and len(taken) > 1:
            break
    return taken


def _apart(connection: Connection, step: Step) -> Step:
    """Return the line as it goes into a page: a large value only by its name and key."""
    value = step.entry.value
    large = None if value is None else large_of(connection, value)
    if large is None:
        return step
    return replace(step, entry=replace(step.entry, value=None, large=large))


def _size(step: Step) -> int:
    return len(step.entry.key) + len(step.entry.value or b"") + 16


def _guess(steps: Sequence[Step], limit: int) -> int:
    """Return how many lines to try first, from their uncompressed size."""
    size = 0
    for count, step in enumerate(steps, start=1):
        size += _size(step)
        if size > limit * _COMPRESSION_GUESS:
            return max(count - 1, 1)
    return len(steps)


def _more(steps: Sequence[Step], count: int, request: PullRequest) -> bool:
    """Say whether the device should ask again at once: something is left, or was put off."""
    put_off = bool(steps) and steps[0].entry.dataset in FIRST_DATASETS
    only_first = request.datasets is not None and request.datasets <= set(FIRST_DATASETS)
    return count < len(steps) or (put_off and not only_first)


def _after(state: State, steps: Sequence[Step], count: int) -> State:
    later = dict(state)
    for step in steps[:count]:
        later[step.entry.dataset] = step.progress
    return later


def _encoded(state: State) -> bytes:
    return cbor.encode(
        {int(dataset): [one.edition, one.position] for dataset, one in state.items()}
    )


def _steps_of(
    connection: Connection, device_id: DeviceId, dataset: Dataset, progress: Progress | None
) -> Iterator[Step]:
    """Yield what a device still needs: the rest of its edition, then the current one."""
    if dataset is Dataset.ACCOUNTS:
        yield from account_steps(connection, device_id, progress)
        return
    if progress is not None and progress.position is not None:
        items = _items(connection, device_id, dataset, progress)
        if items is not None:
            yield from _lines(dataset, progress.edition, items, progress.position)
    current = _current(connection, device_id, dataset)
    if current is None or (progress is not None and progress.edition == current):
        return
    begin = Progress(edition=current, position=0)
    yield from _lines(dataset, current, _items(connection, device_id, dataset, begin) or (), 0)


def _lines(
    dataset: Dataset, edition: bytes, items: Iterable[Item], position: int
) -> Iterator[Step]:
    for place, item in enumerate(items, start=position):
        yield Step(
            entry=PageEntry(
                dataset=int(dataset),
                key=item.key,
                version=item.version,
                operation=PageOperation.PUT,
                value=item.value,
            ),
            progress=Progress(edition=edition, position=place + 1),
        )
    yield Step(
        entry=PageEntry(
            dataset=int(dataset),
            key="",
            version=0,
            operation=PageOperation.SNAPSHOT_COMPLETE,
            value=None,
        ),
        progress=Progress(edition=edition, position=None),
    )


def _current(connection: Connection, device_id: DeviceId, dataset: Dataset) -> bytes | None:
    """Return the edition a device should hold, None where nothing was ever published."""
    own = OWN_TO_A_DEVICE.get(dataset)
    if own is not None:
        items = own(connection, device_id)
        return edition_of(dataset, items) if items else None
    edition: bytes | None = connection.execute(
        _EDITION, {"dataset": int(dataset)}
    ).scalar_one_or_none()
    return edition


def _items(
    connection: Connection, device_id: DeviceId, dataset: Dataset, progress: Progress
) -> Iterable[Item] | None:
    """Return the rest of an edition; None where its items are no longer what they were."""
    position = progress.position or 0
    own = OWN_TO_A_DEVICE.get(dataset)
    if own is not None:
        items = own(connection, device_id)
        return items[position:] if edition_of(dataset, items) == progress.edition else None
    return _frozen(connection, progress.edition, position)


def _frozen(connection: Connection, edition: bytes, position: int) -> Iterator[Item]:
    """Yield the items of a frozen edition, read few at a time: files of forms make it large."""
    while True:
        rows = connection.execute(_ITEMS, {"edition": edition, "position": position}).all()
        for row in rows:
            yield Item(key=row.key, version=row.version, value=row.value)
        if len(rows) < ITEMS_AT_A_TIME:
            return
        position = rows[-1].position + 1
