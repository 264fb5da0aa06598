"""Dictionaries: what devices may pack with, published once and known here for ever (PROTOCOL §7).

A device packs with the newest one that it pulled (dataset 7), or with one of its own program. What
was published stays in its edition, so an envelope that waited a year on a stick still opens.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, select

from sync.catalogue import DictionaryEntry, decode_entry, encode_entry
from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.editions import Dataset, publish_dataset
from sync.central.errors import CentralError
from sync.dictionaries import LARGEST_BYTES, dictionary_id


class KnownDictionaries(Mapping[int, bytes]):
    """The shipped ones and every one ever published; a new one is seen by processes that run."""

    def __init__(self, database: CentralDatabase, shipped: Mapping[int, bytes]) -> None:
        self._database = database
        self._held = dict(shipped)
        self._lock = threading.Lock()

    def __getitem__(self, number: int) -> bytes:
        with self._lock:
            held = self._held.get(number)
        if held is not None:
            return held
        with self._database.read() as connection:
            published = all_dictionaries(connection)
        with self._lock:
            self._held = published | self._held
            return self._held[number]

    def __iter__(self) -> Iterator[int]:
        with self._lock:
            return iter(tuple(self._held))

    def __len__(self) -> int:
        return len(self._held)

    def __bool__(self) -> bool:
        """Say yes: what is not held yet may be published."""
        return True


def all_dictionaries(connection: Connection) -> dict[int, bytes]:
    """Return every dictionary that was ever published, by its id."""
    reference, edition = schema.reference, schema.edition
    rows = connection.execute(
        select(reference.c.key, reference.c.value)
        .join(edition, edition.c.edition == reference.c.edition)
        .where(edition.c.dataset == int(Dataset.DICTIONARIES))
        .order_by(edition.c.published_at_ms, reference.c.position)
    )
    found = {}
    for row in rows:
        entry = decode_entry(Dataset.DICTIONARIES, row.key, row.value)
        if isinstance(entry, DictionaryEntry):
            found[entry.dictionary_id] = entry.content
    return found


def publish_dictionaries(
    connection: Connection, contents: Iterable[tuple[str, bytes]], now_ms: int
) -> tuple[int, ...]:
    """Make these dictionaries, given with a name each, what devices pull; return their ids.

    Raises CentralError: `dictionary.file` for what is none, `publish.changed` for another content
    under an id that was published before; nothing is published then.
    """
    before = all_dictionaries(connection)
    entries: dict[int, DictionaryEntry] = {}
    for name, content in contents:
        number = dictionary_id(content)
        if not number or len(content) > LARGEST_BYTES:
            raise CentralError("dictionary.file", name)
        if before.get(number, content) != content or number in entries:
            raise CentralError("publish.changed", f"dictionary {number} ({name})")
        entries[number] = DictionaryEntry(dictionary_id=number, content=content)
    publish_dataset(
        connection,
        Dataset.DICTIONARIES,
        [(entry.key, None, encode_entry(entry)) for entry in entries.values()],
        now_ms,
    )
    return tuple(sorted(entries))
