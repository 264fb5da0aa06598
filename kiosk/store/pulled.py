"""What the central publishes, as it was pulled: read here, written by delivery (PROTOCOL §14)."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from sync.catalogue import (
    DEFINITION_FILE,
    ApprovalCodesEntry,
    Entry,
    FormEntry,
    FormFileEntry,
    FormLawEntry,
    NoticeEntry,
    OperatorEntry,
    RoundingEntry,
    ServiceEntry,
    SettingsEntry,
    TariffEntry,
    decode_entry,
    form_file_keys,
    joined,
)
from sync.errors import MessageInvalid
from sync.ids import OperatorNumber
from sync.journal import Transaction
from sync.tariffs import TariffBook, book_of

T = TypeVar("T", bound=Entry)


def put_reference(tx: Transaction, entry: Entry, raw: bytes, version: int = 1) -> None:
    """Keep one published value under its key, replacing the one before."""
    tx.execute(
        "INSERT OR REPLACE INTO reference (dataset, key, version, value) VALUES (?, ?, ?, ?)",
        (entry.dataset, entry.key, version, raw),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRow:
    """One published value as it was pulled."""

    dataset: int
    key: str
    version: int
    value: bytes


def reference_rows(tx: Transaction, datasets: Collection[int]) -> tuple[ReferenceRow, ...]:
    """Return everything that was pulled of some datasets."""
    found: list[ReferenceRow] = []
    for dataset in datasets:
        rows = tx.execute(
            "SELECT key, version, value FROM reference WHERE dataset = ? ORDER BY key", (dataset,)
        )
        found += [
            ReferenceRow(dataset=dataset, key=key, version=version, value=value)
            for key, version, value in rows.fetchall()
        ]
    return tuple(found)


def replace_rows(tx: Transaction, rows: Collection[ReferenceRow]) -> None:
    """Put *rows* in place of everything that was held of their datasets."""
    for dataset in {row.dataset for row in rows}:
        tx.execute("DELETE FROM reference WHERE dataset = ?", (dataset,))
    for row in rows:
        tx.execute(
            "INSERT INTO reference (dataset, key, version, value) VALUES (?, ?, ?, ?)",
            (row.dataset, row.key, row.version, row.value),
        )


def operators(tx: Transaction) -> tuple[OperatorEntry, ...]:
    """Return every operator by number."""
    return tuple(sorted(_all(tx, OperatorEntry), key=lambda entry: entry.number))


def operator(tx: Transaction, number: OperatorNumber) -> OperatorEntry | None:
    """Return one operator, or None for a number that was not published."""
    return _one(tx, OperatorEntry, f"operator:{number}")


def approval_codes(tx: Transaction, number: OperatorNumber) -> ApprovalCodesEntry | None:
    """Return the hashes of a person's list of one-time codes, or None where there is no list."""
    return _one(tx, ApprovalCodesEntry, f"codes:{number}")


def services(tx: Transaction) -> tuple[ServiceEntry, ...]:
    """Return every service by code."""
    return tuple(sorted(_all(tx, ServiceEntry), key=lambda entry: entry.code))


def service(tx: Transaction, code: int) -> ServiceEntry | None:
    """Return one service, or None for a code that was not published."""
    return _one(tx, ServiceEntry, f"service:{code}")


def form(tx: Transaction, form_id: str, version: str) -> FormEntry | None:
    """Return one version of a form with its whole XML; None while a piece of it is missing."""
    entry = _one(tx, FormEntry, f"form:{form_id}:{version}")
    if entry is None or entry.xml:
        return entry
    xml = _pieces(tx, form_id, version).get(DEFINITION_FILE, b"")
    if hashlib.sha256(xml).digest()[:16] != entry.definition_hash:
        return None
    return replace(entry, xml=xml)


def form_versions(tx: Transaction) -> tuple[tuple[str, str], ...]:
    """Return title and version of every form that is held, by title."""
    return tuple(sorted((one.title or one.form_id, one.version) for one in _all(tx, FormEntry)))


def form_hash(tx: Transaction, form_id: str, version: str) -> bytes | None:
    """Return the hash of one version of a form without reading its XML, or None."""
    entry = _one(tx, FormEntry, f"form:{form_id}:{version}")
    return None if entry is None else entry.definition_hash


def form_law(tx: Transaction, form_id: str, version: str) -> FormLawEntry | None:
    """Return legal basis and retention of a form's questions, or None before they were pulled."""
    return _one(tx, FormLawEntry, f"form-law:{form_id}:{version}")


def form_files(tx: Transaction, form_id: str, version: str) -> dict[str, bytes] | None:
    """Return the files of one version of a form by name; None while one of them is not all here.

    A form that does not say which files it needs has those whose pieces are all here.
    """
    entry = _one(tx, FormEntry, f"form:{form_id}:{version}")
    files = _pieces(tx, form_id, version)
    files.pop(DEFINITION_FILE, None)
    if entry is None or not entry.files:
        return files
    found = {one.name: files.get(one.name, b"") for one in entry.files}
    for one in entry.files:
        if one.name not in files or hashlib.sha256(found[one.name]).digest() != one.content_hash:
            return None
    return found


def form_file(tx: Transaction, form_id: str, version: str, name: str) -> bytes | None:
    """Return one file of a form as it is published now, or None."""
    return _pieces(tx, form_id, version, name).get(name)


def _pieces(
    tx: Transaction, form_id: str, version: str, name: str | None = None
) -> dict[str, bytes]:
    """Return what came whole of a form's files, its definition among them; or of one of them."""
    begins = form_file_keys(form_id, version)
    ends = "" if name is None else f":{name}"
    rows = tx.execute(
        "SELECT key, value FROM reference WHERE dataset = ? AND substr(key, 1, ?) = ?"
        " AND (? = '' OR substr(key, -?) = ?)",
        (FormFileEntry.dataset, len(begins), begins, ends, len(ends), ends),
    ).fetchall()
    entries = [decode_entry(FormFileEntry.dataset, key, raw) for key, raw in rows]
    mine = [one for one in entries if isinstance(one, FormFileEntry)]
    return joined(one for one in mine if (one.form_id, one.version) == (form_id, version))


def tariffs(tx: Transaction) -> tuple[TariffEntry, ...]:
    """Return every tariff row by key."""
    return tuple(_all(tx, TariffEntry))


def roundings(tx: Transaction) -> tuple[RoundingEntry, ...]:
    """Return every rounding policy by key."""
    return tuple(_all(tx, RoundingEntry))


def tariff_book(tx: Transaction) -> TariffBook:
    """Return the whole price list: tariffs, rules, facts, indexes and rounding."""
    rows = tx.execute(
        "SELECT key, value FROM reference WHERE dataset = ? ORDER BY key", (TariffEntry.dataset,)
    ).fetchall()
    return _book(tuple((str(key), bytes(value)) for key, value in rows))


@functools.lru_cache(maxsize=2)
def _book(rows: tuple[tuple[str, bytes], ...]) -> TariffBook:
    """Return what the same bytes always mean: a list of charges asks it once for each."""
    return book_of(_decoded(TariffEntry.dataset, rows))


def notice(tx: Transaction, notice_id: str) -> NoticeEntry | None:
    """Return the newest version of a privacy notice, or None."""
    versions = [entry for entry in _all(tx, NoticeEntry) if entry.notice_id == notice_id]
    return max(versions, key=lambda entry: entry.version, default=None)


def notices(tx: Transaction) -> tuple[NoticeEntry, ...]:
    """Return every version of every privacy notice, the newest versions first."""
    return tuple(sorted(_all(tx, NoticeEntry), key=lambda entry: -entry.version))


def settings(tx: Transaction) -> SettingsEntry:
    """Return the institution's settings, or their defaults before the first pull."""
    return _one(tx, SettingsEntry, "settings") or SettingsEntry()


def _one(tx: Transaction, kind: type[T], key: str) -> T | None:
    row = tx.execute(
        "SELECT value FROM reference WHERE dataset = ? AND key = ?", (kind.dataset, key)
    ).fetchone()
    if row is None:
        return None
    entry = decode_entry(kind.dataset, key, row[0])
    return entry if isinstance(entry, kind) else None


def _all(tx: Transaction, kind: type[T]) -> Iterator[T]:
    rows = tx.execute(
        "SELECT key, value FROM reference WHERE dataset = ? ORDER BY key", (kind.dataset,)
    ).fetchall()
    for entry in _decoded(kind.dataset, rows):
        if isinstance(entry, kind):
            yield entry


def _decoded(dataset: int, rows: Iterable[tuple[str, bytes]]) -> Iterator[Entry]:
    for key, raw in rows:
        try:
            yield decode_entry(dataset, key, raw)
        except MessageInvalid as error:
            if error.code == "key-unknown":  # a newer app's: kept for the day this app knows it
                continue
            raise
