"""From a catalogue to editions of the pull datasets (PROTOCOL §14).

Forms, tariffs and operators that were ever published stay known for ever: an event keeps the
version it was made with (PROTOCOL §21).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select

from sync.catalogue import (
    DEFINITION_FILE,
    PIECE_BYTES,
    FormEntry,
    FormFile,
    FormFileEntry,
    SettingsEntry,
    decode_entry,
    encode_entry,
    pieces_of,
)
from sync.central import schema
from sync.central.catalogue_file import Catalogue
from sync.central.code_lists import publish_people
from sync.central.database import upsert
from sync.central.editions import Dataset, current_items, publish_dataset
from sync.central.errors import CentralError
from sync.central.price_history import keep_prices
from sync.central.standing import settings_of

WARNING_DAYS = 14
"""How long devices say that a newer version is wanted before it may be demanded."""
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication changed: dataset and number of things in it, changed ones only."""

    changed: Mapping[int, int]


def publish_catalogue(
    connection: Connection, catalogue: Catalogue, settings: SettingsEntry, now_ms: int
) -> Published:
    """Make *catalogue* what devices pull from now on, in the caller's transaction.

    Raises CentralError("publish.changed") when a form or tariff version that was published before
    would get another content, "publish.law_missing" for a form whose questions nothing is said of,
    "publish.version_warning" for a minimum version that devices were not warned of long enough;
    the caller's transaction must then be rolled back.
    """
    _refuse_lawless(catalogue)
    _refuse_unannounced(connection, settings, now_ms)
    _keep_forms(connection, catalogue)
    keep_prices(connection, catalogue, _refuse_change)
    for entry in catalogue.operators:
        statement = upsert(schema.operator_seen).values(operator=entry.number)
        connection.execute(statement.on_conflict_do_nothing())

    datasets: dict[Dataset, list[tuple[str, int | None, bytes]]] = {
        Dataset.SETTINGS: [
            ("settings", None, encode_entry(settings)),
            *((entry.key, entry.version, encode_entry(entry)) for entry in catalogue.notices),
        ],
        Dataset.SERVICES: [
            *((entry.key, None, encode_entry(entry)) for entry in catalogue.form_laws),
            *((entry.key, None, encode_entry(entry)) for entry in _on_the_wire(catalogue)),
            *((entry.key, None, encode_entry(entry)) for entry in catalogue.services),
        ],
        Dataset.TARIFFS: [
            *((entry.key, entry.version, encode_entry(entry)) for entry in catalogue.tariffs),
            *((entry.key, entry.version, encode_entry(entry)) for entry in catalogue.roundings),
            *((entry.key, entry.version, encode_entry(entry)) for entry in catalogue.rules),
            *((entry.key, None, encode_entry(entry)) for entry in catalogue.facts),
            *((entry.key, None, encode_entry(entry)) for entry in catalogue.indexes),
        ],
    }
    changed = {}
    for dataset, entries in datasets.items():
        if publish_dataset(connection, dataset, entries, now_ms):
            changed[int(dataset)] = len(entries)
    if publish_people(connection, catalogue.operators, now_ms):
        changed[int(Dataset.OPERATORS)] = len(current_items(connection, Dataset.OPERATORS))
    return Published(changed=changed)


def _refuse_unannounced(connection: Connection, settings: SettingsEntry, now_ms: int) -> None:
    """Refuse a minimum version that `wanted_version` has not asked for long enough (§21)."""
    least = settings.minimum_version
    if not least or least == settings_of(connection).minimum_version:
        return
    reference, edition = schema.reference, schema.edition
    rows = connection.execute(
        select(reference.c.value)
        .join(edition, edition.c.edition == reference.c.edition)
        .where(
            edition.c.dataset == int(Dataset.SETTINGS),
            reference.c.key == settings.key,
            edition.c.published_at_ms <= now_ms - WARNING_DAYS * _DAY_MS,
        )
    ).scalars()
    for value in rows:
        said = decode_entry(Dataset.SETTINGS, settings.key, value)
        if isinstance(said, SettingsEntry) and said.wanted_version == least:
            return
    raise CentralError(
        "publish.version_warning", f"publish wanted_version {least} {WARNING_DAYS} days before"
    )


def _refuse_lawless(catalogue: Catalogue) -> None:
    told = {(entry.form_id, entry.version) for entry in catalogue.form_laws}
    for entry in catalogue.forms:
        if (entry.form_id, entry.version) not in told:
            raise CentralError("publish.law_missing", f"{entry.form_id} {entry.version}")


def _on_the_wire(catalogue: Catalogue) -> Iterator[FormEntry | FormFileEntry]:
    """Yield the files of forms before the forms that need them; a long definition in pieces."""
    yield from catalogue.form_files
    for entry in catalogue.forms:
        if len(encode_entry(entry)) > PIECE_BYTES:
            yield from pieces_of(entry.form_id, entry.version, DEFINITION_FILE, entry.xml)
            yield replace(entry, xml=b"")
        else:
            yield entry


def _keep_forms(connection: Connection, catalogue: Catalogue) -> None:
    table = schema.form_definition
    for entry in catalogue.forms:
        known = connection.execute(
            select(table.c.definition_hash16).where(
                table.c.form == entry.form_id, table.c.version == entry.version
            )
        ).scalar_one_or_none()
        what = f"form {entry.form_id} {entry.version}"
        _refuse_change(known, entry.definition_hash, what)
        _refuse_change(_files_before(connection, entry), entry.files, f"{what}, a file of it")
        if known is None:
            connection.execute(
                insert(table).values(
                    form=entry.form_id,
                    version=entry.version,
                    definition_hash16=entry.definition_hash,
                    xml=entry.xml,
                )
            )


def _files_before(connection: Connection, entry: FormEntry) -> tuple[FormFile, ...] | None:
    """Return the files with which a form's version was published; None if it never had any.

    A device keeps them by the definition, so what a version was filled with must stay the same.
    """
    reference, edition = schema.reference, schema.edition
    known = connection.execute(
        select(reference.c.value)
        .join(edition, edition.c.edition == reference.c.edition)
        .where(edition.c.dataset == int(Dataset.SERVICES), reference.c.key == entry.key)
        .order_by(edition.c.published_at_ms.desc())
        .limit(1)
    ).scalar_one_or_none()
    held = None if known is None else decode_entry(Dataset.SERVICES, entry.key, known)
    return (held.files or None) if isinstance(held, FormEntry) else None


def _refuse_change(known: object, value: object, what: str) -> None:
    if known is not None and known != value:
        raise CentralError("publish.changed", f"{what} is published: it needs a new version")
