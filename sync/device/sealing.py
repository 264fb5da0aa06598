"""Sealing a cut of the journal: which dictionary, and the next envelope built while idle (§7, §16).

The dictionary is the newest that the central has published (dataset 7), because it surely knows
that one, else the newest that ships with the app. One that the central answers `dict` to is not
used again until the program starts anew: envelopes are larger, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sync.catalogue import DictionaryEntry, decode_entry
from sync.device.link import Span
from sync.dictionaries import dictionary_id
from sync.envelope import Item, build_envelope
from sync.errors import MessageInvalid, SyncError
from sync.journal import Transaction

if TYPE_CHECKING:
    from sync.device.ports import Desk

NONE_SHIPPED: Mapping[int, bytes] = MappingProxyType({})


class NoCentral(SyncError):
    """No certificate of the central is known; nothing can be sealed, everything is kept."""

    code = "link.no_central"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Events read from the journal, ready to be sealed."""

    span: Span
    previous_head: bytes
    last_head: bytes
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    """An envelope that was built before its turn."""

    cut: Cut
    seal_public: bytes
    envelope: bytes


class Dictionaries:
    """The dictionaries of this device; *shipped* are those in the app's resources, by their ids."""

    def __init__(self, shipped: Mapping[int, bytes] = NONE_SHIPPED) -> None:
        self._shipped = dict(shipped)
        self._refused: set[int] = set()

    def known(self, tx: Transaction) -> dict[int, bytes]:
        """Return all that can be opened, by their ids."""
        return self._shipped | pulled_dictionaries(tx)

    def chosen(self, tx: Transaction) -> bytes | None:
        """Return the one to compress with, None to do without."""
        known = pulled_dictionaries(tx) or self._shipped
        usable = known.keys() - self._refused
        return known[max(usable)] if usable else None

    def refuse(self, tx: Transaction) -> bool:
        """Do without the chosen one from now on; False where there was none."""
        chosen = self.chosen(tx)
        if chosen is None:
            return False
        self._refused.add(dictionary_id(chosen))
        return True


class Sealer:
    """Seals cuts to the central's newest key."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._built: _Built | None = None

    @property
    def has_built(self) -> bool:
        """Return whether an envelope waits for its turn."""
        return self._built is not None

    def seal(self, cut: Cut) -> bytes:
        """Return the envelope of a cut, the one built before if it is this one.

        Raises NoCentral where no certificate to seal to is known.
        """
        central = self._desk.centrals.newest
        if central is None:
            raise NoCentral
        built, self._built = self._built, None
        if built is not None and built.cut == cut and built.seal_public == central.seal_public:
            return built.envelope
        return build_envelope(
            self._desk.keys.signer,
            stream=cut.span.stream,
            first=cut.span.first,
            previous_head=cut.previous_head,
            last_head=cut.last_head,
            items=cut.items,
            seal_public=central.seal_public,
            dictionary=self._desk.store.read(self._desk.dictionaries.chosen),
        )

    def build(self, cut: Cut) -> None:
        """Build the envelope of a cut before its turn; nothing without a certificate."""
        central = self._desk.centrals.newest
        if central is not None:
            envelope = self.seal(cut)
            self._built = _Built(cut=cut, seal_public=central.seal_public, envelope=envelope)

    def do_without_dictionary(self) -> bool:
        """Compress without this one from now on, as the central asks; False where none was used."""
        self._built = None
        return self._desk.store.read(self._desk.dictionaries.refuse)


def pulled_dictionaries(tx: Transaction) -> dict[int, bytes]:
    """Return the dictionaries that the central publishes, by their ids."""
    rows = tx.execute(
        "SELECT key, value FROM reference WHERE dataset = ?", (DictionaryEntry.dataset,)
    ).fetchall()
    found: dict[int, bytes] = {}
    for key, value in rows:
        try:
            entry = decode_entry(DictionaryEntry.dataset, key, bytes(value))
        except MessageInvalid:  # a newer app's: kept for the day we know it
            continue
        if isinstance(entry, DictionaryEntry) and is_sound(entry):
            found[entry.dictionary_id] = entry.content
    return found


def is_sound(entry: DictionaryEntry) -> bool:
    """Say whether an entry holds the dictionary that it names."""
    return dictionary_id(entry.content) == entry.dictionary_id
